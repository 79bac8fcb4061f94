package species

import (
	"context"
	"reflect"
	"slices"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// SettleKind is the kind of the job that writes amendments among the listings
// when all their days have come.
const SettleKind = "law.settle"

// Settle writes every loaded set whose last day has come among the listings.
// The law does not depend on it: the catalogue answers with loaded sets from
// their days on. It is done so that imports compare with what holds.
func (r *Reformer) Settle(ctx context.Context, a actor.Actor) error {
	if err := a.Must(actor.AmendLaw); err != nil {
		return err
	}
	if err := r.Library.Refresh(ctx); err != nil {
		return err
	}
	for {
		edition, base, loaded := r.Library.shelved()
		at := slices.IndexFunc(loaded, func(s *Amendments) bool { return !s.Last.After(r.Today()) })
		if at < 0 {
			return nil
		}
		if err := r.settle(ctx, a, edition, base, *loaded[at]); err != nil {
			return err
		}
		if err := r.Library.Refresh(ctx); err != nil {
			return err
		}
	}
}

func (r *Reformer) settle(ctx context.Context, a actor.Actor, edition int64, base *Catalogue, s Amendments) error {
	after, misfits := base.Amended(&s)
	changed, gone := base.differences(after)
	return r.Store.Update(ctx, func(tx Tx) error {
		if last, err := tx.LastEdition(ctx); err != nil || last != edition {
			if err == nil {
				err = fault.New(fault.Conflict, "species.import.raced")
			}
			return err
		}
		if err := tx.SaveListings(ctx, changed); err != nil {
			return err
		}
		if err := tx.DeleteListings(ctx, gone); err != nil {
			return err
		}
		s.State, s.Ended = AmendmentsInForce, r.Now()
		if err := tx.SaveAmendments(ctx, &s); err != nil {
			return err
		}
		return r.close(ctx, tx, a, &s, map[string]any{"listings": len(changed), "without_effect": len(misfits)})
	})
}

// differences lists the listings of after that are new or changed, and the ids
// of those that are no more.
func (c *Catalogue) differences(after *Catalogue) (changed []Listing, gone []string) {
	same := func(a, b Listing) bool { return a.ID == b.ID }
	for id, next := range after.listings {
		old := c.listings[id]
		for _, l := range next {
			if !slices.ContainsFunc(old, func(o Listing) bool { return same(o, l) && reflect.DeepEqual(o, l) }) {
				changed = append(changed, l)
			}
		}
		for _, o := range old {
			if !slices.ContainsFunc(next, func(l Listing) bool { return same(o, l) }) {
				gone = append(gone, o.ID)
			}
		}
	}
	return changed, gone
}

// SettleJob does Settle.
type SettleJob struct{ Reformer *Reformer }

// Kind is SettleKind.
func (j SettleJob) Kind() string { return SettleKind }

// Work settles what has come into force.
func (j SettleJob) Work(ctx context.Context, _ []byte) error {
	return j.Reformer.Settle(ctx, actor.Machine())
}
