-- name: Lot :one
select id, number, kind, owner, owner_name, org, taxon_id, scientific_name, kingdom, term, unit, source, second_source, origin_country,
  origin_number, origin_day, last_country, last_number, last_day, proof_country, proof_number, proof_key, proof_day, permit_id, letter,
  conversion_id, evidence, quantity, reserved, drawn, opened, opened_by, search
from stock_lot where id = $1;

-- name: LotOfOwner :one
select id, number, kind, owner, owner_name, org, taxon_id, scientific_name, kingdom, term, unit, source, second_source, origin_country,
  origin_number, origin_day, last_country, last_number, last_day, proof_country, proof_number, proof_key, proof_day, permit_id, letter,
  conversion_id, evidence, quantity, reserved, drawn, opened, opened_by, search
from stock_lot
where id = sqlc.arg(id) and (owner = sqlc.arg(owner) or (cast(sqlc.arg(org) as text) <> '' and org = cast(sqlc.arg(org) as text)));

-- name: LotsByProof :many
select id, number, kind, owner, owner_name, org, taxon_id, scientific_name, kingdom, term, unit, source, second_source, origin_country,
  origin_number, origin_day, last_country, last_number, last_day, proof_country, proof_number, proof_key, proof_day, permit_id, letter,
  conversion_id, evidence, quantity, reserved, drawn, opened, opened_by, search
from stock_lot where proof_key = $1 order by number;

-- name: InsertLot :exec
insert into stock_lot (id, number, kind, owner, owner_name, org, taxon_id, scientific_name, kingdom, term, unit, source, second_source,
  origin_country, origin_number, origin_day, last_country, last_number, last_day, proof_country, proof_number, proof_key, proof_day,
  permit_id, letter, conversion_id, evidence, quantity, reserved, drawn, opened, opened_by, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
  0, 0, $29, $30, $31);

-- name: ReserveLot :execrows
update stock_lot set reserved = reserved + sqlc.arg(amount)
where id = sqlc.arg(id) and (owner = sqlc.arg(owner) or (cast(sqlc.arg(org) as text) <> '' and org = cast(sqlc.arg(org) as text)))
  and reserved + drawn + sqlc.arg(amount) <= quantity;

-- name: ReleaseLot :execrows
update stock_lot set reserved = reserved - sqlc.arg(amount) where id = sqlc.arg(id) and reserved >= sqlc.arg(amount);

-- name: UseLot :execrows
update stock_lot set reserved = reserved - sqlc.arg(amount), drawn = drawn + sqlc.arg(amount)
where id = sqlc.arg(id) and reserved >= sqlc.arg(amount);

-- name: ReturnLot :execrows
update stock_lot set drawn = drawn - sqlc.arg(amount) where id = sqlc.arg(id) and drawn >= sqlc.arg(amount);

-- name: InsertLotDraw :exec
insert into stock_draw (application_id, line_id, lot_id, permit_id, letter, state, amount, returned) values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: SaveLotDraw :execrows
update stock_draw set permit_id = sqlc.arg(permit_id), letter = sqlc.arg(letter), state = sqlc.arg(state), returned = sqlc.arg(returned)
where application_id = sqlc.arg(application_id) and line_id = sqlc.arg(line_id) and lot_id = sqlc.arg(lot_id);

-- name: LotDrawsOf :many
select application_id, line_id, lot_id, permit_id, letter, state, amount, returned
from stock_draw where application_id = $1 order by line_id, lot_id;

-- name: ExportedOf :many
select l.letter, cast(sum(l.used) as bigint) as total
from permit_line l join permit p on p.id = l.permit_id where p.application_id = $1 group by l.letter order by l.letter;

-- name: InsertMovement :exec
insert into stock_movement (id, lot_id, kind, quantity, subject_kind, subject_id, subject, at) values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: Movements :many
select id, lot_id, kind, quantity, subject_kind, subject_id, subject, at from stock_movement where lot_id = $1 order by at, id;

-- name: ListLots :many
select id, number, kind, owner, owner_name, org, taxon_id, scientific_name, kingdom, term, unit, source, second_source, origin_country,
  origin_number, origin_day, last_country, last_number, last_day, proof_country, proof_number, proof_key, proof_day, permit_id, letter,
  conversion_id, evidence, quantity, reserved, drawn, opened, opened_by, search
from stock_lot
where (cast(sqlc.arg(pattern) as text) = '' or search like sqlc.arg(pattern) escape '\')
  and (cast(sqlc.arg(kind) as text) = '' or kind = sqlc.arg(kind))
  and (cast(sqlc.arg(taxon_id) as text) = '' or taxon_id = sqlc.arg(taxon_id))
  and (cast(sqlc.arg(open) as bigint) = 0 or reserved + drawn < quantity)
  and (cast(sqlc.arg(scoped) as bigint) = 0 or owner = sqlc.arg(owner) or (cast(sqlc.arg(org) as text) <> '' and org = cast(sqlc.arg(org) as text)))
order by opened desc, number desc
limit cast(sqlc.arg(most) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountLots :one
select count(*) from stock_lot
where (cast(sqlc.arg(pattern) as text) = '' or search like sqlc.arg(pattern) escape '\')
  and (cast(sqlc.arg(kind) as text) = '' or kind = sqlc.arg(kind))
  and (cast(sqlc.arg(taxon_id) as text) = '' or taxon_id = sqlc.arg(taxon_id))
  and (cast(sqlc.arg(open) as bigint) = 0 or reserved + drawn < quantity)
  and (cast(sqlc.arg(scoped) as bigint) = 0 or owner = sqlc.arg(owner) or (cast(sqlc.arg(org) as text) <> '' and org = cast(sqlc.arg(org) as text)));

-- name: Conversion :one
select id, number, owner, owner_name, org, state, version, term, unit, quantity, plausible, lot_id, note, reason, declared_by, declared,
  decided_by, decided
from stock_conversion where id = $1;

-- name: ConversionOfOwner :one
select id, number, owner, owner_name, org, state, version, term, unit, quantity, plausible, lot_id, note, reason, declared_by, declared,
  decided_by, decided
from stock_conversion
where id = sqlc.arg(id) and (owner = sqlc.arg(owner) or (cast(sqlc.arg(org) as text) <> '' and org = cast(sqlc.arg(org) as text)));

-- name: InsertConversion :exec
insert into stock_conversion (id, number, owner, owner_name, org, state, version, term, unit, quantity, plausible, lot_id, note, reason,
  declared_by, declared, decided_by, decided)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- name: SaveConversion :execrows
update stock_conversion set state = sqlc.arg(state), version = sqlc.arg(old_version) + 1, lot_id = sqlc.arg(lot_id), reason = sqlc.arg(reason),
  decided_by = sqlc.arg(decided_by), decided = sqlc.arg(decided)
where id = sqlc.arg(id) and version = sqlc.arg(old_version);

-- name: InsertConversionInput :exec
insert into stock_conversion_input (conversion_id, lot_id, quantity) values ($1, $2, $3);

-- name: ConversionInputs :many
select i.lot_id, i.quantity, l.scientific_name from stock_conversion_input i join stock_lot l on l.id = i.lot_id
where i.conversion_id = $1 order by i.lot_id;

-- name: ListConversions :many
select c.id, c.number, c.owner, c.owner_name, c.org, c.state, c.version, c.term, c.unit, c.quantity, c.plausible, c.lot_id, c.note, c.reason,
  c.declared_by, c.declared, c.decided_by, c.decided
from stock_conversion c
where (cast(sqlc.arg(pattern) as text) = '' or exists (select 1 from stock_conversion_input i join stock_lot l on l.id = i.lot_id
       where i.conversion_id = c.id and l.search like sqlc.arg(pattern) escape '\') or lower(c.number) like sqlc.arg(pattern) escape '\')
  and (cast(sqlc.arg(state) as text) = '' or c.state = sqlc.arg(state))
  and (cast(sqlc.arg(scoped) as bigint) = 0 or c.owner = sqlc.arg(owner) or (cast(sqlc.arg(org) as text) <> '' and c.org = cast(sqlc.arg(org) as text)))
order by c.declared desc, c.number desc
limit cast(sqlc.arg(most) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountConversions :one
select count(*) from stock_conversion c
where (cast(sqlc.arg(pattern) as text) = '' or exists (select 1 from stock_conversion_input i join stock_lot l on l.id = i.lot_id
       where i.conversion_id = c.id and l.search like sqlc.arg(pattern) escape '\') or lower(c.number) like sqlc.arg(pattern) escape '\')
  and (cast(sqlc.arg(state) as text) = '' or c.state = sqlc.arg(state))
  and (cast(sqlc.arg(scoped) as bigint) = 0 or c.owner = sqlc.arg(owner) or (cast(sqlc.arg(org) as text) <> '' and c.org = cast(sqlc.arg(org) as text)));

-- name: InsertPermitMark :exec
insert into permit_mark (permit_id, letter, position, kind, value) values ($1, $2, $3, $4, $5);

-- name: MarksAlive :many
select m.permit_id, m.letter, m.kind, m.value, p.number
from permit_mark m join permit p on p.id = m.permit_id
where m.value = sqlc.arg(value) and (m.kind = sqlc.arg(kind) or length(m.value) >= 9)
  and (p.state in ('prepared', 'valid') or (p.state = 'endorsed' and p.valid_until >= sqlc.arg(day)))
  and p.application_id <> sqlc.arg(application_id)
order by p.number, m.letter;

-- name: TrophiesIssued :many
-- What permits of a period let go to hunters of a country: all of it while they
-- can still be used, then what crossed. What is re-exported was counted before.
select p.importer, cast(case when p.state in ('prepared', 'valid', 'endorsed') then l.permitted else l.used end as bigint) as taken
from permit_line l join permit p on p.id = l.permit_id
where l.scientific_name = sqlc.arg(scientific_name) and l.term = 'TRO' and p.purpose = 'H' and p.to_country = sqlc.arg(country)
  and p.issued >= sqlc.arg(from_day) and p.issued <= sqlc.arg(until_day) and p.type <> sqlc.arg(reexport) and p.application_id <> sqlc.arg(except_application)
  and p.state in ('prepared', 'valid', 'endorsed', 'used', 'expired', 'revoked')
order by p.issued, p.id, l.letter;

-- name: FindMarks :many
select m.permit_id, m.letter, m.kind, m.value, p.number, p.type, p.state, p.issued, p.valid_until, p.exporter, p.importer, l.scientific_name
from permit_mark m join permit p on p.id = m.permit_id join permit_line l on l.permit_id = m.permit_id and l.letter = m.letter
where m.value like cast(sqlc.arg(pattern) as text) escape '\'
order by p.issued desc, p.number desc, m.letter, m.position
limit cast(sqlc.arg(most) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountMarks :one
select count(*) from permit_mark m where m.value like cast(sqlc.arg(pattern) as text) escape '\';
