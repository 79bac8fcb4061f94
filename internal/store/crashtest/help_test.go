package crashtest

import (
	"context"
	"fmt"
	"testing"

	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// widget makes a table that only these tests know: a ledger of one row that
// counts, and what was counted.
func widget(t testing.TB, d *store.DB) {
	t.Helper()
	err := d.Update(t.Context(), func(x *store.Tx) error {
		for _, statement := range []string{
			`create table ledger (id bigint primary key, total bigint not null, used bigint not null check (used <= total))`,
			`insert into ledger (id, total, used) values (1, 1000000000, 0)`,
			`create table widget (id text primary key, pad text not null)`,
		} {
			if _, err := x.ExecContext(t.Context(), statement); err != nil {
				return err
			}
		}
		_, err := x.Record(t.Context(), storetest.Event("widget"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// pad makes rows large enough to tear.
const pad = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"

// write is one audited change: the ledger counts, the row is there, the event is logged.
func write(ctx context.Context, x *store.Tx, id string) error {
	if _, err := x.ExecContext(ctx, "-- name: UseLedger :exec\nupdate ledger set used = used + 1 where id = 1 and used < total"); err != nil {
		return err
	}
	if _, err := x.ExecContext(ctx, "-- name: InsertWidget :exec\ninsert into widget (id, pad) values ($1, $2)", id, pad+pad+pad); err != nil {
		return err
	}
	_, err := x.Record(ctx, storetest.Event(id))
	return err
}

// look checks a database after an accident: the engine, the log, and that nothing
// is half-done. It returns the rows that are there and what is bad, in words.
func look(d *store.DB) (kept map[string]bool, bad string) {
	ctx := context.Background()
	kept = map[string]bool{}
	wrong, err := d.CheckTree(ctx)
	if err != nil {
		return kept, err.Error()
	}
	if len(wrong) > 0 {
		return kept, wrong[0]
	}
	err = d.View(ctx, func(x *store.Tx) error {
		var integrity string
		var used, events int
		if err := x.QueryRowContext(ctx, `pragma integrity_check`).Scan(&integrity); err != nil {
			return err
		}
		if err := x.QueryRowContext(ctx, `select (select used from ledger where id = 1), (select count(*) from audit_event where subject_id <> 'widget')`).Scan(&used, &events); err != nil {
			return err
		}
		rows, err := x.QueryContext(ctx, `select id from widget`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			kept[id] = true
		}
		if integrity != "ok" || used != len(kept) || events != len(kept) {
			bad = fmt.Sprintf("integrity %s, %d rows, %d in the ledger, %d events", integrity, len(kept), used, events)
		}
		return rows.Err()
	})
	if err != nil {
		bad = err.Error()
	}
	return kept, bad
}
