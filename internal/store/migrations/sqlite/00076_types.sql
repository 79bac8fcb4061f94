-- +goose Up
-- Retrospective documents: never decided by fewer than two signatories, who are
-- neither the applicant, the proposer nor the finance officer (50 CFR 23.53).
alter table application add column retrospective integer not null default 0 check (retrospective in (0, 1));
alter table application add column cosigned_by text not null default ''
  constraint cosigner_is_another check (cosigned_by = '' or (cosigned_by <> owner and cosigned_by <> agent and cosigned_by <> proposed_by and cosigned_by <> decided_by and cosigned_by <> fee_by));
alter table application add column cosigned_name text not null default '';
alter table application add column cosigned_at integer not null default 0
  constraint retrospective_needs_two check (retrospective = 0 or state not in ('approved', 'issued') or cosigned_by <> '');

-- What the holder wrote into a document that was issued partially completed
-- (50 CFR 23.51). One use each; what was written never changes, the copy comes back.
create table permit_completion (
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
