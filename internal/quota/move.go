package quota

import (
	"context"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
)

// Moving is what an officer types to move a quantity between shares; "" is the
// part of the quota that was not given to shares.
type Moving struct {
	From, To string
	Amount   string
	Reason   string
}

// Move takes a quantity that nobody has taken yet out of one share and gives it
// to another, with a reason. It gives a Conflict fault when less is left.
func (o *Office) Move(ctx context.Context, who actor.Actor, id string, in Moving) error {
	return o.act(ctx, who, actor.MoveQuota, id, func(tx Tx, q species.Quota, by Poster) (map[string]any, error) {
		f := fault.Invalidf("quota.move.invalid")
		n := amount(f, "amount", in.Amount, q)
		if n == 0 && len(f.Fields) == 0 {
			f.Add("amount", "quota.amount")
		}
		by.Reason = text(f, "reason", in.Reason, maxReason, "quota.reason")
		all, err := tx.SharesOfQuota(ctx, id)
		if err != nil {
			return nil, err
		}
		from, ok := line(all, in.From)
		if !ok {
			f.Add("from", "quota.move.share")
		}
		to, ok := line(all, in.To)
		if !ok || in.From == in.To || slices.ContainsFunc(to, func(s Share) bool { return s.Closed }) {
			f.Add("to", "quota.move.share")
		}
		if err := f.OrNil(); err != nil {
			return nil, err
		}
		return map[string]any{"from": in.From, "to": in.To, "amount": n.String(), "reason": by.Reason}, move(ctx, tx, by, from, to, n)
	})
}

// line is a share with its parents, from the share up; nothing for the quota.
func line(all []Share, id string) ([]Share, bool) {
	var out []Share
	for id != "" {
		i := slices.IndexFunc(all, func(s Share) bool { return s.ID == id })
		if i < 0 {
			return nil, false
		}
		out = append(out, all[i])
		id = all[i].Parent
	}
	return out, true
}

// move gives a quantity up to the nearest parent that both have and down again.
func move(ctx context.Context, tx Tx, by Poster, from, to []Share, n cites.Quantity) error {
	shared := func(s Share, in []Share) bool {
		return slices.ContainsFunc(in, func(x Share) bool { return x.ID == s.ID })
	}
	for _, s := range from {
		if shared(s, to) {
			break
		}
		if err := give(ctx, tx, by, Moved, s, -n); err != nil {
			return err
		}
	}
	for _, s := range slices.Backward(to) {
		if shared(s, from) {
			continue
		}
		if err := give(ctx, tx, by, Moved, s, n); err != nil {
			return err
		}
	}
	return nil
}

// Transferring is what an officer types to move what one line has taken.
type Transferring struct {
	Application string
	Letter      string
	To          string // share, or "" for the part that was not given to shares
	Reason      string
}

// Transfer moves what a line of an application has reserved or used from one
// share to another, with a reason: for example when the region was named wrong.
func (o *Office) Transfer(ctx context.Context, who actor.Actor, id string, in Transferring) error {
	return o.act(ctx, who, actor.MoveQuota, id, func(tx Tx, _ species.Quota, by Poster) (map[string]any, error) {
		f := fault.Invalidf("quota.move.invalid")
		by.Reason = text(f, "reason", in.Reason, maxReason, "quota.reason")
		all, err := tx.SharesOfQuota(ctx, id)
		if err != nil {
			return nil, err
		}
		if _, ok := line(all, in.To); !ok {
			f.Add("to", "quota.move.share")
		}
		draws, err := tx.QuotaDrawsOf(ctx, in.Application)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(draws, func(d Draw) bool { return d.Quota == id && d.Letter == in.Letter && d.Reserved+d.Used > 0 })
		switch {
		case i < 0:
			return nil, fault.New(fault.NotFound, "fault.not_found")
		case draws[i].Share == in.To:
			f.Add("to", "quota.move.share")
		}
		if err := f.OrNil(); err != nil {
			return nil, err
		}
		return map[string]any{"application": in.Application, "line": in.Letter, "from": draws[i].Share, "to": in.To, "reason": by.Reason},
			redraw(ctx, tx, by, draws[i], in.To)
	})
}

func redraw(ctx context.Context, tx Tx, by Poster, d Draw, to string) error {
	out := by.entry(Redrawn, d)
	out.Reserved, out.Used = -d.Reserved, -d.Used
	if err := tx.Post(ctx, out); err != nil {
		return err
	}
	d.Share = to
	in := by.entry(Redrawn, d)
	in.Reserved, in.Used = d.Reserved, d.Used
	if err := tx.Post(ctx, in); err != nil {
		return err
	}
	return tx.SaveDraw(ctx, d)
}
