-- name: Measure :one
select id, number, name, country, expression, citation, from_day, until_day, severity, texts, state, reason, version, created, changed, search
from measure where id = $1;

-- name: NextMeasureNumber :one
select cast(coalesce(max(number), 0) + 1 as bigint) as number from measure;

-- name: InsertMeasure :exec
insert into measure (id, number, name, country, expression, citation, from_day, until_day, severity, texts, state, reason, version, created, changed, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: SaveMeasure :execrows
update measure set name = sqlc.arg(name), country = sqlc.arg(country), expression = sqlc.arg(expression), citation = sqlc.arg(citation),
  from_day = sqlc.arg(from_day), until_day = sqlc.arg(until_day), severity = sqlc.arg(severity), texts = sqlc.arg(texts), state = sqlc.arg(state),
  reason = sqlc.arg(reason), version = sqlc.arg(old_version) + 1, changed = sqlc.arg(changed), search = sqlc.arg(search)
where id = sqlc.arg(id) and version = sqlc.arg(old_version);

-- name: ListMeasures :many
select id, number, name, country, expression, citation, from_day, until_day, severity, texts, state, reason, version, created, changed, search
from measure
where (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(state) as text) = '' or state = cast(sqlc.arg(state) as text))
order by number desc
limit cast(sqlc.arg(n) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountMeasures :one
select cast(count(*) as bigint) as total from measure
where (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(state) as text) = '' or state = cast(sqlc.arg(state) as text));

-- name: MeasuresOn :many
select id, number, name, country, expression, citation, from_day, until_day, severity, texts, state, reason, version, created, changed, search
from measure
where state <> 'draft' and from_day <= cast(sqlc.arg(day) as text) and (until_day = '' or until_day >= cast(sqlc.arg(day) as text))
order by number;
