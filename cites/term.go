package cites

import (
	"slices"
	"sync"

	"github.com/opencites/opencites/internal/table"
)

// The terms that rules of the Convention name.
const (
	Live    Term = "LIV"
	Trophy  Term = "TRO"
	Caviar  Term = "CAV"
	Logs    Term = "LOG"
	Sawn    Term = "SAW"
	Veneer  Term = "VEN"
	Plywood Term = "PLY"
	Timber  Term = "TIM"
	Tusk    Term = "TUS"
)

// TermInfo is one entry of the list of descriptions of specimens. Slices are
// shared and must not be changed.
type TermInfo struct {
	Code        Term
	Names       Names
	Description string    // what it covers, in English
	Status      Status    // Current, Newer or Old
	Preferred   []Unit    // units the Guidelines prefer
	Alternative []Unit    // units the Guidelines also allow
	Accepted    []Unit    // units that checks of reports accept without a warning
	Purposes    []Purpose // purposes that checks of reports find plausible
	Kingdoms    []Kingdom // kingdoms whose specimens it can describe
	Since       int       // year of the edition that introduced it, 0 when older than 2002
	Until       int       // last year of its edition, 0 when current or not known
	Replacement Term      // what is used instead of an old term, "" when nothing fits
}

var terms = sync.OnceValue(func() list[Term, TermInfo] {
	return newList("terms", func(r table.Row) (Term, TermInfo) {
		t := TermInfo{
			Code: Term(r["code"]), Names: namesOf(r), Description: r["description"], Status: Status(r["status"]),
			Preferred: table.Codes[Unit](r, "preferred"), Alternative: table.Codes[Unit](r, "alternative"),
			Accepted: table.Codes[Unit](r, "accepted"), Purposes: letters[Purpose](r, "purposes"),
			Kingdoms: table.Codes[Kingdom](r, "kingdoms"),
			Since:    int(r.Number("since")), Until: int(r.Number("until")), Replacement: Term(r["replacement"]),
		}
		return t.Code, t
	})
})

// Terms returns all terms, current ones first, then newer and old ones.
func Terms() []TermInfo { return terms().copyAll() }

// ParseTerm reads a three-letter term that may stand on a document. It returns
// a *CodeError with reason Empty, Unknown, or Historic with the term to use
// Instead where one fits.
func ParseTerm(s string) (Term, error) {
	i, ok := terms().find(Term(cleanCode(s)))
	switch {
	case !ok:
		return "", refuse("term", s)
	case i.Status == Old:
		return "", &CodeError{Kind: "term", Value: s, Reason: Historic, Instead: string(i.Replacement)}
	}
	return i.Code, nil
}

// Info returns the entry of the term in the list, old terms included.
func (t Term) Info() (TermInfo, bool) { return terms().find(t) }

// Name is the term in words; the code itself when it is in no list.
func (t Term) Name(lang Lang) string {
	if i, ok := t.Info(); ok {
		return i.Names.In(lang)
	}
	return string(t)
}

// Live reports whether the term describes living specimens, which need
// transport conditions and marks: live animals and plants, and live eggs.
func (t Term) Live() bool { return t == Live || t == "EGL" }

// Suits reports whether the term can describe specimens of kingdom k.
func (t Term) Suits(k Kingdom) bool {
	i, ok := t.Info()
	return ok && slices.Contains(i.Kingdoms, k)
}

// AcceptsUnit reports whether reports with this term and unit pass without a
// warning.
func (t Term) AcceptsUnit(u Unit) bool {
	i, ok := t.Info()
	return ok && (slices.Contains(i.Preferred, u) || slices.Contains(i.Alternative, u) || slices.Contains(i.Accepted, u))
}

// PrefersUnit reports whether the Guidelines prefer the unit for this term.
func (t Term) PrefersUnit(u Unit) bool {
	i, ok := t.Info()
	return ok && slices.Contains(i.Preferred, u)
}

// AcceptsPurpose reports whether reports with this term and purpose pass
// without a warning. Terms for which no purposes are known accept all.
func (t Term) AcceptsPurpose(p Purpose) bool {
	i, ok := t.Info()
	return ok && (len(i.Purposes) == 0 || slices.Contains(i.Purposes, p))
}
