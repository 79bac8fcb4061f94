package need

import (
	"maps"
	"slices"

	"github.com/opencites/opencites/cites"
)

// Decide answers a case by the law of its day. It changes nothing and gives the
// same answer every time.
func Decide(law Law, c *Case) Answer {
	a := Answer{Verdict: None, Documents: []Document{}, Findings: []FindingDue{}, Reasons: []Reason{}}
	judges := make([]*judge, len(c.Lines))
	for i := range c.Lines {
		judges[i] = newJudge(law, c, i)
	}
	s := newSums(judges)
	for _, j := range judges {
		a.add(j.decide(s))
	}
	if len(c.Lines) == 0 {
		a.Verdict = Unknown
	}
	a.Documents = inOrder(a.Documents)
	a.Steps = steps(&a)
	return a
}

// add joins the answer of a line: worst verdict first, no repeats.
func (a *Answer) add(l LineAnswer) {
	a.Lines = append(a.Lines, l)
	if l.Verdict.rank() < a.Verdict.rank() {
		a.Verdict = l.Verdict
	}
	a.Documents = union(a.Documents, l.Documents)
	a.Findings = union(a.Findings, l.Findings)
	for _, r := range l.Reasons {
		same := func(x Reason) bool { return x.Rule == r.Rule && x.Key == r.Key && maps.Equal(x.Args, r.Args) }
		if !slices.ContainsFunc(a.Reasons, same) {
			a.Reasons = append(a.Reasons, r)
		}
	}
}

// rank is 0 for the worst verdict.
func (v Verdict) rank() int { return slices.Index(Verdicts(), v) }

func union[T comparable](all, more []T) []T {
	for _, x := range more {
		if !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

// inOrder puts documents into the order in which they are usually applied for:
// an import permit before the document of export (Art. III(2)(d)).
func inOrder(all []Document) []Document {
	slices.SortStableFunc(all, func(a, b Document) int { return turn(a.Type) - turn(b.Type) })
	return all
}

func turn(t cites.DocumentType) int {
	if t == cites.ImportPermit {
		return 0
	}
	return 1
}
