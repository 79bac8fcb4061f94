package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/rulebook"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func ruleDesk(d *store.DB) *rulebook.Desk {
	at := time.Date(2026, 4, 2, 10, 0, 0, 0, time.UTC)
	return &rulebook.Desk{Store: store.RuleBook{DB: d}, Now: func() time.Time { return at }}
}

func keeper() actor.Actor {
	return actor.Actor{ID: "admin-1", Name: "Ada", Roles: []actor.Role{actor.Administrator}}
}

// aK is a rule that blocks and was not checked against its original.
const aK = "D04"

func TestSwitchRule(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		desk, ctx := ruleDesk(d), t.Context()
		officer := actor.Actor{ID: "o", Roles: []actor.Role{actor.CaseOfficer}}
		for what, c := range map[string]struct {
			who     actor.Actor
			id      string
			version int64
			to      rule.Setting
			reason  string
			kind    fault.Kind
			field   string
		}{
			"an officer":              {officer, aK, 0, rule.Off, "because", fault.Denied, ""},
			"a rule that was checked": {keeper(), "P12", 0, rule.Off, "because", fault.Conflict, ""},
			"a row of a table":        {keeper(), "S4", 0, rule.Off, "because", fault.Conflict, ""},
			"no rule":                 {keeper(), "Z99", 0, rule.Off, "because", fault.NotFound, ""},
			"no reason":               {keeper(), aK, 0, rule.Off, "  ", fault.Invalid, "reason"},
			"a reason without end":    {keeper(), aK, 0, rule.Off, strings.Repeat("x", 1001), fault.Invalid, "reason"},
			"no setting":              {keeper(), aK, 0, "maybe", "because", fault.Invalid, "setting"},
			"what it is already":      {keeper(), aK, 0, rule.On, "because", fault.Invalid, "setting"},
			"a warning of a warning":  {keeper(), "P13", 0, rule.Warning, "because", fault.Invalid, "setting"},
			"a page of before":        {keeper(), aK, 1, rule.Off, "because", fault.Conflict, ""},
		} {
			err := desk.Switch(ctx, c.who, c.id, c.version, c.to, c.reason)
			var f *fault.Error
			if fault.KindOf(err) != c.kind || c.field != "" && (!errors.As(err, &f) || f.Fields[0].Name != c.field) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if got, err := desk.Switches(ctx); err != nil || len(got) != 0 {
			t.Errorf("after refusals: %v, %v", got, err)
		}
		for i, to := range []rule.Setting{rule.Warning, rule.Off, rule.On, rule.Warning} {
			if err := desk.Switch(ctx, keeper(), aK, int64(i), to, fmt.Sprint("reason ", i)); err != nil {
				t.Fatal(err)
			}
			if got, err := desk.Switches(ctx); err != nil || got.Of(aK) != to {
				t.Errorf("step %d: %v, %v", i, got, err)
			}
		}
		past, err := desk.History(ctx, officer, aK)
		if err != nil || len(past) != 4 || past[0].Reason != "reason 3" || past[3].Version != 1 || past[0].ByName != "Ada" {
			t.Errorf("history %+v, %v", past, err)
		}
		if _, err := desk.History(ctx, actor.Actor{ID: "t", Roles: []actor.Role{actor.Trader}}, aK); fault.KindOf(err) != fault.Denied {
			t.Errorf("a trader reads who switched a rule: %v", err)
		}
		if wrong, err := store.Check(ctx, d); err != nil || len(wrong) != 0 {
			t.Errorf("check: %v, %v", wrong, err)
		}
	})
}

// TestSwitchOnTwoInstances lets two instances switch the same rule from the same
// page: one wins, the other is told, and both read the same afterwards.
func TestSwitchOnTwoInstances(t *testing.T) {
	for _, engine := range storetest.Engines() {
		t.Run(engine, func(t *testing.T) {
			cfg := storetest.Config(t, engine)
			desks := []*rulebook.Desk{ruleDesk(storetest.OpenConfig(t, cfg)), ruleDesk(storetest.OpenConfig(t, cfg))}
			for round := range 10 {
				to := []rule.Setting{rule.Off, rule.On}[round%2]
				var won [2]error
				var wg sync.WaitGroup
				for i, desk := range desks {
					wg.Go(func() { won[i] = desk.Switch(t.Context(), keeper(), aK, int64(round), to, "round") })
				}
				wg.Wait()
				if (won[0] == nil) == (won[1] == nil) || fault.KindOf(errors.Join(won[0], won[1])) != fault.Conflict {
					t.Fatalf("round %d: %v and %v", round, won[0], won[1])
				}
				for i, desk := range desks {
					if got, err := desk.Switches(t.Context()); err != nil || got.Of(aK) != to {
						t.Fatalf("round %d: instance %d reads %v, %v", round, i, got, err)
					}
				}
			}
		})
	}
}
