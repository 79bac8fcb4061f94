package exchange

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Edit changes what is known of a partner. Version is what the person saw: a
// Conflict fault says that somebody else was faster.
func (d *Desk) Edit(ctx context.Context, who actor.Actor, id string, version int64, f PartnerForm) error {
	if err := who.Must(actor.ManagePartners); err != nil {
		return err
	}
	if err := f.clean(); err != nil {
		return err
	}
	return d.change(ctx, who, id, version, "edit", func(tx Tx, p *Partner) error {
		if err := free(ctx, tx, f.Name, id); err != nil {
			return err
		}
		p.Name, p.Party, p.Endpoint = f.Name, f.Party, f.Endpoint
		if f.Credential != "" {
			p.Credential = f.Credential
		}
		return nil
	})
}

// Renew gives a partner another token; the former one stops working at once.
func (d *Desk) Renew(ctx context.Context, who actor.Actor, id string, version int64) (token string, err error) {
	if err := who.Must(actor.ManagePartners); err != nil {
		return "", err
	}
	token, hash, err := d.newToken()
	if err != nil {
		return "", err
	}
	err = d.change(ctx, who, id, version, "renew", func(_ Tx, p *Partner) error {
		p.TokenHash = hash
		return nil
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// Switch disables a partner or makes it active again. A disabled partner's token
// opens nothing and it is not asked.
func (d *Desk) Switch(ctx context.Context, who actor.Actor, id string, version int64, to PartnerState) error {
	if err := who.Must(actor.ManagePartners); err != nil {
		return err
	}
	if to != Active && to != Disabled {
		return fault.New(fault.Invalid, "partner.invalid")
	}
	return d.change(ctx, who, id, version, string(to), func(_ Tx, p *Partner) error {
		p.State = to
		return nil
	})
}

// change loads, changes, saves and notes.
func (d *Desk) change(ctx context.Context, who actor.Actor, id string, version int64, act string, fn func(Tx, *Partner) error) error {
	err := d.Store.Update(ctx, func(tx Tx) error {
		p, err := tx.Partner(ctx, id)
		if err != nil {
			return err
		}
		if p.Version != version {
			return fault.New(fault.Conflict, "partner.stale", "name", p.Name)
		}
		if err := fn(tx, p); err != nil {
			return err
		}
		p.Changed = d.Now()
		if err := tx.SavePartner(ctx, p); err != nil {
			return err
		}
		return noted(ctx, tx, who, p, act)
	})
	if err != nil {
		return fmt.Errorf("%s partner %s: %w", act, id, err)
	}
	return nil
}
