-- +goose Up
-- The log: events with the leaves they open, the stored hashes of the RFC 6962
-- tree and one row that says how large the tree is. That row serialises writers.
create table audit_event (
  leaf_index integer primary key check (leaf_index >= 0),
  leaf blob not null check (length(leaf) = 32),
  id text not null unique,
  at integer not null,
  actor_id text not null,
  actor_name text not null,
  actor_role text not null,
  on_behalf text not null,
  verb text not null,
  subject_kind text not null,
  subject_id text not null,
  detail text not null,
  salt blob
) strict;
create index audit_event_subject on audit_event (subject_kind, subject_id, leaf_index);
create index audit_event_actor on audit_event (actor_id, leaf_index);

create table log_hash (
  hash_index integer primary key check (hash_index >= 0),
  hash blob not null check (length(hash) = 32)
) strict;

create table log_tree (
  id integer primary key check (id = 1),
  size integer not null check (size >= 0)
) strict;
insert into log_tree (id, size) values (1, 0);

create table log_checkpoint (
  size integer primary key check (size >= 0),
  at integer not null,
  root blob not null check (length(root) = 32),
  note text not null
) strict;
