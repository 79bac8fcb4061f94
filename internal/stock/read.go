package stock

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Account is a lot with all its movements, oldest first.
type Account struct {
	*Lot
	Movements []Movement
}

// List gives one page of all lots and how many there are, for officers.
func (d *Desk) List(ctx context.Context, who actor.Actor, f Filter) ([]Lot, int, error) {
	if err := who.Must(actor.ReadStock); err != nil {
		return nil, 0, err
	}
	f.Scoped, f.Scope = false, Scope{}
	return d.list(ctx, f)
}

// Mine lists the lots of the actor and of the actor's firm.
func (d *Desk) Mine(ctx context.Context, who actor.Actor, f Filter) ([]Lot, int, error) {
	if err := who.Must(actor.WriteApplication); err != nil {
		return nil, 0, err
	}
	f.Scoped, f.Scope = true, Scope{who.ID, who.Org}
	return d.list(ctx, f)
}

// Of lists the lots with something left of an account, for the form of an
// application that is written for it. The caller has shown that the actor may
// write that application.
func (d *Desk) Of(ctx context.Context, s Scope, taxon string) ([]Lot, error) {
	if s.Account == "" {
		return nil, fault.New(fault.Denied, "fault.denied", "verb", string(actor.ReadStock))
	}
	lots, _, err := d.list(ctx, Filter{Scoped: true, Scope: s, Taxon: taxon, Open: true, Limit: 50})
	return lots, err
}

func (d *Desk) list(ctx context.Context, f Filter) (out []Lot, total int, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		out, total, err = tx.ListLots(ctx, f)
		return err
	})
	return out, total, err
}

// Read gives a lot with its movements: any to officers, to others their own.
func (d *Desk) Read(ctx context.Context, who actor.Actor, id string) (*Account, error) {
	if !who.Known() {
		return nil, who.Must(actor.ReadStock)
	}
	a := &Account{}
	err := d.Store.View(ctx, func(tx Tx) (err error) {
		if who.Can(actor.ReadStock) {
			a.Lot, err = tx.Lot(ctx, id)
		} else {
			a.Lot, err = tx.LotOfOwner(ctx, id, Scope{who.ID, who.Org})
		}
		if err != nil {
			return err
		}
		a.Movements, err = tx.Movements(ctx, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// Conversions gives one page of conversions and how many there are, for officers.
func (d *Desk) Conversions(ctx context.Context, who actor.Actor, f ConversionFilter) ([]Conversion, int, error) {
	if err := who.Must(actor.ReadStock); err != nil {
		return nil, 0, err
	}
	f.Scoped, f.Scope = false, Scope{}
	return d.conversions(ctx, f)
}

// MyConversions lists those of the actor and of the actor's firm.
func (d *Desk) MyConversions(ctx context.Context, who actor.Actor, f ConversionFilter) ([]Conversion, int, error) {
	if err := who.Must(actor.WriteApplication); err != nil {
		return nil, 0, err
	}
	f.Scoped, f.Scope = true, Scope{who.ID, who.Org}
	return d.conversions(ctx, f)
}

func (d *Desk) conversions(ctx context.Context, f ConversionFilter) (out []Conversion, total int, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		out, total, err = tx.ListConversions(ctx, f)
		return err
	})
	return out, total, err
}

// ReadConversion gives a conversion with the lots it consumed: any to officers,
// to others their own.
func (d *Desk) ReadConversion(ctx context.Context, who actor.Actor, id string) (c *Conversion, lots []Lot, err error) {
	if !who.Known() {
		return nil, nil, who.Must(actor.ReadStock)
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		lots = nil
		if who.Can(actor.ReadStock) {
			c, err = tx.Conversion(ctx, id)
		} else {
			c, err = tx.ConversionOfOwner(ctx, id, Scope{who.ID, who.Org})
		}
		if err != nil {
			return err
		}
		for _, in := range c.Inputs {
			l, err := tx.Lot(ctx, in.Lot)
			if err != nil {
				return err
			}
			lots = append(lots, *l)
		}
		return nil
	})
	return c, lots, err
}
