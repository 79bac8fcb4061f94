package application

import (
	"context"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// RecordFee notes the receipt of the fee. The finance officer is never the one
// who applies, proposes or approves.
func (o *Office) RecordFee(ctx context.Context, who actor.Actor, id string, version int64, receipt string) (*Application, error) {
	return o.settleFee(ctx, who, id, version, "receipt", receipt)
}

// WaiveFee notes why nothing has to be paid.
func (o *Office) WaiveFee(ctx context.Context, who actor.Actor, id string, version int64, reason string) (*Application, error) {
	return o.settleFee(ctx, who, id, version, "waived", reason)
}

func (o *Office) settleFee(ctx context.Context, who actor.Actor, id string, version int64, how, text string) (*Application, error) {
	return o.run(ctx, who, act{actor.RecordFee, id, version, o.file, func(_ context.Context, _ Tx, a *Application, now time.Time) (map[string]any, error) {
		switch {
		case a.State == Refused || a.State == Withdrawn || a.State == Issued:
			return nil, closed(a)
		case a.Fee.Settled():
			return nil, fault.New(fault.Conflict, "apply.fee.settled", "by", a.ChangedBy)
		case who.ID == a.ProposedBy || who.ID == a.DecidedBy || who.ID == a.CosignedBy:
			return nil, fault.New(fault.Denied, "apply.separation", "reference", a.Reference)
		}
		r := newReader(Form{how: text}, o.today())
		said := r.need(how, maxName, "apply.fee."+how)
		if f := orNil(r.wrong); f != nil {
			return nil, f
		}
		if how == "receipt" {
			a.Fee.Receipt = said
		} else {
			a.Fee.Waived = said
		}
		a.Fee.RecordedBy, a.Fee.RecordedAt = who.ID, now
		return map[string]any{how: said, "amount": a.Fee.Amount, "currency": a.Fee.Currency}, nil
	}})
}
