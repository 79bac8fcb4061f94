package species

import (
	"slices"

	"github.com/opencites/opencites/cites"
)

// Span is a time during which the same law held for a taxon and a population.
type Span struct {
	From, Until cites.Date // first and last day; Until is not set for the last span
	Effective
}

// Spans returns the law of a taxon and a population through time, oldest first:
// one span after the other without a gap, beginning with the first listing.
// Times at which it is not listed are spans as well.
func (c *Catalogue) Spans(id ID, country cites.Country) []Span {
	var out []Span
	for _, day := range c.turns(id) {
		e := c.Listings(id, country, day)
		if n := len(out); n > 0 {
			if sameLaw(out[n-1].Effective, e) {
				continue
			}
			out[n-1].Until = day.AddDays(-1)
		} else if !e.Listed() {
			continue
		}
		out = append(out, Span{From: day, Effective: e})
	}
	return out
}

// turns lists the days on which a listing of the taxon or above it begins, or
// the day after its last one.
func (c *Catalogue) turns(id ID) []cites.Date {
	var out []cites.Date
	for _, at := range c.Chain(id) {
		for _, l := range c.listings[at] {
			out = append(out, l.From)
			if !l.Until.IsZero() {
				out = append(out, l.Until.AddDays(1))
			}
		}
	}
	slices.SortFunc(out, cites.Date.Compare)
	return slices.Compact(out)
}

func sameLaw(a, b Effective) bool {
	return a.Split == b.Split && slices.EqualFunc(a.Listings, b.Listings, func(x, y Listing) bool { return x.ID == y.ID && x.From == y.From && x.Taxon == y.Taxon })
}

// Inside returns the lower taxa, such as subspecies, to which another listing
// applies than to the taxon itself on a day: a permit for them has to say which
// it is (rule T04). Only taxa below a species are looked at.
func (c *Catalogue) Inside(id ID, on cites.Date) []ID {
	t, ok := c.Taxon(id)
	if !ok || t.Rank != Species {
		return nil
	}
	label := c.Listings(id, "", on).Label()
	var out []ID
	for i := range c.taxa {
		if x := &c.taxa[i]; x.Parent == id && c.Listings(x.ID, "", on).Label() != label {
			out = append(out, x.ID)
		}
	}
	return out
}
