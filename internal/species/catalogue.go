package species

import (
	"cmp"
	"slices"
	"sync"

	"github.com/opencites/opencites/cites"
)

// Catalogue is a read-only snapshot of taxa and listings. It is safe for
// concurrent use.
type Catalogue struct {
	taxa     []Taxon
	at       map[ID]int
	listings map[ID][]Listing
	reserved map[ID][]Reservation
	byName   map[string][]int // folded accepted names and synonyms
	index    *index
	shelf    func() shelf
	within   func() map[ID][]ID
	today    cites.Date
}

// NewCatalogue builds a catalogue. today is the day whose appendix suggestions
// show.
func NewCatalogue(taxa []Taxon, listings []Listing, today cites.Date) *Catalogue {
	c := newLaw(taxa, listings, today)
	c.index = buildIndex(taxa)
	c.shelf = c.stock()
	return c
}

// newLaw is NewCatalogue without the index that only suggestions need.
func newLaw(taxa []Taxon, listings []Listing, today cites.Date) *Catalogue {
	c := &Catalogue{taxa: taxa, at: make(map[ID]int, len(taxa)), listings: map[ID][]Listing{}, byName: map[string][]int{}, today: today}
	for i := range taxa {
		c.at[taxa[i].ID] = i
		c.name(taxa[i].Name, i)
		for _, n := range taxa[i].Names {
			if n.Kind != Common {
				c.name(n.Text, i)
			}
		}
	}
	c.within = sync.OnceValue(func() map[ID][]ID { return children(taxa) })
	for _, l := range listings {
		c.listings[l.Taxon] = append(c.listings[l.Taxon], l)
	}
	for _, ls := range c.listings {
		slices.SortFunc(ls, func(a, b Listing) int {
			return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Appendix, b.Appendix), cmp.Compare(a.Party, b.Party))
		})
	}
	return c
}

// On returns the same catalogue with another day for what suggestions show.
func (c *Catalogue) On(today cites.Date) *Catalogue {
	other := *c
	other.today = today
	other.shelf = other.stock()
	return &other
}

// All returns every taxon, in the order of the store; they must not be changed.
func (c *Catalogue) All() []Taxon { return c.taxa }

// Own returns the listings that stand at the taxon itself, oldest first.
func (c *Catalogue) Own(id ID) []Listing { return c.listings[id] }

func (c *Catalogue) name(s string, i int) {
	k := fold(s)
	if !slices.Contains(c.byName[k], i) {
		c.byName[k] = append(c.byName[k], i)
	}
}

// Len is the number of taxa.
func (c *Catalogue) Len() int { return len(c.taxa) }

// Taxon returns the taxon with an id; it must not be changed.
func (c *Catalogue) Taxon(id ID) (*Taxon, bool) {
	i, ok := c.at[id]
	if !ok {
		return nil, false
	}
	return &c.taxa[i], true
}

// Find returns the taxa that a name may mean, best first, as Resolve does. More
// than one means homonyms.
func (c *Catalogue) Find(name string) []*Taxon {
	var out []*Taxon
	for _, m := range c.Resolve(name) {
		out = append(out, m.Taxon)
	}
	return out
}

// Chain returns the taxon and all taxa above it, lowest first.
func (c *Catalogue) Chain(id ID) []ID {
	var out []ID
	for id != "" {
		i, ok := c.at[id]
		if !ok || len(out) > 20 {
			break
		}
		out = append(out, id)
		id = c.taxa[i].Parent
	}
	return out
}

// History returns every listing of the taxon and of the taxa above it that
// reach it, oldest first. A listing of a higher taxon is shown only for the
// time in which no listing of a lower one took its place.
func (c *Catalogue) History(id ID) []Listing {
	var out []Listing
	chain := c.Chain(id)
	for n, at := range chain {
		lower := len(out)
		for _, l := range c.listings[at] {
			if slices.ContainsFunc(chain[:n], func(b ID) bool { return slices.Contains(l.ExceptTaxa, b) }) {
				continue
			}
			if l, any := outside(l, out[:lower]); any {
				out = append(out, l)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Listing) int { return a.From.Compare(b.From) })
	return out
}

// outside cuts from the interval of a listing the time of lower listings that
// take its place at its beginning or its end; false when nothing is left.
func outside(l Listing, lower []Listing) (Listing, bool) {
	for _, w := range lower {
		if w.Appendix == cites.AppendixIII || len(w.Populations) > 0 {
			continue // the higher listing holds beside it
		}
		begins := !w.From.After(l.From) && (w.Until.IsZero() || !w.Until.Before(l.From))
		ends := w.Until.IsZero() || (!l.Until.IsZero() && !w.Until.Before(l.Until))
		switch {
		case begins && ends:
			return l, false
		case begins:
			l.From = w.Until.AddDays(1)
		case ends && w.From.After(l.From) && (l.Until.IsZero() || !w.From.After(l.Until)):
			l.Until = w.From.AddDays(-1)
		}
	}
	return l, true
}
