package exchange

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Add makes a partner and returns the token it presents to us. The token is
// shown this once: only its hash is kept.
func (d *Desk) Add(ctx context.Context, who actor.Actor, f PartnerForm) (p *Partner, token string, err error) {
	if err := who.Must(actor.ManagePartners); err != nil {
		return nil, "", err
	}
	if err := f.clean(); err != nil {
		return nil, "", err
	}
	token, hash, err := d.newToken()
	if err != nil {
		return nil, "", err
	}
	now := d.Now()
	p = &Partner{ID: d.NewID(), Name: f.Name, Party: f.Party, Endpoint: f.Endpoint, Credential: f.Credential, TokenHash: hash,
		State: Active, Version: 1, Created: now, Changed: now}
	err = d.Store.Update(ctx, func(tx Tx) error {
		if err := free(ctx, tx, f.Name, ""); err != nil {
			return err
		}
		if err := tx.InsertPartner(ctx, p); err != nil {
			return err
		}
		return noted(ctx, tx, who, p, "add")
	})
	if err != nil {
		return nil, "", fmt.Errorf("add partner %s: %w", f.Name, err)
	}
	return p, token, nil
}

// free refuses a name that another partner has.
func free(ctx context.Context, tx Tx, name, id string) error {
	other, err := tx.PartnerByName(ctx, name)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return nil
	case err != nil:
		return err
	case other.ID == id:
		return nil
	}
	return fault.Invalidf("partner.invalid").Add("name", "partner.name_taken")
}
