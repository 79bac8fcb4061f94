package crashtest

import (
	"context"
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

// examine checks a database after an accident and returns the rows that are there.
func examine(t testing.TB, d *store.DB) map[string]bool {
	t.Helper()
	ctx := t.Context()
	wrong, err := d.CheckTree(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wrong {
		t.Error(w)
	}
	kept := map[string]bool{}
	err = d.View(ctx, func(x *store.Tx) error {
		var used, events int
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
		if used != len(kept) || events != len(kept) {
			t.Errorf("%d rows, %d in the ledger, %d events: something is half-done", len(kept), used, events)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept
}
