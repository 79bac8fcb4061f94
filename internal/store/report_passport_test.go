package store_test

import (
	"os"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
)

// TestReportsLeaveOutPassports wants each query of the annual report to leave out
// the documents for many crossings of our table, and only those: the specimens
// come back.
func TestReportsLeaveOutPassports(t *testing.T) {
	text, err := os.ReadFile("query/report.sql")
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, i := range cites.DocumentTypes() {
		if i.ManyCrossings {
			codes = append(codes, string(i.Code))
		}
	}
	for _, name := range []string{"ReportActual", "ReportIssued"} {
		_, query, _ := strings.Cut(string(text), "name: "+name+" ")
		query, _, _ = strings.Cut(query, ";")
		_, list, found := strings.Cut(query, "p.type not in (")
		list, _, _ = strings.Cut(list, ")")
		if !found || len(strings.Split(list, ", ")) != len(codes) {
			t.Errorf("%s leaves out %q, the table has %v", name, list, codes)
		}
		for _, c := range codes {
			if !strings.Contains(list, "'"+c+"'") {
				t.Errorf("%s counts %s", name, c)
			}
		}
	}
}
