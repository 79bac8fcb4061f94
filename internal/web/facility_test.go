package web

import (
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/stock"
)

func facilitySamples() []sample {
	f := facility.Facility{ID: "f1", Number: "QZ-A-101", Name: "Aurel Falcons", Kind: facility.Breeding, Country: "QZ", HolderName: "صقور أوريل", State: facility.Registered, Version: 2, SEC: true}
	o := facility.Output{TaxonID: "t1", ScientificName: "Falco peregrinus", Year: 2026, Sources: []cites.Source{"C", "D"}, Quantity: 60_000, Unit: "NAR"}
	search := Field{Name: "q", Label: "Number, name, holder or species", Type: "search"}
	panel := Filter{Action: "/facilities", Live: "results", Fields: []Field{{Kind: "select", Name: "kind", Label: "Kind", Options: []Option{{Label: "All kinds"}}}}}
	rows := []SummaryRow{{Key: "Number", Value: Reference(f.Number)}}
	mark := permit.MarkRow{Mark: application.Mark{Kind: "MC", Value: "250229600012345"}, Number: "26QZ000001", Letter: "A", ScientificName: "Falco peregrinus", Exporter: "Aurel Falcons"}
	return []sample{
		{"facility_list", Page{Title: "Facilities", Data: facilityList{Intro: "x", Add: "/facilities/new", Import: "/facilities/import", Search: search, Filter: panel, Count: "1 facility",
			List: List[facilityRow]{Rows: []facilityRow{{Facility: f, Href: "/facilities/f1", State: Tag{"Registered", "green"}, Kind: "Breeding operation", Taxa: []string{"Falco peregrinus", "Falco rusticolus"}}, {Facility: f, Href: "/facilities/f1", State: Tag{"Expired", "grey"}, Kind: "x"}}}}}},
		{"facility_list", Page{Title: "Facilities", Data: facilityList{Intro: "x", Search: search, Filter: panel, List: List[facilityRow]{Empty: Empty{Title: "x", Text: "x"}}}}},
		{"facility_show", Page{Title: f.Name, Back: "/facilities", Data: facilityView{Facility: &f, State: Tag{"Registered", "green"}, Kind: "Breeding operation", Rows: rows, Produces: true,
			Outputs: []outputRow{{Output: o, Year: "2026", YearN: 2026, Sources: "C, D", Amount: "60"}}, Figures: []figureRow{{Figure: facility.Figure{ScientificName: "Falco peregrinus", Year: 2026}, Plausible: "60", Issued: "61", State: Tag{"Beyond", "red"}}, {Figure: facility.Figure{Year: 2025}, Issued: "1"}},
			Edit: "/x", Add: "/x", Remove: "/x", Acts: []Tab{{Title: "Suspend", Href: "/x"}}}}},
		{"facility_show", Page{Title: f.Name, Back: "/facilities", Data: facilityView{Facility: &f, State: Tag{"Proposed", "grey"}, Kind: "Ranch", Rows: rows, Produces: true}}},
		{"facility_import", Page{Title: "Import", Back: "/facilities", Errors: []ErrorLink{{"The file was not imported.", "#file"}}, Data: facilityImport{File: Field{Kind: "file", Name: "file", Label: "CSV file"}, Columns: "number,name", Wrong: []string{"Line 2, column kind: x"}}}},
		{"mark_list", Page{Title: "Marks", Data: markList{Search: search, Count: "1 mark", List: List[markRow]{Rows: []markRow{{MarkRow: mark, Href: "/permits/p1", Kind: "Microchip", State: Tag{"Valid", "green"}, Alive: Tag{"Still in use", "green"}}}}}}},
		{"mark_list", Page{Title: "Marks", Data: markList{Search: search, List: List[markRow]{Empty: Empty{Title: "x", Text: "x"}}}}},
	}
}

func stockSamples() []sample {
	x := stock.Lot{ID: "l1", Number: "LOT-2026-000001", ScientificName: "Crocodylus porosus", Term: "SKI", Unit: "NAR", Source: "C", OwnerName: "Aurel Tannery & Goods"}
	row := lotRow{Lot: x, Href: "/stock/lots/l1", Left: "120 specimens", Of: "of 300 specimens", Origin: "Australia", Opened: "2 April 2026"}
	search := Field{Name: "q", Label: "Lot", Type: "search"}
	panel := Filter{Action: "/stock", Live: "results"}
	tabs := []Tab{{"Lots", "/stock", true}, {"Conversions", "/stock/conversions", false}}
	c := stock.Conversion{ID: "c1", Number: "CONV-2026-000001", Term: "LPS", State: stock.Pending, Version: 1, ScientificName: "Crocodylus porosus", OwnerName: "x", Lot: "l2", Declared: time.Unix(0, 0)}
	return []sample{
		{"stock_list", Page{Title: "Stock", Data: lotList{Tabs: tabs, Open: "/stock/new", Convert: "/stock/convert", Owners: true, Search: search, Filter: panel, Count: "1 lot", List: List[lotRow]{Rows: []lotRow{row}}}}},
		{"stock_list", Page{Title: "Stock", Data: lotList{Tabs: tabs, Search: search, Filter: panel, List: List[lotRow]{Empty: Empty{Title: "x", Text: "x"}}}}},
		{"stock_show", Page{Title: x.Number, Back: "/stock", Data: lotView{Lot: x, KPIs: []KPI{{"120", "Left"}}, Rows: []SummaryRow{{Key: "Species", Value: Latin(x.ScientificName)}}, Convert: "/stock/convert",
			Movements: []movementRow{{When: "2 April 2026", What: "Opened", Quantity: "300", Name: "Older stock"}, {When: "3 April 2026", What: "Drawn", Quantity: "180", Name: "26QZ000001", Href: "/permits/p1"}}}}},
		{"stock_conversions", Page{Title: "Conversions", Data: conversionList{Tabs: tabs, Convert: "/stock/convert", Owners: true, Search: search, Filter: panel, Count: "1", List: List[conversionRow]{Rows: []conversionRow{{Conversion: c, Href: "/x", Made: "180", When: "x", State: Tag{"To be checked", "yellow"}}}}}}},
		{"stock_conversions", Page{Title: "Conversions", Data: conversionList{Tabs: tabs, Search: search, Filter: panel, List: List[conversionRow]{Empty: Empty{Title: "x", Text: "x"}}}}},
		{"stock_conversion", Page{Title: c.Number, Back: "/stock/conversions", Errors: []ErrorLink{{"Give the reason.", "#reason"}}, Data: conversionView{Conversion: c, State: Tag{"To be checked", "yellow"}, Rows: []SummaryRow{{Key: "k", Value: Bdi("v")}}, Inputs: []lotRow{row}, Decide: true, Version: "1", Reason: Field{Name: "reason", Label: "Reason", Error: "Give the reason."}}}},
	}
}
