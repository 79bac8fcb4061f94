package account

import (
	"context"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Change is what an administrator sets on an account.
type Change struct {
	Name     string
	Roles    []actor.Role
	Office   string
	Org      string
	OrgName  string
	Language cites.Lang
}

// Edit changes an account of somebody else; roles count from the owner's next
// request on. Conflict when it was changed meanwhile, or when the last active
// administrator would be lost.
func (o *Office) Edit(ctx context.Context, who actor.Actor, id string, version int64, c Change) error {
	return o.manage(ctx, who, id, version, "edit", func(tx Tx, a *Account) (map[string]any, error) {
		before := a.Roles
		a.Name, a.Roles, a.Office, a.Language = tidyText(c.Name), tidy(c.Roles), c.Office, c.Language
		a.Org, a.OrgName = c.Org, tidyText(c.OrgName)
		if a.Org == "" && a.OrgName != "" {
			a.Org = o.NewID()
		}
		f := fault.Invalidf("account.invalid")
		a.check(f)
		if err := f.OrNil(); err != nil {
			return nil, err
		}
		detail := map[string]any{"office": a.Office, "org": a.Org}
		if !slices.Equal(before, a.Roles) {
			detail["roles_before"], detail["roles"] = roleNames(before), roleNames(a.Roles)
		}
		return detail, nil
	})
}

// Disable closes an account: its owner is signed out at the next request.
func (o *Office) Disable(ctx context.Context, who actor.Actor, id string, version int64, why string) error {
	why = tidyText(why)
	f := fault.Invalidf("account.invalid")
	checkName(f, "reason", why, true)
	if err := f.OrNil(); err != nil {
		return err
	}
	return o.manage(ctx, who, id, version, "disable", func(tx Tx, a *Account) (map[string]any, error) {
		if err := a.to(Disabled); err != nil {
			return nil, err
		}
		a.Why = why
		a.endSessions()
		if err := tx.DropSessions(ctx, a.ID, ""); err != nil {
			return nil, err
		}
		return map[string]any{"reason": why}, tx.DropLinks(ctx, a.ID)
	})
}

// Enable opens a closed account again.
func (o *Office) Enable(ctx context.Context, who actor.Actor, id string, version int64) error {
	return o.manage(ctx, who, id, version, "enable", func(tx Tx, a *Account) (map[string]any, error) {
		a.Why = ""
		if a.PasswordHash == "" {
			return nil, a.to(Unconfirmed)
		}
		return nil, a.to(Active)
	})
}

// Invite sends the letter with the link to choose a password once more.
func (o *Office) Invite(ctx context.Context, who actor.Actor, id string, version int64) error {
	return o.manage(ctx, who, id, version, "invite", func(tx Tx, a *Account) (map[string]any, error) {
		switch a.State {
		case Unconfirmed:
			return nil, o.mail(ctx, tx, a, LetterInvite)
		case Active:
			return nil, o.mail(ctx, tx, a, LetterReset)
		}
		return nil, fault.New(fault.Conflict, "fault.state", "from", string(a.State), "to", string(Active))
	})
}

// manage does one act of an administrator on somebody else's account.
func (o *Office) manage(ctx context.Context, who actor.Actor, id string, version int64, act string, do func(Tx, *Account) (map[string]any, error)) error {
	if err := who.Must(actor.ManageAccounts); err != nil {
		return err
	}
	if who.ID == id {
		return fault.New(fault.Denied, "account.not_oneself")
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		a, err := tx.Account(ctx, id)
		if err != nil {
			return err
		}
		if a.Version != version {
			return fault.New(fault.Conflict, "fault.stale", "noun", "account", "id", id)
		}
		detail, err := do(tx, a)
		if err != nil {
			return err
		}
		a.Changed = o.Now()
		if err := tx.SaveAccount(ctx, a); err != nil {
			return err
		}
		if err := keepsAdministrator(ctx, tx, who); err != nil {
			return err
		}
		if detail == nil {
			detail = map[string]any{}
		}
		detail["act"] = act
		_, err = tx.Record(ctx, event(who, actor.ManageAccounts, a, detail))
		return err
	})
}

// keepsAdministrator refuses a change that leaves no active administrator; only
// the console may do that.
func keepsAdministrator(ctx context.Context, tx Tx, who actor.Actor) error {
	n, err := tx.CountActive(ctx, actor.Administrator)
	if err != nil || n > 0 || who.ID == Console().ID {
		return err
	}
	return fault.New(fault.Conflict, "account.last_administrator")
}
