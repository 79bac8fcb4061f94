package need_test

import (
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/rule"
)

// TestSwitchesReachTheAnswer: a rule that was not read in the original leaves a
// case to the authority while it is on, only speaks as a warning, and is silent
// when off. A rule that was read cannot be switched.
func TestSwitchesReachTheAnswer(t *testing.T) {
	ivory := need.Case{Date: cites.Date{Year: 2026, Month: 6, Day: 1}, Purpose: "T", ExportCountry: "ZW", ImportCountry: "FR", Direction: need.Export,
		Lines: []need.Line{{Taxon: "Loxodonta africana", Source: "W", Term: "BON", Unit: "NAR", Quantity: 1000}}}
	said := func(a need.Answer, id string) bool {
		for _, r := range a.Reasons {
			if r.Rule == id {
				return true
			}
		}
		return false
	}
	for _, x := range []struct {
		set     rule.Setting
		verdict need.Verdict
		said    bool
	}{{rule.On, need.Officer, true}, {rule.Warning, need.OK, true}, {rule.Off, need.OK, false}} {
		law := statute(t)
		law.Switches = rule.Switches{"T14": x.set}
		if a := need.Decide(law, &ivory); a.Verdict != x.verdict || said(a, "T14") != x.said {
			t.Errorf("T14 %s: %s, said %v", x.set, a.Verdict, said(a, "T14"))
		}
	}
	tiger := need.Case{Date: ivory.Date, Purpose: "T", ExportCountry: "IN", ImportCountry: "FR", Direction: need.Export,
		Lines: []need.Line{{Taxon: "Panthera tigris", Source: "W", Term: "LIV", Unit: "NAR", Quantity: 1000, Live: true}}}
	law := statute(t)
	law.Switches = rule.Switches{"P12": rule.Off}
	if a := need.Decide(law, &tiger); a.Verdict != need.Blocked || !said(a, "P12") {
		t.Errorf("P12 was switched off: %s", a.Verdict)
	}
}
