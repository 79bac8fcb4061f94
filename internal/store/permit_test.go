package store_test

import (
	"bytes"
	"testing"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
	"github.com/opencites/opencites/seal"
)

func storeEvent(subject string) audit.Event { return storetest.Event(subject) }

func TestPermitIsPreparedSealedAndUsedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.quota(t, 100_000)
		p := d.issued(t, 40_000)
		if p.State != permit.Valid || len(p.Seals) != 1 {
			t.Fatalf("state %s, %d seals", p.State, len(p.Seals))
		}
		if p.Record.Lines[0].QuotaUsed != 40_000 || p.Record.Lines[0].QuotaTotal != 100_000 {
			t.Errorf("box 11a: %v", p.Record.Lines[0])
		}
		claims, err := seal.Parse(p.Seals[0])
		if err != nil {
			t.Fatal(err)
		}
		if claims.Number != p.Number || claims.LogIndex != uint64(p.LeafIndex) || !bytes.Equal(claims.Record[:], p.Digest) {
			t.Errorf("seal does not say what was frozen: %+v", claims)
		}
		if digest, err := permit.DigestOf(p.Salt, &p.Record); err != nil || !bytes.Equal(digest, p.Digest) {
			t.Errorf("the record as read does not open the digest (%v)", err)
		}
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(p, 30_000)); err != nil {
			t.Fatal(err)
		}
		if got := d.used(t); got != 30_000 {
			t.Errorf("quota after true-up: %s", got)
		}
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(p, 1_000)); fault.KindOf(err) != fault.Conflict {
			t.Errorf("second endorsement: %v", err)
		}
		if got := d.read(t, p.ID).State; got != permit.Endorsed {
			t.Errorf("state %s", got)
		}
	})
}

func TestSealAgainChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		p := d.issued(t, 1000)
		if err := d.permits.Seal(t.Context(), actor.Machine(), p.ID); err != nil {
			t.Fatal(err)
		}
		again := d.read(t, p.ID)
		if again.Version != p.Version || !bytes.Equal(again.Seals[0], p.Seals[0]) {
			t.Error("sealing again changed the permit")
		}
	})
}

func TestPrepareTwiceIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		app := d.approved(t, 1000)
		if _, err := d.permits.Prepare(t.Context(), signatory(), app); err != nil {
			t.Fatal(err)
		}
		if _, err := d.permits.Prepare(t.Context(), signatory(), app); fault.KindOf(err) != fault.Conflict {
			t.Errorf("second prepare: %v", err)
		}
		if _, err := d.permits.Prepare(t.Context(), customs(), d.approved(t, 1000)); fault.KindOf(err) != fault.Denied {
			t.Errorf("customs prepared a permit: %v", err)
		}
	})
}

func TestReplaceRevokeExpireGiveBackTheQuota(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.quota(t, 100_000)
		p := d.issued(t, 10_000)
		q, err := d.permits.Replace(t.Context(), signatory(), p.ID, p.Version, permit.Lost)
		if err != nil {
			t.Fatal(err)
		}
		old := d.read(t, p.ID)
		if old.State != permit.Replaced || old.ReplacedBy != q.Number || q.Record.Replaces != string(p.Number) || q.Number == p.Number {
			t.Errorf("old %s by %s, new %s for %s", old.State, old.ReplacedBy, q.Number, q.Record.Replaces)
		}
		if got := d.used(t); got != 10_000 {
			t.Errorf("quota after replacement: %s", got)
		}
		if err := d.permits.Seal(t.Context(), actor.Machine(), q.ID); err != nil {
			t.Fatal(err)
		}
		q = d.read(t, q.ID)
		if err := d.permits.Revoke(t.Context(), signatory(), q.ID, q.Version-1, "stale page"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("revoked from a stale page: %v", err)
		}
		if err := d.permits.Revoke(t.Context(), signatory(), q.ID, q.Version, "false statement"); err != nil {
			t.Fatal(err)
		}
		if got := d.used(t); got != 0 {
			t.Errorf("quota after revocation: %s", got)
		}
		r := d.issued(t, 5_000)
		d.now = d.now.AddDate(0, 7, 0)
		if n, err := d.permits.Expire(t.Context(), actor.Machine()); err != nil || n != 1 {
			t.Fatalf("expired %d, %v", n, err)
		}
		if got := d.read(t, r.ID).State; got != permit.Expired || d.used(t) != 0 {
			t.Errorf("state %s, quota %s", got, d.used(t))
		}
		lists, err := db.StatusLists(t.Context())
		if err != nil || len(lists) != 1 {
			t.Fatalf("lists %v, %v", lists, err)
		}
		status, err := db.StatusOf(t.Context(), lists[0])
		if err != nil || status[p.Record.StatusIndex] != 1 || status[q.Record.StatusIndex] != 1 {
			t.Errorf("public status: %v, %v", status, err)
		}
	})
}

func TestTraderSeesOnlyOwnPermits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		p := d.issued(t, 1000)
		own := actor.Actor{ID: "trader-1", Roles: []actor.Role{actor.Trader}}
		other := actor.Actor{ID: "trader-2", Roles: []actor.Role{actor.Trader}}
		if _, err := d.permits.Read(t.Context(), own, p.ID); err != nil {
			t.Error(err)
		}
		if _, err := d.permits.Read(t.Context(), other, p.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another trader read the permit: %v", err)
		}
		if rows, n, err := d.permits.List(t.Context(), other, permit.Filter{Limit: 10}); err != nil || n != 0 || len(rows) != 0 {
			t.Errorf("another trader lists %d, %v", n, err)
		}
		if rows, n, err := d.permits.List(t.Context(), own, permit.Filter{Text: "HORLOGERE", Limit: 10}); err != nil || n != 1 || len(rows) != 1 {
			t.Errorf("search without accents finds %d, %v", n, err)
		}
		if _, err := d.permits.ByCode(t.Context(), p.Number, "AAAA-AAAA"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("wrong code: %v", err)
		}
		if _, err := d.permits.ByCode(t.Context(), p.Number, p.Code); err != nil {
			t.Error(err)
		}
	})
}
