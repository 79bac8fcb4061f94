-- name: AuditPage :many
-- Empty texts do not filter. Patterns have a backslash as escape character.
select leaf_index, leaf, id, at, actor_id, actor_name, actor_role, on_behalf, verb, subject_kind, subject_id, detail, salt
from audit_event
where leaf_index < sqlc.arg(before)
  and at >= sqlc.arg(since) and at < sqlc.arg(until)
  and (cast(sqlc.arg(person) as text) = '' or actor_id = cast(sqlc.arg(person) as text) or on_behalf = cast(sqlc.arg(person) as text)
    or actor_name like cast(sqlc.arg(person_like) as text) escape '\' or lower(actor_name) like cast(sqlc.arg(person_low) as text) escape '\')
  and (cast(sqlc.arg(verb) as text) = '' or verb = cast(sqlc.arg(verb) as text) or verb like cast(sqlc.arg(verb_like) as text) escape '\')
  and (cast(sqlc.arg(subject) as text) = '' or subject_id = cast(sqlc.arg(subject) as text) or detail like cast(sqlc.arg(subject_like) as text) escape '\')
order by leaf_index desc
limit cast(sqlc.arg(most) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountAuditPage :one
select cast(count(*) as bigint)
from audit_event
where leaf_index < sqlc.arg(before)
  and at >= sqlc.arg(since) and at < sqlc.arg(until)
  and (cast(sqlc.arg(person) as text) = '' or actor_id = cast(sqlc.arg(person) as text) or on_behalf = cast(sqlc.arg(person) as text)
    or actor_name like cast(sqlc.arg(person_like) as text) escape '\' or lower(actor_name) like cast(sqlc.arg(person_low) as text) escape '\')
  and (cast(sqlc.arg(verb) as text) = '' or verb = cast(sqlc.arg(verb) as text) or verb like cast(sqlc.arg(verb_like) as text) escape '\')
  and (cast(sqlc.arg(subject) as text) = '' or subject_id = cast(sqlc.arg(subject) as text) or detail like cast(sqlc.arg(subject_like) as text) escape '\');

-- name: FirstCheckpointOver :one
select size, at, root, note from log_checkpoint where size > $1 order by size limit 1;
