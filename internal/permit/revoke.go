package permit

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/stock"
)

// Revoke withdraws a permit for a reason that is recorded and told to the
// holder. It cannot be undone; the number is never used again. What the permit
// drew from a quota and was not exported goes back.
func (o *Office) Revoke(ctx context.Context, who actor.Actor, id string, version int64, why string) error {
	if err := who.Must(actor.RevokePermit); err != nil {
		return err
	}
	why, err := reason(why)
	if err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		p, err := o.load(ctx, tx, id, version)
		if err != nil {
			return err
		}
		if err := p.To(Revoked, o.Now()); err != nil {
			return err
		}
		p.Reason = why
		if err := quota.Settle(ctx, tx, poster(who, o.Now(), why), quota.Returned, p.ID); err != nil {
			return err
		}
		if err := tx.SettleFindings(ctx, p.ID); err != nil {
			return err
		}
		if err := stock.Settle(ctx, tx, o.stockAct(p, p.Changed), p.ApplicationID); err != nil {
			return err
		}
		return o.withdraw(ctx, tx, who, actor.RevokePermit, p)
	})
}

// Cancel ends a prepared permit that could not be sealed. Its number stays used
// and its leaf stays in the log.
func (o *Office) Cancel(ctx context.Context, who actor.Actor, id string, version int64, why string) error {
	if err := who.Must(actor.RevokePermit); err != nil {
		return err
	}
	why, err := reason(why)
	if err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		p, err := o.load(ctx, tx, id, version)
		if err != nil {
			return err
		}
		if err := p.To(Cancelled, o.Now()); err != nil {
			return err
		}
		p.Reason = why
		if err := quota.Settle(ctx, tx, poster(who, o.Now(), why), quota.Returned, p.ID); err != nil {
			return err
		}
		if err := tx.SettleFindings(ctx, p.ID); err != nil {
			return err
		}
		if err := stock.Settle(ctx, tx, o.stockAct(p, p.Changed), p.ApplicationID); err != nil {
			return err
		}
		return o.withdraw(ctx, tx, who, actor.RevokePermit, p)
	})
}
