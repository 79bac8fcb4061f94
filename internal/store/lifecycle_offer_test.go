package store_test

import (
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/report"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// The holder announces a return, the officer settles it; until then nothing moves.
func TestHolderAnnouncesAReturn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.quota(t, 100_000)
		p := d.issued(t, 10_000)
		offer := permit.Offer{Note: "By post on Monday", Confirmed: true}
		wantFault(t, "another trader", d.permits.OfferReturn(t.Context(), merchant("trader-2"), p.ID, p.Version, offer), fault.NotFound)
		wantFault(t, "an officer", d.permits.OfferReturn(t.Context(), caseOfficer(), p.ID, p.Version, offer), fault.Denied)
		wantFault(t, "nothing said", d.permits.OfferReturn(t.Context(), merchant("trader-1"), p.ID, p.Version, permit.Offer{}), fault.Invalid)
		if err := d.permits.OfferReturn(t.Context(), merchant("trader-1"), p.ID, p.Version, offer); err != nil {
			t.Fatal(err)
		}
		wantFault(t, "a stale page", d.permits.OfferReturn(t.Context(), merchant("trader-1"), p.ID, p.Version, offer), fault.Conflict)
		p = d.read(t, p.ID)
		wantFault(t, "twice", d.permits.OfferReturn(t.Context(), merchant("trader-1"), p.ID, p.Version, offer), fault.Conflict)
		if p.State != permit.Valid || p.Offered.IsZero() || d.used(t) != 10_000 {
			t.Errorf("offered: %s, %s, quota %s", p.State, p.Offered, d.used(t))
		}
		if got := d.waiting(t, permit.WaitsOffered); len(got) != 1 || got[0].ID != p.ID || got[0].Offered != p.Offered {
			t.Errorf("waiting %+v", got)
		}
		if err := d.permits.KeepPermit(t.Context(), merchant("trader-1"), p.ID, p.Version); err != nil {
			t.Fatal(err)
		}
		p = d.read(t, p.ID)
		wantFault(t, "kept twice", d.permits.KeepPermit(t.Context(), merchant("trader-1"), p.ID, p.Version), fault.Conflict)
		if err := d.permits.OfferReturn(t.Context(), merchant("trader-1"), p.ID, p.Version, offer); err != nil {
			t.Fatal(err)
		}
		p = d.read(t, p.ID)
		if err := d.permits.TakeReturn(t.Context(), caseOfficer(), p.ID, p.Version); err != nil {
			t.Fatal(err)
		}
		p = d.read(t, p.ID)
		if p.State != permit.Cancelled || !p.Offered.IsZero() || d.used(t) != 0 || len(d.waiting(t, permit.WaitsOffered)) != 0 {
			t.Errorf("taken: %s, offered %s, quota %s", p.State, p.Offered, d.used(t))
		}
		life, err := d.permits.LifeOf(t.Context(), p)
		if err != nil || len(life.Offers) != 2 || life.Offers[0].Outcome != permit.OfferTaken || life.Offers[1].Outcome != permit.OfferKept || life.Offers[0].Why != permit.Unused {
			t.Errorf("%+v, %v", life.Offers, err)
		}
		promisesHold(t, db)
	})
}

func (d *desk) waiting(t *testing.T, word string) []permit.Row {
	t.Helper()
	rows, _, err := d.permits.List(t.Context(), caseOfficer(), permit.Filter{Waiting: []string{word}, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// What is used in part goes back as to its rest, and what expired after the paper
// was promised is taken all the same.
func TestReturnOfThePartUsedAndTheExpired(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.quota(t, 100_000)
		d.profile.Workflow.PartialShipments = true
		offer := permit.Offer{Note: "At the office", Confirmed: true}
		part, late := d.issued(t, 20_000), d.issued(t, 7_000)
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(part, 5_000)); err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{part.ID, late.ID} {
			p := d.read(t, id)
			if err := d.permits.OfferReturn(t.Context(), merchant("trader-1"), p.ID, p.Version, offer); err != nil {
				t.Fatal(err)
			}
		}
		p := d.read(t, part.ID)
		if err := d.permits.TakeReturn(t.Context(), caseOfficer(), p.ID, p.Version); err != nil {
			t.Fatal(err)
		}
		if got := d.used(t); got != 12_000 {
			t.Errorf("quota after the rest came back: %s", got)
		}
		d.now = d.now.AddDate(0, 7, 0)
		for _, want := range []int{1, 0, 0} { // each run after the first finds nothing
			if n, err := d.permits.Expire(t.Context(), actor.Machine()); err != nil || n != want {
				t.Errorf("%d expired, want %d, %v", n, want, err)
			}
		}
		if got := d.used(t); got != 5_000 {
			t.Errorf("quota after expiry: %s", got)
		}
		p = d.read(t, late.ID)
		if err := d.permits.TakeReturn(t.Context(), caseOfficer(), p.ID, p.Version); err != nil {
			t.Fatal(err)
		}
		if p = d.read(t, late.ID); p.State != permit.Expired || p.Returned.IsZero() || !p.Offered.IsZero() || d.used(t) != 5_000 {
			t.Errorf("%s, returned %s, offered %s, quota %s", p.State, p.Returned, p.Offered, d.used(t))
		}
		promisesHold(t, db)
	})
}

// A rejected amendment leaves the old permit whole: same number, version of the
// record, quota and status, endorsable as before; the form may propose again.
func TestRejectedAmendmentLeavesThePermitWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.quota(t, 100_000)
		before := d.issued(t, 40_000)
		a, err := d.permits.ProposeAmendment(t.Context(), caseOfficer(), before.ID, before.Version, "wrong address", smaller(before, 30_000))
		if err != nil {
			t.Fatal(err)
		}
		wantFault(t, "its own proposer", d.permits.RejectAmendment(t.Context(), actor.Actor{ID: "officer-1", Roles: []actor.Role{actor.Signatory}}, before.ID, before.Version, a.ID, "no"), fault.Denied)
		wantFault(t, "without a reason", d.permits.RejectAmendment(t.Context(), signatory(), before.ID, before.Version, a.ID, " "), fault.Invalid)
		if err := d.permits.RejectAmendment(t.Context(), signatory(), before.ID, before.Version, a.ID, "The address is right."); err != nil {
			t.Fatal(err)
		}
		p := d.read(t, before.ID)
		if p.State != permit.Valid || p.Number != before.Number || string(p.Digest) != string(before.Digest) || p.ReplacedBy != "" || d.used(t) != 40_000 || status(t, db, p) != 0 {
			t.Errorf("after rejection: %s, replaced by %q, quota %s", p.State, p.ReplacedBy, d.used(t))
		}
		if n := toldOf(t, db, p.ID); len(n) != 0 {
			t.Errorf("told %+v", n)
		}
		_, err = d.permits.ApproveAmendment(t.Context(), signatory(), p.ID, p.Version, a.ID)
		wantFault(t, "approved after rejection", err, fault.Conflict)
		life, err := d.permits.LifeOf(t.Context(), p)
		if err != nil || len(life.Amendments) != 1 || life.Amendments[0].State != permit.AmendmentRejected || life.Amendments[0].Note != "The address is right." {
			t.Errorf("%+v, %v", life.Amendments, err)
		}
		if _, err := d.permits.ProposeAmendment(t.Context(), caseOfficer(), p.ID, p.Version, "another address", smaller(p, 35_000)); err != nil {
			t.Errorf("a second proposal: %v", err)
		}
		promisesHold(t, db)
	})
}

// An amendment brings quota, finding and chain down with the quantity; upwards it is
// a new application.
func TestAmendmentOfQuantityMovesTheRegisters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.quota(t, 200_000)
		n, c := d.found(t, 100_000), d.stocked(t, trader("trader-1", ""), 100_000)
		p, err := d.permits.Prepare(t.Context(), signatory(), d.resting(t, 60_000, n, c.ID))
		if err == nil {
			err = d.permits.Seal(t.Context(), actor.Machine(), p.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		p = d.read(t, p.ID)
		quota := d.used(t)
		_, err = d.permits.ProposeAmendment(t.Context(), caseOfficer(), p.ID, p.Version, "more", smaller(p, 60_001))
		wantFault(t, "upwards", err, fault.Invalid)
		a, err := d.permits.ProposeAmendment(t.Context(), caseOfficer(), p.ID, p.Version, "less", smaller(p, 45_000))
		if err != nil {
			t.Fatal(err)
		}
		if got := d.finding(t, n.ID).Left(); got != 40_000 {
			t.Errorf("a proposal moved the finding: %s left", got)
		}
		q, err := d.permits.ApproveAmendment(t.Context(), signatory(), p.ID, p.Version, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		d.holds(t, "after the amendment", n.ID, c.ID, 55_000)
		if got := quota - d.used(t); quota > 0 && got != cites.Quantity(15_000) {
			t.Errorf("the quota gave back %s", got)
		}
		if err := d.permits.Seal(t.Context(), actor.Machine(), q.ID); err != nil {
			t.Fatal(err)
		}
		d.now = d.now.AddDate(0, 7, 0)
		for range 2 {
			if _, err := d.permits.Expire(t.Context(), actor.Machine()); err != nil {
				t.Fatal(err)
			}
			d.holds(t, "after expiry", n.ID, c.ID, 100_000)
		}
		if got := d.used(t); got != 0 {
			t.Errorf("quota after expiry: %s", got)
		}
		promisesHold(t, db)
	})
}

// holds checks what is left of a finding and of a chain of evidence.
func (d *desk) holds(t *testing.T, when, finding, chain string, want cites.Quantity) {
	t.Helper()
	if n, c := d.finding(t, finding).Left(), d.chain(t, chain).Left(); n != want || c != want {
		t.Errorf("%s: finding has %s, chain has %s, want %s", when, n, c, want)
	}
}

// What left before its document was issued does not come back to the quota when that
// document expires or is revoked (50 CFR 23.53): one issued in time is the control.
func TestRetrospectivePermitKeepsWhatItDrew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.quota(t, 100_000)
		late := func() *permit.Permit {
			id := d.approved(t, 10_000)
			err := store.Applications{DB: db}.Update(t.Context(), func(tx application.Tx) error {
				a, err := tx.Application(t.Context(), id)
				if err != nil {
					return err
				}
				a.Content.Retrospective, a.Content.Answers = true, map[string]string{"retro_reason": "misinformed", "retro_explain": "told so"}
				a.CosignedBy, a.CosignedByName, a.CosignedAt = "signatory-2", "B", d.now
				if err := tx.SaveApplication(t.Context(), a); err != nil {
					return err
				}
				_, err = tx.Record(t.Context(), storeEvent(id))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			p, err := d.permits.Prepare(t.Context(), signatory(), id)
			if err == nil {
				err = d.permits.Seal(t.Context(), actor.Machine(), p.ID)
			}
			if err != nil {
				t.Fatal(err)
			}
			return d.read(t, p.ID)
		}
		p, q := late(), late()
		d.issued(t, 10_000) // the control
		wantFault(t, "returned unused", d.permits.OfferReturn(t.Context(), merchant("trader-1"), p.ID, p.Version, permit.Offer{Note: "x", Confirmed: true}), fault.Conflict)
		if err := d.permits.Revoke(t.Context(), signatory(), q.ID, q.Version, "false statement"); err != nil {
			t.Fatal(err)
		}
		if got := d.used(t); got != 30_000 {
			t.Errorf("quota after the revocation: %s", got)
		}
		rows, err := store.Reports{DB: db, Zone: time.UTC}.Actual(t.Context(), 2026, report.Exporter)
		if err != nil || len(rows) != 1 || rows[0].ExportPermit != string(p.Number) || rows[0].Quantity != 10_000 {
			t.Errorf("reported as exported: %+v, %v", rows, err) // not the revoked one, nor the one that did not leave
		}
		d.now = d.now.AddDate(0, 7, 0)
		if n, err := d.permits.Expire(t.Context(), actor.Machine()); err != nil || n != 2 {
			t.Fatalf("%d expired, %v", n, err)
		}
		if got := d.used(t); got != 20_000 {
			t.Errorf("quota after expiry: %s", got)
		}
		promisesHold(t, db)
	})
}
