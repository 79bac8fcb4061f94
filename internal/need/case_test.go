package need_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/species"
)

// example is one block of testdata/cases.txt.
type example struct {
	name     string
	consign  map[string]any
	lines    []map[string]any
	verdict  need.Verdict
	document []string
	finding  []string
	reason   string
}

func (e *example) json(t testing.TB) []byte {
	t.Helper()
	c := map[string]any{"date": "2026-06-01", "purpose": "T", "export_country": "CM", "import_country": "FR", "direction": "export"}
	maps.Copy(c, e.consign)
	var lines []any
	for _, more := range e.lines {
		l := map[string]any{"source": "W", "term": "LIV", "unit": "NAR", "quantity": 1, "live": true, "origin_country": ""}
		maps.Copy(l, more)
		lines = append(lines, l)
	}
	c["lines"] = lines
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func examples(t testing.TB) []*example {
	t.Helper()
	text, err := os.ReadFile("testdata/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []*example
	for n, row := range strings.Split(string(text), "\n") {
		word, rest, _ := strings.Cut(strings.TrimSpace(row), " ")
		var part map[string]any
		if word == "case" || word == "line" {
			if err := json.Unmarshal([]byte(rest), &part); err != nil {
				t.Fatalf("cases.txt line %d: %v", n+1, err)
			}
		}
		switch word {
		case "==":
			out = append(out, &example{name: rest, consign: map[string]any{}})
		case "case":
			maps.Copy(out[len(out)-1].consign, part)
		case "line":
			out[len(out)-1].lines = append(out[len(out)-1].lines, part)
		case "want":
			e, cells := out[len(out)-1], strings.Split(rest, ";")
			e.verdict = need.Verdict(strings.TrimSpace(cells[0]))
			e.document, e.finding, e.reason = strings.Fields(cells[1]), strings.Fields(cells[2]), strings.TrimSpace(cells[3])
		}
	}
	return out
}

// law is the starter catalogue with a few limits that are made up.
func law(t testing.TB) need.Law {
	t.Helper()
	s := statute(t)
	day := func(y int) cites.Date { return cites.Date{Year: y, Month: 1, Day: 1} }
	python, boas := species.ID("animalia.python-regius"), species.ID("animalia.boidae")
	s.Catalogue = s.Reserving([]species.Reservation{{ID: "r", Taxon: "animalia.balaenoptera-musculus", Party: "IS", Appendix: "I", From: day(2000)},
		{ID: "s", Taxon: "animalia.panthera-pardus", Party: "GB", Appendix: "I", From: day(2000), Parts: "On behalf of Hong Kong."}})
	s.Suspended = []species.Suspension{
		{ID: "1", Taxon: python, Country: "BJ", From: day(2020), Kind: species.SignificantTrade, Sources: []cites.Source{"W"}, DirectOnly: true},
		{ID: "2", Taxon: boas, Country: "TG", From: day(2020), Until: day(2021), Kind: species.Compliance, DirectOnly: true},
		{ID: "3", Taxon: python, Country: "PE", From: day(2020), Kind: species.NationalBan, DirectOnly: true},
	}
	year := func(id string, c cites.Country, q cites.Quantity) species.Quota {
		return species.Quota{ID: id, Taxon: python, Country: c, Year: 2026, From: day(2026), Until: cites.Date{Year: 2026, Month: 12, Day: 31}, Terms: []cites.Term{"LIV"}, Unit: "NAR", Quantity: q, Used: 0}
	}
	s.Limited = []species.Quota{year("gh", "GH", 100_000), year("ml", "ML", species.Preparing)}
	return s
}

func answer(t testing.TB, l need.Law, input []byte) need.Answer {
	t.Helper()
	c, err := need.Read(bytes.NewReader(input))
	if err != nil {
		t.Fatalf("%s: %v", input, err)
	}
	return need.Decide(l, c)
}

func TestCases(t *testing.T) {
	l := law(t)
	for _, e := range examples(t) {
		t.Run(e.name, func(t *testing.T) {
			a := answer(t, l, e.json(t))
			var documents, findings, reasons []string
			for _, d := range a.Documents {
				documents = append(documents, string(d.Type)+"."+string(d.Country))
			}
			for _, f := range a.Findings {
				findings = append(findings, string(f.Finding)+"."+string(f.Authority)+"."+string(f.Country))
			}
			for _, r := range a.Reasons {
				reasons = append(reasons, r.Rule)
			}
			if a.Verdict != e.verdict || !slices.Contains(reasons, e.reason) {
				t.Fatalf("%s for %v, want %s for %s\n%s", a.Verdict, reasons, e.verdict, e.reason, e.json(t))
			}
			if a.Verdict == need.Blocked || a.Verdict == need.Unknown {
				return
			}
			if !same(documents, e.document) || !same(findings, e.finding) {
				t.Errorf("documents %v, findings %v\nwant      %v, findings %v", documents, findings, e.document, e.finding)
			}
		})
	}
}

func same(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}
