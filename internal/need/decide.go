package need

import (
	"slices"

	"github.com/opencites/opencites/cites"
)

// Decide answers a case by the law of its day.
func Decide(law Law, c *Case) Answer {
	a := Answer{Verdict: None, Documents: []Document{}, Findings: []FindingDue{}, Reasons: []Reason{}}
	for i := range c.Lines {
		a.add(decideLine(law, c, i))
	}
	return a
}

// add joins the answer of a line: worst verdict first, no repeats.
func (a *Answer) add(l LineAnswer) {
	a.Lines = append(a.Lines, l)
	if slices.Index(Verdicts(), l.Verdict) < slices.Index(Verdicts(), a.Verdict) {
		a.Verdict = l.Verdict
	}
	a.Documents = union(a.Documents, l.Documents)
	a.Findings = union(a.Findings, l.Findings)
	a.Reasons = append(a.Reasons, l.Reasons...)
}

func union[T comparable](all, more []T) []T {
	for _, x := range more {
		if !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

func decideLine(law Law, c *Case, i int) LineAnswer {
	l := &c.Lines[i]
	out := LineAnswer{Appendix: l.Appendix}
	if l.Appendix == "" {
		found := law.Find(l.Taxon)
		if len(found) == 0 {
			out.Verdict = Unknown
			out.Reasons = append(out.Reasons, because("T01", i, "", map[string]string{"name": l.Taxon}))
			return out
		}
		out.Appendix = law.Listings(found[0].ID, c.ExportCountry, c.Date).Appendix
	}
	switch {
	case out.Appendix == cites.AppendixI && c.Direction == Export:
		out.Verdict = OK
		out.Documents = []Document{{c.ImportCountry, cites.ImportPermit}, {c.ExportCountry, cites.ExportPermit}}
		out.Reasons = append(out.Reasons, because("S1", i, "", nil))
	case out.Appendix == cites.AppendixII && c.Direction == Export:
		out.Verdict = OK
		out.Documents = []Document{{c.ExportCountry, cites.ExportPermit}}
		out.Findings = []FindingDue{{NonDetriment, Scientific, c.ExportCountry}, {LegalAcquisition, Management, c.ExportCountry}}
		out.Reasons = append(out.Reasons, because("S5", i, "", nil))
	default:
		out.Verdict = Unknown
		out.Reasons = append(out.Reasons, because("T01", i, "", map[string]string{"name": l.Taxon}))
	}
	return out
}
