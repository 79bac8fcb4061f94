package measure

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Withdraw ends a measure: yesterday was its last day. The reason is kept.
func (d *Desk) Withdraw(ctx context.Context, who actor.Actor, id string, version int64, reason string) (*Measure, error) {
	reason = strings.TrimSpace(reason)
	switch n := utf8.RuneCountInString(reason); {
	case n == 0:
		return nil, fault.Invalidf("measure.invalid").Add("reason", "measure.reason_missing")
	case n > maxText:
		return nil, fault.Invalidf("measure.invalid").Add("reason", "measure.too_long", "max", maxText)
	}
	return d.change(ctx, who, id, version, "withdraw", func(m *Measure) error {
		if err := m.To(Withdrawn, d.Now()); err != nil {
			return err
		}
		m.Reason = reason
		if last := d.Today().AddDays(-1); m.Until.IsZero() || last.Before(m.Until) {
			m.Until = last
		}
		return nil
	})
}
