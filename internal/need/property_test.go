package need_test

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
)

var (
	sources    = []cites.Source{"W", "X", "R", "F", "Y", "C", "D", "A", "O", "I", "U"}
	appendices = []cites.Appendix{"I", "II", "III"}
	purposes   = []cites.Purpose{"B", "E", "G", "H", "L", "M", "N", "P", "Q", "S", "T", "Z"}
)

// drawLine makes a line of a listed taxon: animal or plant, in any appendix.
func drawLine(t *rapid.T) need.Line {
	l := need.Line{
		Taxon:    rapid.SampledFrom([]string{"Python regius", "Panthera tigris", "Dendrobium nobile", "Araucaria araucana", "Antilope cervicapra", "Pinus koraiensis", "Isurus oxyrinchus"}).Draw(t, "taxon"),
		Appendix: rapid.SampledFrom(append([]cites.Appendix{""}, appendices...)).Draw(t, "appendix"),
		Source:   rapid.SampledFrom(sources).Draw(t, "source"), SecondarySource: rapid.SampledFrom(append([]cites.Source{""}, sources...)).Draw(t, "second"),
		Live: rapid.Bool().Draw(t, "live"), Quantity: cites.Quantity(rapid.IntRange(0, 5).Draw(t, "quantity") * 1000), Unit: "NAR",
		OriginCountry:       rapid.SampledFrom([]cites.Country{"", "GH", "NP", "XX"}).Draw(t, "origin"),
		OperationRegistered: rapid.Bool().Draw(t, "registered"), BredCommercially: rapid.Bool().Draw(t, "commercially"),
		Justification: rapid.SampledFrom([]string{"", "lost papers"}).Draw(t, "justification"), SeizureReference: rapid.SampledFrom([]string{"", "7"}).Draw(t, "seizure"),
		MusicalInstrument: rapid.Bool().Draw(t, "instrument"),
	}
	if l.Term = "SKI"; l.Live {
		l.Term = "LIV"
	}
	if rapid.Bool().Draw(t, "operation") {
		l.Operation = "A-1"
	}
	if y := rapid.IntRange(0, 3).Draw(t, "acquired"); y > 0 {
		l.Acquired = cites.Date{Year: 1940 + 25*y, Month: 3, Day: 3}
	}
	return l
}

func drawCase(t *rapid.T, lines int) *need.Case {
	c := &need.Case{
		Date: cites.Date{Year: 2026, Month: 6, Day: 1}, Purpose: rapid.SampledFrom(purposes).Draw(t, "purpose"),
		ExportCountry: rapid.SampledFrom([]cites.Country{"GH", "NP", "HT"}).Draw(t, "from"), ImportCountry: rapid.SampledFrom([]cites.Country{"FR", "TL"}).Draw(t, "to"),
		Direction: rapid.SampledFrom(need.Directions()).Draw(t, "direction"), MarineTreaty: rapid.Bool().Draw(t, "treaty"),
		TravellingExhibition: rapid.Bool().Draw(t, "exhibition"), FrequentCrossings: rapid.Bool().Draw(t, "frequent"), OwnerAccompanies: rapid.Bool().Draw(t, "owner"),
		PersonalEffect: rapid.Bool().Draw(t, "personal"), PartiallyCompleted: rapid.Bool().Draw(t, "partial"), PhytosanitaryFormLodged: rapid.Bool().Draw(t, "form"),
	}
	if c.Direction == need.Sea {
		c.ExportCountry, c.VesselFlag = "HS", rapid.SampledFrom([]cites.Country{"", "FR", "PA"}).Draw(t, "flag")
	}
	for range lines {
		c.Lines = append(c.Lines, drawLine(t))
	}
	return c
}

func rules(a need.Answer) []string {
	var out []string
	for _, r := range a.Reasons {
		out = append(out, r.Rule)
	}
	return out
}

// TestNothingIsNeededOnlyForAReason: a listed taxon goes without a document only
// where a row or a rule says so.
func TestNothingIsNeededOnlyForAReason(t *testing.T) {
	l := law(t)
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t, 1)
		a := need.Decide(l, c)
		if a.Verdict != need.None {
			if a.Verdict != need.Blocked && a.Verdict != need.Unknown && len(a.Documents) == 0 {
				t.Fatalf("%s without a document: %v", a.Verdict, rules(a))
			}
			return
		}
		if len(a.Documents)+len(a.Findings) > 0 {
			t.Fatalf("nothing needed, but %v %v", a.Documents, a.Findings)
		}
		exempting := []string{"T06", "R10", "E12", "E16", "S12", "S13"}
		if !slices.ContainsFunc(rules(a), func(r string) bool { return slices.Contains(exempting, r) }) {
			t.Fatalf("nothing needed for %v", rules(a))
		}
	})
}

// TestCommerceInAppendixOne goes through the whole grid: taken from the wild or
// the like, Appendix I is never traded for commerce.
func TestCommerceInAppendixOne(t *testing.T) {
	l := law(t)
	n := 0
	for _, taxon := range []string{"Panthera tigris", "Araucaria araucana"} {
		for _, s := range []cites.Source{"W", "X", "R", "F", "U", "Y"} {
			for _, d := range need.Directions() {
				for _, live := range []bool{true, false} {
					c := &need.Case{Date: cites.Date{Year: 2026, Month: 6, Day: 1}, Purpose: "T", ExportCountry: "CL", ImportCountry: "FR", Direction: d, PersonalEffect: true,
						Lines: []need.Line{{Taxon: taxon, Appendix: "I", Source: s, Term: "SKI", Live: live, Unit: "NAR", Quantity: 1000, OriginCountry: "CL", Justification: "x"}}}
					if d == need.Sea {
						c.ExportCountry = "HS"
					}
					if a := need.Decide(l, c); a.Verdict != need.Blocked {
						t.Errorf("%s %s %s live %v: %s for %v", taxon, s, d, live, a.Verdict, rules(a))
					}
					n++
				}
			}
		}
	}
	if n != 96 {
		t.Fatalf("%d cases, want 96", n)
	}
}

// TestGrid answers source x appendix x direction x live x purpose x kingdom.
func TestGrid(t *testing.T) {
	l := law(t)
	for _, taxon := range []string{"Python regius", "Dendrobium nobile"} {
		for _, s := range sources {
			for _, x := range appendices {
				for _, d := range need.Directions() {
					for _, p := range purposes {
						for _, live := range []bool{true, false} {
							c := &need.Case{Date: cites.Date{Year: 2026, Month: 6, Day: 1}, Purpose: p, ExportCountry: "GH", ImportCountry: "FR", Direction: d,
								Lines: []need.Line{{Taxon: taxon, Appendix: x, Source: s, Term: "DER", Live: live, Unit: "NAR", Quantity: 1000, OriginCountry: "GH"}}}
							if d == need.Sea {
								c.ExportCountry = "HS"
							}
							a := need.Decide(l, c)
							if a.Verdict == need.Unknown || a.Verdict == need.None && !(d == need.Sea && x == cites.AppendixIII) {
								t.Fatalf("%s %s %s %s %s: %s for %v", taxon, s, x, d, p, a.Verdict, rules(a))
							}
							imp := slices.ContainsFunc(a.Documents, func(d need.Document) bool { return d.Type == cites.ImportPermit })
							if imp && (x != cites.AppendixI || d == need.Sea) {
								t.Fatalf("%s %s %s %s: an import permit", taxon, s, x, d)
							}
						}
					}
				}
			}
		}
	}
}

// TestMoreLinesNeverImprove: a line more never makes the verdict better, keeps
// what the others need, and the answer is the same every time.
func TestMoreLinesNeverImprove(t *testing.T) {
	l := law(t)
	rank := func(v need.Verdict) int { return slices.Index(need.Verdicts(), v) }
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t, rapid.IntRange(1, 4).Draw(t, "lines"))
		c.PersonalEffect = false // a cap counts all lines together
		before := need.Decide(l, c)
		if again := need.Decide(l, c); !reflect.DeepEqual(before, again) {
			t.Fatal("two answers to one case")
		}
		for _, x := range before.Lines {
			for _, f := range x.Findings {
				if !slices.Contains(before.Findings, f) {
					t.Fatalf("%v of a line is not in the union", f)
				}
			}
		}
		c.Lines = append(c.Lines, drawLine(t))
		after := need.Decide(l, c)
		if rank(after.Verdict) > rank(before.Verdict) {
			t.Fatalf("a line more: %s after %s", after.Verdict, before.Verdict)
		}
		for _, d := range before.Documents {
			if !slices.Contains(after.Documents, d) {
				t.Fatalf("a line more and %v is gone", d)
			}
		}
	})
}

// BenchmarkDecide holds the decision to 20 microseconds a line, without I/O.
func BenchmarkDecide(b *testing.B) {
	l := law(b)
	var cases []*need.Case
	lines := 0
	for _, e := range examples(b) {
		c, err := need.Read(bytes.NewReader(e.json(b)))
		if err != nil {
			b.Fatal(err)
		}
		cases, lines = append(cases, c), lines+len(c.Lines)
	}
	n := 0
	for b.Loop() {
		for _, c := range cases {
			need.Decide(l, c)
		}
		n += lines
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(n)/20, "line/limit")
}
