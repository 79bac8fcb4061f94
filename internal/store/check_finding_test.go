package store_test

// findingRows are an honest finding and an honest chain that the permit of aLife
// draws on.
func findingRows() []honestRow {
	return []honestRow{
		{"non_detriment", map[string]any{"id": "n", "number": "NDF-2026-0001", "state": "in_force", "version": 1, "author": "s", "quantity": 9000, "used": 4000}},
		{"acquisition_chain", map[string]any{"id": "c", "number": "LAC-2026-0001", "state": "open", "version": 1, "owner": "o", "quantity": 9000, "used": 4000}},
		{"finding_draw", map[string]any{"register": "ndf", "register_id": "n", "application": "a", "line": "1", "letter": "A", "permit_id": "p", "used": 5000, "returned": 1000,
			"author": "s", "officer": "p", "decider": "d"}},
		{"finding_draw", map[string]any{"register": "chain", "register_id": "c", "application": "a", "line": "1", "letter": "A", "permit_id": "p", "used": 5000, "returned": 1000}},
	}
}

// honestRow is one row that the verbs would leave.
type honestRow struct {
	table  string
	values map[string]any
}

// findingLies break the promises about the registers of findings.
func findingLies() map[string][]string {
	return map[string][]string{
		"P2f": {`update non_detriment set used = 5000`, `update non_detriment set quantity = 3000`, `update finding_draw set returned = 0`,
			`update acquisition_chain set reserved = 1`, `update acquisition_chain set quantity = 3000`, `delete from non_detriment`,
			`update finding_draw set permit_id = 'gone'`},
		"P7c": {`update non_detriment set author = 'd'`, `update application set proposed_by = 's'`, `update finding_draw set author = ''`},
		"P8f": {`update acquisition_chain set owner = 'x'`, `update application set owner = 'x', org = 'firm'`},
	}
}
