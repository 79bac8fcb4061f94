package control

import (
	"context"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/quota"
)

// Endorsing is what a customs officer records of one crossing.
type Endorsing struct {
	PermitID  string
	Lines     []Counted // actual quantities; a line that is not named did not cross
	Port      string    // code of the profile
	Date      cites.Date
	Transport string
	Remarks   string
	// Kind is which way the goods cross; only a document for many crossings asks.
	Kind Kind
	// Seen tells that the officer holds the original of a permit that was reported
	// lost or stolen, and decided to accept it.
	Seen bool
	// Key is drawn by the form: sending it again has no further effect.
	Key string
}

// Endorse records what really left, or for an import permit arrived, line by
// line (box 14, rule Q11). A permit that may be used once is used up by its first
// endorsement, whatever quantity crossed; what did not cross goes back to the
// quota (Art. VI(5), trust sheet 1.1). Recording more than is permitted, endorsing
// twice, and endorsing outside the validity are refused; nothing is half-done.
func (o *Office) Endorse(ctx context.Context, who actor.Actor, in Endorsing) (*Endorsement, error) {
	if err := who.Must(actor.EndorsePermit); err != nil {
		return nil, err
	}
	if err := o.check(in); err != nil {
		return nil, err
	}
	var out *Endorsement
	err := o.Store.Update(ctx, func(tx Tx) error {
		if in.Key != "" {
			before, err := tx.EndorsementByKey(ctx, in.Key)
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
			if before != nil {
				out = before
				return nil
			}
		}
		p, err := tx.Permit(ctx, in.PermitID)
		if err != nil {
			return err
		}
		warned, err := o.mayCross(ctx, tx, p, in)
		if err != nil {
			return err
		}
		out, err = o.record(ctx, tx, who, p, in, warned)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("endorse permit %s: %w", in.PermitID, err)
	}
	return out, nil
}

// check looks at the form before anything is loaded.
func (o *Office) check(in Endorsing) error {
	f := fault.Invalidf("control.endorse")
	if o.port(in.Port) == "" {
		f.Add("port", "control.port_missing")
	}
	today := o.Profile.Today(o.Now())
	switch {
	case in.Date.IsZero():
		f.Add("date", "control.date_missing")
	case in.Date.After(today):
		f.Add("date", "control.date_future")
	}
	if len([]rune(in.Transport)) > 100 {
		f.Add("transport", "control.too_long", "max", 100)
	}
	if len([]rune(in.Remarks)) > 1000 {
		f.Add("remarks", "control.too_long", "max", 1000)
	}
	some := false
	for _, c := range in.Lines {
		if c.Quantity < 0 {
			f.Add("lines."+c.Letter, "control.quantity_negative")
		}
		some = some || c.Quantity > 0
	}
	if !some {
		f.Add("lines", "control.nothing_crossed")
	}
	return f.OrNil()
}

func (o *Office) port(code string) string {
	for _, p := range o.Profile.Ports {
		if p.Code == code {
			return p.Code
		}
	}
	return ""
}

// mayCross asks the rules of the border (D06, D07, D14, F14, L13, Q11, Q12); it
// returns the ids of those that warn.
func (o *Office) mayCross(ctx context.Context, tx Tx, p *permit.Permit, in Endorsing) (string, error) {
	if !Endorsable(p) {
		return "", fault.New(fault.Conflict, "control.not_endorsed", "number", p.Number)
	}
	g, err := o.completed(ctx, tx, p)
	if err != nil {
		return "", err
	}
	c, err := o.at(ctx, tx, g, in.Date, in.Lines)
	if err != nil {
		return "", err
	}
	if !p.Returned.IsZero() {
		return "", fault.New(fault.Conflict, "control.returned", "number", p.Number, "date", p.Returned.String())
	}
	if p.Lost != "" && !in.Seen {
		return "", fault.Invalidf("control.endorse").Add("seen", "control.reported_lost", "number", p.Number)
	}
	if !c.usable() { // the page is stale: somebody else used or withdrew it
		return "", fault.New(fault.Conflict, "control.not_usable", "number", p.Number, "state", string(p.State))
	}
	if p.Type.Facts().ManyCrossings {
		if err := c.stamped(in); err != nil {
			return "", err
		}
	}
	found, err := examine(ctx, tx, c, o.Profile.Today(o.Now()))
	if err != nil {
		return "", err
	}
	return stops(found)
}

// stamped is about documents for many crossings: the officer says which way,
// and each crossing may carry all that is on the document.
func (c *Crossing) stamped(in Endorsing) error {
	f := fault.Invalidf("control.endorse")
	if in.Kind != Export && in.Kind != Import {
		f.Add("kind", "control.kind_missing")
	}
	c.Kind = in.Kind
	for _, x := range in.Lines {
		if l, ok := lineOf(c.Permit, x.Letter); ok && x.Quantity > l.Quantity {
			f.Add("lines."+x.Letter, "control.more_than_permitted", "letter", x.Letter)
		}
	}
	return f.OrNil()
}

func lineOf(p *permit.Permit, letter string) (permit.Line, bool) {
	for _, l := range p.Record.Lines {
		if l.Letter == letter {
			return l, true
		}
	}
	return permit.Line{}, false
}

// record writes the crossing: ledger, state, status list, quota, log.
func (o *Office) record(ctx context.Context, tx Tx, who actor.Actor, p *permit.Permit, in Endorsing, warned string) (*Endorsement, error) {
	now := o.Now()
	e := &Endorsement{ID: o.NewID(), PermitID: p.ID, Number: p.Number, Kind: crossing(p.Type), Lines: in.Lines, Port: in.Port,
		Date: in.Date, Transport: strings.TrimSpace(in.Transport), Remarks: strings.TrimSpace(in.Remarks),
		By: who.ID, ByName: who.Name, Office: who.Office, At: now, Key: in.Key, Once: !p.Record.Partial, warned: warned}
	if p.Type.Facts().ManyCrossings {
		// Like a passport: it is stamped, uses nothing up and stays with its holder.
		e.Kind, e.Once = in.Kind, false
		return e, o.insert(ctx, tx, who, p, e)
	}
	for _, c := range in.Lines {
		if c.Quantity == 0 {
			continue
		}
		if err := tx.UseLine(ctx, p.ID, c.Letter, c.Quantity); err != nil {
			return nil, err
		}
	}
	if p.State == permit.Valid {
		state := permit.Endorsed
		if e.Kind == Import {
			state = permit.Used // an import permit is spent on arrival
		}
		if err := p.To(state, now); err != nil {
			return nil, err
		}
		p.Settled = !p.Record.Partial // what did not cross goes back below
		if err := tx.SavePermit(ctx, p); err != nil {
			return nil, err
		}
		if err := o.publish(ctx, tx, p); err != nil {
			return nil, err
		}
	}
	if !p.Record.Partial && e.Kind == Export {
		if err := quota.Settle(ctx, tx, quota.Poster{ID: who.ID, Name: who.Name, At: now}, quota.TrueUp, p.ID); err != nil {
			return nil, err
		}
		if err := tx.SettleFindings(ctx, p.ID); err != nil {
			return nil, err
		}
	}
	if err := o.moveStock(ctx, tx, who, p, e, now); err != nil {
		return nil, err
	}
	return e, o.insert(ctx, tx, who, p, e)
}

// insert logs an endorsement and writes it.
func (o *Office) insert(ctx context.Context, tx Tx, who actor.Actor, p *permit.Permit, e *Endorsement) (err error) {
	if e.LogIndex, err = tx.Record(ctx, o.event(who, actor.EndorsePermit, p, e)); err != nil {
		return err
	}
	return tx.InsertEndorsement(ctx, e)
}

// Endorsable reports whether customs stamps a permit: not one that was issued
// after its goods had left (permit-rules 4.12).
func Endorsable(p *permit.Permit) bool {
	i := p.Type.Facts()
	return !p.Record.Departed() && (i.EndorsedAtExport || i.Direction.In())
}

// completed wants a partially completed document filled in by its holder first;
// then no more crosses than was filled in. What is left of any other document is
// not read here: UseLine holds it under a condition, whoever comes first.
func (o *Office) completed(ctx context.Context, tx Tx, p *permit.Permit) (*Goods, error) {
	if len(p.Record.Complete) == 0 {
		return &Goods{Permit: p}, nil
	}
	g, err := o.goods(ctx, tx, p)
	if err == nil && g.Completion == nil {
		err = fault.New(fault.Conflict, "control.not_completed", "number", p.Number)
	}
	return g, err
}

// publish shows a used permit on the public status list where the Party does so.
func (o *Office) publish(ctx context.Context, tx Tx, p *permit.Permit) error {
	if !o.Profile.Workflow.PublishUsed {
		return nil
	}
	return tx.SetStatus(ctx, p.Record.StatusList, p.Record.StatusIndex, p.State.Status())
}

func (o *Office) event(who actor.Actor, verb actor.Verb, p *permit.Permit, e *Endorsement) audit.Event {
	lines := map[string]any{}
	for _, c := range e.Lines {
		lines[c.Letter] = int64(c.Quantity)
	}
	return audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(actor.Customs)}, Verb: string(verb),
		SubjectKind: "permit", SubjectID: p.ID, Detail: map[string]any{"number": string(p.Number), "kind": string(e.Kind),
			"lines": lines, "port": e.Port, "date": e.Date.String(), "transport": e.Transport, "warned": e.warned, "reported": string(p.Lost)}}
}
