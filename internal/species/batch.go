package species

import "github.com/opencites/opencites/cites"

// Place says where a record stands in its source.
type Place struct {
	File string // name of the file, or address of the answer
	Row  int    // line of the file, the header is 1; 0 when there are no rows
}

// Batch is what one source says on one day, in the words of the catalogue.
// Readers of files make them, and so does the client of Species+; Importer.Apply
// takes them.
type Batch struct {
	Source       string
	AsOf         cites.Date // day at which the source was true
	Taxa         []TaxonRecord
	Laws         []LawRecord
	Reservations []ReservationRecord
	Quotas       []QuotaRecord
	Suspensions  []SuspensionRecord
}

// TaxonRecord is a taxon with its names and range. Its parent, source and day
// are worked out when it is applied.
type TaxonRecord struct {
	Place
	Taxon Taxon
	// Adds says that only the names, the range and the number in Species+ are
	// new, of a taxon that is known.
	Adds bool
}

// Account says how much of the law of a taxon a source tells.
type Account string

// The kinds of accounts.
const (
	// WholeHistory has every interval that ever stood at the taxon itself; what
	// it does not know is taken back.
	WholeHistory Account = "history"
	// InForce has what stands at the taxon itself on the day of the source.
	InForce Account = "in_force"
	// Reaching has what holds for the taxon on that day, be it listed itself or
	// through a higher taxon of the same batch.
	Reaching Account = "reaching"
)

// LawRecord is what a source says of the listing of one taxon. Listings need
// no ID, source or day of the source.
type LawRecord struct {
	Place
	Taxon    ID
	Account  Account
	Listings []Listing
	// Label is what the source writes for the appendix, "I/II/NC"; with Reaching
	// it tells a taxon that is left out of the listing above it.
	Label string
	// Vague says that populations and annotations were not understood: only
	// another appendix is taken as a change.
	Vague bool
}

// ReservationRecord is a reservation; its ID is worked out.
type ReservationRecord struct {
	Place
	Reservation Reservation
}

// QuotaRecord is a quota; Used is not looked at. An ID is worked out when empty.
type QuotaRecord struct {
	Place
	Quota Quota
}

// SuspensionRecord is a suspension; an ID is worked out when empty. One with the
// same notification, taxon, country and first day as a known one is that one.
type SuspensionRecord struct {
	Place
	Suspension Suspension
	// Unbased says that the source does not tell on what it rests: the kind of
	// a known one stays.
	Unbased bool
	// Ended says that it is no longer in force, and the source does not tell
	// since when: a known one that was open ends with the day of the source.
	Ended bool
}
