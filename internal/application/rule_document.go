package application

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/rule"
)

// documentRules are about what only some documents need (permit-rules 1.4, 4.4,
// 4.5). What a type is stands in the table of package cites.
func documentRules() lawRules {
	return lawRules{
		rule.Bind("F05", checkDocumentNamed),
		rule.Bind("D05", checkCarnet),
		rule.Bind("L08", eachLine(checkExhibition)),
		rule.Bind("L09", eachLine(checkSingle)),
		rule.Bind("L10", checkOwnership),
		rule.Bind("L11", checkInstitutions),
		rule.Bind("L15", checkRetrospective),
		rule.Bind("G12", checkBothAgreed),
		rule.Bind("L17", checkPartial),
		rule.Bind("L18", eachLine(checkPhytosanitary)),
		rule.Bind("L20", eachLine(checkDocumentServes)),
	}
}

// Facts are what the table says of the type of document asked for.
func (d *Dossier) Facts() cites.DocumentTypeInfo { return d.Content.Type.Facts() }

func whole(field, variant string, args ...string) []rule.Hit {
	h := hit(field, args...)
	h.Line, h.Variant = rule.Whole, variant
	return []rule.Hit{*h}
}

// checkDocumentNamed: where "other" is crossed in box 1, the type is named.
func checkDocumentNamed(d *Dossier) []rule.Hit {
	if _, ok := d.Content.Type.Info(); !ok {
		return whole("type", "", "code", string(d.Content.Type))
	}
	return nil
}

// checkCarnet: samples travel no longer than their carnet, and six months.
func checkCarnet(d *Dossier) []rule.Hit {
	if d.Facts().LimitRule != "D05" {
		return nil
	}
	if hits := maxValidity("D05")(d); hits != nil {
		return hits
	}
	if until := d.Content.AnswerDate("carnet_until"); until.IsZero() || d.ValidUntil.After(until) {
		return whole("valid_until", "carnet", "last", until.String())
	}
	return nil
}

// checkExhibition: registered, with specimens that are pre-Convention, bred in
// captivity or artificially propagated.
func checkExhibition(d *Dossier, _ int, l Line) *rule.Hit {
	if d.Content.Type != cites.TravellingExhibition {
		return nil
	}
	if !slices.Contains(d.Facts().Sources, effectiveSource(l)) {
		h := hit("source", "code", string(l.Source))
		h.Variant = "source"
		return h
	}
	if d.Content.Answer("exhibition_registration") == "" {
		return hit("certificate")
	}
	return nil
}

// checkSingle: one certificate for each live animal, each with its own mark; one
// instrument that can be known again.
func checkSingle(d *Dossier, _ int, l Line) *rule.Hit {
	switch d.Facts().Single {
	case cites.OneAnimal:
		if !l.Live() {
			if d.Content.Type == cites.TravellingExhibition {
				return nil // an inventory is allowed for what is not alive
			}
			h := hit("term")
			h.Variant = "live"
			return h
		}
		if n := int64(l.Quantity) / 1000; l.Unit != cites.Number || !l.Quantity.Whole() || n != int64(len(l.Marks)) || n > MaxCertificates {
			return hit("marks", "animals", l.Quantity.String(), "marks", strconv.Itoa(len(l.Marks)), "max", strconv.Itoa(MaxCertificates))
		}
	case cites.OneInstrument:
		photo := slices.ContainsFunc(d.Documents, func(x Document) bool { return x.Kind == "photo" })
		if d.Content.Answer("instrument") == "" || d.Content.Answer("instrument_serial") == "" && !photo {
			h := hit("certificate")
			h.Variant = "instrument"
			return h
		}
	}
	return nil
}

// checkOwnership: the owner goes with the animal, and the Management Authority of
// the country visited has agreed.
func checkOwnership(d *Dossier) []rule.Hit {
	if !d.Facts().Finds(string(ImportAgreed)) {
		return nil
	}
	if d.Content.Answer("accompanies") == "" {
		return whole("certificate", "accompanies")
	}
	if !d.made(ImportAgreed, rule.Whole) {
		return whole("findings", "")
	}
	return nil
}

// institutionCode is what the Secretariat gives a registered institution.
var institutionCode = regexp.MustCompile(`^[A-Z]{2}[0-9]{3}$`)

// checkInstitutions: a label goes between two registered institutions of two
// countries; at issue both stand in the register of institutions.
func checkInstitutions(d *Dossier) []rule.Hit {
	if d.Facts().Issued != cites.AsLabel {
		return nil
	}
	for _, x := range []struct {
		field   string
		country cites.Country
	}{{"sender_code", d.Content.Exporter.Country}, {"recipient_code", d.Content.Importer.Country}} {
		code := InstitutionCode(d.Content.Answer(x.field))
		if !institutionCode.MatchString(code) || cites.Country(code[:2]) != x.country {
			return whole("certificate", "code", "code", code, "country", string(x.country))
		}
		if f := d.Holdings.Facilities[code]; d.Stage == rule.Issue && (f == nil || f.Kind != facility.Institution || !f.Active(d.On)) {
			return whole("certificate", "register", "code", code)
		}
	}
	return nil
}

// InstitutionCode brings a code to the form of the register.
func InstitutionCode(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), "")) }

// checkRetrospective: Appendix II and III, or the personal cases; before
// clearance (50 CFR 23.53). G12 wants the agreements.
func checkRetrospective(d *Dossier) []rule.Hit {
	c := d.Content
	if !c.Retrospective {
		return nil
	}
	personal := c.Answer("retro_reason") == "personal"
	animals := int64(0)
	for i, l := range c.Lines {
		if appendixOne(d, l) && !(personal && l.Source == cites.PreConventionStock && c.Purpose == "P") {
			h := whole("type", "appendix", "name", l.ScientificName)
			h[0].Line = i
			return h
		}
		if l.Live() {
			animals += int64(l.Quantity) / 1000
		}
	}
	switch {
	case personal && c.Purpose != "P":
		return whole("purpose", "purpose")
	case personal && animals > 2:
		return whole("lines", "animals", "n", strconv.FormatInt(animals, 10))
	case c.Answer("retro_reason") == "" || c.Answer("retro_uncleared") == "":
		return whole("certificate", "clearance")
	}
	return nil
}

// checkBothAgreed: both Management Authorities consulted, investigated and agreed
// to retrospective issue.
func checkBothAgreed(d *Dossier) []rule.Hit {
	switch {
	case !d.Content.Retrospective:
	case !d.made(RetroOwn, rule.Whole):
		return whole("findings", "own")
	case !d.made(RetroAgreed, rule.Whole):
		return whole("findings", "abroad")
	}
	return nil
}

// partialSources are the sources that a kind of partially completed documents
// allows; none means any (50 CFR 23.51).
func partialSources() map[string][]cites.Source {
	return map[string][]cites.Source{"samples": nil, "preconvention": {"O"}, "bred": {"C", "A", "D"}, "registered": {"D"},
		"commercial_plants": {"D", "A"}, "agreed": nil}
}

// checkPartial: only for negligible impact, with an inventory of species, a number
// of documents and a last day.
func checkPartial(d *Dossier) []rule.Hit {
	if !d.Content.Partial {
		return nil
	}
	kind := d.Content.Answer("partial_kind")
	sources, ok := partialSources()[kind]
	if !ok || d.Content.PartialCount() == 0 || d.Stage == rule.Issue && d.ValidUntil.IsZero() {
		return whole("certificate", "")
	}
	for i, l := range d.Content.Lines {
		if len(sources) > 0 && !slices.Contains(sources, l.Source) || kind == "samples" && l.Term != "SPE" ||
			appendixOne(d, l) && kind == "agreed" {
			h := whole("certificate", "kind", "name", l.ScientificName)
			h[0].Line = i
			return h
		}
	}
	if d.Content.PartialCount() > 1 && d.counted() {
		return whole("certificate", "counted")
	}
	return nil
}

// counted reports whether a quota, a finding with a limit, a chain of evidence or a lot
// counts the specimens. Each document of a block can carry all that is printed on it,
// and the registers are drawn from once for an application: such go one by one.
func (d *Dossier) counted() bool {
	claims, err := d.Claims()
	if err != nil || len(claims) > 0 {
		return true
	}
	draws, err := d.Draws()
	return err != nil || len(draws) > 0 || slices.ContainsFunc(d.Content.Lines, func(l Line) bool { return len(l.Lots) > 0 })
}

// PartialCount is how many partially completed documents are asked for.
func (c *Content) PartialCount() int {
	n, err := strconv.Atoi(c.Answer("partial_count"))
	if err != nil {
		return 0
	}
	return min(max(n, 0), MaxCertificates)
}

// checkPhytosanitary: the plant protection organisation's certificate replaces
// ours for artificially propagated plants of Appendix II that leave the country in
// which they grew, where that country lodged its form (E4).
func checkPhytosanitary(d *Dossier, _ int, l Line) *rule.Hit {
	if d.Facts().Issued != cites.AsReference {
		return nil
	}
	variant := ""
	e := d.Effective(l)
	hybrid := strings.ContainsAny(l.ScientificName, "×") || strings.Contains(l.ScientificName, " x ")
	switch {
	case !d.Profile.Workflow.Phytosanitary:
		variant = "form"
	case l.Kingdom != cites.Plantae || l.Source != cites.Propagated:
		variant = "source"
	case e.Appendix == cites.AppendixI && !hybrid, e.Appendix == cites.AppendixIII:
		variant = "appendix"
	case l.Origin.Country != "" && l.Origin.Country != d.Profile.Party:
		variant = "origin"
	default:
		return nil
	}
	h := hit("type", "name", l.ScientificName)
	h.Variant = variant
	return h
}

// checkDocumentServes: the document is one that can be issued for the source and
// the Appendix.
func checkDocumentServes(d *Dossier, _ int, l Line) *rule.Hit {
	i, a := d.Facts(), cites.Appendix("")
	if l.TaxonID != "" {
		a = d.Effective(l).Appendix
	}
	if a == cites.NotListed {
		a = "" // T05 and T16 speak
	}
	if !i.Serves(effectiveSource(l), "") {
		h := hit("source", "code", string(l.Source))
		h.Variant = "source"
		return h
	}
	if !i.Serves("", a) || i.Code == cites.SampleCollection && a == cites.AppendixI && l.Source != "" && effectiveSource(l) != cites.BredCommercially {
		return hit("type", "appendix", string(a))
	}
	return nil
}
