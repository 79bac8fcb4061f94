package notification

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
)

// Claim takes a queued notification for sending, durably, before anything goes
// out; nil when there is nothing to send. One that was claimed before and never
// reported back was broken off: whether it arrived nobody knows, so it is never
// sent a second time by itself but put before an officer.
func (d *Desk) Claim(ctx context.Context, id string) (out *Notification, err error) {
	err = d.Store.Update(ctx, func(tx Tx) error {
		out = nil
		n, err := tx.Notification(ctx, id)
		if err != nil {
			return err
		}
		switch n.State {
		case Queued:
			n.State, out = Sending, n
			n.Tries++
		case Sending:
			n.State, n.Trouble = ByHand, Unsure
		default:
			return nil
		}
		return d.save(ctx, tx, actor.Machine(), n)
	})
	return out, err
}

// Report says what became of a claimed notification: sent, not taken but worth
// another try, or refused for good.
func (d *Desk) Report(ctx context.Context, n *Notification, sent, again bool) error {
	return d.Store.Update(ctx, func(tx Tx) error {
		now, err := tx.Notification(ctx, n.ID)
		if err != nil {
			return err
		}
		switch {
		case now.State != Sending || now.Version != n.Version:
			return nil // an officer was told meanwhile
		case sent:
			now.State, now.DoneAt = Sent, d.Now()
		case again:
			now.State = Queued
		default:
			now.State, now.Trouble = ByHand, Refused
		}
		return d.save(ctx, tx, actor.Machine(), now)
	})
}
