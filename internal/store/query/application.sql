-- name: Application :one
select id, reference, state, version, type, owner, owner_name, org, agent, agent_name, copy_of, content, filed,
  assigned, assigned_to, with_sa, fee_amount, fee_currency, fee_receipt, fee_waived, fee_by, fee_at,
  proposed_by, proposed_by_name, proposed_at, proposal, decided_by, decided_by_name, decided_at,
  reasons, conditions, valid_until, permit_id, lifted, created, changed, changed_by, submitted_at, due, cosigned_by, cosigned_name, cosigned_at
from application where id = $1;

-- name: ApplicationIDByReference :one
select id from application where reference = $1;

-- name: InsertApplication :exec
insert into application (id, reference, state, version, type, owner, owner_name, org, agent, agent_name, copy_of, content, filed,
  exporter, importer, taxa, line_count, search,
  assigned, assigned_to, with_sa, fee_amount, fee_currency, fee_receipt, fee_waived, fee_by, fee_at,
  proposed_by, proposed_by_name, proposed_at, proposal, decided_by, decided_by_name, decided_at,
  reasons, conditions, valid_until, permit_id, lifted, created, changed, changed_by, submitted_at, due,
  retrospective, cosigned_by, cosigned_name, cosigned_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
  $14, $15, $16, $17, $18,
  $19, $20, $21, $22, $23, $24, $25, $26, $27,
  $28, $29, $30, $31, $32, $33, $34,
  $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48);

-- name: UpdateApplication :execrows
-- The owner, the agent and the day of creation never change.
update application set reference = sqlc.arg(reference), state = sqlc.arg(state), version = version + 1, type = sqlc.arg(type),
  content = sqlc.arg(content), filed = sqlc.arg(filed), exporter = sqlc.arg(exporter), importer = sqlc.arg(importer),
  taxa = sqlc.arg(taxa), line_count = sqlc.arg(line_count), search = sqlc.arg(search),
  assigned = sqlc.arg(assigned), assigned_to = sqlc.arg(assigned_to), with_sa = sqlc.arg(with_sa),
  fee_amount = sqlc.arg(fee_amount), fee_currency = sqlc.arg(fee_currency), fee_receipt = sqlc.arg(fee_receipt),
  fee_waived = sqlc.arg(fee_waived), fee_by = sqlc.arg(fee_by), fee_at = sqlc.arg(fee_at),
  proposed_by = sqlc.arg(proposed_by), proposed_by_name = sqlc.arg(proposed_by_name), proposed_at = sqlc.arg(proposed_at),
  proposal = sqlc.arg(proposal), decided_by = sqlc.arg(decided_by), decided_by_name = sqlc.arg(decided_by_name),
  decided_at = sqlc.arg(decided_at), reasons = sqlc.arg(reasons), conditions = sqlc.arg(conditions),
  valid_until = sqlc.arg(valid_until), permit_id = sqlc.arg(permit_id), lifted = sqlc.arg(lifted),
  changed = sqlc.arg(changed), changed_by = sqlc.arg(changed_by), submitted_at = sqlc.arg(submitted_at), due = sqlc.arg(due),
  retrospective = sqlc.arg(retrospective), cosigned_by = sqlc.arg(cosigned_by), cosigned_name = sqlc.arg(cosigned_name), cosigned_at = sqlc.arg(cosigned_at)
where id = sqlc.arg(id) and version = sqlc.arg(version);

-- name: DeleteDraftMessages :exec
delete from application_message where application in (select d.id from application d where d.id = $1 and d.state = 'draft');

-- name: DeleteDraftDocuments :exec
delete from application_document where application in (select d.id from application d where d.id = $1 and d.state = 'draft');

-- name: DeleteDraft :execrows
delete from application where id = $1 and state = 'draft';

-- name: NextReference :one
insert into application_counter (prefix, year, last) values ($1, $2, 1)
on conflict (prefix, year) do update set last = application_counter.last + 1
returning last;

-- name: ListApplications :many
-- Empty text and 0 do not filter. Scoped asks for what one applicant may see:
-- own, of the same organisation, or through a mandate in force on the day.
select a.id, a.reference, a.type, a.state, a.version, a.owner_name, a.exporter, a.importer, a.taxa, a.line_count, a.content, a.proposal,
  a.assigned, a.assigned_to, a.with_sa, a.fee_amount, a.fee_receipt, a.fee_waived, a.submitted_at, a.changed, a.due,
  cast((select count(*) from application_message m where m.application = a.id and m.read_at = 0 and m.internal = 0
    and m.from_staff = cast(sqlc.arg(scoped) as bigint)) as bigint) as unread
from application a
where (cast(sqlc.arg(scoped) as bigint) = 0
    or a.owner = cast(sqlc.arg(owner) as text)
    or (cast(sqlc.arg(org) as text) <> '' and a.org = cast(sqlc.arg(org) as text))
    or (cast(sqlc.arg(agent) as text) <> '' and a.agent = cast(sqlc.arg(agent) as text) and exists (
      select 1 from mandate d where d.trader = a.owner and d.agent = a.agent and d.revoked = 0
        and d.from_day <= cast(sqlc.arg(on_day) as text) and (d.until_day = '' or d.until_day >= cast(sqlc.arg(on_day) as text)))))
  and (cast(sqlc.arg(pattern) as text) = '' or a.search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(states) as text) = '' or cast(sqlc.arg(states) as text) like '%,' || a.state || ',%')
  and (cast(sqlc.arg(type) as text) = '' or a.type = cast(sqlc.arg(type) as text))
  and (cast(sqlc.arg(assigned) as text) = '' or a.assigned = cast(sqlc.arg(assigned) as text))
  and (cast(sqlc.arg(unassigned) as bigint) = 0 or a.assigned = '')
  and (cast(sqlc.arg(with_sa) as bigint) = 0 or a.with_sa = 1)
  and (cast(sqlc.arg(fee_open) as bigint) = 0 or (a.fee_amount > 0 and a.fee_receipt = '' and a.fee_waived = ''))
  and (cast(sqlc.arg(overdue) as text) = '' or (a.due <> '' and a.due < cast(sqlc.arg(overdue) as text)))
order by
  case when cast(sqlc.arg(sort) as text) = 'due' then case when a.due = '' then '9999' else a.due end end,
  case when cast(sqlc.arg(sort) as text) = '-due' then a.due end desc,
  case when cast(sqlc.arg(sort) as text) = 'reference' then a.reference end desc,
  case when cast(sqlc.arg(sort) as text) = '-reference' then a.reference end,
  case when cast(sqlc.arg(sort) as text) = 'submitted' then a.submitted_at end desc,
  case when cast(sqlc.arg(sort) as text) = '-submitted' then a.submitted_at end,
  a.changed desc, a.id
limit cast(sqlc.arg(n) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountApplications :one
select cast(count(*) as bigint) as n
from application a
where (cast(sqlc.arg(scoped) as bigint) = 0
    or a.owner = cast(sqlc.arg(owner) as text)
    or (cast(sqlc.arg(org) as text) <> '' and a.org = cast(sqlc.arg(org) as text))
    or (cast(sqlc.arg(agent) as text) <> '' and a.agent = cast(sqlc.arg(agent) as text) and exists (
      select 1 from mandate d where d.trader = a.owner and d.agent = a.agent and d.revoked = 0
        and d.from_day <= cast(sqlc.arg(on_day) as text) and (d.until_day = '' or d.until_day >= cast(sqlc.arg(on_day) as text)))))
  and (cast(sqlc.arg(pattern) as text) = '' or a.search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(states) as text) = '' or cast(sqlc.arg(states) as text) like '%,' || a.state || ',%')
  and (cast(sqlc.arg(type) as text) = '' or a.type = cast(sqlc.arg(type) as text))
  and (cast(sqlc.arg(assigned) as text) = '' or a.assigned = cast(sqlc.arg(assigned) as text))
  and (cast(sqlc.arg(unassigned) as bigint) = 0 or a.assigned = '')
  and (cast(sqlc.arg(with_sa) as bigint) = 0 or a.with_sa = 1)
  and (cast(sqlc.arg(fee_open) as bigint) = 0 or (a.fee_amount > 0 and a.fee_receipt = '' and a.fee_waived = ''))
  and (cast(sqlc.arg(overdue) as text) = '' or (a.due <> '' and a.due < cast(sqlc.arg(overdue) as text)));

-- name: ApplicationFindings :many
select id, application, kind, line, outcome, question, conditions, grounds, evidence, limit_quantity, unit, valid_until,
  asked_by, asked_at, due, made_by, made_by_name, made_at, register_id
from application_finding where application = $1 order by asked_at, id;

-- name: SaveApplicationFinding :execrows
-- A finding that was made stays as it was made.
insert into application_finding (id, application, kind, line, outcome, question, conditions, grounds, evidence, limit_quantity, unit, valid_until,
  asked_by, asked_at, due, made_by, made_by_name, made_at, register_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
on conflict (id) do update set outcome = excluded.outcome, conditions = excluded.conditions, grounds = excluded.grounds,
  evidence = excluded.evidence, limit_quantity = excluded.limit_quantity, unit = excluded.unit, valid_until = excluded.valid_until,
  made_by = excluded.made_by, made_by_name = excluded.made_by_name, made_at = excluded.made_at
where application_finding.outcome = 'open' and application_finding.application = excluded.application;

-- name: OpenCasesOn :many
select distinct a.id from application_finding f join application a on a.id = f.application
where f.register_id = sqlc.arg(finding) and a.state in ('submitted', 'in_review', 'info_requested', 'proposed', 'approved')
order by a.id;

-- name: ApplicationMessages :many
select id, application, sender, sender_name, from_staff, internal, body, at, read_at
from application_message where application = $1 order by at, id;

-- name: InsertApplicationMessage :exec
insert into application_message (id, application, sender, sender_name, from_staff, internal, body, at, read_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: MarkApplicationMessagesRead :execrows
update application_message set read_at = sqlc.arg(at)
where application = sqlc.arg(application) and read_at = 0 and internal = 0 and from_staff = sqlc.arg(from_staff);

-- name: ApplicationDocuments :many
select id, application, name, kind, media, size, sha256, uploaded_by, at
from application_document where application = $1 order by at, id;

-- name: ApplicationDocument :one
select id, application, name, kind, media, size, sha256, uploaded_by, at
from application_document where application = $1 and id = $2;

-- name: InsertApplicationDocument :exec
insert into application_document (id, application, name, kind, media, size, sha256, uploaded_by, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: DeleteApplicationDocument :execrows
delete from application_document where application = $1 and id = $2;

-- name: SaveBlob :exec
insert into blob (sha256, media, size, data, created) values ($1, $2, $3, $4, $5) on conflict (sha256) do nothing;

-- name: Blob :one
select sha256, media, size, data, created from blob where sha256 = $1;

-- name: Mandates :many
select id, trader, trader_name, trader_org, agent, agent_name, types, from_day, until_day, revoked
from mandate
where (cast(sqlc.arg(trader) as text) = '' or trader = cast(sqlc.arg(trader) as text))
  and (cast(sqlc.arg(agent) as text) = '' or agent = cast(sqlc.arg(agent) as text))
order by from_day desc, id;

-- name: SaveMandate :execrows
-- Between whom a mandate is never changes; a revoked one stays revoked.
insert into mandate (id, trader, trader_name, trader_org, agent, agent_name, types, from_day, until_day, revoked)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (id) do update set types = excluded.types, from_day = excluded.from_day, until_day = excluded.until_day, revoked = excluded.revoked
where mandate.trader = excluded.trader and mandate.agent = excluded.agent and mandate.revoked = 0;

-- name: LatestApplicationOf :one
select id from application where owner = $1 order by changed desc limit 1;

-- name: ApplicationsSubmittedLast :many
select id, reference, state, content, submitted_at
from application where submitted_at > 0
order by submitted_at desc, id
limit cast(sqlc.arg(n) as bigint);
