package notification

import (
	"context"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
)

// Desk is where officers look after notifications. Its fields are set once.
type Desk struct {
	Store Store
	Now   func() time.Time
}

// List gives one page of notifications, newest first, and how many there are.
func (d *Desk) List(ctx context.Context, who actor.Actor, f Filter) (out []Notification, total int, err error) {
	if err := who.Must(actor.ReadNotifications); err != nil {
		return nil, 0, err
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		out, total, err = tx.ListNotifications(ctx, f)
		return err
	})
	return out, total, err
}

// Recipients lists to whom notifications were entered, for a filter.
func (d *Desk) Recipients(ctx context.Context, who actor.Actor) (out []cites.Country, err error) {
	if err := who.Must(actor.ReadNotifications); err != nil {
		return nil, err
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		out, err = tx.NotificationRecipients(ctx)
		return err
	})
	return out, err
}

// Read gives one notification.
func (d *Desk) Read(ctx context.Context, who actor.Actor, id string) (n *Notification, err error) {
	if err := who.Must(actor.ReadNotifications); err != nil {
		return nil, err
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		n, err = tx.Notification(ctx, id)
		return err
	})
	return n, err
}

// Mark records that an officer sent a notification by hand, and how and when.
func (d *Desk) Mark(ctx context.Context, who actor.Actor, id string, version int64, how string) error {
	if err := who.Must(actor.SendNotification); err != nil {
		return err
	}
	how = strings.TrimSpace(how)
	switch {
	case how == "":
		return fault.Invalidf("notification.mark").Add("how", "notification.how_missing")
	case len([]rune(how)) > 500:
		return fault.Invalidf("notification.mark").Add("how", "notification.how_long", "max", 500)
	}
	return d.change(ctx, who, id, version, func(n *Notification) error {
		n.State, n.DoneAt, n.DoneBy, n.DoneName, n.DoneHow = Marked, d.Now(), who.ID, who.Name, how
		return nil
	})
}

// Retry puts a notification that mail failed to deliver into the queue again;
// one that may have arrived only on an officer's word that it did not.
func (d *Desk) Retry(ctx context.Context, who actor.Actor, id string, version int64) error {
	if err := who.Must(actor.SendNotification); err != nil {
		return err
	}
	return d.change(ctx, who, id, version, func(n *Notification) error {
		if n.Address == "" {
			return fault.New(fault.Conflict, "notification.no_address", "number", n.Number)
		}
		n.State, n.Trouble = Queued, ""
		return nil
	})
}

// change moves a notification that waits for an officer.
func (d *Desk) change(ctx context.Context, who actor.Actor, id string, version int64, do func(*Notification) error) error {
	return d.Store.Update(ctx, func(tx Tx) error {
		n, err := tx.Notification(ctx, id)
		if err != nil {
			return err
		}
		if n.Version != version {
			return fault.New(fault.Conflict, "fault.stale", "state", string(n.State))
		}
		if n.State != ByHand {
			return fault.New(fault.Conflict, "notification.not_waiting", "number", n.Number)
		}
		if err := do(n); err != nil {
			return err
		}
		if err := d.save(ctx, tx, who, n); err != nil || n.State != Queued {
			return err
		}
		return tx.Enqueue(ctx, mailJob(n.ID))
	})
}

func (d *Desk) save(ctx context.Context, tx Tx, who actor.Actor, n *Notification) error {
	if err := tx.SaveNotification(ctx, n); err != nil {
		return err
	}
	_, err := tx.Record(ctx, audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(who.RoleFor(actor.SendNotification))},
		Verb: string(actor.SendNotification), SubjectKind: "notification", SubjectID: n.ID, Detail: map[string]any{"number": string(n.Number),
			"to": string(n.To), "cause": string(n.Cause), "state": string(n.State), "how": n.DoneHow, "trouble": n.Trouble}})
	return err
}
