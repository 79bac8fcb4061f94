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

// stageFrom is from how many rows an import is staged, stageStep how many go
// into one transaction: others wait no longer than that takes.
const (
	stageFrom = 2000
	stageStep = 500
)

// write saves the plan unless somebody imported in between. A large plan is
// written beside the data first, in steps, and takes effect in one short
// transaction; killed at any moment, the data are as before.
func (i *Importer) write(ctx context.Context, a actor.Actor, edition int64, m *merge, progress Progress) error {
	r := m.report
	if m.save.any() {
		r.Edition = edition + 1
	}
	run, staged, err := i.stage(ctx, &m.save, progress)
	if err != nil {
		return err
	}
	err = i.Store.Update(ctx, func(tx Tx) error {
		last, err := tx.LastEdition(ctx)
		if err != nil {
			return err
		}
		if last != edition {
			return fault.New(fault.Conflict, "species.import.raced")
		}
		if staged > 0 {
			n, err := tx.TakeStaged(ctx, run)
			if err != nil {
				return err
			}
			if n != int64(staged) { // another import dropped them
				return fault.New(fault.Conflict, "species.import.raced")
			}
		}
		if err := m.save.write(ctx, tx, staged > 0); err != nil {
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
	if staged == 0 {
		return err
	}
	return errors.Join(err, i.Store.Update(ctx, func(tx Tx) error { return tx.DropStaged(ctx, run) }))
}

// stage writes a large plan beside the data. It returns the name of the run and
// how many rows were staged; 0 for a small plan.
func (i *Importer) stage(ctx context.Context, s *saving, progress Progress) (run string, staged int, err error) {
	if staged = len(s.taxa) + len(s.listings) + len(s.quotas); staged < stageFrom || i.NewID == nil {
		return "", 0, nil
	}
	run = i.NewID()
	err = i.Store.Update(ctx, func(tx Tx) error { return tx.DropStaged(ctx, "") }) // of an import that was killed
	taxa, listings, quotas := s.taxa, s.listings, s.quotas
	for done := 0; err == nil && done < staged; {
		var t []*Taxon
		var l []Listing
		var q []*Quota
		t, taxa = part(taxa, stageStep)
		l, listings = part(listings, stageStep-len(t))
		q, quotas = part(quotas, stageStep-len(t)-len(l))
		err = i.Store.Update(ctx, func(tx Tx) error { return tx.Stage(ctx, run, values(t), l, values(q)) })
		done += len(t) + len(l) + len(q)
		progress(Writing, done)
	}
	return run, staged, err
}

// part parts at most n from a list.
func part[T any](list []T, n int) (head, rest []T) {
	n = min(n, len(list))
	return list[:n], list[n:]
}

// write saves the rows that are not staged: taxa before what refers to them.
func (s *saving) write(ctx context.Context, tx Tx, staged bool) error {
	if !staged {
		if err := tx.SaveTaxa(ctx, values(s.taxa)); err != nil {
			return err
		}
		if err := tx.SaveListings(ctx, s.listings); err != nil {
			return err
		}
		for _, q := range s.quotas {
			if err := tx.SaveQuota(ctx, q); err != nil {
				return err
			}
		}
	}
	if err := tx.DeleteListings(ctx, s.gone); err != nil {
		return err
	}
	if err := tx.DeleteReservations(ctx, s.withdrawn); err != nil {
		return err
	}
	if err := tx.SaveReservations(ctx, s.reservations); err != nil {
		return err
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

func values[T any](list []*T) []T {
	out := make([]T, len(list))
	for i, v := range list {
		out[i] = *v
	}
	return out
}
