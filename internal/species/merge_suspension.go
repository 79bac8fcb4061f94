package species

import (
	"fmt"
	"hash/fnv"
	"reflect"

	"github.com/opencites/opencites/cites"
)

// takeSuspensions brings suspensions. A newer source that knows one that is
// still open confirms it: only its day moves on.
func (m *merge) takeSuspensions(records []SuspensionRecord) {
	c := &m.report.Suspensions
	for i := range records {
		rec := &records[i]
		s := rec.Suspension
		if _, ok := m.at[s.Taxon]; !ok && s.Taxon != "" {
			m.report.refuse(rec.Place, "", string(s.Taxon), "species.import.row.unknown")
			continue
		}
		old := m.knownSuspension(&s)
		if rec.Ended && (old == nil || !old.Until.IsZero() || !old.AsOf.Before(m.asOf)) {
			m.report.leaveOut(rec.Place, "", s.Notification, "species.import.row.no_end")
			continue
		}
		s.AsOf = m.asOf
		if old != nil && (rec.Unbased || rec.Ended) {
			s.Kind = old.Kind
		}
		if rec.Ended {
			s = *old
			s.Until, s.AsOf = m.asOf.AddDays(-1), m.asOf
		}
		switch {
		case old == nil:
			c.Added++
		case old.AsOf.After(s.AsOf):
			c.Same++
			continue
		case sameSuspension(*old, s):
			c.Same++
			if !s.Until.IsZero() || old.AsOf == s.AsOf {
				continue
			}
		default:
			c.Changed++
		}
		m.suspensions[s.ID] = &s
		m.save.suspensions = append(m.save.suspensions, &s)
	}
}

// knownSuspension finds the one that a source tells of, by its name or by what
// the store has of the same notification, and gives it that name.
func (m *merge) knownSuspension(s *Suspension) *Suspension {
	if s.ID == "" {
		s.ID = suspensionID(s)
	}
	old, alike := m.suspensions[s.ID], m.notified[notice(s)]
	if old != nil || len(alike) != 1 {
		return old
	}
	s.ID = alike[0]
	delete(m.notified, notice(s)) // the next one with this notification is another
	return m.suspensions[s.ID]
}

// notice is what one suspension has in common in all sources; "" when it names
// no notification.
func notice(s *Suspension) string {
	if s.Notification == "" {
		return ""
	}
	return fmt.Sprint(s.Taxon, "/", s.Country, "/", s.Imports, "/", s.From, "/", fold(s.Notification))
}

func suspensionID(s *Suspension) string {
	h := fnv.New64a()
	fmt.Fprint(h, s.Imports, s.Kind, fold(s.Notification), fold(s.Reason))
	taxon := s.Taxon
	if taxon == "" {
		taxon = "all"
	}
	return fmt.Sprintf("%s/%s/%s/%016x", taxon, s.Country, s.From, h.Sum64())
}

func sameSuspension(a, b Suspension) bool {
	a.AsOf, b.AsOf = cites.Date{}, cites.Date{}
	for _, s := range []*Suspension{&a, &b} {
		s.Sources, s.Purposes, s.Terms, s.NotTerms, s.ExceptTaxa = some(s.Sources), some(s.Purposes), some(s.Terms), some(s.NotTerms), some(s.ExceptTaxa)
	}
	return reflect.DeepEqual(a, b)
}
