package application

import (
	"context"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/stock"
)

// Approval is the decision of the second person; empty fields leave what was
// proposed.
type Approval struct {
	Conditions string
	ValidUntil cites.Date
}

// Approve decides for the applicant. It is another person than the applicant,
// the agent, the proposer and the finance officer; the rules are run again, and
// the fee must be settled where the Party wants it first. The permit is
// prepared from here on by package permit. A retrospective document takes two
// such people: the first approval is noted and the case stays proposed.
func (o *Office) Approve(ctx context.Context, who actor.Actor, id string, version int64, d Approval) (*Application, error) {
	return o.run(ctx, who, act{actor.Approve, id, version, o.file, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		if err := decidable(who, a); err != nil {
			return nil, err
		}
		if a.Proposal != ProposeApproval {
			return nil, fault.New(fault.Conflict, "apply.approve.refusal")
		}
		if o.Profile.Workflow.FeeFirst && !a.Fee.Settled() {
			return nil, fault.New(fault.Conflict, "apply.approve.fee")
		}
		r := newReader(Form{"conditions": d.Conditions}, o.today())
		if c := r.note("conditions", maxNote); c != "" {
			a.Conditions = c
		}
		if !d.ValidUntil.IsZero() {
			a.ValidUntil = d.ValidUntil
		}
		o.validity(r, a)
		if f := orNil(r.wrong); f != nil {
			return nil, f
		}
		if err := o.issuable(ctx, tx, a); err != nil {
			return nil, err
		}
		if a.Content.Retrospective && a.CosignedBy == "" {
			a.CosignedBy, a.CosignedByName, a.CosignedAt = who.ID, who.Name, now
			return map[string]any{"cosigned": true, "valid_until": a.ValidUntil.String(), "proposed_by": a.ProposedBy}, o.notify(ctx, tx, a, actor.Propose, "")
		}
		if err := a.To(Approved, now); err != nil {
			return nil, err
		}
		if err := o.reserveQuota(ctx, tx, who, a); err != nil {
			return nil, err
		}
		a.DecidedBy, a.DecidedByName, a.DecidedAt = who.ID, who.Name, now
		if err := o.reserve(ctx, tx, a); err != nil {
			return nil, err
		}
		if err := stock.Reserve(ctx, tx, o.stockAct(a, now), a.Wants()); err != nil {
			return nil, err
		}
		return map[string]any{"valid_until": a.ValidUntil.String(), "proposed_by": a.ProposedBy, "lifted": len(a.Lifted)},
			o.notifyApplicant(ctx, tx, a, actor.Approve)
	}})
}

// Refuse decides against the applicant, with reasons; the Party's note on how
// to appeal goes with it (rule G10).
func (o *Office) Refuse(ctx context.Context, who actor.Actor, id string, version int64, reasons string) (*Application, error) {
	return o.run(ctx, who, act{actor.Refuse, id, version, o.file, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		if err := decidable(who, a); err != nil {
			return nil, err
		}
		r := newReader(Form{"reasons": reasons}, o.today())
		if said := r.note("reasons", maxNote); said != "" {
			a.Reasons = said
		}
		if a.Reasons == "" {
			r.fail("reasons", "apply.refuse.reasons")
		}
		if o.Profile.Appeal.In(cites.English) == "" {
			r.fail("appeal", "apply.refuse.appeal")
		}
		if f := orNil(r.wrong); f != nil {
			return nil, f
		}
		if err := o.citeRefusal(ctx, tx, a); err != nil {
			return nil, err
		}
		if err := a.To(Refused, now); err != nil {
			return nil, err
		}
		a.DecidedBy, a.DecidedByName, a.DecidedAt = who.ID, who.Name, now
		if err := stock.Release(ctx, tx, o.stockAct(a, now)); err != nil {
			return nil, err
		}
		return map[string]any{"reasons": a.Reasons, "proposed_by": a.ProposedBy}, o.notifyApplicant(ctx, tx, a, actor.Refuse)
	}})
}

// citeRefusal adds the rules that stand in the way, with their citations, to the
// reasons: they are kept as they were on the day of the refusal.
func (o *Office) citeRefusal(ctx context.Context, tx Tx, a *Application) error {
	found, err := o.Check(ctx, tx, a, rule.Issue, o.today())
	if err != nil {
		return err
	}
	for _, f := range found {
		said := f.Rule + ": " + f.Citation
		if f.Severity == rule.Block && !a.IsLifted(f) && !strings.Contains(a.Reasons, said) {
			a.Reasons += "\n" + said
		}
	}
	return nil
}

// decidable wants a proposal, and somebody else than those who made the case.
// The database holds the same as a constraint; here the message is a kind one.
func decidable(who actor.Actor, a *Application) error {
	if a.State != Proposed {
		return closed(a)
	}
	if who.ID == a.ProposedBy || who.ID == a.Fee.RecordedBy || who.ID == a.CosignedBy {
		return fault.New(fault.Denied, "apply.separation", "reference", a.Reference)
	}
	for _, l := range a.Lifted {
		if l.By == who.ID {
			return fault.New(fault.Denied, "apply.separation", "reference", a.Reference)
		}
	}
	return nil
}

// LiftFinding sets aside a hit of a rule that leaves discretion, with a
// recorded reason. The hit must be there now, and the one who lifts is neither
// the proposer nor the finance officer.
func (o *Office) LiftFinding(ctx context.Context, who actor.Actor, id string, version int64, ruleID string, line int, reason string) (*Application, error) {
	return o.run(ctx, who, act{actor.LiftFinding, id, version, o.file, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		if !a.State.underReview() && a.State != Submitted && a.State != Proposed {
			return nil, closed(a)
		}
		r := newReader(Form{"reason": reason}, o.today())
		said := r.note("reason", maxNote)
		if said == "" {
			r.fail("reason", "apply.lift.reason")
		}
		if f := orNil(r.wrong); f != nil {
			return nil, f
		}
		found, err := o.Check(ctx, tx, a, rule.Issue, o.today())
		if err != nil {
			return nil, err
		}
		early, err := o.Check(ctx, tx, a, rule.Apply, o.today())
		if err != nil {
			return nil, err
		}
		hit, ok := discretion(append(found, early...), ruleID, line)
		switch {
		case !ok:
			return nil, fault.New(fault.Conflict, "apply.lift.not", "rule", ruleID)
		case a.IsLifted(hit):
			return nil, fault.New(fault.Conflict, "apply.lift.twice", "rule", ruleID)
		case who.ID == a.ProposedBy || who.ID == a.Fee.RecordedBy:
			return nil, fault.New(fault.Denied, "apply.separation", "reference", a.Reference)
		}
		a.Lifted = append(a.Lifted, Lift{Rule: ruleID, Line: line, Reason: said, By: who.ID, At: now})
		return map[string]any{"rule": ruleID, "line": line, "reason": said, "citation": hit.Citation}, nil
	}})
}

// discretion finds a hit that may be set aside.
func discretion(found []rule.Finding, id string, line int) (rule.Finding, bool) {
	for _, f := range found {
		if f.Rule == id && f.Line == line && f.Discretion {
			return f, true
		}
	}
	return rule.Finding{}, false
}
