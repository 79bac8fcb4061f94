-- name: InsertEndorsement :exec
insert into endorsement (id, permit_id, number, kind, single, port, date, transport, remarks, by_id, by_name, office, at, log_index, send_key, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: InsertEndorsementLine :exec
insert into endorsement_line (endorsement_id, letter, quantity) values ($1, $2, $3);

-- name: EndorsementsOf :many
select id, permit_id, number, kind, single, port, date, transport, remarks, by_id, by_name, office, at, log_index, send_key
from endorsement where permit_id = $1 order by at, id;

-- name: EndorsementByKey :one
select id, permit_id, number, kind, single, port, date, transport, remarks, by_id, by_name, office, at, log_index, send_key
from endorsement where send_key = $1;

-- name: EndorsementLines :many
select letter, quantity from endorsement_line where endorsement_id = $1 order by letter;

-- name: ListEndorsements :many
select id, permit_id, number, kind, single, port, date, transport, remarks, by_id, by_name, office, at, log_index, send_key
from endorsement
where (cast(sqlc.arg(pattern) as text) = '' or search like sqlc.arg(pattern) escape '\')
  and (cast(sqlc.arg(kind) as text) = '' or kind = sqlc.arg(kind))
  and (cast(sqlc.arg(office) as text) = '' or office = sqlc.arg(office))
  and (cast(sqlc.arg(by_id) as text) = '' or by_id = sqlc.arg(by_id))
  and (cast(sqlc.arg(since) as text) = '' or date >= sqlc.arg(since))
  and (cast(sqlc.arg(until) as text) = '' or date <= sqlc.arg(until))
  and (cast(sqlc.arg(late) as text) = '' or kind = 'export'
    and exists (select 1 from permit p where p.id = endorsement.permit_id and p.type in ('TEC', 'POC', 'MIC', 'SCC') and p.valid_until < sqlc.arg(late))
    and not exists (select 1 from endorsement later where later.permit_id = endorsement.permit_id
      and (later.at > endorsement.at or later.at = endorsement.at and later.id > endorsement.id)))
order by at desc, id
limit cast(sqlc.arg(most) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountEndorsements :one
select count(*) from endorsement
where (cast(sqlc.arg(pattern) as text) = '' or search like sqlc.arg(pattern) escape '\')
  and (cast(sqlc.arg(kind) as text) = '' or kind = sqlc.arg(kind))
  and (cast(sqlc.arg(office) as text) = '' or office = sqlc.arg(office))
  and (cast(sqlc.arg(by_id) as text) = '' or by_id = sqlc.arg(by_id))
  and (cast(sqlc.arg(since) as text) = '' or date >= sqlc.arg(since))
  and (cast(sqlc.arg(until) as text) = '' or date <= sqlc.arg(until))
  and (cast(sqlc.arg(late) as text) = '' or kind = 'export'
    and exists (select 1 from permit p where p.id = endorsement.permit_id and p.type in ('TEC', 'POC', 'MIC', 'SCC') and p.valid_until < sqlc.arg(late))
    and not exists (select 1 from endorsement later where later.permit_id = endorsement.permit_id
      and (later.at > endorsement.at or later.at = endorsement.at and later.id > endorsement.id)));
