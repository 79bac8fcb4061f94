package store_test

import (
	"testing"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// An original that was lost after the goods left is replaced, but nothing leaves a
// second time under its replacement (50 CFR 23.52, permit-rules 4.3 and 4.12).
func TestReplacementAfterTheGoodsLeftLetsNothingOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.quota(t, 100_000)
		p := d.issued(t, 10_000)
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(p, 8_000)); err != nil {
			t.Fatal(err)
		}
		p = d.read(t, p.ID)
		q, err := d.permits.Replace(t.Context(), signatory(), p.ID, p.Version, permit.Lost)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.permits.Seal(t.Context(), actor.Machine(), q.ID); err != nil {
			t.Fatal(err)
		}
		q = d.read(t, q.ID)
		if !q.Record.Shipped || control.Endorsable(q) || status(t, db, d.read(t, p.ID)) != 1 {
			t.Errorf("shipped %v, endorsable %v, old status %d", q.Record.Shipped, control.Endorsable(q), status(t, db, p))
		}
		wantFault(t, "a second export", justError(d.border.Endorse(t.Context(), customs(), d.endorsing(q, 1_000))), fault.Conflict)
		if got := d.used(t); got != 8_000 {
			t.Errorf("quota after the replacement: %s", got)
		}
		if err := d.border.Confirm(t.Context(), caseOfficer(), q.ID, q.Version, "CH"); err != nil {
			t.Fatal(err)
		}
		if got := d.used(t); got != 8_000 || d.read(t, q.ID).State != permit.Used {
			t.Errorf("after the arrival: quota %s, %s", got, d.read(t, q.ID).State)
		}

		d.profile.Workflow.PartialShipments = true
		part := d.issued(t, 20_000)
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(part, 5_000)); err != nil {
			t.Fatal(err)
		}
		part = d.read(t, part.ID)
		_, err = d.permits.Replace(t.Context(), signatory(), part.ID, part.Version, permit.Lost)
		wantFault(t, "used in part", err, fault.Conflict) // what was left would go out twice
		promisesHold(t, db)
	})
}
