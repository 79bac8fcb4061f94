package measure

import (
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
)

// State is where a measure stands.
type State string

// The states, in order.
const (
	Draft     State = "draft"
	InForce   State = "in_force"
	Withdrawn State = "withdrawn"
)

// States lists all states in order.
func States() []State { return []State{Draft, InForce, Withdrawn} }

// next is what may follow what.
var next = map[State][]State{Draft: {InForce}, InForce: {Withdrawn}}

// Measure is one stricter measure. Number is given once and never again; the
// rule id that verdicts name is made from it.
type Measure struct {
	ID         string
	Number     int64
	Name       string
	Country    cites.Country // whose measure it is
	Expression string        // CEL, true when the measure applies to a line
	Citation   string        // national law
	From       cites.Date
	Until      cites.Date // last day, not set while it holds
	Severity   rule.Severity
	Text       map[cites.Lang]string // what a reader is told
	State      State
	Reason     string // why it was withdrawn
	Version    int64
	Created    time.Time
	Changed    time.Time
}

// Severities are those a measure may have.
func Severities() []rule.Severity { return []rule.Severity{rule.Block, rule.Warn, rule.Note} }

// To changes the state; the only place where it changes.
func (m *Measure) To(s State, at time.Time) error {
	if !slices.Contains(next[m.State], s) {
		return fault.New(fault.Conflict, "measure.state_forbids", "name", m.Name)
	}
	m.State, m.Changed = s, at
	return nil
}

// Holds reports whether the measure is to be asked on a day. A withdrawn one
// still held until the day it was withdrawn.
func (m *Measure) Holds(on cites.Date) bool {
	return m.State != Draft && !on.Before(m.From) && (m.Until.IsZero() || !on.After(m.Until))
}
