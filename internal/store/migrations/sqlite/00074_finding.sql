-- +goose Up
-- Non-detriment findings of the Scientific Authority. Lists are codes between
-- commas, ",W,F,"; empty means any. A quantity of 0 is no limit.
create table non_detriment (
  id text primary key,
  number text not null unique,
  state text not null check (state in ('draft', 'in_force', 'withdrawn', 'superseded')),
  version integer not null,
  taxon_id text not null,
  taxon_name text not null,
  population text not null,
  sources text not null,
  terms text not null,
  purposes text not null,
  from_day text not null,
  until_day text not null,
  review_day text not null,
  quantity integer not null check (quantity >= 0),
  unit text not null,
  reserved integer not null check (reserved >= 0),
  used integer not null check (used >= 0),
  conditions text not null,
  print integer not null check (print in (0, 1)),
  grounds text not null,
  author text not null,
  author_name text not null,
  reason text not null,
  superseded_by text not null,
  made integer not null,
  changed integer not null,
  search text not null,
  constraint never_more_than_found check (quantity = 0 or reserved + used <= quantity),
  constraint finding_has_author check (author <> ''),
  constraint withdrawn_with_reason check (state <> 'withdrawn' or reason <> '')
) strict;
create index non_detriment_taxon on non_detriment (taxon_id, state);

-- The stock of an applicant and the evidence of how it was acquired.
create table acquisition_chain (
  id text primary key,
  number text not null unique,
  state text not null check (state in ('open', 'closed')),
  version integer not null,
  owner text not null,
  owner_name text not null,
  org text not null,
  holder text not null,
  taxon_id text not null,
  taxon_name text not null,
  source text not null,
  quantity integer not null check (quantity > 0),
  unit text not null,
  reserved integer not null check (reserved >= 0),
  used integer not null check (used >= 0),
  missing text not null,
  missing_by text not null,
  missing_at integer not null,
  created integer not null,
  changed integer not null,
  search text not null,
  constraint never_more_than_stock check (reserved + used <= quantity),
  constraint chain_has_owner check (owner <> '')
) strict;
create index acquisition_chain_owner on acquisition_chain (owner, taxon_id);
create index acquisition_chain_org on acquisition_chain (org, taxon_id);

create table acquisition_link (
  id text primary key,
  chain_id text not null references acquisition_chain (id),
  position integer not null check (position >= 0),
  kind text not null check (kind in ('capture', 'breeding', 'propagation', 'ranching', 'preconvention', 'seizure', 'import', 'purchase', 'gift', 'any')),
  from_holder text not null,
  to_holder text not null,
  day text not null,
  country text not null,
  place text not null,
  quantity integer not null check (quantity > 0),
  document text not null,
  note text not null,
  added_by text not null,
  added_at integer not null,
  unique (chain_id, position)
) strict;

-- Evidence files of a finding, or of a chain and one of its links.
create table finding_file (
  id text primary key,
  register text not null check (register in ('ndf', 'chain')),
  register_id text not null,
  link_id text not null,
  name text not null,
  media text not null check (media in ('application/pdf', 'image/jpeg', 'image/png')),
  size integer not null check (size > 0),
  sha256 text not null references blob (sha256),
  uploaded_by text not null,
  at integer not null
) strict;
create index finding_file_of on finding_file (register, register_id);
create index finding_file_blob on finding_file (sha256);

-- What a line of a case takes from a register. The author of a finding has no
-- other part in the case.
create table finding_draw (
  register text not null check (register in ('ndf', 'chain')),
  register_id text not null,
  application text not null references application (id),
  line text not null,
  letter text not null,
  permit_id text not null,
  unit text not null,
  reserved integer not null check (reserved >= 0),
  used integer not null check (used >= 0),
  returned integer not null check (returned >= 0),
  author text not null,
  officer text not null,
  decider text not null,
  primary key (register, register_id, application, line),
  constraint never_more_returned_than_used check (returned <= used),
  constraint author_has_no_other_part check (author = '' or (author <> officer and author <> decider))
) strict;
create index finding_draw_application on finding_draw (application);
create index finding_draw_permit on finding_draw (permit_id);

-- A case's finding that points to a register instead of being made for the case.
alter table application_finding add column register_id text not null default '';
create index application_finding_register on application_finding (register_id);
