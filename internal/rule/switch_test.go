package rule_test

import (
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
)

// TestSwitches runs a rule that may be switched and one that may not under each
// setting; the second is the control that no switch opens what the law closes.
func TestSwitches(t *testing.T) {
	always := func(int) []rule.Hit { return []rule.Hit{{Line: rule.Whole}} }
	rules := []rule.Rule[int]{rule.Bind("D04", always), rule.Bind("D02", always)}
	on := cites.Date{Year: 2026, Month: 6, Day: 1}
	for _, c := range []struct {
		set    rule.Setting
		blocks int
		found  int
	}{{"", 2, 2}, {rule.On, 2, 2}, {rule.Warning, 1, 2}, {rule.Off, 1, 1}} {
		fs := rule.Run(rules, rule.Switches{"D04": c.set, "D02": c.set}, rule.Issue, on, 0)
		blocks := 0
		for _, f := range fs {
			if f.Severity == rule.Block {
				blocks++
			}
			if f.Rule == "D02" && (f.Severity != rule.Block || f.Switched) {
				t.Errorf("%q: a switch changed a rule that was read in its source: %+v", c.set, f)
			}
		}
		if len(fs) != c.found || blocks != c.blocks {
			t.Errorf("%q: %d found, %d block, want %d and %d", c.set, len(fs), blocks, c.found, c.blocks)
		}
	}
}

// TestRunInForce wants no rule asked before its day.
func TestRunInForce(t *testing.T) {
	rules := []rule.Rule[int]{rule.Bind("D04", func(int) []rule.Hit { return []rule.Hit{{}} })}
	day := rules[0].From
	if fs := rule.Run(rules, nil, rule.Issue, day.AddDays(-1), 0); len(fs) != 0 {
		t.Errorf("asked before it held: %v", fs)
	}
	if fs := rule.Run(rules, nil, rule.Issue, day, 0); len(fs) != 1 || fs[0].From != day {
		t.Errorf("on its first day: %v", fs)
	}
}

// TestHitWeight wants a place to weigh what it says where the law gives it
// another weight than the rule.
func TestHitWeight(t *testing.T) {
	rules := []rule.Rule[int]{rule.Bind("T10", func(int) []rule.Hit { return []rule.Hit{{As: "E*"}, {}} })}
	fs := rule.Run(rules, nil, rule.Issue, cites.Date{Year: 2026, Month: 6, Day: 1}, 0)
	if fs[0].Severity != rule.Block || !fs[0].Discretion || fs[1].Severity != rule.Warn {
		t.Errorf("%+v", fs)
	}
}
