package species

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/internal/actor"
)

// starterSource names the starter catalogue in reports.
const starterSource = "starter catalogue"

// Seed writes the starter catalogue into an empty store, in one transaction.
// It does nothing when there is any edition.
func (i *Importer) Seed(ctx context.Context, a actor.Actor) error {
	if err := a.Must(actor.ImportSpecies); err != nil {
		return err
	}
	law, limits, edition, err := i.known(ctx)
	if err != nil || edition > 0 {
		return err
	}
	taxa, listings, err := Starter()
	if err != nil {
		return fmt.Errorf("starter catalogue: %w", err)
	}
	r := &Report{Source: starterSource, AsOf: i.Today(), Rows: len(taxa), Added: len(taxa), Opened: len(listings)}
	if len(taxa) > 0 {
		r.AsOf = taxa[0].AsOf
	}
	m := newMerge(law, limits, r)
	m.all, m.save = taxa, saving{taxa: pointers(taxa), listings: listings}
	if err := i.write(ctx, a, edition, m, func(Phase, int) {}); err != nil {
		return err
	}
	if i.Library != nil {
		return i.Library.Refresh(ctx)
	}
	return nil
}

func pointers(taxa []Taxon) []*Taxon {
	out := make([]*Taxon, len(taxa))
	for i := range taxa {
		out[i] = &taxa[i]
	}
	return out
}
