package application

import (
	"context"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
)

// Proposal is what a case officer puts before the second person.
type Proposal struct {
	What       string // ProposeApproval or ProposeRefusal
	Reasons    string // of a refusal
	Conditions string // for box 5
	ValidUntil cites.Date
}

// Propose ends the review. An approval can be proposed only when the rules of
// issue do not stand in the way and every finding asked for was made; the fee is
// looked at when it is approved.
func (o *Office) Propose(ctx context.Context, who actor.Actor, id string, version int64, p Proposal) (*Application, error) {
	return o.run(ctx, who, act{actor.Propose, id, version, o.file, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		if a.State != InReview {
			return nil, closed(a)
		}
		if who.ID == a.Fee.RecordedBy {
			return nil, fault.New(fault.Denied, "apply.separation", "reference", a.Reference)
		}
		r := newReader(Form{"reasons": p.Reasons, "conditions": p.Conditions}, o.today())
		a.Reasons, a.Conditions, a.ValidUntil = r.note("reasons", maxNote), r.note("conditions", maxNote), p.ValidUntil
		switch p.What {
		case ProposeApproval:
			a.Reasons = ""
			o.validity(r, a)
		case ProposeRefusal:
			if a.Reasons == "" {
				r.fail("reasons", "apply.refuse.reasons")
			}
		default:
			r.fail("what", "apply.propose.what")
		}
		if f := orNil(r.wrong); f != nil {
			return nil, f
		}
		if p.What == ProposeApproval {
			if err := o.issuable(ctx, tx, a); err != nil {
				return nil, err
			}
		}
		if err := a.To(Proposed, now); err != nil {
			return nil, err
		}
		a.Proposal, a.ProposedBy, a.ProposedByName, a.ProposedAt = p.What, who.ID, who.Name, now
		return map[string]any{"what": p.What, "reasons": a.Reasons}, o.notify(ctx, tx, a, actor.Propose, "")
	}})
}

// validity settles the last day: the one given, or as long as the Party allows.
func (o *Office) validity(r *reader, a *Application) {
	last := o.today().AddMonths(o.Profile.Months(a.Content.Type))
	if until := a.Content.AnswerDate("carnet_until"); !until.IsZero() && until.Before(last) {
		last = until // samples travel no longer than their carnet (rule D05)
	}
	switch {
	case a.ValidUntil.IsZero():
		a.ValidUntil = last
	case !a.ValidUntil.After(o.today()):
		r.fail("valid_until", "apply.validity.past")
	case a.ValidUntil.After(last):
		r.fail("valid_until", "apply.validity.long", "last", last.String())
	}
}

// issuable wants every finding asked for to be made and none of them negative,
// and no rule of issue in the way that a senior officer did not set aside.
func (o *Office) issuable(ctx context.Context, tx Tx, a *Application) error {
	o.deduceAll(&a.Content)
	f := fault.Invalidf("apply.blocked")
	made, err := tx.Findings(ctx, a.ID)
	if err != nil {
		return err
	}
	for _, x := range current(made) {
		switch x.Outcome {
		case Open:
			f.Add("findings."+x.ID, "apply.finding.open", "kind", string(x.Kind))
		case Negative:
			f.Add("findings."+x.ID, "apply.finding.negative", "kind", string(x.Kind))
		}
	}
	found, err := o.Check(ctx, tx, a, rule.Issue, o.today())
	if err != nil {
		return err
	}
	if h := hindrances(found, a.IsLifted); h != nil {
		f.Fields = append(f.Fields, h.Fields...)
	}
	return f.OrNil()
}

// current drops findings that a later one of the same kind about the same line
// has replaced. Findings come in the order asked.
func current(all []Finding) []Finding {
	var out []Finding
	for i, f := range all {
		replaced := false
		for _, g := range all[i+1:] {
			replaced = replaced || (g.Kind == f.Kind && g.Line == f.Line)
		}
		if !replaced {
			out = append(out, f)
		}
	}
	return out
}

// ReturnToReview gives a proposed case back to the officer with a note.
func (o *Office) ReturnToReview(ctx context.Context, who actor.Actor, id string, version int64, note string) (*Application, error) {
	return o.run(ctx, who, act{actor.ReturnCase, id, version, o.file, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		if a.State != Proposed {
			return nil, closed(a)
		}
		if err := a.To(InReview, now); err != nil {
			return nil, err
		}
		m, err := o.say(ctx, tx, who, a, note, true)
		if err != nil {
			return nil, err
		}
		to := a.ProposedBy
		a.Proposal, a.ProposedBy, a.ProposedByName, a.ProposedAt = "", "", "", time.Time{}
		a.CosignedBy, a.CosignedByName, a.CosignedAt = "", "", time.Time{}
		return map[string]any{"message": m.ID}, o.notify(ctx, tx, a, actor.ReturnCase, to)
	}})
}
