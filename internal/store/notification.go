package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/notification"
	"github.com/opencites/opencites/internal/store/db"
)

// Notifications is the store of package notification.
type Notifications struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s Notifications) Update(ctx context.Context, fn func(notification.Tx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(t) })
}

// View runs fn on one snapshot.
func (s Notifications) View(ctx context.Context, fn func(notification.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(t) })
}

// InsertNotification enters a notification once for a permit, cause and recipient.
func (t *Tx) InsertNotification(ctx context.Context, n *notification.Notification) (bool, error) {
	facts, err := json.Marshal(n.Facts)
	if err != nil {
		return false, fmt.Errorf("notification of %s: %w", n.Number, err)
	}
	n.Version = 1
	rows, err := t.Q.InsertNotification(ctx, db.InsertNotificationParams{ID: n.ID, Cause: string(n.Cause), Recipient: string(n.To), PermitID: n.PermitID,
		Number: string(n.Number), Facts: string(facts), Address: n.Address, Language: string(n.Language), State: string(n.State), Created: micros(n.Created),
		Search: folded(string(n.Number), cites.NumberKey(n.Number), string(n.To), n.To.Name(cites.English), n.Address, n.Facts.Successor, n.Facts.Exporter, n.Facts.Importer)})
	return rows == 1, err
}

func notificationOf(r db.Notification) (notification.Notification, error) {
	n := notification.Notification{ID: r.ID, Cause: notification.Cause(r.Cause), To: cites.Country(r.Recipient), PermitID: r.PermitID,
		Number: cites.PermitNumber(r.Number), Address: r.Address, Language: cites.Lang(r.Language), State: notification.State(r.State), Trouble: r.Trouble,
		Tries: r.Tries, Version: r.Version, Created: moment(r.Created), DoneAt: moment(r.DoneAt), DoneBy: r.DoneBy, DoneName: r.DoneName, DoneHow: r.DoneHow}
	if err := json.Unmarshal([]byte(r.Facts), &n.Facts); err != nil {
		return n, fmt.Errorf("notification %s: %w", r.ID, err)
	}
	return n, nil
}

// Notification reads one.
func (t *Tx) Notification(ctx context.Context, id string) (*notification.Notification, error) {
	r, err := t.Q.Notification(ctx, id)
	if err != nil {
		return nil, Found(err, "notification", id)
	}
	n, err := notificationOf(r)
	return &n, err
}

// SaveNotification writes the state of one where nobody else was faster.
func (t *Tx) SaveNotification(ctx context.Context, n *notification.Notification) error {
	rows, err := t.Q.SaveNotification(ctx, db.SaveNotificationParams{ID: n.ID, OldVersion: n.Version, State: string(n.State), Trouble: n.Trouble, Tries: n.Tries,
		Address: n.Address, DoneAt: micros(n.DoneAt), DoneBy: n.DoneBy, DoneName: n.DoneName, DoneHow: n.DoneHow})
	if err := Saved(rows, err, "notification", n.ID); err != nil {
		return err
	}
	n.Version++
	return nil
}

// ListNotifications gives one page, newest first, and how many there are in all.
func (t *Tx) ListNotifications(ctx context.Context, f notification.Filter) ([]notification.Notification, int, error) {
	q := db.ListNotificationsParams{States: codes(f.States), Causes: codes(f.Causes), Recipients: codes(f.To), PermitID: f.Permit, Most: int64(f.Limit), Skip: int64(f.Offset)}
	if f.Text != "" {
		q.Pattern = like(f.Text)
	}
	total, err := t.Q.CountNotifications(ctx, db.CountNotificationsParams{Pattern: q.Pattern, States: q.States, Causes: q.Causes, Recipients: q.Recipients, PermitID: q.PermitID})
	if err != nil {
		return nil, 0, err
	}
	rows, err := t.Q.ListNotifications(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	out := make([]notification.Notification, len(rows))
	for i, r := range rows {
		if out[i], err = notificationOf(r); err != nil {
			return nil, 0, err
		}
	}
	return out, int(total), nil
}

// NotificationRecipients lists to whom any was entered.
func (t *Tx) NotificationRecipients(ctx context.Context) ([]cites.Country, error) {
	rows, err := t.Q.NotificationRecipients(ctx)
	out := make([]cites.Country, len(rows))
	for i, r := range rows {
		out[i] = cites.Country(r)
	}
	return out, err
}
