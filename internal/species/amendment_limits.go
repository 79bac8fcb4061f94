package species

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
)

// Limit changes quotas and suspensions as the set makes them on a day: for a
// rehearsal, in memory. Records that loading the set wrote are taken out first,
// so that the answer is the same for a set that is loaded and one that is not.
func (s *Amendments) Limit(quotas []Quota, suspensions []Suspension, exporter cites.Country, on cites.Date) ([]Quota, []Suspension) {
	quotas, suspensions = s.Unlimit(quotas, suspensions)
	for i := range s.Rows {
		r := &s.Rows[i]
		switch r.Act {
		case OpenQuota:
			if q := s.quota(r); q.Country == exporter && q.Open(on) {
				quotas = append(quotas, q)
			}
		case Suspend:
			if x := s.suspension(r); x.Holds(on) {
				suspensions = append(suspensions, x)
			}
		case EndSuspension:
			if !on.Before(r.From) {
				suspensions = slices.DeleteFunc(suspensions, func(x Suspension) bool { return r.ends(&x) })
			}
		}
	}
	return quotas, suspensions
}

// Unlimit takes out of quotas and suspensions what loading the set wrote.
func (s *Amendments) Unlimit(quotas []Quota, suspensions []Suspension) ([]Quota, []Suspension) {
	if s.ID == "" {
		return slices.Clone(quotas), slices.Clone(suspensions)
	}
	ours := func(id string) bool { return strings.HasPrefix(id, s.ID+".") }
	quotas = slices.DeleteFunc(slices.Clone(quotas), func(q Quota) bool { return ours(q.ID) })
	suspensions = slices.DeleteFunc(slices.Clone(suspensions), func(x Suspension) bool { return ours(x.ID) })
	return quotas, suspensions
}
