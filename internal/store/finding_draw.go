package store

import (
	"context"
	"fmt"
	"math/big"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/store/db"
)

func drawOf(r db.FindingDraw) finding.Draw {
	return finding.Draw{Register: finding.Register(r.Register), Of: r.RegisterID, Application: r.Application, Line: r.Line, Letter: r.Letter,
		Permit: r.PermitID, Unit: cites.Unit(r.Unit), Reserved: cites.Quantity(r.Reserved), Used: cites.Quantity(r.Used),
		Returned: cites.Quantity(r.Returned), Author: r.Author, Officer: r.Officer, Decider: r.Decider}
}

// DrawsOf lists what a case takes from findings and chains.
func (t *Tx) DrawsOf(ctx context.Context, application string) ([]finding.Draw, error) {
	rows, err := t.Q.DrawsOfApplication(ctx, application)
	if err != nil {
		return nil, fmt.Errorf("draws of %s: %w", application, err)
	}
	out := make([]finding.Draw, len(rows))
	for i, r := range rows {
		out[i] = drawOf(r)
	}
	return out, nil
}

// DrawsFrom lists what was drawn from a finding or chain, newest case first.
func (t findingTx) DrawsFrom(ctx context.Context, of finding.Register, id string) ([]finding.Draw, error) {
	rows, err := t.Q.DrawsOfRegister(ctx, db.DrawsOfRegisterParams{Register: string(of), RegisterID: id})
	if err != nil {
		return nil, fmt.Errorf("draws from %s %s: %w", of, id, err)
	}
	out := make([]finding.Draw, len(rows))
	for i, r := range rows {
		out[i] = drawOf(db.FindingDraw{Register: r.Register, RegisterID: r.RegisterID, Application: r.Application, Line: r.Line, Letter: r.Letter,
			PermitID: r.PermitID, Unit: r.Unit, Reserved: r.Reserved, Used: r.Used, Returned: r.Returned, Author: r.Author, Officer: r.Officer, Decider: r.Decider})
		out[i].Reference, out[i].Number = r.Reference, r.Number
	}
	return out, nil
}

// ReserveFinding takes an amount of a finding or chain: one conditional update,
// so that no race can take more than there is.
func (t *Tx) ReserveFinding(ctx context.Context, d finding.Draw) error {
	var n int64
	var err error
	if d.Register == finding.NDFs {
		n, err = t.Q.ReserveNonDetriment(ctx, db.ReserveNonDetrimentParams{ID: d.Of, Amount: int64(d.Amount), Today: d.On.String()})
	} else {
		n, err = t.Q.ReserveChain(ctx, db.ReserveChainParams{ID: d.Of, Amount: int64(d.Amount)})
	}
	if err != nil {
		return err
	}
	if n == 0 {
		return usedUp(d)
	}
	return t.insertDraw(ctx, d, d.Amount, 0)
}

// usedUp says that a register gives no more, or no longer stands.
func usedUp(d finding.Draw) error {
	return fault.New(fault.Conflict, "finding.used_up."+string(d.Register), "letter", d.Letter)
}

func (t *Tx) insertDraw(ctx context.Context, d finding.Draw, reserved, used cites.Quantity) error {
	err := t.Q.InsertDraw(ctx, db.InsertDrawParams{Register: string(d.Register), RegisterID: d.Of, Application: d.Application, Line: d.Line,
		Letter: d.Letter, PermitID: d.Permit, Unit: string(d.Unit), Reserved: int64(reserved), Used: int64(used), Author: d.Author,
		Officer: d.Officer, Decider: d.Decider})
	if t.Broken(err) == "author_has_no_other_part" {
		return &fault.Error{Kind: fault.Denied, Key: "finding.separation", Cause: err}
	}
	return err
}

// UseFinding turns what a line reserved into use by a permit, or takes it now.
func (t *Tx) UseFinding(ctx context.Context, d finding.Draw) error {
	have, err := t.DrawsOf(ctx, d.Application)
	if err != nil {
		return err
	}
	known, reserved := false, cites.Quantity(0)
	for _, h := range have {
		if h.Register == d.Register && h.Of == d.Of && h.Line == d.Line {
			known, reserved = true, h.Reserved
		}
	}
	var n int64
	if d.Register == finding.NDFs {
		n, err = t.Q.UseNonDetriment(ctx, db.UseNonDetrimentParams{ID: d.Of, Reserved: int64(reserved), Amount: int64(d.Amount), Today: d.On.String()})
	} else {
		n, err = t.Q.UseChain(ctx, db.UseChainParams{ID: d.Of, Reserved: int64(reserved), Amount: int64(d.Amount)})
	}
	if err != nil {
		return err
	}
	if n == 0 {
		return usedUp(d)
	}
	if !known {
		return t.insertDraw(ctx, d, 0, d.Amount)
	}
	rows, err := t.Q.DrawUsed(ctx, db.DrawUsedParams{Register: string(d.Register), RegisterID: d.Of, Application: d.Application, Line: d.Line,
		Used: int64(d.Amount), PermitID: d.Permit, Letter: d.Letter})
	return Saved(rows, err, "finding_draw", d.Of)
}

// SettleFindings gives back what a permit drew and did not carry over the
// border, in proportion where the units differ, rounded down so that never too
// much comes back. What came back before does not come back again.
func (t *Tx) SettleFindings(ctx context.Context, permitID string) error {
	draws, err := t.Q.DrawsOfPermit(ctx, permitID)
	if err != nil || len(draws) == 0 {
		return err
	}
	lines, err := t.Q.PermitLines(ctx, permitID)
	if err != nil {
		return err
	}
	for _, d := range draws {
		for _, l := range lines {
			if l.Letter != d.Letter {
				continue
			}
			if err := t.returnDraw(ctx, d, 0, share(d.Used, l.Permitted-l.Used, l.Permitted)-d.Returned); err != nil {
				return err
			}
		}
	}
	return nil
}

// ReleaseFindings gives back what a case reserved.
func (t *Tx) ReleaseFindings(ctx context.Context, application string) error {
	draws, err := t.Q.DrawsOfApplication(ctx, application)
	if err != nil {
		return err
	}
	for _, d := range draws {
		if err := t.returnDraw(ctx, d, d.Reserved, 0); err != nil {
			return err
		}
	}
	return nil
}

// returnDraw gives back reserved and used amounts of one draw to its register.
func (t *Tx) returnDraw(ctx context.Context, d db.FindingDraw, reserved, used int64) error {
	if reserved <= 0 && used <= 0 {
		return nil
	}
	var n int64
	var err error
	if d.Register == string(finding.NDFs) {
		n, err = t.Q.ReturnNonDetriment(ctx, db.ReturnNonDetrimentParams{ID: d.RegisterID, Reserved: reserved, Used: used})
	} else {
		n, err = t.Q.ReturnChain(ctx, db.ReturnChainParams{ID: d.RegisterID, Reserved: reserved, Used: used})
	}
	if err := Saved(n, err, d.Register, d.RegisterID); err != nil {
		return err
	}
	n, err = t.Q.DrawReturned(ctx, db.DrawReturnedParams{Register: d.Register, RegisterID: d.RegisterID, Application: d.Application, Line: d.Line, Amount: used})
	return Saved(n, err, "finding_draw", d.RegisterID)
}

// MoveFindings hands the draws of a permit to the one that replaces it.
func (t *Tx) MoveFindings(ctx context.Context, from, to string) error {
	return t.Q.MoveDraws(ctx, db.MoveDrawsParams{FromPermit: from, ToPermit: to})
}

// share is amount * part / whole, rounded down; the product may pass 64 bits.
func share(amount, part, whole int64) int64 {
	n := new(big.Int).Mul(big.NewInt(amount), big.NewInt(part))
	return n.Quo(n, big.NewInt(whole)).Int64()
}
