package web

import (
	"html/template"
)

// applySamples shows each page of the traders with all it can show.
func applySamples() []sample {
	post := applyPost{"/", 3}
	ask := []applyAsk{{"text", &Field{Name: "a", Label: "x", Error: "x"}}, {"area", &Field{Name: "b", Label: "x"}}, {"select", &Field{Name: "c", Label: "x"}},
		{"radios", &Field{Name: "d", Label: "x", Options: []Option{{Value: "1", Label: "x"}}}}, {"checks", &Field{Name: "e", Label: "x"}},
		{"date", &Field{Name: "f", Label: "x"}}, {"heading", &Field{Label: "x", Hint: "x"}}}
	rows := []SummaryRow{{Key: "k", Value: Bdi("v"), Action: "/"}}
	docs := []applyDocument{{"a.pdf", "x", "1 kB", "x", "/", "/"}}
	answers := applyAnswers{Sections: []applySection{{"x", rows}}, Lines: []applyLineAnswers{{Title: Latin("Python regius"), Rows: rows}}, Documents: docs, Change: "/", Upload: "/"}
	hit := []applyHit{{"x", "Line 1", "/", lawLink{ID: "P12", Href: "/rules/P12", Citation: "Art. III", Since: "1 July 1975"}}}
	list := applyListView{Start: "/", Agents: true, Found: 2, Search: Field{Name: "q", Label: "x"}, Type: Field{Name: "type", Label: "x"}, States: Field{Name: "state", Label: "x"},
		List: List[applyRow]{Rows: []applyRow{{"/", "EX-2026-000001", "x", "Python regius", 1, "x", "x", Tag{"x", "blue"}, "x", 2}, {Href: "/", State: Tag{"x", "grey"}}}, Total: 2}}
	mandates := applyMandatesView{Given: []mandateRow{{"x", "x", "x", "", Tag{"x", "green"}, "/"}, {"x", "x", "x", "x", Tag{"x", "red"}, ""}}, Held: []mandateRow{{Name: "x"}}, Give: true,
		Login: Field{Name: "login", Label: "x"}, Types: Field{Name: "types", Label: "x"}, Until: Field{Name: "until", Label: "x"}}
	return []sample{
		{"apply_list", Page{Title: "x", Data: list}},
		{"apply_list", Page{Title: "x", Data: applyListView{Search: list.Search, Type: list.Type, States: list.States, List: List[applyRow]{Empty: Empty{"x", "x", "/", "x"}}}}},
		{"apply_start", Page{Title: "x", Data: applyStartView{Type: Field{Name: "type", Label: "x", Options: []Option{{Value: "1", Label: "x", Group: "x"}, {Value: "2", Label: "x", Group: "y"}}}, Procedure: Field{Name: "procedure", Label: "x", Value: "1", Options: []Option{{Value: "1", Label: "x"}}}, For: ask[3].Field,
			Known: rows, Hidden: []hiddenField{{"taxon", "x"}}, Action: "/", Choose: "/"}}},
		{"apply_choose", Page{Title: "x", Data: &applyChooseView{Ask: Field{Name: "move", Label: "x", Heading: true, Options: []Option{{Value: "1", Label: "x", Hint: "x"}}}, Hidden: []hiddenField{{"taxon", "x"}}, Action: "/", Direct: "/"}}},
		{"apply_tasks", Page{Title: "x", Data: applyTasksView{Caption: "x", Title: "x", For: "x", Groups: []TaskGroup{{"x", []Task{{ID: "t", Title: "x", Href: "/", State: Tag{"x", "blue"}}}}}, Done: 1, Total: 7, Delete: "/", Answer: "/"}}},
		{"apply_step", Page{Title: "x", Errors: []ErrorLink{{"x", "#a"}}, Data: applyStepView{applyPost: post, Caption: "x", Title: "x", Intro: "x", Inset: "x", Asks: ask, From: "check", Cancel: "/"}}},
		{"apply_specimen", Page{Title: "x", Data: &applySpecimenView{applyPost: post, Caption: "x", Title: "x", Taxon: Field{Name: "taxon", Label: "x", Source: "/api/v1/species", IDField: "taxon_id"}, Found: &Field{Name: "taxon_pick", Label: "x", Options: []Option{{Value: "1", Label: "Python regius", Latin: true, Hint: "x"}}},
			Source: Field{Name: "source", Label: "x", Value: "O"}, Sources: []sourceChoice{{Option{Value: "W", Label: "x", Hint: "x"}, "source", nil}, {Option{Value: "O", Label: "x"}, "source-2", ask[:2]}},
			Term: *ask[2].Field, Quantity: *ask[0].Field, Unit: *ask[2].Field, Cancel: "/"}}},
		{"apply_lines", Page{Title: "x", Data: applyLinesView{applyPost: post, Caption: "x", Title: "x", New: "/", Table: "/", Next: "/", Rows: []applyLineRow{
			{"Line 1", "Python regius", "Ball Python", "Appendix II", "x", template.HTML("12"), true, "/", "/", "/", "/", "/", 3}, {Letter: "Line 2"}}}}},
		{"apply_lines", Page{Title: "x", Data: applyLinesView{Title: "x", Full: true}}},
		{"apply_table", Page{Title: "x", Data: applyTableView{applyPost: post, Caption: "x", Title: "x", Paste: *ask[1].Field, File: Field{Name: "file", Label: "x"}, Columns: []tableColumn{{"term", "x", true}}, Example: tableExample, Cancel: "/"}}},
		{"apply_documents", Page{Title: "x", Data: applyDocumentsView{applyPost: post, Caption: "x", Title: "x", Rows: docs, Kind: *ask[2].Field, File: Field{Name: "file", Label: "x"}, Done: "/"}}},
		{"apply_check", Page{Title: "x", Data: &applyCheckView{applyPost: post, Caption: "x", Title: "x", Answers: answers, Stops: hit, Notes: hit, Fee: "x", Agent: "x", Declare: *ask[4].Field, Refused: Field{Name: "g", Label: "x"}, Name: *ask[0].Field}}},
		{"apply_received", Page{Title: "x", Data: applyReceivedView{"EX-2026-000001", "x", "x", "/", "/", "/"}}},
		{"apply_show", Page{Title: "x", Data: &applyShowView{Caption: "x", Title: "x", State: Tag{"x", "red"}, Next: "x", Facts: []Fact{{Key: "x", Value: Bdi("x")}}, Reasons: []string{"x", "y"}, Appeal: "x",
			Ask: &applyReply{post, *ask[1].Field, "/"}, Messages: []applyMessage{{"x", "x", "2026-11-23T12:00:00Z", []string{"x", "y"}, false, true}}, Send: &applyReply{post, Field{Name: "body", Label: "x"}, ""}, Answers: answers, Withdraw: "/", Copy: "/", Permits: "/"}}},
		{"apply_mandates", Page{Title: "x", Data: mandates}},
	}
}
