package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/report"
	"github.com/opencites/opencites/internal/rule"
)

// TestEveryRuleIsBound wants each rule of the book asked by a check, or kept by
// something that a test shows.
func TestEveryRuleIsBound(t *testing.T) {
	asked := map[string]bool{}
	for _, r := range application.Rules() {
		asked[r.ID] = true
	}
	for _, r := range permit.Rules() {
		asked[r.ID] = true
	}
	for _, r := range control.Rules() {
		asked[r.ID] = true
	}
	for _, r := range control.TransitRules() {
		asked[r.ID] = true
	}
	for _, r := range report.Rules() {
		asked[r.ID] = true
	}
	for _, e := range rule.Book() {
		if e.Decision() {
			continue
		}
		by, kept := rule.Enforced(e.ID)
		switch {
		case asked[e.ID] && kept:
			t.Errorf("%s is said to be kept in two ways", e.ID)
		case !asked[e.ID] && !kept:
			t.Errorf("nothing asks or keeps rule %s", e.ID)
		case kept && !testExists(t, by.Test):
			t.Errorf("%s: there is no test %s", e.ID, by.Test)
		}
	}
	if testExists(t, "internal/rule/TestNothingOfThisName") {
		t.Error("a test that does not exist is found")
	}
}

// testExists looks for a test function by its folder and name.
func testExists(t *testing.T, name string) bool {
	t.Helper()
	dir, fn := filepath.Split(name)
	files, err := filepath.Glob(filepath.Join("..", "..", dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(files, func(f string) bool {
		text, err := os.ReadFile(f)
		return err == nil && strings.Contains(string(text), "func "+fn+"(t *testing.T)")
	})
}

// TestDeparturesNameUncheckedRules wants each rule that was not checked against
// its original, and each that the program treats otherwise, in the document.
func TestDeparturesNameUncheckedRules(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "departures.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range rule.Book() {
		named := strings.Contains(string(text), "| "+e.ID+" |")
		if !named && (e.Evidence != rule.Verified || e.As != "") {
			t.Errorf("docs/departures.md does not name %s", e.ID)
		}
	}
}
