package stock

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// Reserve sets aside what the lines of an application take, when it is approved.
// Conflict when a lot has not enough left, or is not the applicant's.
func Reserve(ctx context.Context, l Ledger, act Act, wants []Want) error {
	for _, w := range wants {
		if err := reserve(ctx, l, act, w.Lot, w.Quantity); err != nil {
			return err
		}
		d := &Draw{Application: act.ID, Line: w.Line, Lot: w.Lot, State: DrawReserved, Amount: w.Quantity}
		if err := l.InsertLotDraw(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// reserve takes from what is free of one lot.
func reserve(ctx context.Context, l Ledger, act Act, lot string, q cites.Quantity) error {
	s := Scope{act.Account, act.Org}
	ok, err := l.ReserveLot(ctx, lot, s, q)
	if err != nil {
		return err
	}
	if !ok {
		x, err := l.LotOfOwner(ctx, lot, s)
		if err != nil {
			return err
		}
		return fault.New(fault.Conflict, "stock.not_enough", "number", x.Number, "left", x.Balance(), "wanted", q)
	}
	return move(ctx, l, act, lot, Reserved, q)
}

func move(ctx context.Context, l Ledger, act Act, lot string, k MovementKind, q cites.Quantity) error {
	return l.InsertMovement(ctx, &Movement{ID: act.NewID(), Lot: lot, Kind: k, Quantity: q, Act: act})
}

// must turns a conditional update that found too little into an internal error:
// only a broken ledger can get there.
func must(ok bool, err error, what, lot string, q cites.Quantity) error {
	if err == nil && !ok {
		return fmt.Errorf("%s %s of lot %s: the ledger does not hold it", what, q, lot)
	}
	return err
}

// Release gives back what an application reserved and did not use, when it is
// refused, withdrawn or cancelled.
func Release(ctx context.Context, l Ledger, act Act) error {
	draws, err := l.LotDrawsOf(ctx, act.ID)
	if err != nil {
		return err
	}
	for _, d := range draws {
		if d.State != DrawReserved {
			continue
		}
		ok, err := l.ReleaseLot(ctx, d.Lot, d.Amount)
		if err := must(ok, err, "release", d.Lot, d.Amount); err != nil {
			return err
		}
		d.State, d.Returned = DrawReleased, d.Amount
		if err := l.SaveLotDraw(ctx, &d); err != nil {
			return err
		}
		if err := move(ctx, l, act, d.Lot, Released, d.Amount); err != nil {
			return err
		}
	}
	return nil
}

// Use draws what was reserved, when the permit is prepared. letters gives the
// row of each line of the application; wants is what the lines take now, which
// was reserved at approval. Without a reservation, as in an application approved
// before the register, it reserves first.
func Use(ctx context.Context, l Ledger, act Act, application string, letters map[string]string, wants []Want) error {
	draws, err := l.LotDrawsOf(ctx, application)
	if err != nil {
		return err
	}
	if len(draws) == 0 && len(wants) > 0 {
		first := act
		first.ID = application
		if err := Reserve(ctx, l, first, wants); err != nil {
			return err
		}
		if draws, err = l.LotDrawsOf(ctx, application); err != nil {
			return err
		}
	}
	for _, d := range draws {
		if d.State != DrawReserved {
			continue
		}
		ok, err := l.UseLot(ctx, d.Lot, d.Amount)
		if err := must(ok, err, "use", d.Lot, d.Amount); err != nil {
			return err
		}
		d.State, d.Permit, d.Letter = DrawUsed, act.ID, letters[d.Line]
		if err := l.SaveLotDraw(ctx, &d); err != nil {
			return err
		}
		if err := move(ctx, l, act, d.Lot, Used, d.Amount); err != nil {
			return err
		}
	}
	return nil
}

// Settle gives back what the permits of an application drew and what did not
// leave: at endorsement of a permit that may be used once, and when a permit
// expires, is revoked or cancelled. The last lots named come back first.
func Settle(ctx context.Context, l Ledger, act Act, application string) error {
	draws, err := l.LotDrawsOf(ctx, application)
	if err != nil || len(draws) == 0 {
		return err
	}
	left, err := l.ExportedOf(ctx, application)
	if err != nil {
		return err
	}
	back := map[string]cites.Quantity{}
	for _, d := range draws {
		if d.State == DrawUsed {
			back[d.Letter] += d.Amount - d.Returned
		}
	}
	for letter, q := range left {
		back[letter] -= q
	}
	for i := len(draws) - 1; i >= 0; i-- {
		d := draws[i]
		q := min(back[d.Letter], d.Amount-d.Returned)
		if d.State != DrawUsed || q <= 0 {
			continue
		}
		back[d.Letter] -= q
		ok, err := l.ReturnLot(ctx, d.Lot, q)
		if err := must(ok, err, "return", d.Lot, q); err != nil {
			return err
		}
		d.Returned += q
		if err := l.SaveLotDraw(ctx, &d); err != nil {
			return err
		}
		if err := move(ctx, l, act, d.Lot, Returned, q); err != nil {
			return err
		}
	}
	return nil
}

// Move hands the draws of a permit to the one that replaces it.
func Move(ctx context.Context, l Ledger, application, from, to string) error {
	draws, err := l.LotDrawsOf(ctx, application)
	if err != nil {
		return err
	}
	for _, d := range draws {
		if d.Permit != from {
			continue
		}
		d.Permit = to
		if err := l.SaveLotDraw(ctx, &d); err != nil {
			return err
		}
	}
	return nil
}
