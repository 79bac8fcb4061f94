-- +goose Up
-- What the search of the list of rehearsals looks in: name and person, folded.
alter table rehearsal add column search text not null default '';
update rehearsal set search = lower(name || ' ' || actor_name);
