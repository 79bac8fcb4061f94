package app

import (
	"context"

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
	s := need.Statute{Catalogue: d.law()}
	if d.store == nil {
		return need.Decide(s, c), nil
	}
	err := store.Applications{DB: d.store}.View(ctx, func(tx application.Tx) error {
		var err error
		if s.Suspended, err = tx.SuspensionsOn(ctx, c.Date); err != nil {
			return err
		}
		s.Limited, err = tx.QuotasOf(ctx, c.ExportCountry, c.Date)
		if err != nil || c.VesselFlag == "" {
			return err
		}
		more, err := tx.QuotasOf(ctx, c.VesselFlag, c.Date)
		s.Limited = append(s.Limited, more...)
		return err
	})
	if err != nil {
		return need.Answer{}, err
	}
	return need.Decide(s, c), nil
}
