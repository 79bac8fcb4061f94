-- +goose Up
-- People. Roles are kept as ",role,role,"; the constraint keeps duties apart
-- that one person must never hold at once.
create table account (
  id text primary key,
  version bigint not null check (version > 0),
  login text not null unique,
  name text not null,
  roles text not null check (roles like ',%,'),
  office text not null,
  org text not null,
  org_name text not null,
  language text not null,
  state text not null check (state in ('unconfirmed', 'active', 'disabled')),
  password_hash text not null,
  epoch bigint not null check (epoch > 0),
  created bigint not null,
  changed bigint not null,
  last_sign_in bigint not null,
  why text not null,
  sort_name text not null,
  search text not null,
  constraint account_duties check (not (
    (roles like '%,signatory,%' and (roles like '%,administrator,%' or roles like '%,finance_officer,%' or roles like '%,case_officer,%'))
    or ((roles like '%,trader,%' or roles like '%,agent,%') and replace(replace(roles, ',trader', ''), ',agent', '') <> ',')
    or (roles like '%,auditor,%' and roles <> ',auditor,'))),
  constraint account_active_password check (state <> 'active' or password_hash <> '')
);
create index account_sort on account (sort_name, id);
create index account_org on account (org);

-- Secrets that were mailed, by hash.
create table account_link (
  hash text primary key,
  account text not null references account (id),
  expires bigint not null,
  used bigint not null
);
create index account_link_account on account_link (account);

-- Tries counted against guessing, by the hash of what was typed.
create table login_attempt (
  key text primary key,
  count bigint not null check (count > 0),
  until bigint not null,
  last bigint not null
);
create index login_attempt_last on login_attempt (last);

-- Who is signed in, by the hash of the token.
create table session (
  token text primary key,
  account text not null,
  device text not null,
  data bytea not null,
  expires bigint not null,
  created bigint not null,
  seen bigint not null
);
create index session_account on session (account);
create index session_expires on session (expires);

-- Letters that no mail server was there to take.
create table mail_outbox (
  id text primary key,
  at bigint not null,
  account text not null,
  language text not null,
  subject text not null,
  body text not null
);
create index mail_outbox_at on mail_outbox (at);
