package store_test

import (
	"os"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/store"
)

// sabotage makes one kind of change fail inside the engine until it is lifted.
func sabotage(t *testing.T, d *store.DB, table, op string) (lift func()) {
	t.Helper()
	run := func(statement string) {
		t.Helper()
		if _, err := d.Raw().Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if d.Engine() == "postgres" {
		run(`create or replace function injected() returns trigger language plpgsql as 'begin raise exception ''injected''; end'`)
		run(`create trigger injected before ` + op + ` on ` + table + ` for each row execute function injected()`)
		return func() { run(`drop trigger injected on ` + table) }
	}
	run(`create trigger injected before ` + op + ` on ` + table + ` begin select raise(abort, 'injected'); end`)
	return func() { run(`drop trigger injected`) }
}

// TestIssueSurvivesFailureAtEachStep lets each step of issuing fail inside the
// engine (test plan R5): the transaction leaves nothing, the log does not grow,
// nothing is drawn from the quota, and afterwards the same case is issued.
func TestIssueSurvivesFailureAtEachStep(t *testing.T) {
	preparing := []struct{ table, op string }{
		{"permit_serial", "insert"}, {"permit_status", "insert"}, {"species_quota", "update"}, {"quota_draw", "insert"},
		{"audit_event", "insert"}, {"permit", "insert"}, {"permit_line", "insert"}, {"application", "update"},
		{"river_job", "insert"}, {"log_hash", "insert"}, {"log_tree", "update"},
	}
	sealing := []struct{ table, op string }{{"permit", "update"}, {"audit_event", "insert"}, {"log_hash", "insert"}, {"log_tree", "update"}}
	clock := func(c *store.Config) {
		c.Now = func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	} // the desk's
	eachConfig(t, clock, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.quota(t, 1_000_000_000)
		rounds := 5
		if os.Getenv("CI") == "true" && db.Engine() == "sqlite" {
			rounds = 50
		}
		issued := 0
		for range rounds {
			for i, step := range preparing {
				app := d.approved(t, 1000)
				logged, drawn := count(t, db, `select size from log_tree`), d.used(t)
				lift := sabotage(t, db, step.table, step.op)
				if p, err := d.permits.Prepare(t.Context(), signatory(), app); err == nil {
					t.Fatalf("%s of %s failed, but %s was prepared", step.op, step.table, p.Number)
				}
				if size := count(t, db, `select size from log_tree`); size != logged || d.used(t) != drawn || count(t, db, `select count(*) from permit`) != int64(issued) {
					t.Errorf("%s of %s left something half-done", step.op, step.table)
				}
				lift()
				p, err := d.permits.Prepare(t.Context(), signatory(), app)
				if err != nil {
					t.Fatalf("after %s of %s failed once: %v", step.op, step.table, err)
				}
				seal := sealing[i%len(sealing)]
				lift = sabotage(t, db, seal.table, seal.op)
				if err := d.permits.Seal(t.Context(), actor.Machine(), p.ID); err == nil {
					t.Fatalf("%s of %s failed, but %s was sealed", seal.op, seal.table, p.Number)
				}
				if got := d.read(t, p.ID); got.State != permit.Prepared || len(got.Seals) != 0 {
					t.Errorf("%s of %s failed, but %s is %s", seal.op, seal.table, p.Number, got.State)
				}
				lift()
				if err := d.permits.Seal(t.Context(), actor.Machine(), p.ID); err != nil {
					t.Fatal(err)
				}
				issued++
			}
		}
		if n := count(t, db, `select count(*) from permit where state = 'valid'`); n != int64(issued) {
			t.Errorf("%d permits are valid, want %d", n, issued)
		}
		if wrong, err := store.Check(t.Context(), db); err != nil || len(wrong) != 0 {
			t.Errorf("afterwards: %d wrong, first %v; %v", len(wrong), wrong[:min(1, len(wrong))], err)
		}
	})
}
