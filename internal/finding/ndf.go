package finding

import (
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
)

// State is where a non-detriment finding stands in the register.
type State string

// The states. That the last day is over is not a state: see Standing.
const (
	Draft      State = "draft"
	InForce    State = "in_force"
	Withdrawn  State = "withdrawn"
	Superseded State = "superseded"
)

// States lists all states in order, for filters and tests.
func States() []State { return []State{Draft, InForce, Withdrawn, Superseded} }

// next is the whole state machine.
var next = map[State][]State{
	Draft:   {InForce, Withdrawn},
	InForce: {Withdrawn, Superseded},
}

// NonDetriment is a finding of the Scientific Authority that exports of a taxon
// within its terms are not detrimental to the survival of the species. Empty
// lists and codes do not restrict.
type NonDetriment struct {
	ID           string
	Number       string // shown to people: "NDF-2026-0007"
	State        State
	Version      int64
	Taxon        species.ID // a species, or a higher taxon with all below it
	TaxonName    string
	Population   cites.Country // where the specimens come from
	Sources      []cites.Source
	Terms        []cites.Term
	Purposes     []cites.Purpose
	From         cites.Date
	Until        cites.Date
	Review       cites.Date     // must be looked at again by this day; not set: at its end
	Quantity     cites.Quantity // limit for the whole period in Unit; 0 is no limit
	Unit         cites.Unit
	Reserved     cites.Quantity // by approved cases
	Used         cites.Quantity // by issued permits
	Conditions   string
	Print        bool // the conditions go to box 5; otherwise only officers read them
	Grounds      string
	Author       string
	AuthorName   string
	Reason       string // of a withdrawal
	SupersededBy string // number of the finding that replaces it
	Made         time.Time
	Changed      time.Time
}

// To moves a finding to another state: the only place where it changes.
func (n *NonDetriment) To(s State, at time.Time) error {
	if !slices.Contains(next[n.State], s) {
		return fault.New(fault.Conflict, "finding.state_change", "number", n.Number, "state", string(n.State))
	}
	n.State, n.Changed = s, at
	return nil
}

// Left is what is left of the limit; without a limit it says nothing.
func (n *NonDetriment) Left() cites.Quantity { return n.Quantity - n.Reserved - n.Used }

// Limited reports whether the finding holds for a quantity.
func (n *NonDetriment) Limited() bool { return n.Quantity > 0 }

// Standing says whether a finding can be relied upon on a day, and if not why.
type Standing string

// The standings. Stands is good, all others block (rules G01 and G08).
const (
	Stands        Standing = ""
	IsDraft       Standing = "draft"
	IsWithdrawn   Standing = "withdrawn"
	IsSuperseded  Standing = "superseded"
	IsEarly       Standing = "early"   // not yet in force on the day
	IsExpired     Standing = "expired" // the last day is over
	NeedsReview   Standing = "review"  // the day of review is over and nobody looked
	DoesNotCover  Standing = "unfit"   // other taxon, population, source, term or purpose
	LimitExceeded Standing = "exceeded"
)

// On tells how the finding stands on a day.
func (n *NonDetriment) On(day cites.Date) Standing {
	switch {
	case n.State == Draft:
		return IsDraft
	case n.State == Withdrawn:
		return IsWithdrawn
	case n.State == Superseded:
		return IsSuperseded
	case day.Before(n.From):
		return IsEarly
	case !n.Until.IsZero() && day.After(n.Until):
		return IsExpired
	case !n.Review.IsZero() && day.After(n.Review):
		return NeedsReview
	}
	return Stands
}

// Trade is what a line of a case is, as findings ask.
type Trade struct {
	Taxa       []species.ID // the taxon and all above it
	Population cites.Country
	Source     cites.Source
	Term       cites.Term
	Purpose    cites.Purpose
}

// Covers reports whether the finding is about such specimens.
func (n *NonDetriment) Covers(t Trade) bool {
	return slices.Contains(t.Taxa, n.Taxon) && (n.Population == "" || n.Population == t.Population) &&
		among(n.Sources, t.Source) && among(n.Terms, t.Term) && among(n.Purposes, t.Purpose)
}

func among[T comparable](list []T, x T) bool { return len(list) == 0 || slices.Contains(list, x) }

// Amount is a quantity of a line in the unit of a register.
func Amount(q cites.Quantity, from, to cites.Unit) (cites.Quantity, bool) {
	if to == "" || from == to {
		return q, true
	}
	return cites.Convert(q, from, to)
}
