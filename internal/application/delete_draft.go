package application

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
)

// DeleteDraft removes a draft for good, with its lines and documents. What was
// filed can only be withdrawn.
func (o *Office) DeleteDraft(ctx context.Context, who actor.Actor, id string) error {
	if err := who.Must(actor.WriteApplication); err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		a, err := o.own(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if a.State != Draft {
			return closed(a)
		}
		if err := tx.DeleteDraft(ctx, id); err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(who, actor.WriteApplication, a, map[string]any{"act": "delete"}))
		return err
	})
}
