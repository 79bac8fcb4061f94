-- +goose Up
-- One permit of ours. What was frozen (record, salt, digest, leaf_index and the
-- columns made from the record) never changes again; state, seals and reasons do.
create table permit (
  id text primary key,
  number text not null unique,
  number_key text not null unique,
  type text not null,
  state text not null check (state in ('prepared', 'valid', 'endorsed', 'used', 'replaced', 'revoked', 'expired', 'cancelled')),
  version integer not null check (version > 0),
  application_id text not null,
  owner text not null,
  org text not null,
  agent text not null,
  record text not null,
  salt blob not null check (length(salt) = 32),
  digest blob not null check (length(digest) = 32),
  leaf_index integer not null unique check (leaf_index >= 0),
  code text not null,
  token text not null,
  seals text not null,
  prepared_by text not null,
  sealed_at integer not null,
  reason text not null,
  replaced_by text not null,
  created integer not null,
  changed integer not null,
  exporter text not null,
  importer text not null,
  from_country text not null,
  to_country text not null,
  purpose text not null,
  related text not null,
  taxa text not null,
  line_count integer not null check (line_count > 0),
  issued text not null,
  valid_until text not null,
  search text not null,
  constraint sealed_when_valid check (state in ('prepared', 'cancelled') or sealed_at > 0),
  constraint expiry_after_issue check (valid_until > issued)
) strict;
create index permit_owner on permit (owner, issued);
create index permit_org on permit (org, issued);
create index permit_agent on permit (agent, issued);
create index permit_state on permit (state, valid_until);
create index permit_issued on permit (issued);
create index permit_application on permit (application_id);

-- The ledger of a line: what was permitted and what really crossed the border,
-- in thousandths of the unit. Never more than permitted.
create table permit_line (
  permit_id text not null references permit (id),
  letter text not null,
  position integer not null check (position >= 0),
  taxon_id text not null,
  scientific_name text not null,
  kingdom text not null,
  appendix text not null check (appendix in ('I', 'II', 'III', 'N')),
  source text not null,
  second_source text not null,
  term text not null,
  unit text not null,
  permitted integer not null check (permitted > 0),
  used integer not null check (used >= 0),
  origin_country text not null,
  origin_permit text not null,
  reexport_permit text not null,
  primary key (permit_id, letter),
  constraint never_more_than_permitted check (used <= permitted)
) strict;
create index permit_line_taxon on permit_line (taxon_id);

create table permit_serial (
  year integer primary key,
  last integer not null check (last > 0)
) strict;

-- The public status lists: two bits for each index that was given to a permit.
create table permit_status (
  list integer not null,
  position integer not null check (position >= 0),
  value integer not null check (value between 0 and 3),
  changed integer not null,
  primary key (list, position)
) strict;

-- What a line drew from a quota, and what came back unused.
create table permit_quota (
  permit_id text not null,
  letter text not null,
  quota_id text not null,
  drawn integer not null check (drawn >= 0),
  returned integer not null check (returned >= 0),
  primary key (permit_id, letter, quota_id),
  constraint never_more_returned check (returned <= drawn)
) strict;
create index permit_quota_of on permit_quota (quota_id);

create table foreign_permit (
  id text primary key,
  country text not null,
  number text not null,
  number_key text not null,
  type text not null,
  document text not null,
  raw blob not null,
  partner text not null,
  final integer not null check (final in (0, 1)),
  at integer not null,
  unique (country, number_key, final)
) strict;

