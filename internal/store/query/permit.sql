-- name: NextPermitSerial :one
insert into permit_serial (year, last) values ($1, 1)
on conflict (year) do update set last = permit_serial.last + 1
returning last;

-- name: TakeStatus :execrows
insert into permit_status (list, position, value, changed) values ($1, $2, 0, $3)
on conflict (list, position) do nothing;

-- name: SetStatus :execrows
update permit_status set value = $3, changed = $4 where list = $1 and position = $2;

-- name: StatusEntries :many
select position, value from permit_status where list = $1 and value <> 0 order by position;

-- name: StatusLists :many
select distinct list from permit_status order by list;

-- name: InsertPermit :exec
insert into permit (id, number, number_key, type, state, version, application_id, owner, org, agent, record, salt, digest,
  leaf_index, code, token, seals, prepared_by, sealed_at, reason, replaced_by, created, changed,
  exporter, importer, from_country, to_country, purpose, related, taxa, line_count, issued, valid_until, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
  $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34);

-- name: InsertPermitLine :exec
insert into permit_line (permit_id, letter, position, taxon_id, scientific_name, kingdom, appendix, source, second_source,
  term, unit, permitted, used, origin_country, origin_permit, reexport_permit, facility)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15, $16);

-- name: Permit :one
select id, number, number_key, type, state, version, application_id, owner, org, agent, record, salt, digest, leaf_index,
  code, token, seals, prepared_by, sealed_at, reason, replaced_by, created, changed, lost, returned, settled, offered
from permit where id = $1;

-- name: PermitOfOwner :one
select id, number, number_key, type, state, version, application_id, owner, org, agent, record, salt, digest, leaf_index,
  code, token, seals, prepared_by, sealed_at, reason, replaced_by, created, changed, lost, returned, settled, offered
from permit
where id = sqlc.arg(id)
  and (owner = sqlc.arg(account) or agent = sqlc.arg(account) or (cast(sqlc.arg(org) as text) <> '' and org = cast(sqlc.arg(org) as text)));

-- name: PermitByKey :one
select id, number, number_key, type, state, version, application_id, owner, org, agent, record, salt, digest, leaf_index,
  code, token, seals, prepared_by, sealed_at, reason, replaced_by, created, changed, lost, returned, settled, offered
from permit where number_key = $1;

-- name: SavePermit :execrows
update permit set state = sqlc.arg(state), version = sqlc.arg(old_version) + 1, seals = sqlc.arg(seals),
  sealed_at = sqlc.arg(sealed_at), reason = sqlc.arg(reason), replaced_by = sqlc.arg(replaced_by), changed = sqlc.arg(changed),
  lost = sqlc.arg(lost), returned = sqlc.arg(returned), settled = sqlc.arg(settled), offered = sqlc.arg(offered)
where id = sqlc.arg(id) and version = sqlc.arg(old_version);

-- name: PermitsToSeal :many
select id from permit where state = 'prepared' and reason = '' order by created limit cast(sqlc.arg(most) as bigint);

-- name: PermitsPast :many
select id from permit where state = 'valid' and valid_until < sqlc.arg(day) order by valid_until limit cast(sqlc.arg(most) as bigint);

-- name: PermitLines :many
select letter, position, taxon_id, scientific_name, kingdom, appendix, source, second_source, term, unit, permitted, used,
  origin_country, origin_permit, reexport_permit
from permit_line where permit_id = $1 order by position;

-- name: UsePermitLine :execrows
update permit_line set used = used + sqlc.arg(amount)
where permit_id = sqlc.arg(permit_id) and letter = sqlc.arg(letter) and used + sqlc.arg(amount) <= permitted;

-- name: SaveForeignPermit :exec
insert into foreign_permit (id, country, number, number_key, type, document, raw, partner, final, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (country, number_key, final) do update set document = excluded.document, raw = excluded.raw,
  partner = excluded.partner, at = excluded.at;

-- name: ForeignPermit :one
select id, country, number, number_key, type, document, raw, partner, final, at
from foreign_permit where country = $1 and number_key = $2 order by final desc limit 1;

-- name: ListPermits :many
select id, number, type, state, exporter, importer, from_country, to_country, taxa, line_count, issued, valid_until, lost, offered
from permit
where (cast(sqlc.arg(pattern) as text) = '' or search like sqlc.arg(pattern) escape '\')
  and (cast(sqlc.arg(types) as text) = '' or cast(sqlc.arg(types) as text) like '%,' || type || ',%')
  and (cast(sqlc.arg(states) as text) = '' or cast(sqlc.arg(states) as text) like '%,' || state || ',%')
  and (cast(sqlc.arg(country) as text) = '' or from_country = sqlc.arg(country) or to_country = sqlc.arg(country))
  and (cast(sqlc.arg(since) as text) = '' or issued >= sqlc.arg(since))
  and (cast(sqlc.arg(until) as text) = '' or issued <= sqlc.arg(until))
  and (cast(sqlc.arg(waiting) as text) = '' or lost <> '' and cast(sqlc.arg(waiting) as text) like '%,lost,%' or offered <> '' and cast(sqlc.arg(waiting) as text) like '%,offered,%')
  and (cast(sqlc.arg(account) as text) = '' or owner = sqlc.arg(account) or agent = sqlc.arg(account)
       or (cast(sqlc.arg(org) as text) <> '' and org = sqlc.arg(org)))
order by issued desc, number desc
limit cast(sqlc.arg(most) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountPermits :one
select count(*) from permit
where (cast(sqlc.arg(pattern) as text) = '' or search like sqlc.arg(pattern) escape '\')
  and (cast(sqlc.arg(types) as text) = '' or cast(sqlc.arg(types) as text) like '%,' || type || ',%')
  and (cast(sqlc.arg(states) as text) = '' or cast(sqlc.arg(states) as text) like '%,' || state || ',%')
  and (cast(sqlc.arg(country) as text) = '' or from_country = sqlc.arg(country) or to_country = sqlc.arg(country))
  and (cast(sqlc.arg(since) as text) = '' or issued >= sqlc.arg(since))
  and (cast(sqlc.arg(until) as text) = '' or issued <= sqlc.arg(until))
  and (cast(sqlc.arg(waiting) as text) = '' or lost <> '' and cast(sqlc.arg(waiting) as text) like '%,lost,%' or offered <> '' and cast(sqlc.arg(waiting) as text) like '%,offered,%')
  and (cast(sqlc.arg(account) as text) = '' or owner = sqlc.arg(account) or agent = sqlc.arg(account)
       or (cast(sqlc.arg(org) as text) <> '' and org = sqlc.arg(org)));

-- name: PermitsOfApplication :many
select id from permit where application_id = $1 order by created, number;

-- name: InsertCompletion :exec
insert into permit_completion (permit_id, consignee, address, country, day, lines, by_id, by_name, at, log_index, returned_on, returned_to)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '');

-- name: Completion :one
select permit_id, consignee, address, country, day, lines, by_id, by_name, at, log_index, returned_on, returned_to
from permit_completion where permit_id = $1;

-- name: ReturnCompletion :execrows
update permit_completion set returned_on = sqlc.arg(returned_on), returned_to = sqlc.arg(returned_to)
where permit_id = sqlc.arg(permit_id) and returned_on = '';
