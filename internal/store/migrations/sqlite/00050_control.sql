-- +goose Up
-- One crossing of the border, box 14; never changed. "single" is the permit's id
-- for a permit that may be used once, so that a second endorsement of the same
-- kind breaks the constraint whatever program writes; the row's own id otherwise.
create table endorsement (
  id text primary key,
  permit_id text not null references permit (id),
  number text not null,
  kind text not null check (kind in ('export', 'import')),
  single text not null,
  port text not null,
  date text not null,
  transport text not null,
  remarks text not null,
  by_id text not null,
  by_name text not null,
  office text not null,
  at integer not null,
  log_index integer not null,
  send_key text,
  search text not null,
  constraint one_endorsement_per_permit unique (single, kind),
  constraint sent_once unique (send_key)
) strict;
create index endorsement_of on endorsement (permit_id, at);
create index endorsement_day on endorsement (date);
create index endorsement_office on endorsement (office, at);

create table endorsement_line (
  endorsement_id text not null references endorsement (id),
  letter text not null,
  quantity integer not null check (quantity >= 0),
  primary key (endorsement_id, letter)
) strict;
