package need_test

import (
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/rule"
)

// A national measure makes an answer stricter, never milder, and is named as the
// one that stops only where the Convention did not.
func TestANationalMeasureMakesAnAnswerStricterOnly(t *testing.T) {
	stop := rule.Finding{Rule: "N001", Severity: rule.Block, Key: "measure.hit", Args: map[string]string{"country": "DE"}}
	warn, failed := stop, stop
	warn.Severity, failed.Key = rule.Warn, "measure.failed"
	for _, c := range []struct {
		before need.Verdict
		f      rule.Finding
		after  need.Verdict
		by     cites.Country
	}{
		{need.OK, stop, need.Blocked, "DE"}, {need.None, stop, need.Blocked, "DE"}, {need.Officer, stop, need.Blocked, "DE"},
		{need.Blocked, stop, need.Blocked, ""}, {need.Unknown, stop, need.Unknown, ""},
		{need.OK, warn, need.OK, ""}, {need.OK, failed, need.Officer, "DE"}, {need.Officer, failed, need.Officer, ""}, {need.Blocked, failed, need.Blocked, ""},
	} {
		a := need.Answer{Verdict: c.before}
		a.Stricter(c.f)
		if a.Verdict != c.after || a.National != c.by || len(a.Reasons) != 1 || a.Reasons[0].Rule != "N001" {
			t.Errorf("%s and a measure that says %s %s: %s by %q, want %s by %q", c.before, c.f.Severity, c.f.Key, a.Verdict, a.National, c.after, c.by)
		}
	}
}
