-- +goose Up
-- The findings that only some documents need (permit-rules 1.4, need-contract).
alter table application_finding drop constraint application_finding_kind_check;
alter table application_finding add constraint application_finding_kind_check check (kind in ('ndf', 'purpose', 'equipped', 'laf', 'not_commercial', 'transport', 'bred_or_propagated',
    'origin', 'pre_convention', 'import_agreed', 'treaty_met', 'retro_own', 'retro_agreed'));

