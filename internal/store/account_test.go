package store_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

const goodPassword = "seven grey parrots whistle"

// people is a desk for accounts with a clock of its own and cheap hashes.
type people struct {
	*account.Office
	db    *store.DB
	clock atomic.Int64
	ids   atomic.Int64
}

func newPeople(t testing.TB, d *store.DB) *people {
	t.Helper()
	hasher, err := account.NewHasher(rand.Reader, account.Cost{Memory: 64, Passes: 1, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	p := &people{db: d}
	p.clock.Store(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).UnixNano())
	p.Office = &account.Office{Store: store.Accounts{DB: d}, Hasher: hasher, Rand: rand.Reader,
		Now:   func() time.Time { return time.Unix(0, p.clock.Load()).UTC() },
		NewID: func() string { return fmt.Sprintf("id-%04d", p.ids.Add(1)) }}
	return p
}

func (p *people) wait(d time.Duration) { p.clock.Add(int64(d)) }

func (p *people) add(t testing.TB, login string, roles ...actor.Role) *account.Account {
	t.Helper()
	a, err := p.Add(t.Context(), account.Console(), account.New{Login: login, Name: "Person " + login, Roles: roles, Language: cites.English, Password: goodPassword})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func wantKind(t testing.TB, what string, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind || (kind == fault.Internal && err != nil) {
		t.Errorf("%s: got %v, want kind %v", what, err, kind)
	}
}

func wantField(t testing.TB, err error, name, key string) {
	t.Helper()
	if f := fault.Of(err); f != nil {
		for _, x := range f.Fields {
			if x.Name == name && x.Key == key {
				return
			}
		}
	}
	t.Errorf("got %v, want field %s with %s", err, name, key)
}

func TestSignIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		p, ctx := newPeople(t, d), t.Context()
		a := p.add(t, "Officer@Example.org", actor.CaseOfficer)
		got, err := p.SignIn(ctx, " officer@example.ORG ", goodPassword)
		if err != nil || got.ID != a.ID {
			t.Fatalf("sign in: %v", err)
		}
		_, wrong := p.SignIn(ctx, "officer@example.org", "seven grey parrots whistl")
		_, unknown := p.SignIn(ctx, "nobody@example.org", goodPassword)
		if wrong == nil || unknown == nil || wrong.Error() != unknown.Error() {
			t.Errorf("a wrong password and an unknown login are answered apart: %v, %v", wrong, unknown)
		}
		if n := count(t, d, `select count(*) from audit_event where verb = 'account.sign_in'`); n != 1 {
			t.Errorf("%d sign-ins logged", n)
		}
	})
}

func TestLockOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		p, ctx := newPeople(t, d), t.Context()
		p.add(t, "a@example.org", actor.Trader)
		for _, login := range []string{"a@example.org", "unknown@example.org"} {
			for i := range 5 {
				_, err := p.SignIn(ctx, login, "wrong wrong wrong")
				if f := fault.Of(err); f == nil || f.Key != "account.sign_in.wrong" {
					t.Errorf("%s, try %d: %v", login, i+1, err)
				}
			}
			_, err := p.SignIn(ctx, login, goodPassword)
			if f := fault.Of(err); f == nil || f.Key != "account.sign_in.paused" || f.Args["minutes"] != "1" {
				t.Errorf("%s: the right password during the pause: %v", login, err)
			}
		}
		p.wait(61 * time.Second)
		if _, err := p.SignIn(ctx, "a@example.org", "wrong wrong wrong"); fault.Of(err) == nil || fault.Of(err).Key != "account.sign_in.wrong" {
			t.Errorf("after the pause: %v", err)
		}
		p.wait(61 * time.Second)
		if _, err := p.SignIn(ctx, "a@example.org", goodPassword); fault.Of(err) == nil || fault.Of(err).Key != "account.sign_in.paused" {
			t.Errorf("the second pause is not longer than the first: %v", err)
		}
		p.wait(60 * time.Second)
		if _, err := p.SignIn(ctx, "a@example.org", goodPassword); err != nil {
			t.Errorf("after the second pause: %v", err)
		}
		if n := count(t, d, `select count(*) from audit_event where verb = 'account.lock_out'`); n != 2 {
			t.Errorf("%d lock-outs logged, want 2: of the account that exists, at the 5th and 6th try", n)
		}
		if n := count(t, d, `select count(*) from login_attempt where key like '%example%'`); n != 0 {
			t.Error("what was typed is kept in clear")
		}
	})
}

// TestLockOutRace is the reason why a try is counted before it is made.
func TestLockOutRace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		p := newPeople(t, d)
		p.add(t, "a@example.org", actor.Trader)
		var tried atomic.Int64
		var wg sync.WaitGroup
		for range 40 {
			wg.Go(func() {
				_, err := p.SignIn(context.Background(), "a@example.org", "wrong wrong wrong")
				if f := fault.Of(err); f != nil && f.Key == "account.sign_in.wrong" {
					tried.Add(1)
				}
			})
		}
		wg.Wait()
		if n := tried.Load(); n != 5 {
			t.Errorf("%d passwords were tried at once, want 5", n)
		}
	})
}

func TestRegisterAndConfirm(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		p, ctx := newPeople(t, d), t.Context()
		in := account.Registration{Login: "Amina@Example.org", Name: " Amina  Diallo ", Role: actor.Trader, OrgName: "Diallo & Sons", Language: cites.French}
		if err := p.Register(ctx, in); err != nil {
			t.Fatal(err)
		}
		if err := p.Register(ctx, in); err != nil {
			t.Errorf("registering twice tells that the account exists: %v", err)
		}
		a, err := p.FindByLogin(ctx, account.Console(), "amina@example.org")
		if err != nil || a.State != account.Unconfirmed || a.Name != "Amina Diallo" || a.Org == "" {
			t.Fatalf("%+v, %v", a, err)
		}
		if n := count(t, d, `select count(*) from river_job where kind = 'mail.account'`); n != 1 {
			t.Errorf("%d letters wait, want one", n)
		}
		secret, _, err := p.MakeLink(ctx, actor.Machine(), a.ID, account.LetterConfirm)
		if err != nil {
			t.Fatal(err)
		}
		if n := count(t, d, `select count(*) from account_link where hash = '`+secret+`'`); n != 0 {
			t.Error("the secret is kept in clear")
		}
		_, err = p.Reset(ctx, secret, "short")
		wantField(t, err, "password", "account.password.short")
		if _, err := p.Reset(ctx, secret, goodPassword); err != nil {
			t.Fatal(err)
		}
		if _, err := p.SignIn(ctx, "amina@example.org", goodPassword); err != nil {
			t.Error(err)
		}
		in.Role = actor.Signatory
		in.Login = "other@example.org"
		wantField(t, p.Register(ctx, in), "role", "account.role.missing")
	})
}

func TestResetOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		p, ctx := newPeople(t, d), t.Context()
		a := p.add(t, "a@example.org", actor.Trader)
		first, _, err := p.MakeLink(ctx, actor.Machine(), a.ID, account.LetterReset)
		if err != nil {
			t.Fatal(err)
		}
		second, _, err := p.MakeLink(ctx, actor.Machine(), a.ID, account.LetterReset)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Reset(ctx, first, "nine blue parrots whistle"); err != nil {
			t.Fatal(err)
		}
		_, err = p.Reset(ctx, first, "nine red parrots whistle")
		wantKind(t, "the same link again", err, fault.NotFound)
		_, err = p.Reset(ctx, second, "nine red parrots whistle")
		wantKind(t, "an older link after a reset", err, fault.NotFound)
		_, err = p.Present(ctx, a.ID, a.Epoch)
		wantKind(t, "a session from before the reset", err, fault.NotFound)
		late, _, err := p.MakeLink(ctx, actor.Machine(), a.ID, account.LetterReset)
		if err != nil {
			t.Fatal(err)
		}
		p.wait(31 * time.Minute)
		_, err = p.Reset(ctx, late, "nine red parrots whistle")
		wantKind(t, "a link of 31 minutes", err, fault.NotFound)
		if err := p.AskReset(ctx, "nobody@example.org"); err != nil {
			t.Errorf("asking for an unknown login tells: %v", err)
		}
		if err := p.AskReset(ctx, "a@example.org"); err != nil {
			t.Error(err)
		}
	})
}

func TestResetRace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		p := newPeople(t, d)
		a := p.add(t, "a@example.org", actor.Trader)
		secret, _, err := p.MakeLink(t.Context(), actor.Machine(), a.ID, account.LetterReset)
		if err != nil {
			t.Fatal(err)
		}
		var done atomic.Int64
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				if _, err := p.Reset(context.Background(), secret, fmt.Sprintf("%d grey parrots whistle", i)); err == nil {
					done.Add(1)
				}
			})
		}
		wg.Wait()
		if done.Load() != 1 {
			t.Errorf("one link set %d passwords", done.Load())
		}
	})
}

func TestLettersToStrangersAreFew(t *testing.T) {
	p := newPeople(t, storetest.Open(t))
	p.add(t, "a@example.org", actor.Trader)
	for range 20 {
		if err := p.AskReset(t.Context(), "a@example.org"); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, p.db, `select count(*) from audit_event where verb = 'account.ask_link'`); n != 5 {
		t.Errorf("%d letters asked for, want 5 a day", n)
	}
	p.wait(25 * time.Hour)
	if err := p.AskReset(t.Context(), "a@example.org"); err != nil {
		t.Fatal(err)
	}
	if n := count(t, p.db, `select count(*) from audit_event where verb = 'account.ask_link'`); n != 6 {
		t.Errorf("%d letters after a day, want 6", n)
	}
}

func TestDutiesApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		p, ctx := newPeople(t, d), t.Context()
		admin := p.add(t, "admin@example.org", actor.Administrator)
		for i, roles := range [][]actor.Role{
			{actor.Signatory, actor.Administrator}, {actor.Signatory, actor.Finance}, {actor.CaseOfficer, actor.Signatory},
			{actor.Trader, actor.CaseOfficer}, {actor.Agent, actor.Customs}, {actor.Auditor, actor.Supervisor},
		} {
			_, err := p.Add(ctx, admin.Actor(), account.New{Login: fmt.Sprintf("p%d@example.org", i), Name: "P", Roles: roles, Language: cites.English})
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("one person holds %v: %v", roles, err)
			}
			// The database refuses as well, should a verb forget to ask.
			err = store.Accounts{DB: d}.Update(ctx, func(tx account.Tx) error {
				if _, err := tx.Record(ctx, storetest.Event("x")); err != nil {
					return err
				}
				return tx.InsertAccount(ctx, &account.Account{ID: fmt.Sprint("x", i), Version: 1, Epoch: 1, Login: fmt.Sprint("x", i), Roles: roles, State: account.Unconfirmed})
			})
			wantKind(t, fmt.Sprintf("database takes %v", roles), err, fault.Conflict)
		}
		for _, roles := range [][]actor.Role{{actor.Trader, actor.Agent}, {actor.Supervisor, actor.CaseOfficer}, {actor.Auditor}, {actor.Supervisor, actor.Signatory}} {
			if _, err := p.Add(ctx, admin.Actor(), account.New{Login: string(roles[0]) + "@example.com", Name: "P", Roles: roles, Language: cites.English}); err != nil && roles[0] != actor.Supervisor {
				t.Errorf("%v: %v", roles, err)
			}
		}
	})
}

func TestManageAccounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		p, ctx := newPeople(t, d), t.Context()
		admin := p.add(t, "admin@example.org", actor.Administrator)
		officer := p.add(t, "officer@example.org", actor.CaseOfficer)
		who := admin.Actor()
		change := account.Change{Name: "Officer", Roles: []actor.Role{actor.Scientist}, Language: cites.Spanish}
		wantKind(t, "an officer manages accounts", p.Edit(ctx, officer.Actor(), admin.ID, 1, change), fault.Denied)
		wantKind(t, "an administrator changes their own roles", p.Edit(ctx, who, admin.ID, 1, change), fault.Denied)
		if err := p.Edit(ctx, who, officer.ID, officer.Version, change); err != nil {
			t.Fatal(err)
		}
		wantKind(t, "a stale page", p.Edit(ctx, who, officer.ID, officer.Version, change), fault.Conflict)
		now, err := p.Present(ctx, officer.ID, officer.Epoch)
		if err != nil || !now.Has(actor.Scientist) || now.Has(actor.CaseOfficer) {
			t.Errorf("the session goes on with %v, %v", now.Roles, err)
		}
		if err := p.Disable(ctx, who, officer.ID, officer.Version+1, "left the office"); err != nil {
			t.Fatal(err)
		}
		_, err = p.Present(ctx, officer.ID, officer.Epoch)
		wantKind(t, "a session of a disabled account", err, fault.NotFound)
		_, err = p.SignIn(ctx, "officer@example.org", goodPassword)
		wantKind(t, "a disabled account signs in", err, fault.Denied)
		_, _, err = p.MakeLink(ctx, actor.Machine(), officer.ID, account.LetterReset)
		wantKind(t, "a link for a disabled account", err, fault.NotFound)
		second := p.add(t, "admin2@example.org", actor.Administrator)
		if err := p.Disable(ctx, second.Actor(), admin.ID, admin.Version, "left"); err != nil {
			t.Errorf("one of two administrators: %v", err)
		}
		gone := account.Account{ID: "gone", Roles: []actor.Role{actor.Administrator}}
		wantKind(t, "the last administrator", p.Disable(ctx, gone.Actor(), second.ID, second.Version, "left"), fault.Conflict)
		if n := count(t, d, `select count(*) from audit_event where verb = 'account.manage' and detail like '%roles_before%'`); n != 1 {
			t.Errorf("%d role changes logged", n)
		}
	})
}

func TestChangePasswordEndsOtherSessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		p, ctx := newPeople(t, d), t.Context()
		a := p.add(t, "a@example.org", actor.Trader)
		_, err := p.ChangePassword(ctx, a.Actor(), "", "not the old one", "nine blue parrots whistle")
		wantField(t, err, "old", "account.password.old_wrong")
		_, err = p.ChangePassword(ctx, a.Actor(), "", goodPassword, "a@example.org123")
		wantField(t, err, "password", "account.password.own")
		now, err := p.ChangePassword(ctx, a.Actor(), "", goodPassword, "nine blue parrots whistle")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Present(ctx, a.ID, a.Epoch); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a session with the old password goes on: %v", err)
		}
		if _, err := p.Present(ctx, a.ID, now.Epoch); err != nil {
			t.Errorf("the own session ended: %v", err)
		}
		if _, err := p.SignIn(ctx, "a@example.org", goodPassword); fault.KindOf(err) != fault.Denied {
			t.Errorf("the old password still works: %v", err)
		}
	})
}

func TestListAccounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		p, ctx := newPeople(t, d), t.Context()
		for i := range 25 {
			p.add(t, fmt.Sprintf("p%02d@example.org", i), actor.Roles()[i%len(actor.Roles())])
		}
		who := account.Console()
		for _, c := range []struct {
			f           account.Filter
			rows, total int
		}{
			{account.Filter{Limit: 10}, 10, 25}, {account.Filter{Limit: 10, Offset: 20}, 5, 25},
			{account.Filter{Limit: 10, Role: actor.Trader}, 3, 3}, {account.Filter{Limit: 10, State: account.Disabled}, 0, 0},
			{account.Filter{Limit: 10, Text: "P2"}, 5, 5}, {account.Filter{Limit: 10, Text: "%"}, 0, 0},
		} {
			rows, total, err := p.List(ctx, who, c.f)
			if err != nil || len(rows) != c.rows || total != c.total {
				t.Errorf("%+v: %d of %d, %v", c.f, len(rows), total, err)
			}
		}
		up, _, err := p.List(ctx, who, account.Filter{Limit: 25, Sort: "login"})
		down, _, err2 := p.List(ctx, who, account.Filter{Limit: 25, Sort: "-login"})
		if err != nil || err2 != nil || up[0].Login != "p00@example.org" || down[0].Login != "p24@example.org" {
			t.Errorf("sorted: %v, %v", err, err2)
		}
		_, _, err = p.List(ctx, up[0].Actor(), account.Filter{Limit: 1})
		wantKind(t, "a trader lists accounts", err, fault.Denied)
	})
}

func TestPasswordsAreHashed(t *testing.T) {
	p := newPeople(t, storetest.Open(t))
	a, b := p.add(t, "a@example.org", actor.Trader), p.add(t, "b@example.org", actor.Trader)
	if !strings.HasPrefix(a.PasswordHash, "$argon2id$v=19$m=64,t=1,p=1$") || a.PasswordHash == b.PasswordHash {
		t.Errorf("hashes %q, %q", a.PasswordHash, b.PasswordHash)
	}
	full, err := account.NewHasher(rand.Reader, account.DefaultCost)
	if err != nil {
		t.Fatal(err)
	}
	p.Hasher = full
	if _, err := p.SignIn(t.Context(), "a@example.org", goodPassword); err != nil {
		t.Fatal(err)
	}
	now, err := p.FindByLogin(t.Context(), account.Console(), "a@example.org")
	if err != nil || !strings.HasPrefix(now.PasswordHash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("a cheap hash is not made anew at sign-in: %q, %v", now.PasswordHash, err)
	}
}
