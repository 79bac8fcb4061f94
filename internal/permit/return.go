package permit

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/stock"
)

// ReturnedUnused is the reason of a permit that came back before it was used.
const ReturnedUnused = "returned_unused"

// Returnable reports whether the authority still waits for, or takes, the paper
// of a permit: unused, expired, used in part, or an original that was replaced and
// found again.
func (p *Permit) Returnable() bool {
	switch {
	case !p.Returned.IsZero():
		return false
	case p.State == Valid && p.Record.Departed(): // it goes to the importing Party
		return false
	}
	switch p.State {
	case Valid, Expired, Replaced:
		return true
	case Endorsed:
		return p.Record.Partial
	}
	return false
}

// TakeReturn records that the holder brought the paper of a permit back. An unused
// one is cancelled and gives back all it drew; of one used in part the rest comes
// back and nothing more can be endorsed (permit-rules 4.1, 4.8).
func (o *Office) TakeReturn(ctx context.Context, who actor.Actor, id string, version int64) error {
	if err := who.Must(actor.ReturnPermit); err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		p, err := o.load(ctx, tx, id, version)
		if err != nil {
			return err
		}
		if !p.Returnable() {
			return fault.New(fault.Conflict, "permit.return.not_now", "number", p.Number)
		}
		if err := o.noAmendment(ctx, tx, p); err != nil {
			return err
		}
		p.Returned, p.Changed = o.today(), o.Now()
		if err := o.closeOffer(ctx, tx, who, p, OfferTaken); err != nil {
			return err
		}
		switch p.State {
		case Valid:
			if err := p.To(Cancelled, p.Changed); err != nil {
				return err
			}
			p.Reason = ReturnedUnused
			if err := o.closeLoss(ctx, tx, who, p, LossFound, ReturnedUnused); err != nil {
				return err
			}
			if err := o.giveBack(ctx, tx, who, p, quota.Returned); err != nil {
				return err
			}
		case Endorsed:
			if err := o.giveBack(ctx, tx, who, p, quota.TrueUp); err != nil {
				return err
			}
		}
		return o.withdraw(ctx, tx, who, actor.ReturnPermit, p)
	})
}

// giveBack returns to quotas, findings and stocks what a permit drew and did not
// carry over the border. What left before it was issued carried all of it.
func (o *Office) giveBack(ctx context.Context, tx Tx, who actor.Actor, p *Permit, act quota.Act) error {
	if p.Record.Departed() {
		p.Settled = true
		return nil
	}
	if err := quota.Settle(ctx, tx, poster(who, o.Now(), p.Reason), act, p.ID); err != nil {
		return err
	}
	if err := tx.SettleFindings(ctx, p.ID); err != nil {
		return err
	}
	p.Settled = true
	return stock.Settle(ctx, tx, o.stockAct(p, o.Now()), p.ApplicationID)
}
