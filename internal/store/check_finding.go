package store

// Each query selects, in words, what breaks a promise about the registers of
// findings; it runs on both engines.
const (
	findingOver = `select number || ': reserved ' || cast(reserved as text) || ' and used ' || cast(used as text) || ' of ' || cast(quantity as text)
		from non_detriment where reserved < 0 or used < 0 or (quantity > 0 and reserved + used > quantity)`

	chainOver = `select number || ': reserved ' || cast(reserved as text) || ' and used ' || cast(used as text) || ' of ' || cast(quantity as text)
		from acquisition_chain where reserved < 0 or used < 0 or reserved + used > quantity`

	findingSum = `select n.number || ': counts ' || cast(n.reserved as text) || ' reserved and ' || cast(n.used as text) || ' used, lines took '
			|| cast(coalesce(d.reserved, 0) as text) || ' and ' || cast(coalesce(d.used, 0) as text)
		from non_detriment n left join (
			select register_id, cast(sum(reserved) as bigint) as reserved, cast(sum(used - returned) as bigint) as used
			from finding_draw where register = 'ndf' group by register_id
		) d on d.register_id = n.id where n.reserved <> coalesce(d.reserved, 0) or n.used <> coalesce(d.used, 0)`

	chainSum = `select c.number || ': counts ' || cast(c.reserved as text) || ' reserved and ' || cast(c.used as text) || ' used, lines took '
			|| cast(coalesce(d.reserved, 0) as text) || ' and ' || cast(coalesce(d.used, 0) as text)
		from acquisition_chain c left join (
			select register_id, cast(sum(reserved) as bigint) as reserved, cast(sum(used - returned) as bigint) as used
			from finding_draw where register = 'chain' group by register_id
		) d on d.register_id = c.id where c.reserved <> coalesce(d.reserved, 0) or c.used <> coalesce(d.used, 0)`

	// A draw belongs to a register that exists, and what was used to a permit.
	drawOrphan = `select register || ' ' || register_id || ', line ' || line || ' of ' || application || ': draws on nothing, or for no permit'
		from finding_draw d where (register = 'ndf' and not exists (select 1 from non_detriment n where n.id = d.register_id))
		or (register = 'chain' and not exists (select 1 from acquisition_chain c where c.id = d.register_id))
		or (used > 0 and not exists (select 1 from permit p where p.id = d.permit_id))`

	authorTakesPart = `select n.number || ' by ' || n.author || ': ' || a.reference || ' rests on it'
		from finding_draw d join non_detriment n on n.id = d.register_id join application a on a.id = d.application
		where d.register = 'ndf' and (n.author in (a.proposed_by, a.decided_by, a.owner, a.agent) or n.author <> d.author)`

	foreignChain = `select c.number || ' of ' || c.owner || ': ' || a.reference || ' of ' || a.owner || ' draws on it'
		from finding_draw d join acquisition_chain c on c.id = d.register_id join application a on a.id = d.application
		where d.register = 'chain' and c.owner <> a.owner and (c.org = '' or c.org <> a.org)`
)
