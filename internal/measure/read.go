package measure

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
)

// Read returns one measure.
func (d *Desk) Read(ctx context.Context, who actor.Actor, id string) (m *Measure, err error) {
	if err := who.Must(actor.ReadMeasures); err != nil {
		return nil, err
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		m, err = tx.Measure(ctx, id)
		return err
	})
	return m, err
}

// List returns one page of measures by number and how many there are.
func (d *Desk) List(ctx context.Context, who actor.Actor, f Filter) (list []Measure, total int, err error) {
	if err := who.Must(actor.ReadMeasures); err != nil {
		return nil, 0, err
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		list, total, err = tx.ListMeasures(ctx, f)
		return err
	})
	return list, total, err
}

// On returns the measures that hold on a day; law is public.
func (d *Desk) On(ctx context.Context, on cites.Date) (list []Measure, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		list, err = tx.MeasuresOn(ctx, on)
		return err
	})
	return list, err
}
