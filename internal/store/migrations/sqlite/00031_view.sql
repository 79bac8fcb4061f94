-- +goose Up
-- A view of the case queue that an officer named: tab, filter and order as they
-- stand in the address.
create table saved_view (
  id text primary key,
  account text not null check (account <> ''),
  name text not null check (name <> ''),
  query text not null,
  created integer not null,
  constraint saved_view_name unique (account, name)
) strict;
