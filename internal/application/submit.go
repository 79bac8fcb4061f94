package application

import (
	"context"
	"fmt"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
)

// Submit files a draft: every page complete, no rule of application in the way,
// the declaration made. It gets its reference, its fee and the day by which it
// must be decided. Rules that leave discretion do not stop it here; an officer
// has to deal with them.
func (o *Office) Submit(ctx context.Context, who actor.Actor, id string, version int64, d Declaration) (*Application, error) {
	return o.run(ctx, who, act{actor.SubmitApplication, id, version, o.own, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		if a.State != Draft {
			return nil, closed(a)
		}
		if err := o.declare(ctx, tx, who, a, d, now); err != nil {
			return nil, err
		}
		if err := o.admissible(ctx, tx, a); err != nil {
			return nil, err
		}
		on := o.Profile.Today(now)
		if err := a.To(Submitted, now); err != nil {
			return nil, err
		}
		n, err := tx.NextReference(ctx, o.prefix(a), on.Year)
		if err != nil {
			return nil, err
		}
		a.Reference = fmt.Sprintf("%s-%04d-%06d", o.prefix(a), on.Year, n)
		a.SubmittedAt, a.Due = now, on.AddDays(o.Profile.DecideDays)
		a.Fee = Fee{Amount: o.Profile.FeeFor(a.Content.Type, a.Content.Purpose, len(a.Content.Lines)), Currency: o.Profile.Currency}
		a.Filed = a.Content
		if err := o.notify(ctx, tx, a, actor.SubmitApplication, ""); err != nil {
			return nil, err
		}
		return map[string]any{"reference": a.Reference, "type": string(a.Content.Type), "lines": len(a.Content.Lines), "fee": a.Fee.Amount}, nil
	}})
}

// prefix is how references of the type begin.
func (o *Office) prefix(a *Application) string {
	if p := o.Profile.References[a.Content.Type]; p != "" {
		return p
	}
	return string(a.Content.Type)
}

// declare checks and notes the declaration (rule F11).
func (o *Office) declare(ctx context.Context, tx Tx, who actor.Actor, a *Application, d Declaration, now time.Time) error {
	r := newReader(Form{"name": d.Name}, o.today())
	d.Name = r.need("name", maxName, "apply.declare.name")
	if !d.Accepted {
		r.fail("accepted", "apply.declare.accepted")
	}
	d.At, d.AgentMandate = now, ""
	if who.ID == a.Agent {
		ms, err := tx.Mandates(ctx, a.Owner, who.ID)
		if err != nil {
			return err
		}
		m, ok := covering(ms, a.Content.Type, o.today())
		if !ok {
			return fault.New(fault.Denied, "apply.no_mandate")
		}
		d.AgentMandate = m.ID
	}
	a.Content.Declaration = d
	return asError(orNil(r.wrong))
}

// admissible wants every page complete and no rule of application in the way.
func (o *Office) admissible(ctx context.Context, tx Tx, a *Application) error {
	o.deduceAll(&a.Content)
	if f := o.faults(&a.Content); f != nil {
		f.Key = "apply.incomplete"
		return f
	}
	found, err := o.Check(ctx, tx, a, rule.Apply, o.today())
	if err != nil {
		return err
	}
	return asError(hindrances(found, func(f rule.Finding) bool { return f.Discretion }))
}

// hindrances makes one fault of the findings that block, except those to skip;
// fields are named "rules.LINE.ID".
func hindrances(found []rule.Finding, skip func(rule.Finding) bool) *fault.Error {
	f := fault.Invalidf("apply.blocked")
	for _, x := range found {
		if x.Severity == rule.Block && !skip(x) {
			f.Fields = append(f.Fields, fault.Field{Name: fmt.Sprintf("rules.%d.%s", x.Line, x.Rule), Key: x.Key, Args: x.Args})
		}
	}
	return orNil(f)
}

// Review runs the rules of application over a case without changing anything,
// for the page on which the applicant checks the answers.
func (o *Office) Review(ctx context.Context, who actor.Actor, id string) ([]rule.Finding, error) {
	var found []rule.Finding
	err := o.Store.View(ctx, func(tx Tx) error {
		a, err := o.own(ctx, tx, who, id)
		if err != nil {
			return err
		}
		o.deduceAll(&a.Content)
		found, err = o.Check(ctx, tx, a, rule.Apply, o.today())
		return err
	})
	return found, err
}
