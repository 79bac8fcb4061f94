package quota

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
)

// Splitting is what an officer types to give out a share.
type Splitting struct {
	Parent string // share, or "" for the national quota
	Kind   Kind
	Name   string // of a region
	Holder string // login of the holder
	Amount string
}

// Split gives out a share of a quota, or of a region's share to a holder. What
// all shares hold together is never more than their parent: the database
// refuses it, and Split gives a Conflict fault.
func (o *Office) Split(ctx context.Context, who actor.Actor, id string, in Splitting) (share string, err error) {
	share = o.NewID()
	err = o.act(ctx, who, actor.DivideQuota, id, func(tx Tx, q species.Quota, by Poster) (map[string]any, error) {
		s, n, err := o.newShare(ctx, tx, q, in)
		if err != nil {
			return nil, err
		}
		s.ID = share
		if err := tx.AddShare(ctx, s); err != nil {
			return nil, err
		}
		return map[string]any{"share": s.ID, "kind": string(s.Kind), "name": s.Name, "parent": s.Parent, "amount": n.String()},
			give(ctx, tx, by, Split, s, n)
	})
	return share, err
}

// newShare checks what was typed.
func (o *Office) newShare(ctx context.Context, tx Tx, q species.Quota, in Splitting) (Share, cites.Quantity, error) {
	f := fault.Invalidf("quota.split.invalid")
	n := amount(f, "amount", in.Amount, q)
	if n == 0 && len(f.Fields) == 0 {
		f.Add("amount", "quota.amount")
	}
	s := Share{Quota: q.ID, Parent: in.Parent, Kind: in.Kind}
	if in.Parent != "" {
		p, err := tx.Share(ctx, q.ID, in.Parent)
		if err != nil {
			return s, 0, err
		}
		if p.Kind != Region || in.Kind != Holder || p.Closed {
			f.Add("parent", "quota.split.parent")
		}
	}
	switch in.Kind {
	case Region:
		s.Name = text(f, "name", in.Name, maxName, "quota.split.name")
	case Holder:
		login := text(f, "holder", in.Holder, maxName, "quota.split.holder")
		if login == "" {
			break
		}
		var err error
		if s.Holder, s.Name, err = o.FindHolder(ctx, login); fault.KindOf(err) == fault.NotFound {
			f.Add("holder", "quota.split.unknown")
		} else if err != nil {
			return s, 0, err
		}
	default:
		f.Add("kind", "quota.split.kind")
	}
	if q.Quantity == species.Preparing || q.Closed {
		return s, 0, fault.New(fault.Conflict, "quota.not_open")
	}
	return s, n, f.OrNil()
}

// give moves part of a limit between a share and its parent and posts it. The
// posting comes first: it takes the lock that everybody takes first.
func give(ctx context.Context, tx Tx, by Poster, act Act, s Share, n cites.Quantity) error {
	e := &Entry{Quota: s.Quota, Share: s.ID, Act: act, Limit: n, By: by.ID, ByName: by.Name, Reason: by.Reason, At: by.At}
	if err := tx.Post(ctx, e); err != nil {
		return err
	}
	return tx.Give(ctx, s, n)
}
