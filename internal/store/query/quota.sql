-- name: SaveQuota :exec
insert into species_quota (id, taxon_id, country, year, from_day, until_day, terms, sources, unit, quantity, used, kind, note, citation, as_of, purposes)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13, $14, $15)
on conflict (id) do update set from_day = excluded.from_day, until_day = excluded.until_day, terms = excluded.terms,
  sources = excluded.sources, unit = excluded.unit, quantity = excluded.quantity, kind = excluded.kind, note = excluded.note,
  citation = excluded.citation, as_of = excluded.as_of, purposes = excluded.purposes;

-- name: QuotasOf :many
select id, taxon_id, country, year, from_day, until_day, terms, sources, unit, quantity, used, kind, note, citation, as_of, purposes,
  shared, direct, reserved, entries, closed
from species_quota
where country = sqlc.arg(country) and from_day <= sqlc.arg(day) and until_day >= sqlc.arg(day)
order by id;

-- name: QuotasOfTaxon :many
select id, taxon_id, country, year, from_day, until_day, terms, sources, unit, quantity, used, kind, note, citation, as_of, purposes,
  shared, direct, reserved, entries, closed
from species_quota where taxon_id = $1 order by year desc, country, id;

-- name: SaveSuspension :exec
insert into species_suspension (id, taxon_id, country, imports, from_day, until_day, kind, sources, purposes, terms, not_terms,
  direct_only, reason, notification, as_of, except_taxa)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
on conflict (id) do update set taxon_id = excluded.taxon_id, country = excluded.country, imports = excluded.imports,
  from_day = excluded.from_day, until_day = excluded.until_day, kind = excluded.kind, sources = excluded.sources,
  purposes = excluded.purposes, terms = excluded.terms, not_terms = excluded.not_terms, direct_only = excluded.direct_only,
  reason = excluded.reason, notification = excluded.notification, as_of = excluded.as_of,
  except_taxa = excluded.except_taxa;

-- name: SuspensionsOn :many
select id, taxon_id, country, imports, from_day, until_day, kind, sources, purposes, terms, not_terms, direct_only, reason,
  notification, as_of, except_taxa
from species_suspension
where from_day <= sqlc.arg(day) and (until_day = '' or until_day >= sqlc.arg(day))
order by id;

-- name: SuspensionsOfTaxon :many
select id, taxon_id, country, imports, from_day, until_day, kind, sources, purposes, terms, not_terms, direct_only, reason,
  notification, as_of, except_taxa
from species_suspension where taxon_id = $1 order by from_day desc, id;

-- name: AllQuotas :many
select id, taxon_id, country, year, from_day, until_day, terms, sources, unit, quantity, used, kind, note, citation, as_of, purposes,
  shared, direct, reserved, entries, closed
from species_quota order by id;

-- name: AllSuspensions :many
select id, taxon_id, country, imports, from_day, until_day, kind, sources, purposes, terms, not_terms, direct_only, reason,
  notification, as_of, except_taxa
from species_suspension order by id;
