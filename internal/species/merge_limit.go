package species

import (
	"fmt"
	"hash/fnv"
	"reflect"
	"slices"

	"github.com/opencites/opencites/cites"
)

// takeReservations brings the reservations about each taxon: a batch that tells
// of a taxon tells all of it, and takes back what it does not know.
func (m *merge) takeReservations(records []ReservationRecord) {
	next := map[ID][]Reservation{}
	for _, rec := range records {
		r := rec.Reservation
		if _, ok := m.at[r.Taxon]; !ok {
			m.report.refuse(rec.Place, "", string(r.Taxon), "species.import.row.unknown")
			continue
		}
		r.Source, r.AsOf = m.source, m.asOf
		r.ID = ReservationID(r)
		for slices.ContainsFunc(next[r.Taxon], func(o Reservation) bool { return o.ID == r.ID }) {
			r.ID += "/+"
		}
		next[r.Taxon] = append(next[r.Taxon], r)
	}
	for id, rs := range next {
		newer := slices.ContainsFunc(m.reserved[id], func(o Reservation) bool { return o.AsOf.After(m.asOf) })
		if !newer {
			m.reserved[id], m.turned[id] = rs, true
		}
	}
}

func (m *merge) settleReservations(id ID) {
	before := map[string]*Reservation{}
	for i := range m.law.reserved[id] {
		r := &m.law.reserved[id][i]
		before[r.ID] = r
	}
	c := &m.report.Reservations
	for _, r := range m.reserved[id] {
		old := before[r.ID]
		delete(before, r.ID)
		switch {
		case old == nil:
			c.Added++
		case sameReservation(*old, r):
			c.Same++
			continue
		default:
			c.Changed++
		}
		m.save.reservations = append(m.save.reservations, r)
	}
	for gone := range before {
		c.Changed++
		m.save.withdrawn = append(m.save.withdrawn, gone)
	}
	slices.Sort(m.save.withdrawn)
}

func sameReservation(a, b Reservation) bool {
	a.Source, a.AsOf, b.Source, b.AsOf = "", cites.Date{}, "", cites.Date{}
	a.Populations, b.Populations = some(a.Populations), some(b.Populations)
	return reflect.DeepEqual(a, b)
}

// takeQuotas brings quotas. One of which permits, regions or holders have
// more than the new quantity stays as it is, and is told of.
func (m *merge) takeQuotas(records []QuotaRecord) {
	c := &m.report.Quotas
	for i := range records {
		rec := &records[i]
		q := rec.Quota
		if _, ok := m.at[q.Taxon]; !ok {
			m.report.refuse(rec.Place, "", string(q.Taxon), "species.import.row.unknown")
			continue
		}
		q.AsOf = m.asOf
		if q.ID == "" {
			q.ID = quotaID(&q)
		}
		old := m.quotas[q.ID]
		switch {
		case old == nil:
			c.Added++
		case old.AsOf.After(q.AsOf) || sameQuota(*old, q):
			c.Same++
			continue
		case old.Taken() > max(q.Quantity, 0):
			m.report.leaveOut(rec.Place, "quota", q.Quantity.String(), "species.import.row.quota_used")
			continue
		default:
			c.Changed++
		}
		m.quotas[q.ID] = &q
		m.save.quotas = append(m.save.quotas, &q)
	}
}

// quotaID names a quota by what it limits, so that the same source, or a newer
// one, finds it again.
func quotaID(q *Quota) string {
	h := fnv.New64a()
	fmt.Fprint(h, q.Terms, q.Sources, q.Purposes, q.Unit, q.From, q.Until, fold(q.Note))
	return fmt.Sprintf("%s/%s/%d/%016x", q.Taxon, q.Country, q.Year, h.Sum64())
}

// sameQuota compares what a source says of a quota, not what was drawn on it.
func sameQuota(a, b Quota) bool {
	for _, q := range []*Quota{&a, &b} {
		q.AsOf, q.Used, q.Reserved, q.Shared, q.Direct, q.Entries, q.Closed = cites.Date{}, 0, 0, 0, 0, 0, false
		q.Terms, q.Sources, q.Purposes = some(q.Terms), some(q.Sources), some(q.Purposes)
	}
	return reflect.DeepEqual(a, b)
}
