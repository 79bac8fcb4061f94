package measure

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Enact puts a draft in force from its first day on. That day may not lie in
// the past: nobody was bound by words that did not stand there yet.
func (d *Desk) Enact(ctx context.Context, who actor.Actor, id string, version int64) (*Measure, error) {
	return d.change(ctx, who, id, version, "enact", func(m *Measure) error {
		if m.From.Before(d.Today()) {
			return fault.New(fault.Conflict, "measure.from_past", "date", m.From)
		}
		if !m.Until.IsZero() && m.Until.Before(d.Today()) {
			return fault.New(fault.Conflict, "measure.until_past", "date", m.Until)
		}
		return m.To(InForce, d.Now())
	})
}
