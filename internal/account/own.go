package account

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Own gives the account of the actor.
func (o *Office) Own(ctx context.Context, who actor.Actor) (a *Account, err error) {
	err = o.Store.View(ctx, func(tx Tx) error {
		a, err = tx.Account(ctx, who.ID)
		return err
	})
	return a, err
}

// EditOwn changes the own name and language.
func (o *Office) EditOwn(ctx context.Context, who actor.Actor, version int64, name string, language cites.Lang) error {
	return o.Store.Update(ctx, func(tx Tx) error {
		a, err := tx.Account(ctx, who.ID)
		if err != nil {
			return err
		}
		if a.Version != version {
			return fault.New(fault.Conflict, "fault.stale", "noun", "account", "id", a.ID)
		}
		a.Name, a.Language, a.Changed = tidyText(name), language, o.Now()
		f := fault.Invalidf("account.invalid")
		a.check(f)
		if err := f.OrNil(); err != nil {
			return err
		}
		if err := tx.SaveAccount(ctx, a); err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(who, OwnEdited, a, nil))
		return err
	})
}

// ChangePassword sets a new password for who knows the old one, and ends all
// sessions but the named one. It returns the account with the epoch that this
// session must take on. Wrong old passwords are counted like wrong sign-ins.
func (o *Office) ChangePassword(ctx context.Context, who actor.Actor, session, old, password string) (*Account, error) {
	a, err := o.Own(ctx, who)
	if err != nil {
		return nil, err
	}
	f := fault.Invalidf("account.invalid")
	checkPassword(f, "password", password, a)
	if err := f.OrNil(); err != nil {
		return nil, err
	}
	counted := key("sign-in", a.Login)
	var tries int
	err = o.Store.Update(ctx, func(tx Tx) (err error) {
		tries, err = o.claim(ctx, tx, counted)
		return err
	})
	if err != nil {
		return nil, err
	}
	fits, _, err := o.Hasher.Verify(ctx, old, a.PasswordHash)
	if err != nil {
		return nil, err
	}
	if !fits {
		if err := o.wrong(ctx, a, tries); fault.KindOf(err) != fault.Denied {
			return nil, err
		}
		return nil, fault.Invalidf("account.invalid").Add("old", "account.password.old_wrong")
	}
	hash, err := o.Hasher.Hash(ctx, password)
	if err != nil {
		return nil, err
	}
	proved := a.PasswordHash
	err = o.Store.Update(ctx, func(tx Tx) (err error) {
		if a, err = tx.Account(ctx, who.ID); err != nil {
			return err
		}
		if a.PasswordHash != proved || a.State != Active {
			return fault.New(fault.Conflict, "fault.stale", "noun", "account", "id", a.ID)
		}
		if err := o.setPassword(ctx, tx, a, hash, session); err != nil {
			return err
		}
		if _, err := tx.Record(ctx, event(who, PasswordChange, a, nil)); err != nil {
			return err
		}
		return o.mail(ctx, tx, a, LetterChanged)
	})
	return a, err
}

// SignOutEverywhere ends all sessions of the actor but the named one and returns
// the account with the epoch that this session must take on.
func (o *Office) SignOutEverywhere(ctx context.Context, who actor.Actor, session string) (a *Account, err error) {
	err = o.Store.Update(ctx, func(tx Tx) error {
		if a, err = tx.Account(ctx, who.ID); err != nil {
			return err
		}
		a.endSessions()
		if err := tx.SaveAccount(ctx, a); err != nil {
			return err
		}
		if err := tx.DropSessions(ctx, a.ID, session); err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(who, SignedOutAll, a, nil))
		return err
	})
	return a, err
}

// Sessions lists where the actor is signed in.
func (o *Office) Sessions(ctx context.Context, who actor.Actor) (out []Session, err error) {
	err = o.Store.View(ctx, func(tx Tx) error {
		out, err = tx.SessionsOf(ctx, who.ID, o.Now())
		return err
	})
	return out, err
}
