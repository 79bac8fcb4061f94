-- name: OpenContents :many
select id, content from application
where state in ('submitted', 'in_review', 'info_requested', 'proposed', 'approved') and id > $1
order by id limit $2;

-- name: StandingPermits :many
select id, record from permit
where state in ('prepared', 'valid', 'endorsed') and valid_until >= $2 and id > $1
order by id limit $3;

-- name: InsertRehearsal :exec
insert into rehearsal (id, name, on_day, state, content, cases, result, actor_name, created, changed, search) values ($1, $2, $3, 'waiting', $4, 0, '', $5, $6, $6, $7);

-- name: Rehearsal :one
select id, name, on_day, state, content, cases, result, actor_name, created, changed from rehearsal where id = $1;

-- name: ListRehearsals :many
select id, name, on_day, state, cases, actor_name, created, changed from rehearsal
where (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(state) as text) = '' or state = cast(sqlc.arg(state) as text))
order by created desc, id
limit cast(sqlc.arg(n) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountRehearsals :one
select cast(count(*) as bigint) as total from rehearsal
where (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(state) as text) = '' or state = cast(sqlc.arg(state) as text));

-- name: SetRehearsal :execrows
update rehearsal set state = $2, cases = $3, result = $4, changed = $5 where id = $1;
