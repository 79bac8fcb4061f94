package species

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
)

// takeLaws brings what a batch says of listings. What only reaches a taxon is
// first brought to the taxa at which it stands.
func (m *merge) takeLaws(records []LawRecord) {
	var reaching []*LawRecord
	for i := range records {
		switch rec := &records[i]; {
		case m.at[rec.Taxon] == 0 && !m.isFirst(rec.Taxon):
			m.report.refuse(rec.Place, "", string(rec.Taxon), "species.import.row.unknown")
		case rec.Account == Reaching:
			reaching = append(reaching, rec)
		case rec.Account == WholeHistory:
			m.history(rec.Taxon, rec.Listings)
		default:
			m.compare(rec, rec.Listings)
		}
	}
	m.takeReaching(reaching)
}

func (m *merge) isFirst(id ID) bool { return len(m.all) > 0 && m.all[0].ID == id }

// takeReaching finds the listings that stand at a taxon itself, which are those
// that its higher taxa do not have, and compares them with what is known.
func (m *merge) takeReaching(records []*LawRecord) {
	slices.SortStableFunc(records, func(a, b *LawRecord) int { return m.depth(a.Taxon) - m.depth(b.Taxon) })
	own := map[ID][]Listing{}
	for _, rec := range records {
		switch above := m.nearest(own, rec.Taxon); {
		case len(rec.Listings) == 0 && strings.HasSuffix(rec.Label, "NC") && len(above) > 0: // also of a family of which some taxa are listed one by one
			for i := range own[above[0].Taxon] {
				l := &own[above[0].Taxon][i]
				l.ExceptTaxa = append(l.ExceptTaxa, rec.Taxon)
			}
		case len(rec.Listings) > 0 && rec.Label != "NC" && rec.Label != "" && signature(rec.Listings) != signature(above):
			own[rec.Taxon] = rec.Listings
		}
	}
	for _, rec := range records {
		m.compare(rec, own[rec.Taxon])
	}
}

func (m *merge) depth(id ID) int { return m.all[m.at[id]].Rank.depth() }

func (r Rank) depth() int {
	return slices.Index([]Rank{KingdomRank, Phylum, Class, Order, Family, Subfamily, Genus, Species, Subspecies, Variety}, r)
}

// nearest returns the listings of the lowest taxon above that has any.
func (m *merge) nearest(own map[ID][]Listing, id ID) []Listing {
	for n := 0; n < 20 && id != ""; n++ {
		at, ok := m.at[id]
		if !ok {
			return nil
		}
		id = m.all[at].Parent
		if ls := own[id]; len(ls) > 0 {
			return ls
		}
	}
	return nil
}

// signature is what makes two sets of listings the same law.
func signature(ls []Listing) string {
	var out []string
	for _, l := range ls {
		out = append(out, strings.Join([]string{string(l.Appendix), l.Hash, joined(l.Populations), joined(l.Except), joined(l.Part)}, "|"))
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ";")
}

func joined(cs []cites.Country) string {
	s := make([]string, len(cs))
	for i, c := range cs {
		s[i] = string(c)
	}
	slices.Sort(s)
	return strings.Join(s, " ")
}

// lawOf is what a list of current listings tells of the law: appendices,
// annotations, populations and the taxa left out. In a split listing the
// countries left out of one appendix are those of the other, however a source
// writes it.
func lawOf(ls []Listing) string {
	var out, except []string
	for _, l := range ls {
		left := joined(l.Except)
		if len(ls) > 1 {
			left = ""
		}
		out = append(out, strings.Join([]string{string(l.Appendix), l.Hash, joined(l.Populations), left}, "|"))
		for _, id := range l.ExceptTaxa {
			except = append(except, string(id))
		}
	}
	slices.Sort(out)
	slices.Sort(except)
	return strings.Join(slices.Compact(out), ";") + "#" + strings.Join(slices.Compact(except), " ")
}

// compare opens and closes listings of one taxon, of which a source tells what
// is in force on its day.
func (m *merge) compare(rec *LawRecord, next []Listing) {
	id := rec.Taxon
	newest, known := m.known(id)
	if known && newest.After(m.asOf) {
		m.report.Kept++
		return
	}
	var rest, open []Listing
	for _, l := range m.own[id] {
		if l.Holds(m.asOf) {
			open = append(open, l)
		} else {
			rest = append(rest, l)
		}
	}
	switch {
	case !known:
	case lawOf(open) == lawOf(next), rec.Vague && label(open) == label(next):
		return
	case rec.Account == Reaching && len(next) == 0 && len(open) > 0 && label(open) == label(rec.Listings):
		return // it reaches the taxon from above and stands at it as well: the law is the same
	}
	out := rest
	for _, l := range open {
		l.Until, l.AsOf = m.asOf.AddDays(-1), m.asOf
		if l.Until.Before(l.From) {
			l.Until = l.From
		}
		out = append(out, l)
	}
	for _, l := range next {
		if known && l.From.IsZero() {
			l.From = m.asOf
		}
		out = append(out, m.signed(l, id))
	}
	if len(out) > 0 || len(m.own[id]) > 0 {
		m.put(id, out)
	}
}

// signed says of a listing where it is from.
func (m *merge) signed(l Listing, id ID) Listing {
	l.Taxon, l.Source, l.AsOf = id, m.source, m.asOf
	l.ID = listingID(l)
	return l
}

// history takes a whole account of the listings at a taxon. What is newer than
// the source stays: intervals that begin later, and the last day of one that
// the source still sees open. A current listing without a date, of a newer
// source, gets its past from it.
func (m *merge) history(id ID, all []Listing) {
	newest, known := m.known(id)
	switch {
	case !known || !newest.After(m.asOf):
		var out []Listing
		for _, l := range all {
			l = m.signed(l, id)
			for _, old := range m.own[id] {
				if old.ID == l.ID && l.Until.IsZero() && old.Until.After(m.asOf) {
					l.Until = old.Until
				}
			}
			out = append(out, m.superseded(id, l))
		}
		for _, old := range m.own[id] {
			if old.From.After(m.asOf) {
				out = append(out, old)
			}
		}
		m.put(id, out)
	case m.undated(id):
		m.past(id, newest, all)
	default:
		m.report.Kept++
	}
}

// superseded ends a listing that the source still sees open on the day before a
// higher taxon was moved to a stricter appendix, later than the source could
// know.
func (m *merge) superseded(id ID, l Listing) Listing {
	up := m.all[m.at[id]].Parent
	for n := 0; n < 20 && up != "" && l.Until.IsZero(); n++ {
		for _, h := range m.own[up] {
			if h.From.After(m.asOf) && h.Appendix < l.Appendix && len(h.Populations) == 0 && !slices.Contains(h.ExceptTaxa, id) {
				l.Until = h.From.AddDays(-1)
				break
			}
		}
		at, ok := m.at[up]
		if !ok {
			break
		}
		up = m.all[at].Parent
	}
	return l
}

// undated reports whether what is known of a taxon says nothing of days.
func (m *merge) undated(id ID) bool {
	return !slices.ContainsFunc(m.own[id], func(l Listing) bool { return !l.From.IsZero() }) && len(m.own[id]) > 0
}

// past puts older intervals before current listings without a date.
func (m *merge) past(id ID, newest cites.Date, all []Listing) {
	m.report.Kept++
	current := slices.Clone(m.own[id])
	var out []Listing
	for _, l := range all {
		l = m.signed(l, id)
		if !l.Until.IsZero() {
			out = append(out, l)
			continue
		}
		same := slices.IndexFunc(current, func(c Listing) bool {
			return c.From.IsZero() && c.Appendix == l.Appendix && (c.Party == "" || c.Party == l.Party)
		})
		if same < 0 {
			l.Until = newest.AddDays(-1)
			out = append(out, l)
			continue
		}
		c := &current[same]
		c.From, c.Party, c.Citation = l.From, l.Party, l.Citation
		if len(c.Populations)+len(c.Part) == 0 {
			c.Populations, c.Part = l.Populations, l.Part
		}
		c.ID = listingID(*c)
	}
	for i := range current {
		if c := &current[i]; c.From.IsZero() {
			c.From = newest
			c.ID = listingID(*c)
		}
	}
	m.put(id, append(out, current...))
}

// put sets the listings of a taxon. Two that begin on the same day in the same
// appendix get ids of their own.
func (m *merge) put(id ID, ls []Listing) {
	slices.SortStableFunc(ls, func(a, b Listing) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Appendix, b.Appendix), cmp.Compare(a.Party, b.Party), cmp.Compare(joined(a.Populations), joined(b.Populations)))
	})
	seen := map[string]bool{}
	for i := range ls {
		for seen[ls[i].ID] {
			ls[i].ID += "/+"
		}
		seen[ls[i].ID] = true
	}
	m.own[id], m.turned[id] = ls, true
}

func label(ls []Listing) string { return settle(slices.Clone(ls), "").Label() }

// settleListings works out which listings of a taxon are to be written.
func (m *merge) settleListings(id ID) {
	before := map[string]*Listing{}
	for i := range m.law.listings[id] {
		l := &m.law.listings[id][i]
		before[l.ID] = l
	}
	for _, l := range m.own[id] {
		old := before[l.ID]
		delete(before, l.ID)
		switch {
		case old != nil && sameListing(*old, l):
			continue
		case old != nil && old.Until.IsZero() && !l.Until.IsZero():
			m.report.Closed++
		default:
			m.report.Opened++
		}
		m.save.listings = append(m.save.listings, l)
	}
	for gone := range before {
		m.report.Removed++
		m.save.gone = append(m.save.gone, gone)
	}
	slices.Sort(m.save.gone)
}

// sameListing compares all but where the listing is known from.
func sameListing(a, b Listing) bool {
	a.Source, a.AsOf, b.Source, b.AsOf = "", cites.Date{}, "", cites.Date{}
	for _, l := range []*Listing{&a, &b} {
		l.Populations, l.Except, l.Part = some(l.Populations), some(l.Except), some(l.Part)
		l.ExceptTaxa = some(l.ExceptTaxa)
	}
	return reflect.DeepEqual(a, b)
}

// some makes an empty list nil.
func some[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
