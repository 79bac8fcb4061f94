package measure_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/rule"
)

// loops gives an expression with macros in each other, over a list of its own.
func loops(depth int, list, inner string) string {
	open, closed := "", ""
	for i := range depth {
		open += fmt.Sprintf("%s.all(v%d, ", list, i)
		closed += ")"
	}
	return open + inner + closed
}

// TestHostileExpressionsEnd: what an administrator types cannot hold the program.
// An expression that grows is refused when it is written, or breaks off at the
// limit of cost and leaves the case to an officer; it never passes. The controls
// are of the same form and small, and are worked out.
func TestHostileExpressionsEnd(t *testing.T) {
	c := checker(t)
	ten := "[0,1,2,3,4,5,6,7,8,9]"
	long := "'" + strings.Repeat("a", 900) + "'"
	for expression, dear := range map[string]bool{
		loops(2, ten, "true"):                  false,
		loops(8, ten, "true"):                  true,
		loops(3, "taxa", "live"):               false,
		loops(9, "taxa", "live"):               true,
		loops(2, "taxa", "v0 + v1 != taxon"):   false,
		loops(7, "taxa", "v0 + v1 + v2 != v3"): true,
		"taxon.matches('^(P|p)sitt.*')":        false,
		loops(1, ten, "'"+strings.Repeat("a", 40)+"'.matches('(a*)*b') == false"):                                              false,
		loops(5, ten, long+".matches('(a*)*b') == false"):                                                                      true,
		"taxa.map(a, taxa.map(b, a + b)).size() == 5":                                                                          false,
		"taxa.map(a, taxa.map(b, taxa.map(c, taxa.map(d, taxa.map(e, taxa.map(f, taxa.map(g, a+b+c+d+e+f+g))))))).size() == 5": true,
		"'كونغو' != taxon && 'Ψittacus' != taxon && '\\U0001F99C' != taxon":                                                    false,
	} {
		m := measure.Measure{ID: expression, Number: 1, Version: 1, State: measure.InForce, From: day(t, "2026-01-01"), Severity: rule.Warn, Expression: expression}
		found := c.Run([]measure.Measure{m}, day(t, "2026-06-01"), []measure.Input{parrot()})
		if len(found) != 1 {
			t.Errorf("%.80s passed", expression)
			continue
		}
		if failed := found[0].Key == "measure.failed"; failed != dear || failed && (found[0].Severity != rule.Block || !found[0].Discretion) {
			t.Errorf("%.80s: %s %s, want failed %v", expression, found[0].Key, found[0].Args["text"], dear)
		}
	}
}

// TestExpressionsThatGrowAreRefused: what is too deep, or no number of 64 bits, is
// refused when it is written; what leaves the numbers or a list, when it is run.
func TestExpressionsThatGrowAreRefused(t *testing.T) {
	c := checker(t)
	for _, expression := range []string{
		strings.Repeat("(!", 60) + "live" + strings.Repeat(")", 60),
		strings.Repeat("[", 100) + strings.Repeat("]", 100) + " == []",
		"quantity > 99999999999999999999",
		"live\x00",
	} {
		if _, err := c.Compile(expression); err == nil {
			t.Errorf("%.60q was taken", expression)
		}
	}
	line := parrot()
	for _, expression := range []string{"quantity * 9223372036854775807 > 0", "quantity / (quantity - quantity) > 0", "amount(taxon) > 0", "taxa[-1] == ''"} {
		p, err := c.Compile(expression)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		if yes, err := p.Applies(&line); err == nil {
			t.Errorf("%s gave %v", expression, yes)
		}
	}
	if p, err := c.Compile("quantity / (quantity - 1) > 0"); err != nil {
		t.Error(err)
	} else if yes, err := p.Applies(&line); err != nil || !yes {
		t.Errorf("the control: %v, %v", yes, err)
	}
}
