package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/opencites/opencites/internal/store/db"
)

// The values of a session that are kept in columns of their own: whose it is,
// and on what device.
const (
	SessionAccount = "account"
	SessionDevice  = "device"
)

// sessionStep is how far the expiry of a session must move before it is written
// again: reading pages must not cost a durable write each.
const sessionStep = time.Minute

// Sessions keeps web sessions; it is the scs.CtxStore of package web. Tokens
// come hashed.
type Sessions struct{ DB *DB }

// FindCtx gives the data of a session that has not expired.
func (s Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.DB.View(ctx, func(t *Tx) error {
		r, err := t.Q.Session(ctx, token)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err == nil && s.DB.cfg.Now().Before(moment(r.Expires)) {
			data, found = r.Data, true
		}
		return err
	})
	return data, found, err
}

// CommitCtx keeps the data of a session. It writes nothing when only the expiry
// moves by less than a minute.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	deadline, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return err
	}
	now := s.DB.cfg.Now()
	row := db.SaveSessionParams{Token: token, Account: text(values, SessionAccount), Device: text(values, SessionDevice),
		Data: data, Expires: micros(expiry), Created: micros(now), Seen: micros(now)}
	fresh := false
	err = s.DB.View(ctx, func(t *Tx) error {
		old, err := t.Q.Session(ctx, token)
		if err != nil {
			return nil // absent: it is written, or fails there
		}
		oldDeadline, oldValues, err := scs.GobCodec{}.Decode(old.Data)
		fresh = err == nil && oldDeadline.Equal(deadline) && expiry.Sub(moment(old.Expires)) < sessionStep && maps.Equal(oldValues, values)
		return nil
	})
	if err != nil || fresh {
		return err
	}
	return s.DB.Update(ctx, func(t *Tx) error {
		if err := t.Q.DropSessionsPast(ctx, micros(now)); err != nil {
			return err
		}
		return t.Q.SaveSession(ctx, row)
	})
}

// DeleteCtx ends a session.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.DB.Update(ctx, func(t *Tx) error { return t.Q.DropSession(ctx, token) })
}

// Find is FindCtx without a context, which scs never calls.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context, which scs never calls.
func (s Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context, which scs never calls.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

func text(values map[string]any, key string) string {
	s, _ := values[key].(string)
	return s
}
