-- +goose Up
-- People. Roles are kept as ",role,role,"; the constraint keeps duties apart
-- that one person must never hold at once.
create table account (
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
create index account_sort on account (sort_name, id);
create index account_org on account (org);

-- Secrets that were mailed, by hash.
create table account_link (
  hash text primary key,
  account text not null references account (id),
  expires integer not null,
  used integer not null
) strict;
create index account_link_account on account_link (account);

-- Tries counted against guessing, by the hash of what was typed.
create table login_attempt (
  key text primary key,
  count integer not null check (count > 0),
  until integer not null,
  last integer not null
) strict;
create index login_attempt_last on login_attempt (last);

-- Who is signed in, by the hash of the token.
create table session (
  token text primary key,
  account text not null,
  device text not null,
  data blob not null,
  expires integer not null,
  created integer not null,
  seen integer not null
) strict;
create index session_account on session (account);
create index session_expires on session (expires);

-- Letters that no mail server was there to take.
create table mail_outbox (
  id text primary key,
  at integer not null,
  account text not null,
  language text not null,
  subject text not null,
  body text not null
) strict;
create index mail_outbox_at on mail_outbox (at);
