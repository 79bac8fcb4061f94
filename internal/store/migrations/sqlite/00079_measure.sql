-- +goose Up
-- Stricter national measures: CEL expressions with the days between which they
-- hold. A number is never given again. Texts is JSON, by language.
create table measure (
  id text primary key,
  number integer not null unique check (number > 0),
  name text not null,
  country text not null check (length(country) = 2),
  expression text not null,
  citation text not null,
  from_day text not null,
  until_day text not null,
  severity text not null check (severity in ('block', 'warn', 'note')),
  texts text not null,
  state text not null check (state in ('draft', 'in_force', 'withdrawn')),
  reason text not null,
  version integer not null check (version > 0),
  created integer not null,
  changed integer not null,
  search text not null,
  constraint measure_withdrawn_with_reason check (state <> 'withdrawn' or reason <> '')
) strict;
create index measure_state on measure (state, number);

-- +goose Down
drop table measure;
