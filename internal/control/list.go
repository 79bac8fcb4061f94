package control

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
)

// List returns endorsements and how many there are in all: for customs those of
// their own office, for the authority all.
func (o *Office) List(ctx context.Context, who actor.Actor, f Filter) (out []Endorsement, total int, err error) {
	switch {
	case who.Can(actor.ReadPermits) && !who.Has(actor.Customs):
	case who.Has(actor.Customs):
		if f.Late.IsZero() { // what is overdue may return at any post
			f.Office = who.Office
		}
	default:
		return nil, 0, fault.New(fault.Denied, "fault.denied", "verb", string(actor.ReadPermits))
	}
	err = o.Store.View(ctx, func(tx Tx) error {
		out, total, err = tx.ListEndorsements(ctx, f)
		return err
	})
	return out, total, err
}

// Of returns the endorsements of one permit that the caller was allowed to read.
func (o *Office) Of(ctx context.Context, p *permit.Permit) (out []Endorsement, err error) {
	err = o.Store.View(ctx, func(tx Tx) error {
		out, err = tx.Endorsements(ctx, p.ID)
		return err
	})
	return out, err
}

// stale refuses to act on a page that shows an earlier version.
func stale(p *permit.Permit, version int64) error {
	if p.Version == version {
		return nil
	}
	return fault.New(fault.Conflict, "fault.stale", "state", string(p.State))
}
