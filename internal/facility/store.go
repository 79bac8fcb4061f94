package facility

import (
	"context"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/species"
)

// Store runs transactions over facilities.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the verbs of this package need of a transaction. Loading something
// absent gives a NotFound fault; saving an old version gives a Conflict fault.
type Tx interface {
	Record(ctx context.Context, e audit.Event) (int64, error)

	Facility(ctx context.Context, id string) (*Facility, error)
	// FacilityOfHolder is Facility for a trader: NotFound for others', by a
	// condition in SQL.
	FacilityOfHolder(ctx context.Context, id, holder, org string) (*Facility, error)
	// FacilityByKey finds a facility by the key of its number.
	FacilityByKey(ctx context.Context, key string) (*Facility, error)
	// InsertFacility and SaveFacility write the entry with its species.
	InsertFacility(ctx context.Context, f *Facility) error
	SaveFacility(ctx context.Context, f *Facility) error
	ListFacilities(ctx context.Context, f Filter) ([]Facility, int, error)
	// FacilityIssued adds up what was issued from a facility of a taxon in a
	// calendar year, one amount for each unit. What ended unused does not count.
	FacilityIssued(ctx context.Context, number, taxon string, year int) ([]Amount, error)
	// HolderByLogin finds the account that holds a facility.
	HolderByLogin(ctx context.Context, login string) (*account.Account, error)
	// Account finds an account by its id.
	Account(ctx context.Context, id string) (*account.Account, error)
}

// Desk is where the register is kept. Its fields are set once; it is safe for
// concurrent use.
type Desk struct {
	Store Store
	Party cites.Country
	Law   func() *species.Catalogue
	Today func() cites.Date
	Now   func() time.Time
	NewID func() string
}
