package facility

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// change does one act on one facility: may they, one transaction, load, the
// version they saw, change, save, log. do returns the name of the act and what
// else is logged.
func (d *Desk) change(ctx context.Context, who actor.Actor, id string, version int64, act string, do func(tx Tx, f *Facility) ([]any, error)) error {
	if err := who.Must(actor.KeepFacilities); err != nil {
		return err
	}
	err := d.Store.Update(ctx, func(tx Tx) error {
		f, err := tx.Facility(ctx, id)
		if err != nil {
			return err
		}
		if f.Version != version {
			return fault.New(fault.Conflict, "fault.stale", "state", string(f.State))
		}
		more, err := do(tx, f)
		if err != nil {
			return err
		}
		f.Changed = d.Now()
		if err := tx.SaveFacility(ctx, f); err != nil {
			return err
		}
		return noted(ctx, tx, who, f, act, more...)
	})
	if err != nil {
		return fmt.Errorf("%s facility %s: %w", act, id, err)
	}
	return nil
}

// Edit changes what is said about a facility. The number of a facility from
// which permits may have been issued stays.
func (d *Desk) Edit(ctx context.Context, who actor.Actor, id string, version int64, form Form) error {
	if bad := form.clean(); bad.OrNil() != nil {
		return bad
	}
	return d.change(ctx, who, id, version, "edit", func(tx Tx, f *Facility) ([]any, error) {
		if f.State != Proposed && Key(form.Number) != Key(f.Number) {
			return nil, fault.Invalidf("facility.invalid").Add("number", "facility.number_stays")
		}
		if err := free(ctx, tx, form.Number, f.ID); err != nil {
			return nil, err
		}
		return nil, form.fill(ctx, tx, f)
	})
}
