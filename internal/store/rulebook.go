package store

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/rulebook"
	"github.com/opencites/opencites/internal/store/db"
)

// RuleBook is the store of package rulebook.
type RuleBook struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s RuleBook) Update(ctx context.Context, fn func(rulebook.Tx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(t) })
}

// View runs fn on one snapshot.
func (s RuleBook) View(ctx context.Context, fn func(rulebook.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(t) })
}

// Switches gives the setting of each rule that was ever switched, for all nouns
// that ask rules.
func (t *Tx) Switches(ctx context.Context) (rule.Switches, error) {
	rows, err := t.Q.RuleSwitches(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the switches of rules: %w", err)
	}
	out := rule.Switches{}
	for _, r := range rows {
		out[r.Rule] = rule.Setting(r.Setting)
	}
	return out, nil
}

// SwitchesOf gives the acts on one rule, newest first.
func (t *Tx) SwitchesOf(ctx context.Context, id string) ([]rulebook.Switch, error) {
	rows, err := t.Q.RuleSwitchesOf(ctx, id)
	if err != nil {
		return nil, err
	}
	out := make([]rulebook.Switch, len(rows))
	for i, r := range rows {
		out[i] = rulebook.Switch{Rule: r.Rule, Version: r.Version, Setting: rule.Setting(r.Setting), Reason: r.Reason,
			By: r.ByID, ByName: r.ByName, At: moment(r.At)}
	}
	return out, nil
}

// InsertSwitch adds an act; somebody who was faster makes it a Conflict fault.
func (t *Tx) InsertSwitch(ctx context.Context, s *rulebook.Switch) error {
	return t.Q.InsertRuleSwitch(ctx, db.InsertRuleSwitchParams{Rule: s.Rule, Version: s.Version, Setting: string(s.Setting),
		Reason: s.Reason, ByID: s.By, ByName: s.ByName, At: micros(s.At)})
}
