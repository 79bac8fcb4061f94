package permit

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// Life is what happened to a permit after it was issued.
type Life struct {
	Losses     []Loss
	Offers     []Offer
	Amendments []Amendment
	// Before and After are the permits that this one replaced and that replaced it.
	Before, After *Permit
}

// LifeOf reads what happened to a permit that the caller was allowed to read.
func (o *Office) LifeOf(ctx context.Context, p *Permit) (l Life, err error) {
	err = o.Store.View(ctx, func(tx Tx) error {
		if l.Losses, err = tx.LossesOf(ctx, p.ID); err != nil {
			return err
		}
		if l.Offers, err = tx.OffersOf(ctx, p.ID); err != nil {
			return err
		}
		if l.Amendments, err = tx.AmendmentsOf(ctx, p.ID); err != nil {
			return err
		}
		if p.Record.Replaces != "" {
			if l.Before, err = tx.PermitByNumber(ctx, cites.PermitNumber(p.Record.Replaces)); fault.KindOf(err) != fault.NotFound && err != nil {
				return err
			}
		}
		if p.ReplacedBy == "" {
			return nil
		}
		l.After, err = tx.PermitByNumber(ctx, p.ReplacedBy)
		return err
	})
	return l, err
}
