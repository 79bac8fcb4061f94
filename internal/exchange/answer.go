package exchange

import (
	"context"
	"crypto/subtle"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
)

// Query is what reached us.
type Query struct {
	Operation    Operation
	Number       cites.PermitNumber
	Token        string        // of the permit, may be empty
	PartnerToken string        // of the caller, may be empty
	Country      cites.Country // the country that is asked; empty is us
	From         string        // network address of the caller, for limits
	Request      []byte        // as received
	// Write makes the response of a document; what it returns is what is sent.
	Write func(epermit.Document) ([]byte, error)
}

// The keys of the faults of Answer. An unknown number, a wrong token and a
// permit that is not the caller's business look the same.
const (
	NotAuthorised = "exchange.not_authorised"
	NotHere       = "exchange.not_here"
	NotFound      = "exchange.not_found"
	NotFinal      = "exchange.not_final"
	Cancelled     = "exchange.cancelled"
	Replaced      = "exchange.replaced"
)

// Answer gives a partner, or whoever holds a permit's token, one of our permits
// as a message, and logs the exchange. Too many misses lock the caller out.
func (d *Desk) Answer(ctx context.Context, q Query) ([]byte, error) {
	if d.Misses.Locked("address " + q.From) {
		return nil, fault.New(fault.Denied, NotAuthorised)
	}
	who, err := d.caller(ctx, q.PartnerToken)
	if fault.KindOf(err) == fault.NotFound {
		return nil, d.miss(ctx, q, nil, fault.New(fault.Denied, NotAuthorised))
	}
	if err != nil {
		return nil, err
	}
	if who != nil && d.Misses.Locked("partner "+who.ID) {
		return nil, fault.New(fault.Denied, NotAuthorised)
	}
	doc, err := d.find(ctx, q, who)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return nil, d.miss(ctx, q, who, err)
	case fault.Of(err) != nil:
		return nil, d.logged(ctx, q, who, nil, err)
	case err != nil:
		return nil, err
	}
	response, err := q.Write(doc)
	if err != nil {
		return nil, err
	}
	return response, d.logged(ctx, q, who, response, nil)
}

// caller finds the partner behind a token; nil without a token. Tokens are
// looked up by their hash, so the time taken says nothing about them.
func (d *Desk) caller(ctx context.Context, token string) (*Partner, error) {
	if token == "" {
		return nil, nil
	}
	var p *Partner
	err := d.Store.View(ctx, func(tx Tx) (err error) {
		p, err = tx.PartnerByToken(ctx, digest(token))
		return err
	})
	if err != nil {
		return nil, err
	}
	if p.State != Active {
		return nil, fault.New(fault.NotFound, NotAuthorised)
	}
	return p, nil
}

// find loads the permit if the caller may read it and gives the document that
// the operation and the permit's state allow (exchange sheet 3.4).
func (d *Desk) find(ctx context.Context, q Query, who *Partner) (epermit.Document, error) {
	var none epermit.Document
	if q.Country != "" && q.Country != d.Profile.Party {
		return none, fault.New(fault.Invalid, NotHere, "country", q.Country)
	}
	h, err := d.Source.PermitForExchange(ctx, q.Number)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return none, err
	}
	if err != nil || !opens(h, q, who) {
		return none, fault.New(fault.NotFound, NotFound)
	}
	crossed := h.State == permit.Endorsed || h.State == permit.Used
	switch {
	case h.State == permit.Revoked:
		return none, fault.New(fault.Conflict, Cancelled)
	case h.State == permit.Replaced:
		return none, fault.New(fault.Conflict, Replaced, "number", h.ReplacedBy)
	case h.State != permit.Valid && h.State != permit.Expired && !crossed:
		return none, fault.New(fault.NotFound, NotFound)
	case q.Operation == GetNonFinal:
		return h.Document.NonFinal(), nil
	case !crossed || !h.Document.Final(): // a permit may be closed without box 14
		return none, fault.New(fault.Conflict, NotFinal)
	}
	return h.Document, nil
}

// opens reports whether the caller may read the permit: by its token, which if
// given must be right, or as a Party on it.
func opens(h *Held, q Query, who *Partner) bool {
	if q.Token != "" {
		return h.Token != "" && subtle.ConstantTimeCompare(digest(q.Token), digest(h.Token)) == 1
	}
	return who != nil && slices.Contains(h.Readers, who.Party)
}

// miss counts a failed attempt and notes when it was one too many.
func (d *Desk) miss(ctx context.Context, q Query, who *Partner, why error) error {
	key := "address " + q.From
	if who != nil {
		key = "partner " + who.ID
	}
	lock := d.Misses.Miss(key)
	err := d.logged(ctx, q, who, nil, why)
	if !lock || fault.KindOf(err) == fault.Internal {
		return err
	}
	alert := d.Store.Update(ctx, func(tx Tx) error {
		_, err := tx.Record(ctx, audit.Event{Actor: auditActor(who), Verb: string(locked), SubjectKind: "exchange_caller", SubjectID: key,
			Detail: map[string]any{"misses": missLimit, "minutes": int64(lockFor.Minutes())}})
		return err
	})
	if alert != nil {
		return alert
	}
	return err
}

// logged writes the message to the log and returns how it ended.
func (d *Desk) logged(ctx context.Context, q Query, who *Partner, response []byte, outcome error) error {
	m := &Message{ID: d.NewID(), Direction: In, Operation: q.Operation, Number: clip(q.Number), Outcome: outcomeOf(outcome),
		RequestDigest: digest(q.Request), At: d.Now()}
	if who != nil {
		m.PartnerID, m.Party = who.ID, who.Party
	}
	if response != nil {
		m.ResponseDigest = digest(response)
	}
	err := d.Store.Update(ctx, func(tx Tx) error {
		return note(ctx, tx, m, auditActor(who), answer)
	})
	if err != nil {
		return err
	}
	return outcome
}

func auditActor(p *Partner) audit.Actor {
	if p == nil {
		return audit.Actor{ID: "token", Name: "Holder of a permit token", Role: string(actor.Partner)}
	}
	return audit.Actor{ID: p.ID, Name: p.Name, Role: string(actor.Partner)}
}

// clip keeps a number that somebody made up from filling the log.
func clip(n cites.PermitNumber) cites.PermitNumber {
	if r := []rune(n); len(r) > 70 {
		return cites.PermitNumber(r[:70])
	}
	return n
}
