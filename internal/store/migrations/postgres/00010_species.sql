-- +goose Up
-- Each import of taxa and listings is an edition; instances reload when a
-- higher number appears.
create table species_edition (
  number bigint primary key check (number > 0),
  source text not null,
  as_of text not null,
  imported bigint not null,
  actor text not null,
  taxa bigint not null check (taxa >= 0),
  report text not null
);

-- One accepted taxon. other_names and occurrences are JSON lists: they are
-- searched in memory, never in SQL.
create table taxon (
  id text primary key,
  kingdom text not null check (kingdom in ('Animalia', 'Plantae')),
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
  unique (kingdom, name)
);

-- An interval in which a taxon, or populations of it, stood in an appendix.
-- Lists of countries and taxa are separated by spaces.
create table listing (
  id text primary key,
  taxon_id text not null references taxon (id),
  appendix text not null check (appendix in ('I', 'II', 'III')),
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
  constraint listing_ends_after_start check (until_day = '' or until_day >= from_day)
);
create index listing_taxon on listing (taxon_id);

-- A file that someone uploaded, kept until its import has ended.
create table species_upload (
  id text primary key,
  name text not null,
  as_of text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'refused')),
  rows_done bigint not null check (rows_done >= 0),
  report text not null,
  fault text not null,
  actor text not null,
  created bigint not null,
  changed bigint not null,
  content bytea not null
);
create index species_upload_created on species_upload (created);
