package account

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Agent gives the agent whom a trader names by login for a mandate. It tells
// nothing else: no agent, a closed account and no account are the same NotFound
// fault.
func (o *Office) Agent(ctx context.Context, login string) (actor.Actor, error) {
	var a *Account
	err := o.Store.View(ctx, func(tx Tx) (err error) {
		a, err = tx.AccountByLogin(ctx, FoldLogin(login))
		return err
	})
	if err != nil {
		return actor.Actor{}, err
	}
	who := a.Actor()
	if a.State != Active || !who.Has(actor.Agent) {
		return actor.Actor{}, fault.New(fault.NotFound, "fault.not_found")
	}
	return who, nil
}
