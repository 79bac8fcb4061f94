package facility

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/internal/actor"
)

// Add enters a facility as proposed.
func (d *Desk) Add(ctx context.Context, who actor.Actor, form Form) (*Facility, error) {
	if err := who.Must(actor.KeepFacilities); err != nil {
		return nil, err
	}
	if bad := form.clean(); bad.OrNil() != nil {
		return nil, bad
	}
	var f *Facility
	err := d.Store.Update(ctx, func(tx Tx) error {
		now := d.Now()
		f = &Facility{ID: d.NewID(), State: Proposed, Version: 1, Created: now, Changed: now}
		if err := free(ctx, tx, form.Number, ""); err != nil {
			return err
		}
		if err := form.fill(ctx, tx, f); err != nil {
			return err
		}
		if err := tx.InsertFacility(ctx, f); err != nil {
			return err
		}
		return noted(ctx, tx, who, f, "add")
	})
	if err != nil {
		return nil, fmt.Errorf("add facility %s: %w", form.Number, err)
	}
	return f, nil
}
