package rulebook

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/rule"
)

// Switches gives the setting of each rule that was ever switched. Anybody may
// know how the rules work.
func (d *Desk) Switches(ctx context.Context) (out rule.Switches, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		out, err = tx.Switches(ctx)
		return err
	})
	return out, err
}

// History gives the acts on one rule, newest first, with who did them and why.
func (d *Desk) History(ctx context.Context, who actor.Actor, id string) (out []Switch, err error) {
	if err := who.Must(actor.ReadRules); err != nil {
		return nil, err
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		out, err = tx.SwitchesOf(ctx, id)
		return err
	})
	return out, err
}
