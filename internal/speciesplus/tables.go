package speciesplus

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// tables are the answers in the shapes that the importer reads. Species+ numbers
// stand where the files of 2013 have theirs.
type tables struct {
	taxa, synonyms, names, ranges, changes, quotas, suspensions *sheet

	seen map[string]bool // suspensions, which come with every taxon they touch
}

// sheet is one table in memory.
type sheet struct {
	name    string
	columns []string
	rows    int
	out     bytes.Buffer
	csv     *csv.Writer
}

func newSheet(name string, columns ...string) *sheet {
	s := &sheet{name: name, columns: columns}
	s.csv = csv.NewWriter(&s.out)
	s.csv.Comma = '\t'
	s.row(columns...)
	s.rows = 0
	return s
}

// row writes one row; breaks of lines inside a cell become spaces. Writing to
// memory does not fail.
func (s *sheet) row(cells ...string) {
	for i, c := range cells {
		cells[i] = strings.Join(strings.Fields(c), " ")
	}
	_ = s.csv.Write(cells)
	s.rows++
}

func newTables() *tables {
	return &tables{seen: map[string]bool{},
		taxa: newSheet("taxa", "kingdom", "rank", "legacy_rec_id", "full_name", "author_year", "name_status", "taxonomy", "phylum", "class", "order", "family",
			"parent_rank", "parent_legacy_rec_id", "speciesplus_id_2017"),
		synonyms: newSheet("synonyms", "kingdom", "rank", "legacy_rec_id", "full_name", "author_year", "status", "accepted_rank", "accepted_legacy_rec_id", "accepted_full_name"),
		names:    newSheet("common names", "kingdom", "rank", "legacy_rec_id", "full_name", "lang_iso3", "name"),
		ranges:   newSheet("distributions", "kingdom", "rank", "legacy_rec_id", "full_name", "geo_type", "iso2", "tags"),
		changes: newSheet("listing changes", "kingdom", "rank", "legacy_rec_id", "full_name", "appendix", "change_type", "effective_at", "party_iso2", "is_current",
			"populations_iso2", "excluded_populations_iso2", "excluded_rec_ids", "hash_annotation", "short_note_en", "full_note_en"),
		quotas:      newSheet("quotas", "Kingdom", "Rank", "FullName", "Year", "Party", "Quota", "Unit", "Notes", "URL", "Publication date"),
		suspensions: newSheet("suspensions", "Kingdom", "Rank", "Full Name", "Start date", "Start notification", "End date", "Party", "Basis", "Notes", "Is current"),
	}
}

func (t *tables) all() []*sheet {
	return []*sheet{t.taxa, t.synonyms, t.names, t.ranges, t.changes, t.quotas, t.suspensions}
}

// files are the tables that have rows.
func (t *tables) files(asOf cites.Date) []species.File {
	var out []species.File
	for _, s := range t.all() {
		if s.rows == 0 {
			continue
		}
		s.csv.Flush()
		out = append(out, species.File{Name: s.name + ".tsv", AsOf: asOf, Body: bytes.NewReader(s.out.Bytes())})
	}
	return out
}

// accepted reports whether the record is a taxon of its own, still there.
func (c *concept) accepted() bool {
	return c.NameStatus == "A" && (c.Active == nil || *c.Active) && (c.HigherTaxa.Kingdom == string(cites.Animalia) || c.HigherTaxa.Kingdom == string(cites.Plantae))
}

func (c *concept) id() string { return strconv.FormatInt(c.ID, 10) }

// taxon writes a taxon with its names; of a synonym, the name for its taxon.
func (t *tables) taxon(c *concept) {
	k := c.HigherTaxa.Kingdom
	if c.NameStatus == "S" {
		for _, a := range c.Accepted {
			t.synonyms.row(k, c.Rank, "", c.FullName, c.AuthorYear, "S", a.Rank, strconv.FormatInt(a.ID, 10), a.FullName)
		}
		return
	}
	if !c.accepted() {
		return
	}
	t.taxa.row(k, c.Rank, c.id(), c.FullName, c.AuthorYear, "A", "CITES_EU", c.HigherTaxa.Phylum, c.HigherTaxa.Class, c.HigherTaxa.Order, c.HigherTaxa.Family, "", "", c.id())
	for _, s := range c.Synonyms {
		t.synonyms.row(k, s.Rank, "", s.FullName, s.AuthorYear, "S", c.Rank, c.id(), c.FullName)
	}
	for _, n := range c.CommonNames {
		if lang, ok := map[string]string{"EN": "ENG", "FR": "FRA", "ES": "SPA", "AR": "ARA"}[strings.ToUpper(n.Language)]; ok {
			t.names.row(k, c.Rank, c.id(), c.FullName, lang, n.Name)
		}
	}
}

// law writes the history of the listings that stand at the taxon itself, with
// its quotas and suspensions.
func (t *tables) law(c *concept, l *legislation) {
	k := c.HigherTaxa.Kingdom
	kinds := map[string]string{"+": "ADDITION", "-": "DELETION", "R+": "RESERVATION", "R-": "RESERVATION_WITHDRAWAL"}
	for _, x := range l.Listings {
		if x.Concept != 0 && x.Concept != c.ID {
			continue // it stands at another taxon, above or below
		}
		party, hash, note := "", "", x.Annotation
		if x.Party != nil {
			party = x.Party.Code
		}
		if x.Hash != nil {
			hash = x.Hash.Symbol
		}
		in, except := populations(note)
		t.changes.row(k, c.Rank, c.id(), c.FullName, x.Appendix, kinds[x.ChangeType], x.On, party, bit(x.Current), codes(in), codes(except), "", hash, "", note)
	}
	for _, q := range l.Quotas {
		if q.Concept != 0 && q.Concept != c.ID || !q.Public || q.Place == nil || len(q.Published) < 4 {
			continue
		}
		amount, unit := "-1", ""
		if q.Quota != nil && *q.Quota != "null" {
			amount = string(*q.Quota)
		}
		if q.Unit != nil {
			unit = q.Unit.Code
		}
		t.quotas.row(k, c.Rank, c.FullName, q.Published[:4], q.Place.Code, amount, unit, q.Notes, q.URL, q.Published)
	}
	for _, x := range l.Suspensions {
		t.suspension(c, &x)
	}
}

// suspension writes one; of those that are over, the API does not tell since
// which day.
func (t *tables) suspension(c *concept, x *suspension) {
	key := strconv.FormatInt(x.ID, 10)
	if x.Place == nil || t.seen[key] || x.Concept != nil && *x.Concept != c.ID {
		return
	}
	t.seen[key] = true
	name, kingdom, rank := c.FullName, c.HigherTaxa.Kingdom, c.Rank
	if x.Concept == nil {
		name, kingdom, rank = "", "", ""
	}
	notice := ""
	if x.Notice != nil {
		notice = x.Notice.Name
	}
	t.suspensions.row(kingdom, rank, name, x.Start, notice, "", x.Place.Code, "", x.Notes, bit(x.Current))
}

func (t *tables) distribution(c *concept, where []occurrence) {
	for _, o := range where {
		t.ranges.row(c.HigherTaxa.Kingdom, c.Rank, c.id(), c.FullName, o.Type, o.Code, strings.Join(o.Tags, ","))
	}
}

func bit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

func codes(cs []cites.Country) string {
	out := make([]string, len(cs))
	for i, c := range cs {
		out[i] = string(c)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ",")
}
