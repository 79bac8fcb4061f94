-- name: InsertLoss :exec
insert into permit_loss (id, permit_id, kind, day, place, told, police, by_id, by_name, at, outcome, note, closed_by, closed_name, closed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', '', '', 0);

-- name: CloseLoss :execrows
update permit_loss set outcome = sqlc.arg(outcome), note = sqlc.arg(note), closed_by = sqlc.arg(closed_by), closed_name = sqlc.arg(closed_name), closed_at = sqlc.arg(closed_at)
where permit_id = sqlc.arg(permit_id) and outcome = '';

-- name: LossesOf :many
select id, permit_id, kind, day, place, told, police, by_id, by_name, at, outcome, note, closed_by, closed_name, closed_at
from permit_loss where permit_id = $1 order by at desc, id desc;

-- name: InsertOffer :exec
insert into permit_offer (id, permit_id, why, note, by_id, by_name, at, outcome, closed_by, closed_name, closed_at)
values ($1, $2, $3, $4, $5, $6, $7, '', '', '', 0);

-- name: CloseOffer :execrows
update permit_offer set outcome = sqlc.arg(outcome), closed_by = sqlc.arg(closed_by), closed_name = sqlc.arg(closed_name), closed_at = sqlc.arg(closed_at)
where permit_id = sqlc.arg(permit_id) and outcome = '';

-- name: OffersOf :many
select id, permit_id, why, note, by_id, by_name, at, outcome, closed_by, closed_name, closed_at
from permit_offer where permit_id = $1 order by at desc, id desc;

-- name: InsertPermitAmendment :exec
insert into permit_amendment (id, permit_id, state, reason, content, by_id, by_name, at, decided_by, decided_name, decided_at, note, successor)
values ($1, $2, 'proposed', $3, $4, $5, $6, $7, '', '', 0, '', '');

-- name: DecidePermitAmendment :execrows
update permit_amendment set state = sqlc.arg(state), decided_by = sqlc.arg(decided_by), decided_name = sqlc.arg(decided_name),
  decided_at = sqlc.arg(decided_at), note = sqlc.arg(note), successor = sqlc.arg(successor)
where id = sqlc.arg(id) and state = 'proposed';

-- name: AmendmentsOfPermit :many
select id, permit_id, state, reason, content, by_id, by_name, at, decided_by, decided_name, decided_at, note, successor
from permit_amendment where permit_id = sqlc.arg(permit_id) or successor = sqlc.arg(permit_id) order by at desc, id desc;

-- name: LowerDraw :execrows
update finding_draw set used = used - cast(sqlc.arg(amount) as bigint)
where register = sqlc.arg(register) and register_id = sqlc.arg(register_id) and application = sqlc.arg(application) and line = sqlc.arg(line);

-- name: UnsettledPast :many
select id from permit p where p.settled = 0 and p.state in ('endorsed', 'used') and p.valid_until < sqlc.arg(day)
order by p.id limit cast(sqlc.arg(most) as bigint);

-- name: InsertNotification :execrows
insert into notification (id, cause, recipient, permit_id, number, facts, address, language, state, trouble, tries, version, created, done_at, done_by, done_name, done_how, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 0, 1, $10, 0, '', '', '', $11)
on conflict (permit_id, cause, recipient) do nothing;

-- name: Notification :one
select id, cause, recipient, permit_id, number, facts, address, language, state, trouble, tries, version, created, done_at, done_by, done_name, done_how, search
from notification where id = $1;

-- name: SaveNotification :execrows
update notification set state = sqlc.arg(state), trouble = sqlc.arg(trouble), tries = sqlc.arg(tries), address = sqlc.arg(address), version = sqlc.arg(old_version) + 1,
  done_at = sqlc.arg(done_at), done_by = sqlc.arg(done_by), done_name = sqlc.arg(done_name), done_how = sqlc.arg(done_how)
where id = sqlc.arg(id) and version = sqlc.arg(old_version);

-- name: ListNotifications :many
select id, cause, recipient, permit_id, number, facts, address, language, state, trouble, tries, version, created, done_at, done_by, done_name, done_how, search
from notification
where (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(states) as text) = '' or cast(sqlc.arg(states) as text) like '%,' || state || ',%')
  and (cast(sqlc.arg(recipients) as text) = '' or cast(sqlc.arg(recipients) as text) like '%,' || recipient || ',%')
  and (cast(sqlc.arg(causes) as text) = '' or cast(sqlc.arg(causes) as text) like '%,' || cause || ',%')
  and (cast(sqlc.arg(permit_id) as text) = '' or permit_id = cast(sqlc.arg(permit_id) as text))
order by created desc, id desc
limit cast(sqlc.arg(most) as bigint) offset cast(sqlc.arg(skip) as bigint);

-- name: CountNotifications :one
select cast(count(*) as bigint) as total from notification
where (cast(sqlc.arg(pattern) as text) = '' or search like cast(sqlc.arg(pattern) as text) escape '\')
  and (cast(sqlc.arg(states) as text) = '' or cast(sqlc.arg(states) as text) like '%,' || state || ',%')
  and (cast(sqlc.arg(recipients) as text) = '' or cast(sqlc.arg(recipients) as text) like '%,' || recipient || ',%')
  and (cast(sqlc.arg(causes) as text) = '' or cast(sqlc.arg(causes) as text) like '%,' || cause || ',%')
  and (cast(sqlc.arg(permit_id) as text) = '' or permit_id = cast(sqlc.arg(permit_id) as text));

-- name: NotificationRecipients :many
select distinct recipient from notification order by recipient;
