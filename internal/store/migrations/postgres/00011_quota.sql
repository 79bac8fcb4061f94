-- +goose Up
-- Limits on exports of a taxon from a country, and what issued permits took of
-- them. A quantity of -1 is a quota in preparation. Lists are codes between
-- commas, ",LIV,SKI,"; empty means any.
create table species_quota (
  id text primary key,
  taxon_id text not null,
  country text not null,
  year bigint not null,
  from_day text not null,
  until_day text not null,
  terms text not null,
  sources text not null,
  unit text not null,
  quantity bigint not null check (quantity >= -1),
  used bigint not null check (used >= 0),
  kind text not null check (kind in ('annotated', 'cop', 'committee', 'national')),
  note text not null,
  citation text not null,
  as_of text not null,
  constraint never_more_than_quota check (used <= quantity or used = 0)
);
create index species_quota_of on species_quota (country, year);
create index species_quota_taxon on species_quota (taxon_id);

-- Recommendations not to accept trade.
create table species_suspension (
  id text primary key,
  taxon_id text not null,
  country text not null,
  imports bigint not null check (imports in (0, 1)),
  from_day text not null,
  until_day text not null,
  kind text not null,
  sources text not null,
  purposes text not null,
  terms text not null,
  not_terms text not null,
  direct_only bigint not null check (direct_only in (0, 1)),
  reason text not null,
  notification text not null,
  as_of text not null
);
create index species_suspension_day on species_suspension (from_day, until_day);
