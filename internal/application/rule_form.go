package application

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
)

type (
	lawRule  = rule.Rule[*Dossier]
	lawRules = []rule.Rule[*Dossier]
)

// formRules are about identity, form and completeness (permit-rules 5.1).
func formRules() lawRules {
	return lawRules{
		rule.Bind("F03", checkBoxes),
		rule.Bind("F04", checkParties),
		rule.Bind("F08", checkDescriptionLanguage),
		rule.Bind("F11", checkDeclaration),
		rule.Bind("F12", checkOnePair),
		rule.Bind("F16", checkAnnexPages),
		rule.Bind("F17", checkMarksTwice),
	}
}

// checkBoxes wants every mandatory box that the applicant fills.
func checkBoxes(d *Dossier) []rule.Hit {
	var hits []rule.Hit
	need := func(ok bool, line int, field, box string) {
		if !ok {
			hits = append(hits, rule.Hit{Line: line, Field: field, Args: map[string]string{"box": box}})
		}
	}
	c := d.Content
	info := c.Type.Facts()
	other := c.othersAsked()
	need(c.Importer.Name != "" || !other && !info.Direction.In(), rule.Whole, "importer", "3")
	need(c.Importer.Country != "" || !other && !info.Direction.In(), rule.Whole, "importer", "3a")
	need(c.Exporter.Name != "" || !other && info.Direction.In(), rule.Whole, "exporter", "4")
	need(c.Purpose != "" || !info.PurposeRequired, rule.Whole, "purpose", "5a")
	need(len(c.Lines) > 0, rule.Whole, "lines", "7")
	for i, l := range c.Lines {
		need(l.ScientificName != "", i, "taxon", "7")
		need(l.Term != "", i, "term", "9")
		need(l.Source != "", i, "source", "10")
		need(d.Stage != rule.Issue || l.Appendix != "", i, "taxon", "10")
		need(l.Quantity > 0 || l.QuantityText != "", i, "quantity", "11")
		need(l.Unit != "", i, "unit", "11")
	}
	return hits
}

// checkParties wants full names and addresses; a post office box is no address.
func checkParties(d *Dossier) []rule.Hit {
	var hits []rule.Hit
	for _, p := range []struct {
		field string
		Address
	}{{"exporter", d.Content.Exporter}, {"importer", d.Content.Importer}} {
		if !d.Content.othersAsked() && (p.field == "importer") != d.Facts().Direction.In() {
			continue // known by itself: the same person, nobody, a vessel
		}
		text := strings.TrimSpace(strings.Join(p.Lines, " "))
		switch {
		case p.Name == "" || p.Country == "":
			hits = append(hits, rule.Hit{Line: rule.Whole, Field: p.field, Variant: p.field})
		case text == "":
			hits = append(hits, rule.Hit{Line: rule.Whole, Field: p.field, Variant: p.field + "_address"})
		case onlyBox(text):
			hits = append(hits, rule.Hit{Line: rule.Whole, Field: p.field, Variant: "box"})
		case !p.Country.Place():
			hits = append(hits, rule.Hit{Line: rule.Whole, Field: p.field, Variant: "country", Args: map[string]string{"code": string(p.Country)}})
		}
	}
	return hits
}

// onlyBox reports whether an address says nothing but a post office box.
func onlyBox(s string) bool {
	s = strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer(".", "", ",", " ").Replace(s)), " "))
	for _, p := range []string{"po box", "p o box", "bp ", "b p ", "boîte postale", "apartado", "apdo", "ص ب", "صندوق بريد"} {
		if rest, ok := strings.CutPrefix(s, p); ok {
			return strings.Trim(rest, " 0123456789-/") == ""
		}
	}
	return false
}

// checkDescriptionLanguage wants box 9 in English, French or Spanish: text in
// another script alone cannot be read at every border.
func checkDescriptionLanguage(d *Dossier) []rule.Hit {
	var hits []rule.Hit
	for i, l := range d.Content.Lines {
		latin, other := 0, 0
		for _, r := range l.Description {
			switch {
			case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r >= 0xC0 && r <= 0x24F:
				latin++
			case r > 0x24F:
				other++
			}
		}
		if other > 0 && latin == 0 {
			hits = append(hits, rule.Hit{Line: i, Field: "description"})
		}
	}
	return hits
}

func checkDeclaration(d *Dossier) []rule.Hit {
	if d.Content.Declaration.Accepted && (d.Agent == "" || d.Content.Declaration.AgentMandate != "") {
		return nil
	}
	return []rule.Hit{{Line: rule.Whole, Field: "declaration"}}
}

// checkOnePair wants two different countries: a document covers one consignment
// from one to another.
func checkOnePair(d *Dossier) []rule.Hit {
	c := d.Content
	if c.Exporter.Country == "" || c.Exporter.Country != c.Importer.Country {
		return checkOwnSide(d)
	}
	return []rule.Hit{{Line: rule.Whole, Field: "importer"}}
}

// checkOwnSide wants the issuing Party on the side its document is for.
func checkOwnSide(d *Dossier) []rule.Hit {
	own, field := d.Content.Exporter.Country, "exporter"
	if !d.Leaving() {
		own, field = d.Content.Importer.Country, "importer"
	}
	if own == "" || own == d.Profile.Party {
		return nil
	}
	return []rule.Hit{{Line: rule.Whole, Field: field, Variant: "own", Args: map[string]string{"code": string(d.Profile.Party)}}}
}

// rowsPerPage is how many lines the standard form takes before annex pages.
const rowsPerPage = 4

func checkAnnexPages(d *Dossier) []rule.Hit {
	if len(d.Content.Lines) <= rowsPerPage {
		return nil
	}
	return []rule.Hit{{Line: rule.Whole, Field: "lines"}}
}

// checkMarksTwice finds a mark on two specimens.
func checkMarksTwice(d *Dossier) []rule.Hit {
	var hits []rule.Hit
	seen := map[string]int{}
	for i, l := range d.Content.Lines {
		for _, m := range l.Marks {
			key := m.Kind + "\x00" + strings.ToUpper(strings.Join(strings.Fields(m.Value), ""))
			if at, ok := seen[key]; ok {
				hits = append(hits, rule.Hit{Line: i, Field: "marks", Args: map[string]string{"mark": m.Value, "other": Letter(at)}})
				continue
			}
			seen[key] = i
		}
	}
	return hits
}

// eachLine runs a check line by line; a nil answer is no hit.
func eachLine(check func(*Dossier, int, Line) *rule.Hit) func(*Dossier) []rule.Hit {
	return func(d *Dossier) []rule.Hit {
		var hits []rule.Hit
		for i, l := range d.Content.Lines {
			if h := check(d, i, l); h != nil {
				h.Line = i
				hits = append(hits, *h)
			}
		}
		return hits
	}
}

// hit is a finding about a field of a line; args are name, value pairs.
func hit(field string, args ...string) *rule.Hit {
	h := &rule.Hit{Field: field}
	for i := 0; i+1 < len(args); i += 2 {
		if h.Args == nil {
			h.Args = map[string]string{}
		}
		h.Args[args[i]] = args[i+1]
	}
	return h
}

// sourceIs reports whether a line has one of the sources, as its first code.
func sourceIs(l Line, any ...cites.Source) bool { return slices.Contains(any, l.Source) }
