package species

import (
	"context"
	"errors"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
)

// Apply brings batches into the store, one after the other, and writes all that
// they change in one transaction: all of it or nothing. What the store knows
// from a newer source stays. The same batches again change nothing. The report
// names the source and gets what was done.
func (i *Importer) Apply(ctx context.Context, a actor.Actor, batches []Batch, r *Report, progress Progress) error {
	if err := a.Must(actor.ImportSpecies); err != nil {
		return err
	}
	if progress == nil {
		progress = func(Phase, int) {}
	}
	law, limits, edition, err := i.known(ctx)
	if err != nil {
		return err
	}
	return i.apply(ctx, a, newMerge(law, limits, r), edition, batches, progress)
}

func (i *Importer) apply(ctx context.Context, a actor.Actor, m *merge, edition int64, batches []Batch, progress Progress) error {
	n := 0
	for b := range batches {
		progress(Comparing, n)
		if err := ctx.Err(); err != nil {
			return err
		}
		n += len(batches[b].Taxa) + len(batches[b].Laws) + len(batches[b].Quotas)
		m.take(&batches[b])
		batches[b] = Batch{} // its memory is needed for the next one
	}
	m.finish()
	if err := i.write(ctx, a, edition, m, progress); err != nil {
		return err
	}
	if i.Library != nil {
		return i.Library.Refresh(ctx)
	}
	return nil
}

// known loads what the store has, with its edition.
func (i *Importer) known(ctx context.Context) (law *Catalogue, limits Limits, edition int64, err error) {
	var taxa []Taxon
	var listings []Listing
	var reservations []Reservation
	err = i.Store.View(ctx, func(tx Tx) error {
		var wrong [6]error
		edition, wrong[0] = tx.LastEdition(ctx)
		taxa, wrong[1] = tx.Taxa(ctx)
		listings, wrong[2] = tx.Listings(ctx)
		reservations, wrong[3] = tx.Reservations(ctx)
		limits.Quotas, wrong[4] = tx.Quotas(ctx)
		limits.Suspensions, wrong[5] = tx.Suspensions(ctx)
		return errors.Join(wrong[:]...)
	})
	return newLaw(taxa, listings, i.Today()).Reserving(reservations), limits, edition, err
}

// write saves the plan unless somebody imported in between.
func (i *Importer) write(ctx context.Context, a actor.Actor, edition int64, m *merge, progress Progress) error {
	r := m.report
	if m.save.any() {
		r.Edition = edition + 1
	}
	return i.Store.Update(ctx, func(tx Tx) error {
		last, err := tx.LastEdition(ctx)
		if err != nil {
			return err
		}
		if last != edition {
			return fault.New(fault.Conflict, "species.import.raced")
		}
		if err := m.save.write(ctx, tx, progress); err != nil {
			return err
		}
		if r.Edition > 0 {
			if err := tx.InsertEdition(ctx, Edition{Number: r.Edition, Source: r.Source, AsOf: r.AsOf, Imported: i.Now(), Actor: a.ID, Taxa: len(m.all), Report: *r}); err != nil {
				return err
			}
		}
		_, err = tx.Record(ctx, importEvent(a, r))
		return err
	})
}

// write saves the rows: taxa before what refers to them.
func (s *saving) write(ctx context.Context, tx Tx, progress Progress) error {
	for n := 0; n < len(s.taxa); n += progressStep {
		progress(Writing, n)
		if err := tx.SaveTaxa(ctx, values(s.taxa[n:min(n+progressStep, len(s.taxa))])); err != nil {
			return err
		}
	}
	if err := tx.DeleteListings(ctx, s.gone); err != nil {
		return err
	}
	if err := tx.SaveListings(ctx, s.listings); err != nil {
		return err
	}
	if err := tx.DeleteReservations(ctx, s.withdrawn); err != nil {
		return err
	}
	if err := tx.SaveReservations(ctx, s.reservations); err != nil {
		return err
	}
	for _, q := range s.quotas {
		if err := tx.SaveQuota(ctx, q); err != nil {
			return err
		}
	}
	for _, x := range s.suspensions {
		if err := tx.SaveSuspension(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

func importEvent(a actor.Actor, r *Report) audit.Event {
	role := ""
	if len(a.Roles) > 0 {
		role = string(a.Roles[0])
	}
	return audit.Event{
		Actor: audit.Actor{ID: a.ID, Name: a.Name, Role: role}, Verb: string(actor.ImportSpecies), SubjectKind: "species", SubjectID: r.Source,
		Detail: map[string]any{"as_of": r.AsOf.String(), "edition": r.Edition, "rows": r.Rows, "added": r.Added, "changed": r.Changed,
			"listings_opened": r.Opened, "listings_closed": r.Closed, "refused": r.RefusedInAll, "reservations": r.Reservations.Added + r.Reservations.Changed,
			"quotas": r.Quotas.Added + r.Quotas.Changed, "suspensions": r.Suspensions.Added + r.Suspensions.Changed},
	}
}

func values(taxa []*Taxon) []Taxon {
	out := make([]Taxon, len(taxa))
	for i, t := range taxa {
		out[i] = *t
	}
	return out
}
