package species

import (
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
)

// plusOf reads a number of Species+; a row with a number that the catalogue
// does not have is refused.
func (d *desk) plusOf(t *table, column string) (*Taxon, bool) {
	n, err := strconv.ParseInt(t.cell(column), 10, 64)
	if err != nil || n <= 0 {
		d.refuse(t, column, "species.import.row.id")
		return nil, false
	}
	x, ok := d.numbered(n)
	if !ok {
		d.refuse(t, column, "species.import.row.unknown_id")
	}
	return x, ok
}

// readNewNames takes names whose status changed: a name that was not accepted
// is now, or a new species of a known genus.
func readNewNames(d *desk) (func(*table), func()) {
	seen := map[int64]bool{}
	return func(t *table) {
		n, err := strconv.ParseInt(t.cell("ID"), 10, 64)
		name := t.cell("Scientific name")
		switch {
		case err != nil || n <= 0:
			d.refuse(t, "ID", "species.import.row.id")
			return
		case !proper(name):
			d.refuse(t, "Scientific name", "species.import.row.name")
			return
		case t.word("Status") != "A":
			d.leaveOut(t, "Status", "species.import.row.status")
			return
		case seen[n]:
			d.refuse(t, "ID", "species.import.row.twice_id")
			return
		}
		seen[n] = true
		x, ok := d.renamed(t, n, name)
		if !ok {
			d.refuse(t, "Parent name", "species.import.row.unknown_parent")
			return
		}
		x.Status, x.SpeciesPlus = Accepted, n
		d.b.Taxa = append(d.b.Taxa, TaxonRecord{Place: t.place(), Taxon: x})
	}, func() {}
}

// renamed gives the record of a name: the one it has, else one made from that
// of its parent.
func (d *desk) renamed(t *table, n int64, name string) (Taxon, bool) {
	if x, ok := d.numbered(n); ok {
		return *x, true
	}
	parent := (*Taxon)(nil)
	if p, err := strconv.ParseInt(t.cell("ParentID"), 10, 64); err == nil {
		parent, _ = d.numbered(p)
	}
	if parent == nil {
		if id, ok := d.called("", t.cell("Parent name")); ok {
			parent = &d.m.all[d.m.at[id]]
		}
	}
	if parent == nil {
		return Taxon{}, false
	}
	if at, ok := d.m.at[MakeID(parent.Kingdom, name)]; ok {
		return d.m.all[at], true
	}
	x := Taxon{ID: MakeID(parent.Kingdom, name), Kingdom: parent.Kingdom, Name: name, Phylum: parent.Phylum, Class: parent.Class, Order: parent.Order, Family: parent.Family}
	switch parent.Rank {
	case Family, Subfamily:
		x.Rank = Genus
	case Genus:
		x.Rank = Species
	case Species:
		x.Rank = Subspecies
	default:
		return Taxon{}, false
	}
	x.Genus = genusOf(x.Rank, name)
	return x, true
}

// readNewSynonyms takes synonyms of taxa by their number: the name is that of
// the parent with the epithet.
func readNewSynonyms(d *desk) (func(*table), func()) {
	add := d.adding()
	return func(t *table) {
		n := Name{Kind: Synonym, Author: t.cell("Species Author")}
		switch t.word("Status") {
		case "S":
		case "T":
			n.Kind = TradeName
		default:
			d.leaveOut(t, "Status", "species.import.row.status")
			return
		}
		accepted, ok := d.plusOf(t, "AcceptedID")
		if !ok {
			return
		}
		n.Text = t.cell("Scientific name")
		if first, _, _ := strings.Cut(n.Text, " "); n.Text != "" && strings.ToLower(first) == first { // an epithet
			parent, ok := d.plusOf(t, "ParentID")
			if !ok {
				return
			}
			n.Text = parent.Name + " " + n.Text
		}
		if !proper(n.Text) {
			d.refuse(t, "Scientific name", "species.import.row.name")
			return
		}
		add(t, accepted.ID).Names = append(add(t, accepted.ID).Names, n)
	}, func() {}
}

// readNewRange takes where taxa occur, by their number.
func readNewRange(d *desk) (func(*table), func()) {
	add := d.adding()
	return func(t *table) {
		c := t.word("ISO Code 2")
		if !isoCode(c) {
			d.refuse(t, "ISO Code 2", "species.import.row.no_country")
			return
		}
		if x, ok := d.plusOf(t, "taxon_concept_id"); ok {
			more := add(t, x.ID)
			more.Range = addRange(more.Range, []Occurrence{{cites.Country(c), presenceOf(t.word("Tags"))}})
		}
	}, func() {}
}
