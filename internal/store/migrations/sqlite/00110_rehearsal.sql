-- +goose Up
-- A rehearsal of amendments that was asked for: what is played (JSON of the
-- amendments), how far it is, and what it found. It changes nothing else.
create table rehearsal (
  id text primary key,
  name text not null,
  on_day text not null check (on_day <> ''),
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  content text not null,
  cases integer not null check (cases >= 0),
  result text not null,
  actor_name text not null,
  created integer not null,
  changed integer not null
) strict;
create index rehearsal_created on rehearsal (created);
