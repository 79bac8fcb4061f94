package species

import (
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
)

// Act is what one amendment does.
type Act string

// The acts. The first four change the Appendices (Art. XV and XVI), the others
// what Parties and the Standing Committee add.
const (
	AddListing      Act = "add"      // a taxon, or populations of it, enter an appendix
	DeleteListing   Act = "delete"   // they leave it
	TransferListing Act = "transfer" // they move to another appendix
	AnnotateListing Act = "annotate" // the annotation changes
	Reserve         Act = "reserve"
	EndReservation  Act = "end_reservation"
	OpenQuota       Act = "quota"
	Suspend         Act = "suspend"
	EndSuspension   Act = "end_suspension"
)

// Amendment is one row of a file of amendments. Which fields count depends on
// the act: docs/operating.md has the table.
type Amendment struct {
	Row     int           `json:"row"` // in the file, to speak of it
	Act     Act           `json:"act"`
	Taxon   string        `json:"taxon"` // name as written; empty for a suspension of all taxa
	Kingdom cites.Kingdom `json:"kingdom,omitempty"`
	TaxonID ID            `json:"taxon_id,omitempty"` // what the name means
	// Appendix is the one entered, left, annotated or reserved against; To is
	// where a transfer leads.
	Appendix cites.Appendix `json:"appendix,omitempty"`
	To       cites.Appendix `json:"to,omitempty"`
	// Party lists in Appendix III, or reserves.
	Party cites.Country `json:"party,omitempty"`
	// Country is that of a quota or suspension.
	Country     cites.Country   `json:"country,omitempty"`
	Populations []cites.Country `json:"populations,omitempty"`
	Except      []cites.Country `json:"except,omitempty"`
	Part        []cites.Country `json:"part,omitempty"`
	ExceptTaxa  []ID            `json:"except_taxa,omitempty"` // names in the file
	Annotation  string          `json:"annotation,omitempty"`
	Note        string          `json:"note,omitempty"`
	From        cites.Date      `json:"from"`
	Until       cites.Date      `json:"until,omitzero"`
	Quantity    *cites.Quantity `json:"quantity,omitempty"` // none: in preparation
	Unit        cites.Unit      `json:"unit,omitempty"`
	Terms       []cites.Term    `json:"terms,omitempty"`
	NotTerms    []cites.Term    `json:"not_terms,omitempty"`
	Sources     []cites.Source  `json:"sources,omitempty"`
	Purposes    []cites.Purpose `json:"purposes,omitempty"`
	Imports     bool            `json:"imports,omitempty"`
	Reexports   bool            `json:"reexports,omitempty"` // a suspension that means re-exports as well
	Kind        string          `json:"kind,omitempty"`      // of a quota or suspension
	Reason      string          `json:"reason,omitempty"`
	Citation    string          `json:"citation,omitempty"`
}

// AmendmentState is where a set of amendments stands.
type AmendmentState string

// The states: loaded → in force | withdrawn. A loaded set counts from its days
// on; in force says that its listings were written among the others.
const (
	AmendmentsLoaded    AmendmentState = "loaded"
	AmendmentsInForce   AmendmentState = "in_force"
	AmendmentsWithdrawn AmendmentState = "withdrawn"
)

// Amendments are what a meeting of the Conference, or a notification, changes:
// one file, loaded ahead of its days.
type Amendments struct {
	ID       string
	Name     string
	Citation string
	State    AmendmentState
	// First and Last are the days on which the first and the last row take
	// effect.
	First, Last cites.Date
	Rows        []Amendment
	// Entered are the quotas, suspensions and reservations that loading wrote or
	// ended, to be undone when the set is withdrawn.
	Entered  []Entered
	Loaded   time.Time
	LoadedBy actor.Actor
	// Reason, Ended and EndedBy say why, when and by whom it was withdrawn.
	Reason  string
	Ended   time.Time
	EndedBy string
}

// Entered is one record that loading amendments wrote. New records vanish when the
// set is withdrawn; those that were there get their last day back.
type Entered struct {
	Kind  string     `json:"kind"` // quota, suspension, reservation
	ID    string     `json:"id"`
	New   bool       `json:"new"`
	Until cites.Date `json:"until"` // before
}

// Hold counts the rows that are in force on a day, and those that are still to
// come then.
func (s *Amendments) Hold(on cites.Date) (hold, coming int) {
	for _, r := range s.Rows {
		switch {
		case r.From.After(on):
			coming++
		case r.Until.IsZero() || !on.After(r.Until):
			hold++
		}
	}
	return hold, coming
}

// Touched lists the taxa that the rows name; "" stands for all taxa.
func (s *Amendments) Touched() []ID {
	var out []ID
	seen := map[ID]bool{}
	for _, r := range s.Rows {
		if !seen[r.TaxonID] {
			seen[r.TaxonID] = true
			out = append(out, r.TaxonID)
		}
	}
	return out
}
