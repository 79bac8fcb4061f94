package report

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Dashboard gives the figures of a period.
func (o *Office) Dashboard(ctx context.Context, who actor.Actor, from, until cites.Date) (*Figures, error) {
	if err := who.Must(actor.ReadDashboard); err != nil {
		return nil, err
	}
	if until.Before(from) {
		return nil, fault.Invalidf("report.period").Add("until", "report.period_reversed")
	}
	f, err := o.Store.Figures(ctx, from, until)
	if err != nil {
		return nil, fmt.Errorf("figures from %s to %s: %w", from, until, err)
	}
	f.From, f.Until = from, until
	return f, nil
}
