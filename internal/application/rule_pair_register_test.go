package application_test

import (
	"slices"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/stock"
)

// place changes the facility that lines name by a key.
func place(key string, change func(f *facility.Facility)) edit {
	return func(d *dossier, _ *line) {
		f := *d.Holdings.Facilities[key]
		change(&f)
		d.Holdings.Facilities[key] = &f
	}
}

func suspended(f *facility.Facility) { f.State = facility.Suspended }

// registerPairs are about facilities, stock accounts and marks.
func (w *world) registerPairs() []pair {
	bred := func(more ...edit) *dossier {
		return w.leopard(append([]edit{source("D"), purpose("T"), noImportPermit, operation("GH-A-1")}, more...)...)
	}
	grown := func(more ...edit) *dossier {
		return w.slipper(append([]edit{source("D"), operation("GH-P-1")}, more...)...)
	}
	ranched := func(more ...edit) *dossier { return w.live(append([]edit{source("R")}, more...)...) }
	nowhere := func(d *dossier, _ *line) { d.Holdings.Nearby = nil }
	other := func(f *facility.Facility) { f.Species = nil }
	take := application.LotUse{Lot: "lot-1", Number: "LOT-2026-000001", Quantity: 100_000}
	mixed := func(d *dossier, _ *line) {
		x := *d.Holdings.Lots["lot-1"]
		x.ID, x.Origin.Number = "lot-2", "26BJ000124"
		d.Holdings.Lots["lot-2"] = &x
	}
	lot := func(change func(x *stock.Lot)) edit {
		return func(d *dossier, _ *line) {
			x := *d.Holdings.Lots["lot-1"]
			change(&x)
			d.Holdings.Lots["lot-1"] = &x
		}
	}
	alive := func(d *dossier, l *line) {
		d.Holdings.Alive[0] = map[application.Mark][]application.MarkUse{l.Marks[0]: {{Number: "26GH000001", Letter: "B"}}}
	}
	had := func(q cites.Quantity) edit {
		return func(d *dossier, _ *line) { d.Holdings.Trophies = map[string]cites.Quantity{"Panthera pardus": q} }
	}
	return []pair{
		{"Q15.hunter", "", w.trophy(had(2000)), w.trophy(had(1000))},
		{"Q14.alive", "", w.leopard(alive), w.leopard()},
		{"Q14.alive_in", "", w.leopard(alive), w.leopard()},
		{"L11.register", "", w.label(place("FR075", suspended)), w.label()},
		{"P05.unknown", "", bred(operation("GH-A-9")), bred()},
		{"P05.inactive", "", bred(place("GHA1", suspended)), bred()},
		{"P05.sec", "", bred(place("GHA1", func(f *facility.Facility) { f.SEC = false })), bred()},
		{"P05.species", "", bred(place("GHA1", other)), bred()},
		{"P06.unknown", "", grown(operation("GH-R-1")), grown()},
		{"P06.inactive", "", grown(place("GHP1", suspended)), grown()},
		{"P06.species", "", grown(place("GHP1", other)), grown()},
		{"P18", "", ranched(nowhere), ranched()},
		{"P18.facility", "", ranched(operation("GH-R-9")), ranched(operation("GH-R-1"))},
		{"P18.output", "", ranched(operation("GH-R-1"), issuedBefore(490_001)), ranched(operation("GH-R-1"), issuedBefore(490_000))},
		{"P19.lot", "", w.skins(from(take), lot(func(x *stock.Lot) { x.Source = "C" })), w.skins(from(take))},
		{"P20.facility", "", w.orchid(operation("GH-R-1")), w.slipper(operation("GH-P-1"))},
		{"P20.output", "", w.slipper(operation("GH-P-1"), issuedBefore(300_001)), w.slipper(operation("GH-P-1"), issuedBefore(300_000))},
		{"Q09.lot", "", w.skins(from(take), lot(func(x *stock.Lot) { x.Unit = "KGM" })), w.skins(from(take))},
		{"Q10", "", w.skins(from(take), lot(func(x *stock.Lot) { x.Drawn = 50_001 })), w.skins(from(take))},
		{"Q10.name", "", w.skins(func(d *dossier, _ *line) { d.Holdings.Proofs[0] = []stock.Lot{{ID: "lot-1"}} }), w.skins()},
		{"Q10.unknown", "", w.skins(from(application.LotUse{Lot: "lot-9", Quantity: 100_000})), w.skins(from(take))},
		{"Q10.mixed", "", w.skins(mixed, from(application.LotUse{Lot: "lot-1", Quantity: 50_000}, application.LotUse{Lot: "lot-2", Quantity: 50_000})), w.skins(from(take))},
		{"Q10.goods", "", w.skins(from(take), lot(func(x *stock.Lot) { x.Term = "LPS" })), w.skins(from(take))},
		{"Q10.sum", "", w.skins(from(application.LotUse{Lot: "lot-1", Quantity: 99_999})), w.skins(from(take))},
		{"R12", "P12 G03 G04", w.founder("W"), w.founder("C")},
	}
}

// saidOnlyAt is the stage at which a sentence is said, where the rule has others
// at another stage; "" for all. The register is asked at issue; the number of
// another permit is for officers, who look at the stage of issue.
func saidOnlyAt(key string) rule.Stage {
	switch key {
	case "L11.register", "P05.unknown", "P05.inactive", "P05.sec", "P05.species", "P06.unknown", "P06.inactive", "P06.species", "Q14.alive_in", "Q15.hunter":
		return rule.Issue
	case "Q14.alive":
		return rule.Apply
	}
	return ""
}

// founder is an import of live leopards for a breeder.
func (w *world) founder(s cites.Source) *dossier {
	return w.entering(goods("LIV", "2", "NAR", s), purpose("B"), chip, papers("breeding"))
}

// TestMarkAliveElsewhere shows that the number of the other permit is only told
// at the stage that officers see.
func TestMarkAliveElsewhere(t *testing.T) {
	w := newWorld(t)
	d := w.leopard()
	d.Holdings.Alive[0] = map[application.Mark][]application.MarkUse{d.Content.Lines[0].Marks[0]: {{Number: "26GH000001", Letter: "B"}}}
	for stage, key := range map[rule.Stage]string{rule.Apply: "rule.Q14.alive", rule.Issue: "rule.Q14.alive_in"} {
		fs := found(d, stage)
		if len(fs) != 1 || fs[0].Key != key || fs[0].Severity != rule.Warn {
			t.Fatalf("%s: %+v", stage, fs)
		}
		if _, told := fs[0].Args["number"]; told != (stage == rule.Issue) {
			t.Errorf("%s: number told is %v", stage, told)
		}
	}
	d.Holdings.Alive = nil
	if fs := found(d, rule.Issue); len(fs) != 0 {
		t.Errorf("without another permit: %+v", fs)
	}
}

// TestTrophiesOfOneHunter counts what the importer had before; how many is only
// told at the stage that officers see.
func TestTrophiesOfOneHunter(t *testing.T) {
	w := newWorld(t)
	d := w.trophy()
	d.Holdings.Trophies = map[string]cites.Quantity{"Panthera pardus": 2000}
	for stage, key := range map[rule.Stage]string{rule.Apply: "rule.Q15.limit", rule.Issue: "rule.Q15.hunter"} {
		fs := found(d, stage)
		if len(fs) != 1 || fs[0].Key != key || fs[0].Severity != rule.Block {
			t.Fatalf("%s: %+v", stage, fs)
		}
		if _, told := fs[0].Args["before"]; told != (stage == rule.Issue) {
			t.Errorf("%s: number told is %v", stage, told)
		}
	}
	d.Holdings.Trophies["Panthera pardus"] = 1000
	if fs := found(d, rule.Issue); len(fs) != 0 {
		t.Errorf("the second trophy of the year: %+v", fs)
	}
	d.Content.Lines = append(d.Content.Lines, d.Content.Lines[0])
	if fs := found(d, rule.Issue); !slices.ContainsFunc(fs, func(f rule.Finding) bool { return f.Key == "rule.Q15.hunter" }) {
		t.Errorf("two lines are not added up: %+v", fs)
	}
}
