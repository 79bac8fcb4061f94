package app

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/seal"
)

// keyDesk lets administrators see and rotate keys on a page.
type keyDesk struct{ sys *System }

// Keys lists the public side of all keys.
func (d keyDesk) Keys(_ context.Context, who actor.Actor) ([]seal.Key, error) {
	if err := who.Must(actor.ManageKeys); err != nil {
		return nil, err
	}
	return d.sys.Keys.Keys(), nil
}

// Rotate makes the next key of a usage the current one. The act is logged before
// it is done: a rotation that nobody can account for must not be.
func (d keyDesk) Rotate(ctx context.Context, who actor.Actor, use seal.Use) error {
	if err := who.Must(actor.ManageKeys); err != nil {
		return err
	}
	err := d.sys.DB.Update(ctx, func(t *store.Tx) error {
		_, err := t.Record(ctx, audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(actor.Administrator)}, Verb: string(actor.ManageKeys),
			SubjectKind: "key", SubjectID: use.String(), Detail: map[string]any{"act": "rotate", "use": use.String()}})
		return err
	})
	if err != nil {
		return err
	}
	return d.sys.Keys.Rotate(use, d.sys.Now())
}
