-- name: ReportActual :many
select l.appendix, l.scientific_name, l.term, l.unit, l.source, l.origin_country, l.origin_permit, l.reexport_permit,
  p.number, p.type, p.from_country, p.to_country, p.purpose, p.related, cast(sum(el.quantity) as bigint) as quantity
from endorsement e
join endorsement_line el on el.endorsement_id = e.id
join permit p on p.id = e.permit_id
join permit_line l on l.permit_id = p.id and l.letter = el.letter
where e.date >= sqlc.arg(since) and e.date <= sqlc.arg(until) and e.kind = sqlc.arg(kind) and el.quantity > 0
  and p.type not in ('TEC', 'POC', 'MIC', 'SCC') -- passports: what leaves on them returns
group by l.appendix, l.scientific_name, l.term, l.unit, l.source, l.origin_country, l.origin_permit, l.reexport_permit,
  p.number, p.type, p.from_country, p.to_country, p.purpose, p.related, l.position
order by p.number, l.position;

-- name: ReportIssued :many
select l.appendix, l.scientific_name, l.term, l.unit, l.source, l.origin_country, l.origin_permit, l.reexport_permit,
  p.number, p.type, p.from_country, p.to_country, p.purpose, p.related, l.permitted
from permit p
join permit_line l on l.permit_id = p.id
where p.issued >= sqlc.arg(since) and p.issued <= sqlc.arg(until) and p.state in ('valid', 'endorsed', 'used', 'expired')
  and (case when p.type in ('IMP', 'IFS') then 'import' else 'export' end) = cast(sqlc.arg(kind) as text)
  and p.type not in ('TEC', 'POC', 'MIC', 'SCC') -- passports: what leaves on them returns
order by p.number, l.position;

-- name: ReportRetrospective :many
-- What left before its document was issued: nobody endorses it, all of it crossed.
select l.appendix, l.scientific_name, l.term, l.unit, l.source, l.origin_country, l.origin_permit, l.reexport_permit,
  p.number, p.type, p.from_country, p.to_country, p.purpose, p.related, l.permitted
from permit p
join application a on a.id = p.application_id and a.retrospective = 1
join permit_line l on l.permit_id = p.id
where p.issued >= sqlc.arg(since) and p.issued <= sqlc.arg(until) and p.state in ('valid', 'used', 'expired')
  and (case when p.type in ('IMP', 'IFS') then 'import' else 'export' end) = cast(sqlc.arg(kind) as text)
order by p.number, l.position;

-- name: FiguresByMonth :many
select cast(substr(issued, 1, 7) as text) as month, type, count(*) as documents
from permit
where issued >= sqlc.arg(since) and issued <= sqlc.arg(until) and state <> 'cancelled'
group by substr(issued, 1, 7), type
order by 1, type;

-- name: FiguresByState :many
select state, count(*) as documents from permit
where issued >= sqlc.arg(since) and issued <= sqlc.arg(until)
group by state order by state;

-- name: FiguresDecisionTimes :many
select cast(decided_at - submitted_at as bigint) as micros from application
where decided_at >= sqlc.arg(since) and decided_at < sqlc.arg(until) and submitted_at > 0;

-- name: FiguresTaxa :many
select l.scientific_name, l.appendix, count(*) as lines
from permit_line l join permit p on p.id = l.permit_id
where p.issued >= sqlc.arg(since) and p.issued <= sqlc.arg(until) and p.state <> 'cancelled'
group by l.scientific_name, l.appendix
order by count(*) desc, l.scientific_name
limit 12;

-- name: FiguresRoutes :many
select from_country, to_country, count(*) as documents
from permit
where issued >= sqlc.arg(since) and issued <= sqlc.arg(until) and state <> 'cancelled'
group by from_country, to_country
order by count(*) desc, from_country, to_country
limit 25;

-- name: FiguresOpen :one
select cast(count(*) as bigint) as waiting,
  cast(coalesce(sum(case when due <> '' and due < sqlc.arg(today) then 1 else 0 end), 0) as bigint) as overdue
from application where state in ('submitted', 'in_review', 'proposed', 'approved');
