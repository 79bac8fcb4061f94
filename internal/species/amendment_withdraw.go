package species

import (
	"context"
	"strings"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Withdraw takes a loaded set of amendments back before its first day, with a
// reason: what loading it wrote vanishes, what it ended goes on.
func (r *Reformer) Withdraw(ctx context.Context, a actor.Actor, id, reason string) error {
	if err := a.Must(actor.AmendLaw); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return fault.Invalidf("law.withdraw.invalid").Add("reason", "law.withdraw.reason")
	}
	err := r.Store.Update(ctx, func(tx Tx) error {
		s, err := tx.AmendmentsByID(ctx, id)
		if err != nil {
			return err
		}
		if s.State != AmendmentsLoaded || !s.First.After(r.Today()) {
			return fault.New(fault.Conflict, "law.withdraw.late", "name", s.Name)
		}
		if err := s.undo(ctx, tx); err != nil {
			return err
		}
		s.State, s.Reason, s.Ended, s.EndedBy = AmendmentsWithdrawn, clean(reason), r.Now(), a.Name
		if err := tx.SaveAmendments(ctx, s); err != nil {
			return err
		}
		return r.close(ctx, tx, a, s, map[string]any{"reason": s.Reason})
	})
	if err != nil {
		return err
	}
	return r.Library.Refresh(ctx)
}

func (s *Amendments) undo(ctx context.Context, tx Tx) error {
	for _, e := range s.Entered {
		var err error
		switch {
		case e.New && e.Kind == "quota":
			err = tx.DeleteQuota(ctx, e.ID)
		case e.New && e.Kind == "suspension":
			err = tx.DeleteSuspension(ctx, e.ID)
		case e.New:
			err = tx.DeleteReservations(ctx, []string{e.ID})
		case e.Kind == "suspension":
			err = tx.SetSuspensionEnd(ctx, e.ID, e.Until)
		default:
			err = tx.SetReservationEnd(ctx, e.ID, e.Until)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// List returns all sets of amendments, newest first.
func (r *Reformer) List(ctx context.Context, a actor.Actor) (out []*Amendments, err error) {
	if err := a.Must(actor.ReadLaw); err != nil {
		return nil, err
	}
	err = r.Store.View(ctx, func(tx Tx) error {
		out, err = tx.Amendments(ctx)
		return err
	})
	return out, err
}

// Read returns one set of amendments.
func (r *Reformer) Read(ctx context.Context, a actor.Actor, id string) (s *Amendments, err error) {
	if err := a.Must(actor.ReadLaw); err != nil {
		return nil, err
	}
	err = r.Store.View(ctx, func(tx Tx) error {
		s, err = tx.AmendmentsByID(ctx, id)
		return err
	})
	return s, err
}
