package application

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// sourceRules are about source and purpose (permit-rules 5.4).
func sourceRules() lawRules {
	return lawRules{
		rule.Bind("P01", checkPurposeCode),
		rule.Bind("P02", eachLine(checkSourceCode)),
		rule.Bind("P03", eachLine(checkSourceKingdom)),
		rule.Bind("P04", eachLine(checkSourceD)),
		rule.Bind("P05", eachLine(checkOperation(cites.Animalia))),
		rule.Bind("P06", eachLine(checkOperation(cites.Plantae))),
		rule.Bind("P07", eachLine(checkCommercialBred)),
		rule.Bind("P08", eachLine(checkCommercialPropagated)),
		rule.Bind("P09", eachLine(checkPreConvention)),
		rule.Bind("P10", eachLine(checkConfiscated)),
		rule.Bind("P11", eachLine(checkUnknownSource)),
		rule.Bind("P12", eachLine(checkCommercialAppendixOne)),
		rule.Bind("P13", eachLine(checkCommercialPlants)),
		rule.Bind("P14", eachLine(checkPurposeKingdom)),
		rule.Bind("P15", eachLine(checkTrophyTerm)),
		rule.Bind("P16", eachLine(checkTermPurpose)),
		rule.Bind("P17", eachLine(checkMarineSource)),
		rule.Bind("P18", eachLine(checkRanch)),
		rule.Bind("P20", eachLine(checkBreeder)),
		rule.Bind("P21", checkOtherDocument),
	}
}

func checkPurposeCode(d *Dossier) []rule.Hit {
	if d.Content.Purpose == "" {
		return nil
	}
	if _, ok := d.Content.Purpose.Info(); ok {
		return nil
	}
	return []rule.Hit{{Line: rule.Whole, Field: "purpose", Args: map[string]string{"code": string(d.Content.Purpose)}}}
}

func checkSourceCode(_ *Dossier, _ int, l Line) *rule.Hit {
	for _, s := range []cites.Source{l.Source, l.SecondSource} {
		if _, ok := s.Info(); s != "" && !ok {
			return hit("source", "code", string(s))
		}
	}
	return nil
}

func checkSourceKingdom(_ *Dossier, _ int, l Line) *rule.Hit {
	for _, s := range []cites.Source{l.Source, l.SecondSource} {
		if _, ok := s.Info(); ok && l.Kingdom != "" && !s.Suits(l.Kingdom) {
			return hit("source", "code", string(s), "kingdom", string(l.Kingdom))
		}
	}
	return nil
}

func checkSourceD(d *Dossier, _ int, l Line) *rule.Hit {
	if bredSource(l) != "D" || l.TaxonID == "" || d.Effective(l).Appendix == cites.AppendixI {
		return nil
	}
	return hit("source", "appendix", string(d.Effective(l).Appendix))
}

func appendixOne(d *Dossier, l Line) bool {
	return l.TaxonID != "" && d.Effective(l).Appendix == cites.AppendixI
}

// checkCommercialBred: a certificate, or an export permit for trade, stands in for
// the import permit only when the breeding was no business.
func checkCommercialBred(d *Dossier, _ int, l Line) *rule.Hit {
	if !slices.Contains(d.due(l).Refused, "P07") {
		return nil
	}
	return hit("source")
}

func checkCommercialPropagated(d *Dossier, _ int, l Line) *rule.Hit {
	if !slices.Contains(d.due(l).Refused, "P08") {
		return nil
	}
	return hit("source")
}

func checkPreConvention(_ *Dossier, _ int, l Line) *rule.Hit {
	if l.Source != "O" {
		return nil
	}
	if l.Acquired.IsZero() {
		return hit("acquired")
	}
	if l.SecondSource == "" || l.Kingdom != "" && !l.Source.AllowsSecond(l.SecondSource, l.Kingdom) {
		h := hit("second_source")
		h.Variant = "second"
		return h
	}
	return nil
}

func checkConfiscated(_ *Dossier, _ int, l Line) *rule.Hit {
	if l.Source != "I" {
		return nil
	}
	if l.SecondSource == "" || l.Kingdom != "" && !l.Source.AllowsSecond(l.SecondSource, l.Kingdom) {
		h := hit("second_source")
		h.Variant = "second"
		return h
	}
	if strings.TrimSpace(l.SeizureRef) == "" {
		return hit("seizure_ref")
	}
	return nil
}

func checkUnknownSource(d *Dossier, _ int, l Line) *rule.Hit {
	if l.Source != "U" {
		return nil
	}
	if strings.TrimSpace(l.SourceReason) == "" {
		return hit("source_reason")
	}
	if appendixOne(d, l) {
		h := hit("source")
		h.Variant = "appendix"
		return h
	}
	return nil
}

// effectiveSource is the source that says how a specimen was obtained: the
// second code of confiscated specimens.
func effectiveSource(l Line) cites.Source {
	if l.Source == "I" && l.SecondSource != "" {
		return l.SecondSource
	}
	return l.Source
}

func checkCommercialAppendixOne(d *Dossier, _ int, l Line) *rule.Hit {
	wild := slices.Contains([]cites.Source{"W", "F", "R", "X"}, effectiveSource(l))
	if wild && d.Content.Purpose == "T" && l.Kingdom == cites.Animalia && appendixOne(d, l) {
		return hit("source", "code", string(effectiveSource(l)))
	}
	return nil
}

func checkCommercialPlants(d *Dossier, _ int, l Line) *rule.Hit {
	wild := slices.Contains([]cites.Source{"W", "Y"}, effectiveSource(l))
	if wild && d.Content.Purpose == "T" && l.Kingdom == cites.Plantae && appendixOne(d, l) {
		return hit("source", "code", string(effectiveSource(l)))
	}
	return nil
}

func checkPurposeKingdom(d *Dossier, _ int, l Line) *rule.Hit {
	p := d.Content.Purpose
	if _, ok := p.Info(); !ok || l.Kingdom == "" || p.Suits(l.Kingdom) {
		return nil
	}
	return hit("purpose", "code", string(p), "kingdom", string(l.Kingdom))
}

func checkTrophyTerm(d *Dossier, _ int, l Line) *rule.Hit {
	parts := []cites.Term{"", "TRO", "SKI", "SKU", "BOD", "TUS", "HOR", "TEE", "CLA", "RUG", "SKE", "TAI", "EAR", "FOO", "HAI", "BON", "SKP", "GEN", "LPS", "LPL", "FPL", "FPS"}
	if d.Content.Purpose != "H" || slices.Contains(parts, l.Term) {
		return nil
	}
	return hit("term", "term", string(l.Term))
}

func checkTermPurpose(d *Dossier, _ int, l Line) *rule.Hit {
	if l.Term == "" || d.Content.Purpose == "" || l.Term.AcceptsPurpose(d.Content.Purpose) {
		return nil
	}
	return hit("term", "term", string(l.Term), "purpose", string(d.Content.Purpose))
}

// checkMarineSource: X is for specimens taken beyond any State's jurisdiction; an
// ordinary export permit serves the case of two States only.
func checkMarineSource(d *Dossier, _ int, l Line) *rule.Hit {
	if l.Source != "X" {
		return nil
	}
	t, ok := d.Law.Taxon(species.ID(l.TaxonID))
	if ok && need.Land(t) {
		return hit("source", "name", t.Name)
	}
	// The State whose flag the vessel flies issues: its certificate where it lands
	// the specimens itself, its export permit where another State lands them.
	if flag := cites.Country(d.Content.Answer("vessel_flag")); flag != "" && flag != d.Profile.Party {
		h := hit("certificate", "country", string(flag))
		h.Variant = "flag"
		return h
	}
	return nil
}

// checkOtherDocument points at certificates that may fit better.
func checkOtherDocument(d *Dossier) []rule.Hit {
	if d.Facts().Letter == "O" || d.Facts().Issued != cites.AsPermit {
		return nil // another document was chosen already
	}
	var hits []rule.Hit
	say := func(i int, variant string) {
		hits = append(hits, rule.Hit{Line: i, Field: "purpose", Variant: variant})
	}
	for i, l := range d.Content.Lines {
		switch {
		case d.Content.Purpose == "Q" && l.Live():
			say(i, "exhibition")
		case d.Content.Purpose == "P" && l.Live():
			say(i, "ownership")
		case d.Content.Purpose == "S" && l.Term == "SPE":
			say(i, "label")
		case d.Content.Purpose == "P" && strings.Contains(strings.ToLower(l.Description), "violin"):
			say(i, "instrument")
		}
	}
	return hits
}
