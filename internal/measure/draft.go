package measure

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Draft adds a measure that does not hold yet.
func (d *Desk) Draft(ctx context.Context, who actor.Actor, f Form) (*Measure, error) {
	if err := who.Must(actor.ManageMeasures); err != nil {
		return nil, err
	}
	now := d.Now()
	m := &Measure{ID: d.NewID(), State: Draft, Version: 1, Created: now, Changed: now}
	if err := d.read(f, m); err != nil {
		return nil, err
	}
	err := d.Store.Update(ctx, func(tx Tx) (err error) {
		if m.Number, err = tx.NextMeasureNumber(ctx); err != nil {
			return err
		}
		if err := tx.InsertMeasure(ctx, m); err != nil {
			return err
		}
		return noted(ctx, tx, who, m, "draft")
	})
	if err != nil {
		return nil, fmt.Errorf("draft measure %s: %w", m.Name, err)
	}
	return m, nil
}

// Edit changes a draft. A measure in force keeps its words.
func (d *Desk) Edit(ctx context.Context, who actor.Actor, id string, version int64, f Form) (*Measure, error) {
	return d.change(ctx, who, id, version, "edit", func(m *Measure) error {
		if m.State != Draft {
			return fault.New(fault.Conflict, "measure.state_forbids", "name", m.Name)
		}
		return d.read(f, m)
	})
}
