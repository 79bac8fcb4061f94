-- name: Partner :one
select id, name, name_key, party, endpoint, token_hash, credential, state, version, created, changed, search
from partner where id = $1;

-- name: PartnerByKey :one
select id, name, name_key, party, endpoint, token_hash, credential, state, version, created, changed, search
from partner where name_key = $1;

-- name: PartnerByToken :one
select id, name, name_key, party, endpoint, token_hash, credential, state, version, created, changed, search
from partner where token_hash = $1;

-- name: InsertPartner :exec
insert into partner (id, name, name_key, party, endpoint, token_hash, credential, state, version, created, changed, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: SavePartner :execrows
update partner set name = sqlc.arg(name), name_key = sqlc.arg(name_key), party = sqlc.arg(party), endpoint = sqlc.arg(endpoint),
  token_hash = sqlc.arg(token_hash), credential = sqlc.arg(credential), state = sqlc.arg(state),
  version = sqlc.arg(old_version) + 1, changed = sqlc.arg(changed), search = sqlc.arg(search)
where id = sqlc.arg(id) and version = sqlc.arg(old_version);

-- name: ListPartners :many
select id, name, name_key, party, endpoint, token_hash, credential, state, version, created, changed, search
from partner
where (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\')
order by name_key, id
limit cast(sqlc.arg(n) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountPartners :one
select cast(count(*) as bigint) as total from partner
where (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\');

-- name: InsertExchangeMessage :exec
insert into exchange_message (id, partner_id, party, direction, operation, number, outcome, request_digest, response_digest, at, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: ListExchangeMessages :many
select m.id, m.partner_id, m.party, m.direction, m.operation, m.number, m.outcome, m.request_digest, m.response_digest, m.at,
  cast(coalesce(p.name, '') as text) as partner_name
from exchange_message m left join partner p on p.id = m.partner_id
where (cast(sqlc.arg(pattern) as text) = '' or m.search like cast(sqlc.arg(pattern) as text) escape '\'
    or p.search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(partner) as text) = '' or m.partner_id = cast(sqlc.arg(partner) as text))
  and (cast(sqlc.arg(direction) as text) = '' or m.direction = cast(sqlc.arg(direction) as text))
order by m.at desc, m.id desc
limit cast(sqlc.arg(n) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountExchangeMessages :one
select cast(count(*) as bigint) as total
from exchange_message m left join partner p on p.id = m.partner_id
where (cast(sqlc.arg(pattern) as text) = '' or m.search like cast(sqlc.arg(pattern) as text) escape '\'
    or p.search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(partner) as text) = '' or m.partner_id = cast(sqlc.arg(partner) as text))
  and (cast(sqlc.arg(direction) as text) = '' or m.direction = cast(sqlc.arg(direction) as text));
