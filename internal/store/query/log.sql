-- name: InsertAuditEvent :exec
insert into audit_event (leaf_index, leaf, id, at, actor_id, actor_name, actor_role, on_behalf, verb, subject_kind, subject_id, detail, salt)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: LogHash :one
select hash from log_hash where hash_index = $1;

-- name: LogLeaf :one
select leaf from audit_event where leaf_index = $1;

-- name: LogSize :one
select size from log_tree where id = 1;

-- name: SetLogSize :execrows
update log_tree set size = sqlc.arg(new_size) where id = 1 and size = sqlc.arg(old_size);

-- name: AuditEventAt :one
select leaf_index, leaf, id, at, actor_id, actor_name, actor_role, on_behalf, verb, subject_kind, subject_id, detail, salt
from audit_event where leaf_index = $1;

-- name: AuditEventsOf :many
select leaf_index, leaf, id, at, actor_id, actor_name, actor_role, on_behalf, verb, subject_kind, subject_id, detail, salt
from audit_event where subject_kind = $1 and subject_id = $2 order by leaf_index;

-- name: LogLeaves :many
select leaf_index, leaf from audit_event where leaf_index >= sqlc.arg(first) and leaf_index < sqlc.arg(after) order by leaf_index;

-- name: LogHashes :many
select hash_index, hash from log_hash where hash_index >= sqlc.arg(first) and hash_index < sqlc.arg(after) order by hash_index;

-- name: AuditEventsBetween :many
select leaf_index, leaf, id, at, actor_id, actor_name, actor_role, on_behalf, verb, subject_kind, subject_id, detail, salt
from audit_event where leaf_index >= sqlc.arg(first) and leaf_index < sqlc.arg(after) order by leaf_index;

-- name: LogCounts :one
select cast((select count(*) from log_hash) as bigint) as hashes,
  cast((select count(*) from audit_event) as bigint) as events;

-- name: InsertLogCheckpoint :exec
insert into log_checkpoint (size, at, root, note) values ($1, $2, $3, $4);

-- name: LatestLogCheckpoint :one
select size, at, root, note from log_checkpoint order by size desc limit 1;

-- name: LogCheckpoints :many
select size, at, root, note from log_checkpoint order by size;
