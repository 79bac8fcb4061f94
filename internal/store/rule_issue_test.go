package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// TestNumbersAreNeverReused shows rules F01 and F15: a number and an entry of a
// status list are taken once, also by a permit that was cancelled since.
func TestNumbersAreNeverReused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		p := d.issued(t, 1000)
		if err := d.permits.Revoke(t.Context(), supervisor(), p.ID, p.Version, "by mistake"); err != nil {
			t.Fatal(err)
		}
		for what, change := range map[string]func(*permit.Permit){
			"number":       func(q *permit.Permit) { q.Record.StatusIndex++ },
			"status entry": func(q *permit.Permit) { q.Number += "X"; q.Record.Number = q.Number },
		} {
			again := *p
			again.ID, again.Token, again.Code, again.LeafIndex = "again", "t", "c", p.LeafIndex+1
			change(&again)
			err := store.Permits{DB: db}.Update(t.Context(), func(tx permit.Tx) error {
				if what == "status entry" {
					if ok, err := tx.TakeStatusIndex(t.Context(), again.Record.StatusList, again.Record.StatusIndex); err != nil || !ok {
						return errors.Join(err, fault.New(fault.Conflict, "fault.conflict"))
					}
				}
				if _, err := tx.Record(t.Context(), storeEvent("again")); err != nil {
					return err
				}
				return tx.InsertPermit(t.Context(), &again)
			})
			if fault.KindOf(err) != fault.Conflict {
				t.Errorf("the same %s again: %v", what, err)
			}
		}
		if q := d.issued(t, 1000); q.Number == p.Number {
			t.Errorf("number %s of a revoked permit again", q.Number)
		}
	})
}

func supervisor() actor.Actor {
	return actor.Actor{ID: "super-1", Name: "S. Supervisor", Roles: []actor.Role{actor.Supervisor}}
}

// TestRuleOfIssueStopsPrepare breaks a rule over the prepared record and wants
// no permit and no number; switched off, as one that may be, it lets it pass.
func TestRuleOfIssueStopsPrepare(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.profile.Authority = nil // box 6 names nobody: rule F06
		if _, err := d.permits.Prepare(t.Context(), signatory(), d.approved(t, 1000)); !stoppedBy(err, "rule.F06") {
			t.Fatalf("no authority: %v", err)
		}
		n := 0
		err := store.Permits{DB: db}.View(t.Context(), func(tx permit.Tx) (err error) {
			_, n, err = tx.ListPermits(t.Context(), permit.Filter{Limit: 10})
			return err
		})
		if err != nil || n != 0 {
			t.Errorf("%d permits, %v", n, err)
		}
	})
}

// TestSwitchReachesIssue switches a rule and wants Prepare, on another instance,
// to follow at once. The control is the same permit with the rule on.
func TestSwitchReachesIssue(t *testing.T) {
	for _, engine := range storetest.Engines() {
		t.Run(engine, func(t *testing.T) {
			cfg := storetest.Config(t, engine)
			one, other := storetest.OpenConfig(t, cfg), storetest.OpenConfig(t, cfg)
			d := newDesk(t, other)
			d.profile.Number.Pattern = "xxWWYYYYYY/zz" // rule F02, which warns
			warned := func() string {
				p, err := d.permits.Prepare(t.Context(), signatory(), d.approved(t, 1000))
				if err != nil {
					t.Fatal(err)
				}
				return d.detail(t, p.ID, "warned")
			}
			if got := warned(); got != "F02" {
				t.Errorf("rule on: warned of %q", got)
			}
			for version, c := range []struct {
				to   rule.Setting
				want string
			}{{rule.Off, ""}, {rule.On, "F02"}} {
				if err := ruleDesk(one).Switch(t.Context(), keeper(), "F02", int64(version), c.to, "because"); err != nil {
					t.Fatal(err)
				}
				if got := warned(); got != c.want {
					t.Errorf("rule %s: warned of %q", c.to, got)
				}
			}
		})
	}
}

// detail reads a word of the newest event about a permit.
func (d *desk) detail(t *testing.T, id, name string) string {
	t.Helper()
	var out string
	err := d.db.View(t.Context(), func(tx *store.Tx) error {
		events, err := tx.EventsOf(context.WithoutCancel(t.Context()), "permit", id)
		for _, e := range events {
			out, _ = e.Event.Detail[name].(string)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func stoppedBy(err error, key string) bool {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid {
		return false
	}
	for _, x := range f.Fields {
		if x.Key == key {
			return true
		}
	}
	return false
}
