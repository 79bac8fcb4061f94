-- +goose Up
-- What happened to the paper: lost names what its holder reported, returned is the
-- day on which it came back to the authority, settled tells that what did not
-- cross went back to its registers.
alter table permit add column lost text not null default '';
alter table permit add column returned text not null default '';
alter table permit add column settled bigint not null default 0 check (settled in (0, 1));
update permit set settled = 1 where state not in ('prepared', 'valid', 'endorsed');

-- A holder's report that a permit is lost, stolen, damaged or destroyed (50 CFR 23.52).
create table permit_loss (
  id text primary key,
  permit_id text not null references permit (id),
  kind text not null check (kind in ('lost', 'stolen', 'damaged', 'destroyed')),
  day text not null,
  place text not null,
  told text not null check (told <> ''),
  police text not null,
  by_id text not null,
  by_name text not null,
  at bigint not null,
  outcome text not null check (outcome in ('', 'replaced', 'found', 'ended')),
  note text not null,
  closed_by text not null,
  closed_name text not null,
  closed_at bigint not null,
  constraint closed_by_somebody check ((outcome = '') = (closed_by = ''))
);
create unique index one_open_loss on permit_loss (permit_id) where outcome = '';
create index permit_loss_of on permit_loss (permit_id, at);

-- A correction of an issued permit: proposed by one person, decided by another.
create table permit_amendment (
  id text primary key,
  permit_id text not null references permit (id),
  state text not null check (state in ('proposed', 'approved', 'rejected')),
  reason text not null check (reason <> ''),
  content text not null,
  by_id text not null check (by_id <> ''),
  by_name text not null,
  at bigint not null,
  decided_by text not null,
  decided_name text not null,
  decided_at bigint not null,
  note text not null,
  successor text not null,
  constraint amendment_by_two check (decided_by <> by_id),
  constraint amendment_decided check ((state = 'proposed') = (decided_by = '')),
  constraint amendment_made check ((state = 'approved') = (successor <> ''))
);
create unique index one_open_amendment on permit_amendment (permit_id) where state = 'proposed';
create index permit_amendment_of on permit_amendment (permit_id, at);

-- What the other Party or the Secretariat is told (permit-rules 4.2 to 4.4).
create table notification (
  id text primary key,
  cause text not null,
  recipient text not null,
  permit_id text not null,
  number text not null,
  facts text not null,
  address text not null,
  language text not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'by_hand', 'marked')),
  trouble text not null,
  tries bigint not null check (tries >= 0),
  version bigint not null check (version > 0),
  created bigint not null,
  done_at bigint not null,
  done_by text not null,
  done_name text not null,
  done_how text not null,
  search text not null,
  constraint one_notification unique (permit_id, cause, recipient),
  constraint notification_done check ((state in ('sent', 'marked')) = (done_at > 0)),
  constraint marked_by_somebody check (state <> 'marked' or (done_by <> '' and done_how <> ''))
);
create index notification_list on notification (state, created);
