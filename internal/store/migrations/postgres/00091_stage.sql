-- +goose Up
-- Rows of an import before it takes effect. They are written in small
-- transactions while others work, and taken over by one short one; what a
-- killed import left is dropped by the next.
create table taxon_stage (
  run text not null,
  id text not null,
  kingdom text not null,
  rank text not null,
  name text not null,
  author text not null,
  phylum text not null,
  class text not null,
  order_name text not null,
  family text not null,
  genus text not null,
  parent_id text not null,
  popularity bigint not null,
  species_plus bigint not null,
  other_names text not null,
  occurrences text not null,
  source text not null,
  as_of text not null,
  status text not null,
  primary key (run, id)
);

create table listing_stage (
  run text not null,
  id text not null,
  taxon_id text not null,
  appendix text not null,
  from_day text not null,
  until_day text not null,
  party text not null,
  populations text not null,
  except_populations text not null,
  part text not null,
  except_taxa text not null,
  annotation text not null,
  note text not null,
  citation text not null,
  source text not null,
  as_of text not null,
  primary key (run, id)
);

create table species_quota_stage (
  run text not null,
  id text not null,
  taxon_id text not null,
  country text not null,
  year bigint not null,
  from_day text not null,
  until_day text not null,
  terms text not null,
  sources text not null,
  unit text not null,
  quantity bigint not null,
  kind text not null,
  note text not null,
  citation text not null,
  as_of text not null,
  purposes text not null,
  primary key (run, id)
);
