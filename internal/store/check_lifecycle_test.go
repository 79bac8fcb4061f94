package store_test

// lifecycleRows are an honest loss whose report is closed, its notice, and a
// correction that was refused; all of the permit of aLife, which lived on.
func lifecycleRows() []honestRow {
	return []honestRow{
		{"permit_loss", map[string]any{"id": "l", "permit_id": "p", "kind": "lost", "told": "x", "outcome": "found", "closed_by": "s"}},
		{"permit_offer", map[string]any{"id": "o", "permit_id": "p", "why": "unused", "by_id": "o", "outcome": "kept", "closed_by": "o"}},
		{"notification", map[string]any{"id": "n", "permit_id": "p", "cause": "lost", "recipient": "secretariat", "state": "queued", "version": 1}},
		{"permit_amendment", map[string]any{"id": "m", "permit_id": "p", "state": "rejected", "reason": "x", "by_id": "p", "decided_by": "d"}},
	}
}

// lifecycleLies break the promises about loss, correction, return and notices.
func lifecycleLies() map[string][]string {
	const replaced = `update permit set state = 'replaced', reason = 'lost', purpose = 'T', replaced_by = '26XX000002/AA'; `
	return map[string][]string{
		"L1": {`update permit set lost = 'lost'`, `update permit_loss set outcome = '', closed_by = ''`},
		"L2": {`update permit_amendment set by_id = 'd'`, `update permit_amendment set state = 'approved', successor = 'gone'`,
			replaced + `update permit_amendment set state = 'approved', successor = 'p'`},
		"L3": {`update permit set state = 'cancelled', returned = '2026-02-01'`},
		"L5": {`update permit set offered = '2026-02-01'`, `update permit_offer set outcome = '', closed_by = ''`},
		"L4": {replaced + `update permit_loss set outcome = 'replaced'; delete from notification`},
	}
}
