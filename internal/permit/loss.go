package permit

import (
	"context"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Loss is a holder's report that the paper of a permit is gone or spoilt.
type Loss struct {
	ID         string
	PermitID   string
	Kind       ReplaceReason
	Day        cites.Date // on which it was noticed
	Place      string
	Told       string // what happened
	Police     string // number of the report to the police, where there is one
	Confirmed  bool   // the holder confirmed that no usable original is left
	By, ByName string
	At         time.Time
	Outcome    LossOutcome
	Note       string
	ClosedBy   string
	ClosedName string
	ClosedAt   time.Time
}

// LossOutcome says how a report ended; "" is open.
type LossOutcome string

// The outcomes.
const (
	LossReplaced LossOutcome = "replaced"
	LossFound    LossOutcome = "found"
	LossEnded    LossOutcome = "ended" // the permit was withdrawn meanwhile
)

// maxTold bounds free text of a report, in characters.
const maxTold = 1000

// ReportLoss records that a holder's valid permit is lost, stolen, damaged or
// destroyed. From then on it is shown as suspended to everybody who checks it,
// until it is replaced or found (50 CFR 23.52, permit-rules 4.3).
func (o *Office) ReportLoss(ctx context.Context, who actor.Actor, id string, version int64, in Loss) error {
	if err := who.Must(actor.ReportLoss); err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		p, err := o.loadOwn(ctx, tx, who, id, version)
		if err != nil {
			return err
		}
		if p.State != Valid || p.Lost != "" {
			return fault.New(fault.Conflict, "permit.loss.not_now", "number", p.Number)
		}
		if err := o.readable(p, &in); err != nil {
			return err
		}
		now := o.Now()
		in.ID, in.PermitID, in.By, in.ByName, in.At = o.NewID(), p.ID, who.ID, who.Name, now
		p.Lost, p.Changed = in.Kind, now
		if err := tx.InsertLoss(ctx, &in); err != nil {
			return err
		}
		return o.showLoss(ctx, tx, who, p, map[string]any{"act": "report", "kind": string(in.Kind), "day": in.Day.String()})
	})
}

// readable looks at what was filled in.
func (o *Office) readable(p *Permit, in *Loss) error {
	f := fault.Invalidf("permit.loss")
	in.Told, in.Place, in.Police = strings.TrimSpace(in.Told), strings.TrimSpace(in.Place), strings.TrimSpace(in.Police)
	if !known(in.Kind) {
		f.Add("kind", "permit.loss.kind_missing")
	}
	if in.Day.IsZero() || in.Day.Before(p.Record.Issued) || in.Day.After(o.today()) {
		f.Add("day", "permit.loss.day", "from", p.Record.Issued.String(), "until", o.today().String())
	}
	if !in.Confirmed {
		f.Add("sure", "permit.loss.sure")
	}
	if in.Told == "" {
		f.Add("told", "permit.loss.told_missing")
	}
	for field, s := range map[string]string{"told": in.Told, "place": in.Place, "police": in.Police} {
		if len([]rune(s)) > maxTold {
			f.Add(field, "permit.reason_long", "max", maxTold)
		}
	}
	return f.OrNil()
}

// WithdrawLoss ends a report because the original was found; the holder or an
// officer may do it. The permit is shown as valid again.
func (o *Office) WithdrawLoss(ctx context.Context, who actor.Actor, id string, version int64, note string) error {
	note, err := reason(note)
	if err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		var p *Permit
		var err error
		if who.Can(actor.ReplacePermit) || who.Can(actor.ReturnPermit) {
			p, err = o.load(ctx, tx, id, version)
		} else if err = who.Must(actor.ReportLoss); err == nil {
			p, err = o.loadOwn(ctx, tx, who, id, version)
		}
		if err != nil {
			return err
		}
		if p.State != Valid || p.Lost == "" {
			return fault.New(fault.Conflict, "permit.loss.none", "number", p.Number)
		}
		p.Changed = o.Now()
		if err := o.closeLoss(ctx, tx, who, p, LossFound, note); err != nil {
			return err
		}
		return o.showLoss(ctx, tx, who, p, map[string]any{"act": "found", "note": note})
	})
}

// showLoss saves a permit whose report was made or withdrawn, with its public
// status and the event.
func (o *Office) showLoss(ctx context.Context, tx Tx, who actor.Actor, p *Permit, detail map[string]any) error {
	if err := tx.SavePermit(ctx, p); err != nil {
		return err
	}
	if err := tx.SetStatus(ctx, p.Record.StatusList, p.Record.StatusIndex, p.Status()); err != nil {
		return err
	}
	detail["number"] = string(p.Number)
	if _, err := tx.Record(ctx, event(who, actor.ReportLoss, p, detail)); err != nil {
		return err
	}
	return notify(ctx, tx, p, actor.ReportLoss)
}

// closeLoss ends an open report; a permit without one is left as it is.
func (o *Office) closeLoss(ctx context.Context, tx Tx, who actor.Actor, p *Permit, how LossOutcome, note string) error {
	if p.Lost == "" {
		return nil
	}
	p.Lost = ""
	return tx.CloseLoss(ctx, p.ID, Loss{Outcome: how, Note: note, ClosedBy: who.ID, ClosedName: who.Name, ClosedAt: o.Now()})
}

// loadOwn reads a permit of the holder or agent; others' are not found.
func (o *Office) loadOwn(ctx context.Context, tx Tx, who actor.Actor, id string, version int64) (*Permit, error) {
	p, err := tx.PermitOfOwner(ctx, id, Scope{Account: who.ID, Org: who.Org})
	if err != nil {
		return nil, err
	}
	if p.Version != version {
		return nil, fault.New(fault.Conflict, "fault.stale", "state", string(p.State))
	}
	return p, nil
}
