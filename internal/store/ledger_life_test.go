package store_test

import (
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// TestGoldenQuota is cases 20 and 21 of the permit rules on the ledger.
func TestGoldenQuota(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d, l := newDesk(t, db), newLedger(db)
		id := d.quota(t, 1000_000)
		if err := l.reserve(t.Context(), id, "", "other", 600_000); err != nil {
			t.Fatal(err)
		}
		if _, err := d.permits.Prepare(t.Context(), signatory(), d.approved(t, 500_000)); fault.KindOf(err) != fault.Conflict {
			t.Errorf("500 of 400: %v", err)
		}
		p := d.issued(t, 400_000)
		// The other approval is not a permit yet: box 11a counts what was issued.
		if line := p.Record.Lines[0]; line.QuotaUsed != 400_000 || line.QuotaTotal != 1000_000 {
			t.Errorf("box 11a: %s/%s", line.QuotaUsed, line.QuotaTotal)
		}
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(p, 480_000)); err == nil {
			t.Error("more than permitted was endorsed")
		}
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(p, 320_000)); err != nil {
			t.Fatal(err)
		}
		if q := l.page(t, id).Quota; q.Used != 320_000 || q.Reserved != 600_000 || q.Left() != 80_000 {
			t.Errorf("after the endorsement: %+v", q)
		}
		l.sound(t)
	})
}

// TestBoxElevenACountsTheWholePermit: every line shows the figure after all
// lines, and a line that counts against two quotas the one with less left.
func TestBoxElevenACountsTheWholePermit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d, l := newDesk(t, db), newLedger(db)
		d.quota(t, 1000_000)
		tight := species.Quota{ID: "quota-0", Taxon: python, Country: d.profile.Party, Year: 2026, From: cites.Date{Year: 2026, Month: 1, Day: 1},
			Until: cites.Date{Year: 2026, Month: 12, Day: 31}, Terms: []cites.Term{"SKI"}, Unit: cites.Number, Quantity: 500_000, Kind: species.NationalQuota}
		if err := l.update(t.Context(), func(tx quota.Tx) error { return tx.SaveQuota(t.Context(), &tight) }); err != nil {
			t.Fatal(err)
		}
		id := d.approved(t, 100_000)
		err := store.Applications{DB: db}.Update(t.Context(), func(tx application.Tx) error {
			a, err := tx.Application(t.Context(), id)
			if err != nil {
				return err
			}
			second := a.Content.Lines[0]
			second.ID, second.Term, second.Quantity = "2", "LIV", 50_000
			a.Content.Lines = append(a.Content.Lines, second)
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
		if err != nil {
			t.Fatal(err)
		}
		a, b := p.Record.Lines[0], p.Record.Lines[1]
		if a.QuotaUsed != 100_000 || a.QuotaTotal != 500_000 || b.QuotaUsed != 150_000 || b.QuotaTotal != 1000_000 {
			t.Errorf("box 11a: A %s/%s, B %s/%s", a.QuotaUsed, a.QuotaTotal, b.QuotaUsed, b.QuotaTotal)
		}
		l.sound(t)
	})
}

// TestWhatCrossedStaysUsed: revoking, confirming and expiring give back only
// what did not cross.
func TestWhatCrossedStaysUsed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d, l := newDesk(t, db), newLedger(db)
		d.profile.Workflow.PartialShipments = true
		id := d.quota(t, 1000_000)
		crossed := func(q cites.Quantity) *permit.Permit {
			p := d.issued(t, 100_000)
			if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(p, q)); err != nil {
				t.Fatal(err)
			}
			return d.read(t, p.ID)
		}
		used := func(what string, want cites.Quantity) {
			t.Helper()
			if got := l.page(t, id).Quota.Used; got != want {
				t.Errorf("%s: %s used, want %s", what, got, want)
			}
		}
		revoked := crossed(30_000)
		used("the rest may still cross", 100_000)
		if err := d.permits.Revoke(t.Context(), signatory(), revoked.ID, revoked.Version, "false statement"); err != nil {
			t.Fatal(err)
		}
		used("revoked", 30_000)
		confirmed := crossed(40_000)
		officer := actor.Actor{ID: "officer-1", Roles: []actor.Role{actor.CaseOfficer}}
		if err := d.border.Confirm(t.Context(), officer, confirmed.ID, confirmed.Version, "CH"); err != nil {
			t.Fatal(err)
		}
		used("confirmed", 70_000)
		lapsed := crossed(50_000)
		used("endorsed in part", 170_000)
		d.now = d.now.AddDate(0, 7, 0)
		if n, err := d.permits.Expire(t.Context(), actor.Machine()); err != nil || n != 1 {
			t.Errorf("%d settled, %v", n, err)
		}
		used("past its last day", 120_000)
		if got := d.read(t, lapsed.ID).State; got != permit.Endorsed {
			t.Errorf("state %s", got)
		}
		if n, err := d.permits.Expire(t.Context(), actor.Machine()); err != nil || n != 0 {
			t.Errorf("%d settled again, %v", n, err)
		}
		l.sound(t)
	})
}

// TestUnitsAreCountedOnce: grams against a quota in kilograms, in three
// crossings, count as their sum rounded up once.
func TestUnitsAreCountedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d, l := newDesk(t, db), newLedger(db)
		d.profile.Workflow.PartialShipments = true
		q := species.Quota{ID: "kg", Taxon: python, Country: d.profile.Party, Year: 2026, From: cites.Date{Year: 2026, Month: 1, Day: 1},
			Until: cites.Date{Year: 2026, Month: 12, Day: 31}, Unit: cites.Kilogram, Quantity: 10_000, Kind: species.NationalQuota}
		if err := l.update(t.Context(), func(tx quota.Tx) error { return tx.SaveQuota(t.Context(), &q) }); err != nil {
			t.Fatal(err)
		}
		id := d.approved(t, 1000_000)
		err := store.Applications{DB: db}.Update(t.Context(), func(tx application.Tx) error {
			a, err := tx.Application(t.Context(), id)
			if err != nil {
				return err
			}
			a.Content.Lines[0].Unit = cites.Gram
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
		if err != nil {
			t.Fatal(err)
		}
		if err := d.permits.Seal(t.Context(), actor.Machine(), p.ID); err != nil {
			t.Fatal(err)
		}
		if got := l.page(t, "kg").Quota.Used; got != 1000 {
			t.Errorf("used %s kg", got)
		}
		for range 3 {
			in := control.Endorsing{PermitID: p.ID, Lines: []control.Counted{{Letter: "A", Quantity: 100_400}}, Port: d.profile.Ports[0].Code, Date: p.Record.Issued}
			if _, err := d.border.Endorse(t.Context(), customs(), in); err != nil {
				t.Fatal(err)
			}
		}
		p = d.read(t, p.ID)
		if err := d.permits.Revoke(t.Context(), signatory(), p.ID, p.Version, "error"); err != nil {
			t.Fatal(err)
		}
		if got := l.page(t, "kg").Quota.Used; got != 302 { // 301.2 g
			t.Errorf("used %s kg after 301.2 g crossed", got)
		}
		l.sound(t)
	})
}
