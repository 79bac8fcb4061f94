package account

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// errWrong is the one answer to a wrong login, a wrong password and an account
// that cannot be used.
func errWrong() error { return fault.New(fault.Denied, "account.sign_in.wrong") }

// SignIn proves who somebody is and returns the account. Denied faults: wrong
// login or password (one answer for both), or too many tries, with the minutes
// to wait. Unknown logins are counted and cost the same work as known ones.
func (o *Office) SignIn(ctx context.Context, login, password string) (*Account, error) {
	login = FoldLogin(login)
	counted := key("sign-in", login)
	var tries int
	a := &Account{}
	err := o.Store.Update(ctx, func(tx Tx) (err error) {
		if tries, err = o.claim(ctx, tx, counted); err != nil {
			return err
		}
		a, err = o.byLogin(ctx, tx, login)
		return err
	})
	if err != nil {
		return nil, err
	}
	hash := a.PasswordHash
	if a.State != Active || len(password) > 4*maxPassword {
		hash = "" // the same work, and no
	}
	fits, stale, err := o.Hasher.Verify(ctx, password[:min(len(password), 4*maxPassword)], hash)
	if err != nil {
		return nil, err
	}
	if !fits {
		return nil, o.wrong(ctx, a, tries)
	}
	var fresh string
	if stale {
		if fresh, err = o.Hasher.Hash(ctx, password); err != nil {
			return nil, err
		}
	}
	return o.signedIn(ctx, a.ID, hash, fresh, counted, tries)
}

// byLogin gives the account of a login, or an empty one.
func (o *Office) byLogin(ctx context.Context, tx Tx, login string) (*Account, error) {
	a, err := tx.AccountByLogin(ctx, login)
	if fault.KindOf(err) == fault.NotFound {
		return &Account{}, nil
	}
	return a, err
}

// wrong logs the lock-out of a real account when the free tries are used up.
func (o *Office) wrong(ctx context.Context, a *Account, tries int) error {
	if a.ID == "" || tries < freeTries {
		return errWrong()
	}
	err := o.Store.Update(ctx, func(tx Tx) error {
		_, err := tx.Record(ctx, event(public(), LockedOut, a, map[string]any{"tries": tries, "minutes": int(pause(tries).Minutes())}))
		return err
	})
	if err != nil {
		return err
	}
	return errWrong()
}

// signedIn notes the success. The account is loaded again: it may have been
// closed, or the password changed, while we compared.
func (o *Office) signedIn(ctx context.Context, id, hash, fresh, counted string, tries int) (*Account, error) {
	var a *Account
	err := o.Store.Update(ctx, func(tx Tx) (err error) {
		if a, err = tx.Account(ctx, id); err != nil {
			return err
		}
		if a.State != Active || a.PasswordHash != hash {
			return errWrong()
		}
		a.LastSignIn = o.Now()
		if fresh != "" {
			a.PasswordHash = fresh
		}
		if err := tx.DropAttempts(ctx, counted); err != nil {
			return err
		}
		if err := tx.SaveAccount(ctx, a); err != nil {
			return err
		}
		detail := map[string]any{}
		if tries > 1 {
			detail["failed_before"] = tries - 1
		}
		_, err = tx.Record(ctx, event(a.Actor(), SignedIn, a, detail))
		return err
	})
	return a, err
}

// Demo signs in without a password. Only the demonstration calls it.
func (o *Office) Demo(ctx context.Context, id string) (*Account, error) {
	var a *Account
	err := o.Store.Update(ctx, func(tx Tx) (err error) {
		if a, err = tx.Account(ctx, id); err != nil {
			return err
		}
		if a.State != Active {
			return errWrong()
		}
		a.LastSignIn = o.Now()
		if err := tx.SaveAccount(ctx, a); err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(a.Actor(), SignedIn, a, map[string]any{"demo": true}))
		return err
	})
	return a, err
}

// SignOut notes that somebody signed out.
func (o *Office) SignOut(ctx context.Context, who actor.Actor) error {
	return o.Store.Update(ctx, func(tx Tx) error {
		_, err := tx.Record(ctx, event(who, SignedOut, &Account{ID: who.ID}, nil))
		return err
	})
}

// Present gives the actor of a session: as the account is now. NotFound when it
// was closed, or when its sessions of that epoch were ended.
func (o *Office) Present(ctx context.Context, id string, epoch int64) (who actor.Actor, err error) {
	err = o.Store.View(ctx, func(tx Tx) error {
		a, err := tx.Account(ctx, id)
		if err != nil {
			return err
		}
		if a.State != Active || a.Epoch != epoch {
			return fault.New(fault.NotFound, "fault.not_found", "noun", "account", "id", id)
		}
		who = a.Actor()
		return nil
	})
	return who, err
}
