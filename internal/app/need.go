package app

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
)

// decider answers cases with the catalogue of now and the limits in the store;
// without a store there are none.
type decider struct {
	law   func() *species.Catalogue
	store *store.DB
}

// Decide answers a case by the law of its day.
func (d decider) Decide(ctx context.Context, c *need.Case) (need.Answer, error) {
	if d.store == nil {
		return need.Decide(need.Statute{Catalogue: d.law()}, c), nil
	}
	law, err := statute(ctx, store.Applications{DB: d.store}, d.law(), c)
	if err != nil {
		return need.Answer{}, err
	}
	return need.Decide(law, c), nil
}

// statute is the law for a case: the catalogue with the suspensions of its day,
// the quotas of the States from which it leaves, and the rules as they are switched.
func statute(ctx context.Context, s application.Store, law *species.Catalogue, c *need.Case) (need.Statute, error) {
	out := need.Statute{Catalogue: law}
	err := s.View(ctx, func(tx application.Tx) (err error) {
		if out.Suspended, err = tx.SuspensionsOn(ctx, c.Date); err != nil {
			return err
		}
		if out.Switches, err = tx.Switches(ctx); err != nil {
			return err
		}
		for _, from := range []cites.Country{c.ExportCountry, c.VesselFlag} {
			if from == "" {
				continue
			}
			more, err := tx.QuotasOf(ctx, from, c.Date)
			if err != nil {
				return err
			}
			out.Limited = append(out.Limited, more...)
		}
		return nil
	})
	return out, err
}
