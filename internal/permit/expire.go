package permit

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/quota"
)

// ExpireKind is the kind of the job that closes permits past their last day.
const ExpireKind = "permit.expire"

// expireBatch is how many permits one transaction closes.
const expireBatch = 100

// Expirer does the jobs of kind ExpireKind, once a day for all instances.
type Expirer struct{ Office *Office }

// Kind names the job.
func (e Expirer) Kind() string { return ExpireKind }

// Work closes every valid permit whose last day is over.
func (e Expirer) Work(ctx context.Context, _ []byte) error {
	for {
		n, err := e.Office.Expire(ctx, actor.Machine())
		if err != nil || n == 0 {
			return err
		}
	}
}

var _ job.Handler = Expirer{}

// Expire closes up to a batch of valid permits whose last day is over in the
// Party's zone, and returns how many. What they drew from a quota goes back: an
// unused permit took nothing from the wild (rule R03, permit-rules 4.8).
func (o *Office) Expire(ctx context.Context, who actor.Actor) (int, error) {
	if err := who.Must(actor.SealPermit); err != nil {
		return 0, err
	}
	n := 0
	err := o.Store.Update(ctx, func(tx Tx) error {
		n = 0
		ids, err := tx.PermitsPast(ctx, o.today(), expireBatch)
		if err != nil {
			return err
		}
		for _, id := range ids {
			p, err := tx.Permit(ctx, id)
			if err != nil {
				return err
			}
			if err := p.To(Expired, o.Now()); err != nil {
				return err
			}
			if err := o.giveBack(ctx, tx, who, p, quota.Returned); err != nil {
				return err
			}
			if err := o.withdraw(ctx, tx, who, expired, p); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		return n, err
	}
	m, err := o.settlePast(ctx, who)
	return n + m, err
}

// settlePast gives back what did not cross of permits that were used and whose
// last day is over, each once.
func (o *Office) settlePast(ctx context.Context, who actor.Actor) (n int, err error) {
	err = o.Store.Update(ctx, func(tx Tx) error {
		ids, err := tx.UnsettledPast(ctx, o.today(), expireBatch)
		if err != nil {
			return err
		}
		for _, id := range ids {
			p, err := tx.Permit(ctx, id)
			if err != nil {
				return err
			}
			if err := o.giveBack(ctx, tx, who, p, quota.TrueUp); err != nil {
				return err
			}
			if err := tx.SavePermit(ctx, p); err != nil {
				return err
			}
			if _, err := tx.Record(ctx, event(who, expired, p, map[string]any{"number": string(p.Number), "state": string(p.State), "quota": "settled"})); err != nil {
				return err
			}
		}
		n = len(ids)
		return nil
	})
	return n, err
}

// expired names the event; nobody needs leave to let time pass.
const expired actor.Verb = "permit.expire"
