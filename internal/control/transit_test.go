package control_test

import (
	"slices"
	"testing"

	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/rule"
)

// TestTransit wants R09 to find each thing that goods in transit may lack, and
// nothing in goods that lack none.
func TestTransit(t *testing.T) {
	whole := control.Passing{Number: "26BJ000123", Country: "BJ", Shown: control.Copy, Importer: "Maison Dupont", Entry: control.EntryShown}
	for _, x := range []struct {
		key  string
		edit func(*control.Passing)
	}{
		{"rule.R09.document", func(p *control.Passing) { p.Shown = control.Nothing }},
		{"rule.R09.importer", func(p *control.Passing) { p.Importer = "" }},
		{"rule.R09.permit", func(p *control.Passing) { p.Entry = control.EntryMissing }},
		{"rule.R09.stored", func(p *control.Passing) { p.Stored = true }},
	} {
		bad := whole
		x.edit(&bad)
		if got := lacks(&bad); !slices.Equal(got, []string{x.key}) {
			t.Errorf("%s: found %v", x.key, got)
		}
	}
	other := whole
	other.Shown, other.Entry = control.Original, control.EntryNotNeeded
	if got := append(lacks(&whole), lacks(&other)...); len(got) != 0 {
		t.Errorf("goods that may pass are found by %v", got)
	}
}

func lacks(p *control.Passing) []string {
	var out []string
	for _, f := range rule.Run(control.TransitRules(), nil, rule.Import, day("2026-07-01"), p) {
		if f.Severity != rule.Block {
			out = append(out, "not stopped")
		}
		out = append(out, f.Key)
	}
	return out
}
