package finding

import (
	"context"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
)

// Record is a finding with what belongs to it.
type Record struct {
	*NonDetriment
	Files []File
	Draws []Draw
}

// Register lists findings, last changed first, and how many there are in all.
func (d *Desk) Register(ctx context.Context, who actor.Actor, f Filter) (out []NonDetriment, total int, err error) {
	if err := who.Must(actor.ReadFindings); err != nil {
		return nil, 0, err
	}
	f.Today = d.Today()
	err = d.Store.View(ctx, func(tx Tx) error {
		out, total, err = tx.ListNonDetriments(ctx, f)
		return err
	})
	return out, total, err
}

// Read opens a finding.
func (d *Desk) Read(ctx context.Context, who actor.Actor, id string) (*Record, error) {
	if err := who.Must(actor.ReadFindings); err != nil {
		return nil, err
	}
	r := &Record{}
	err := d.Store.View(ctx, func(tx Tx) (err error) {
		if r.NonDetriment, err = tx.NonDetriment(ctx, id); err != nil {
			return err
		}
		if r.Files, err = tx.Files(ctx, NDFs, id); err != nil {
			return err
		}
		r.Draws, err = tx.DrawsFrom(ctx, NDFs, id)
		return err
	})
	return r, err
}

// mostFitting bounds how many findings are offered for one line.
const mostFitting = 50

// Fitting lists the findings that cover such specimens and stand on a day, the
// nearest taxon first: what a case page offers for a line.
func (d *Desk) Fitting(ctx context.Context, who actor.Actor, t Trade, on cites.Date) ([]NonDetriment, error) {
	if err := who.Must(actor.ReadFindings); err != nil {
		return nil, err
	}
	var out []NonDetriment
	err := d.Store.View(ctx, func(tx Tx) error {
		all, _, err := tx.ListNonDetriments(ctx, Filter{Taxa: t.Taxa, Standing: string(InForce), Today: on, Limit: mostFitting})
		if err != nil {
			return err
		}
		for _, n := range all {
			if n.On(on) == Stands && n.Covers(t) {
				out = append(out, n)
			}
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b NonDetriment) int { return slices.Index(t.Taxa, a.Taxon) - slices.Index(t.Taxa, b.Taxon) })
	return out, err
}
