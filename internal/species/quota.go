package species

import (
	"slices"

	"github.com/opencites/opencites/cites"
)

// QuotaKind says who set a quota and so how binding it is.
type QuotaKind string

// The kinds of quotas, Res. Conf. 14.7.
const (
	AnnotatedQuota QuotaKind = "annotated" // in an annotation to the Appendices
	CoPQuota       QuotaKind = "cop"       // by a resolution of the Conference
	CommitteeQuota QuotaKind = "committee" // by the Standing or a scientific Committee
	NationalQuota  QuotaKind = "national"  // by the Party itself, voluntarily
)

// Preparing is the quantity of a quota that is announced but not yet set
// (Species+ writes -1): exports should wait.
const Preparing cites.Quantity = -1

// Quota is a limit on the exports of a taxon from a country in a year. Empty
// Terms, Sources, Purposes or Unit mean any.
type Quota struct {
	ID      string
	Taxon   ID
	Country cites.Country
	Year    int
	From    cites.Date // first and last day; the calendar year unless said
	Until   cites.Date
	Terms   []cites.Term
	Sources []cites.Source
	// Purposes are those that the quota counts: zero quotas "for commercial
	// purposes" have T.
	Purposes []cites.Purpose
	Unit     cites.Unit
	Quantity cites.Quantity // in thousandths of the unit, or Preparing
	// Used is what issued permits have taken, Reserved what approvals keep back for
	// permits to come: together never more than Quantity. Shared was given to
	// regions and holders, Direct is what was taken from the rest (see quota).
	Used     cites.Quantity
	Reserved cites.Quantity
	Shared   cites.Quantity
	Direct   cites.Quantity
	Entries  int64 // postings in the ledger
	Closed   bool  // nothing more may be drawn
	Kind     QuotaKind
	Note     string
	Citation string
	AsOf     cites.Date
}

// Applies reports whether the quota counts specimens of this description that
// leave the country on a day. Re-exports and confiscated specimens (source I)
// do not count (Species+ practice).
func (q *Quota) Applies(t Trade) bool {
	switch {
	case t.Reexport || t.Source == "I" || q.Country != t.Exporter:
		return false
	case t.On.Before(q.From) || t.On.After(q.Until):
		return false
	case len(q.Terms) > 0 && !slices.Contains(q.Terms, t.Term):
		return false
	case len(q.Sources) > 0 && !slices.Contains(q.Sources, t.Source):
		return false
	case len(q.Purposes) > 0 && !slices.Contains(q.Purposes, t.Purpose):
		return false
	}
	return slices.Contains(t.Taxa, q.Taxon)
}

// Open reports whether a day is one of the quota's days.
func (q *Quota) Open(on cites.Date) bool { return !on.Before(q.From) && !on.After(q.Until) }

// Left returns what may still be issued; 0 while the quota is in preparation.
func (q *Quota) Left() cites.Quantity { return max(0, q.Quantity-q.Used-q.Reserved) }

// Taken is what a quantity cannot go below: what was used and reserved, or given
// to shares.
func (q *Quota) Taken() cites.Quantity { return max(q.Used+q.Reserved, q.Shared+q.Direct) }

// Undivided returns what is left of the part that was not given to shares.
func (q *Quota) Undivided() cites.Quantity { return max(0, q.Quantity-q.Shared-q.Direct) }

// Trade describes one line of a movement, as far as quotas and suspensions ask.
// Taxa is the taxon with all taxa above it: Catalogue.Chain.
type Trade struct {
	Taxa     []ID
	Exporter cites.Country
	Importer cites.Country
	Origin   cites.Country // "" or Exporter when trade is direct
	Source   cites.Source
	Purpose  cites.Purpose
	Term     cites.Term
	Reexport bool
	On       cites.Date
}
