package species

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
)

// Listing is one interval during which a taxon, or some populations of it,
// stood in an appendix.
type Listing struct {
	ID       string
	Taxon    ID
	Appendix cites.Appendix
	// From is the day the listing entered into force. Until is its last day,
	// not set while it holds.
	From, Until cites.Date
	// Party is the one that listed the taxon in Appendix III (Art. XVI).
	Party cites.Country
	// Populations are the countries whose populations are meant; none means
	// all. Except are countries whose populations are not meant.
	Populations, Except []cites.Country
	// Part are countries of which only a part of the population, or certain
	// specimens, are meant: Note says which, an officer decides.
	Part []cites.Country
	// ExceptTaxa are lower taxa to which this listing does not reach down.
	ExceptTaxa []ID
	// Hash is the annotation on parts and derivatives, "#4", or "".
	Hash string
	// Note is the annotation in English, for people.
	Note string
	// Citation is where the listing was decided, Source where we know it from,
	// AsOf the day at which that source was true.
	Citation, Source string
	AsOf             cites.Date
}

// Holds reports whether the listing is in force on a day.
func (l *Listing) Holds(on cites.Date) bool {
	return !on.Before(l.From) && (l.Until.IsZero() || !on.After(l.Until))
}

// Covers reports whether the listing reaches specimens originating in a
// country. An unknown country ("" or XX) is covered by every listing.
func (l *Listing) Covers(c cites.Country) bool {
	if c == "" || c == "XX" {
		return true
	}
	if slices.Contains(l.Part, c) {
		return true
	}
	if slices.Contains(l.Except, c) {
		return false
	}
	return len(l.Populations) == 0 || slices.Contains(l.Populations, c)
}

// Effective is the answer to "which appendix".
type Effective struct {
	// Appendix is the strictest that holds, NotListed when none does.
	Appendix cites.Appendix
	// Listings are those that hold, strictest first. More than one means
	// several Parties in Appendix III, or a split listing.
	Listings []Listing
	// Split says that the answer depends on the population or the kind of
	// specimen: the country was not given and populations differ, be it that
	// some are not listed, or only a part of its population stands in one of the
	// listings. A person has to decide.
	Split bool
}

// Listed reports whether any appendix holds.
func (e Effective) Listed() bool { return e.Appendix != cites.NotListed }

// Label writes the appendices that may hold: "I", "I/II", or "" when none.
func (e Effective) Label() string {
	var out []string
	for _, l := range e.Listings {
		if !slices.Contains(out, string(l.Appendix)) {
			out = append(out, string(l.Appendix))
		}
	}
	return strings.Join(out, "/")
}

// Parties are the Parties that listed the taxon in Appendix III.
func (e Effective) Parties() []cites.Country {
	var out []cites.Country
	for _, l := range e.Listings {
		if l.Appendix == cites.AppendixIII && l.Party != "" {
			out = append(out, l.Party)
		}
	}
	return out
}

// Listings returns what holds for specimens of a taxon originating in a country
// on a day; country "" or XX asks for all populations: the answer then holds
// every listing that reaches any of them, and is Split when they differ.
//
// The lowest taxon with a listing in Appendix I or II decides, as the
// Appendices say "except the species included in Appendix I" at higher taxa. A
// listing in Appendix III does not stop the way up, since the stricter holds.
func (c *Catalogue) Listings(id ID, country cites.Country, on cites.Date) Effective {
	if country != "" && country != "XX" {
		return settle(c.climb(id, country, on), country)
	}
	all := settle(c.climb(id, elsewhere, on), elsewhere)
	label := all.Label()
	for _, place := range c.named(id, on) {
		one := settle(c.climb(id, place, on), place)
		all.Split = all.Split || one.Split || one.Label() != label
		for _, l := range one.Listings {
			if !slices.ContainsFunc(all.Listings, func(k Listing) bool { return k.ID == l.ID && k.Taxon == l.Taxon }) {
				all.Listings = append(all.Listings, l)
			}
		}
	}
	slices.SortStableFunc(all.Listings, byAppendix)
	if len(all.Listings) > 0 {
		all.Appendix = all.Listings[0].Appendix
	}
	return all
}

// elsewhere stands for every country that no listing names; the code is left to
// users by ISO 3166 and no State has it.
const elsewhere cites.Country = "ZZ"

// named lists the countries whose populations the listings in force name.
func (c *Catalogue) named(id ID, on cites.Date) []cites.Country {
	var out []cites.Country
	for _, at := range c.Chain(id) {
		for i := range c.listings[at] {
			if l := &c.listings[at][i]; l.Holds(on) {
				out = append(append(append(out, l.Populations...), l.Except...), l.Part...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// climb gathers the listings from a taxon upwards until one leaves nothing for
// the higher taxa.
func (c *Catalogue) climb(id ID, country cites.Country, on cites.Date) []Listing {
	var found []Listing
	var below []ID
	for id != "" {
		level := c.reach(id, country, on, below)
		found = append(found, level...)
		if settles(level, country) {
			break
		}
		below = append(below, id)
		i, ok := c.at[id]
		if !ok {
			break
		}
		id = c.taxa[i].Parent
	}
	return found
}

// reach gives the listings that stand at one taxon and reach down to the one
// asked for, past the taxa below.
func (c *Catalogue) reach(id ID, country cites.Country, on cites.Date, below []ID) []Listing {
	var out []Listing
	for _, l := range c.listings[id] {
		if l.Holds(on) && l.Covers(country) && !slices.ContainsFunc(below, func(b ID) bool { return slices.Contains(l.ExceptTaxa, b) }) {
			out = append(out, l)
		}
	}
	return out
}

// settles reports whether the listings of one taxon leave nothing for the
// higher taxa: any of Appendix I or II does that is not of a part of the
// population.
func settles(level []Listing, country cites.Country) bool {
	return slices.ContainsFunc(level, func(l Listing) bool {
		return l.Appendix != cites.AppendixIII && !slices.Contains(l.Part, country)
	})
}

// settle orders the listings found and decides.
func settle(found []Listing, country cites.Country) Effective {
	strict := slices.ContainsFunc(found, func(l Listing) bool { return l.Appendix != cites.AppendixIII })
	if strict {
		found = slices.DeleteFunc(found, func(l Listing) bool { return l.Appendix == cites.AppendixIII })
	}
	slices.SortStableFunc(found, byAppendix)
	e := Effective{Appendix: cites.NotListed, Listings: found}
	if len(found) == 0 {
		return e
	}
	e.Appendix = found[0].Appendix
	e.Split = found[len(found)-1].Appendix != e.Appendix ||
		slices.ContainsFunc(found, func(l Listing) bool { return slices.Contains(l.Part, country) })
	return e
}

func byAppendix(a, b Listing) int { return strings.Compare(string(a.Appendix), string(b.Appendix)) }

// First returns the day on which the taxon was first listed in any appendix,
// itself or through a higher taxon: specimens acquired before it are
// pre-Convention (Res. Conf. 13.6). It is not set when never listed. Intervals
// that have ended count.
func (c *Catalogue) First(id ID) cites.Date {
	var first cites.Date
	var below []ID
	for id != "" {
		for _, l := range c.listings[id] {
			if slices.ContainsFunc(below, func(b ID) bool { return slices.Contains(l.ExceptTaxa, b) }) {
				continue
			}
			if first.IsZero() || l.From.Before(first) {
				first = l.From
			}
		}
		below = append(below, id)
		i, ok := c.at[id]
		if !ok {
			break
		}
		id = c.taxa[i].Parent
	}
	return first
}
