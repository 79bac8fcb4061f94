package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// secretSize of a link, in bytes.
const secretSize = 32

// MakeLink makes the secret of a link for choosing a password and says when it
// expires. Only the letter, or the person at the console, ever sees it; the
// store keeps its hash. NotFound for a disabled account.
func (o *Office) MakeLink(ctx context.Context, who actor.Actor, id string, what Letter) (secret string, expires time.Time, err error) {
	raw := make([]byte, secretSize)
	if _, err := io.ReadFull(o.Rand, raw); err != nil {
		return "", time.Time{}, fmt.Errorf("make link: %w", err)
	}
	secret = base64.RawURLEncoding.EncodeToString(raw)
	expires = o.Now().Add(what.lifetime())
	err = o.Store.Update(ctx, func(tx Tx) error {
		a, err := tx.Account(ctx, id)
		if err != nil {
			return err
		}
		if a.State == Disabled {
			return fault.New(fault.NotFound, "fault.not_found", "noun", "account", "id", id)
		}
		if err := tx.SaveLink(ctx, Link{Hash: hashLink(secret), Account: id, Expires: expires}); err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(who, LinkMade, a, map[string]any{"letter": string(what)}))
		return err
	})
	return secret, expires, err
}

func hashLink(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// errLink is the answer to a link that is wrong, used or too old.
func errLink() error { return fault.New(fault.NotFound, "account.link.gone") }

// FindLink gives the account a link belongs to, without using it.
func (o *Office) FindLink(ctx context.Context, secret string) (a *Account, err error) {
	err = o.Store.View(ctx, func(tx Tx) error {
		l, err := tx.LinkByHash(ctx, hashLink(secret), o.Now())
		if fault.KindOf(err) == fault.NotFound {
			return errLink()
		}
		if err != nil {
			return err
		}
		a, err = tx.Account(ctx, l.Account)
		return err
	})
	if err != nil {
		return nil, err
	}
	if a.State == Disabled {
		return nil, errLink()
	}
	return a, nil
}
