package report_test

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/report"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

func day(s string) cites.Date {
	d, err := cites.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// law has a snake that went from Appendix II to I in 2010 and lives in Ghana,
// and an orchid.
func law() *species.Catalogue {
	snake, orchid := species.MakeID(cites.Animalia, "Exempla serpens"), species.MakeID(cites.Plantae, "Exempla flos")
	taxa := []species.Taxon{
		{ID: snake, Kingdom: cites.Animalia, Rank: species.Species, Name: "Exempla serpens", Range: []species.Occurrence{{Country: "GH", Presence: species.Native}}},
		{ID: orchid, Kingdom: cites.Plantae, Rank: species.Species, Name: "Exempla flos"}}
	listings := []species.Listing{{ID: "1", Taxon: snake, Appendix: cites.AppendixII, From: day("1990-01-01"), Until: day("2010-06-30")},
		{ID: "2", Taxon: snake, Appendix: cites.AppendixI, From: day("2010-07-01")}, {ID: "3", Taxon: orchid, Appendix: cites.AppendixII, From: day("1975-07-01")}}
	return species.NewCatalogue(taxa, listings, day("2026-06-01"))
}

type edit = func(*report.Checked)

// row is a line in which no rule finds anything.
func row(edits ...edit) *report.Checked {
	c := &report.Checked{Exporter: "GH", Importer: "FR", Basis: report.Actual, Law: law(),
		Row: report.Row{Appendix: cites.AppendixII, Taxon: "Exempla serpens", Term: "LIV", Quantity: 10_000, Unit: cites.Number, Partner: "FR", Purpose: "T", Source: "W", Year: 2005}}
	for _, e := range edits {
		e(c)
	}
	return c
}

func year(n int, a cites.Appendix) edit {
	return func(c *report.Checked) { c.Year, c.Appendix = n, a }
}

func source(s cites.Source) edit { return func(c *report.Checked) { c.Source = s } }

func flower(c *report.Checked) { c.Taxon = "Exempla flos" }

func change(set func(*report.Checked)) *report.Checked { return row(set) }

// TestRulePairs wants each rule to find something in the bad line and nothing in
// the good one beside it, and no other rule to speak of either.
func TestRulePairs(t *testing.T) {
	seen := map[string]bool{}
	for _, x := range []struct {
		key       string
		bad, good *report.Checked
	}{
		{"T15", row(year(2011, cites.AppendixII)), row(year(2010, cites.AppendixII))},
		{"T15", row(year(2009, cites.AppendixI)), row(year(2010, cites.AppendixI))},
		{"X01.partner", change(func(c *report.Checked) { c.Partner = "" }), row()},
		{"X01.quantity", change(func(c *report.Checked) { c.Quantity = 0 }), row()},
		{"X01.year", row(year(205, cites.AppendixII)), row()},
		{"X01.appendix", row(year(2005, "")), row()},
		{"X02", change(func(c *report.Checked) { c.Source = "K" }), row(source("R"))},
		{"X02.taxon", change(func(c *report.Checked) { c.Taxon = "Nemo nusquam" }), row()},
		{"X03.unit", change(func(c *report.Checked) { c.Unit = "LTR" }), change(func(c *report.Checked) { c.Unit = "KGM" })},
		{"X03.purpose", change(func(c *report.Checked) { c.Purpose = "" }), change(func(c *report.Checked) { c.Purpose = "Z" })},
		{"X04", change(func(c *report.Checked) { c.Term, c.Unit = "SEE", "KGM" }), row(flower, func(c *report.Checked) { c.Term, c.Unit = "SEE", "KGM" })},
		{"X04.range", change(func(c *report.Checked) { c.Origin = "JP" }), row(source("F"), func(c *report.Checked) { c.Origin = "JP" })},
		{"X05.origin", change(func(c *report.Checked) { c.Origin = "GH" }), row()},
		{"X05.partner", change(func(c *report.Checked) { c.Importer, c.Partner = "GH", "GH" }), row()},
		{"X06", row(source("A")), row(flower, source("A"))},
		{"X06", row(flower, source("R")), row(source("R"))},
		{"X07", change(func(c *report.Checked) { c.Basis = report.Issued }), row()},
		{"X08", change(func(c *report.Checked) { c.Unit = "" }), row()},
		{"X09", change(func(c *report.Checked) { c.Other = cites.AppendixI }), change(func(c *report.Checked) { c.Other = cites.AppendixII })},
	} {
		seen[x.key[:3]] = true
		if got := spoken(x.bad); !slices.Equal(got, []string{"rule." + x.key}) {
			t.Errorf("%s: the bad one is found by %v", x.key, got)
		}
		if got := spoken(x.good); len(got) != 0 {
			t.Errorf("%s: the good one is found by %v", x.key, got)
		}
	}
	for _, r := range report.Rules() {
		if !seen[r.ID] {
			t.Errorf("no line tests rule %s", r.ID)
		}
	}
}

func spoken(c *report.Checked) []string {
	var out []string
	for _, f := range rule.Run(report.Rules(), nil, rule.Report, day("2026-06-01"), c) {
		out = append(out, f.Key)
	}
	return out
}

// TestRulesOnFifteenYears counts what rule X05 finds in the comparative
// tabulations of 2001 to 2015, and what the blank purposes of X03 are, against
// the counts worked out by another program.
func TestRulesOnFifteenYears(t *testing.T) {
	dir := os.Getenv("OPENCITES_DATA_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	expected, err := os.ReadFile(filepath.Join(dir, "trade", "expected_rule_hits_comptab_2001_2015.json"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the shared test data are not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{}
	if err := json.Unmarshal(expected, &want); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "trade", "cites_comptab_2001_2015.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	got := countHits(t, csv.NewReader(zip))
	for key, id := range map[string]string{"rows": "rows", "rule.X05.origin": "S07", "rule.X05.partner": "S08", "blank purpose": "S03_blank_purpose"} {
		if got[key] != want[id] {
			t.Errorf("%s: %d, want %d", key, got[key], want[id])
		}
	}
}

func countHits(t *testing.T, r *csv.Reader) map[string]int {
	t.Helper()
	rules := slices.DeleteFunc(report.Rules(), func(x rule.Rule[*report.Checked]) bool { return x.ID != "X05" && x.ID != "X03" })
	got := map[string]int{}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return got
		}
		if err != nil {
			t.Fatal(err)
		}
		if cells[0] == "Year" {
			continue
		}
		got["rows"]++
		c := &report.Checked{Exporter: cites.Country(cells[8]), Importer: cites.Country(cells[7]),
			Row: report.Row{Taxon: cells[2], Origin: cites.Country(cells[9]), Term: "SPE", Purpose: cites.Purpose(cells[14]), Source: cites.Source(cells[15])}}
		for _, h := range rule.Run(rules, nil, rule.Report, day("2026-06-01"), c) {
			if h.Key != "rule.X03.purpose" {
				got[h.Key]++
			} else if c.Purpose == "" {
				got["blank purpose"]++
			}
		}
	}
}
