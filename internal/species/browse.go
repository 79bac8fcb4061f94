package species

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/opencites/opencites/cites"
)

// shelf is the order in which taxa are browsed, with today's appendix of each.
type shelf struct {
	order  []int
	labels []string // by index of the taxon
}

// stock works the shelf out once, when somebody first browses.
func (c *Catalogue) stock() func() shelf {
	return sync.OnceValue(func() shelf {
		s := shelf{order: make([]int, len(c.taxa)), labels: make([]string, len(c.taxa))}
		for i := range c.taxa {
			s.order[i] = i
			s.labels[i] = c.Listings(c.taxa[i].ID, "", c.today).Label()
		}
		slices.SortFunc(s.order, func(a, b int) int {
			x, y := &c.taxa[a], &c.taxa[b]
			return cmp.Or(cmp.Compare(y.Popularity, x.Popularity), cmp.Compare(x.Name, y.Name))
		})
		return s
	})
}

// Filter narrows what is browsed; empty fields mean any.
type Filter struct {
	Text     string
	Lang     cites.Lang // of the text
	Kingdom  cites.Kingdom
	Appendix cites.Appendix // as it is today, for any population
}

// Browse gives one page of the taxa that match and how many match in all: what
// is suggested for a text, or everything with the most traded first.
func (c *Catalogue) Browse(f Filter, offset, limit int) ([]Suggestion, int) {
	var found []Suggestion
	total := 0
	take := func(make func() Suggestion) {
		if total >= offset && len(found) < limit {
			found = append(found, make())
		}
		total++
	}
	if strings.TrimSpace(f.Text) != "" {
		for _, s := range c.Suggest(f.Text, f.Lang, maxSuggestions) {
			if (f.Kingdom == "" || f.Kingdom == s.Kingdom) && f.hasAppendix(s.Appendix) {
				take(func() Suggestion { return s })
			}
		}
		return found, total
	}
	s := c.shelf()
	for _, i := range s.order {
		if t := &c.taxa[i]; (f.Kingdom == "" || f.Kingdom == t.Kingdom) && f.hasAppendix(s.labels[i]) {
			take(func() Suggestion {
				return Suggestion{ID: t.ID, Name: t.Name, Rank: t.Rank, Kingdom: t.Kingdom, Common: t.CommonName(f.Lang), Appendix: s.labels[i]}
			})
		}
	}
	return found, total
}

func (f Filter) hasAppendix(label string) bool {
	switch f.Appendix {
	case "":
		return true
	case cites.NotListed:
		return label == ""
	}
	return slices.Contains(strings.Split(label, "/"), string(f.Appendix))
}
