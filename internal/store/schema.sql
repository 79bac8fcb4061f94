-- What the migrations make (SQLite; PostgreSQL has the same tables and columns).
-- Written by a test for review, read by nobody else.

CREATE TABLE account (
  id text primary key,
  version integer not null check (version > 0),
  login text not null unique,
  name text not null,
  roles text not null check (roles like ',%,'),
  office text not null,
  org text not null,
  org_name text not null,
  language text not null,
  state text not null check (state in ('unconfirmed', 'active', 'disabled')),
  password_hash text not null,
  epoch integer not null check (epoch > 0),
  created integer not null,
  changed integer not null,
  last_sign_in integer not null,
  why text not null,
  sort_name text not null,
  search text not null,
  constraint account_duties check (not (
    (roles like '%,signatory,%' and (roles like '%,administrator,%' or roles like '%,finance_officer,%' or roles like '%,case_officer,%'))
    or ((roles like '%,trader,%' or roles like '%,agent,%') and replace(replace(roles, ',trader', ''), ',agent', '') <> ',')
    or (roles like '%,auditor,%' and roles <> ',auditor,'))),
  constraint account_active_password check (state <> 'active' or password_hash <> '')
) strict;

CREATE INDEX account_org on account (org);

CREATE INDEX account_sort on account (sort_name, id);

CREATE TABLE account_link (
  hash text primary key,
  account text not null references account (id),
  expires integer not null,
  used integer not null
) strict;

CREATE INDEX account_link_account on account_link (account);

CREATE TABLE acquisition_chain (
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

CREATE INDEX acquisition_chain_org on acquisition_chain (org, taxon_id);

CREATE INDEX acquisition_chain_owner on acquisition_chain (owner, taxon_id);

CREATE TABLE acquisition_link (
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

CREATE TABLE application (
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
  due text not null, retrospective integer not null default 0 check (retrospective in (0, 1)), cosigned_by text not null default ''
  constraint cosigner_is_another check (cosigned_by = '' or (cosigned_by <> owner and cosigned_by <> agent and cosigned_by <> proposed_by and cosigned_by <> decided_by and cosigned_by <> fee_by)), cosigned_name text not null default '', cosigned_at integer not null default 0
  constraint retrospective_needs_two check (retrospective = 0 or state not in ('approved', 'issued') or cosigned_by <> ''),
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

CREATE INDEX application_agent on application (agent, changed);

CREATE INDEX application_assigned on application (assigned, state);

CREATE INDEX application_org on application (org, changed);

CREATE INDEX application_owner on application (owner, changed);

CREATE UNIQUE INDEX application_reference on application (reference) where reference <> '';

CREATE INDEX application_state on application (state, due);

CREATE TABLE application_counter (
  prefix text not null,
  year integer not null,
  last integer not null check (last > 0),
  primary key (prefix, year)
) strict;

CREATE TABLE application_document (
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

CREATE INDEX application_document_blob on application_document (sha256);

CREATE INDEX application_document_of on application_document (application, at);

CREATE TABLE "application_finding" (
  id text primary key,
  application text not null references application (id),
  kind text not null check (kind in ('ndf', 'purpose', 'equipped', 'laf', 'not_commercial', 'transport', 'bred_or_propagated',
    'origin', 'pre_convention', 'import_agreed', 'treaty_met', 'retro_own', 'retro_agreed')),
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
  register_id text not null default '',
  constraint made_when_not_open check ((outcome = 'open') = (made_by = '')),
  constraint scientist_is_not_officer check (kind not in ('ndf', 'purpose', 'equipped') or made_by = '' or made_by <> asked_by)
) strict;

CREATE INDEX application_finding_of on application_finding (application, asked_at);

CREATE INDEX application_finding_register on application_finding (register_id);

CREATE TABLE application_message (
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

CREATE INDEX application_message_of on application_message (application, at);

CREATE TABLE audit_event (
  leaf_index integer primary key check (leaf_index >= 0),
  leaf blob not null check (length(leaf) = 32),
  id text not null unique,
  at integer not null,
  actor_id text not null,
  actor_name text not null,
  actor_role text not null,
  on_behalf text not null,
  verb text not null,
  subject_kind text not null,
  subject_id text not null,
  detail text not null,
  salt blob
) strict;

CREATE INDEX audit_event_actor on audit_event (actor_id, leaf_index);

CREATE INDEX audit_event_subject on audit_event (subject_kind, subject_id, leaf_index);

CREATE TABLE blob (
  sha256 text primary key check (length(sha256) = 64),
  media text not null,
  size integer not null check (size >= 0),
  data blob not null,
  created integer not null
) strict;

CREATE TABLE endorsement (
  id text primary key,
  permit_id text not null references permit (id),
  number text not null,
  kind text not null check (kind in ('export', 'import')),
  single text not null,
  port text not null,
  date text not null,
  transport text not null,
  remarks text not null,
  by_id text not null,
  by_name text not null,
  office text not null,
  at integer not null,
  log_index integer not null,
  send_key text,
  search text not null,
  constraint one_endorsement_per_permit unique (single, kind),
  constraint sent_once unique (send_key)
) strict;

CREATE INDEX endorsement_day on endorsement (date);

CREATE INDEX endorsement_of on endorsement (permit_id, at);

CREATE INDEX endorsement_office on endorsement (office, at);

CREATE TABLE endorsement_line (
  endorsement_id text not null references endorsement (id),
  letter text not null,
  quantity integer not null check (quantity >= 0),
  primary key (endorsement_id, letter)
) strict;

CREATE TABLE exchange_message (
  id text primary key,
  partner_id text not null,
  party text not null,
  direction text not null check (direction in ('in', 'out')),
  operation text not null,
  number text not null,
  outcome text not null,
  request_digest blob not null check (length(request_digest) = 32),
  response_digest blob check (length(response_digest) = 32),
  at integer not null,
  search text not null
) strict;

CREATE INDEX exchange_message_at on exchange_message (at, id);

CREATE INDEX exchange_message_partner on exchange_message (partner_id, at);

CREATE TABLE facility (
  id text primary key,
  number text not null,
  number_key text not null unique check (number_key <> ''),
  name text not null,
  kind text not null check (kind in ('breeding', 'nursery', 'ranch', 'institution')),
  country text not null check (length(country) = 2),
  holder text not null,
  holder_name text not null,
  org text not null,
  address text not null,
  state text not null check (state in ('proposed', 'objection', 'registered', 'suspended', 'withdrawn')),
  version integer not null check (version > 0),
  from_day text not null,
  until_day text not null,
  sec integer not null check (sec in (0, 1)),
  sec_day text not null,
  founder text not null,
  reason text not null,
  created integer not null,
  changed integer not null,
  search text not null,
  constraint registered_for_a_time check (until_day = '' or until_day > from_day),
  constraint registered_has_a_day check (state <> 'registered' or from_day <> ''),
  constraint ended_for_a_reason check (state not in ('suspended', 'withdrawn') or reason <> '')
) strict;

CREATE INDEX facility_country on facility (country, kind);

CREATE INDEX facility_holder on facility (holder);

CREATE INDEX facility_org on facility (org);

CREATE TABLE facility_species (
  facility_id text not null references facility (id),
  taxon_id text not null,
  year integer not null check (year >= 0),
  scientific_name text not null,
  sources text not null,
  output integer not null check (output >= 0),
  unit text not null,
  primary key (facility_id, taxon_id, year)
) strict;

CREATE INDEX facility_species_taxon on facility_species (taxon_id);

CREATE TABLE finding_draw (
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

CREATE INDEX finding_draw_application on finding_draw (application);

CREATE INDEX finding_draw_permit on finding_draw (permit_id);

CREATE TABLE finding_file (
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
, withdrawn text not null default '', withdrawn_by text not null default '', withdrawn_at integer not null default 0) strict;

CREATE INDEX finding_file_blob on finding_file (sha256);

CREATE INDEX finding_file_of on finding_file (register, register_id);

CREATE TABLE foreign_permit (
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

CREATE TABLE listing (
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
) strict;

CREATE INDEX listing_taxon on listing (taxon_id);

CREATE TABLE listing_stage (
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
) strict;

CREATE TABLE log_checkpoint (
  size integer primary key check (size >= 0),
  at integer not null,
  root blob not null check (length(root) = 32),
  note text not null
) strict;

CREATE TABLE log_hash (
  hash_index integer primary key check (hash_index >= 0),
  hash blob not null check (length(hash) = 32)
) strict;

CREATE TABLE log_tree (
  id integer primary key check (id = 1),
  size integer not null check (size >= 0)
) strict;

CREATE TABLE login_attempt (
  key text primary key,
  count integer not null check (count > 0),
  until integer not null,
  last integer not null
) strict;

CREATE INDEX login_attempt_last on login_attempt (last);

CREATE TABLE mail_outbox (
  id text primary key,
  at integer not null,
  account text not null,
  language text not null,
  subject text not null,
  body text not null
) strict;

CREATE INDEX mail_outbox_at on mail_outbox (at);

CREATE TABLE mandate (
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

CREATE INDEX mandate_agent on mandate (agent);

CREATE INDEX mandate_trader on mandate (trader);

CREATE TABLE measure (
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

CREATE INDEX measure_state on measure (state, number);

CREATE TABLE non_detriment (
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

CREATE INDEX non_detriment_taxon on non_detriment (taxon_id, state);

CREATE TABLE notification (
  id text primary key,
  cause text not null,
  recipient text not null,
  permit_id text not null,
  number text not null,
  facts text not null,
  address text not null,
  language text not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'by_hand', 'marked')),
  trouble text not null,
  tries integer not null check (tries >= 0),
  version integer not null check (version > 0),
  created integer not null,
  done_at integer not null,
  done_by text not null,
  done_name text not null,
  done_how text not null,
  search text not null,
  constraint one_notification unique (permit_id, cause, recipient),
  constraint notification_done check ((state in ('sent', 'marked')) = (done_at > 0)),
  constraint marked_by_somebody check (state <> 'marked' or (done_by <> '' and done_how <> ''))
) strict;

CREATE INDEX notification_list on notification (state, created);

CREATE TABLE partner (
  id text primary key,
  name text not null,
  name_key text not null unique,
  party text not null check (length(party) = 2),
  endpoint text not null,
  token_hash blob not null unique check (length(token_hash) = 32),
  credential text not null,
  state text not null check (state in ('active', 'disabled')),
  version integer not null check (version > 0),
  created integer not null,
  changed integer not null,
  search text not null
) strict;

CREATE INDEX partner_party on partner (party);

CREATE TABLE permit (
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
  search text not null, lost text not null default '', returned text not null default '', settled integer not null default 0 check (settled in (0, 1)), offered text not null default '',
  constraint sealed_when_valid check (state in ('prepared', 'cancelled') or sealed_at > 0),
  constraint expiry_after_issue check (valid_until > issued)
) strict;

CREATE INDEX permit_agent on permit (agent, issued);

CREATE INDEX permit_application on permit (application_id);

CREATE INDEX permit_issued on permit (issued);

CREATE INDEX permit_org on permit (org, issued);

CREATE INDEX permit_owner on permit (owner, issued);

CREATE INDEX permit_state on permit (state, valid_until);

CREATE TABLE permit_amendment (
  id text primary key,
  permit_id text not null references permit (id),
  state text not null check (state in ('proposed', 'approved', 'rejected')),
  reason text not null check (reason <> ''),
  content text not null,
  by_id text not null check (by_id <> ''),
  by_name text not null,
  at integer not null,
  decided_by text not null,
  decided_name text not null,
  decided_at integer not null,
  note text not null,
  successor text not null,
  constraint amendment_by_two check (decided_by <> by_id),
  constraint amendment_decided check ((state = 'proposed') = (decided_by = '')),
  constraint amendment_made check ((state = 'approved') = (successor <> ''))
) strict;

CREATE UNIQUE INDEX one_open_amendment on permit_amendment (permit_id) where state = 'proposed';

CREATE INDEX permit_amendment_of on permit_amendment (permit_id, at);

CREATE TABLE permit_completion (
  permit_id text primary key references permit (id),
  consignee text not null check (consignee <> ''),
  address text not null,
  country text not null,
  day text not null,
  lines text not null,
  by_id text not null,
  by_name text not null,
  at integer not null,
  log_index integer not null,
  returned_on text not null,
  returned_to text not null,
  constraint returned_by_somebody check ((returned_on = '') = (returned_to = ''))
) strict;

CREATE TABLE permit_line (
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
  reexport_permit text not null, facility text not null default '',
  primary key (permit_id, letter),
  constraint never_more_than_permitted check (used <= permitted)
) strict;

CREATE INDEX permit_line_facility on permit_line (facility, taxon_id);

CREATE INDEX permit_line_taxon on permit_line (taxon_id);

CREATE TABLE permit_loss (
  id text primary key,
  permit_id text not null references permit (id),
  kind text not null check (kind in ('lost', 'stolen', 'damaged', 'destroyed')),
  day text not null,
  place text not null,
  told text not null check (told <> ''),
  police text not null,
  by_id text not null,
  by_name text not null,
  at integer not null,
  outcome text not null check (outcome in ('', 'replaced', 'found', 'ended')),
  note text not null,
  closed_by text not null,
  closed_name text not null,
  closed_at integer not null,
  constraint closed_by_somebody check ((outcome = '') = (closed_by = ''))
) strict;

CREATE UNIQUE INDEX one_open_loss on permit_loss (permit_id) where outcome = '';

CREATE INDEX permit_loss_of on permit_loss (permit_id, at);

CREATE TABLE permit_mark (
  permit_id text not null references permit (id),
  letter text not null,
  position integer not null check (position >= 0),
  kind text not null,
  value text not null check (value <> ''),
  primary key (permit_id, letter, position)
) strict;

CREATE INDEX permit_mark_value on permit_mark (value);

CREATE TABLE permit_offer (
  id text primary key,
  permit_id text not null references permit (id),
  why text not null check (why in ('unused', 'part_used', 'over', 'found', 'given_up')),
  note text not null,
  by_id text not null check (by_id <> ''),
  by_name text not null,
  at integer not null,
  outcome text not null check (outcome in ('', 'taken', 'kept')),
  closed_by text not null,
  closed_name text not null,
  closed_at integer not null,
  constraint offer_closed_by_somebody check ((outcome = '') = (closed_by = ''))
) strict;

CREATE UNIQUE INDEX one_open_offer on permit_offer (permit_id) where outcome = '';

CREATE INDEX permit_offer_of on permit_offer (permit_id, at);

CREATE TABLE permit_serial (
  year integer primary key,
  last integer not null check (last > 0)
) strict;

CREATE TABLE permit_status (
  list integer not null,
  position integer not null check (position >= 0),
  value integer not null check (value between 0 and 3),
  changed integer not null,
  primary key (list, position)
) strict;

CREATE TABLE quota_draw (
  application_id text not null,
  letter text not null,
  quota_id text not null references species_quota (id),
  share_id text not null,
  permit_id text not null,
  reserved integer not null check (reserved >= 0),
  used integer not null check (used >= 0),
  settled integer not null check (settled in (0, 1)),
  primary key (application_id, letter, quota_id)
) strict;

CREATE INDEX quota_draw_of on quota_draw (quota_id, share_id);

CREATE INDEX quota_draw_permit on quota_draw (permit_id);

CREATE TABLE quota_entry (
  quota_id text not null references species_quota (id),
  seq integer not null check (seq > 0),
  share_id text not null,
  act text not null,
  limit_by integer not null,
  reserved_by integer not null,
  used_by integer not null,
  used_after integer not null check (used_after >= 0),
  limit_after integer not null,
  application_id text not null,
  permit_id text not null,
  letter text not null,
  by_id text not null,
  by_name text not null,
  reason text not null,
  at integer not null,
  primary key (quota_id, seq)
) strict;

CREATE INDEX quota_entry_permit on quota_entry (permit_id);

CREATE TABLE quota_share (
  id text primary key,
  quota_id text not null references species_quota (id),
  parent_id text not null,
  kind text not null check (kind in ('region', 'holder')),
  name text not null check (name <> ''),
  holder text not null,
  quantity integer not null check (quantity >= 0),
  shared integer not null check (shared >= 0),
  reserved integer not null check (reserved >= 0),
  used integer not null check (used >= 0),
  closed integer not null check (closed in (0, 1)),
  version integer not null,
  constraint quota_share_name unique (quota_id, parent_id, name),
  constraint never_more_than_share check (shared + reserved + used <= quantity),
  constraint holder_is_named check ((kind = 'holder') = (holder <> ''))
) strict;

CREATE INDEX quota_share_holder on quota_share (holder);

CREATE TABLE rehearsal (
  id text primary key,
  name text not null,
  on_day text not null check (on_day <> ''),
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  content text not null,
  cases integer not null check (cases >= 0),
  result text not null,
  actor_name text not null,
  created integer not null,
  changed integer not null
, search text not null default '') strict;

CREATE INDEX rehearsal_created on rehearsal (created);

CREATE TABLE rule_switch (
  rule text not null,
  version integer not null check (version > 0),
  setting text not null check (setting in ('on', 'warn', 'off')),
  reason text not null check (length(reason) > 0),
  by_id text not null,
  by_name text not null,
  at integer not null,
  primary key (rule, version)
) strict;

CREATE TABLE saved_view (
  id text primary key,
  account text not null check (account <> ''),
  name text not null check (name <> ''),
  query text not null,
  created integer not null,
  constraint saved_view_name unique (account, name)
) strict;

CREATE TABLE session (
  token text primary key,
  account text not null,
  device text not null,
  data blob not null,
  expires integer not null,
  created integer not null,
  seen integer not null
) strict;

CREATE INDEX session_account on session (account);

CREATE INDEX session_expires on session (expires);

CREATE TABLE species_amendment (
  id text primary key,
  name text not null,
  citation text not null,
  state text not null check (state in ('loaded', 'in_force', 'withdrawn')),
  first_day text not null check (first_day <> ''),
  last_day text not null,
  content text not null,
  entered text not null,
  loaded integer not null,
  loaded_by text not null,
  reason text not null,
  ended integer not null,
  ended_by text not null,
  constraint amendment_days check (last_day >= first_day),
  constraint withdrawn_with_reason check (state <> 'withdrawn' or reason <> '')
) strict;

CREATE TABLE species_edition (
  number integer primary key check (number > 0),
  source text not null,
  as_of text not null,
  imported integer not null,
  actor text not null,
  taxa integer not null check (taxa >= 0),
  report text not null
) strict;

CREATE TABLE species_quota (
  id text primary key,
  taxon_id text not null,
  country text not null,
  year integer not null,
  from_day text not null,
  until_day text not null,
  terms text not null,
  sources text not null,
  unit text not null,
  quantity integer not null check (quantity >= -1),
  used integer not null check (used >= 0),
  kind text not null check (kind in ('annotated', 'cop', 'committee', 'national')),
  note text not null,
  citation text not null,
  as_of text not null, purposes text not null default '', shared integer not null default 0 check (shared >= 0), direct integer not null default 0 check (direct >= 0), reserved integer not null default 0 check (reserved >= 0), entries integer not null default 0 check (entries >= 0), closed integer not null default 0 check (closed in (0, 1))
  constraint never_over_quota check (shared + direct <= quantity or shared + direct = 0)
  constraint never_taken_over_quota check (used + reserved <= quantity or used + reserved = 0)
  constraint direct_is_part_of_taken check (direct <= used + reserved),
  constraint never_more_than_quota check (used <= quantity or used = 0)
) strict;

CREATE INDEX species_quota_of on species_quota (country, year);

CREATE INDEX species_quota_taxon on species_quota (taxon_id);

CREATE TABLE species_quota_stage (
  run text not null,
  id text not null,
  taxon_id text not null,
  country text not null,
  year integer not null,
  from_day text not null,
  until_day text not null,
  terms text not null,
  sources text not null,
  unit text not null,
  quantity integer not null,
  kind text not null,
  note text not null,
  citation text not null,
  as_of text not null,
  purposes text not null,
  primary key (run, id)
) strict;

CREATE TABLE species_reservation (
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
) strict;

CREATE INDEX species_reservation_taxon on species_reservation (taxon_id);

CREATE TABLE species_suspension (
  id text primary key,
  taxon_id text not null,
  country text not null,
  imports integer not null check (imports in (0, 1)),
  from_day text not null,
  until_day text not null,
  kind text not null,
  sources text not null,
  purposes text not null,
  terms text not null,
  not_terms text not null,
  direct_only integer not null check (direct_only in (0, 1)),
  reason text not null,
  notification text not null,
  as_of text not null
, except_taxa text not null default '') strict;

CREATE INDEX species_suspension_day on species_suspension (from_day, until_day);

CREATE TABLE species_upload (
  id text primary key,
  name text not null,
  as_of text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'refused')),
  rows_done integer not null check (rows_done >= 0),
  report text not null,
  fault text not null,
  actor text not null,
  created integer not null,
  changed integer not null,
  content blob not null
) strict;

CREATE INDEX species_upload_created on species_upload (created);

CREATE TABLE stock_conversion (
  id text primary key,
  number text not null unique,
  owner text not null,
  owner_name text not null,
  org text not null,
  state text not null check (state in ('pending', 'done', 'refused')),
  version integer not null check (version > 0),
  term text not null,
  unit text not null,
  quantity integer not null check (quantity > 0),
  plausible integer not null check (plausible >= -1),
  lot_id text not null,
  note text not null,
  reason text not null,
  declared_by text not null,
  declared integer not null,
  decided_by text not null,
  decided integer not null,
  constraint decided_by_another check (decided_by = '' or decided_by <> declared_by)
) strict;

CREATE INDEX stock_conversion_owner on stock_conversion (owner);

CREATE INDEX stock_conversion_state on stock_conversion (state, declared);

CREATE TABLE stock_conversion_input (
  conversion_id text not null references stock_conversion (id),
  lot_id text not null references stock_lot (id),
  quantity integer not null check (quantity > 0),
  primary key (conversion_id, lot_id)
) strict;

CREATE INDEX stock_conversion_input_lot on stock_conversion_input (lot_id);

CREATE TABLE stock_draw (
  application_id text not null,
  line_id text not null,
  lot_id text not null references stock_lot (id),
  permit_id text not null,
  letter text not null,
  state text not null check (state in ('reserved', 'used', 'released')),
  amount integer not null check (amount > 0),
  returned integer not null check (returned >= 0),
  primary key (application_id, line_id, lot_id),
  constraint never_more_stock_returned check (returned <= amount),
  constraint used_by_a_permit check (state <> 'used' or permit_id <> '')
) strict;

CREATE INDEX stock_draw_lot on stock_draw (lot_id);

CREATE INDEX stock_draw_permit on stock_draw (permit_id);

CREATE TABLE stock_lot (
  id text primary key,
  number text not null unique,
  kind text not null check (kind in ('import', 'existing', 'foreign', 'conversion')),
  owner text not null,
  owner_name text not null,
  org text not null,
  taxon_id text not null,
  scientific_name text not null,
  kingdom text not null,
  term text not null,
  unit text not null,
  source text not null,
  second_source text not null,
  origin_country text not null,
  origin_number text not null,
  origin_day text not null,
  last_country text not null,
  last_number text not null,
  last_day text not null,
  proof_country text not null,
  proof_number text not null,
  proof_key text not null,
  proof_day text not null,
  permit_id text not null,
  letter text not null,
  conversion_id text not null,
  evidence text not null,
  quantity integer not null check (quantity > 0),
  reserved integer not null check (reserved >= 0),
  drawn integer not null check (drawn >= 0),
  opened integer not null,
  opened_by text not null,
  search text not null,
  constraint never_more_than_stock check (reserved + drawn <= quantity)
) strict;

CREATE UNIQUE INDEX stock_lot_import on stock_lot (permit_id, letter) where permit_id <> '';

CREATE INDEX stock_lot_org on stock_lot (org);

CREATE INDEX stock_lot_owner on stock_lot (owner);

CREATE INDEX stock_lot_proof on stock_lot (proof_key);

CREATE TABLE stock_movement (
  id text primary key,
  lot_id text not null references stock_lot (id),
  kind text not null check (kind in ('opened', 'reserved', 'released', 'used', 'returned', 'converted')),
  quantity integer not null check (quantity > 0),
  subject_kind text not null,
  subject_id text not null,
  subject text not null,
  at integer not null
) strict;

CREATE INDEX stock_movement_lot on stock_movement (lot_id, at);

CREATE TABLE taxon (
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
  popularity integer not null,
  species_plus integer not null,
  other_names text not null,
  occurrences text not null,
  source text not null,
  as_of text not null, status text not null default '' check (status in ('', 'hybrid', 'unaccepted')),
  unique (kingdom, name)
) strict;

CREATE TABLE taxon_stage (
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
  popularity integer not null,
  species_plus integer not null,
  other_names text not null,
  occurrences text not null,
  source text not null,
  as_of text not null,
  status text not null,
  primary key (run, id)
) strict;
