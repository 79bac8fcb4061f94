package species

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
)

// readListings takes the listings download of Species+: what is in force for
// each taxon, and under which taxon it is listed.
func readListings(d *desk) (func(*table), func()) {
	x := &listingsReader{d: d, mark: regexp.MustCompile(`\*\*(I{1,3})\*\*`), above: map[ID]*LawRecord{}, seen: map[ID]string{}, ids: map[int64]bool{}}
	return x.row, x.end
}

type listingsReader struct {
	d     *desk
	mark  *regexp.Regexp
	above map[ID]*LawRecord // taxa under which others are listed
	order []ID
	seen  map[ID]string // where each name stands
	ids   map[int64]bool
}

func (x *listingsReader) row(t *table) {
	d := x.d
	tax := Taxon{Kingdom: cites.Kingdom(t.word("Kingdom")), Rank: Rank(strings.ToLower(t.word("Rank"))), Name: t.cell("Scientific Name"), Author: t.cell("Author"),
		Phylum: t.word("Phylum"), Class: t.word("Class"), Order: t.word("Order"), Family: t.word("Family")}
	listing := t.word("Listing")
	n, err := strconv.ParseInt(t.cell("Id"), 10, 64)
	switch {
	case err != nil || n <= 0:
		d.refuse(t, "Id", "species.import.row.id")
		return
	case tax.Kingdom != cites.Animalia && tax.Kingdom != cites.Plantae:
		d.refuse(t, "Kingdom", "species.import.row.kingdom")
		return
	case !tax.Rank.known():
		d.refuse(t, "Rank", "species.import.row.rank")
		return
	case !proper(tax.Name):
		d.refuse(t, "Scientific Name", "species.import.row.name")
		return
	case !listingKnown(listing) || listing == "":
		d.refuse(t, "Listing", "species.import.row.listing")
		return
	}
	tax.ID, tax.Genus, tax.SpeciesPlus = MakeID(tax.Kingdom, tax.Name), genusOf(tax.Rank, tax.Name), n
	where := lineage(tax.Class, tax.Order, tax.Family)
	if before, twice := x.seen[tax.ID]; twice {
		d.refuse(t, "Scientific Name", again(before, where))
		return
	}
	if x.ids[n] {
		d.refuse(t, "Id", "species.import.row.twice_id")
		return
	}
	x.seen[tax.ID], x.ids[n] = where, true
	tax.Range = x.distribution(t)
	d.b.Taxa = append(d.b.Taxa, TaxonRecord{Place: t.place(), Taxon: tax})
	x.law(t, &tax, listing)
}

// law tells what stands at the taxon, and what stands at the one above it.
func (x *listingsReader) law(t *table, tax *Taxon, listing string) {
	rec := LawRecord{Place: t.place(), Taxon: tax.ID, Account: InForce, Label: listing, Vague: true}
	notes := x.notes(t.cell("Full note"))
	under := strings.TrimSuffix(strings.TrimSpace(t.word("Listed under")), " spp.")
	parties := x.d.codesOf(t, "Party")
	for _, a := range strings.Split(listing, "/") {
		l := Listing{Appendix: cites.Appendix(a), Note: notes[a]}
		if l.Appendix.Number() == 0 {
			continue
		}
		if hash := t.word("# Full note"); strings.HasPrefix(hash, "#") {
			l.Hash, _, _ = strings.Cut(hash, " ")
		}
		if l.Appendix != cites.AppendixIII || len(parties) == 0 {
			rec.Listings = append(rec.Listings, l)
			continue
		}
		for _, p := range parties {
			l.Party = p
			rec.Listings = append(rec.Listings, l)
		}
	}
	if higher, ok := x.higher(tax, under); ok && !strings.Contains(listing, "/") {
		if x.above[higher.ID] == nil {
			up := rec
			up.Taxon = higher.ID
			x.above[higher.ID] = &up
			x.order = append(x.order, higher.ID)
			if _, known := x.d.m.at[higher.ID]; !known && x.seen[higher.ID] == "" {
				x.d.b.Taxa = append(x.d.b.Taxa, TaxonRecord{Place: t.place(), Taxon: higher})
			}
		}
		rec.Listings = nil
	}
	x.d.b.Laws = append(x.d.b.Laws, rec)
}

// higher is the taxon of the lineage under which a row is listed.
func (x *listingsReader) higher(tax *Taxon, name string) (Taxon, bool) {
	if name == "" || fold(name) == fold(tax.Name) {
		return Taxon{}, false
	}
	up := Taxon{Kingdom: tax.Kingdom, Name: name, ID: MakeID(tax.Kingdom, name), Phylum: tax.Phylum, Class: tax.Class, Order: tax.Order, Family: tax.Family}
	switch name {
	case tax.Order:
		up.Rank, up.Family = Order, ""
	case tax.Family:
		up.Rank = Family
	case tax.Genus:
		up.Rank, up.Genus = Genus, name
	default:
		first, rest, _ := strings.Cut(name, " ")
		if first != tax.Genus || rest == "" || strings.Contains(rest, " ") {
			return Taxon{}, false
		}
		up.Rank, up.Genus = Species, first
	}
	return up, true
}

// notes splits the note of a split listing at its marks.
func (x *listingsReader) notes(s string) map[string]string {
	out := map[string]string{}
	marks := x.mark.FindAllStringSubmatchIndex(s, -1)
	for i, m := range marks {
		end := len(s)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		note := plain(s[m[1]:end])
		if len(note) > maxNote {
			note = strings.ToValidUTF8(note[:maxNote], "") + "…"
		}
		out[s[m[2]:m[3]]] = note
	}
	return out
}

// distribution pairs codes with names to learn the tag of each.
func (x *listingsReader) distribution(t *table) []Occurrence {
	c := checklist{table: t, d: x.d}
	return c.distribution(x.d.r)
}

// end tells of the taxa under which others are listed, unless they are rows.
func (x *listingsReader) end() {
	told := func(id ID) bool {
		return slices.ContainsFunc(x.d.b.Laws, func(l LawRecord) bool { return l.Taxon == id })
	}
	for _, id := range x.order {
		if !told(id) {
			x.d.b.Laws = append(x.d.b.Laws, *x.above[id])
		}
	}
}
