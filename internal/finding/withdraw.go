package finding

import (
	"context"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/intake"
	"github.com/opencites/opencites/internal/job"
)

// Withdraw ends a finding for a reason. No permit is issued on it from now on,
// also where a case was approved already; permits that were issued stay.
func (d *Desk) Withdraw(ctx context.Context, who actor.Actor, id string, version int64, reason string) error {
	reason = intake.Note(reason)
	wrong := fault.Invalidf("finding.invalid")
	if reason == "" {
		wrong.Add("reason", "finding.reason_needed")
	}
	tooLong(wrong, "reason", reason, maxNote)
	if err := wrong.OrNil(); err != nil {
		return err
	}
	return d.change(ctx, who, actor.WithdrawFinding, id, version, "withdraw", func(tx Tx, n *NonDetriment, now time.Time) error {
		n.Reason = reason
		if err := n.To(Withdrawn, now); err != nil {
			return err
		}
		return ended(ctx, tx, who, n, reason)
	})
}

// EndedKind names the job by which those who handle open cases learn that a
// finding was withdrawn or superseded.
const EndedKind = "finding.ended"

// Ended is the argument of such a job.
type Ended struct {
	Finding string `json:"finding"`
	Number  string `json:"number"`
	Reason  string `json:"reason"` // or the number of the finding that took its place
	By      string `json:"by"`
	ByName  string `json:"by_name"`
}

func ended(ctx context.Context, tx Tx, who actor.Actor, n *NonDetriment, reason string) error {
	return tx.Enqueue(ctx, job.Job{Kind: EndedKind, Args: Ended{n.ID, n.Number, reason, who.ID, who.Name}, UniqueKey: n.ID})
}

// Review notes that a scientist looked at a finding in force again and lets it
// stand until another day of review.
func (d *Desk) Review(ctx context.Context, who actor.Actor, id string, version int64, next cites.Date) error {
	wrong := fault.Invalidf("finding.invalid")
	if !next.After(d.Today()) {
		wrong.Add("review", "finding.review_past")
	}
	if err := wrong.OrNil(); err != nil {
		return err
	}
	return d.change(ctx, who, actor.MakeFinding, id, version, "review", func(_ Tx, n *NonDetriment, now time.Time) error {
		if n.State != InForce {
			return fault.New(fault.Conflict, "finding.state_change", "number", n.Number, "state", string(n.State))
		}
		n.Review, n.Changed = next, now
		return nil
	})
}
