package species

import (
	"context"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
)

// Keeper sets what limits trade in a taxon.
type Keeper struct {
	Store Store
	Now   func() time.Time
}

// SetQuota writes a quota, new or changed. What was used of it stays; a
// quantity below that is a Conflict.
func (k *Keeper) SetQuota(ctx context.Context, a actor.Actor, q Quota) error {
	if err := a.Must(actor.SetLimits); err != nil {
		return err
	}
	f := fault.Invalidf("species.quota.invalid")
	if q.ID == "" || q.Taxon == "" || q.Country == "" || q.Year < 1975 {
		f.Add("quota", "species.quota.incomplete")
	}
	if q.From.IsZero() || q.Until.Before(q.From) {
		f.Add("until", "species.quota.days")
	}
	if q.Quantity < Preparing {
		f.Add("quantity", "species.quota.negative")
	}
	if err := f.OrNil(); err != nil {
		return err
	}
	return k.Store.Update(ctx, func(tx Tx) error {
		if err := tx.SaveQuota(ctx, &q); err != nil {
			return err
		}
		_, err := tx.Record(ctx, limitEvent(a, "quota", q.ID, map[string]any{"taxon": string(q.Taxon), "country": string(q.Country), "year": q.Year, "quantity": q.Quantity.String()}))
		return err
	})
}

// SetSuspension writes a suspension, new or changed; a last day ends it.
func (k *Keeper) SetSuspension(ctx context.Context, a actor.Actor, s Suspension) error {
	if err := a.Must(actor.SetLimits); err != nil {
		return err
	}
	f := fault.Invalidf("species.suspension.invalid")
	if s.ID == "" || s.Country == "" || s.From.IsZero() {
		f.Add("suspension", "species.suspension.incomplete")
	}
	if !s.Until.IsZero() && s.Until.Before(s.From) {
		f.Add("until", "species.quota.days")
	}
	if err := f.OrNil(); err != nil {
		return err
	}
	return k.Store.Update(ctx, func(tx Tx) error {
		if err := tx.SaveSuspension(ctx, &s); err != nil {
			return err
		}
		_, err := tx.Record(ctx, limitEvent(a, "suspension", s.ID, map[string]any{"taxon": string(s.Taxon), "country": string(s.Country), "kind": string(s.Kind)}))
		return err
	})
}

// Limits are the quotas and suspensions that stand at a taxon or above it.
type Limits struct {
	Quotas      []Quota
	Suspensions []Suspension
}

// LimitsOf returns what limits trade in a taxon; everyone may know.
func (k *Keeper) LimitsOf(ctx context.Context, chain []ID) (out Limits, err error) {
	err = k.Store.View(ctx, func(tx Tx) error {
		for _, id := range chain {
			q, err := tx.QuotasOfTaxon(ctx, id)
			if err != nil {
				return err
			}
			s, err := tx.SuspensionsOfTaxon(ctx, id)
			if err != nil {
				return err
			}
			out.Quotas, out.Suspensions = append(out.Quotas, q...), append(out.Suspensions, s...)
		}
		return nil
	})
	return out, err
}

func limitEvent(a actor.Actor, kind, id string, detail map[string]any) audit.Event {
	e := importEvent(a, &Report{})
	e.Verb, e.SubjectKind, e.SubjectID, e.Detail = string(actor.SetLimits), kind, id, detail
	return e
}
