-- +goose Up
-- Why, when and by whom an evidence file was withdrawn; it stays with the record.
alter table finding_file add column withdrawn text not null default '';
alter table finding_file add column withdrawn_by text not null default '';
alter table finding_file add column withdrawn_at bigint not null default 0;
