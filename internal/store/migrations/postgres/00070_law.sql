-- +goose Up
-- What a Party has reserved of a listing: while it holds, the Party is treated
-- as a State not party for trade in the taxon. Populations are countries
-- separated by spaces, empty for all; parts says in words which specimens.
create table species_reservation (
  id text primary key,
  taxon_id text not null references taxon (id),
  party text not null,
  appendix text not null check (appendix in ('I', 'II', 'III')),
  from_day text not null,
  until_day text not null,
  populations text not null,
  parts text not null,
  citation text not null,
  source text not null,
  as_of text not null,
  constraint reservation_ends_after_start check (until_day = '' or until_day >= from_day)
);
create index species_reservation_taxon on species_reservation (taxon_id);
