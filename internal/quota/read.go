package quota

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/species"
)

// Page is a quota with its shares and what is taken of it now.
type Page struct {
	Quota  species.Quota
	Shares []Share
	Drawn  []Drawn
}

// List gives one page of quotas and how many match, for officers.
func (o *Office) List(ctx context.Context, who actor.Actor, f Filter) (out []species.Quota, total int, err error) {
	if err := who.Must(actor.ReadQuotas); err != nil {
		return nil, 0, err
	}
	err = o.Store.View(ctx, func(tx Tx) error {
		out, total, err = tx.ListQuotas(ctx, f)
		return err
	})
	return out, total, err
}

// Years lists the years for which the Party has quotas, newest first.
func (o *Office) Years(ctx context.Context, who actor.Actor) (out []int, err error) {
	if err := who.Must(actor.ReadQuotas); err != nil {
		return nil, err
	}
	err = o.Store.View(ctx, func(tx Tx) error {
		out, err = tx.YearsOf(ctx, o.Party)
		return err
	})
	return out, err
}

// Read gives one quota with its shares and draws, for officers.
func (o *Office) Read(ctx context.Context, who actor.Actor, id string) (p Page, err error) {
	if err := who.Must(actor.ReadQuotas); err != nil {
		return p, err
	}
	err = o.Store.View(ctx, func(tx Tx) error {
		if p.Quota, err = tx.Quota(ctx, id); err != nil {
			return err
		}
		if p.Shares, err = tx.SharesOfQuota(ctx, id); err != nil {
			return err
		}
		p.Drawn, err = tx.DrawsOfQuota(ctx, id)
		return err
	})
	return p, err
}

// Entries gives one page of postings, newest first, and how many there are.
func (o *Office) Entries(ctx context.Context, who actor.Actor, f EntryFilter) (out []Posted, total int, err error) {
	if err := who.Must(actor.ReadQuotas); err != nil {
		return nil, 0, err
	}
	err = o.Store.View(ctx, func(tx Tx) error {
		out, total, err = tx.EntriesOf(ctx, f)
		return err
	})
	return out, total, err
}
