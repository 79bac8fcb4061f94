package application

import (
	"context"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/finding"
)

// SaveDraft saves one page. What was typed is kept whether it can be read or
// not; when something is wrong the application is saved all the same and an
// Invalid fault names the fields. A filed application can be changed only while
// the authority waits for an answer.
func (o *Office) SaveDraft(ctx context.Context, who actor.Actor, id string, version int64, s Step, f Form) (*Application, error) {
	p, ok := pages()[s]
	if !ok {
		return nil, fault.New(fault.NotFound, "apply.step_unknown", "step", string(s))
	}
	var wrong *fault.Error
	a, err := o.edit(ctx, who, id, version, func(a *Application) (map[string]any, error) {
		r := newReader(f, o.today())
		p.read(o, r, &a.Content)
		a.Content.settle(string(s), r)
		wrong = orNil(r.wrong)
		if s == StepExporter || s == StepImporter {
			o.deduceAll(&a.Content)
		}
		return map[string]any{"act": "save", "step": string(s)}, nil
	})
	if err != nil {
		return a, err
	}
	return a, asError(wrong)
}

// FillDraft replaces the whole content at once, as programs and copies do. The
// type of the document stays; what is wrong is named as in SaveDraft, and kept.
func (o *Office) FillDraft(ctx context.Context, who actor.Actor, id string, version int64, c Content) (*Application, error) {
	var wrong *fault.Error
	a, err := o.editWith(ctx, who, id, version, func(ctx context.Context, tx Tx, a *Application) (map[string]any, error) {
		c.Retrospective, c.Partial = a.Content.Retrospective, a.Content.Partial
		c.Type, c.Declaration, c.Done, c.Typed = a.Content.Type, Declaration{}, nil, nil
		c.own().Country = o.Profile.Party
		for i := range c.Lines {
			if c.Lines[i].ID == "" {
				c.Lines[i].ID = o.NewID()
			}
		}
		a.Content.Lines = c.Lines
		bad, err := o.fillLots(ctx, tx, a)
		if err != nil {
			return nil, err
		}
		o.deduceAll(&c)
		for _, s := range StepsOf(&c) {
			c.Done = append(c.Done, string(s))
		}
		a.Content = c
		if wrong = o.faults(&c); wrong == nil {
			wrong = bad
		}
		return map[string]any{"act": "fill", "lines": len(c.Lines)}, nil
	})
	if err != nil {
		return a, err
	}
	return a, asError(wrong)
}

// MarkDone notes that a step without a form of its own was seen: documents.
func (o *Office) MarkDone(ctx context.Context, who actor.Actor, id string, version int64, s Step) (*Application, error) {
	return o.edit(ctx, who, id, version, func(a *Application) (map[string]any, error) {
		a.Content.settle(string(s), newReader(nil, o.today()))
		return map[string]any{"act": "save", "step": string(s)}, nil
	})
}

// edit is the common part of all changes of the content by the applicant.
func (o *Office) edit(ctx context.Context, who actor.Actor, id string, version int64, do func(a *Application) (map[string]any, error)) (*Application, error) {
	return o.editWith(ctx, who, id, version, func(_ context.Context, _ Tx, a *Application) (map[string]any, error) { return do(a) })
}

// editWith is edit for changes that look something up in the transaction.
func (o *Office) editWith(ctx context.Context, who actor.Actor, id string, version int64, do func(ctx context.Context, tx Tx, a *Application) (map[string]any, error)) (*Application, error) {
	return o.run(ctx, who, act{actor.WriteApplication, id, version, o.own, func(ctx context.Context, tx Tx, a *Application, _ time.Time) (map[string]any, error) {
		if !a.State.Editable() {
			return nil, closed(a)
		}
		detail, err := do(ctx, tx, a)
		if err != nil {
			return nil, err
		}
		return detail, ownChains(ctx, tx, a)
	}})
}

// ownChains refuses a line that names evidence of somebody else: for the
// applicant it does not exist.
func ownChains(ctx context.Context, tx Tx, a *Application) error {
	known := map[string]bool{"": true}
	for i, l := range a.Content.Lines {
		if known[l.Chain] {
			continue
		}
		known[l.Chain] = true
		_, err := tx.ChainOf(ctx, l.Chain, finding.Scope{Owner: a.Owner, Org: a.Org})
		if fault.KindOf(err) == fault.NotFound {
			return fault.Invalidf("apply.invalid").Add("chain", "finding.chain_unknown", "letter", Letter(i))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// closed says that the content cannot be changed in this state.
func closed(a *Application) error {
	return fault.New(fault.Conflict, "apply.closed", "state", string(a.State))
}

// deduceAll settles appendix and annotation of every line again: the parties
// may have changed, and with them the population.
func (o *Office) deduceAll(c *Content) {
	for i := range c.Lines {
		o.deduce(c, &c.Lines[i])
	}
}

// asError avoids an interface that holds a nil pointer.
func asError(f *fault.Error) error {
	if f == nil {
		return nil
	}
	return f
}
