package web

import (
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
)

func samplePermit() *permit.Permit {
	day := cites.Date{Year: 2026, Month: 11, Day: 19}
	return &permit.Permit{ID: "p1", Number: "26QZ000871/MA", Type: cites.ExportPermit, State: permit.Valid, Version: 2, Code: "7QF2-M9KD",
		Digest: []byte{1, 2, 3}, LeafIndex: 42, Record: permit.Record{Number: "26QZ000871/MA", Issued: day, ValidUntil: day.AddMonths(6),
			Consignor: permit.Party{Name: "Andes Orchid Nursery", Country: "QZ"}, Consignee: permit.Party{Name: "مؤسسة الحدائق", Country: "SA"},
			Lines: []permit.Line{{Letter: "A", ScientificName: "Cattleya trianae", CommonName: "Christmas orchid", Appendix: "I", Source: "A",
				Term: "LIV", Description: "Live plants", Marks: "TG 12", Quantity: 240000, Unit: "NAR", QuotaUsed: 1000, QuotaTotal: 2000,
				Origin: permit.Earlier{Country: "CO"}}}}}
}

func permitSamples() []sample {
	p, now := samplePermit(), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	e := control.Endorsement{ID: "e1", PermitID: "p1", Number: p.Number, Kind: control.Export, Port: "QZAUR", Date: p.Record.Issued,
		Transport: "AWB 1", ByName: "C. Customs", At: now, Lines: []control.Counted{{Letter: "A", Quantity: 240000}}}
	crossings := []crossingView{{e, "Export", "Airport", []crossedLine{{"A", "240 specimens"}}}}
	row := permitRow{Row: permit.Row{ID: "p1", Number: p.Number, Type: p.Type, State: p.State, Exporter: "x", Importer: "y", Taxa: "Cattleya trianae", ValidUntil: p.Record.ValidUntil}, Href: "/permits/p1", State: Tag{"Valid", "green"}, Partner: "z"}
	list := permitList{Search: Field{Name: "q", Label: "x"}, Filter: Filter{Action: "/permits", Live: "results", Fields: []Field{{Name: "country", Label: "x"}}}, Count: "1", CSV: "/permits.csv", List: List[permitRow]{Rows: []permitRow{row}, Total: 1}}
	show := permitView{Permit: p, Type: "Export permit", State: Tag{"Valid", "green"}, Explain: "x", Details: []SummaryRow{{Key: "k", Value: Bdi("v")}},
		Proof: []SummaryRow{{Key: "k", Value: Reference("v")}}, Crossings: crossings, Code: "<svg></svg>", PDF: true,
		History: []Event{{"t", "w", "2026-11-19T00:00:00Z", "who", ""}}, May: permitActs{true, true, true, true, true, true, true, true, true, true, true, true, true}, Life: lifeView{Rows: []SummaryRow{{Key: "k", Value: Bdi("v")}}, Diff: []permitChange{{"b", "x", "y"}}}, Lost: &Tag{"x", "orange"}, Back: true}
	start := borderStart{Scan: Field{Kind: "area", Name: "text", Label: "x"}, Count: "1", List: List[borderRow]{Rows: []borderRow{{e, "/border/permits/p1", "Export", "Airport"}}, Total: 1}}
	goods := goodsView{Permit: p, Verdict: Verdict{Title: "x", Text: "y", Kind: "good"}, Rows: show.Details, Crossings: crossings, Form: true, Key: "k",
		Lines: []goodsLine{{Line: p.Record.Lines[0], Term: "live", Source: "propagated", Left: 1000, Actual: Field{Name: "lines.A", Label: "x"}}},
		Ports: Field{Kind: "select", Name: "port", Label: "x", Options: []Option{{Value: "a", Label: "b"}}}, Date: Field{Kind: "date", Name: "date", Label: "x"},
		Transport: Field{Name: "transport", Label: "x"}, Remarks: Field{Kind: "area", Name: "remarks", Label: "x"}}
	closed := goods
	closed.Form, closed.Arrived = false, true
	return []sample{{"permit_list", Page{Title: "x", Data: list}}, {"permit_list", Page{Title: "x", Data: permitList{Search: list.Search, Filter: list.Filter, List: List[permitRow]{Empty: Empty{Title: "x"}}}}},
		{"permit_show", Page{Title: "x", Data: show}}, {"permit_show", Page{Title: "x", Data: permitView{Permit: p}}},
		{"border_start", Page{Title: "x", Data: start}}, {"border_start", Page{Title: "x", Data: borderStart{Scan: start.Scan, List: List[borderRow]{Empty: Empty{Title: "x"}}}}},
		{"border_goods", Page{Title: "x", Data: goods}}, {"border_goods", Page{Title: "x", Data: closed}}}
}

// What crossed is told with its unit in the reader's words, never as a code.
func TestCrossingsNameTheUnit(t *testing.T) {
	cfg := testConfig(t)
	cfg.Profile = profile.Example()
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	p := samplePermit()
	p.Record.Lines = []permit.Line{{Letter: "A", Unit: "NAR"}, {Letter: "B", Unit: "KGM"}, {Letter: "C", Unit: "BAG"}}
	ends := []control.Endorsement{{Lines: []control.Counted{{Letter: "A", Quantity: 240_000}, {Letter: "B", Quantity: 2_500}, {Letter: "C", Quantity: 3_000}}}}
	for lang, want := range map[cites.Lang][]string{cites.English: {"240 specimens", "2.5\u00a0kg", "3 bags"}, cites.French: {"240 spécimens", "2,5\u00a0kg", "3 sacs"}} {
		got := s.crossings(s.locales[lang], p, ends)
		for i, x := range got[0].Crossed {
			if x.Amount != want[i] {
				t.Errorf("%s, line %s: %q, want %q", lang, x.Letter, x.Amount, want[i])
			}
		}
	}
	for unit, want := range map[cites.Unit]string{"NAR": "", "KGM": "kg", "BAG": "bags"} {
		if got := unitSuffix(s.locales[cites.English], unit); got != want {
			t.Errorf("after a field for %s: %q, want %q", unit, got, want)
		}
	}
}
