package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store/db"
)

// Accounts is the store of package account.
type Accounts struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s Accounts) Update(ctx context.Context, fn func(account.Tx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(accountTx{t}) })
}

// View runs fn on one snapshot.
func (s Accounts) View(ctx context.Context, fn func(account.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(accountTx{t}) })
}

type accountTx struct{ *Tx }

func (t accountTx) Account(ctx context.Context, id string) (*account.Account, error) {
	r, err := t.Q.Account(ctx, id)
	if err != nil {
		return nil, Found(err, "account", id)
	}
	return toAccount(r), nil
}

func (t accountTx) AccountByLogin(ctx context.Context, login string) (*account.Account, error) {
	r, err := t.Q.AccountByLogin(ctx, login)
	if err != nil {
		return nil, Found(err, "account", "")
	}
	return toAccount(db.AccountRow(r)), nil
}

func (t accountTx) InsertAccount(ctx context.Context, a *account.Account) error {
	err := t.Q.InsertAccount(ctx, db.InsertAccountParams{ID: a.ID, Version: a.Version, Login: a.Login, Name: a.Name, Roles: roleText(a.Roles),
		Office: a.Office, Org: a.Org, OrgName: a.OrgName, Language: string(a.Language), State: string(a.State),
		PasswordHash: a.PasswordHash, Epoch: a.Epoch, Created: micros(a.Created), Changed: micros(a.Changed),
		LastSignIn: micros(a.LastSignIn), Why: a.Why, SortName: folded(a.Name), Search: folded(a.Name, a.Login, a.OrgName)})
	if t.Broken(err) == "account_login_key" {
		return &fault.Error{Kind: fault.Conflict, Key: "account.login.taken", Cause: err}
	}
	return err
}

func (t accountTx) SaveAccount(ctx context.Context, a *account.Account) error {
	n, err := t.Q.SaveAccount(ctx, db.SaveAccountParams{ID: a.ID, Version: a.Version, Name: a.Name, Roles: roleText(a.Roles),
		Office: a.Office, Org: a.Org, OrgName: a.OrgName, Language: string(a.Language), State: string(a.State),
		PasswordHash: a.PasswordHash, Epoch: a.Epoch, Changed: micros(a.Changed), LastSignIn: micros(a.LastSignIn), Why: a.Why,
		SortName: folded(a.Name), Search: folded(a.Name, a.Login, a.OrgName)})
	if err := Saved(n, err, "account", a.ID); err != nil {
		return err
	}
	a.Version++
	return nil
}

func (t accountTx) ListAccounts(ctx context.Context, f account.Filter) ([]account.Account, int, error) {
	pattern := ""
	if f.Text != "" {
		pattern = like(f.Text)
	}
	total, err := t.Q.CountAccounts(ctx, db.CountAccountsParams{Pattern: pattern, Role: string(f.Role), State: string(f.State)})
	if err != nil {
		return nil, 0, err
	}
	rows, err := t.Q.ListAccounts(ctx, db.ListAccountsParams{Pattern: pattern, Role: string(f.Role), State: string(f.State),
		Sort: f.Sort, Most: int64(f.Limit), Skip: int64(f.Offset)})
	out := make([]account.Account, len(rows))
	for i, r := range rows {
		out[i] = *toAccount(db.AccountRow(r))
	}
	return out, int(total), err
}

func (t accountTx) CountActive(ctx context.Context, role actor.Role) (int, error) {
	n, err := t.Q.CountAccounts(ctx, db.CountAccountsParams{Role: string(role), State: string(account.Active)})
	return int(n), err
}

func (t accountTx) Attempts(ctx context.Context, key string) (account.Attempts, error) {
	r, err := t.Q.Attempts(ctx, key)
	if errors.Is(err, sql.ErrNoRows) {
		return account.Attempts{}, nil
	}
	return account.Attempts{Count: int(r.Count), Until: moment(r.Until), Last: moment(r.Last)}, err
}

func (t accountTx) SaveAttempts(ctx context.Context, key string, a account.Attempts) error {
	return t.Q.SaveAttempts(ctx, db.SaveAttemptsParams{Key: key, Count: int64(a.Count), Until: micros(a.Until), Last: micros(a.Last)})
}

func (t accountTx) DropAttempts(ctx context.Context, key string) error {
	return t.Q.DropAttempts(ctx, key)
}

func (t accountTx) DropAttemptsBefore(ctx context.Context, before time.Time) error {
	return t.Q.DropAttemptsBefore(ctx, micros(before))
}

func (t accountTx) SaveLink(ctx context.Context, l account.Link) error {
	return t.Q.SaveAccountLink(ctx, db.SaveAccountLinkParams{Hash: l.Hash, Account: l.Account, Expires: micros(l.Expires), Used: micros(l.Used)})
}

func (t accountTx) LinkByHash(ctx context.Context, hash string, now time.Time) (*account.Link, error) {
	r, err := t.Q.AccountLink(ctx, db.AccountLinkParams{Hash: hash, Expires: micros(now)})
	if err != nil {
		return nil, Found(err, "link", "")
	}
	return &account.Link{Hash: r.Hash, Account: r.Account, Expires: moment(r.Expires), Used: moment(r.Used)}, nil
}

func (t accountTx) UseLink(ctx context.Context, hash string, now time.Time) (bool, error) {
	n, err := t.Q.UseAccountLink(ctx, db.UseAccountLinkParams{Hash: hash, Now: micros(now)})
	return n == 1, err
}

func (t accountTx) DropLinks(ctx context.Context, id string) error {
	return t.Q.DropAccountLinks(ctx, id)
}

func (t accountTx) SessionsOf(ctx context.Context, id string, now time.Time) ([]account.Session, error) {
	rows, err := t.Q.SessionsOfAccount(ctx, db.SessionsOfAccountParams{Account: id, Expires: micros(now)})
	out := make([]account.Session, len(rows))
	for i, r := range rows {
		out[i] = account.Session{ID: r.Token, Device: r.Device, Created: moment(r.Created), Seen: moment(r.Seen)}
	}
	return out, err
}

func (t accountTx) DropSessions(ctx context.Context, id, except string) error {
	return t.Q.DropSessionsOfAccount(ctx, db.DropSessionsOfAccountParams{Account: id, Kept: except})
}

func toAccount(r db.AccountRow) *account.Account {
	return &account.Account{ID: r.ID, Version: r.Version, Login: r.Login, Name: r.Name, Roles: rolesOf(r.Roles), Office: r.Office,
		Org: r.Org, OrgName: r.OrgName, Language: cites.Lang(r.Language), State: account.State(r.State), PasswordHash: r.PasswordHash,
		Epoch: r.Epoch, Created: moment(r.Created), Changed: moment(r.Changed), LastSignIn: moment(r.LastSignIn), Why: r.Why}
}

// roleText keeps roles as ",role,role,", so that one can be looked for exactly.
func roleText(roles []actor.Role) string {
	var b strings.Builder
	b.WriteByte(',')
	for _, r := range roles {
		b.WriteString(string(r) + ",")
	}
	return b.String()
}

func rolesOf(text string) []actor.Role {
	var out []actor.Role
	for _, name := range strings.Split(strings.Trim(text, ","), ",") {
		if name != "" {
			out = append(out, actor.Role(name))
		}
	}
	return out
}
