package store

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store/db"
)

func (t speciesTx) Reservations(ctx context.Context) ([]species.Reservation, error) {
	rows, err := t.Q.Reservations(ctx)
	if err != nil {
		return nil, fmt.Errorf("reservations: %w", err)
	}
	out := make([]species.Reservation, len(rows))
	for i, r := range rows {
		x := species.Reservation{ID: r.ID, Taxon: species.ID(r.TaxonID), Party: cites.Country(r.Party), Appendix: cites.Appendix(r.Appendix),
			Populations: unjoin[cites.Country](r.Populations), Parts: r.Parts, Citation: r.Citation, Source: r.Source}
		if err := days(&x.From, r.FromDay, &x.Until, r.UntilDay, &x.AsOf, r.AsOf); err != nil {
			return nil, fmt.Errorf("reservation %s: %w", r.ID, err)
		}
		out[i] = x
	}
	return out, nil
}

func (t speciesTx) SaveReservations(ctx context.Context, reservations []species.Reservation) error {
	for _, r := range reservations {
		err := t.Q.SaveReservation(ctx, db.SaveReservationParams{ID: r.ID, TaxonID: string(r.Taxon), Party: string(r.Party), Appendix: string(r.Appendix),
			FromDay: r.From.String(), UntilDay: r.Until.String(), Populations: join(r.Populations), Parts: r.Parts, Citation: r.Citation,
			Source: r.Source, AsOf: r.AsOf.String()})
		if err != nil {
			return fmt.Errorf("save reservation %s: %w", r.ID, err)
		}
	}
	return nil
}

func (t speciesTx) DeleteListings(ctx context.Context, ids []string) error {
	for _, id := range ids {
		if err := t.Q.DeleteListing(ctx, id); err != nil {
			return fmt.Errorf("delete listing %s: %w", id, err)
		}
	}
	return nil
}

func (t speciesTx) DeleteReservations(ctx context.Context, ids []string) error {
	for _, id := range ids {
		if err := t.Q.DeleteReservation(ctx, id); err != nil {
			return fmt.Errorf("delete reservation %s: %w", id, err)
		}
	}
	return nil
}

func (t speciesTx) Quotas(ctx context.Context) ([]species.Quota, error) {
	rows, err := t.Q.AllQuotas(ctx)
	return quotas(rows, err)
}

func (t speciesTx) Suspensions(ctx context.Context) ([]species.Suspension, error) {
	rows, err := t.Q.AllSuspensions(ctx)
	return suspensions(rows, err)
}
