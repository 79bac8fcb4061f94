-- +goose Up
-- Places that breed, propagate, ranch or study: the register on which sources C,
-- D, A, R and scientific exchange rest. Foreign ones stand here too.
create table facility (
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
  version bigint not null check (version > 0),
  from_day text not null,
  until_day text not null,
  sec bigint not null check (sec in (0, 1)),
  sec_day text not null,
  founder text not null,
  reason text not null,
  created bigint not null,
  changed bigint not null,
  search text not null,
  constraint registered_for_a_time check (until_day = '' or until_day > from_day),
  constraint registered_has_a_day check (state <> 'registered' or from_day <> ''),
  constraint ended_for_a_reason check (state not in ('suspended', 'withdrawn') or reason <> '')
);
create index facility_holder on facility (holder);
create index facility_org on facility (org);
create index facility_country on facility (country, kind);

-- What a facility may issue and how much it can plausibly produce; year 0 is
-- every year. Thousandths of the unit.
create table facility_species (
  facility_id text not null references facility (id),
  taxon_id text not null,
  year bigint not null check (year >= 0),
  scientific_name text not null,
  sources text not null,
  output bigint not null check (output >= 0),
  unit text not null,
  primary key (facility_id, taxon_id, year)
);
create index facility_species_taxon on facility_species (taxon_id);

alter table permit_line add column facility text not null default '';
create index permit_line_facility on permit_line (facility, taxon_id);

-- Lots of goods that lawfully entered, and what was drawn from them. Thousandths
-- of the unit. Never more is drawn and reserved than there was.
create table stock_lot (
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
  quantity bigint not null check (quantity > 0),
  reserved bigint not null check (reserved >= 0),
  drawn bigint not null check (drawn >= 0),
  opened bigint not null,
  opened_by text not null,
  search text not null,
  constraint never_more_than_stock check (reserved + drawn <= quantity)
);
create index stock_lot_owner on stock_lot (owner);
create index stock_lot_org on stock_lot (org);
create index stock_lot_proof on stock_lot (proof_key);
create unique index stock_lot_import on stock_lot (permit_id, letter) where permit_id <> '';

-- What a line of a re-export takes from a lot: reserved at approval, used at
-- issue, what is not used comes back.
create table stock_draw (
  application_id text not null,
  line_id text not null,
  lot_id text not null references stock_lot (id),
  permit_id text not null,
  letter text not null,
  state text not null check (state in ('reserved', 'used', 'released')),
  amount bigint not null check (amount > 0),
  returned bigint not null check (returned >= 0),
  primary key (application_id, line_id, lot_id),
  constraint never_more_stock_returned check (returned <= amount),
  constraint used_by_a_permit check (state <> 'used' or permit_id <> '')
);
create index stock_draw_lot on stock_draw (lot_id);
create index stock_draw_permit on stock_draw (permit_id);

-- Goods turned into other goods: lots consumed, one lot made.
create table stock_conversion (
  id text primary key,
  number text not null unique,
  owner text not null,
  owner_name text not null,
  org text not null,
  state text not null check (state in ('pending', 'done', 'refused')),
  version bigint not null check (version > 0),
  term text not null,
  unit text not null,
  quantity bigint not null check (quantity > 0),
  plausible bigint not null check (plausible >= -1),
  lot_id text not null,
  note text not null,
  reason text not null,
  declared_by text not null,
  declared bigint not null,
  decided_by text not null,
  decided bigint not null,
  constraint decided_by_another check (decided_by = '' or decided_by <> declared_by)
);
create index stock_conversion_owner on stock_conversion (owner);
create index stock_conversion_state on stock_conversion (state, declared);

create table stock_conversion_input (
  conversion_id text not null references stock_conversion (id),
  lot_id text not null references stock_lot (id),
  quantity bigint not null check (quantity > 0),
  primary key (conversion_id, lot_id)
);
create index stock_conversion_input_lot on stock_conversion_input (lot_id);

-- Every change of a lot, never changed itself.
create table stock_movement (
  id text primary key,
  lot_id text not null references stock_lot (id),
  kind text not null check (kind in ('opened', 'reserved', 'released', 'used', 'returned', 'converted')),
  quantity bigint not null check (quantity > 0),
  subject_kind text not null,
  subject_id text not null,
  subject text not null,
  at bigint not null
);
create index stock_movement_lot on stock_movement (lot_id, at);

-- Marks of issued lines: capitals, no blanks.
create table permit_mark (
  permit_id text not null references permit (id),
  letter text not null,
  position bigint not null check (position >= 0),
  kind text not null,
  value text not null check (value <> ''),
  primary key (permit_id, letter, position)
);
create index permit_mark_value on permit_mark (value);
