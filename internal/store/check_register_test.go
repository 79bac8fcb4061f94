package store_test

// registerRows are an honest facility, and an honest lot of which one part left with
// the permit of aLife and another was turned into a second lot.
func registerRows() []honestRow {
	const opened, reserved, used, returned, converted = "opened", "reserved", "used", "returned", "converted"
	move := func(id, lot, kind string, quantity int) honestRow {
		return honestRow{"stock_movement", map[string]any{"id": id, "lot_id": lot, "kind": kind, "quantity": quantity}}
	}
	return []honestRow{
		{"facility", map[string]any{"id": "b", "number": "B-1", "number_key": "B1", "kind": "breeding", "country": "XX", "state": "registered", "version": 1,
			"from_day": "2026-01-01", "sec": 1, "sec_day": "2025-06-01"}},
		{"stock_lot", map[string]any{"id": "l", "number": "LOT-1", "kind": "import", "permit_id": "i", "letter": "A", "quantity": 9000, "drawn": 6000}},
		{"stock_conversion", map[string]any{"id": "v", "number": "CON-1", "state": "done", "version": 1, "quantity": 1500, "lot_id": "m", "declared_by": "o", "decided_by": "s"}},
		{"stock_lot", map[string]any{"id": "m", "number": "LOT-2", "kind": "conversion", "conversion_id": "v", "quantity": 1500}},
		{"stock_conversion_input", map[string]any{"conversion_id": "v", "lot_id": "l", "quantity": 2000}},
		{"stock_draw", map[string]any{"application_id": "a", "line_id": "1", "lot_id": "l", "permit_id": "p", "letter": "A", "state": "used", "amount": 5000, "returned": 1000}},
		move("1", "l", opened, 9000), move("2", "l", reserved, 5000), move("3", "l", used, 5000), move("4", "l", returned, 1000),
		move("5", "l", reserved, 2000), move("6", "l", converted, 2000), move("7", "m", opened, 1500),
	}
}

// registerLies break the promises about facilities and stock accounts.
func registerLies() map[string][]string {
	return map[string][]string{
		"S1": {`update stock_lot set drawn = 9001 where id = 'l'`, `update stock_lot set reserved = -1 where id = 'm'`, `update stock_lot set drawn = 5999 where id = 'l'`,
			`update stock_draw set returned = 0`, `delete from stock_conversion_input`, `delete from stock_movement where kind = 'returned'`, `update stock_movement set quantity = 9500 where kind = 'opened'`},
		"S2": {`update stock_lot set quantity = 1600 where id = 'm'`, `delete from stock_movement where lot_id = 'm'; delete from stock_lot where id = 'm'`,
			`update stock_conversion set state = 'pending'`, `update stock_conversion set state = 'refused', decided_by = ''`},
		"S3": {`update facility set from_day = ''`, `update facility set sec_day = ''`, `update facility set state = 'suspended'`, `update facility set state = 'objection', sec_day = ''`},
	}
}
