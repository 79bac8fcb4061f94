package species

import (
	"cmp"
	"slices"
	"strings"
)

// Match is one reading of a name.
type Match struct {
	Taxon *Taxon // must not be changed
	// Via is the name that matched, when it is not that of the taxon itself.
	Via *Name
}

// Resolve returns what a name may mean, best first: accepted names before
// hybrids, then synonyms and trade names, which lead to their accepted taxon,
// then names that are not accepted (reporting.md 3.2). Case, accents and an
// ending " spp." aside, the whole name has to agree. Several of the same worth
// are homonyms; a taxon comes once.
func (c *Catalogue) Resolve(name string) []Match {
	k := fold(name)
	k = strings.TrimSuffix(strings.TrimSuffix(k, " spp"), " ssp")
	var out []Match
	for _, i := range c.byName[k] {
		t := &c.taxa[i]
		m := Match{Taxon: t}
		if fold(t.Name) != k {
			n := slices.IndexFunc(t.Names, func(n Name) bool { return n.Kind != Common && fold(n.Text) == k })
			if n < 0 {
				continue
			}
			m.Via = &t.Names[n]
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b Match) int { return cmp.Compare(a.worth(), b.worth()) })
	return out
}

func (m Match) worth() int {
	order := []Status{Accepted, Hybrid, Unaccepted}
	worth := slices.Index(order, m.Taxon.Status)
	switch {
	case m.Via != nil: // after accepted names and hybrids, before names that are not accepted
		return 2 + worth
	case m.Taxon.Status == Unaccepted:
		return 5
	}
	return worth
}
