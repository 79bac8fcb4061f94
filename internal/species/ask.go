package species

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
)

// LawOn is the law about one taxon on one day.
type LawOn struct {
	Taxon      *Taxon   // what was asked for; of a hybrid its first parent
	Lineage    []*Taxon // of a hybrid: the taxa crossed
	Unknown    []string // of a hybrid: parents that the catalogue does not know
	Population cites.Country
	On         cites.Date
	Effective
	// Since is the first day of the oldest listing that holds, First the day of
	// the first listing in any appendix. They are not set when there is none.
	Since, First cites.Date
	Reservations []Reservation // of all Parties
	Suspensions  []Suspension
	Quotas       []Quota
	// Inside are lower taxa to which another listing applies.
	Inside []ID
}

// Named finds what a name means: one taxon, or several when the name is that of
// more than one. "spp." behind the name of a higher taxon is left away. A name
// of accepted taxa means those, whatever else it is a synonym of.
func (c *Catalogue) Named(name string) []*Taxon {
	name = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(name), "."), " spp"))
	if t, ok := c.Taxon(ID(strings.ToLower(name))); ok {
		return []*Taxon{t}
	}
	found := c.Find(name)
	accepted := slices.DeleteFunc(slices.Clone(found), func(t *Taxon) bool { return fold(t.Name) != fold(name) })
	if len(accepted) > 0 {
		return accepted
	}
	return found
}

// Ask gathers the law about taxa on a day: one taxon, or the parents of a
// hybrid. limits are those of Keeper.LimitsOf for Reach of the same taxa.
func (c *Catalogue) Ask(taxa []*Taxon, population cites.Country, on cites.Date, limits Limits) LawOn {
	out := LawOn{Taxon: taxa[0], Population: population, On: on}
	ids := make([]ID, len(taxa))
	for i, t := range taxa {
		ids[i] = t.ID
		if first := c.First(t.ID); out.First.IsZero() || (!first.IsZero() && first.Before(out.First)) {
			out.First = first
		}
		out.Reservations = append(out.Reservations, c.Reservations(t.ID, "", on)...)
		out.Inside = append(out.Inside, c.Inside(t.ID, on)...)
	}
	if len(taxa) > 1 {
		out.Lineage, out.Effective = taxa, c.Cross(ids, population, on)
	} else {
		out.Effective = c.Listings(ids[0], population, on)
	}
	for _, l := range out.Listings {
		if l.Appendix == out.Appendix && (out.Since.IsZero() || l.From.Before(out.Since)) {
			out.Since = l.From
		}
	}
	out.Reservations = slices.DeleteFunc(out.Reservations, func(r Reservation) bool { return !r.Covers(population) })
	for _, q := range limits.Quotas {
		if q.Open(on) && (population == "" || q.Country == population) {
			out.Quotas = append(out.Quotas, q)
		}
	}
	for _, s := range limits.Suspensions {
		if s.Holds(on) && (s.Country == population || population == "" && (s.Taxon != "" || occurs(taxa, s.Country))) {
			out.Suspensions = append(out.Suspensions, s)
		}
	}
	return out
}

// Reach lists the taxa at which quotas and suspensions about these taxa may
// stand: themselves, those above, and "" for all taxa.
func (c *Catalogue) Reach(taxa []*Taxon) []ID {
	var out []ID
	for _, t := range taxa {
		out = append(out, c.Chain(t.ID)...)
	}
	slices.Sort(out)
	return append(slices.Compact(out), "")
}

func occurs(taxa []*Taxon, c cites.Country) bool {
	return slices.ContainsFunc(taxa, func(t *Taxon) bool { p := t.Occurs(c); return p != "" && p != Extinct })
}

// Annotation writes the annotations of the listings that hold: the mark on parts
// and derivatives and the note, strictest appendix first.
func (e Effective) Annotation() string {
	var out []string
	for _, l := range e.Listings {
		if a := strings.TrimSpace(l.Hash + " " + l.Note); a != "" && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return strings.Join(out, " / ")
}
