package store_test

import (
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// completionLies break the promises about partially completed and retrospective
// documents.
func completionLies() map[string][]string {
	return map[string][]string{
		"P7d": {`update application set cosigned_by = ''`, `update application set cosigned_by = 'd'`, `update application set cosigned_by = 'p'`},
		"P9c": {`update permit_completion set day = '2027-01-01'`, `update permit_completion set day = '2025-12-31'`, `update permit_completion set log_index = 0`,
			`update permit_completion set lines = '[{"letter":"A","quantity":5001}]'`, `update permit_completion set lines = '[{"letter":"B","quantity":1}]'`},
	}
}

// TestOverdueAbroad wants a document for many crossings listed after its last day
// while its last stamp is one of leaving, and nothing else.
func TestOverdueAbroad(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		aLife(t, d)
		count := func(day cites.Date) int {
			t.Helper()
			total := 0
			err := store.Controls{DB: d}.View(t.Context(), func(tx control.Tx) error {
				list, n, err := tx.ListEndorsements(t.Context(), control.Filter{Late: day, Limit: 10})
				if total = n; len(list) != n {
					t.Errorf("%d in all, %d listed", n, len(list))
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return total
		}
		last := cites.Date{Year: 2026, Month: 6, Day: 30}
		late := last.AddDays(1)
		if n := count(late); n != 0 {
			t.Errorf("an export that was let out is overdue: %d", n)
		}
		exec := func(sql string) {
			t.Helper()
			if _, err := d.Raw().Exec(sql); err != nil {
				t.Fatal(err)
			}
		}
		exec(`update permit set type = 'TEC'`)
		if on, after := count(last), count(late); on != 0 || after != 1 {
			t.Errorf("on the last day %d, after it %d; want 0 and 1", on, after)
		}
		exec(`insert into endorsement (id, permit_id, number, kind, single, port, date, transport, remarks, by_id, by_name, office, at, log_index, search)
			select 'e2', permit_id, number, 'import', 'e2', port, date, transport, remarks, by_id, by_name, office, at + 1, log_index, search from endorsement`)
		if n := count(late); n != 0 {
			t.Errorf("what came back is overdue: %d", n)
		}
	})
}
