package control_test

import (
	"slices"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
)

func day(s string) cites.Date {
	d, err := cites.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

type edit = func(*control.Crossing)

// leaving is a crossing in which no rule finds anything: an export of ten snakes.
func leaving(edits ...edit) *control.Crossing {
	r := permit.Record{Type: cites.ExportPermit, Issued: day("2026-06-01"), ValidUntil: day("2026-12-01"),
		Lines: []permit.Line{{Letter: "A", ScientificName: "Python regius", Term: "LIV", Quantity: 10_000, Unit: cites.Number,
			Origin: permit.Earlier{Country: "BJ", Number: "26BJ1"}}}}
	c := &control.Crossing{Permit: &permit.Permit{Number: "26QZ000017", Type: cites.ExportPermit, State: permit.Valid, Record: r}, Kind: control.Export,
		On: day("2026-07-01"), Lines: []control.Counted{{Letter: "A", Quantity: 10_000}}, Left: map[string]cites.Quantity{"A": 10_000}}
	for _, e := range edits {
		e(c)
	}
	return c
}

// arriving is the same with an import permit, whose other half reached us.
func arriving(edits ...edit) *control.Crossing {
	return leaving(append([]edit{func(c *control.Crossing) {
		c.Kind, c.Permit.Type, c.Permit.Record.Type = control.Import, cites.ImportPermit, cites.ImportPermit
		c.Permit.Record.Related = permit.Earlier{Country: "BJ", Number: "26BJ9", Date: day("2026-05-01")}
		c.Related = &epermit.Document{Lines: []epermit.Line{{ScientificName: "Python regius", Term: "LIV", Exported: epermit.AmountOf(10_000, "NAR")}}}
	}}, edits...)...)
}

func state(s permit.State) edit { return func(c *control.Crossing) { c.Permit.State = s } }
func on(d string) edit          { return func(c *control.Crossing) { c.On = day(d) } }
func counted(letter string, q cites.Quantity) edit {
	return func(c *control.Crossing) { c.Lines = []control.Counted{{Letter: letter, Quantity: q}} }
}

// TestRulePairs wants each rule to find something in the bad crossing and
// nothing in the good one beside it, and no other rule to speak of either.
func TestRulePairs(t *testing.T) {
	exhibition := func(c *control.Crossing) { c.Permit.Type = cites.TravellingExhibition }
	union := func(c *control.Crossing) { c.Union = true }
	origin := func(name string) edit {
		return func(c *control.Crossing) {
			c.Origins = map[string]*epermit.Document{"A": {Lines: []epermit.Line{{ScientificName: name}}}}
		}
	}
	confirmed := func(c *control.Crossing) { c.Arrival, c.On, c.Lines = true, cites.Date{}, nil }
	seen := map[string]bool{}
	for _, x := range []struct {
		key       string
		bad, good *control.Crossing
	}{
		{"F14.used", leaving(state(permit.Endorsed)), leaving(state(permit.Endorsed), func(c *control.Crossing) { c.Permit.Record.Partial = true })},
		{"F14.used", leaving(confirmed, state(permit.Used)), leaving(confirmed, state(permit.Endorsed))},
		{"F14.expired", leaving(state(permit.Expired)), leaving()},
		{"F14.prepared", leaving(state(permit.Prepared)), leaving()},
		{"D06", leaving(on("2026-12-02")), leaving(on("2026-12-01"))},
		{"D07", leaving(on("2026-05-31")), leaving(on("2026-06-01"))},
		{"D08", arriving(union, on("2026-11-02")), arriving(union, on("2026-11-01"))},
		{"D14", arriving(exhibition, on("2026-12-02")), arriving(exhibition, on("2026-12-01"))},
		{"Q11", leaving(counted("A", 11_000)), leaving(counted("A", 9_000))},
		{"Q11.line", leaving(counted("B", 1000)), leaving()},
		{"Q11.whole", leaving(counted("A", 1500)), leaving()},
		{"Q12", arriving(counted("A", 10_000), func(c *control.Crossing) { c.Related.Lines[0].Exported.Quantity = 9000 }), arriving()},
		{"Q12.short", arriving(counted("A", 9000)), arriving()},
		{"L13", arriving(state(permit.Revoked)), arriving()},
		{"L13.replaced", arriving(state(permit.Replaced)), arriving()},
		{"L14", arriving(origin("Python sebae")), arriving(origin("python regius"))},
	} {
		id := x.key[:3]
		seen[id] = true
		if got := spoken(x.bad); !slices.Equal(got, []string{"rule." + x.key}) {
			t.Errorf("%s: the bad one is found by %v", x.key, got)
		}
		if got := spoken(x.good); len(got) != 0 {
			t.Errorf("%s: the good one is found by %v", x.key, got)
		}
	}
	for _, r := range control.Rules() {
		if !seen[r.ID] {
			t.Errorf("no crossing tests rule %s", r.ID)
		}
	}
}

func spoken(c *control.Crossing) []string {
	stage := rule.Endorse
	if c.Kind == control.Import || c.Arrival {
		stage = rule.Import
	}
	var out []string
	for _, f := range rule.Run(control.Rules(), nil, stage, day("2026-07-01"), c) {
		out = append(out, f.Key)
	}
	return out
}
