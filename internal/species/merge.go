package species

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/opencites/opencites/cites"
)

// merge brings batches, one after the other, over what the store has, and works
// out at the end what has to be written.
type merge struct {
	report *Report
	law    *Catalogue // what the store has
	limits Limits     // what the store has

	all      []Taxon // known and new
	at       map[ID]int
	given    map[ID]bool // told of in any batch
	own      map[ID][]Listing
	reserved map[ID][]Reservation
	turned   map[ID]bool // taxa whose listings or reservations may have changed

	quotas      map[string]*Quota
	suspensions map[string]*Suspension
	notified    map[string][]string // ids of suspensions that the store has, by their notice
	save        saving

	// of the batch at hand
	source string
	asOf   cites.Date
	base   int               // taxa before it
	prior  map[ID]cites.Date // how new the record was before it
}

// saving are the rows to be written.
type saving struct {
	taxa         []*Taxon
	listings     []Listing
	gone         []string // listings
	reservations []Reservation
	withdrawn    []string // reservations
	quotas       []*Quota
	suspensions  []*Suspension
}

// any reports whether the catalogue changes, so that it needs a new edition.
func (s *saving) any() bool {
	return len(s.taxa)+len(s.listings)+len(s.gone)+len(s.reservations)+len(s.withdrawn) > 0
}

func newMerge(law *Catalogue, limits Limits, r *Report) *merge {
	m := &merge{report: r, law: law, limits: limits, all: slices.Clone(law.taxa), at: make(map[ID]int, len(law.taxa)), given: map[ID]bool{},
		own: make(map[ID][]Listing, len(law.listings)), reserved: map[ID][]Reservation{}, turned: map[ID]bool{},
		quotas: make(map[string]*Quota, len(limits.Quotas)), suspensions: make(map[string]*Suspension, len(limits.Suspensions)), notified: map[string][]string{}}
	for i := range m.all {
		m.at[m.all[i].ID] = i
	}
	for id, ls := range law.listings {
		m.own[id] = ls
	}
	for id, rs := range law.reserved {
		m.reserved[id] = rs
	}
	for i := range limits.Quotas {
		m.quotas[limits.Quotas[i].ID] = &limits.Quotas[i]
	}
	for i := range limits.Suspensions {
		s := &limits.Suspensions[i]
		m.suspensions[s.ID] = s
		if n := notice(s); n != "" {
			m.notified[n] = append(m.notified[n], s.ID)
		}
	}
	return m
}

// take brings one batch in.
func (m *merge) take(b *Batch) {
	m.source, m.asOf, m.base, m.prior = b.Source, b.AsOf, len(m.all), map[ID]cites.Date{}
	m.takeTaxa(b.Taxa)
	Link(m.all)
	m.takeLaws(b.Laws)
	m.takeReservations(b.Reservations)
	m.takeQuotas(b.Quotas)
	m.takeSuspensions(b.Suspensions)
}

func (m *merge) takeTaxa(records []TaxonRecord) {
	for i := range records {
		rec := &records[i]
		t := rec.Taxon
		t.Source, t.AsOf = m.source, m.asOf
		at, known := m.at[t.ID]
		switch {
		case !known && rec.Adds:
			m.report.leaveOut(rec.Place, "", t.Name, "species.import.row.unknown")
			continue
		case !known:
			m.at[t.ID] = len(m.all)
			m.all = append(m.all, t)
		case rec.Adds:
			m.note(at)
			m.all[at] = enrich(m.all[at], &t)
		default:
			m.note(at)
			m.all[at] = join(&m.all[at], &t)
		}
		m.given[t.ID] = true
	}
}

// note remembers how new a record was before the batch.
func (m *merge) note(at int) {
	t := &m.all[at]
	if _, ok := m.prior[t.ID]; !ok && at < m.base {
		m.prior[t.ID] = t.AsOf
	}
}

// known reports whether the taxon was there before the batch, and how new what
// was told of it and of its listings is.
func (m *merge) known(id ID) (newest cites.Date, ok bool) {
	at, there := m.at[id]
	if !there || at >= m.base {
		return newest, false
	}
	newest, noted := m.prior[id]
	if !noted {
		newest = m.all[at].AsOf
	}
	for _, l := range m.own[id] {
		if l.AsOf.After(newest) {
			newest = l.AsOf
		}
	}
	return newest, true
}

// join keeps what the file does not know (popularity, other languages) and,
// when the known record is newer, also its name, author and lineage.
func join(old, file *Taxon) Taxon {
	t := *file
	t.Popularity, t.Parent = old.Popularity, cmp.Or(file.Parent, old.Parent)
	first, second := file.Range, old.Range
	if old.AsOf.After(file.AsOf) {
		t = *old
		first, second = second, first
	}
	t.SpeciesPlus = cmp.Or(file.SpeciesPlus, old.SpeciesPlus)
	t.Names = addNames(old.Names, file.Names)
	t.Range = addRange(first, second)
	return t
}

// enrich adds names, range and number to a known taxon.
func enrich(old Taxon, more *Taxon) Taxon {
	old.Names = addNames(old.Names, more.Names)
	old.Range = addRange(old.Range, more.Range)
	if old.SpeciesPlus == 0 {
		old.SpeciesPlus = more.SpeciesPlus
	}
	return old
}

func addNames(have, more []Name) []Name {
	if len(more) == 0 {
		return have
	}
	out := slices.Clone(have)
	folded := make([]string, len(out), len(out)+len(more))
	for i := range out {
		folded[i] = fold(out[i].Text)
	}
	for _, n := range more {
		k, twice := fold(n.Text), false
		for i := range out {
			if folded[i] == k && out[i].Lang == n.Lang && out[i].Kind == n.Kind {
				twice = true
				break
			}
		}
		if !twice {
			out, folded = append(out, n), append(folded, k)
		}
	}
	return out
}

func addRange(first, second []Occurrence) []Occurrence {
	if len(second) == 0 {
		return first
	}
	out := slices.Clone(first)
	for _, o := range second {
		if !slices.ContainsFunc(out, func(f Occurrence) bool { return f.Country == o.Country }) {
			out = append(out, o)
		}
	}
	return out
}

// finish works out what has to be written.
func (m *merge) finish() {
	for i := range m.all {
		t := &m.all[i]
		old, known := m.law.Taxon(t.ID)
		switch {
		case !known:
			m.report.Added++
			m.save.taxa = append(m.save.taxa, t)
		case !sameTaxon(*old, *t):
			m.report.Changed++
			m.save.taxa = append(m.save.taxa, t)
		case m.given[t.ID]:
			m.report.Same++
		}
	}
	ids := make([]ID, 0, len(m.turned))
	for id := range m.turned {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	next := &Catalogue{taxa: m.all, at: m.at, listings: m.own}
	for _, id := range ids {
		if _, known := m.law.at[id]; known {
			before, after := m.law.Listings(id, "", m.law.today).Label(), next.Listings(id, "", m.law.today).Label()
			if before != after {
				m.report.change(m.all[m.at[id]].Name, before, after)
			}
		}
		m.settleListings(id)
		m.settleReservations(id)
	}
}

// sameTaxon compares all but where the record is from.
func sameTaxon(a, b Taxon) bool {
	a.Source, a.AsOf, b.Source, b.AsOf = "", cites.Date{}, "", cites.Date{}
	if len(a.Names)+len(b.Names) == 0 {
		a.Names, b.Names = nil, nil
	}
	if len(a.Range)+len(b.Range) == 0 {
		a.Range, b.Range = nil, nil
	}
	return reflect.DeepEqual(a, b)
}
