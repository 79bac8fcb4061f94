package account

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Registration is what a trader or an agent says of themselves.
type Registration struct {
	Login    string
	Name     string
	Role     actor.Role // Trader or Agent
	OrgName  string     // empty for an individual
	Language cites.Lang
}

// Register opens an account that cannot be used before the link in the letter
// to its address was followed and a password chosen. The answer is the same
// when the address has an account already: its owner gets a letter that says so.
func (o *Office) Register(ctx context.Context, in Registration) error {
	a := &Account{ID: o.NewID(), Version: 1, Login: FoldLogin(in.Login), Name: tidyText(in.Name), Roles: []actor.Role{in.Role},
		OrgName: tidyText(in.OrgName), Language: in.Language, State: Unconfirmed, Epoch: 1, Created: o.Now(), Changed: o.Now()}
	f := fault.Invalidf("account.invalid")
	checkLogin(f, a.Login)
	checkName(f, "name", a.Name, true)
	checkName(f, "org", a.OrgName, false)
	checkLanguage(f, a.Language)
	if in.Role != actor.Trader && in.Role != actor.Agent {
		f.Add("role", "account.role.missing")
	}
	if err := f.OrNil(); err != nil {
		return err
	}
	if a.OrgName != "" {
		a.Org = o.NewID() // a name proves nothing: an administrator joins people of one firm
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		ok, err := o.mayWrite(ctx, tx, a.Login)
		if err != nil || !ok {
			return err
		}
		known, err := o.byLogin(ctx, tx, a.Login)
		switch {
		case err != nil:
			return err
		case known.ID == "":
			if err := tx.InsertAccount(ctx, a); err != nil {
				return err
			}
			known = a
		}
		if _, err := tx.Record(ctx, event(public(), Registered, known, map[string]any{"role": string(in.Role), "known": known != a})); err != nil {
			return err
		}
		switch known.State {
		case Unconfirmed:
			return o.mail(ctx, tx, known, LetterConfirm)
		case Active:
			return o.mail(ctx, tx, known, LetterExists)
		}
		return nil
	})
}

// mayWrite counts a letter to an address that a stranger asks for and reports
// whether it may be sent.
func (o *Office) mayWrite(ctx context.Context, tx Tx, login string) (bool, error) {
	if err := tx.DropAttemptsBefore(ctx, o.Now().Add(-forgetAfter)); err != nil {
		return false, err
	}
	k := key("letter", login)
	n, err := tx.Attempts(ctx, k)
	if err != nil {
		return false, err
	}
	if n.Count >= freeLetters {
		return false, nil
	}
	n.Count++
	if n.Last.IsZero() {
		n.Last = o.Now() // the day runs from the first letter
	}
	return true, tx.SaveAttempts(ctx, k, n)
}
