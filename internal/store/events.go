package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/store/db"
)

// Logged is an event with its place in the log.
type Logged struct {
	audit.Event
	Index int64
}

// EventsOf lists the events of one subject, oldest first.
func (t *Tx) EventsOf(ctx context.Context, kind, id string) ([]Logged, error) {
	rows, err := t.Q.AuditEventsOf(ctx, db.AuditEventsOfParams{SubjectKind: kind, SubjectID: id})
	return logged(rows, err)
}

// EventAt is the event of a leaf; NotFound if there is none.
func (t *Tx) EventAt(ctx context.Context, index int64) (Logged, error) {
	r, err := t.Q.AuditEventAt(ctx, index)
	if err != nil {
		return Logged{}, Found(err, "event", fmt.Sprint(index))
	}
	return toLogged(r)
}

func logged(rows []db.AuditEvent, err error) ([]Logged, error) {
	if err != nil {
		return nil, fmt.Errorf("events: %w", err)
	}
	out := make([]Logged, 0, len(rows))
	for _, r := range rows {
		l, err := toLogged(r)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func toLogged(r db.AuditEvent) (Logged, error) {
	e := eventOf(r)
	d := json.NewDecoder(strings.NewReader(r.Detail))
	d.UseNumber() // keeps the text, so that the leaf opens
	if err := d.Decode(&e.Detail); err != nil {
		return Logged{}, fmt.Errorf("event %s: detail: %w", r.ID, err)
	}
	return Logged{Event: e, Index: r.LeafIndex}, nil
}

// eventOf is the event without its details.
func eventOf(r db.AuditEvent) audit.Event {
	return audit.Event{
		ID: r.ID, At: time.UnixMicro(r.At).UTC(), Actor: audit.Actor{ID: r.ActorID, Name: r.ActorName, Role: r.ActorRole},
		OnBehalf: r.OnBehalf, Verb: r.Verb, SubjectKind: r.SubjectKind, SubjectID: r.SubjectID, Salt: r.Salt,
	}
}
