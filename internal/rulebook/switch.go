package rulebook

import (
	"context"
	"fmt"
	"strings"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
)

// MaxReason is how many characters a reason may have.
const MaxReason = 1000

// Switch sets how a rule works from now on, for a reason that is recorded.
// version is that of the last act that the person saw, zero when there was none;
// a Conflict fault says that somebody else was faster. A rule that was checked
// against its original is refused, and so is a setting that changes nothing.
func (d *Desk) Switch(ctx context.Context, who actor.Actor, id string, version int64, to rule.Setting, reason string) error {
	if err := who.Must(actor.SwitchRule); err != nil {
		return err
	}
	e, ok := rule.Law(id)
	if !ok {
		return fault.New(fault.NotFound, "fault.not_found", "noun", "rule", "id", id)
	}
	if err := Check(e, to, reason); err != nil {
		return err
	}
	s := &Switch{Rule: id, Version: version + 1, Setting: to, Reason: strings.TrimSpace(reason), By: who.ID, ByName: who.Name, At: d.Now()}
	err := d.Store.Update(ctx, func(tx Tx) error {
		past, err := tx.SwitchesOf(ctx, id)
		if err != nil {
			return err
		}
		last := Switch{Setting: rule.On}
		if len(past) > 0 {
			last = past[0]
		}
		switch {
		case last.Version != version:
			return fault.New(fault.Conflict, "fault.stale", "state", string(last.Setting))
		case last.Setting == to:
			return fault.Invalidf("rulebook.invalid").Add("setting", "rulebook.same")
		}
		if err := tx.InsertSwitch(ctx, s); err != nil {
			return err
		}
		_, err = tx.Record(ctx, audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(actor.Administrator)},
			Verb: string(actor.SwitchRule), SubjectKind: "rule", SubjectID: id,
			Detail: map[string]any{"setting": string(to), "before": string(last.Setting), "reason": s.Reason, "citation": e.Citation}})
		return err
	})
	if err != nil {
		return fmt.Errorf("switch rule %s: %w", id, err)
	}
	return nil
}

// Check looks at what a person chose, before anything is asked of the database:
// whether the rule can be switched like that, and whether a reason is given.
func Check(e rule.Entry, to rule.Setting, reason string) error {
	if !e.Switchable() {
		return fault.New(fault.Conflict, "rulebook.fixed", "rule", e.ID)
	}
	f := fault.Invalidf("rulebook.invalid")
	switch {
	case to != rule.On && to != rule.Warning && to != rule.Off:
		f.Add("setting", "rulebook.setting_missing")
	case to == rule.Warning && e.Severity != rule.Block:
		f.Add("setting", "rulebook.warns_already")
	}
	switch n := len([]rune(strings.TrimSpace(reason))); {
	case n == 0:
		f.Add("reason", "rulebook.reason_missing")
	case n > MaxReason:
		f.Add("reason", "rulebook.reason_long", "max", MaxReason)
	}
	return f.OrNil()
}
