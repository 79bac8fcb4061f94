package exchange

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
)

// Fetched is a permit of another Party that was fetched and kept.
type Fetched struct {
	Reply
	Foreign *permit.Foreign
}

// Fetch asks a partner, by its name, for a permit, and keeps what comes. A
// partner can hand in only permits of its own Party, and only the one asked for.
// The exchange is logged however it ends.
func (d *Desk) Fetch(ctx context.Context, who actor.Actor, partner string, q Ask) (*Fetched, error) {
	if err := who.Must(actor.QueryPartner); err != nil {
		return nil, err
	}
	p, err := d.askable(ctx, partner)
	if err != nil {
		return nil, err
	}
	reply, err := d.Caller.GetPermit(ctx, *p, q)
	if err == nil {
		err = fits(&reply, *p, q)
	}
	if err := d.sent(ctx, who, p, q, reply, err); err != nil {
		return nil, fmt.Errorf("fetch %s from %s: %w", q.Number, p.Name, err)
	}
	f, err := d.Receiver.Receive(ctx, who, reply.Document, reply.Raw, p.ID, q.Operation == GetFinal)
	if err != nil {
		return nil, fmt.Errorf("fetch %s from %s: %w", q.Number, p.Name, err)
	}
	return &Fetched{Reply: reply, Foreign: f}, nil
}

func (d *Desk) askable(ctx context.Context, name string) (*Partner, error) {
	var p *Partner
	err := d.Store.View(ctx, func(tx Tx) (err error) {
		p, err = tx.PartnerByName(ctx, name)
		return err
	})
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return nil, fault.New(fault.NotFound, "partner.not_found", "name", name)
	case err != nil:
		return nil, err
	case p.State != Active:
		return nil, fault.New(fault.Conflict, "partner.is_disabled", "name", p.Name)
	case p.Endpoint == "":
		return nil, fault.New(fault.Conflict, "partner.no_endpoint", "name", p.Name)
	}
	return p, nil
}

// fits refuses a document that is not what was asked for. A document that does
// not name its country comes from the partner's.
func fits(r *Reply, p Partner, q Ask) error {
	home := &r.Document.Authority.Address.Country
	if home.Code == "" {
		home.Code = p.Party
	}
	if home.Code != p.Party {
		return fault.New(fault.Invalid, "exchange.other_party", "country", home.Code, "partner", p.Name)
	}
	if cites.NumberKey(r.Document.Number) != cites.NumberKey(q.Number) {
		return fault.New(fault.Invalid, "exchange.other_number", "number", clip(r.Document.Number))
	}
	return nil
}

// sent logs an exchange that we began and returns how it ended.
func (d *Desk) sent(ctx context.Context, who actor.Actor, p *Partner, q Ask, r Reply, outcome error) error {
	m := &Message{ID: d.NewID(), PartnerID: p.ID, Party: p.Party, Direction: Out, Operation: q.Operation, Number: clip(q.Number),
		Outcome: outcomeOf(outcome), RequestDigest: digest(r.Request), At: d.Now()}
	if r.Raw != nil {
		m.ResponseDigest = digest(r.Raw)
	}
	err := d.Store.Update(ctx, func(tx Tx) error {
		return note(ctx, tx, m, person(who, actor.QueryPartner), actor.QueryPartner)
	})
	if err != nil {
		return err
	}
	return outcome
}

// person is the actor of an event, in the role that allowed the verb.
func person(who actor.Actor, verb actor.Verb) audit.Actor {
	return audit.Actor{ID: who.ID, Name: who.Name, Role: string(who.RoleFor(verb))}
}
