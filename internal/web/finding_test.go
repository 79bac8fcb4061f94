package web

func findingSamples() []sample {
	meter := &meterView{Total: "100 kg", Used: "40 kg", Reserved: "10 kg", Left: "50 kg", UsedPart: 40, ReservedPart: 10}
	draws := []drawRow{{Case: "EX-2026-1", CaseHref: "/cases/1", Letter: "A", Permit: "26XX000001", PermitHref: "/permits/1", Reserved: "0", Used: "10 kg", Returned: "0"},
		{Case: "EX-2026-2", CaseHref: "/cases/2", Letter: "B", Reserved: "10 kg", Used: "0", Returned: "0"}}
	files := []fileRow{{Name: "survey.pdf", Href: "/findings/1/files/1", Size: "20 kB", When: "today", End: "/findings/1/files/1/withdraw"},
		{Name: "old.pdf", Href: "/findings/1/files/2", Size: "18 kB", When: "today", Withdrawn: "Withdrawn on 1 May 2026 by Dr H.: the wrong year"}}
	upload := &uploadForm{"/findings/1/files", Field{Kind: "file", Name: "file", Label: "f"}}
	rows := []SummaryRow{{Key: "k", Value: Bdi("v")}}
	filter := Filter{Action: "/findings", Live: "results", Fields: []Field{{Kind: "select", Name: "state", Label: "s", Options: []Option{{Value: "1", Label: "x"}}}}}
	search := Field{Name: "q", Label: "q", Type: "search"}
	return []sample{
		{"finding_list", Page{Title: "x", Data: findingList{New: "/findings/new", Search: search, Filter: filter, Count: "1",
			List: List[findingRow]{Rows: []findingRow{{"NDF-2026-0001", "/findings/1", "Python regius", "Ghana", "2026", "100 kg", "50 left", Tag{"In force", "green"}}}, Total: 1}}}},
		{"finding_list", Page{Title: "x", Data: findingList{Search: search, Filter: filter, List: List[findingRow]{Empty: Empty{Title: "none"}}}}},
		{"finding_show", Page{Title: "x", Back: "/findings", Data: &recordView{Number: "NDF-2026-0001", Taxon: "Python regius", State: Tag{"Draft", "yellow"}, Rows: rows,
			Meter: meter, Draws: draws, Files: files, Upload: upload, History: []Event{{Title: "made", When: "today"}}, Edit: "/e", Force: "/f", Review: "/r", End: "/w"}}},
		{"finding_show", Page{Title: "x", Back: "/findings", Data: &recordView{Number: "NDF-2026-0002", Taxon: "Pythonidae", State: Tag{"Withdrawn", "red"}, Rows: rows}}},
		{"chain_list", Page{Title: "x", Data: chainList{New: "/chains/new", Intro: "x", Search: search, Filter: filter, Count: "1",
			List: List[chainRow]{Rows: []chainRow{{"LAC-2026-0001", "/chains/1", "Python regius", "T. Trader", "100", "40", Tag{"Open", "green"}}}, Total: 1}}}},
		{"chain_list", Page{Title: "x", Data: chainList{Staff: true, Search: search, Filter: filter,
			List: List[chainRow]{Rows: []chainRow{{"LAC-2026-0001", "/chains/1", "Python regius", "T. Trader", "100", "40", Tag{"Open", "green"}}}, Total: 1}}}},
		{"chain_show", Page{Title: "x", Back: "/chains", Data: &chainView{Number: "LAC-2026-0001", Taxon: "Python regius", State: Tag{"Open", "green"},
			Missing: &missingView{Bdi("the invoice"), "O. Officer"}, Rows: rows, Meter: meter, Gaps: "2 gaps", Whole: []string{"nothing yet"}, End: "Aurel Reptiles",
			Steps: []stepView{{Number: "1", Kind: "Capture licence", To: "Hunter", Rows: rows}, {Number: "2", Kind: "Purchase", From: "Dealer", To: "Aurel Reptiles", Rows: rows, Files: files,
				Gaps: []string{"Hunter is not Dealer"}, Remove: "/chains/1/links/2/remove"}}, Draws: draws, Add: "/a", Close: "/c", Ask: "/q"}}},
	}
}
