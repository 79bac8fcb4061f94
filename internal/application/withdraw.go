package application

import (
	"context"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/stock"
)

// Withdraw takes an application back before it is decided, or approved but not
// yet made a permit: what was reserved of quotas goes back. Nothing is deleted.
func (o *Office) Withdraw(ctx context.Context, who actor.Actor, id string, version int64, reason string) (*Application, error) {
	return o.run(ctx, who, act{actor.WithdrawApp, id, version, o.own, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		if err := a.To(Withdrawn, now); err != nil {
			return nil, err
		}
		r := newReader(Form{"reason": reason}, o.today())
		a.Reasons = r.note("reason", maxText)
		if f := orNil(r.wrong); f != nil {
			return nil, f
		}
		if err := o.releaseQuota(ctx, tx, who, a, a.Reasons); err != nil {
			return nil, err
		}
		if err := tx.ReleaseFindings(ctx, a.ID); err != nil {
			return nil, err
		}
		// A proposal under way falls with the application.
		a.WithSA = false
		if err := stock.Release(ctx, tx, o.stockAct(a, now)); err != nil {
			return nil, err
		}
		if err := o.notify(ctx, tx, a, actor.WithdrawApp, a.Assigned); err != nil {
			return nil, err
		}
		return map[string]any{"reason": a.Reasons}, nil
	}})
}
