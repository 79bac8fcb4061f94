package quota

import (
	"context"
	"slices"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
)

// Close ends drawing from a share, or from the whole quota when share is "". A
// closed share gives what is left back to its parent; closing it again gives
// back what returned to it since. What was approved before may still be issued.
func (o *Office) Close(ctx context.Context, who actor.Actor, id, share, why string) error {
	return o.act(ctx, who, actor.DivideQuota, id, func(tx Tx, q species.Quota, by Poster) (map[string]any, error) {
		f := fault.Invalidf("quota.close.invalid")
		by.Reason = text(f, "reason", why, maxReason, "quota.reason")
		if err := f.OrNil(); err != nil {
			return nil, err
		}
		detail := map[string]any{"share": share, "reason": by.Reason}
		if share == "" {
			e := &Entry{Quota: id, Act: Closed, By: by.ID, ByName: by.Name, Reason: by.Reason, At: by.At}
			if err := tx.Post(ctx, e); err != nil {
				return nil, err
			}
			return detail, tx.CloseQuota(ctx, id, true)
		}
		all, err := tx.SharesOfQuota(ctx, id)
		if err != nil {
			return nil, err
		}
		own, ok := line(all, share)
		switch {
		case !ok || len(own) == 0:
			return nil, fault.New(fault.NotFound, "fault.not_found")
		case slices.ContainsFunc(all, func(s Share) bool { return s.Parent == share && !s.Closed }):
			return nil, fault.New(fault.Conflict, "quota.close.children")
		}
		s := own[0]
		if err := give(ctx, tx, by, Closed, s, -s.Left()); err != nil {
			return nil, err
		}
		return detail, tx.CloseShare(ctx, share)
	})
}

// Set changes the quantity of a national quota, with a reason, and opens it
// again when it was closed. A quantity below what was taken or given to shares is
// refused with a Conflict fault: set it to what is taken, and nothing more can be
// drawn (docs/departures.md).
func (o *Office) Set(ctx context.Context, who actor.Actor, id, quantity, why string) error {
	return o.act(ctx, who, actor.SetLimits, id, func(tx Tx, q species.Quota, by Poster) (map[string]any, error) {
		f := fault.Invalidf("quota.set.invalid")
		n := amount(f, "quantity", quantity, q)
		by.Reason = text(f, "reason", why, maxReason, "quota.reason")
		if err := f.OrNil(); err != nil {
			return nil, err
		}
		if taken := max(q.Used+q.Reserved, q.Shared+q.Direct); n < taken {
			return nil, fault.New(fault.Conflict, "quota.set.below", "taken", taken.String(), "unit", string(q.Unit))
		}
		before := q.Quantity
		q.Quantity = n
		if err := tx.SaveQuota(ctx, &q); err != nil {
			return nil, err
		}
		if q.Closed {
			if err := tx.CloseQuota(ctx, id, false); err != nil {
				return nil, err
			}
		}
		e := &Entry{Quota: id, Act: SetLimit, Limit: n - max(0, before), By: by.ID, ByName: by.Name, Reason: by.Reason, At: by.At}
		return map[string]any{"before": before.String(), "quantity": n.String(), "reason": by.Reason}, tx.Post(ctx, e)
	})
}
