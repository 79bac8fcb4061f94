package species

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// Bounds of a Checklist file. The index of 2017 has 38,079 rows and 98 MB.
const (
	MaxRows  = 80_000
	MaxBytes = 400 << 20 // unpacked
	maxName  = 200
	maxNote  = 2000
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
	line  int
	taxon *Taxon
	now   string    // CurrentListing, "I/II/NC"
	own   []Listing // by its annotations, before inheritance is taken off
}

// checklist reads a Checklist file row by row.
type checklist struct {
	csv     *csv.Reader
	limit   *io.LimitedReader
	columns map[string]int
	row     []string
	seen    map[ID]bool
	mark    *regexp.Regexp // begins an annotation
	notes   map[string]map[cites.Appendix]string
}

// openChecklist recognises the file by its header, packed with gzip or not.
func openChecklist(body io.Reader) (*checklist, error) {
	b := bufio.NewReaderSize(body, 1<<16)
	if head, _ := b.Peek(2); bytes.Equal(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, broken(err, 0)
		}
		b = bufio.NewReaderSize(z, 1<<16)
	}
	limit := &io.LimitedReader{R: b, N: MaxBytes + 1}
	text := bufio.NewReaderSize(limit, 1<<16)
	head, err := text.Peek(4)
	switch {
	case len(head) == 0 && (err == nil || errors.Is(err, io.EOF)):
		return nil, fault.New(fault.Invalid, "species.import.empty")
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return nil, fault.New(fault.Invalid, "species.import.encoding", "row", 1, "column", "")
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		if _, err := text.Discard(3); err != nil {
			return nil, err
		}
	}
	c := &checklist{csv: csv.NewReader(text), limit: limit, seen: map[ID]bool{}, notes: map[string]map[cites.Appendix]string{}, mark: regexp.MustCompile(`Appendix (I{1,3})\s?:`)}
	c.csv.ReuseRecord = true
	return c, c.header()
}

func (c *checklist) header() error {
	cells, err := c.csv.Read()
	if err != nil {
		return broken(err, 1)
	}
	if len(cells) == 1 {
		if strings.ContainsAny(cells[0], ";\t|") {
			return fault.New(fault.Invalid, "species.import.separator")
		}
		if !utf8.ValidString(cells[0]) {
			return fault.New(fault.Invalid, "species.import.encoding", "row", 1, "column", "")
		}
		return fault.New(fault.Invalid, "species.import.header", "column", needed()[0])
	}
	c.columns = make(map[string]int, len(cells))
	for i, h := range cells {
		c.columns[strings.Clone(strings.TrimSpace(h))] = i
	}
	for _, name := range needed() {
		if _, ok := c.columns[name]; !ok {
			return fault.New(fault.Invalid, "species.import.header", "column", name)
		}
	}
	return nil
}

// next reads a row; io.EOF after the last. A row that cannot be used is noted
// in the report and given as nil.
func (c *checklist) next(r *Report) (*entryRow, error) {
	cells, err := c.csv.Read()
	if c.limit.N <= 0 {
		return nil, fault.New(fault.Invalid, "species.import.too_large", "limit", MaxBytes>>20)
	}
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, io.EOF
	}
	line, _ := c.csv.FieldPos(0)
	if err != nil {
		return nil, broken(err, line)
	}
	if r.Rows++; r.Rows > MaxRows {
		return nil, fault.New(fault.Invalid, "species.import.too_many", "limit", MaxRows, "row", line)
	}
	for name, i := range c.columns {
		if !utf8.ValidString(cells[i]) {
			return nil, fault.New(fault.Invalid, "species.import.encoding", "row", line, "column", name)
		}
	}
	c.row = cells
	return c.entry(line, r), nil
}

// broken turns what the reader says into a fault with the row.
func broken(err error, line int) error {
	var p *csv.ParseError
	switch {
	case errors.As(err, &p) && errors.Is(p.Err, csv.ErrFieldCount):
		return fault.New(fault.Invalid, "species.import.columns", "row", p.Line)
	case errors.As(err, &p):
		return fault.New(fault.Invalid, "species.import.quotes", "row", p.StartLine, "column", p.Column)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return fault.New(fault.Invalid, "species.import.truncated", "row", line)
	}
	return &fault.Error{Kind: fault.Invalid, Key: "species.import.truncated", Args: fault.Args{"row": strconv.Itoa(line)}, Cause: err}
}

// cell returns a cleaned copy of a cell: cells share memory with the next row.
func (c *checklist) cell(name string) string {
	i, ok := c.columns[name]
	if !ok {
		return ""
	}
	return strings.Clone(clean(c.row[i]))
}

// clean drops control characters and joins spaces.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u00a0':
			return ' '
		case r < ' ' || r == 0x7f || (r >= 0x200e && r <= 0x200f) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

// entry makes the taxon of the current row, or notes why it cannot.
func (c *checklist) entry(line int, r *Report) *entryRow {
	t := &Taxon{}
	e := &entryRow{line: line, taxon: t, now: c.cell("CurrentListing")}
	t.Kingdom, t.Rank, t.Name = cites.Kingdom(c.cell("Kingdom")), Rank(strings.ToLower(c.cell("RankName"))), c.cell("FullName")
	plus, err := strconv.ParseInt(c.cell("TaxonId"), 10, 64)
	switch {
	case err != nil || plus <= 0:
		r.refuse(line, "TaxonId", c.cell("TaxonId"), "species.import.row.id")
	case t.Kingdom != cites.Animalia && t.Kingdom != cites.Plantae:
		r.refuse(line, "Kingdom", string(t.Kingdom), "species.import.row.kingdom")
	case !t.Rank.known():
		r.refuse(line, "RankName", string(t.Rank), "species.import.row.rank")
	case t.Name == "" || len(t.Name) > maxName || len(words(t.Name)) == 0:
		r.refuse(line, "FullName", t.Name, "species.import.row.name")
	case !listingKnown(e.now):
		r.refuse(line, "CurrentListing", e.now, "species.import.row.listing")
	case c.seen[MakeID(t.Kingdom, t.Name)]:
		r.refuse(line, "FullName", t.Name, "species.import.row.twice")
	default:
		c.fill(t, plus, r, line)
		c.seen[t.ID] = true
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

func (c *checklist) fill(t *Taxon, plus int64, r *Report, line int) {
	t.ID, t.SpeciesPlus, t.Author = MakeID(t.Kingdom, t.Name), plus, c.cell("AuthorYear")
	t.Phylum, t.Class, t.Order, t.Family = c.cell("Phylum"), c.cell("Class"), c.cell("Order"), c.cell("Family")
	t.Genus = genusOf(t.Rank, t.Name)
	for _, s := range splitSynonyms(c.cell("SynonymsWithAuthors")) {
		if n, a := splitAuthor(s); len(n) <= maxName {
			t.Names = append(t.Names, Name{Kind: Synonym, Text: n, Author: a})
		}
	}
	for _, l := range []struct {
		lang   cites.Lang
		column string
	}{{cites.English, "EnglishNames"}, {cites.French, "FrenchNames"}, {cites.Spanish, "SpanishNames"}} {
		for _, n := range strings.Split(c.cell(l.column), ", ") {
			if n != "" && len(n) <= maxName {
				t.Names = append(t.Names, Name{Kind: Common, Lang: l.lang, Text: n})
			}
		}
	}
	t.Range = c.distribution(r, line)
}
