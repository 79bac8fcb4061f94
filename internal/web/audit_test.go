package web

func auditSamples() []sample {
	field := Field{Name: "q", Label: "Person"}
	choice := Field{Name: "verb", Label: "Act", Options: []Option{{Label: "All acts"}}}
	row := auditRow{"8 November 2026, 09:12", "2026-11-08T09:12:00Z", "M. Okafor", "Case officer", "Asked the applicant", "Application", "…0cd2f1a9b3c4", "/x"}
	rows := []SummaryRow{{Key: "When", Value: Bdi("8 November 2026, 09:12")}, {Key: "Account", Value: Bdi("0198f0aa-7c1e-7b7a-9d5c-0cd2f1a9b3c4")}}
	hash := "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="
	return []sample{
		{"audit_list", Page{Title: "x", Data: auditList{Person: field, Verb: choice, Subject: field, From: field, Until: field, Count: "2 events", List: List[auditRow]{Rows: []auditRow{row, row}}, CSV: "/x", JSON: "/x"}}},
		{"audit_list", Page{Title: "x", Data: auditList{Person: field, Verb: choice, Subject: field, From: field, Until: field, List: List[auditRow]{Empty: Empty{"x", "x", "/x", "x"}}, CSV: "/x", JSON: "/x"}}},
		{"audit_event", Page{Title: "x", Back: "/audit", Data: auditEvent{Title: "Asked the applicant", Rows: rows, Details: rows, Verdict: Verdict{"x", "x", "good", 2},
			Proof: []SummaryRow{{Key: "Root", Value: Reference(hash)}}, Path: []string{hash, hash}, Note: "qz.cites.example/log\n12\n" + hash + "\n"}}},
	}
}
