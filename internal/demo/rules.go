package demo

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/rule"
)

// rules switches one rule that was not checked against its original, with the
// reason that the administration gave.
func (t *Town) rules(ctx context.Context) error {
	admin := actor.Actor{ID: "system", Name: "OpenCITES", Roles: []actor.Role{actor.Administrator}}
	err := t.Rules.Switch(ctx, admin, "D04", 0, rule.Warning,
		"The legal service compares the three years with the text of Res. Conf. 16.8; until then officers decide.")
	if err != nil {
		return fmt.Errorf("rules: %w", err)
	}
	return nil
}
