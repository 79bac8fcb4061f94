-- +goose Up
-- The findings that only some documents need (permit-rules 1.4, need-contract).
create table application_finding_wider (
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
insert into application_finding_wider (id, application, kind, line, outcome, question, conditions, grounds, evidence, limit_quantity, unit, valid_until, asked_by, asked_at, due, made_by, made_by_name, made_at, register_id)
select id, application, kind, line, outcome, question, conditions, grounds, evidence, limit_quantity, unit, valid_until, asked_by, asked_at, due, made_by, made_by_name, made_at, register_id from application_finding;
drop table application_finding;
alter table application_finding_wider rename to application_finding;
create index application_finding_of on application_finding (application, asked_at);
create index application_finding_register on application_finding (register_id);
