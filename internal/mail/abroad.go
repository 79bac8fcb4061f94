package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/notification"
)

// abroad mails notifications to authorities of other Parties and the Secretariat.
type abroad struct {
	o    *Office
	told *notification.Desk
}

// Kind is job.Handler.
func (h abroad) Kind() string { return notification.MailKind }

// Work is job.Handler. The notification is claimed before anything goes out and
// its id is the Message-ID: broken off in between, it is put before an officer
// and never sent a second time by itself.
func (h abroad) Work(ctx context.Context, args []byte) error {
	var m notification.MailArgs
	if err := json.Unmarshal(args, &m); err != nil {
		return job.Cancel(fmt.Errorf("notification: %w", err))
	}
	n, err := h.told.Claim(ctx, m.Notification)
	if err != nil || n == nil {
		return unlessGone(err)
	}
	text, err := n.In(n.Language)
	if err != nil {
		return errors.Join(err, h.told.Report(ctx, n, false, false))
	}
	err = h.o.out.Send(ctx, Letter{ID: n.ID, To: n.Address, Language: n.Language, Subject: text.Subject, Body: text.Body})
	if reported := h.told.Report(ctx, n, err == nil, !job.Cancelled(err)); reported != nil {
		return errors.Join(err, reported)
	}
	if job.Cancelled(err) {
		return nil // an officer sends it by hand
	}
	return err
}
