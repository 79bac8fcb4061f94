-- +goose Up
-- A holder's word that the paper of a permit goes back to the authority, unused or
-- used in part (permit-rules 4.1). offered is its day while the paper is awaited.
alter table permit add column offered text not null default '';

create table permit_offer (
  id text primary key,
  permit_id text not null references permit (id),
  why text not null check (why in ('unused', 'part_used', 'over', 'found', 'given_up')),
  note text not null,
  by_id text not null check (by_id <> ''),
  by_name text not null,
  at bigint not null,
  outcome text not null check (outcome in ('', 'taken', 'kept')),
  closed_by text not null,
  closed_name text not null,
  closed_at bigint not null,
  constraint offer_closed_by_somebody check ((outcome = '') = (closed_by = ''))
);
create unique index one_open_offer on permit_offer (permit_id) where outcome = '';
create index permit_offer_of on permit_offer (permit_id, at);
