package control

import (
	"context"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/seal"
)

// Find looks a permit up from what an officer scanned or typed: the text of the
// seal in the QR code (digits or address) or the number of the permit. The seal
// itself is judged on its own by the verify page; here it only names the permit.
func (o *Office) Find(ctx context.Context, who actor.Actor, text string) (*Goods, error) {
	if err := who.Must(actor.FindPermit); err != nil {
		return nil, err
	}
	n, err := number(text)
	if err != nil {
		return nil, err
	}
	var g *Goods
	err = o.Store.View(ctx, func(tx Tx) error {
		p, err := tx.PermitByNumber(ctx, n)
		if err != nil {
			return err
		}
		g, err = o.presented(ctx, tx, p)
		return err
	})
	return g, err
}

// Read gives one permit with what is left of it, for the endorsement page.
func (o *Office) Read(ctx context.Context, who actor.Actor, id string) (*Goods, error) {
	if err := who.Must(actor.FindPermit); err != nil {
		return nil, err
	}
	var g *Goods
	err := o.Store.View(ctx, func(tx Tx) error {
		p, err := tx.Permit(ctx, id)
		if err != nil {
			return err
		}
		g, err = o.presented(ctx, tx, p)
		return err
	})
	return g, err
}

// number reads what was scanned or typed.
func number(text string) (cites.PermitNumber, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", fault.Invalidf("control.find").Add("text", "control.text_missing")
	}
	if b, err := seal.FromText(text); err == nil {
		p, err := seal.Parse(b)
		if err != nil {
			return "", fault.Invalidf("control.find").Add("text", "control.seal_broken")
		}
		return p.Number, nil
	}
	n, err := cites.ParsePermitNumber(text)
	if err != nil {
		return "", fault.Invalidf("control.find").Add("text", "control.number_unread")
	}
	return n, nil
}

// presented is a document with what is left of it and what the rules of the
// border find today, before anything is counted.
func (o *Office) presented(ctx context.Context, tx Tx, p *permit.Permit) (*Goods, error) {
	g, err := o.goods(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	today := o.Profile.Today(o.Now())
	c, err := o.at(ctx, tx, g, today, nil)
	if err != nil {
		return nil, err
	}
	g.Findings, err = examine(ctx, tx, c, today)
	return g, err
}

// goods adds what of each line is left.
func (o *Office) goods(ctx context.Context, tx Tx, p *permit.Permit) (*Goods, error) {
	ends, err := tx.Endorsements(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	g := &Goods{Permit: p, Left: map[string]cites.Quantity{}, Endorsements: ends}
	for _, l := range p.Record.Lines {
		g.Left[l.Letter] = l.Quantity
	}
	if err := o.filledIn(ctx, tx, g); err != nil {
		return nil, err
	}
	if p.Type.Facts().ManyCrossings {
		for _, e := range ends {
			g.Abroad = e.Kind == Export // the last crossing tells
		}
		return g, nil
	}
	for _, e := range ends {
		if e.Kind != crossing(p.Type) {
			continue
		}
		for _, c := range e.Lines {
			g.Left[c.Letter] -= c.Quantity
		}
	}
	return g, nil
}

// filledIn counts from what the holder of a partially completed document wrote.
func (o *Office) filledIn(ctx context.Context, tx Tx, g *Goods) (err error) {
	if len(g.Permit.Record.Complete) == 0 {
		return nil
	}
	g.Completion, err = tx.Completion(ctx, g.Permit.ID)
	if fault.KindOf(err) == fault.NotFound {
		return nil // still blank
	}
	if err != nil {
		return err
	}
	for _, l := range g.Permit.Record.Lines {
		g.Left[l.Letter] = 0
	}
	for _, l := range g.Completion.Lines {
		g.Left[l.Letter] = l.Quantity
	}
	return nil
}

// crossing is which crossing uses up a document of a type: import permits are
// used on arrival, all others when the goods leave.
func crossing(t cites.DocumentType) Kind {
	if t.Facts().Direction.In() {
		return Import
	}
	return Export
}
