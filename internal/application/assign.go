package application

import (
	"context"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Take gives a case to the actor; a submitted one comes under review with it.
func (o *Office) Take(ctx context.Context, who actor.Actor, id string, version int64) (*Application, error) {
	return o.Assign(ctx, who, id, version, who)
}

// Assign gives a case to an officer. A case officer can only take a case for
// himself; a supervisor assigns to anybody who may propose.
func (o *Office) Assign(ctx context.Context, who actor.Actor, id string, version int64, to actor.Actor) (*Application, error) {
	return o.run(ctx, who, act{actor.AssignCase, id, version, o.file, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		switch {
		case !a.State.Open():
			return nil, closed(a)
		case to.ID != who.ID && !who.Has(actor.Supervisor):
			return nil, fault.New(fault.Denied, "apply.assign.self")
		case !to.Can(actor.Propose):
			return nil, fault.Invalidf("apply.invalid").Add("to", "apply.assign.officer")
		case to.ID == a.Owner || to.ID == a.Agent || (to.Org != "" && to.Org == a.Org):
			return nil, fault.New(fault.Denied, "apply.own_case", "reference", a.Reference)
		}
		if a.State == Submitted {
			if err := a.To(InReview, now); err != nil {
				return nil, err
			}
		}
		a.Assigned, a.AssignedTo = to.ID, to.Name
		if to.ID != who.ID {
			if err := o.notify(ctx, tx, a, actor.AssignCase, to.ID); err != nil {
				return nil, err
			}
		}
		return map[string]any{"to": to.ID, "name": to.Name}, nil
	}})
}
