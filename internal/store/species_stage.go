package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store/db"
)

func (t speciesTx) Stage(ctx context.Context, run string, taxa []species.Taxon, listings []species.Listing, quotas []species.Quota) error {
	for i := range taxa {
		row, err := taxonRow(&taxa[i])
		if err != nil {
			return err
		}
		err = t.Q.StageTaxon(ctx, db.StageTaxonParams{Run: run, ID: row.ID, Kingdom: row.Kingdom, Rank: row.Rank, Name: row.Name, Author: row.Author,
			Phylum: row.Phylum, Class: row.Class, OrderName: row.OrderName, Family: row.Family, Genus: row.Genus, ParentID: row.ParentID,
			Popularity: row.Popularity, SpeciesPlus: row.SpeciesPlus, OtherNames: row.OtherNames, Occurrences: row.Occurrences,
			Source: row.Source, AsOf: row.AsOf, Status: row.Status})
		if err != nil {
			return fmt.Errorf("stage taxon %s: %w", row.ID, err)
		}
	}
	for _, l := range listings {
		err := t.Q.StageListing(ctx, db.StageListingParams{Run: run, ID: l.ID, TaxonID: string(l.Taxon), Appendix: string(l.Appendix), FromDay: l.From.String(),
			UntilDay: l.Until.String(), Party: string(l.Party), Populations: join(l.Populations), ExceptPopulations: join(l.Except),
			Part: join(l.Part), ExceptTaxa: join(l.ExceptTaxa), Annotation: l.Hash, Note: l.Note, Citation: l.Citation, Source: l.Source, AsOf: l.AsOf.String()})
		if err != nil {
			return fmt.Errorf("stage listing %s: %w", l.ID, err)
		}
	}
	for _, q := range quotas {
		err := t.Q.StageQuota(ctx, db.StageQuotaParams{Run: run, ID: q.ID, TaxonID: string(q.Taxon), Country: string(q.Country), Year: int64(q.Year),
			FromDay: q.From.String(), UntilDay: q.Until.String(), Terms: codes(q.Terms), Sources: codes(q.Sources), Unit: string(q.Unit),
			Quantity: int64(q.Quantity), Kind: string(q.Kind), Note: q.Note, Citation: q.Citation, AsOf: q.AsOf.String(), Purposes: codes(q.Purposes)})
		if err != nil {
			return fmt.Errorf("stage quota %s: %w", q.ID, err)
		}
	}
	return nil
}

func (t speciesTx) TakeStaged(ctx context.Context, run string) (int64, error) {
	all := int64(0)
	for _, take := range []func(context.Context, string) (int64, error){t.Q.TakeTaxon, t.Q.TakeListing, t.Q.TakeQuota} {
		n, err := take(ctx, run)
		if err != nil {
			return 0, fmt.Errorf("take over import %s: %w", run, err)
		}
		all += n
	}
	return all, nil
}

func (t speciesTx) DropStaged(ctx context.Context, run string) error {
	if run == "" {
		return errors.Join(t.Q.ClearTaxonStage(ctx), t.Q.ClearListingStage(ctx), t.Q.ClearQuotaStage(ctx))
	}
	return errors.Join(t.Q.DropTaxonStage(ctx, run), t.Q.DropListingStage(ctx, run), t.Q.DropQuotaStage(ctx, run))
}
