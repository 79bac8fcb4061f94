package species

import (
	"reflect"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
)

// merge compares what a file says with what is known and holds the rows to be
// written.
type merge struct {
	asOf     cites.Date
	source   string
	known    map[ID]*Taxon
	law      *Catalogue // what is known, to ask for appendices
	report   *Report
	taxa     []*Taxon // to be written, of all
	listings []Listing
	all      []Taxon // known and new, to link them
}

// plan works out the changes. The taxa of the file come highest rank first, so
// that inheritance is known when a species is looked at.
func plan(law *Catalogue, entries []*entryRow, source string, asOf cites.Date, r *Report) *merge {
	m := &merge{asOf: asOf, source: source, law: law, report: r, known: map[ID]*Taxon{}}
	for i := range law.taxa {
		m.known[law.taxa[i].ID] = &law.taxa[i]
	}
	m.takeTaxa(entries)
	parents := m.link()
	m.takeListings(entries, parents)
	return m
}

// takeTaxa joins names and range of every entry with what is known.
func (m *merge) takeTaxa(entries []*entryRow) {
	given := make(map[ID]bool, len(entries))
	m.all = make([]Taxon, 0, len(entries)+len(m.law.taxa)) // entries point into it
	for _, e := range entries {
		t := e.taxon
		t.Source, t.AsOf = m.source, m.asOf
		given[t.ID] = true
		if old := m.known[t.ID]; old != nil {
			*t = join(old, t)
		}
		m.all = append(m.all, *t)
		e.taxon = &m.all[len(m.all)-1]
	}
	for i := range m.law.taxa {
		if t := &m.law.taxa[i]; !given[t.ID] {
			m.all = append(m.all, *t)
		}
	}
}

// join keeps what the file does not know (popularity, other languages) and,
// when the known record is newer, also its name, author and lineage.
func join(old, file *Taxon) Taxon {
	t := *file
	t.Popularity, t.Parent = old.Popularity, old.Parent
	if old.AsOf.After(file.AsOf) {
		t = *old
		t.SpeciesPlus = file.SpeciesPlus
	}
	t.Names = slices.Clone(old.Names)
	for _, n := range file.Names {
		if !slices.ContainsFunc(t.Names, func(o Name) bool { return o.Kind == n.Kind && o.Lang == n.Lang && fold(o.Text) == fold(n.Text) }) {
			t.Names = append(t.Names, n)
		}
	}
	t.Range = slices.Clone(file.Range)
	for _, o := range old.Range {
		if !slices.ContainsFunc(t.Range, func(f Occurrence) bool { return f.Country == o.Country }) {
			t.Range = append(t.Range, o)
		}
	}
	return t
}

// link sets the parents and lists the taxa to be written; it returns the
// parent of every taxon.
func (m *merge) link() map[ID]ID {
	Link(m.all)
	parents := make(map[ID]ID, len(m.all))
	for i := range m.all {
		t := &m.all[i]
		parents[t.ID] = t.Parent
		switch old := m.known[t.ID]; {
		case old == nil:
			m.report.Added++
			m.taxa = append(m.taxa, t)
		case !sameTaxon(*old, *t):
			m.report.Changed++
			m.taxa = append(m.taxa, t)
		default:
			m.report.Same++
		}
	}
	return parents
}

// sameTaxon compares all but where the record is from.
func sameTaxon(a, b Taxon) bool {
	a.Source, a.AsOf, b.Source, b.AsOf = "", cites.Date{}, "", cites.Date{}
	if len(a.Names)+len(b.Names) == 0 {
		a.Names, b.Names = nil, nil
	}
	if len(a.Range)+len(b.Range) == 0 {
		a.Range, b.Range = nil, nil
	}
	return reflect.DeepEqual(a, b)
}

// takeListings finds the listings that stand at a taxon itself, which are
// those that its higher taxa do not have, and compares them with what is known.
func (m *merge) takeListings(entries []*entryRow, parents map[ID]ID) {
	slices.SortStableFunc(entries, func(a, b *entryRow) int { return a.taxon.Rank.depth() - b.taxon.Rank.depth() })
	own := map[ID][]Listing{}
	for _, e := range entries {
		id := e.taxon.ID
		switch above := nearest(own, parents, id); {
		case len(e.own) == 0 && strings.HasSuffix(e.now, "NC") && len(above) > 0: // also of a family of which some taxa are listed one by one
			m.except(above[0].Taxon, id, own)
		case len(e.own) > 0 && e.now != "NC" && e.now != "" && signature(e.own) != signature(above):
			own[id] = e.own
		}
	}
	for _, e := range entries {
		m.compare(e, own[e.taxon.ID])
	}
}

func (r Rank) depth() int {
	return slices.Index([]Rank{KingdomRank, Phylum, Class, Order, Family, Subfamily, Genus, Species, Subspecies, Variety}, r)
}

// nearest returns the listings of the lowest taxon above that has any.
func nearest(own map[ID][]Listing, parents map[ID]ID, id ID) []Listing {
	for n := 0; n < 20 && id != ""; n++ {
		id = parents[id]
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

// except notes in the listing of a higher taxon that it does not reach id.
func (m *merge) except(higher, id ID, own map[ID][]Listing) {
	for i := range own[higher] {
		own[higher][i].ExceptTaxa = append(own[higher][i].ExceptTaxa, id)
	}
}

// compare opens and closes listings of one taxon.
func (m *merge) compare(e *entryRow, next []Listing) {
	id, name := e.taxon.ID, e.taxon.Name
	var open []Listing
	newest := cites.Date{}
	for _, l := range m.law.listings[id] {
		if l.Until.IsZero() {
			open = append(open, l)
		}
		if l.AsOf.After(newest) {
			newest = l.AsOf
		}
	}
	if old := m.known[id]; old != nil && old.AsOf.After(m.asOf) || newest.After(m.asOf) {
		m.report.Kept++
		return
	}
	before := label(open)
	if m.known[id] != nil && lawOf(open) == lawOf(next) {
		return
	}
	for _, l := range open {
		l.Until = m.asOf.AddDays(-1)
		if l.Until.Before(l.From) {
			l.Until = l.From
		}
		m.report.Closed++
		m.listings = append(m.listings, l)
	}
	for _, l := range next {
		if m.known[id] != nil {
			l.From = m.asOf
		}
		l.Citation, l.Source, l.AsOf = "", m.source, m.asOf
		l.ID = listingID(l)
		m.report.Opened++
		m.listings = append(m.listings, l)
	}
	if m.known[id] != nil && before != label(next) {
		m.report.change(name, before, label(next))
	}
}

// lawOf is the signature with the taxa left out, which are part of the law.
func lawOf(ls []Listing) string {
	var except []string
	for _, l := range ls {
		for _, id := range l.ExceptTaxa {
			except = append(except, string(id))
		}
	}
	slices.Sort(except)
	return signature(ls) + "#" + strings.Join(slices.Compact(except), " ")
}

func label(ls []Listing) string { return settle(slices.Clone(ls), "").Label() }
