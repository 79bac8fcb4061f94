-- name: Facility :one
select id, number, number_key, name, kind, country, holder, holder_name, org, address, state, version, from_day, until_day, sec, sec_day,
  founder, reason, created, changed, search
from facility where id = $1;

-- name: FacilityOfHolder :one
select id, number, number_key, name, kind, country, holder, holder_name, org, address, state, version, from_day, until_day, sec, sec_day,
  founder, reason, created, changed, search
from facility
where id = sqlc.arg(id) and holder <> '' and (holder = sqlc.arg(holder) or (cast(sqlc.arg(org) as text) <> '' and org = cast(sqlc.arg(org) as text)));

-- name: FacilityByKey :one
select id, number, number_key, name, kind, country, holder, holder_name, org, address, state, version, from_day, until_day, sec, sec_day,
  founder, reason, created, changed, search
from facility where number_key = $1;

-- name: InsertFacility :exec
insert into facility (id, number, number_key, name, kind, country, holder, holder_name, org, address, state, version, from_day, until_day,
  sec, sec_day, founder, reason, created, changed, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);

-- name: SaveFacility :execrows
update facility set number = sqlc.arg(number), number_key = sqlc.arg(number_key), name = sqlc.arg(name), kind = sqlc.arg(kind),
  country = sqlc.arg(country), holder = sqlc.arg(holder), holder_name = sqlc.arg(holder_name), org = sqlc.arg(org),
  address = sqlc.arg(address), state = sqlc.arg(state), version = sqlc.arg(old_version) + 1, from_day = sqlc.arg(from_day),
  until_day = sqlc.arg(until_day), sec = sqlc.arg(sec), sec_day = sqlc.arg(sec_day), founder = sqlc.arg(founder),
  reason = sqlc.arg(reason), changed = sqlc.arg(changed), search = sqlc.arg(search)
where id = sqlc.arg(id) and version = sqlc.arg(old_version);

-- name: FacilitySpecies :many
select facility_id, taxon_id, year, scientific_name, sources, output, unit
from facility_species where facility_id = $1 order by scientific_name, year desc, taxon_id;

-- name: DeleteFacilitySpecies :exec
delete from facility_species where facility_id = $1;

-- name: InsertFacilitySpecies :exec
insert into facility_species (facility_id, taxon_id, year, scientific_name, sources, output, unit) values ($1, $2, $3, $4, $5, $6, $7);

-- name: ListFacilities :many
select id, number, number_key, name, kind, country, holder, holder_name, org, address, state, version, from_day, until_day, sec, sec_day,
  founder, reason, created, changed, search
from facility
where (cast(sqlc.arg(pattern) as text) = '' or search like sqlc.arg(pattern) escape '\')
  and (cast(sqlc.arg(kind) as text) = '' or kind = sqlc.arg(kind))
  and (cast(sqlc.arg(state) as text) = '' or state = sqlc.arg(state))
  and (cast(sqlc.arg(country) as text) = '' or country = sqlc.arg(country))
  and (cast(sqlc.arg(scoped) as bigint) = 0 or (holder <> '' and (holder = sqlc.arg(holder)
       or (cast(sqlc.arg(org) as text) <> '' and org = cast(sqlc.arg(org) as text)))))
order by number_key
limit cast(sqlc.arg(most) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountFacilities :one
select count(*) from facility
where (cast(sqlc.arg(pattern) as text) = '' or search like sqlc.arg(pattern) escape '\')
  and (cast(sqlc.arg(kind) as text) = '' or kind = sqlc.arg(kind))
  and (cast(sqlc.arg(state) as text) = '' or state = sqlc.arg(state))
  and (cast(sqlc.arg(country) as text) = '' or country = sqlc.arg(country))
  and (cast(sqlc.arg(scoped) as bigint) = 0 or (holder <> '' and (holder = sqlc.arg(holder)
       or (cast(sqlc.arg(org) as text) <> '' and org = cast(sqlc.arg(org) as text)))));

-- name: FacilitiesFor :many
select f.id, f.number, f.number_key, f.name, f.kind, f.country, f.holder, f.holder_name, f.org, f.address, f.state, f.version, f.from_day,
  f.until_day, f.sec, f.sec_day, f.founder, f.reason, f.created, f.changed, f.search
from facility f
where f.country = sqlc.arg(country) and exists (select 1 from facility_species s
  where s.facility_id = f.id and cast(sqlc.arg(taxa) as text) like '%,' || s.taxon_id || ',%')
order by f.number_key;

-- name: FacilityIssued :many
select l.unit, cast(sum(case
    when p.state in ('prepared', 'valid') then l.permitted
    when p.state = 'endorsed' and not exists (select 1 from endorsement e where e.permit_id = p.id and e.single = p.id) then l.permitted
    when p.state in ('replaced', 'cancelled') then 0
    else l.used end) as bigint) as total
from permit_line l join permit p on p.id = l.permit_id
where l.facility = sqlc.arg(facility) and l.taxon_id = sqlc.arg(taxon_id) and p.issued between sqlc.arg(first_day) and sqlc.arg(last_day)
group by l.unit order by l.unit;
