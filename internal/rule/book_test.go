package rule_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
)

// TestBookIsWhole holds the table to its own form and to the number of rules of
// each family that the sheet has, and ours beside them.
func TestBookIsWhole(t *testing.T) {
	form := regexp.MustCompile(`^[FDTPQLGRXSE]\d{1,2}$`)
	convention := cites.Date{Year: 1975, Month: 7, Day: 1}
	count := map[rule.Family]int{}
	for _, e := range rule.Book() {
		count[e.Family]++
		switch {
		case !form.MatchString(e.ID):
			t.Errorf("%q is no id", e.ID)
		case !slices.Contains(rule.Families(), e.Family):
			t.Errorf("%s has family %q", e.ID, e.Family)
		case e.Citation == "" || len(e.Stages) == 0 || len(e.Run) == 0:
			t.Errorf("%s: citation or stages are missing", e.ID)
		case !slices.Contains([]rule.Evidence{rule.Verified, rule.Unchecked, rule.Inferred}, e.Evidence):
			t.Errorf("%s has evidence %q", e.ID, e.Evidence)
		case e.From.Before(convention):
			t.Errorf("%s holds from %s, before the Convention", e.ID, e.From)
		case !e.Until.IsZero() && e.Until.Before(e.From):
			t.Errorf("%s ends before it begins", e.ID)
		case e.As == e.Mark:
			t.Errorf("%s: as says nothing", e.ID)
		}
	}
	for f, n := range map[rule.Family]int{rule.FormFamily: 17, rule.DateFamily: 15, rule.TaxonFamily: 16, rule.SourceFamily: 21, rule.QuantityFamily: 18,
		rule.ChainFamily: 20, rule.FindingFamily: 12, rule.RestrictionFamily: 12, rule.ReportFamily: 9, rule.StandardFamily: 13, rule.ExemptionFamily: 16} {
		if count[f] != n {
			t.Errorf("%d rules of family %s, want %d", count[f], f, n)
		}
	}
}

func TestLaw(t *testing.T) {
	e, ok := rule.Law("P12")
	if !ok || e.Severity != rule.Block || !e.Discretion || e.Mark != "E" || rule.StageLetters(e.Stages) != "A I" {
		t.Errorf("P12 is %+v, %v", e, ok)
	}
	if _, ok := rule.Law("P99"); ok {
		t.Error("P99 is in the book")
	}
	defer func() {
		if recover() == nil {
			t.Error("a check was bound to an id that is not in the book")
		}
	}()
	rule.Bind("P99", func(int) []rule.Hit { return nil })
}
