package permit

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/notification"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/rule"
)

// ApproveAmendment puts a corrected permit in the place of an issued one: the old
// number is dead and the new one prepared in the same transaction, and what was
// drawn moves along. The rules of issue run on the corrected content. Whoever
// proposed it cannot approve it.
func (o *Office) ApproveAmendment(ctx context.Context, who actor.Actor, id string, version int64, amendment string) (*Permit, error) {
	if err := who.Must(actor.DecideAmendment); err != nil {
		return nil, err
	}
	var out *Permit
	err := o.Store.Update(ctx, func(tx Tx) error {
		old, a, err := o.waiting(ctx, tx, who, id, version, amendment)
		if err != nil {
			return err
		}
		if !old.Amendable() {
			return fault.New(fault.Conflict, "permit.amend.not_now", "number", old.Number)
		}
		after, err := o.corrected(ctx, tx, old, a)
		if err != nil {
			return err
		}
		before := old.Record
		if out, err = o.succeed(ctx, tx, who, actor.DecideAmendment, old, after, Amended, a.Reason); err != nil {
			return err
		}
		if err := o.lower(ctx, tx, who, &before, out); err != nil {
			return err
		}
		a.State, a.DecidedBy, a.DecidedName, a.DecidedAt, a.Successor = AmendmentApproved, who.ID, who.Name, o.Now(), out.ID
		return tx.DecideAmendment(ctx, a)
	})
	return out, err
}

// RejectAmendment leaves the permit as it is, with a reason.
func (o *Office) RejectAmendment(ctx context.Context, who actor.Actor, id string, version int64, amendment, note string) error {
	if err := who.Must(actor.DecideAmendment); err != nil {
		return err
	}
	note, err := reason(note)
	if err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		p, a, err := o.waiting(ctx, tx, who, id, version, amendment)
		if err != nil {
			return err
		}
		a.State, a.DecidedBy, a.DecidedName, a.DecidedAt, a.Note = AmendmentRejected, who.ID, who.Name, o.Now(), note
		if err := tx.DecideAmendment(ctx, a); err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(who, actor.DecideAmendment, p, map[string]any{"number": string(p.Number), "amendment": a.ID, "rejected": note}))
		return err
	})
}

// waiting reads a permit and its correction that waits for this person. The
// database holds the same separation as a constraint; here the message is kind.
func (o *Office) waiting(ctx context.Context, tx Tx, who actor.Actor, id string, version int64, amendment string) (*Permit, *Amendment, error) {
	p, err := o.load(ctx, tx, id, version)
	if err != nil {
		return nil, nil, err
	}
	all, err := tx.AmendmentsOf(ctx, p.ID)
	if err != nil {
		return nil, nil, err
	}
	for i, a := range all {
		if a.ID != amendment || a.PermitID != p.ID || a.State != AmendmentProposed {
			continue
		}
		if a.By == who.ID {
			return nil, nil, fault.New(fault.Denied, "permit.amend.separation", "number", p.Number)
		}
		return p, &all[i], nil
	}
	return nil, nil, fault.New(fault.Conflict, "permit.amend.none", "number", p.Number)
}

// corrected runs the rules of issue over the corrected content and gives the record.
func (o *Office) corrected(ctx context.Context, tx Tx, p *Permit, a *Amendment) (Record, error) {
	after := a.Content.apply(p.Record)
	if !after.ValidUntil.After(o.today()) {
		return after, fault.New(fault.Conflict, "permit.expired", "number", p.Number)
	}
	app, err := tx.Application(ctx, p.ApplicationID)
	if err != nil {
		return after, err
	}
	overlay(app, &after)
	found, err := o.Check(ctx, tx, app, rule.Issue, o.today())
	if err != nil {
		return after, err
	}
	if err := blocked(app, found); err != nil {
		return after, err
	}
	return after, o.Printer.Check(&after)
}

// overlay writes a record over the application that it was made from, for the
// rules. The day of transport that was planned does not count: our ledger knows
// that the goods did not leave.
func overlay(a *application.Application, r *Record) {
	c := &a.Content
	c.Exporter.Lines, c.Purpose, c.Transport.Date = r.Consignor.Lines, r.Purpose, cites.Date{}
	if len(r.Consignee.Lines) > 0 {
		c.Importer.Lines = r.Consignee.Lines
	}
	a.ValidUntil = r.ValidUntil
	for i := range c.Lines {
		if i >= len(r.Lines) {
			break
		}
		c.Lines[i].Quantity, c.Lines[i].Description, c.Lines[i].Marks = r.Lines[i].Quantity, r.Lines[i].Description, MarksOf(r.Lines[i])
	}
}

// lower gives back what a corrected permit needs less than the one before it.
func (o *Office) lower(ctx context.Context, tx Tx, who actor.Actor, before *Record, p *Permit) error {
	for i, l := range p.Record.Lines {
		from := before.Lines[i].Quantity
		if l.Quantity == from {
			continue
		}
		if err := quota.Lower(ctx, tx, poster(who, o.Now(), string(Amended)), p.ID, l.Letter, l.Quantity, l.Unit); err != nil {
			return err
		}
		if err := tx.LowerFindings(ctx, p.ID, l.Letter, l.Quantity, from); err != nil {
			return err
		}
	}
	return nil
}

// causeOf is the cause under which the other Party hears of a replacement.
func causeOf(why ReplaceReason) notification.Cause {
	if why == Amended {
		return notification.Amended
	}
	return notification.Replaced
}
