-- +goose Up
-- The quota ledger. A national quota is the row of species_quota: quantity is
-- its limit, used and reserved are what permits and approvals took of all of it,
-- shared is what was given to its shares and direct what was taken from the part
-- that was not given away. entries counts the postings, closed ends drawing.
alter table species_quota add column shared integer not null default 0 check (shared >= 0);
alter table species_quota add column direct integer not null default 0 check (direct >= 0);
alter table species_quota add column reserved integer not null default 0 check (reserved >= 0);
alter table species_quota add column entries integer not null default 0 check (entries >= 0);
update species_quota set direct = used, entries = 1 where used > 0;
alter table species_quota add column closed integer not null default 0 check (closed in (0, 1))
  constraint never_over_quota check (shared + direct <= quantity or shared + direct = 0)
  constraint never_taken_over_quota check (used + reserved <= quantity or used + reserved = 0)
  constraint direct_is_part_of_taken check (direct <= used + reserved);

-- Shares of a national quota: of a region, or of a holder within the nation or a
-- region. shared is what was given on to holders; the limits of all children
-- together are the parent's shared, which the constraint keeps within its limit.
create table quota_share (
  id text primary key,
  quota_id text not null references species_quota (id),
  parent_id text not null,
  kind text not null check (kind in ('region', 'holder')),
  name text not null check (name <> ''),
  holder text not null,
  quantity integer not null check (quantity >= 0),
  shared integer not null check (shared >= 0),
  reserved integer not null check (reserved >= 0),
  used integer not null check (used >= 0),
  closed integer not null check (closed in (0, 1)),
  version integer not null,
  constraint quota_share_name unique (quota_id, parent_id, name),
  constraint never_more_than_share check (shared + reserved + used <= quantity),
  constraint holder_is_named check ((kind = 'holder') = (holder <> ''))
) strict;
create index quota_share_holder on quota_share (holder);

-- What one line of an application took of a quota: reserved by the approval,
-- then used by the permit. share_id is empty for the part that was not given away.
create table quota_draw (
  application_id text not null,
  letter text not null,
  quota_id text not null references species_quota (id),
  share_id text not null,
  permit_id text not null,
  reserved integer not null check (reserved >= 0),
  used integer not null check (used >= 0),
  settled integer not null check (settled in (0, 1)),
  primary key (application_id, letter, quota_id)
) strict;
create index quota_draw_of on quota_draw (quota_id, share_id);
create index quota_draw_permit on quota_draw (permit_id);

-- The postings, numbered within the quota without a gap and never changed.
-- limit_by, reserved_by and used_by are the changes of the share's own figures;
-- used_after and limit_after are those of the national quota (box 11a).
create table quota_entry (
  quota_id text not null references species_quota (id),
  seq integer not null check (seq > 0),
  share_id text not null,
  act text not null,
  limit_by integer not null,
  reserved_by integer not null,
  used_by integer not null,
  used_after integer not null check (used_after >= 0),
  limit_after integer not null,
  application_id text not null,
  permit_id text not null,
  letter text not null,
  by_id text not null,
  by_name text not null,
  reason text not null,
  at integer not null,
  primary key (quota_id, seq)
) strict;
create index quota_entry_permit on quota_entry (permit_id);

-- What was used before there was a ledger becomes its first entry.
insert into quota_entry (quota_id, seq, share_id, act, limit_by, reserved_by, used_by, used_after, limit_after, application_id,
  permit_id, letter, by_id, by_name, reason, at)
select id, 1, '', 'open', 0, 0, used, used, quantity, '', '', '', '', '', '', 0 from species_quota where used > 0;
insert into quota_draw (application_id, letter, quota_id, share_id, permit_id, reserved, used, settled)
select p.application_id, d.letter, d.quota_id, '', d.permit_id, 0, d.drawn - d.returned, case when p.state = 'valid' then 0 else 1 end
from permit_quota d join permit p on p.id = d.permit_id
where exists (select 1 from species_quota q where q.id = d.quota_id);
drop table permit_quota;
