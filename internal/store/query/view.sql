-- name: SavedViews :many
select id, account, name, query, created from saved_view where account = $1 order by name, id;

-- name: InsertSavedView :exec
insert into saved_view (id, account, name, query, created) values ($1, $2, $3, $4, $5);

-- name: DeleteSavedView :execrows
delete from saved_view where id = $1 and account = $2;
