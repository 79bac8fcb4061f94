-- name: LastEdition :one
select cast(coalesce(max(number), 0) as bigint) from species_edition;

-- name: InsertEdition :exec
insert into species_edition (number, source, as_of, imported, actor, taxa, report) values ($1, $2, $3, $4, $5, $6, $7);

-- name: Taxa :many
select id, kingdom, rank, name, author, phylum, class, order_name, family, genus, parent_id, popularity, species_plus, other_names, occurrences, source, as_of, status
from taxon order by id;

-- name: SaveTaxon :exec
insert into taxon (id, kingdom, rank, name, author, phylum, class, order_name, family, genus, parent_id, popularity, species_plus, other_names, occurrences, source, as_of, status)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
on conflict (id) do update set rank = excluded.rank, name = excluded.name, author = excluded.author, phylum = excluded.phylum, class = excluded.class,
  order_name = excluded.order_name, family = excluded.family, genus = excluded.genus, parent_id = excluded.parent_id, popularity = excluded.popularity,
  species_plus = excluded.species_plus, other_names = excluded.other_names, occurrences = excluded.occurrences, source = excluded.source, as_of = excluded.as_of,
  status = excluded.status;

-- name: Listings :many
select id, taxon_id, appendix, from_day, until_day, party, populations, except_populations, part, except_taxa, annotation, note, citation, source, as_of
from listing order by taxon_id, from_day, id;

-- name: SaveListing :exec
insert into listing (id, taxon_id, appendix, from_day, until_day, party, populations, except_populations, part, except_taxa, annotation, note, citation, source, as_of)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (id) do update set until_day = excluded.until_day, populations = excluded.populations, except_populations = excluded.except_populations,
  part = excluded.part, except_taxa = excluded.except_taxa, annotation = excluded.annotation, note = excluded.note, citation = excluded.citation,
  source = excluded.source, as_of = excluded.as_of;

-- name: Reservations :many
select id, taxon_id, party, appendix, from_day, until_day, populations, parts, citation, source, as_of
from species_reservation order by taxon_id, from_day, id;

-- name: SaveReservation :exec
insert into species_reservation (id, taxon_id, party, appendix, from_day, until_day, populations, parts, citation, source, as_of)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (id) do update set until_day = excluded.until_day, populations = excluded.populations, parts = excluded.parts,
  citation = excluded.citation, source = excluded.source, as_of = excluded.as_of;

-- name: InsertUpload :exec
insert into species_upload (id, name, as_of, state, rows_done, report, fault, actor, created, changed, content)
values ($1, $2, $3, 'waiting', 0, '', '', $4, $5, $5, $6);

-- name: Upload :one
select id, name, as_of, state, rows_done, report, fault, actor, created, changed from species_upload where id = $1;

-- name: UploadContent :one
select content from species_upload where id = $1;

-- name: LastUploads :many
select id, name, as_of, state, rows_done, report, fault, actor, created, changed from species_upload order by created desc, id limit $1;

-- name: SetUpload :execrows
update species_upload set state = $2, rows_done = $3, report = $4, fault = $5, changed = $6 where id = $1;

-- name: DropUploadContent :exec
update species_upload set content = $2 where id = $1;

-- name: DeleteListing :exec
delete from listing where id = $1;

-- name: DeleteReservation :exec
delete from species_reservation where id = $1;

-- name: DeleteQuota :execrows
delete from species_quota where id = $1 and used = 0;

-- name: DeleteSuspension :execrows
delete from species_suspension where id = $1;

-- name: SetSuspensionEnd :execrows
update species_suspension set until_day = $2 where id = $1;

-- name: SetReservationEnd :execrows
update species_reservation set until_day = $2 where id = $1;

-- name: Amendments :many
select id, name, citation, state, first_day, last_day, content, entered, loaded, loaded_by, reason, ended, ended_by
from species_amendment order by loaded desc, id;

-- name: AmendmentsByID :one
select id, name, citation, state, first_day, last_day, content, entered, loaded, loaded_by, reason, ended, ended_by
from species_amendment where id = $1;

-- name: InsertAmendments :exec
insert into species_amendment (id, name, citation, state, first_day, last_day, content, entered, loaded, loaded_by, reason, ended, ended_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: SaveAmendments :execrows
update species_amendment set state = $2, reason = $3, ended = $4, ended_by = $5 where id = $1 and state = 'loaded';
