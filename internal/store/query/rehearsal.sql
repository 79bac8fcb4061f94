-- name: OpenContents :many
select id, content from application
where state in ('submitted', 'in_review', 'info_requested', 'proposed', 'approved') and id > $1
order by id limit $2;

-- name: StandingPermits :many
select id, record from permit
where state in ('prepared', 'valid', 'endorsed') and valid_until >= $2 and id > $1
order by id limit $3;

-- name: InsertRehearsal :exec
insert into rehearsal (id, name, on_day, state, content, cases, result, actor_name, created, changed) values ($1, $2, $3, 'waiting', $4, 0, '', $5, $6, $6);

-- name: Rehearsal :one
select id, name, on_day, state, content, cases, result, actor_name, created, changed from rehearsal where id = $1;

-- name: LastRehearsals :many
select id, name, on_day, state, cases, actor_name, created, changed from rehearsal order by created desc, id limit $1;

-- name: SetRehearsal :execrows
update rehearsal set state = $2, cases = $3, result = $4, changed = $5 where id = $1;
