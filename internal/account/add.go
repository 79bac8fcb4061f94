package account

import (
	"context"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// New is an account that an administrator makes.
type New struct {
	Login    string
	Name     string
	Roles    []actor.Role
	Office   string
	Org      string // id of an organisation that exists, or empty
	OrgName  string
	Language cites.Lang
	// Password makes the account usable at once; without it the owner gets a
	// letter with a link to choose one.
	Password string
}

// Add makes an account. Invalid names the wrong fields; a login that is taken is
// one of them.
func (o *Office) Add(ctx context.Context, who actor.Actor, in New) (*Account, error) {
	if err := who.Must(actor.ManageAccounts); err != nil {
		return nil, err
	}
	a := &Account{ID: o.NewID(), Version: 1, Login: FoldLogin(in.Login), Name: tidyText(in.Name), Roles: tidy(in.Roles), Office: in.Office,
		Org: in.Org, OrgName: tidyText(in.OrgName), Language: in.Language, State: Unconfirmed, Epoch: 1, Created: o.Now(), Changed: o.Now()}
	if a.Org == "" && a.OrgName != "" {
		a.Org = o.NewID()
	}
	f := fault.Invalidf("account.invalid")
	checkLogin(f, a.Login)
	a.check(f)
	if in.Password != "" {
		checkPassword(f, "password", in.Password, a)
	}
	if err := f.OrNil(); err != nil {
		return nil, err
	}
	if in.Password != "" {
		hash, err := o.Hasher.Hash(ctx, in.Password)
		if err != nil {
			return nil, err
		}
		a.PasswordHash = hash
		if err := a.to(Active); err != nil {
			return nil, err
		}
	}
	return a, o.Store.Update(ctx, func(tx Tx) error {
		known, err := o.byLogin(ctx, tx, a.Login)
		if err != nil {
			return err
		}
		if known.ID != "" {
			return fault.Invalidf("account.invalid").Add("login", "account.login.taken")
		}
		if err := tx.InsertAccount(ctx, a); err != nil {
			return err
		}
		detail := map[string]any{"roles": roleNames(a.Roles), "office": a.Office, "act": "add"}
		if _, err := tx.Record(ctx, event(who, actor.ManageAccounts, a, detail)); err != nil {
			return err
		}
		if a.State == Unconfirmed {
			return o.mail(ctx, tx, a, LetterInvite)
		}
		return nil
	})
}

// check notes what is wrong with what administrators and owners can change.
func (a *Account) check(f *fault.Error) {
	checkName(f, "name", a.Name, true)
	checkName(f, "org", a.OrgName, false)
	checkLanguage(f, a.Language)
	checkRoles(f, a.Roles)
}

// tidyText joins what was typed by single spaces.
func tidyText(s string) string { return strings.Join(strings.Fields(s), " ") }
