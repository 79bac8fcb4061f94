-- name: Account :one
select id, version, login, name, roles, office, org, org_name, language, state, password_hash, epoch, created, changed, last_sign_in, why
from account where id = $1;

-- name: AccountByLogin :one
select id, version, login, name, roles, office, org, org_name, language, state, password_hash, epoch, created, changed, last_sign_in, why
from account where login = $1;

-- name: InsertAccount :exec
insert into account (id, version, login, name, roles, office, org, org_name, language, state, password_hash, epoch,
  created, changed, last_sign_in, why, sort_name, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- name: SaveAccount :execrows
update account set version = version + 1, name = sqlc.arg(name), roles = sqlc.arg(roles), office = sqlc.arg(office),
  org = sqlc.arg(org), org_name = sqlc.arg(org_name), language = sqlc.arg(language), state = sqlc.arg(state),
  password_hash = sqlc.arg(password_hash), epoch = sqlc.arg(epoch), changed = sqlc.arg(changed),
  last_sign_in = sqlc.arg(last_sign_in), why = sqlc.arg(why), sort_name = sqlc.arg(sort_name), search = sqlc.arg(search)
where id = sqlc.arg(id) and version = sqlc.arg(version);

-- name: ListAccounts :many
-- Empty text does not filter. The escape character of the pattern is a backslash.
select id, version, login, name, roles, office, org, org_name, language, state, password_hash, epoch, created, changed, last_sign_in, why
from account
where (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(role) as text) = '' or roles like '%,' || cast(sqlc.arg(role) as text) || ',%')
  and (cast(sqlc.arg(state) as text) = '' or state = cast(sqlc.arg(state) as text))
order by
  case when cast(sqlc.arg(sort) as text) = '-name' then sort_name end desc,
  case when cast(sqlc.arg(sort) as text) = 'login' then login end,
  case when cast(sqlc.arg(sort) as text) = '-login' then login end desc,
  case when cast(sqlc.arg(sort) as text) = 'seen' then last_sign_in end,
  case when cast(sqlc.arg(sort) as text) = '-seen' then last_sign_in end desc,
  sort_name, id
limit cast(sqlc.arg(most) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountAccounts :one
select cast(count(*) as bigint) from account
where (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(role) as text) = '' or roles like '%,' || cast(sqlc.arg(role) as text) || ',%')
  and (cast(sqlc.arg(state) as text) = '' or state = cast(sqlc.arg(state) as text));

-- name: Attempts :one
select count, until, last from login_attempt where key = $1;

-- name: SaveAttempts :exec
insert into login_attempt (key, count, until, last) values ($1, $2, $3, $4)
on conflict (key) do update set count = excluded.count, until = excluded.until, last = excluded.last;

-- name: DropAttempts :exec
delete from login_attempt where key = $1;

-- name: DropAttemptsBefore :exec
delete from login_attempt where last < $1 and until < $1;

-- name: SaveAccountLink :exec
insert into account_link (hash, account, expires, used) values ($1, $2, $3, $4);

-- name: AccountLink :one
select hash, account, expires, used from account_link where hash = $1 and used = 0 and expires > $2;

-- name: UseAccountLink :execrows
update account_link set used = sqlc.arg(now) where hash = sqlc.arg(hash) and used = 0 and expires > sqlc.arg(now);

-- name: DropAccountLinks :exec
delete from account_link where account = $1;

-- name: Session :one
select token, account, device, data, expires, created, seen from session where token = $1;

-- name: SaveSession :exec
insert into session (token, account, device, data, expires, created, seen) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (token) do update set account = excluded.account, device = excluded.device, data = excluded.data,
  expires = excluded.expires, seen = excluded.seen;

-- name: DropSession :exec
delete from session where token = $1;

-- name: DropSessionsPast :exec
delete from session where expires < $1;

-- name: SessionsOfAccount :many
select token, device, created, seen from session where account = $1 and expires > $2 order by seen desc, token;

-- name: DropSessionsOfAccount :exec
delete from session where account = sqlc.arg(account) and token <> sqlc.arg(kept);

-- name: InsertOutbox :exec
insert into mail_outbox (id, at, account, language, subject, body) values ($1, $2, $3, $4, $5, $6);

-- name: Outbox :many
select id, at, account, language, subject, body from mail_outbox order by at desc, id limit cast(sqlc.arg(most) as bigint);
