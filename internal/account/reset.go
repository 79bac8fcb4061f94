package account

import (
	"context"

	"github.com/opencites/opencites/internal/fault"
)

// AskReset has a link for a new password mailed to a login. It says nothing
// about whether there is such an account.
func (o *Office) AskReset(ctx context.Context, login string) error {
	login = FoldLogin(login)
	f := fault.Invalidf("account.invalid")
	checkLogin(f, login)
	if err := f.OrNil(); err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		ok, err := o.mayWrite(ctx, tx, login)
		if err != nil || !ok {
			return err
		}
		a, err := o.byLogin(ctx, tx, login)
		if err != nil {
			return err
		}
		letter := LetterReset
		switch a.State {
		case Unconfirmed:
			letter = LetterConfirm
		case Active:
		default: // unknown or disabled
			return nil
		}
		if _, err := tx.Record(ctx, event(public(), LinkAsked, a, nil)); err != nil {
			return err
		}
		return o.mail(ctx, tx, a, letter)
	})
}

// Reset sets a password by the secret of a link, once. It confirms the address,
// ends all sessions and every other link, and forgets wrong tries. A NotFound
// fault means that the link is wrong, used or too old.
func (o *Office) Reset(ctx context.Context, secret, password string) (*Account, error) {
	a, err := o.FindLink(ctx, secret)
	if err != nil {
		return nil, err
	}
	f := fault.Invalidf("account.invalid")
	checkPassword(f, "password", password, a)
	if err := f.OrNil(); err != nil {
		return nil, err
	}
	hash, err := o.Hasher.Hash(ctx, password)
	if err != nil {
		return nil, err
	}
	id := a.ID
	err = o.Store.Update(ctx, func(tx Tx) error {
		ok, err := tx.UseLink(ctx, hashLink(secret), o.Now())
		if err != nil {
			return err
		}
		if !ok {
			return errLink()
		}
		if a, err = tx.Account(ctx, id); err != nil {
			return err
		}
		first := a.State == Unconfirmed
		if first {
			if err := a.to(Active); err != nil {
				return err
			}
		}
		if a.State != Active {
			return errLink()
		}
		if err := o.setPassword(ctx, tx, a, hash, ""); err != nil {
			return err
		}
		if _, err := tx.Record(ctx, event(a.Actor(), PasswordReset, a, map[string]any{"first": first})); err != nil {
			return err
		}
		if first {
			return nil
		}
		return o.mail(ctx, tx, a, LetterChanged)
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// setPassword saves the account with a new password; only the session keep
// stays, and only if the caller raises its epoch.
func (o *Office) setPassword(ctx context.Context, tx Tx, a *Account, hash, keep string) error {
	a.PasswordHash = hash
	a.Changed = o.Now()
	a.endSessions()
	if err := tx.SaveAccount(ctx, a); err != nil {
		return err
	}
	if err := tx.DropSessions(ctx, a.ID, keep); err != nil {
		return err
	}
	if err := tx.DropAttempts(ctx, key("sign-in", a.Login)); err != nil {
		return err
	}
	return tx.DropLinks(ctx, a.ID)
}
