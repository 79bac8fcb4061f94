package permit

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/notification"
	"github.com/opencites/opencites/internal/quota"
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
		if err := o.closeLoss(ctx, tx, who, p, LossEnded, why); err != nil {
			return err
		}
		p.Reason = why
		if err := o.giveBack(ctx, tx, who, p, quota.Returned); err != nil {
			return err
		}
		if err := o.withdraw(ctx, tx, who, actor.RevokePermit, p); err != nil {
			return err
		}
		return o.tell(ctx, tx, p, notification.Withdrawn, why)
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
		if p.State != Prepared {
			return fault.New(fault.Conflict, "fault.state", "from", string(p.State), "to", string(Cancelled))
		}
		if err := p.To(Cancelled, o.Now()); err != nil {
			return err
		}
		p.Reason = why
		if err := o.giveBack(ctx, tx, who, p, quota.Returned); err != nil {
			return err
		}
		return o.withdraw(ctx, tx, who, actor.RevokePermit, p)
	})
}
