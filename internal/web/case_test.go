package web

import (
	"github.com/opencites/opencites/internal/application"
)

func caseSamples() []sample {
	field := Field{Name: "body", Label: "x", Hint: "x"}
	row := caseRow{Row: application.Row{ID: "1", Reference: "EX-2026-000001", Lines: 2, From: "QZ", To: "DE", First: application.Line{ScientificName: "Cattleya trianae"}, AssignedTo: "x", Unread: 2},
		Href: "/cases/1", Type: "x", More: 1, Facts: "I · A · 240", State: Tag{"x", "blue"}, DueText: "x", Late: true, Take: "/cases/1/take"}
	tabs := []Tab{{"x", "/cases", true}, {"y", "/cases?tab=all", false}}
	heads := []SortLink{{"x", "/cases?sort=reference", "none"}, {"y", "/cases?sort=due", "ascending"}}
	filter := Filter{Action: "/cases", Live: "results", Fields: []Field{{Name: "q", Label: "x"}}, Clear: "/cases"}
	finding := findingView{Title: "x", Where: "x", Outcome: Tag{"x", "green"}, Rows: []SummaryRow{{Key: "k", Value: Bdi("v")}}, Give: "/", Asked: "x", Question: "x"}
	steps := stepsView{Now: []stepButton{{Label: "x", Action: "/", Version: "1"}}, Action: "/", Missing: []string{"x"}, Waiting: "x",
		Choice: Field{Kind: "radios", Name: "step", Label: "x", Options: []Option{{Value: "ask", Label: "x"}, {Value: "propose", Label: "x"}}}}
	page := func(v caseView) sample {
		v.Caption, v.Reference, v.State, v.Facts, v.Tabs, v.Steps = "x", "EX-2026-000001", Tag{"x", "blue"}, []Fact{{Key: "k", Value: Bdi("v"), Link: "/", Text: "x"}}, tabs, steps
		v.Lines = []specimenRow{{"A", "Cattleya trianae", "I · A · 240"}}
		return sample{"case_show", Page{Title: "x", Data: &v}}
	}
	act := actForm{Title: "x", Intro: []string{"x", "y"}, Warning: "x", Facts: []SummaryRow{{Key: "k", Value: Bdi("v")}}, Fields: []Field{field}, Button: "x", Stern: true}
	return []sample{
		{"case_queue", Page{Title: "x", Data: &queueView{Tabs: tabs, Tab: "mine", Filter: filter, Count: "x", Heads: heads, List: List[caseRow]{Rows: []caseRow{row}},
			Saved: []savedView{{Name: "x", Href: "/cases", Delete: "/cases/views/1/delete", Current: true}}, Name: Field{Name: "name", Label: "x"}, CanSave: true}}},
		{"case_queue", Page{Title: "x", Data: &queueView{Tabs: tabs, Filter: filter, Heads: heads, List: List[caseRow]{Empty: Empty{"x", "x", "/", "x"}}}}},
		page(caseView{Checks: &checksView{Outcome: "x", Stops: true, Proposal: &proposalView{Title: "x", Rows: []SummaryRow{{Key: "k", Value: Bdi("v")}}},
			Rows:   []checkRow{{Check: "x", Result: Tag{"x", "red"}, Where: "x", Detail: "x", Law: lawLink{"T03", "/rules/T03", "Art. II", "1 July 1975", true}, Reason: "x", Lifts: []liftLink{{"/", "x"}}}},
			Advice: []findingView{finding}, Own: []findingView{finding}}, Note: &noteForm{Action: "/", Tab: "checks", Body: field}}),
		page(caseView{Checks: &checksView{Outcome: "x"}}),
		{"case_show", Page{Title: "x", Data: &caseView{Reference: "EX-2026-000001", Steps: stepsView{Choice: Field{Options: []Option{{Value: "fee", Label: "x"}}}}}}},
		page(caseView{Content: &contentView{Changed: true, Sections: []contentSection{{Latin("x"), []contentRow{{"k", Bdi("v"), Bdi("w"), true}, {"k", "", "", true}}, "x"}}}}),
		page(caseView{Documents: &documentsView{Rows: []documentRow{{"a.pdf", "/", "x", "PDF", "x", "x", "2026-11-23T12:00:00Z"}}}}),
		page(caseView{Documents: &documentsView{}}),
		page(caseView{Messages: &messagesView{Rows: []messageView{{Who: "x", Internal: true, Body: Bdi("x")}, {Who: "y", Staff: true}, {Who: "z"}},
			Send: &sendForm{Action: "/", To: Field{Name: "to", Label: "x", Options: []Option{{Value: "file", Label: "x"}}}, Body: field}}}),
		page(caseView{Messages: &messagesView{}}),
		page(caseView{History: []Event{{Title: "x", When: "x", Who: "x", Text: "x"}}}),
		{"case_act", Page{Title: "x", Data: &actView{actForm: act, Reference: "EX-2026-000001", Action: "/", Cancel: "/", Version: "1", Seen: "2", Kept: []keptInput{{"rule", "G08"}}}}},
		{"case_act", Page{Title: "x", Errors: []ErrorLink{{"x", ""}}, Data: &actView{actForm: act, Stuck: true, Stale: &staleView{Text: "x", State: Tag{"x", "blue"}, Events: []Event{{Title: "x"}}}}}},
	}
}
