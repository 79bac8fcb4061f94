package stock

import (
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
)

// Kind tells how a lot came into the account.
type Kind string

// The kinds.
const (
	FromImport     Kind = "import"     // an import permit of ours, endorsed on arrival
	FromForeign    Kind = "foreign"    // a permit of another Party, surrendered at import
	Existing       Kind = "existing"   // older than the register, on evidence
	FromConversion Kind = "conversion" // made of other lots
)

// Kinds lists all kinds in the order shown.
func Kinds() []Kind { return []Kind{FromImport, FromForeign, Existing, FromConversion} }

// Paper is an earlier document: country, number, date.
type Paper struct {
	Country cites.Country
	Number  string
	Date    cites.Date
}

// Lot is an amount of one kind of goods of one origin in somebody's account.
type Lot struct {
	ID             string
	Number         string // "LOT-2026-000012"
	Kind           Kind
	Owner          string // account
	OwnerName      string
	Org            string
	TaxonID        string
	ScientificName string
	Kingdom        cites.Kingdom
	Term           cites.Term
	Unit           cites.Unit
	Source         cites.Source
	SecondSource   cites.Source
	Origin         Paper // box 12: country of origin, its export permit
	LastReexport   Paper // box 12a
	Proof          Paper // the import permit or record by which the goods came in
	PermitID       string
	Letter         string // line of the import permit
	ConversionID   string
	Evidence       string // why an officer opened it
	Quantity       cites.Quantity
	Reserved       cites.Quantity // for approved applications and conversions to be checked
	Drawn          cites.Quantity // by permits and conversions
	Opened         time.Time
	OpenedBy       string
}

// Balance is what is free: neither reserved nor drawn.
func (l *Lot) Balance() cites.Quantity { return l.Quantity - l.Reserved - l.Drawn }

// Together reports whether lots may stand in one line of a permit: same species,
// goods, unit, source and origin boxes. Others need a line each, because boxes
// 10, 12 and 12a hold one answer (permit-rules 2, 5.3 T12).
func Together(lots []Lot) bool {
	return !slices.ContainsFunc(lots, func(l Lot) bool {
		a := lots[0]
		return a.TaxonID != l.TaxonID || a.Term != l.Term || a.Unit != l.Unit || a.Source != l.Source || a.SecondSource != l.SecondSource ||
			a.Origin != l.Origin || a.LastReexport != l.LastReexport
	})
}

// Want is how much of a lot a line takes.
type Want struct {
	Line     string // id of the line
	Lot      string // id of the lot
	Quantity cites.Quantity
}

// Draw is what a line of an application takes from a lot.
type Draw struct {
	Application string
	Line        string
	Lot         string
	Permit      string
	Letter      string
	State       DrawState
	Amount      cites.Quantity
	Returned    cites.Quantity
}

// DrawState is where a draw stands.
type DrawState string

// The states.
const (
	DrawReserved DrawState = "reserved"
	DrawUsed     DrawState = "used"
	DrawReleased DrawState = "released"
)

// MovementKind names a change of a lot.
type MovementKind string

// The kinds of movements.
const (
	Opened    MovementKind = "opened"
	Reserved  MovementKind = "reserved"
	Released  MovementKind = "released"
	Used      MovementKind = "used"
	Returned  MovementKind = "returned"
	Converted MovementKind = "converted"
)

// Movement is one change of a lot. It is never changed itself.
type Movement struct {
	ID       string
	Lot      string
	Kind     MovementKind
	Quantity cites.Quantity
	Act      Act
}

// Act is what moves a lot: an application, a permit, a conversion.
type Act struct {
	Kind    string // "application", "permit", "conversion", "lot"
	ID      string
	Name    string // reference or number, as people know it
	At      time.Time
	NewID   func() string
	Account string // whose lots may be touched, with Org
	Org     string
}

// Scope is whose lots a trader may see: their own and their firm's.
type Scope struct{ Account, Org string }

// Filter selects lots. Zero fields do not filter; Scoped limits to Scope in SQL.
type Filter struct {
	Text   string
	Kind   Kind
	Taxon  string
	Open   bool // something is free
	Scoped bool
	Scope
	Limit  int
	Offset int
}
