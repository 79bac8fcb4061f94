-- name: StageTaxon :exec
insert into taxon_stage (run, id, kingdom, rank, name, author, phylum, class, order_name, family, genus, parent_id, popularity, species_plus, other_names, occurrences, source, as_of, status)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- name: TakeTaxon :execrows
insert into taxon (id, kingdom, rank, name, author, phylum, class, order_name, family, genus, parent_id, popularity, species_plus, other_names, occurrences, source, as_of, status)
select id, kingdom, rank, name, author, phylum, class, order_name, family, genus, parent_id, popularity, species_plus, other_names, occurrences, source, as_of, status from taxon_stage where run = $1
on conflict (id) do update set rank = excluded.rank, name = excluded.name, author = excluded.author, phylum = excluded.phylum, class = excluded.class, order_name = excluded.order_name, family = excluded.family, genus = excluded.genus, parent_id = excluded.parent_id, popularity = excluded.popularity, species_plus = excluded.species_plus, other_names = excluded.other_names, occurrences = excluded.occurrences, source = excluded.source, as_of = excluded.as_of, status = excluded.status;

-- name: DropTaxonStage :exec
delete from taxon_stage where run = $1;

-- name: ClearTaxonStage :exec
delete from taxon_stage;

-- name: StageListing :exec
insert into listing_stage (run, id, taxon_id, appendix, from_day, until_day, party, populations, except_populations, part, except_taxa, annotation, note, citation, source, as_of)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: TakeListing :execrows
insert into listing (id, taxon_id, appendix, from_day, until_day, party, populations, except_populations, part, except_taxa, annotation, note, citation, source, as_of)
select id, taxon_id, appendix, from_day, until_day, party, populations, except_populations, part, except_taxa, annotation, note, citation, source, as_of from listing_stage where run = $1
on conflict (id) do update set until_day = excluded.until_day, populations = excluded.populations, except_populations = excluded.except_populations, part = excluded.part, except_taxa = excluded.except_taxa, annotation = excluded.annotation, note = excluded.note, citation = excluded.citation, source = excluded.source, as_of = excluded.as_of;

-- name: DropListingStage :exec
delete from listing_stage where run = $1;

-- name: ClearListingStage :exec
delete from listing_stage;

-- name: StageQuota :exec
insert into species_quota_stage (run, id, taxon_id, country, year, from_day, until_day, terms, sources, unit, quantity, kind, note, citation, as_of, purposes)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: TakeQuota :execrows
insert into species_quota (id, taxon_id, country, year, from_day, until_day, terms, sources, unit, quantity, kind, note, citation, as_of, purposes, used)
select id, taxon_id, country, year, from_day, until_day, terms, sources, unit, quantity, kind, note, citation, as_of, purposes, 0 from species_quota_stage where run = $1
on conflict (id) do update set from_day = excluded.from_day, until_day = excluded.until_day, terms = excluded.terms, sources = excluded.sources, unit = excluded.unit, quantity = excluded.quantity, kind = excluded.kind, note = excluded.note, citation = excluded.citation, as_of = excluded.as_of, purposes = excluded.purposes;

-- name: DropQuotaStage :exec
delete from species_quota_stage where run = $1;

-- name: ClearQuotaStage :exec
delete from species_quota_stage;
