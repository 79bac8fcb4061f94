package quota

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// Poster is who causes postings, when and why.
type Poster struct {
	ID, Name string
	At       time.Time
	Reason   string
}

// entry starts a posting.
func (p Poster) entry(act Act, d Draw) *Entry {
	return &Entry{Quota: d.Quota, Share: d.Share, Act: act, Application: d.Application, Permit: d.Permit, Letter: d.Letter,
		By: p.ID, ByName: p.Name, Reason: p.Reason, At: p.At}
}

// Claim is one line that counts against one quota.
type Claim struct {
	Letter string
	Quota  species.Quota
	Share  string // share chosen; "" for the quota itself
	Amount cites.Quantity
}

// ordered sorts claims by quota and letter: everybody takes locks in the same
// order, and so nobody waits for each other in a circle.
func ordered(claims []Claim) []Claim {
	return slices.SortedFunc(slices.Values(claims), func(a, b Claim) int {
		return cmp.Or(cmp.Compare(a.Quota.ID, b.Quota.ID), cmp.Compare(a.Letter, b.Letter))
	})
}

// Reserve keeps back what the lines of an approved application will take. It
// gives a Conflict fault when a quota or share has not enough left.
func Reserve(ctx context.Context, tx Ledger, by Poster, application string, claims []Claim) error {
	for _, c := range ordered(claims) {
		d := Draw{Application: application, Letter: c.Letter, Quota: c.Quota.ID, Share: c.Share, Reserved: c.Amount}
		e := by.entry(Reserved, d)
		e.Reserved = c.Amount
		if err := tx.Post(ctx, e); err != nil {
			return err
		}
		if err := tx.SaveDraw(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// Release gives back what an approval reserved that does not lead to a permit.
func Release(ctx context.Context, tx Ledger, by Poster, application string) error {
	draws, err := tx.QuotaDrawsOf(ctx, application)
	if err != nil {
		return err
	}
	for _, d := range draws {
		if d.Reserved == 0 {
			continue
		}
		if err := release(ctx, tx, by, d); err != nil {
			return err
		}
	}
	return nil
}

func release(ctx context.Context, tx Ledger, by Poster, d Draw) error {
	e := by.entry(Released, d)
	e.Reserved = -d.Reserved
	if err := tx.Post(ctx, e); err != nil {
		return err
	}
	d.Reserved, d.Settled = 0, true
	return tx.SaveDraw(ctx, d)
}

// Figure is what a permit says of a quota in box 11a: used, this permit
// included, of total.
type Figure struct {
	Letter      string
	Used, Total cites.Quantity
}

// Use turns what an application reserved into what its permit uses, and gives
// the figures of box 11a for each line. What was not reserved is taken now, for
// example of the quota of a new year; what was reserved and is not claimed any
// more is released. It gives a Conflict fault when not enough is left. A line
// that counts against several quotas shows the one with the least left.
func Use(ctx context.Context, tx Ledger, by Poster, application, permit string, claims []Claim) ([]Figure, error) {
	before, err := tx.QuotaDrawsOf(ctx, application)
	if err != nil {
		return nil, err
	}
	last := map[string]*Entry{}
	claims = ordered(claims)
	for _, d := range before {
		if d.Reserved > 0 && !slices.ContainsFunc(claims, func(c Claim) bool { return c.Quota.ID == d.Quota && c.Letter == d.Letter }) {
			if err := release(ctx, tx, by, d); err != nil {
				return nil, err
			}
		}
	}
	for _, c := range claims {
		d := Draw{Application: application, Letter: c.Letter, Quota: c.Quota.ID, Share: c.Share}
		if i := slices.IndexFunc(before, func(x Draw) bool { return x.Quota == d.Quota && x.Letter == d.Letter && x.Reserved > 0 }); i >= 0 {
			d = before[i]
		}
		d.Permit = permit
		e := by.entry(Used, d)
		e.Reserved, e.Used = -d.Reserved, c.Amount
		if err := tx.Post(ctx, e); err != nil {
			return nil, err
		}
		d.Reserved, d.Used, d.Settled = 0, c.Amount, false
		if err := tx.SaveDraw(ctx, d); err != nil {
			return nil, err
		}
		last[c.Quota.ID] = e
	}
	return figures(claims, last), nil
}

// figures tells, for each line, the national figures after the whole permit.
func figures(claims []Claim, last map[string]*Entry) []Figure {
	var out []Figure
	for _, c := range claims {
		e := last[c.Quota.ID]
		f := Figure{c.Letter, e.UsedAfter, e.LimitAfter}
		i := slices.IndexFunc(out, func(x Figure) bool { return x.Letter == c.Letter })
		switch {
		case i < 0:
			out = append(out, f)
		case f.Total-f.Used < out[i].Total-out[i].Used:
			out[i] = f
		}
	}
	return out
}

// Settle brings what a permit used down to what customs counted and returns the
// rest: TrueUp after an endorsement, Returned when the permit ended. What
// crossed stays used, whatever became of the permit.
func Settle(ctx context.Context, tx Ledger, by Poster, act Act, permit string) error {
	draws, err := tx.QuotaDrawsOfPermit(ctx, permit)
	if err != nil || len(draws) == 0 {
		return err
	}
	crossed, err := tx.CrossedOf(ctx, permit)
	if err != nil {
		return err
	}
	for _, d := range draws {
		q, err := tx.Quota(ctx, d.Quota)
		if err != nil {
			return err
		}
		keep := kept(d, crossed, q.Unit)
		if keep < d.Used {
			e := by.entry(act, d)
			e.Used = keep - d.Used
			if err := tx.Post(ctx, e); err != nil {
				return err
			}
		}
		d.Used, d.Settled = keep, true
		if err := tx.SaveDraw(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// kept is how much of a draw crossed the border, in the unit of the quota. The
// sum of all crossings is converted once, so that no roundings add up.
func kept(d Draw, crossed []Crossed, unit cites.Unit) cites.Quantity {
	for _, c := range crossed {
		if c.Letter != d.Letter {
			continue
		}
		if q, ok := Amount(c.Used, c.Unit, unit); ok {
			return min(q, d.Used)
		}
	}
	return d.Used // not known: nothing comes back
}

// Replace hands what a permit used to the one that takes its place.
func Replace(ctx context.Context, tx Ledger, by Poster, from, to string) error {
	draws, err := tx.QuotaDrawsOfPermit(ctx, from)
	if err != nil {
		return err
	}
	for _, d := range draws {
		d.Permit = to
		if err := tx.Post(ctx, by.entry(Replaced, d)); err != nil {
			return err
		}
		if err := tx.SaveDraw(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// Lower brings what one line of a permit used down to a corrected quantity, at
// once: the rest is free for others. It never raises it.
func Lower(ctx context.Context, tx Ledger, by Poster, permit, letter string, quantity cites.Quantity, unit cites.Unit) error {
	draws, err := tx.QuotaDrawsOfPermit(ctx, permit)
	if err != nil {
		return err
	}
	for _, d := range draws {
		if d.Letter != letter {
			continue
		}
		q, err := tx.Quota(ctx, d.Quota)
		if err != nil {
			return err
		}
		amount, ok := Amount(quantity, unit, q.Unit)
		if !ok || amount >= d.Used {
			continue // not known: nothing comes back
		}
		e := by.entry(Returned, d)
		e.Used = amount - d.Used
		if err := tx.Post(ctx, e); err != nil {
			return err
		}
		d.Used = amount
		if err := tx.SaveDraw(ctx, d); err != nil {
			return err
		}
	}
	return nil
}
