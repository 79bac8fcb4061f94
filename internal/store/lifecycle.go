package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/store/db"
)

func (t permitTx) InsertLoss(ctx context.Context, l *permit.Loss) error {
	return t.Q.InsertLoss(ctx, db.InsertLossParams{ID: l.ID, PermitID: l.PermitID, Kind: string(l.Kind), Day: l.Day.String(), Place: l.Place,
		Told: l.Told, Police: l.Police, ByID: l.By, ByName: l.ByName, At: micros(l.At)})
}

func (t permitTx) CloseLoss(ctx context.Context, permitID string, l permit.Loss) error {
	n, err := t.Q.CloseLoss(ctx, db.CloseLossParams{PermitID: permitID, Outcome: string(l.Outcome), Note: l.Note,
		ClosedBy: l.ClosedBy, ClosedName: l.ClosedName, ClosedAt: micros(l.ClosedAt)})
	return Saved(n, err, "permit_loss", permitID)
}

func (t permitTx) LossesOf(ctx context.Context, permitID string) ([]permit.Loss, error) {
	rows, err := t.Q.LossesOf(ctx, permitID)
	if err != nil {
		return nil, err
	}
	out := make([]permit.Loss, len(rows))
	for i, r := range rows {
		out[i] = permit.Loss{ID: r.ID, PermitID: r.PermitID, Kind: permit.ReplaceReason(r.Kind), Place: r.Place, Told: r.Told, Police: r.Police,
			By: r.ByID, ByName: r.ByName, At: moment(r.At), Outcome: permit.LossOutcome(r.Outcome), Note: r.Note, ClosedBy: r.ClosedBy,
			ClosedName: r.ClosedName, ClosedAt: moment(r.ClosedAt)}
		if err := readAll(column{"day", quoted(r.Day), &out[i].Day}); err != nil {
			return nil, fmt.Errorf("report %s: %w", r.ID, err)
		}
	}
	return out, nil
}

func (t permitTx) InsertOffer(ctx context.Context, o *permit.Offer) error {
	return t.Q.InsertOffer(ctx, db.InsertOfferParams{ID: o.ID, PermitID: o.PermitID, Why: string(o.Why), Note: o.Note, ByID: o.By, ByName: o.ByName, At: micros(o.At)})
}

func (t permitTx) CloseOffer(ctx context.Context, permitID string, o permit.Offer) error {
	n, err := t.Q.CloseOffer(ctx, db.CloseOfferParams{PermitID: permitID, Outcome: string(o.Outcome), ClosedBy: o.ClosedBy, ClosedName: o.ClosedName, ClosedAt: micros(o.ClosedAt)})
	return Saved(n, err, "permit_offer", permitID)
}

func (t permitTx) OffersOf(ctx context.Context, permitID string) ([]permit.Offer, error) {
	rows, err := t.Q.OffersOf(ctx, permitID)
	out := make([]permit.Offer, len(rows))
	for i, r := range rows {
		out[i] = permit.Offer{ID: r.ID, PermitID: r.PermitID, Why: permit.OfferReason(r.Why), Note: r.Note, By: r.ByID, ByName: r.ByName, At: moment(r.At),
			Outcome: permit.OfferOutcome(r.Outcome), ClosedBy: r.ClosedBy, ClosedName: r.ClosedName, ClosedAt: moment(r.ClosedAt)}
	}
	return out, err
}

func (t permitTx) InsertAmendment(ctx context.Context, a *permit.Amendment) error {
	content, err := json.Marshal(a.Content)
	if err != nil {
		return fmt.Errorf("amendment of %s: %w", a.PermitID, err)
	}
	return t.Q.InsertPermitAmendment(ctx, db.InsertPermitAmendmentParams{ID: a.ID, PermitID: a.PermitID, Reason: a.Reason, Content: string(content),
		ByID: a.By, ByName: a.ByName, At: micros(a.At)})
}

func (t permitTx) DecideAmendment(ctx context.Context, a *permit.Amendment) error {
	n, err := t.Q.DecidePermitAmendment(ctx, db.DecidePermitAmendmentParams{ID: a.ID, State: string(a.State), DecidedBy: a.DecidedBy,
		DecidedName: a.DecidedName, DecidedAt: micros(a.DecidedAt), Note: a.Note, Successor: a.Successor})
	if t.Broken(err) == "amendment_by_two" {
		return &fault.Error{Kind: fault.Denied, Key: "permit.amend.separation", Cause: err}
	}
	return Saved(n, err, "permit_amendment", a.ID)
}

func (t permitTx) AmendmentsOf(ctx context.Context, permitID string) ([]permit.Amendment, error) {
	rows, err := t.Q.AmendmentsOfPermit(ctx, permitID)
	if err != nil {
		return nil, err
	}
	out := make([]permit.Amendment, len(rows))
	for i, r := range rows {
		out[i] = permit.Amendment{ID: r.ID, PermitID: r.PermitID, State: permit.AmendmentState(r.State), Reason: r.Reason, By: r.ByID, ByName: r.ByName,
			At: moment(r.At), DecidedBy: r.DecidedBy, DecidedName: r.DecidedName, DecidedAt: moment(r.DecidedAt), Note: r.Note, Successor: r.Successor}
		if err := json.Unmarshal([]byte(r.Content), &out[i].Content); err != nil {
			return nil, fmt.Errorf("amendment %s: %w", r.ID, err)
		}
	}
	return out, nil
}

// LowerFindings brings the draws of one line down; what is left is rounded up, so
// that never too much comes back.
func (t permitTx) LowerFindings(ctx context.Context, permitID, letter string, to, from cites.Quantity) error {
	draws, err := t.Q.DrawsOfPermit(ctx, permitID)
	if err != nil {
		return err
	}
	for _, d := range draws {
		back := share(d.Used, int64(from-to), int64(from))
		if d.Letter != letter || back <= 0 {
			continue
		}
		var n int64
		if d.Register == string(finding.NDFs) {
			n, err = t.Q.ReturnNonDetriment(ctx, db.ReturnNonDetrimentParams{ID: d.RegisterID, Used: back})
		} else {
			n, err = t.Q.ReturnChain(ctx, db.ReturnChainParams{ID: d.RegisterID, Used: back})
		}
		if err := Saved(n, err, d.Register, d.RegisterID); err != nil {
			return err
		}
		n, err = t.Q.LowerDraw(ctx, db.LowerDrawParams{Register: d.Register, RegisterID: d.RegisterID, Application: d.Application, Line: d.Line, Amount: back})
		if err := Saved(n, err, "finding_draw", d.RegisterID); err != nil {
			return err
		}
	}
	return nil
}
