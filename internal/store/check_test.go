package store_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// row inserts a row with the given values and empty ones for all other columns.
func row(ctx context.Context, x *store.Tx, columns []store.Column, table string, values map[string]any) error {
	var names, places []string
	var args []any
	for _, c := range columns {
		if c.Table != table {
			continue
		}
		v, ok := values[c.Name]
		switch {
		case ok:
		case strings.HasSuffix(c.Type, " null"):
			continue
		case c.Type == "text":
			v = ""
		case c.Type == "integer":
			v = 0
		default:
			v = []byte{}
		}
		names, places, args = append(names, c.Name), append(places, fmt.Sprint("$", len(args)+1)), append(args, v)
	}
	if len(args) == 0 {
		return fmt.Errorf("no table %s", table)
	}
	_, err := x.ExecContext(ctx, "insert into "+table+" ("+strings.Join(names, ", ")+") values ("+strings.Join(places, ", ")+")", args...)
	return err
}

// aLife writes the rows of one honest permit, as the verbs leave them.
func aLife(t *testing.T, d *store.DB) {
	t.Helper()
	ctx := t.Context()
	columns, err := d.Columns(ctx)
	if err != nil {
		t.Fatal(err)
	}
	record := `{"v":1,"number":"26XX000001/AA","lines":[{"letter":"A","quantity":5000,"quota_used":5000,"quota_total":9000}],"complete":["9"]}`
	salt := make([]byte, 32)
	digest := sha256.Sum256(append(salt, record...))
	act := func(x *store.Tx, verb, kind, id string, detail map[string]any) (int64, error) {
		return x.Record(ctx, audit.Event{Actor: audit.Actor{ID: "s"}, Verb: verb, SubjectKind: kind, SubjectID: id, Detail: detail})
	}
	err = d.Update(ctx, func(x *store.Tx) error {
		leaf, err := act(x, "permit.prepare", "permit", "p", map[string]any{"digest": hex.EncodeToString(digest[:])})
		if err != nil {
			return err
		}
		completed, err := act(x, "application.write", "permit", "p", nil)
		if err != nil {
			return err
		}
		crossed, err := act(x, "control.endorse", "permit", "p", nil)
		if err != nil {
			return err
		}
		const later = int64(1) << 60
		for _, r := range append([]honestRow{
			{"application", map[string]any{"id": "a", "reference": "A-1", "state": "issued", "version": 9, "owner": "o", "proposed_by": "p", "decided_by": "d", "fee_by": "f",
				"submitted_at": 1, "proposed_at": 2, "decided_at": 3, "permit_id": "p", "retrospective": 1, "cosigned_by": "c", "cosigned_at": 3}},
			{"application_finding", map[string]any{"id": "f", "application": "a", "kind": "ndf", "outcome": "positive", "asked_by": "p", "made_by": "s"}},
			{"permit", map[string]any{"id": "p", "number": "26XX000001/AA", "number_key": "26XX000001", "state": "endorsed", "version": 3, "application_id": "a", "record": record,
				"salt": salt, "digest": digest[:], "leaf_index": leaf, "seals": `["x"]`, "sealed_at": later, "line_count": 1, "issued": "2026-01-01", "valid_until": "2026-06-30"}},
			{"permit_line", map[string]any{"permit_id": "p", "letter": "A", "appendix": "II", "permitted": 5000, "used": 4000}},
			{"permit_completion", map[string]any{"permit_id": "p", "consignee": "x", "day": "2026-02-01", "lines": `[{"letter":"A","quantity":4000}]`, "log_index": completed}},
			{"species_quota", map[string]any{"id": "q", "kind": "national", "quantity": 9000, "used": 4000, "shared": 5000, "entries": 3}},
			{"quota_share", map[string]any{"id": "s", "quota_id": "q", "kind": "region", "name": "North", "quantity": 5000, "used": 4000, "version": 1}},
			{"quota_draw", map[string]any{"application_id": "a", "letter": "A", "quota_id": "q", "share_id": "s", "permit_id": "p", "used": 4000, "settled": 1}},
			{"quota_entry", map[string]any{"quota_id": "q", "seq": 1, "share_id": "s", "act": "split", "limit_by": 5000, "used_after": 0, "limit_after": 9000}},
			{"quota_entry", map[string]any{"quota_id": "q", "seq": 2, "share_id": "s", "act": "use", "used_by": 5000, "used_after": 5000, "limit_after": 9000, "permit_id": "p", "letter": "A"}},
			{"quota_entry", map[string]any{"quota_id": "q", "seq": 3, "share_id": "s", "act": "true_up", "used_by": -1000, "used_after": 4000, "limit_after": 9000, "permit_id": "p", "letter": "A"}},
			{"endorsement", map[string]any{"id": "e", "permit_id": "p", "number": "26XX000001/AA", "kind": "export", "single": "p", "log_index": crossed}},
			{"endorsement_line", map[string]any{"endorsement_id": "e", "letter": "A", "quantity": 4000}},
		}, slices.Concat(findingRows(), registerRows(), lifecycleRows())...) {
			if err := row(ctx, x, columns, r.table, r.values); err != nil {
				return fmt.Errorf("%s: %w", r.table, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestCheckPassesOnAnHonestDatabase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		for _, when := range []string{"empty", "one life"} {
			wrong, err := store.Check(t.Context(), d)
			if err != nil {
				t.Fatalf("%s: %v", when, err)
			}
			if len(wrong) != 0 {
				t.Errorf("%s: %v", when, wrong)
			}
			if when == "empty" {
				aLife(t, d)
			}
		}
	})
}

// TestCheckFindsEveryBrokenPromise is the negative control of every invariant:
// an insider breaks it and the check must name it.
func TestCheckFindsEveryBrokenPromise(t *testing.T) {
	lies := map[string][]string{
		"P1a": {`update permit_line set used = 5001`, `update endorsement_line set quantity = 4001`, `delete from endorsement_line`},
		"P1b": {`pragma foreign_keys = off; create table e2 as select * from endorsement; insert into e2 select * from endorsement;
			drop table endorsement; alter table e2 rename to endorsement;
			update endorsement set id = 'e2' where rowid = 2; create unique index again on endorsement (id)`},
		"P3":      {`pragma synchronous = normal`},
		"P5a":     {`update log_hash set hash = zeroblob(32) where hash_index = 1`},
		"P5b":     {`update permit set leaf_index = 1`, `update permit set sealed_at = 1`},
		"P5c":     {`update endorsement set log_index = 0`},
		"P6":      {`update permit set record = replace(record, '"quantity":5000', '"quantity":6000')`, `update permit_line set permitted = 6000`, `update permit set salt = randomblob(32)`},
		"P7a":     {`update application set decided_by = 'p'`, `update application set fee_by = 'd'`, `update application set owner = 'd'`},
		"P7b":     {`update application_finding set made_by = 'p'`},
		"P9a":     {`update application set proposed_at = 5`, `update application set permit_id = 'other'`, `update application set state = 'approved'`},
		"P9b":     {`update permit set sealed_at = 0`, `delete from endorsement_line; delete from endorsement`, `update permit set state = 'revoked'`},
		"P12":     {`alter table permit_serial add column share real`},
		"rules-a": {`insert into rule_switch (rule, version, setting, reason, by_id, by_name, at) values ('P12', 1, 'off', 'x', 'x', 'x', 1)`},
		"rules-b": {`insert into rule_switch (rule, version, setting, reason, by_id, by_name, at) values ('D04', 1, 'off', 'x', 'x', 'x', 1)`},
		"file":    {`pragma foreign_keys = off; insert into endorsement_line (endorsement_id, letter, quantity) values ('gone', 'A', 1)`},
		"law": {`insert into species_amendment (id, name, citation, state, first_day, last_day, content, entered, loaded, loaded_by, reason, ended, ended_by)
			values ('set', 'x', '', 'withdrawn', '2030-01-01', '2030-01-01', '[]', '[]', 1, '{}', 'x', 2, 'x');
			insert into species_suspension (id, taxon_id, country, imports, from_day, until_day, kind, sources, purposes, terms, not_terms, direct_only, reason, notification, as_of)
			values ('set.1', '', 'XX', 0, '2030-01-01', '', 'compliance', '', '', '', '', 1, '', '', '')`},
		"jobs": {`insert into river_job (kind, state, max_attempts, args, finalized_at) values ('test.lost', 'discarded', 1, '{}', datetime('now'))`},
	}
	maps.Copy(lies, quotaLies())
	maps.Copy(lies, findingLies())
	maps.Copy(lies, completionLies())
	maps.Copy(lies, registerLies())
	maps.Copy(lies, lifecycleLies())
	var ids []string
	for _, i := range store.Invariants() {
		ids = append(ids, i.ID)
	}
	if got := slices.Sorted(maps.Keys(lies)); !slices.Equal(got, slices.Sorted(slices.Values(ids))) {
		t.Errorf("invariants %v, lies for %v", ids, got)
	}
	for id, list := range lies {
		for n, lie := range list {
			t.Run(fmt.Sprint(id, " ", n), func(t *testing.T) {
				d := storetest.Open(t)
				aLife(t, d)
				if _, err := d.Raw().Exec(`pragma ignore_check_constraints = on; ` + lie); err != nil {
					t.Fatal(err)
				}
				wrong, err := store.Check(t.Context(), d)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(wrong, func(v store.Violation) bool { return v.Invariant == id }) {
					t.Errorf("%s\nfound only %v", lie, wrong)
				}
			})
		}
	}
}
