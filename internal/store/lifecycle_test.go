package store_test

import (
	"context"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/notification"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func caseOfficer() actor.Actor {
	return actor.Actor{ID: "officer-1", Name: "O. Officer", Roles: []actor.Role{actor.CaseOfficer}}
}

func merchant(id string) actor.Actor {
	return actor.Actor{ID: id, Name: "T. Trader", Roles: []actor.Role{actor.Trader}}
}

// smaller is a correction of address and quantity.
func smaller(p *permit.Permit, q cites.Quantity) permit.Correction {
	c := permit.CorrectionOf(&p.Record)
	c.Importer, c.Lines[0].Quantity = []string{"Rue Neuve 2", "2400 Le Locle"}, q
	return c
}

func wantFault(t *testing.T, what string, err error, k fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != k {
		t.Errorf("%s: %v, want %v", what, err, k)
	}
}

func status(t *testing.T, db *store.DB, p *permit.Permit) byte {
	t.Helper()
	all, err := db.StatusOf(t.Context(), p.Record.StatusList)
	if err != nil {
		t.Fatal(err)
	}
	return all[p.Record.StatusIndex]
}

// told lists what others were told of a permit.
func toldOf(t *testing.T, db *store.DB, id string) []notification.Notification {
	t.Helper()
	var out []notification.Notification
	err := store.Notifications{DB: db}.View(t.Context(), func(tx notification.Tx) (err error) {
		out, _, err = tx.ListNotifications(t.Context(), notification.Filter{Permit: id, Limit: 10})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func promisesHold(t *testing.T, db *store.DB) {
	t.Helper()
	wrong, err := store.Check(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wrong {
		if w.Invariant == "P5b" {
			continue // the desk's clock stands still, that of the log does not
		}
		t.Errorf("promise %s: %s", w.Invariant, w.Text)
	}
}

func TestAmendmentTakesTwoPeopleAndKillsTheOldNumber(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.quota(t, 100_000)
		p := d.issued(t, 40_000)
		both := actor.Actor{ID: "both-1", Name: "Both", Roles: []actor.Role{actor.CaseOfficer, actor.Signatory}}
		_, err := d.permits.ProposeAmendment(t.Context(), both, p.ID, p.Version, "wrong address", smaller(p, 50_000))
		wantFault(t, "a bigger quantity", err, fault.Invalid)
		_, err = d.permits.ProposeAmendment(t.Context(), both, p.ID, p.Version, "nothing", permit.CorrectionOf(&p.Record))
		wantFault(t, "no change", err, fault.Invalid)
		a, err := d.permits.ProposeAmendment(t.Context(), both, p.ID, p.Version, "wrong address", smaller(p, 30_000))
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.permits.ProposeAmendment(t.Context(), caseOfficer(), p.ID, p.Version, "again", smaller(p, 20_000))
		wantFault(t, "a second amendment", err, fault.Conflict)
		_, err = d.permits.ApproveAmendment(t.Context(), both, p.ID, p.Version, a.ID)
		wantFault(t, "own amendment", err, fault.Denied)
		err = store.Permits{DB: db}.Update(t.Context(), func(tx permit.Tx) error { // past the verb: the constraint holds
			own := *a
			own.State, own.DecidedBy, own.Successor = permit.AmendmentApproved, both.ID, "x"
			return tx.DecideAmendment(t.Context(), &own)
		})
		wantFault(t, "own amendment in the database", err, fault.Denied)
		q, err := d.permits.ApproveAmendment(t.Context(), signatory(), p.ID, p.Version, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		old := d.read(t, p.ID)
		if old.State != permit.Replaced || old.Reason != "amended" || status(t, db, old) != 1 {
			t.Errorf("old is %s, %s, status %d", old.State, old.Reason, status(t, db, old))
		}
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(p, 1000)); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the old number was endorsed: %v", err)
		}
		r := q.Record
		if r.Replaces != string(p.Number) || r.ReplacesDate != p.Record.Issued || r.ValidUntil != p.Record.ValidUntil || r.Consignee.Name != p.Record.Consignee.Name ||
			r.Lines[0].Quantity != 30_000 || len(permit.Changes(&p.Record, &r)) != 2 {
			t.Errorf("new record %+v", r)
		}
		if got := d.used(t); got != 30_000 {
			t.Errorf("quota after the amendment: %s", got)
		}
		if err := d.permits.Seal(t.Context(), actor.Machine(), q.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(q, 25_000)); err != nil {
			t.Fatal(err)
		}
		if got := d.used(t); got != 25_000 {
			t.Errorf("quota after the endorsement: %s", got)
		}
		if n := toldOf(t, db, p.ID); len(n) != 1 || n[0].To != "CH" || n[0].Cause != notification.Amended || n[0].State != notification.ByHand {
			t.Errorf("told %+v", n)
		}
		promisesHold(t, db)
	})
}

func TestLostPermitIsShownUntilItIsReplaced(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.quota(t, 100_000)
		p := d.issued(t, 10_000)
		loss := permit.Loss{Kind: permit.Stolen, Day: p.Record.Issued, Told: "The car was broken into.", Confirmed: true}
		wantFault(t, "another trader", d.permits.ReportLoss(t.Context(), merchant("trader-2"), p.ID, p.Version, loss), fault.NotFound)
		wantFault(t, "nothing said", d.permits.ReportLoss(t.Context(), merchant("trader-1"), p.ID, p.Version, permit.Loss{}), fault.Invalid)
		if err := d.permits.ReportLoss(t.Context(), merchant("trader-1"), p.ID, p.Version, loss); err != nil {
			t.Fatal(err)
		}
		p = d.read(t, p.ID)
		if p.Lost != permit.Stolen || status(t, db, p) != 2 {
			t.Errorf("reported %q, status %d", p.Lost, status(t, db, p))
		}
		wantFault(t, "endorsed without a look", justError(d.border.Endorse(t.Context(), customs(), d.endorsing(p, 1000))), fault.Invalid)
		if err := d.permits.WithdrawLoss(t.Context(), merchant("trader-1"), p.ID, p.Version, "It was found."); err != nil {
			t.Fatal(err)
		}
		if p = d.read(t, p.ID); p.Lost != "" || status(t, db, p) != 0 {
			t.Errorf("after it was found: %q, status %d", p.Lost, status(t, db, p))
		}
		if err := d.permits.ReportLoss(t.Context(), merchant("trader-1"), p.ID, p.Version, loss); err != nil {
			t.Fatal(err)
		}
		p = d.read(t, p.ID)
		q, err := d.permits.ReplaceByCopy(t.Context(), signatory(), p.ID, p.Version, permit.Stolen)
		if err != nil {
			t.Fatal(err)
		}
		old := d.read(t, p.ID)
		if old.State != permit.Replaced || old.Lost != "" || status(t, db, old) != 1 || !q.Record.TrueCopy || d.used(t) != 10_000 {
			t.Errorf("old %s %q, copy %v, quota %s", old.State, old.Lost, q.Record.TrueCopy, d.used(t))
		}
		if n := toldOf(t, db, p.ID); len(n) != 2 || n[0].Cause != notification.Replaced {
			t.Errorf("told %+v", n) // Switzerland, and the Secretariat: the purpose is T
		}
		if err := d.permits.TakeReturn(t.Context(), caseOfficer(), old.ID, old.Version); err != nil { // the original was found
			t.Error(err)
		}
		promisesHold(t, db)
	})
}

func justError[T any](_ T, err error) error { return err }

func TestReturnedPermitGivesBackWhatItDrew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.quota(t, 100_000)
		p := d.issued(t, 10_000)
		wantFault(t, "a trader", d.permits.TakeReturn(t.Context(), merchant("trader-1"), p.ID, p.Version), fault.Denied)
		if err := d.permits.TakeReturn(t.Context(), caseOfficer(), p.ID, p.Version); err != nil {
			t.Fatal(err)
		}
		back := d.read(t, p.ID)
		if back.State != permit.Cancelled || back.Returned.IsZero() || !back.Settled || status(t, db, back) != 1 || d.used(t) != 0 {
			t.Errorf("%s, returned %s, status %d, quota %s", back.State, back.Returned, status(t, db, back), d.used(t))
		}
		wantFault(t, "twice", d.permits.TakeReturn(t.Context(), caseOfficer(), back.ID, back.Version), fault.Conflict)

		d.profile.Workflow.PartialShipments = true
		part := d.issued(t, 20_000)
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(part, 5_000)); err != nil {
			t.Fatal(err)
		}
		part = d.read(t, part.ID)
		if err := d.permits.TakeReturn(t.Context(), caseOfficer(), part.ID, part.Version); err != nil {
			t.Fatal(err)
		}
		if got := d.used(t); got != 5_000 {
			t.Errorf("quota after the rest came back: %s", got)
		}
		wantFault(t, "endorsed after the return", justError(d.border.Endorse(t.Context(), customs(), d.endorsing(part, 5_000))), fault.Conflict)
		promisesHold(t, db)
	})
}

func TestNotificationIsSentOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		p := d.issued(t, 1000)
		d.profile.Notify["CH"] = d.profile.Notify["SEC"]
		if err := d.permits.Revoke(t.Context(), signatory(), p.ID, p.Version, "false statement"); err != nil {
			t.Fatal(err)
		}
		n := toldOf(t, db, p.ID)
		if len(n) != 1 || n[0].State != notification.Queued {
			t.Fatalf("told %+v", n)
		}
		desk := notification.Desk{Store: store.Notifications{DB: db}, Now: d.permits.Now}
		first := claimed(t, desk.Claim)(n[0].ID)
		if first == nil || claimed(t, desk.Claim)(n[0].ID) != nil { // the second run after a crash
			t.Fatal("claimed twice")
		}
		if err := desk.Report(t.Context(), first, true, false); err != nil {
			t.Fatal(err)
		}
		n = toldOf(t, db, p.ID)
		if n[0].State != notification.ByHand || n[0].Trouble != notification.Unsure {
			t.Errorf("broken off: %s, %s", n[0].State, n[0].Trouble)
		}
		if err := desk.Retry(t.Context(), caseOfficer(), n[0].ID, n[0].Version); err != nil {
			t.Fatal(err)
		}
		if err := desk.Report(t.Context(), claimed(t, desk.Claim)(n[0].ID), true, false); err != nil {
			t.Fatal(err)
		}
		if claimed(t, desk.Claim)(n[0].ID) != nil {
			t.Error("sent again")
		}
		wantFault(t, "marked after it was sent", desk.Mark(t.Context(), caseOfficer(), n[0].ID, toldOf(t, db, p.ID)[0].Version, "fax"), fault.Conflict)
		wantFault(t, "a trader marks", desk.Mark(t.Context(), merchant("trader-1"), n[0].ID, 1, "fax"), fault.Denied)
		promisesHold(t, db)
	})
}

func claimed(t *testing.T, claim func(context.Context, string) (*notification.Notification, error)) func(string) *notification.Notification {
	return func(id string) *notification.Notification {
		t.Helper()
		n, err := claim(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
}
