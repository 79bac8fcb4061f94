package store

// What the registers of facilities, stock and marks promise, as queries that
// select what breaks it.
const (
	lotOverdrawn = `select number || ': reserved ' || cast(reserved as text) || ' and drawn ' || cast(drawn as text) || ' of ' || cast(quantity as text)
		from stock_lot where reserved < 0 or drawn < 0 or reserved + drawn > quantity`

	lotSum = `select l.number || ': reserved ' || cast(l.reserved as text) || ', drawn ' || cast(l.drawn as text) || ', but lines and conversions hold '
			|| cast(coalesce(d.held, 0) + coalesce(c.held, 0) as text) || ' and ' || cast(coalesce(d.used, 0) + coalesce(c.used, 0) as text)
		from stock_lot l left join (
			select lot_id, cast(sum(case when state = 'reserved' then amount else 0 end) as bigint) as held,
				cast(sum(case when state = 'used' then amount - returned else 0 end) as bigint) as used
			from stock_draw group by lot_id
		) d on d.lot_id = l.id left join (
			select i.lot_id, cast(sum(case when x.state = 'pending' then i.quantity else 0 end) as bigint) as held,
				cast(sum(case when x.state = 'done' then i.quantity else 0 end) as bigint) as used
			from stock_conversion_input i join stock_conversion x on x.id = i.conversion_id group by i.lot_id
		) c on c.lot_id = l.id
		where l.reserved <> coalesce(d.held, 0) + coalesce(c.held, 0) or l.drawn <> coalesce(d.used, 0) + coalesce(c.used, 0)`

	lotMovements = `select l.number || ': its movements do not add up to what it holds' from stock_lot l left join (
			select lot_id,
				cast(sum(case kind when 'opened' then quantity else 0 end) as bigint) as opened,
				cast(sum(case kind when 'reserved' then quantity when 'released' then -quantity when 'used' then -quantity when 'converted' then -quantity else 0 end) as bigint) as reserved,
				cast(sum(case kind when 'used' then quantity when 'converted' then quantity when 'returned' then -quantity else 0 end) as bigint) as drawn
			from stock_movement group by lot_id
		) m on m.lot_id = l.id
		where l.quantity <> coalesce(m.opened, 0) or l.reserved <> coalesce(m.reserved, 0) or l.drawn <> coalesce(m.drawn, 0)`

	conversionWithoutLot = `select c.number || ' is ' || c.state from stock_conversion c
		where (c.state = 'done') <> exists (select 1 from stock_lot l where l.conversion_id = c.id and l.quantity = c.quantity)
		or (c.state = 'refused' and c.decided_by = '')`

	facilitySkipped = `select number || ' is ' || state from facility
		where (state = 'registered' and from_day = '') or (state in ('suspended', 'withdrawn') and reason = '')
		or (state = 'objection' and sec_day = '') or (state = 'registered' and sec = 1 and sec_day = '')`
)
