package finding

import (
	"context"

	"github.com/opencites/opencites/cites"
)

// Register is which register a draw or a file belongs to.
type Register string

// The registers.
const (
	NDFs   Register = "ndf"
	Chains Register = "chain"
)

// Draw is what one line of a case takes from a finding or a chain. Reserved and
// Used are what it takes now: Reserved until the permit is issued, Used after;
// Returned is what came back of what was used. All are in Unit.
type Draw struct {
	Register    Register
	Of          string // id of the finding or chain
	Application string
	Line        string // id of the line
	Letter      string // of the line on the permit
	Permit      string // id, once issued
	Amount      cites.Quantity
	Unit        cites.Unit
	Reserved    cites.Quantity
	Used        cites.Quantity
	Returned    cites.Quantity
	Author      string // of a non-detriment finding
	Officer     string // who proposed the case
	Decider     string // who approved it
	On          cites.Date
	Reference   string // of the case, for people; read only
	Number      string // of the permit, for people; read only
}

// Ledger is how cases and permits read and draw on the registers inside their
// own transaction.
type Ledger interface {
	// NonDetriment reads a finding of the register.
	NonDetriment(ctx context.Context, id string) (*NonDetriment, error)
	// ChainOf reads a chain with its links within a scope: NotFound for anybody
	// else's, by a condition in SQL.
	ChainOf(ctx context.Context, id string, s Scope) (*Chain, error)
	// DrawsOf lists what a case takes.
	DrawsOf(ctx context.Context, application string) ([]Draw, error)
	// ReserveFinding takes d.Amount by one conditional update: a Conflict fault when it
	// would go over, or when the finding does not stand on d.On.
	ReserveFinding(ctx context.Context, d Draw) error
	// UseFinding turns what a line reserved into use by a permit, or takes it now where
	// nothing was reserved; the finding must stand on d.On.
	UseFinding(ctx context.Context, d Draw) error
	// SettleFindings gives back what a permit drew and did not carry over the border. It
	// may be called again: nothing comes back twice.
	SettleFindings(ctx context.Context, permit string) error
	// ReleaseFindings gives back what a case reserved and will not use.
	ReleaseFindings(ctx context.Context, application string) error
	// MoveFindings hands the draws of a permit to the one that replaces it.
	MoveFindings(ctx context.Context, from, to string) error
}
