package store

// Promises about what happens to a permit after it was issued.
const (
	// What is shown as lost has one open report of that kind, and no open report is hidden.
	lossHidden = `select p.number || ': shown as ' || case when p.lost = '' then 'not lost' else p.lost end || ', reports say ' || coalesce(l.kind, 'nothing')
		from permit p left join permit_loss l on l.permit_id = p.id and l.outcome = '' where p.lost <> coalesce(l.kind, '')`

	offerHidden = `select p.number || ': its paper is ' || case when p.offered = '' then 'not ' else '' end || 'awaited, its holder says the opposite'
		from permit p left join permit_offer f on f.permit_id = p.id and f.outcome = '' where (p.offered = '') <> (f.id is null)`

	amendedAlone = `select p.number || ': its correction was proposed and approved by ' || a.by_id
		from permit_amendment a join permit p on p.id = a.permit_id where a.decided_by = a.by_id`

	// An approved correction has killed the old number, and the new one names it.
	amendedAlive = `select o.number || ' is ' || o.state || ' though its correction was approved'
		from permit_amendment a join permit o on o.id = a.permit_id left join permit n on n.id = a.successor
		where a.state = 'approved' and (o.state <> 'replaced' or n.number is null or o.replaced_by <> n.number)`

	// What came back unused holds nothing of a quota or finding.
	returnedHolds = `select p.number || ' came back but still holds ' || cast(d.used as text) || ' of quota ' || d.quota_id
		from permit p join quota_draw d on d.permit_id = p.id
		where p.state = 'cancelled' and p.returned <> '' and d.used > 0`

	notTold = `select p.number || ' was replaced because it was ' || p.reason || ', and nobody abroad was told'
		from permit p where p.state = 'replaced' and p.reason in ('lost', 'stolen', 'damaged', 'destroyed', 'amended') and p.purpose = 'T'
		and exists (select 1 from permit_loss l where l.permit_id = p.id and l.outcome = 'replaced')
		and not exists (select 1 from notification n where n.permit_id = p.id)`
)
