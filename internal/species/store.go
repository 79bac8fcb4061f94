package species

import (
	"context"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/job"
)

// Store runs transactions over taxa and what limits their trade.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this package needs of a transaction. Loading something absent
// gives a NotFound fault.
type Tx interface {
	Record(ctx context.Context, e audit.Event) (int64, error)
	Enqueue(ctx context.Context, j job.Job) error

	// LastEdition is the number of the newest edition, 0 when there is none.
	LastEdition(ctx context.Context) (int64, error)
	InsertEdition(ctx context.Context, e Edition) error
	Taxa(ctx context.Context) ([]Taxon, error)
	SaveTaxa(ctx context.Context, taxa []Taxon) error
	Listings(ctx context.Context) ([]Listing, error)
	SaveListings(ctx context.Context, listings []Listing) error

	Reservations(ctx context.Context) ([]Reservation, error)
	SaveReservations(ctx context.Context, reservations []Reservation) error

	// DeleteListings and DeleteReservations take back intervals that a newer
	// and whole account does not know.
	DeleteListings(ctx context.Context, ids []string) error
	DeleteReservations(ctx context.Context, ids []string) error
	// Stage keeps rows of an import that has not taken effect, under the name of
	// the run; TakeStaged puts them in force and says how many there were, and
	// DropStaged forgets them; run "" forgets those of all.
	Stage(ctx context.Context, run string, taxa []Taxon, listings []Listing, quotas []Quota) error
	TakeStaged(ctx context.Context, run string) (int64, error)
	DropStaged(ctx context.Context, run string) error
	Quotas(ctx context.Context) ([]Quota, error)
	Suspensions(ctx context.Context) ([]Suspension, error)

	QuotasOfTaxon(ctx context.Context, id ID) ([]Quota, error)
	SaveQuota(ctx context.Context, q *Quota) error
	SuspensionsOfTaxon(ctx context.Context, id ID) ([]Suspension, error)
	SaveSuspension(ctx context.Context, s *Suspension) error

	DeleteQuota(ctx context.Context, id string) error
	DeleteSuspension(ctx context.Context, id string) error
	// SetSuspensionEnd and SetReservationEnd give back the last day that a
	// record had before.
	SetSuspensionEnd(ctx context.Context, id string, until cites.Date) error
	SetReservationEnd(ctx context.Context, id string, until cites.Date) error

	// Amendments returns all sets, newest first.
	Amendments(ctx context.Context) ([]*Amendments, error)
	AmendmentsByID(ctx context.Context, id string) (*Amendments, error)
	InsertAmendments(ctx context.Context, s *Amendments) error
	SaveAmendments(ctx context.Context, s *Amendments) error

	InsertUpload(ctx context.Context, u Upload, content []byte) error
	Upload(ctx context.Context, id string) (Upload, error)
	UploadContent(ctx context.Context, id string) ([]byte, error)
	LastUploads(ctx context.Context, n int) ([]Upload, error)
	SaveUpload(ctx context.Context, u Upload) error
	// DropUploadContent forgets the file of an upload that has ended.
	DropUploadContent(ctx context.Context, id string) error
}

// Edition is one import that changed taxa or listings.
type Edition struct {
	Number   int64
	Source   string
	AsOf     cites.Date // the day at which the source was true
	Imported time.Time
	Actor    string
	Taxa     int
	Report   Report
}
