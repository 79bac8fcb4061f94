package rulebook

import (
	"context"
	"time"

	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/rule"
)

// Switch is one act of switching a rule. It is never changed; the one with the
// highest version of its rule holds.
type Switch struct {
	Rule    string
	Version int64 // 1 for the first of a rule
	Setting rule.Setting
	Reason  string
	By      string // account
	ByName  string
	At      time.Time
}

// Store runs transactions over switches.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the verbs of this package need of a transaction.
type Tx interface {
	Record(ctx context.Context, e audit.Event) (int64, error)

	// Switches gives the setting of each rule that was ever switched.
	Switches(ctx context.Context) (rule.Switches, error)
	// SwitchesOf gives the acts on one rule, newest first.
	SwitchesOf(ctx context.Context, id string) ([]Switch, error)
	// InsertSwitch adds an act; a Conflict fault when the rule has that version.
	InsertSwitch(ctx context.Context, s *Switch) error
}

// Desk is where the rule book is read and switched. Its fields are set once; it
// is safe for concurrent use.
type Desk struct {
	Store Store
	Now   func() time.Time
}
