-- +goose Up
-- Bytes kept by their hash: evidence of applications, issued permits.
create table blob (
  sha256 text primary key check (length(sha256) = 64),
  media text not null,
  size integer not null check (size >= 0),
  data blob not null,
  created integer not null
) strict;

-- One application. What the applicant fills in is JSON in content; the columns
-- beside it serve lists, filters and the constraints that must hold whatever
-- program writes: applicant, proposer, decider and fee officer are different
-- people (separation of duties).
create table application (
  id text primary key,
  reference text not null,
  state text not null check (state in ('draft', 'submitted', 'in_review', 'info_requested', 'proposed', 'approved', 'issued', 'refused', 'withdrawn')),
  version integer not null check (version > 0),
  type text not null,
  owner text not null check (owner <> ''),
  owner_name text not null,
  org text not null,
  agent text not null,
  agent_name text not null,
  copy_of text not null,
  content text not null,
  filed text not null,
  exporter text not null,
  importer text not null,
  taxa text not null,
  line_count integer not null check (line_count >= 0),
  search text not null,
  assigned text not null,
  assigned_to text not null,
  with_sa integer not null check (with_sa in (0, 1)),
  fee_amount integer not null check (fee_amount >= 0),
  fee_currency text not null,
  fee_receipt text not null,
  fee_waived text not null,
  fee_by text not null,
  fee_at integer not null,
  proposed_by text not null,
  proposed_by_name text not null,
  proposed_at integer not null,
  proposal text not null check (proposal in ('', 'approve', 'refuse')),
  decided_by text not null,
  decided_by_name text not null,
  decided_at integer not null,
  reasons text not null,
  conditions text not null,
  valid_until text not null,
  permit_id text not null,
  lifted text not null,
  created integer not null,
  changed integer not null,
  changed_by text not null,
  submitted_at integer not null,
  due text not null,
  constraint agent_is_not_owner check (agent <> owner),
  constraint proposer_is_not_applicant check (proposed_by = '' or (proposed_by <> owner and proposed_by <> agent)),
  constraint decider_is_not_applicant check (decided_by = '' or (decided_by <> owner and decided_by <> agent)),
  constraint decider_is_not_proposer check (decided_by = '' or decided_by <> proposed_by),
  constraint fee_officer_is_not_applicant check (fee_by = '' or (fee_by <> owner and fee_by <> agent)),
  constraint fee_officer_is_not_proposer check (fee_by = '' or fee_by <> proposed_by),
  constraint fee_officer_is_not_decider check (fee_by = '' or fee_by <> decided_by),
  constraint two_people_decide check (state not in ('approved', 'issued', 'refused') or (proposed_by <> '' and decided_by <> '')),
  constraint filed_has_reference check ((state = 'draft') = (reference = ''))
) strict;
create unique index application_reference on application (reference) where reference <> '';
create index application_owner on application (owner, changed);
create index application_org on application (org, changed);
create index application_agent on application (agent, changed);
create index application_state on application (state, due);
create index application_assigned on application (assigned, state);

create table application_counter (
  prefix text not null,
  year integer not null,
  last integer not null check (last > 0),
  primary key (prefix, year)
) strict;

-- A finding of an authority. One of the Scientific Authority is never made by
-- the officer who asked for it.
create table application_finding (
  id text primary key,
  application text not null references application (id),
  kind text not null check (kind in ('ndf', 'purpose', 'equipped', 'laf', 'not_commercial', 'transport', 'bred_or_propagated')),
  line integer not null check (line >= -1),
  outcome text not null check (outcome in ('open', 'positive', 'conditional', 'negative')),
  question text not null,
  conditions text not null,
  grounds text not null,
  evidence text not null,
  limit_quantity integer not null check (limit_quantity >= 0),
  unit text not null,
  valid_until text not null,
  asked_by text not null,
  asked_at integer not null,
  due text not null,
  made_by text not null,
  made_by_name text not null,
  made_at integer not null,
  constraint made_when_not_open check ((outcome = 'open') = (made_by = '')),
  constraint scientist_is_not_officer check (kind not in ('ndf', 'purpose', 'equipped') or made_by = '' or made_by <> asked_by)
) strict;
create index application_finding_of on application_finding (application, asked_at);

create table application_message (
  id text primary key,
  application text not null references application (id),
  sender text not null,
  sender_name text not null,
  from_staff integer not null check (from_staff in (0, 1)),
  internal integer not null check (internal in (0, 1)),
  body text not null,
  at integer not null,
  read_at integer not null,
  constraint notes_are_of_staff check (internal = 0 or from_staff = 1)
) strict;
create index application_message_of on application_message (application, at);

create table application_document (
  id text primary key,
  application text not null references application (id),
  name text not null,
  kind text not null check (kind in ('identity', 'permit', 'invoice', 'breeding', 'mandate', 'photo', 'other')),
  media text not null check (media in ('application/pdf', 'image/jpeg', 'image/png')),
  size integer not null check (size > 0),
  sha256 text not null references blob (sha256),
  uploaded_by text not null,
  at integer not null
) strict;
create index application_document_of on application_document (application, at);
create index application_document_blob on application_document (sha256);

create table mandate (
  id text primary key,
  trader text not null check (trader <> ''),
  trader_name text not null,
  trader_org text not null,
  agent text not null check (agent <> ''),
  agent_name text not null,
  types text not null,
  from_day text not null,
  until_day text not null,
  revoked integer not null,
  constraint mandate_of_two check (agent <> trader)
) strict;
create index mandate_trader on mandate (trader);
create index mandate_agent on mandate (agent);
