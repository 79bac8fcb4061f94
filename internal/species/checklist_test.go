package species

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
)

// sharedChecklist opens the real index of 2017, which is not part of the project.
func sharedChecklist(t testing.TB) *os.File {
	t.Helper()
	dir := os.Getenv("OPENCITES_DATA_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(dir, "checklist", "Index_of_CITES_Species_2017-04-21.csv.gz"))
	if err != nil {
		t.Skip("the Checklist of 2017 is not in ../shared/data; see README")
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// wholeChecklist is the catalogue of the file over what is known.
func wholeChecklist(t testing.TB, known []Taxon, listings []Listing) *Catalogue {
	t.Helper()
	asOf := cites.Date{Year: 2017, Month: 4, Day: 21}
	m, err := taken(newLaw(known, listings, asOf), sharedChecklist(t), asOf)
	if err != nil {
		t.Fatal(err)
	}
	return m.catalogue(cites.Date{Year: 2026, Month: 6, Day: 1})
}

// TestListingsAgreeWithTheFile asks the catalogue for each species of the file
// and compares with the column CurrentListing, which is made by others.
func TestListingsAgreeWithTheFile(t *testing.T) {
	c := wholeChecklist(t, nil, nil)
	z, err := gzip.NewReader(sharedChecklist(t))
	if err != nil {
		t.Fatal(err)
	}
	rows := csv.NewReader(z)
	head, err := rows.Read()
	if err != nil {
		t.Fatal(err)
	}
	col := func(name string) int { return slices.Index(head, name) }
	on, asked, wrong := cites.Date{Year: 2017, Month: 4, Day: 21}, 0, 0
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		want := row[col("CurrentListing")]
		if row[col("RankName")] != "SPECIES" || want == "" || strings.Contains(want, "/") {
			continue
		}
		asked++
		want = strings.TrimSuffix(want, "NC")
		if e := c.Listings(MakeID(cites.Kingdom(row[col("Kingdom")]), row[col("FullName")]), "", on); e.Label() != want {
			if wrong++; wrong <= 20 {
				t.Errorf("%s: %q, the file says %q", row[col("FullName")], e.Label(), want)
			}
		}
	}
	if asked < 35000 || wrong > 0 {
		t.Errorf("%d of %d differ", wrong, asked)
	}
}

func TestSplitSynonyms(t *testing.T) {
	for in, want := range map[string][]string{
		"Lama vicugna (Molina, 1782)": {"Lama vicugna (Molina, 1782)"},
		"Dendrobates zaparo (Silverstone, 1976), Epipedobates zaparo Myers, 1987, Allobates zaparo Vences, Kosuch, Boistel, Haddad, La Marca & Lötters, 2003": {
			"Dendrobates zaparo (Silverstone, 1976)", "Epipedobates zaparo Myers, 1987", "Allobates zaparo Vences, Kosuch, Boistel, Haddad, La Marca & Lötters, 2003"},
		"Cactus niger Mill., Cereus niger (Mill.) Haw., Geoffroy ex Cuvier": {"Cactus niger Mill.", "Cereus niger (Mill.) Haw., Geoffroy ex Cuvier"},
		"": nil,
	} {
		if got := splitSynonyms(in); !slices.Equal(got, want) {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func TestPopulationsOfNotes(t *testing.T) {
	for note, want := range map[string]string{
		"All populations except those of BW, NA, ZA, and ZW.":                      "|BW NA ZA ZW|",
		"Populations of BW, NA, ZA, ZW":                                            "BW NA ZA ZW||",
		"Only the population of MX; no other population is included.":              "MX||",
		"Parts of populations of AR and CL, and the populations of BO, PE and EC.": "AR BO CL EC PE||AR BO CL EC PE",
		"Except the species included in Appendix II.":                              "||",
		"Only the population of Asia":                                              "||",
	} {
		var l Listing
		populations(&l, note)
		if got := joined(l.Populations) + "|" + joined(l.Except) + "|" + joined(l.Part); got != want {
			t.Errorf("%q: %q, want %q", note, got, want)
		}
	}
}

// TestSuggestOverTheChecklist asks the whole index what the starter is asked.
func TestSuggestOverTheChecklist(t *testing.T) {
	taxa, listings, err := Starter()
	if err != nil {
		t.Fatal(err)
	}
	c := wholeChecklist(t, taxa, listings)
	for query, want := range map[string][]string{
		"elephant":       {"Loxodonta africana", "Elephas maximus"},
		"grey parrot":    {"Psittacus erithacus"},
		"perroquet gris": {"Psittacus erithacus"},
		"loro gris":      {"Psittacus erithacus"},
		"rosewood":       {"Dalbergia"},
		"panthera leo":   {"Panthera leo"},
		"elefant":        {"Loxodonta africana"},
		"leopardo":       {"Panthera pardus"},
	} {
		got := c.Suggest(query, cites.English, 5)
		for i, w := range want {
			if len(got) <= i || got[i].Name != w {
				t.Errorf("%q: %+v, want %v first", query, got, want)
				break
			}
		}
	}
}

// suggestLimit is what a suggestion may take at the 99th percentile.
const suggestLimit = 5 * time.Millisecond

// BenchmarkSuggest types names letter by letter over the whole Checklist and
// reports the 99th percentile as a ratio to the limit. Each query counts with
// the best of three, so that the figure is ours and not that of whatever else
// the machine does meanwhile.
func BenchmarkSuggest(b *testing.B) {
	taxa, listings, err := Starter()
	if err != nil {
		b.Fatal(err)
	}
	c := wholeChecklist(b, taxa, listings)
	var queries []string
	for _, name := range []string{"elephant", "Loxodonta africana", "perroquet gris", "palo de rosa", "crocodylus niloticus", "orquídea", "psitacus eritacus", "white stork grey", "zzgrblf", "الفيل"} {
		for n := range name {
			queries = append(queries, name[:n+1])
		}
	}
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		best := time.Hour
		for range 3 {
			start := time.Now()
			c.Suggest(queries[n%len(queries)], cites.English, 10)
			best = min(best, time.Since(start))
		}
		took = append(took, best)
	}
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	b.ReportMetric(float64(p99)/float64(suggestLimit), "p99/limit")
	b.ReportMetric(float64(p99.Microseconds()), "p99-µs")
}

// TestNoCircleOfParents reads a file in which two taxa each claim the other.
func TestNoCircleOfParents(t *testing.T) {
	file := strings.Join(needed(), ",") + "\n" +
		"1,Animalia,,Bbb,Aaa,,Aaa,,ORDER,II,Appendix II:,,,,,,,,\n" +
		"2,Animalia,,,Aaa,,Bbb,,CLASS,II,Appendix II:,,,,,,,,\n" +
		"3,Animalia,,,,Ccc,Ccc,,GENUS,II,Appendix II:,,,,,,,,\n" +
		"4,Animalia,,,,Ddd,Ccc ddd,,SPECIES,II,Appendix II:,,,,,,,,\n"
	on := cites.Date{Year: 2026, Month: 1, Day: 1}
	m, err := taken(newLaw(nil, nil, on), strings.NewReader(file), on)
	if err != nil {
		t.Fatal(err)
	}
	c := m.catalogue(on)
	if got := c.Chain("animalia.aaa"); !slices.Equal(got, []ID{"animalia.aaa", "animalia.bbb"}) {
		t.Errorf("chain of the order: %v", got)
	}
	if got := c.Chain("animalia.bbb"); !slices.Equal(got, []ID{"animalia.bbb"}) {
		t.Errorf("chain of the class: %v", got)
	}
	if got := c.Listings("animalia.ccc-ddd", "", on).Label(); got != "II" {
		t.Errorf("listing of the species: %q", got)
	}
}
