package main

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// sheetRules is how many rules the Convention part counts by family letter.
var sheetRules = map[byte]int{'F': 17, 'D': 15, 'T': 15, 'P': 21, 'Q': 18, 'L': 18, 'G': 10, 'R': 12, 'X': 9}

// ruleBook checks the exported rule book: an array of entries with these keys and
// no others, each filled in, and all rules of the sheet among them.
func ruleBook(ts *testscript.TestScript, _ bool, args []string) {
	var book []struct {
		ID, Stage, Severity, Citation, Evidence, From string

		Until *string
		Text  struct{ EN, FR, ES, AR string }
	}
	d := json.NewDecoder(bytes.NewReader([]byte(ts.ReadFile(args[0]))))
	d.DisallowUnknownFields()
	ts.Check(d.Decode(&book))
	day := regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	form := regexp.MustCompile(`^([FDTPQLGRX]\d{2}|[SE]\d{1,2}) [AIXMR]( [AIXMR])* (E|E\*|W|N) (V|K|inf)$`)
	seen, count := map[string]bool{}, map[byte]int{}
	for _, r := range book {
		switch t := r.Text; {
		case !form.MatchString(strings.Join([]string{r.ID, r.Stage, r.Severity, r.Evidence}, " ")), !day.MatchString(r.From), seen[r.ID]:
			ts.Fatalf("%+v", r)
		case r.Until == nil || *r.Until != "" && !day.MatchString(*r.Until), r.Citation == "", t.EN == "" || t.FR == "" || t.ES == "" || t.AR == "":
			ts.Fatalf("%s lacks something: %+v", r.ID, r)
		}
		seen[r.ID] = true
		count[r.ID[0]]++
	}
	for family, n := range sheetRules {
		if count[family] < n {
			ts.Fatalf("%d rules of family %c, want %d or more", count[family], family, n)
		}
	}
}
