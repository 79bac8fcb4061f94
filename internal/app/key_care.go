package app

import (
	"context"
	"fmt"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/store"
)

// keyCareKind is the kind of the job that rotates keys before they end.
const keyCareKind = "keycare"

// keyCare rotates every key whose signing period ends within two weeks, and
// reads what another process changed in the key store. What was rotated is
// logged; nobody asked for it, so no person stands in the event.
type keyCare struct{ sys *System }

// Kind is job.Handler.
func (k keyCare) Kind() string { return keyCareKind }

// Work rotates what is due; doing it again changes nothing.
func (k keyCare) Work(ctx context.Context, _ []byte) error {
	n, err := k.sys.Keys.Maintain(k.sys.Now())
	if err != nil || n == 0 {
		return err
	}
	who := actor.Machine()
	err = k.sys.DB.Update(ctx, func(t *store.Tx) error {
		_, err := t.Record(ctx, audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(actor.System)}, Verb: string(actor.ManageKeys),
			SubjectKind: "key", SubjectID: "due", Detail: map[string]any{"act": "rotate", "rotations": n}})
		return err
	})
	if err != nil {
		return fmt.Errorf("log %d key rotations: %w", n, err)
	}
	return nil
}

// keyCares asks for it at start and once a day.
func keyCares() job.Periodic {
	return job.Periodic{Every: 24 * time.Hour, Job: job.Job{Kind: keyCareKind, UniqueKey: "all"}, Start: true}
}
