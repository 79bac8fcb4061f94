-- +goose Up
-- How the administrator lets rules work. Rows are never changed: the one with
-- the highest version of a rule holds.
create table rule_switch (
  rule text not null,
  version bigint not null check (version > 0),
  setting text not null check (setting in ('on', 'warn', 'off')),
  reason text not null check (length(reason) > 0),
  by_id text not null,
  by_name text not null,
  at bigint not null,
  primary key (rule, version)
);
