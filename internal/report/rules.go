package report

import (
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// Checked is one line of a report as the rules look at it.
type Checked struct {
	Row
	Exporter, Importer cites.Country
	Basis              Basis
	Law                *species.Catalogue
	// Other is the Appendix that the trading partner reported of the same
	// consignment, "" when that is not known.
	Other cites.Appendix
}

// Rules are the rules of reports (permit-rules 5.9 and T15).
func Rules() []rule.Rule[*Checked] {
	return []rule.Rule[*Checked]{
		rule.Bind("T15", checkListedThen),
		rule.Bind("X01", checkPresent),
		rule.Bind("X02", checkCodes),
		rule.Bind("X03", checkPairs),
		rule.Bind("X04", checkPlausible),
		rule.Bind("X05", checkCountries),
		rule.Bind("X06", checkKingdom),
		rule.Bind("X07", checkActual),
		rule.Bind("X08", checkBlankUnit),
		rule.Bind("X09", checkSameAppendix),
	}
}

func say(field, variant string, args ...string) []rule.Hit {
	h := rule.Hit{Line: rule.Whole, Field: field, Variant: variant, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		h.Args[args[i]] = args[i+1]
	}
	return []rule.Hit{h}
}

// taxon is the taxon that a line names.
func (c *Checked) taxon() (*species.Taxon, bool) {
	found := c.Law.Find(c.Taxon)
	if len(found) == 0 {
		return nil, false
	}
	return found[0], true
}

// population is the country whose population the specimens come from.
func (c *Checked) population() cites.Country {
	if c.Origin != "" {
		return c.Origin
	}
	return c.Exporter
}

// checkListedThen wants the reported Appendix to have held on some day of the
// year: a listing that changed within it leaves both.
func checkListedThen(c *Checked) []rule.Hit {
	t, ok := c.taxon()
	if !ok || c.Appendix == "" || c.Year < 1975 {
		return nil
	}
	for _, d := range c.Law.Spans(t.ID, c.population()) {
		first, last := cites.Date{Year: c.Year, Month: 1, Day: 1}, cites.Date{Year: c.Year, Month: 12, Day: 31}
		if d.From.After(last) || !d.Until.IsZero() && d.Until.Before(first) {
			continue
		}
		if d.Appendix == c.Appendix || slices.ContainsFunc(d.Listings, func(x species.Listing) bool { return x.Appendix == c.Appendix }) {
			return nil
		}
	}
	return say("appendix", "", "name", c.Taxon, "appendix", string(c.Appendix))
}

func checkPresent(c *Checked) []rule.Hit {
	var hits []rule.Hit
	for _, x := range []struct {
		field string
		ok    bool
	}{{"partner", c.Partner != ""}, {"term", c.Term != ""}, {"taxon", c.Taxon != ""}, {"appendix", c.Appendix != ""}, {"quantity", c.Quantity > 0},
		{"year", c.Year >= 1975 && c.Year <= 9999}} {
		if !x.ok {
			hits = append(hits, say(x.field, x.field)...)
		}
	}
	return hits
}

func checkCodes(c *Checked) []rule.Hit {
	var hits []rule.Hit
	bad := func(field, code string, known bool) {
		if code != "" && !known {
			hits = append(hits, say(field, "", "code", code)...)
		}
	}
	_, term := c.Term.Info()
	_, source := c.Source.Info()
	_, purpose := c.Purpose.Info()
	_, unit := c.Unit.Info()
	_, partner := c.Partner.Info()
	_, origin := c.Origin.Info()
	bad("term", string(c.Term), term)
	bad("source", string(c.Source), source)
	bad("purpose", string(c.Purpose), purpose)
	bad("unit", string(c.Unit), unit)
	bad("partner", string(c.Partner), partner)
	bad("origin", string(c.Origin), origin)
	bad("appendix", string(c.Appendix), slices.Contains([]cites.Appendix{cites.AppendixI, cites.AppendixII, cites.AppendixIII, cites.NotListed}, c.Appendix))
	if _, ok := c.taxon(); c.Taxon != "" && !ok {
		hits = append(hits, say("taxon", "taxon", "name", c.Taxon)...)
	}
	return hits
}

func checkPairs(c *Checked) []rule.Hit {
	var hits []rule.Hit
	if c.Term != "" && c.Unit != "" && !c.Term.AcceptsUnit(c.Unit) {
		hits = append(hits, say("unit", "unit", "term", string(c.Term), "unit", string(c.Unit))...)
	}
	if c.Term != "" && (c.Purpose == "" || !c.Term.AcceptsPurpose(c.Purpose)) {
		hits = append(hits, say("purpose", "purpose", "term", string(c.Term), "purpose", string(c.Purpose))...)
	}
	return hits
}

// checkPlausible asks whether the term suits the taxon and, for wild specimens,
// whether the species lives where it comes from.
func checkPlausible(c *Checked) []rule.Hit {
	t, ok := c.taxon()
	if !ok {
		return nil
	}
	var hits []rule.Hit
	if !c.Term.Suits(t.Kingdom) {
		hits = append(hits, say("term", "", "term", string(c.Term), "name", c.Taxon)...)
	}
	from := c.population()
	if !t.Rank.Precise() || c.Source != "W" || from == "XX" || len(t.Range) == 0 {
		return hits
	}
	if !slices.ContainsFunc(t.Range, func(o species.Occurrence) bool { return o.Country == from }) {
		h := say("origin", "range", "country", string(from), "name", c.Taxon)
		h[0].As = "W"
		hits = append(hits, h...)
	}
	return hits
}

func checkCountries(c *Checked) []rule.Hit {
	var hits []rule.Hit
	if c.Exporter != "" && c.Exporter == c.Origin {
		hits = append(hits, say("origin", "origin", "country", string(c.Origin))...)
	}
	if c.Exporter != "" && c.Exporter == c.Importer {
		hits = append(hits, say("partner", "partner", "country", string(c.Importer))...)
	}
	return hits
}

func checkKingdom(c *Checked) []rule.Hit {
	t, ok := c.taxon()
	if !ok {
		return nil
	}
	if t.Kingdom == cites.Animalia && c.Source == "A" || t.Kingdom == cites.Plantae && (c.Source == "C" || c.Source == "R") {
		return say("source", "", "name", c.Taxon, "code", string(c.Source))
	}
	return nil
}

func checkActual(c *Checked) []rule.Hit {
	if c.Basis != Issued {
		return nil
	}
	return say("quantity", "")
}

func checkBlankUnit(c *Checked) []rule.Hit {
	if c.Unit != "" {
		return nil
	}
	return say("unit", "")
}

// checkSameAppendix compares both sides of a trade.
func checkSameAppendix(c *Checked) []rule.Hit {
	if c.Other == "" || c.Appendix == "" || c.Other == c.Appendix {
		return nil
	}
	t, ok := c.taxon()
	end := cites.Date{Year: c.Year, Month: 12, Day: 31}
	for _, party := range []cites.Country{c.Exporter, c.Importer} {
		if ok && party != "" && len(c.Law.Reservations(t.ID, party, end)) > 0 {
			return nil
		}
	}
	return say("appendix", "", "appendix", string(c.Appendix), "other", string(c.Other))
}
