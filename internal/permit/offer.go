package permit

import (
	"context"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Offer is a holder's word that the paper of a permit goes back to the authority
// (permit-rules 4.1). What it drew goes back when an officer has the paper.
type Offer struct {
	ID         string
	PermitID   string
	Why        OfferReason
	Note       string // how and when the paper comes back
	Confirmed  bool   // the holder confirmed not to use it any more
	By, ByName string
	At         time.Time
	Outcome    OfferOutcome
	ClosedBy   string
	ClosedName string
	ClosedAt   time.Time
}

// OfferReason says why a paper goes back.
type OfferReason string

// The reasons. All but the last follow from the state of the permit; the holder of
// a document for many crossings says whether the specimens were given up, which
// obliges to return it (50 CFR 23.44, 23.49).
const (
	Unused   OfferReason = "unused"
	PartUsed OfferReason = "part_used"
	Over     OfferReason = "over"  // its last day is past
	Regained OfferReason = "found" // a replaced original that turned up
	GivenUp  OfferReason = "given_up"
)

// OfferOutcome says how an offer ended; "" is open.
type OfferOutcome string

// The outcomes.
const (
	OfferTaken OfferOutcome = "taken"
	OfferKept  OfferOutcome = "kept" // the holder uses it after all
)

// OfferReasons lists what a holder can say of a permit as it stands.
func (p *Permit) OfferReasons() []OfferReason {
	why := Unused
	switch p.State {
	case Endorsed:
		why = PartUsed
	case Expired:
		why = Over
	case Replaced:
		why = Regained
	}
	if p.Type.Facts().ManyCrossings && p.State == Valid {
		return []OfferReason{why, GivenUp}
	}
	return []OfferReason{why}
}

// OfferReturn records that the holder sends a permit back, unused or used in part.
// The permit stays as it is until an officer takes the paper.
func (o *Office) OfferReturn(ctx context.Context, who actor.Actor, id string, version int64, in Offer) error {
	if err := who.Must(actor.OfferReturn); err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		p, err := o.loadOwn(ctx, tx, who, id, version)
		if err != nil {
			return err
		}
		if !p.Returnable() || !p.Offered.IsZero() {
			return fault.New(fault.Conflict, "permit.offer.not_now", "number", p.Number)
		}
		if err := in.check(p); err != nil {
			return err
		}
		now := o.Now()
		in.ID, in.PermitID, in.By, in.ByName, in.At = o.NewID(), p.ID, who.ID, who.Name, now
		p.Offered, p.Changed = o.today(), now
		if err := tx.InsertOffer(ctx, &in); err != nil {
			return err
		}
		return o.saveOffer(ctx, tx, who, p, map[string]any{"act": "offer", "why": string(in.Why)})
	})
}

// check looks at what was filled in.
func (in *Offer) check(p *Permit) error {
	f := fault.Invalidf("permit.offer")
	in.Note = strings.TrimSpace(in.Note)
	reasons := p.OfferReasons()
	if len(reasons) == 1 {
		in.Why = reasons[0]
	}
	some := false
	for _, r := range reasons {
		some = some || r == in.Why
	}
	if !some {
		f.Add("why", "permit.offer.why_missing")
	}
	switch {
	case in.Note == "":
		f.Add("note", "permit.offer.note_missing")
	case len([]rune(in.Note)) > maxTold:
		f.Add("note", "permit.reason_long", "max", maxTold)
	}
	if !in.Confirmed {
		f.Add("sure", "permit.offer.sure")
	}
	return f.OrNil()
}

// KeepPermit takes an offer back: the holder uses the permit after all.
func (o *Office) KeepPermit(ctx context.Context, who actor.Actor, id string, version int64) error {
	if err := who.Must(actor.OfferReturn); err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		p, err := o.loadOwn(ctx, tx, who, id, version)
		if err != nil {
			return err
		}
		if p.Offered.IsZero() || !p.Returned.IsZero() {
			return fault.New(fault.Conflict, "permit.offer.none", "number", p.Number)
		}
		p.Changed = o.Now()
		if err := o.closeOffer(ctx, tx, who, p, OfferKept); err != nil {
			return err
		}
		return o.saveOffer(ctx, tx, who, p, map[string]any{"act": "keep"})
	})
}

// saveOffer saves a permit whose return was offered, or not any more, with the event.
func (o *Office) saveOffer(ctx context.Context, tx Tx, who actor.Actor, p *Permit, detail map[string]any) error {
	if err := tx.SavePermit(ctx, p); err != nil {
		return err
	}
	detail["number"] = string(p.Number)
	_, err := tx.Record(ctx, event(who, actor.OfferReturn, p, detail))
	return err
}

// closeOffer ends an open offer; a permit without one is left as it is.
func (o *Office) closeOffer(ctx context.Context, tx Tx, who actor.Actor, p *Permit, how OfferOutcome) error {
	if p.Offered.IsZero() {
		return nil
	}
	p.Offered = cites.Date{}
	return tx.CloseOffer(ctx, p.ID, Offer{Outcome: how, ClosedBy: who.ID, ClosedName: who.Name, ClosedAt: o.Now()})
}
