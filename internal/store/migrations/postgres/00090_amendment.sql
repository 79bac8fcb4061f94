-- +goose Up
-- What a meeting of the Conference, or a notification, changes: one file, loaded
-- ahead of its days. content and entered are JSON: the rows, and what loading
-- them wrote in other tables.
create table species_amendment (
  id text primary key,
  name text not null,
  citation text not null,
  state text not null check (state in ('loaded', 'in_force', 'withdrawn')),
  first_day text not null check (first_day <> ''),
  last_day text not null,
  content text not null,
  entered text not null,
  loaded bigint not null,
  loaded_by text not null,
  reason text not null,
  ended bigint not null,
  ended_by text not null,
  constraint amendment_days check (last_day >= first_day),
  constraint withdrawn_with_reason check (state <> 'withdrawn' or reason <> '')
);
