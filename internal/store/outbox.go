package store

import (
	"context"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/store/db"
)

// Letter is a message that waits in the outbox because no mail server was there
// to take it.
type Letter struct {
	ID       string
	At       time.Time
	Account  string
	Language cites.Lang
	Subject  string
	Body     string // empty when it had a link that opens an account
}

// KeepLetter puts a letter into the outbox.
func (d *DB) KeepLetter(ctx context.Context, l Letter) error {
	return d.Update(ctx, func(t *Tx) error {
		return t.Q.InsertOutbox(ctx, db.InsertOutboxParams{ID: l.ID, At: micros(l.At), Account: l.Account, Language: string(l.Language), Subject: l.Subject, Body: l.Body})
	})
}

// Letters lists the newest letters of the outbox.
func (d *DB) Letters(ctx context.Context, most int) (out []Letter, err error) {
	err = d.View(ctx, func(t *Tx) error {
		rows, err := t.Q.Outbox(ctx, int64(most))
		for _, r := range rows {
			out = append(out, Letter{ID: r.ID, At: moment(r.At), Account: r.Account, Language: cites.Lang(r.Language), Subject: r.Subject, Body: r.Body})
		}
		return err
	})
	return out, err
}
