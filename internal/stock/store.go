package stock

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/audit"
)

// Ledger is what moving a lot needs of a transaction. The four moves are
// conditional updates: false means that there is not enough.
type Ledger interface {
	Lot(ctx context.Context, id string) (*Lot, error)
	// LotOfOwner is Lot for a trader: NotFound for others', by a condition in SQL.
	LotOfOwner(ctx context.Context, id string, s Scope) (*Lot, error)
	InsertLot(ctx context.Context, l *Lot) error
	// NextStockNumber counts up within a prefix and a year, from 1.
	NextStockNumber(ctx context.Context, prefix string, year int) (int64, error)

	// ReserveLot takes from what is free of a lot within the scope.
	ReserveLot(ctx context.Context, id string, s Scope, q cites.Quantity) (bool, error)
	// ReleaseLot turns reserved into free, UseLot reserved into drawn, ReturnLot
	// drawn into free.
	ReleaseLot(ctx context.Context, id string, q cites.Quantity) (bool, error)
	UseLot(ctx context.Context, id string, q cites.Quantity) (bool, error)
	ReturnLot(ctx context.Context, id string, q cites.Quantity) (bool, error)

	InsertLotDraw(ctx context.Context, d *Draw) error
	SaveLotDraw(ctx context.Context, d *Draw) error
	// LotDrawsOf lists the draws of an application in a stable order.
	LotDrawsOf(ctx context.Context, application string) ([]Draw, error)
	// ExportedOf is what really left under the permits of an application, by line.
	ExportedOf(ctx context.Context, application string) (map[string]cites.Quantity, error)
	InsertMovement(ctx context.Context, m *Movement) error
}

// Facts is what a rule about stock needs to read.
type Facts interface {
	LotOfOwner(ctx context.Context, id string, s Scope) (*Lot, error)
	// LotsByProof finds the lots that an import document opened, by the key of
	// its number.
	LotsByProof(ctx context.Context, key string) ([]Lot, error)
	LotDrawsOf(ctx context.Context, application string) ([]Draw, error)
}

// Store runs transactions over stock accounts.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the verbs of this package need of a transaction.
type Tx interface {
	Record(ctx context.Context, e audit.Event) (int64, error)
	Ledger
	ListLots(ctx context.Context, f Filter) ([]Lot, int, error)
	Movements(ctx context.Context, lot string) ([]Movement, error)

	Conversion(ctx context.Context, id string) (*Conversion, error)
	// ConversionOfOwner is Conversion for a trader: NotFound for others'.
	ConversionOfOwner(ctx context.Context, id string, s Scope) (*Conversion, error)
	InsertConversion(ctx context.Context, c *Conversion) error
	SaveConversion(ctx context.Context, c *Conversion) error
	ListConversions(ctx context.Context, f ConversionFilter) ([]Conversion, int, error)

	// OwnerByLogin finds the account for which an officer opens a lot.
	OwnerByLogin(ctx context.Context, login string) (*account.Account, error)
}
