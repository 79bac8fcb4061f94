package exchange

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
)

// Partners returns one page of partners by name and how many there are.
func (d *Desk) Partners(ctx context.Context, who actor.Actor, f PartnerFilter) (list []Partner, total int, err error) {
	if !who.Can(actor.ManagePartners) && !who.Can(actor.QueryPartner) {
		return nil, 0, who.Must(actor.ManagePartners)
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		list, total, err = tx.ListPartners(ctx, f)
		return err
	})
	return list, total, err
}

// ReadPartner returns one partner.
func (d *Desk) ReadPartner(ctx context.Context, who actor.Actor, id string) (p *Partner, err error) {
	if err := who.Must(actor.ManagePartners); err != nil {
		return nil, err
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		p, err = tx.Partner(ctx, id)
		return err
	})
	return p, err
}
