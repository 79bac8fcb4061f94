package species

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

const taxaHead = "kingdom\trank\tlegacy_rec_id\tfull_name\tauthor_year\tname_status\ttaxonomy\tphylum\tclass\torder\tfamily\tgenus\tparent_rank\tparent_legacy_rec_id\tspeciesplus_id_2017\n"

// backbone is a small file of taxa: an order, a family, a genus, two species
// and a hybrid.
func backbone() string {
	return taxaHead +
		"Animalia\tORDER\t1\tTestales\t\tA\tCITES_EU\tChordata\tTesta\tTestales\t\t\tCLASS\t9\t\n" +
		"Animalia\tFAMILY\t1\tTestidae\t\tA\tCITES_EU\tChordata\tTesta\tTestales\tTestidae\t\tORDER\t1\t\n" +
		"Animalia\tGENUS\t7\tTestus\t\tA\tCITES_EU\tChordata\tTesta\tTestales\tTestidae\tTestus\tFAMILY\t1\t700\n" +
		"Animalia\tSPECIES\t7\tTestus albus\tL., 1758\tA\tCITES_EU\tChordata\tTesta\tTestales\tTestidae\tTestus\tGENUS\t7\t701\n" +
		"Animalia\tSPECIES\t8\tTestus niger\tL., 1758\tA\tCITES_EU\tChordata\tTesta\tTestales\tTestidae\tTestus\tGENUS\t7\t702\n" +
		"Animalia\tSPECIES\t9\tTestus hybrid\t\tH\tCITES_EU\tChordata\tTesta\tTestales\tTestidae\tTestus\tGENUS\t7\t\n"
}

func someDay() cites.Date { return cites.Date{Year: 2026, Month: 1, Day: 1} }

func packed(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, s)
	_ = z.Close()
	return b.String()
}

// endless repeats a text after a beginning, without ever being in memory.
type endless struct {
	head string
	unit string
	left int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.head != "" {
		n := copy(p, e.head)
		e.head = e.head[n:]
		return n, nil
	}
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := 0
	for n+len(e.unit) <= len(p) {
		n += copy(p[n:], e.unit)
	}
	e.left -= int64(n)
	return n, nil
}

func TestBrokenTablesAreRefusedWithTheirPlace(t *testing.T) {
	changes := "kingdom\trank\tlegacy_rec_id\tfull_name\tappendix\tchange_type\teffective_at\n"
	for name, x := range map[string]struct {
		body             io.Reader
		key, row, column string
	}{
		"no shape":        {strings.NewReader("a\tb\tc\n1\t2\t3\n"), "species.import.header", "", "TaxonId"},
		"nearly a shape":  {strings.NewReader(strings.Replace(backbone(), "name_status", "state", 1)), "species.import.header", "", "name_status"},
		"utf-16":          {strings.NewReader("\xff\xfek\x00i\x00"), "species.import.encoding", "1", ""},
		"utf-16, no mark": {strings.NewReader("k\x00i\x00n\x00\n\x00"), "species.import.encoding", "1", ""},
		"latin-1":         {strings.NewReader(strings.Replace(backbone(), "L., 1758", "Linn\xe9", 1)), "species.import.encoding", "5", "author_year"},
		"nul":             {strings.NewReader(strings.Replace(backbone(), "Testus albus", "Testus\x00albus", 1)), "species.import.nul", "5", "full_name"},
		"cut off":         {strings.NewReader(backbone()[:len(backbone())-25]), "species.import.columns", "7", ""},
		"cut gzip":        {strings.NewReader(packed(backbone())[:60]), "species.import.truncated", "1", ""},
		"long row, tabs":  {&endless{head: taxaHead + "Animalia\tSPECIES\t1\t", unit: "x", left: 100 << 20}, "species.import.long", "2", ""},
		"long row, comma": {&endless{head: strings.Join(needed(), ",") + "\n1,Animalia,", unit: "y", left: 100 << 20}, "species.import.long", "2", ""},
		"open quote":      {&endless{head: strings.Join(needed(), ",") + "\n1,\"Animalia,", unit: "y\n", left: 100 << 20}, "species.import.long", "2", ""},
		"ten million rows": {&endless{head: changes, unit: "Animalia\tSPECIES\t7\tTestus albus\tII\tADDITION\t1977-02-04\n",
			left: 10_000_000 * 55}, "species.import.too_many", "80002", ""},
		"empty": {strings.NewReader(""), "species.import.empty", "", ""},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err := taken(newLaw(nil, nil, someDay()), x.body, someDay())
		runtime.ReadMemStats(&after)
		f := fault.Of(err)
		if f == nil || f.Kind != fault.Invalid || f.Key != x.key {
			t.Errorf("%s: %v, want %s", name, err, x.key)
			continue
		}
		if (x.row != "" && f.Args["row"] != x.row) || (x.column != "" && f.Args["column"] != x.column) {
			t.Errorf("%s: %v, want row %s column %s", name, f.Args, x.row, x.column)
		}
		if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 200<<20 {
			t.Errorf("%s: %d MB more in memory", name, grown>>20)
		}
	}
}

func TestRowsOfTaxaAreRefusedWithTheirReason(t *testing.T) {
	row := func(rank, id, name, family, parent, parentID string) string {
		return "Animalia\t" + rank + "\t" + id + "\t" + name + "\t\tA\tCITES_EU\tChordata\tTesta\tTestales\t" + family + "\t\t" + parent + "\t" + parentID + "\t\n"
	}
	body := backbone() +
		row("SPECIES", "8", "Testus ruber", "Testidae", "GENUS", "7") + // number twice
		row("SPECIES", "10", "Testus albus", "Alteridae", "GENUS", "7") + // a name in two places
		row("GENUS", "20", "Rotus", "Testidae", "SPECIES", "21") + // a circle of two
		row("SPECIES", "21", "Rotus rotans", "Testidae", "SPECIES", "21") + // its own parent
		row("SPECIES", "22", "=HYPERLINK(\"x\")", "Testidae", "GENUS", "7") + // a formula
		row("SPECIES", "", "Testus sine", "Testidae", "GENUS", "7") +
		row("TRIBE", "23", "Testini", "Testidae", "FAMILY", "1") +
		"Fungi\tSPECIES\t24\tTestus fungus\t\tA\tCITES_EU\t\t\t\t\t\tGENUS\t7\t\n"
	m, err := taken(newLaw(nil, nil, someDay()), strings.NewReader(body), someDay())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range m.report.Refused {
		got = append(got, fmt.Sprint(x.Row, " ", x.Column, " ", strings.TrimPrefix(x.Key, "species.import.row.")))
	}
	want := []string{"8 legacy_rec_id twice_id", "9 full_name two_places", "10 parent_rank parent", "11 parent_rank parent", "12 full_name name",
		"13 legacy_rec_id id", "14 rank rank", "15 kingdom kingdom"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("refused:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(m.all) != 6 {
		t.Errorf("%d taxa, want 6", len(m.all))
	}
	c := m.catalogue(someDay())
	if got := c.Chain("animalia.testus-albus"); len(got) != 4 {
		t.Errorf("chain %v", got)
	}
}

func TestResolvePrefersAcceptedNames(t *testing.T) {
	taxa := []Taxon{
		{ID: "animalia.a", Kingdom: "Animalia", Rank: Species, Name: "Testus unus", Names: []Name{{Kind: Synonym, Text: "Duplus nomen"}}},
		{ID: "animalia.b", Kingdom: "Animalia", Rank: Species, Name: "Duplus nomen", Status: Unaccepted},
		{ID: "animalia.c", Kingdom: "Animalia", Rank: Species, Name: "Duplus  Nomen", Status: Hybrid},
		{ID: "plantae.d", Kingdom: "Plantae", Rank: Species, Name: "Duplus nomen"},
		{ID: "animalia.e", Kingdom: "Animalia", Rank: Genus, Name: "Testus", Names: []Name{{Kind: TradeName, Text: "Mercator"}, {Kind: Common, Lang: "en", Text: "Duplus nomen"}}},
	}
	c := NewCatalogue(taxa, nil, someDay())
	var got []string
	for _, m := range c.Resolve(" duplus NOMEN ") {
		got = append(got, string(m.Taxon.ID))
	}
	if strings.Join(got, " ") != "plantae.d animalia.c animalia.a animalia.b" {
		t.Errorf("order %v", got)
	}
	if found := c.Resolve("Testus spp."); len(found) != 1 || found[0].Taxon.ID != "animalia.e" || found[0].Via != nil {
		t.Errorf("with spp.: %v", found)
	}
	if found := c.Resolve("mercator"); len(found) != 1 || found[0].Via == nil || found[0].Via.Kind != TradeName {
		t.Errorf("trade name: %v", found)
	}
}
