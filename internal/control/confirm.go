package control

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/stock"
)

// Confirm records that the importing Party confirmed the arrival of what an
// export document let out: the document is used and closed (Art. VI(6)).
func (o *Office) Confirm(ctx context.Context, who actor.Actor, permitID string, version int64, from string) error {
	if err := who.Must(actor.ConfirmImport); err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		p, err := tx.Permit(ctx, permitID)
		if err != nil {
			return err
		}
		if err := stale(p, version); err != nil {
			return err
		}
		found, err := examine(ctx, tx, &Crossing{Permit: p, Kind: crossing(p.Type), Arrival: true}, o.Profile.Today(o.Now()))
		if err != nil {
			return err
		}
		if _, err := stops(found); err != nil && p.State != permit.Used {
			return err
		}
		if err := p.To(permit.Used, o.Now()); err != nil {
			return err
		}
		p.Settled = true // nothing more leaves under it
		if err := tx.SavePermit(ctx, p); err != nil {
			return err
		}
		if err := o.publish(ctx, tx, p); err != nil {
			return err
		}
		if err := quota.Settle(ctx, tx, quota.Poster{ID: who.ID, Name: who.Name, At: o.Now()}, quota.TrueUp, p.ID); err != nil {
			return err
		}
		if err := tx.SettleFindings(ctx, p.ID); err != nil {
			return err
		}
		if err := stock.Settle(ctx, tx, stock.Act{Kind: "permit", ID: p.ID, Name: string(p.Number), At: o.Now(), NewID: o.NewID, Account: p.Owner, Org: p.Org}, p.ApplicationID); err != nil {
			return err
		}
		_, err = tx.Record(ctx, audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name}, Verb: string(actor.ConfirmImport),
			SubjectKind: "permit", SubjectID: p.ID, Detail: map[string]any{"number": string(p.Number), "from": from}})
		return err
	})
}
