-- +goose Up
-- How a name stands: accepted (empty), hybrid or unaccepted.
alter table taxon add column status text not null default '' check (status in ('', 'hybrid', 'unaccepted'));

-- Purposes that a quota counts, codes between commas; empty means any. Zero
-- quotas for commercial purposes have one.
alter table species_quota add column purposes text not null default '';

-- Lower taxa that a suspension does not mean, separated by spaces.
alter table species_suspension add column except_taxa text not null default '';
