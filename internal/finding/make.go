package finding

import (
	"context"
	"fmt"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Make writes a finding into the register as a draft. replaces names the finding
// that it will take the place of once it is in force, or is empty.
func (d *Desk) Make(ctx context.Context, who actor.Actor, f Form) (*NonDetriment, error) {
	if err := who.Must(actor.MakeFinding); err != nil {
		return nil, err
	}
	t, err := f.clean(d.Law())
	if err != nil {
		return nil, err
	}
	now := d.Now()
	n := &NonDetriment{ID: d.NewID(), State: Draft, Version: 1, Author: who.ID, AuthorName: who.Name, Made: now, Changed: now}
	f.onto(n, t)
	err = d.Store.Update(ctx, func(tx Tx) error {
		year := d.Today().Year
		serial, err := tx.NextReference(ctx, "NDF", year)
		if err != nil {
			return err
		}
		n.Number = fmt.Sprintf("NDF-%d-%04d", year, serial)
		if err := tx.InsertNonDetriment(ctx, n); err != nil {
			return err
		}
		return noted(ctx, tx, who, actor.MakeFinding, "non_detriment", n.ID, detail(n, "draft"))
	})
	return n, err
}

// Edit changes a draft. What is in force stays as it is: another takes its place.
func (d *Desk) Edit(ctx context.Context, who actor.Actor, id string, version int64, f Form) error {
	if err := who.Must(actor.MakeFinding); err != nil {
		return err
	}
	t, err := f.clean(d.Law())
	if err != nil {
		return err
	}
	return d.change(ctx, who, actor.MakeFinding, id, version, "edit", func(_ Tx, n *NonDetriment, now time.Time) error {
		if n.State != Draft {
			return fault.New(fault.Conflict, "finding.state_change", "number", n.Number, "state", string(n.State))
		}
		f.onto(n, t)
		n.Author, n.AuthorName, n.Changed = who.ID, who.Name, now
		return nil
	})
}

// PutInForce lets lines rely on a draft from now on. replaces is the id of the
// finding whose place it takes, or empty: that one is superseded in the same
// transaction.
func (d *Desk) PutInForce(ctx context.Context, who actor.Actor, id string, version int64, replaces string) error {
	return d.change(ctx, who, actor.MakeFinding, id, version, "in_force", func(tx Tx, n *NonDetriment, now time.Time) error {
		if !n.Until.IsZero() && n.Until.Before(d.Today()) {
			return fault.Invalidf("finding.invalid").Add("until", "finding.until_past")
		}
		if err := n.To(InForce, now); err != nil {
			return err
		}
		if replaces == "" {
			return nil
		}
		old, err := tx.NonDetriment(ctx, replaces)
		if err != nil {
			return err
		}
		if old.Taxon != n.Taxon || old.ID == n.ID {
			return fault.Invalidf("finding.invalid").Add("replaces", "finding.replaces_other")
		}
		if err := old.To(Superseded, now); err != nil {
			return err
		}
		old.SupersededBy = n.Number
		if err := tx.SaveNonDetriment(ctx, old); err != nil {
			return err
		}
		if err := ended(ctx, tx, who, old, "→ "+n.Number); err != nil {
			return err
		}
		return noted(ctx, tx, who, actor.MakeFinding, "non_detriment", old.ID, detail(old, "superseded"))
	})
}

// change is the common part of acts on one finding.
func (d *Desk) change(ctx context.Context, who actor.Actor, verb actor.Verb, id string, version int64, act string, do func(tx Tx, n *NonDetriment, now time.Time) error) error {
	if err := who.Must(verb); err != nil {
		return err
	}
	return d.Store.Update(ctx, func(tx Tx) error {
		n, err := tx.NonDetriment(ctx, id)
		if err != nil {
			return err
		}
		if n.Version != version {
			return fault.New(fault.Conflict, "finding.stale", "number", n.Number)
		}
		if err := do(tx, n, d.Now()); err != nil {
			return err
		}
		if err := tx.SaveNonDetriment(ctx, n); err != nil {
			return err
		}
		return noted(ctx, tx, who, verb, "non_detriment", n.ID, detail(n, act))
	})
}

func detail(n *NonDetriment, act string) map[string]any {
	return map[string]any{"act": act, "number": n.Number, "taxon": string(n.Taxon), "state": string(n.State), "quantity": int64(n.Quantity),
		"unit": string(n.Unit), "from": n.From.String(), "until": n.Until.String(), "review": n.Review.String(), "reason": n.Reason}
}
