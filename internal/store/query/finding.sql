-- name: NonDetriment :one
select id, number, state, version, taxon_id, taxon_name, population, sources, terms, purposes, from_day, until_day, review_day, quantity, unit,
  reserved, used, conditions, print, grounds, author, author_name, reason, superseded_by, made, changed, search
from non_detriment where id = $1;

-- name: InsertNonDetriment :exec
insert into non_detriment (id, number, state, version, taxon_id, taxon_name, population, sources, terms, purposes, from_day, until_day, review_day,
  quantity, unit, reserved, used, conditions, print, grounds, author, author_name, reason, superseded_by, made, changed, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27);

-- name: SaveNonDetriment :execrows
-- Reserved and used are changed by draws only.
update non_detriment set state = sqlc.arg(state), version = sqlc.arg(old_version) + 1, taxon_id = sqlc.arg(taxon_id), taxon_name = sqlc.arg(taxon_name),
  population = sqlc.arg(population), sources = sqlc.arg(sources), terms = sqlc.arg(terms), purposes = sqlc.arg(purposes), from_day = sqlc.arg(from_day),
  until_day = sqlc.arg(until_day), review_day = sqlc.arg(review_day), quantity = sqlc.arg(quantity), unit = sqlc.arg(unit),
  conditions = sqlc.arg(conditions), print = sqlc.arg(print), grounds = sqlc.arg(grounds), reason = sqlc.arg(reason),
  superseded_by = sqlc.arg(superseded_by), changed = sqlc.arg(changed), search = sqlc.arg(search)
where id = sqlc.arg(id) and version = sqlc.arg(old_version);

-- name: ListNonDetriments :many
select id, number, state, version, taxon_id, taxon_name, population, sources, terms, purposes, from_day, until_day, review_day, quantity, unit,
  reserved, used, conditions, print, grounds, author, author_name, reason, superseded_by, made, changed, search
from non_detriment
where (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(taxa) as text) = '' or cast(sqlc.arg(taxa) as text) like '%,' || taxon_id || ',%')
  and (cast(sqlc.arg(standing) as text) = ''
    or (cast(sqlc.arg(standing) as text) in ('draft', 'withdrawn', 'superseded') and state = cast(sqlc.arg(standing) as text))
    or (cast(sqlc.arg(standing) as text) = 'in_force' and state = 'in_force' and (until_day = '' or until_day >= cast(sqlc.arg(today) as text)))
    or (cast(sqlc.arg(standing) as text) = 'expired' and state = 'in_force' and until_day <> '' and until_day < cast(sqlc.arg(today) as text)))
  and (cast(sqlc.arg(due) as text) = '' or (state = 'in_force' and review_day <> '' and review_day <= cast(sqlc.arg(due) as text)))
order by changed desc, id
limit cast(sqlc.arg(n) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountNonDetriments :one
select cast(count(*) as bigint) as total from non_detriment
where (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(taxa) as text) = '' or cast(sqlc.arg(taxa) as text) like '%,' || taxon_id || ',%')
  and (cast(sqlc.arg(standing) as text) = ''
    or (cast(sqlc.arg(standing) as text) in ('draft', 'withdrawn', 'superseded') and state = cast(sqlc.arg(standing) as text))
    or (cast(sqlc.arg(standing) as text) = 'in_force' and state = 'in_force' and (until_day = '' or until_day >= cast(sqlc.arg(today) as text)))
    or (cast(sqlc.arg(standing) as text) = 'expired' and state = 'in_force' and until_day <> '' and until_day < cast(sqlc.arg(today) as text)))
  and (cast(sqlc.arg(due) as text) = '' or (state = 'in_force' and review_day <> '' and review_day <= cast(sqlc.arg(due) as text)));

-- name: ReserveNonDetriment :execrows
update non_detriment set reserved = reserved + cast(sqlc.arg(amount) as bigint)
where id = sqlc.arg(id) and state = 'in_force' and from_day <= cast(sqlc.arg(today) as text)
  and (until_day = '' or until_day >= cast(sqlc.arg(today) as text)) and (review_day = '' or review_day >= cast(sqlc.arg(today) as text))
  and (quantity = 0 or reserved + used + cast(sqlc.arg(amount) as bigint) <= quantity);

-- name: UseNonDetriment :execrows
update non_detriment set reserved = reserved - cast(sqlc.arg(reserved) as bigint), used = used + cast(sqlc.arg(amount) as bigint)
where id = sqlc.arg(id) and state = 'in_force' and from_day <= cast(sqlc.arg(today) as text)
  and (until_day = '' or until_day >= cast(sqlc.arg(today) as text)) and (review_day = '' or review_day >= cast(sqlc.arg(today) as text))
  and (quantity = 0 or reserved - cast(sqlc.arg(reserved) as bigint) + used + cast(sqlc.arg(amount) as bigint) <= quantity);

-- name: ReturnNonDetriment :execrows
update non_detriment set reserved = reserved - cast(sqlc.arg(reserved) as bigint), used = used - cast(sqlc.arg(used) as bigint)
where id = sqlc.arg(id);

-- name: ChainByID :one
select id, number, state, version, owner, owner_name, org, holder, taxon_id, taxon_name, source, quantity, unit, reserved, used,
  missing, missing_by, missing_at, created, changed, search
from acquisition_chain where id = $1;

-- name: ChainOfOwner :one
-- Own, of the same organisation, or through a mandate in force on the day.
select id, number, state, version, owner, owner_name, org, holder, taxon_id, taxon_name, source, quantity, unit, reserved, used,
  missing, missing_by, missing_at, created, changed, search
from acquisition_chain c
where c.id = sqlc.arg(id) and (c.owner = sqlc.arg(owner) or (cast(sqlc.arg(org) as text) <> '' and c.org = cast(sqlc.arg(org) as text)) or exists (
    select 1 from mandate d where d.trader = c.owner and d.agent = cast(sqlc.arg(agent) as text) and d.revoked = 0
      and d.from_day <= cast(sqlc.arg(on_day) as text) and (d.until_day = '' or d.until_day >= cast(sqlc.arg(on_day) as text))));

-- name: InsertChain :exec
insert into acquisition_chain (id, number, state, version, owner, owner_name, org, holder, taxon_id, taxon_name, source, quantity, unit, reserved, used,
  missing, missing_by, missing_at, created, changed, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);

-- name: SaveChain :execrows
-- Reserved and used are changed by draws only.
update acquisition_chain set state = sqlc.arg(state), version = sqlc.arg(old_version) + 1, holder = sqlc.arg(holder), quantity = sqlc.arg(quantity),
  missing = sqlc.arg(missing), missing_by = sqlc.arg(missing_by), missing_at = sqlc.arg(missing_at), changed = sqlc.arg(changed), search = sqlc.arg(search)
where id = sqlc.arg(id) and version = sqlc.arg(old_version);

-- name: ListChains :many
select id, number, state, version, owner, owner_name, org, holder, taxon_id, taxon_name, source, quantity, unit, reserved, used,
  missing, missing_by, missing_at, created, changed, search
from acquisition_chain c
where (cast(sqlc.arg(every) as bigint) = 1 or owner = sqlc.arg(owner) or (cast(sqlc.arg(org) as text) <> '' and org = cast(sqlc.arg(org) as text)) or exists (
    select 1 from mandate d where d.trader = c.owner and d.agent = cast(sqlc.arg(agent) as text) and d.revoked = 0
      and d.from_day <= cast(sqlc.arg(on_day) as text) and (d.until_day = '' or d.until_day >= cast(sqlc.arg(on_day) as text))))
  and (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(taxon) as text) = '' or taxon_id = cast(sqlc.arg(taxon) as text))
  and (cast(sqlc.arg(state) as text) = '' or state = cast(sqlc.arg(state) as text))
order by changed desc, id
limit cast(sqlc.arg(n) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountChains :one
select cast(count(*) as bigint) as total from acquisition_chain c
where (cast(sqlc.arg(every) as bigint) = 1 or owner = sqlc.arg(owner) or (cast(sqlc.arg(org) as text) <> '' and org = cast(sqlc.arg(org) as text)) or exists (
    select 1 from mandate d where d.trader = c.owner and d.agent = cast(sqlc.arg(agent) as text) and d.revoked = 0
      and d.from_day <= cast(sqlc.arg(on_day) as text) and (d.until_day = '' or d.until_day >= cast(sqlc.arg(on_day) as text))))
  and (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(taxon) as text) = '' or taxon_id = cast(sqlc.arg(taxon) as text))
  and (cast(sqlc.arg(state) as text) = '' or state = cast(sqlc.arg(state) as text));

-- name: ReserveChain :execrows
update acquisition_chain set reserved = reserved + cast(sqlc.arg(amount) as bigint)
where id = sqlc.arg(id) and state = 'open' and reserved + used + cast(sqlc.arg(amount) as bigint) <= quantity;

-- name: UseChain :execrows
update acquisition_chain set reserved = reserved - cast(sqlc.arg(reserved) as bigint), used = used + cast(sqlc.arg(amount) as bigint)
where id = sqlc.arg(id) and state = 'open'
  and reserved - cast(sqlc.arg(reserved) as bigint) + used + cast(sqlc.arg(amount) as bigint) <= quantity;

-- name: ReturnChain :execrows
update acquisition_chain set reserved = reserved - cast(sqlc.arg(reserved) as bigint), used = used - cast(sqlc.arg(used) as bigint)
where id = sqlc.arg(id);

-- name: ChainLinks :many
select id, chain_id, position, kind, from_holder, to_holder, day, country, place, quantity, document, note, added_by, added_at
from acquisition_link where chain_id = $1 order by position;

-- name: InsertLink :exec
insert into acquisition_link (id, chain_id, position, kind, from_holder, to_holder, day, country, place, quantity, document, note, added_by, added_at)
select sqlc.arg(id), sqlc.arg(chain_id), cast(coalesce(max(position) + 1, 0) as bigint), sqlc.arg(kind), sqlc.arg(from_holder), sqlc.arg(to_holder), sqlc.arg(day),
  sqlc.arg(country), sqlc.arg(place), cast(sqlc.arg(quantity) as bigint), sqlc.arg(document), sqlc.arg(note), sqlc.arg(added_by), cast(sqlc.arg(added_at) as bigint)
from acquisition_link where chain_id = sqlc.arg(chain_id);

-- name: DeleteLink :execrows
-- A link that a finding rests on stays.
delete from acquisition_link where acquisition_link.id = sqlc.arg(id) and acquisition_link.chain_id = sqlc.arg(chain_id)
  and not exists (select 1 from application_finding f where f.register_id = sqlc.arg(chain_id) and f.evidence like '%"' || sqlc.arg(id) || '"%');

-- name: DeleteLinkFiles :exec
delete from finding_file where register = 'chain' and register_id = sqlc.arg(chain_id) and link_id = sqlc.arg(link_id);

-- name: FindingFiles :many
select id, register, register_id, link_id, name, media, size, sha256, uploaded_by, at, withdrawn, withdrawn_by, withdrawn_at
from finding_file where register = $1 and register_id = $2 order by at, id;

-- name: FindingFile :one
select id, register, register_id, link_id, name, media, size, sha256, uploaded_by, at, withdrawn, withdrawn_by, withdrawn_at
from finding_file where register = $1 and register_id = $2 and id = $3;

-- name: WithdrawFindingFile :execrows
update finding_file set withdrawn = sqlc.arg(withdrawn), withdrawn_by = sqlc.arg(withdrawn_by), withdrawn_at = sqlc.arg(withdrawn_at)
where register = sqlc.arg(register) and register_id = sqlc.arg(register_id) and id = sqlc.arg(id) and withdrawn_at = 0;

-- name: InsertFindingFile :exec
insert into finding_file (id, register, register_id, link_id, name, media, size, sha256, uploaded_by, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: DrawsOfApplication :many
select register, register_id, application, line, letter, permit_id, unit, reserved, used, returned, author, officer, decider
from finding_draw where application = $1 order by letter, register, register_id;

-- name: DrawsOfPermit :many
select register, register_id, application, line, letter, permit_id, unit, reserved, used, returned, author, officer, decider
from finding_draw where permit_id = $1 order by letter, register, register_id;

-- name: DrawsOfRegister :many
select d.register, d.register_id, d.application, d.line, d.letter, d.permit_id, d.unit, d.reserved, d.used, d.returned, d.author, d.officer, d.decider,
  a.reference, cast(coalesce(p.number, '') as text) as number
from finding_draw d join application a on a.id = d.application left join permit p on p.id = d.permit_id
where d.register = $1 and d.register_id = $2 order by a.reference desc, d.letter limit 500;

-- name: InsertDraw :exec
insert into finding_draw (register, register_id, application, line, letter, permit_id, unit, reserved, used, returned, author, officer, decider)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: DrawUsed :execrows
update finding_draw set reserved = 0, used = sqlc.arg(used), permit_id = sqlc.arg(permit_id), letter = sqlc.arg(letter)
where register = sqlc.arg(register) and register_id = sqlc.arg(register_id) and application = sqlc.arg(application) and line = sqlc.arg(line) and used = 0;

-- name: DrawReturned :execrows
update finding_draw set reserved = 0, returned = returned + cast(sqlc.arg(amount) as bigint)
where register = sqlc.arg(register) and register_id = sqlc.arg(register_id) and application = sqlc.arg(application) and line = sqlc.arg(line);

-- name: MoveDraws :exec
update finding_draw set permit_id = sqlc.arg(to_permit) where permit_id = sqlc.arg(from_permit);

-- name: DeletePointers :execrows
-- A pointer to the register is not a finding: it may be taken back.
delete from application_finding where application = $1 and kind = 'ndf' and line = $2 and register_id <> '';
