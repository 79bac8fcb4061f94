-- +goose Up
-- Partners: other Parties' systems. A token is kept as its SHA-256; the
-- credential is what a partner gave us to present to it.
create table partner (
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
create index partner_party on partner (party);

-- The log of what was asked and answered, in both directions. Rows are never
-- changed.
create table exchange_message (
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
create index exchange_message_at on exchange_message (at, id);
create index exchange_message_partner on exchange_message (partner_id, at);
