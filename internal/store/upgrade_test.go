package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// beforeLedger is the last migration before there was a ledger of quotas.
const beforeLedger = 72

// TestUpgradeOfADatabaseInUse takes a database from before the quota ledger, with
// permits that drew on a quota, and opens it with this program: the figures are
// the same, every promise holds, and the quota is drawn on further.
func TestUpgradeOfADatabaseInUse(t *testing.T) {
	for _, engine := range storetest.Engines() {
		t.Run(engine, func(t *testing.T) {
			var clock func() time.Time
			config := func() store.Config {
				cfg := storetest.Config(t, engine)
				cfg.Now = func() time.Time { return clock() }
				return cfg
			}
			clock = time.Now
			from := storetest.OpenConfig(t, config())
			d := newDesk(t, from)
			clock = func() time.Time { return d.now }
			d.profile.Workflow.PartialShipments = true
			quota := d.quota(t, 1000_000)
			whole, part, dead := d.issued(t, 100_000), d.issued(t, 200_000), d.issued(t, 300_000)
			for p, q := range map[string]int64{whole.ID: 100_000, part.ID: 50_000} {
				if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(d.read(t, p), cites.Quantity(q))); err != nil {
					t.Fatal(err)
				}
			}
			if err := d.permits.Revoke(t.Context(), signatory(), dead.ID, dead.Version, "a false statement"); err != nil {
				t.Fatal(err)
			}
			waiting := d.approved(t, 400_000)

			cfg := config()
			if err := store.Before(t.Context(), cfg, beforeLedger, func(old *sql.DB) error { return asItWas(t.Context(), from.Raw(), old) }); err != nil {
				t.Fatal(err)
			}
			up := storetest.OpenConfig(t, cfg)
			now := newLedger(up).page(t, quota).Quota
			if was := newLedger(from).page(t, quota).Quota; now.Used != was.Used || now.Used != 300_000 || now.Quantity != was.Quantity || now.Reserved != 0 {
				t.Errorf("the quota was %+v and is %+v", was, now)
			}
			promised(t, up, "after the upgrade")

			d.db = up
			d.permits.Store, d.border.Store = store.Permits{DB: up}, store.Controls{DB: up}
			if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(d.read(t, part.ID), 50_000)); err != nil {
				t.Fatal(err)
			}
			p, err := d.permits.Prepare(t.Context(), signatory(), waiting)
			if err != nil {
				t.Fatal(err)
			}
			if err := d.permits.Seal(t.Context(), actor.Machine(), p.ID); err != nil {
				t.Fatal(err)
			}
			if line := p.Record.Lines[0]; line.QuotaUsed != 700_000 || line.QuotaTotal != 1000_000 {
				t.Errorf("box 11a of the next permit: %s/%s", line.QuotaUsed, line.QuotaTotal)
			}
			promised(t, up, "after the next permit")
			if _, err := up.Raw().Exec(`update species_quota set used = used - 1, direct = direct - 1`); err != nil {
				t.Fatal(err)
			}
			if wrong, err := store.Check(t.Context(), up); err != nil || len(wrong) == 0 {
				t.Errorf("the check does not see a lie after an upgrade: %v", err)
			}
		})
	}
}

// promised asks for every promise.
func promised(t *testing.T, d *store.DB, when string) {
	t.Helper()
	wrong, err := store.Check(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wrong {
		t.Errorf("%s: %s: %s", when, w.Invariant, w.Text)
	}
}

// asItWas fills old tables with what the tables of today have of them: the
// columns that there were then. What each line drew of a quota stood in a table
// that is no more.
func asItWas(ctx context.Context, from, old *sql.DB) error {
	tables, err := columnOf(ctx, old, `select tablename from pg_tables where schemaname = 'public'`, `select name from sqlite_master where type = 'table'`)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if table == "permit_quota" || strings.HasPrefix(table, "goose") || strings.HasPrefix(table, "sqlite") {
			continue
		}
		if err := copyTable(ctx, from, old, table); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return copyRows(ctx, from, old, `select d.permit_id, d.letter, d.quota_id, l.permitted, l.permitted - d.used from quota_draw d
		join permit_line l on l.permit_id = d.permit_id and l.letter = d.letter where d.permit_id <> ''`,
		"permit_quota", []string{"permit_id", "letter", "quota_id", "drawn", "returned"})
}

func copyTable(ctx context.Context, from, old *sql.DB, table string) error {
	have, err := columns(ctx, from, table)
	if err != nil {
		return err
	}
	want, err := columns(ctx, old, table)
	if err != nil {
		return err
	}
	want = slices.DeleteFunc(want, func(c string) bool { return !slices.Contains(have, c) })
	if _, err := old.ExecContext(ctx, `delete from "`+table+`"`); err != nil {
		return err
	}
	return copyRows(ctx, from, old, `select "`+strings.Join(want, `", "`)+`" from "`+table+`"`, table, want)
}

func copyRows(ctx context.Context, from, old *sql.DB, query, table string, into []string) error {
	c, err := old.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	for _, off := range []string{`set session_replication_role = replica`, `pragma foreign_keys = off`} {
		_, _ = c.ExecContext(ctx, off) // one of them is for the other engine
	}
	rows, err := from.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	places := make([]string, len(into))
	for i := range places {
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	insert := `insert into "` + table + `" ("` + strings.Join(into, `", "`) + `") values (` + strings.Join(places, ", ") + `)`
	for rows.Next() {
		values, at := make([]any, len(into)), make([]any, len(into))
		for i := range at {
			at[i] = &values[i]
		}
		if err := rows.Scan(at...); err != nil {
			return err
		}
		if _, err := c.ExecContext(ctx, insert, values...); err != nil {
			return err
		}
	}
	return rows.Err()
}

func columns(ctx context.Context, d *sql.DB, table string) ([]string, error) {
	rows, err := d.QueryContext(ctx, `select * from "`+table+`" limit 0`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// columnOf asks one engine, and the other one when it does not understand.
func columnOf(ctx context.Context, d *sql.DB, queries ...string) (out []string, err error) {
	for _, q := range queries {
		rows, failed := d.QueryContext(ctx, q)
		if failed != nil {
			err = errors.Join(err, failed)
			continue
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				return nil, err
			}
			out = append(out, s)
		}
		return out, rows.Err()
	}
	return nil, err
}
