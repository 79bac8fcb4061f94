package need

import (
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// codes refuses codes and facts that the rules do not allow together
// (permit-rules 5), wherever a document is needed.
func (j *judge) codes() {
	j.places()
	j.rank()
	j.purposeCode()
	j.sourceCodes()
	j.secondCode()
	j.amount()
	if a := j.acquired(); !a.IsZero() && (a.After(j.c.Date) || a.Before(cites.Date{Year: 1753, Month: 1, Day: 1})) {
		j.block("D10", "", "date", a.String())
	}
}

// places: both ends are States, two of them unless a certificate serves many
// crossings; a re-export has an origin (L05).
func (j *judge) places() {
	for _, c := range []cites.Country{j.from, j.to} {
		if !c.Place() {
			j.block("F04", "country", "code", string(c))
		}
	}
	if j.from == j.to && j.dir != Sea && !j.crossing() {
		j.block("F12", "")
	}
	switch o := j.l.OriginCountry; {
	case j.l.Justification != "":
	case o == cites.CountryUnknown, o == cites.CountryVarious:
		j.block("L05", "reason")
	case o == "" && j.has(cites.ReexportCertificate):
		j.block("L05", "")
	}
}

func (j *judge) crossing() bool {
	return slices.ContainsFunc(j.out.Documents, func(d Document) bool {
		i, _ := d.Type.Info()
		return i.ManyCrossings
	})
}

// corals are the orders whose genera may stand on a document (permit-rules 2.4).
func corals() []string {
	return []string{"Scleractinia", "Antipatharia", "Helioporacea", "Stolonifera", "Milleporina", "Stylasterina"}
}

// rank: a document names a species or a lower taxon (T02), but for the cases of
// permit-rules 2.4 and those that are justified. A case that gives its appendix
// is asked without the data, and so without the rank.
func (j *judge) rank() {
	t := j.taxon
	if t == nil || j.l.Appendix != "" || t.Rank.Precise() || j.l.Justification != "" || j.l.Source == cites.PreConventionStock {
		return
	}
	coral := slices.ContainsFunc(corals(), func(order string) bool { return slices.Contains(j.lineage, species.MakeID(t.Kingdom, order)) })
	switch {
	case coral && t.Rank == species.Genus:
	case t.Name == "Scleractinia" && j.l.Term == "COR":
	case t.Name == "Antipatharia" && (j.l.Term == "CAR" || j.l.Term == "JWL"):
	default:
		j.block("T02", "", "name", t.Name)
	}
}

// purposeCode: one of the twelve, but on documents that have none (P01).
func (j *judge) purposeCode() {
	p := j.c.Purpose
	if _, ok := p.Info(); ok {
		return
	}
	asked := slices.ContainsFunc(j.out.Documents, func(d Document) bool {
		i, _ := d.Type.Info()
		return i.PurposeRequired
	})
	if p != "" || asked {
		j.block("P01", "", "code", string(p))
	}
}

func (j *judge) sourceCodes() {
	for _, s := range []cites.Source{j.l.Source, j.l.SecondarySource} {
		if s == "" && s != j.l.Source {
			continue
		}
		_, ok := s.Info()
		switch {
		case !ok && (s != "" || j.l.Source == ""):
			j.block("P02", "", "code", string(s))
		case j.kingdom != "" && !s.Suits(j.kingdom):
			j.block("P03", "", "code", string(s), "kingdom", string(j.kingdom))
		}
	}
	if j.may(cites.BredCommercially) && j.appendix != cites.AppendixI {
		j.block("P04", "", "appendix", string(j.appendix))
	}
	if j.may(cites.BredCommercially) && j.appendix == cites.AppendixI {
		j.registration()
	}
	if (j.may(cites.Marine) || j.dir == Sea || j.flagged) && j.terrestrial() {
		j.block("P17", "", "name", j.name())
	}
	if j.l.Source == cites.SourceUnknown {
		j.unknownSource()
	}
}

// registration: source D comes from an operation in the Secretariat's register
// (P05 for animals, which state its number; P06 for plants).
func (j *judge) registration() {
	id := "P05"
	if j.kingdom == cites.Plantae {
		id = "P06"
	}
	switch {
	case !j.l.OperationRegistered:
		j.block(id, "register")
	case j.l.Operation == "" && j.animal():
		j.block(id, "")
	}
}

// unknownSource: justified on the face of the document, never Appendix I; the
// rest is treated as W and left to the authority (permit-rules 1.5, row U).
func (j *judge) unknownSource() {
	switch {
	case j.appendix == cites.AppendixI:
		j.block("P11", "appendix")
	case j.l.Justification == "":
		j.block("P11", "")
	default:
		j.refer("P11", "refer")
	}
}

// secondCode: O with the day of acquisition (P09), I with the seizure (P10), both
// with a code that says how the specimen was obtained.
func (j *judge) secondCode() {
	id := map[cites.Source]string{cites.PreConventionStock: "P09", cites.Confiscated: "P10"}[j.l.Source]
	if id == "" {
		return
	}
	k := j.kingdom
	if k == "" {
		k = cites.Animalia
	}
	switch {
	case j.l.Source == cites.PreConventionStock && j.acquired().IsZero(), j.l.Source == cites.Confiscated && j.l.SeizureReference == "":
		j.block(id, "")
	case !j.l.Source.AllowsSecond(j.l.SecondarySource, k):
		j.block(id, "second")
	}
}

// amount: quantity, unit and term (Q01, Q02, Q05, Q08).
func (j *judge) amount() {
	most := cites.Quantity(1_000_000_000) // a million units
	switch q := j.l.Quantity; {
	case q <= 0:
		j.block("Q01", "")
	case q > most:
		j.block("Q01", "large")
	case j.l.Unit == cites.Number && !q.Whole():
		j.block("Q01", "whole")
	}
	if _, err := cites.ParseUnit(string(j.l.Unit)); err != nil {
		j.block("Q02", "", "unit", string(j.l.Unit))
	}
	if _, err := cites.ParseTerm(string(j.l.Term)); err != nil {
		j.block("Q05", "", "term", string(j.l.Term))
		return
	}
	weight := j.l.Unit == cites.Kilogram || j.l.Unit == cites.Gram
	switch j.l.Term {
	case cites.Logs, cites.Sawn:
		if j.l.Unit != cites.CubicMetre && !weight {
			j.block("Q08", "", "term", string(j.l.Term), "want", string(cites.CubicMetre), "unit", string(j.l.Unit))
		}
	case cites.Veneer, cites.Plywood:
		if j.l.Unit != cites.CubicMetre && j.l.Unit != cites.SquareMetre && !weight {
			j.block("Q08", "", "term", string(j.l.Term), "want", string(cites.SquareMetre), "unit", string(j.l.Unit))
		}
	}
}
