-- name: PostQuota :one
update species_quota set used = used + sqlc.arg(used_by), reserved = reserved + sqlc.arg(reserved_by),
  direct = direct + sqlc.arg(direct_by), entries = entries + 1
where id = sqlc.arg(id) and used + sqlc.arg(used_by) >= 0 and reserved + sqlc.arg(reserved_by) >= 0
  and direct + sqlc.arg(direct_by) >= 0
  and (shared + direct + sqlc.arg(direct_by) <= quantity or sqlc.arg(direct_by) <= 0)
  and (used + sqlc.arg(used_by) + reserved + sqlc.arg(reserved_by) <= quantity or sqlc.arg(used_by) + sqlc.arg(reserved_by) <= 0)
  and (closed = 0 or sqlc.arg(used_by) + sqlc.arg(reserved_by) <= 0)
returning used, quantity, entries;

-- name: PostShare :execrows
update quota_share set reserved = reserved + sqlc.arg(reserved_by), used = used + sqlc.arg(used_by)
where id = sqlc.arg(id) and quota_id = sqlc.arg(quota_id)
  and reserved + sqlc.arg(reserved_by) >= 0 and used + sqlc.arg(used_by) >= 0
  and shared + reserved + used + sqlc.arg(reserved_by) + sqlc.arg(used_by) <= quantity
  and (closed = 0 or sqlc.arg(reserved_by) + sqlc.arg(used_by) <= 0);

-- name: GiveToShare :execrows
update quota_share set quantity = quantity + sqlc.arg(limit_by), version = version + 1
where id = sqlc.arg(id) and quota_id = sqlc.arg(quota_id) and shared + reserved + used <= quantity + sqlc.arg(limit_by);

-- name: GiveFromShare :execrows
update quota_share set shared = shared + sqlc.arg(shared_by)
where id = sqlc.arg(id) and quota_id = sqlc.arg(quota_id) and shared + sqlc.arg(shared_by) >= 0
  and shared + sqlc.arg(shared_by) + reserved + used <= quantity and (closed = 0 or sqlc.arg(shared_by) <= 0);

-- name: InsertShare :exec
insert into quota_share (id, quota_id, parent_id, kind, name, holder, quantity, shared, reserved, used, closed, version)
values ($1, $2, $3, $4, $5, $6, 0, 0, 0, 0, 0, 1);

-- name: CloseShare :execrows
update quota_share set closed = 1, version = version + 1 where id = $1;

-- name: CloseQuota :execrows
update species_quota set closed = sqlc.arg(closed) where id = sqlc.arg(id);

-- name: InsertQuotaEntry :exec
insert into quota_entry (quota_id, seq, share_id, act, limit_by, reserved_by, used_by, used_after, limit_after, application_id,
  permit_id, letter, by_id, by_name, reason, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: SharesOfQuota :many
select id, quota_id, parent_id, kind, name, holder, quantity, shared, reserved, used, closed, version
from quota_share where quota_id = $1 order by parent_id, kind desc, name, id;

-- name: SharesOn :many
select s.id, s.quota_id, s.parent_id, s.kind, s.name, s.holder, s.quantity, s.shared, s.reserved, s.used, s.closed, s.version
from quota_share s join species_quota q on q.id = s.quota_id
where q.country = sqlc.arg(country) and q.from_day <= sqlc.arg(day) and q.until_day >= sqlc.arg(day)
order by s.quota_id, s.parent_id, s.kind desc, s.name, s.id;

-- name: QuotaDrawsOfApplication :many
select application_id, letter, quota_id, share_id, permit_id, reserved, used, settled
from quota_draw where application_id = $1 order by quota_id, letter;

-- name: QuotaDrawsOfPermit :many
select application_id, letter, quota_id, share_id, permit_id, reserved, used, settled
from quota_draw where permit_id = $1 order by quota_id, letter;

-- name: DrawsOfQuota :many
select d.application_id, d.letter, d.quota_id, d.share_id, d.permit_id, d.reserved, d.used, d.settled,
  a.reference, coalesce(p.number, '') as number
from quota_draw d join application a on a.id = d.application_id left join permit p on p.id = d.permit_id
where d.quota_id = $1 and d.reserved + d.used > 0 order by a.reference, d.letter;

-- name: SaveDraw :exec
insert into quota_draw (application_id, letter, quota_id, share_id, permit_id, reserved, used, settled)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (application_id, letter, quota_id) do update set share_id = excluded.share_id, permit_id = excluded.permit_id,
  reserved = excluded.reserved, used = excluded.used, settled = excluded.settled;

-- name: QuotaByID :one
select id, taxon_id, country, year, from_day, until_day, terms, sources, unit, quantity, used, kind, note, citation, as_of, purposes,
  shared, direct, reserved, entries, closed
from species_quota where id = $1;

-- name: QuotaEntries :many
select e.quota_id, e.seq, e.share_id, e.act, e.limit_by, e.reserved_by, e.used_by, e.used_after, e.limit_after, e.application_id,
  e.permit_id, e.letter, e.by_id, e.by_name, e.reason, e.at, coalesce(s.name, '') as share_name,
  coalesce(a.reference, '') as reference, coalesce(p.number, '') as number
from quota_entry e left join quota_share s on s.id = e.share_id
  left join application a on a.id = e.application_id left join permit p on p.id = e.permit_id
where e.quota_id = sqlc.arg(quota_id) and (cast(sqlc.arg(share_id) as text) = '*' or e.share_id = sqlc.arg(share_id))
order by e.seq desc limit cast(sqlc.arg(most) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountQuotaEntries :one
select count(*) from quota_entry where quota_id = sqlc.arg(quota_id) and (cast(sqlc.arg(share_id) as text) = '*' or share_id = sqlc.arg(share_id));

-- name: QuotaYears :many
select distinct year from species_quota where country = $1 order by year desc;

-- name: ListQuotas :many
-- Empty text and 0 do not filter; taxa are ids between commas.
select id, taxon_id, country, year, from_day, until_day, terms, sources, unit, quantity, used, kind, note, citation, as_of, purposes,
  shared, direct, reserved, entries, closed
from species_quota q
where (cast(sqlc.arg(taxa) as text) = '' or cast(sqlc.arg(taxa) as text) like '%,' || q.taxon_id || ',%')
  and (cast(sqlc.arg(year) as bigint) = 0 or q.year = cast(sqlc.arg(year) as bigint))
  and (cast(sqlc.arg(country) as text) = '' or q.country = cast(sqlc.arg(country) as text))
  and (cast(sqlc.arg(state) as text) = ''
    or (cast(sqlc.arg(state) as text) = 'open' and q.closed = 0 and q.quantity > q.used + q.reserved)
    or (cast(sqlc.arg(state) as text) = 'spent' and q.closed = 0 and q.quantity > 0 and q.quantity <= q.used + q.reserved)
    or (cast(sqlc.arg(state) as text) = 'zero' and q.closed = 0 and q.quantity = 0)
    or (cast(sqlc.arg(state) as text) = 'preparing' and q.quantity < 0)
    or (cast(sqlc.arg(state) as text) = 'split' and q.shared > 0)
    or (cast(sqlc.arg(state) as text) = 'closed' and q.closed = 1))
order by q.year desc, q.country, q.taxon_id, q.id
limit cast(sqlc.arg(n) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountQuotas :one
select count(*) from species_quota q
where (cast(sqlc.arg(taxa) as text) = '' or cast(sqlc.arg(taxa) as text) like '%,' || q.taxon_id || ',%')
  and (cast(sqlc.arg(year) as bigint) = 0 or q.year = cast(sqlc.arg(year) as bigint))
  and (cast(sqlc.arg(country) as text) = '' or q.country = cast(sqlc.arg(country) as text))
  and (cast(sqlc.arg(state) as text) = ''
    or (cast(sqlc.arg(state) as text) = 'open' and q.closed = 0 and q.quantity > q.used + q.reserved)
    or (cast(sqlc.arg(state) as text) = 'spent' and q.closed = 0 and q.quantity > 0 and q.quantity <= q.used + q.reserved)
    or (cast(sqlc.arg(state) as text) = 'zero' and q.closed = 0 and q.quantity = 0)
    or (cast(sqlc.arg(state) as text) = 'preparing' and q.quantity < 0)
    or (cast(sqlc.arg(state) as text) = 'split' and q.shared > 0)
    or (cast(sqlc.arg(state) as text) = 'closed' and q.closed = 1));

-- name: GiveFromQuota :execrows
update species_quota set shared = shared + sqlc.arg(shared_by)
where id = sqlc.arg(id) and shared + sqlc.arg(shared_by) >= 0
  and shared + sqlc.arg(shared_by) + direct <= quantity and (closed = 0 or sqlc.arg(shared_by) <= 0);
