package species

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
)

// needed are the columns of the "Index of CITES Species" download that must be
// there; their order does not matter.
func needed() []string {
	return []string{"TaxonId", "Kingdom", "Phylum", "Class", "Order", "Family", "FullName", "AuthorYear", "RankName",
		"CurrentListing", "FullAnnotationEnglish", "AnnotationEnglish", "#AnnotationSymbol", "#Annotation",
		"SynonymsWithAuthors", "EnglishNames", "SpanishNames", "FrenchNames", "All_DistributionISOCodes"}
}

// entryRow is one row of the file: the taxon and what the file says of its
// listing.
type entryRow struct {
	taxon *Taxon
	now   string    // CurrentListing, "I/II/NC"
	own   []Listing // by its annotations, before inheritance is taken off
}

// checklist reads a Checklist file row by row.
type checklist struct {
	*table
	d     *desk
	seen  map[ID]string  // where each name stands
	ids   map[int64]bool // TaxonId
	mark  *regexp.Regexp // begins an annotation
	notes map[string]map[cites.Appendix]string
}

func newChecklist(d *desk) *checklist {
	return &checklist{d: d, seen: map[ID]string{}, ids: map[int64]bool{}, notes: map[string]map[cites.Appendix]string{}, mark: regexp.MustCompile(`Appendix (I{1,3})\s?:`)}
}

// readChecklist takes the rows of a Checklist file.
func readChecklist(d *desk) (func(*table), func()) {
	c := newChecklist(d)
	return func(t *table) {
		c.table = t
		if e := c.entry(d.r); e != nil {
			d.b.Taxa = append(d.b.Taxa, TaxonRecord{Place: t.place(), Taxon: *e.taxon})
			d.b.Laws = append(d.b.Laws, LawRecord{Place: t.place(), Taxon: e.taxon.ID, Account: Reaching, Listings: e.own, Label: e.now})
		}
	}, func() {}
}

// entry makes the taxon of the current row, or notes why it cannot.
func (c *checklist) entry(r *Report) *entryRow {
	t := &Taxon{}
	e := &entryRow{taxon: t, now: c.cell("CurrentListing")}
	t.Kingdom, t.Rank, t.Name = cites.Kingdom(c.cell("Kingdom")), Rank(strings.ToLower(c.cell("RankName"))), c.cell("FullName")
	plus, err := strconv.ParseInt(c.cell("TaxonId"), 10, 64)
	where := lineage(c.word("Class"), c.word("Order"), c.word("Family"))
	before, twice := c.seen[MakeID(t.Kingdom, t.Name)]
	switch {
	case err != nil || plus <= 0:
		r.refuse(c.place(), "TaxonId", c.cell("TaxonId"), "species.import.row.id")
	case t.Kingdom != cites.Animalia && t.Kingdom != cites.Plantae:
		r.refuse(c.place(), "Kingdom", string(t.Kingdom), "species.import.row.kingdom")
	case !t.Rank.known():
		r.refuse(c.place(), "RankName", string(t.Rank), "species.import.row.rank")
	case !proper(t.Name):
		r.refuse(c.place(), "FullName", t.Name, "species.import.row.name")
	case !listingKnown(e.now):
		r.refuse(c.place(), "CurrentListing", e.now, "species.import.row.listing")
	case twice:
		r.refuse(c.place(), "FullName", t.Name, again(before, where))
	case c.ids[plus]:
		r.refuse(c.place(), "TaxonId", c.cell("TaxonId"), "species.import.row.twice_id")
	default:
		c.fill(t, plus, r)
		c.seen[t.ID], c.ids[plus] = where, true
		e.own = c.annotations(t.ID)
		if len(e.own) == 1 && t.Rank.Precise() && !strings.Contains(e.now, "/") {
			// the note is that of a higher taxon; all of this one is meant
			e.own[0].Populations, e.own[0].Except, e.own[0].Part = nil, nil, nil
		}
		return e
	}
	return nil
}

func (r Rank) known() bool {
	switch r {
	case KingdomRank, Phylum, Class, Order, Family, Subfamily, Genus, Species, Subspecies, Variety:
		return true
	}
	return false
}

func listingKnown(s string) bool {
	for _, p := range strings.Split(s, "/") {
		switch p {
		case "I", "II", "III", "NC", "":
		default:
			return false
		}
	}
	return true
}

func (c *checklist) fill(t *Taxon, plus int64, r *Report) {
	t.ID, t.SpeciesPlus, t.Author = MakeID(t.Kingdom, t.Name), plus, c.cell("AuthorYear")
	t.Phylum, t.Class, t.Order, t.Family = c.word("Phylum"), c.word("Class"), c.word("Order"), c.word("Family")
	t.Genus = genusOf(t.Rank, t.Name)
	for _, s := range splitSynonyms(c.cell("SynonymsWithAuthors")) {
		if n, a := splitAuthor(s); proper(n) {
			t.Names = append(t.Names, Name{Kind: Synonym, Text: n, Author: a})
		}
	}
	for _, l := range []struct {
		lang   cites.Lang
		column string
	}{{cites.English, "EnglishNames"}, {cites.French, "FrenchNames"}, {cites.Spanish, "SpanishNames"}} {
		for _, n := range strings.Split(c.cell(l.column), ", ") {
			if n != "" && len(n) <= maxName && !formula(n) {
				t.Names = append(t.Names, Name{Kind: Common, Lang: l.lang, Text: n})
			}
		}
	}
	t.Range = c.distribution(r)
}
