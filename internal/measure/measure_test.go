package measure_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/rule"
)

func day(t *testing.T, s string) cites.Date {
	t.Helper()
	d, err := cites.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func checker(t *testing.T) *measure.Checker {
	t.Helper()
	c, err := measure.NewChecker()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func parrot() measure.Input {
	return measure.Input{Direction: "export", Exporter: "QZ", Importer: "DE", Taxon: "Psittacus erithacus",
		Taxa: []string{"Psittacus erithacus", "Psittacus", "Psittacidae", "Psittaciformes", "Aves"}, Kingdom: cites.Animalia,
		Appendix: cites.AppendixI, Source: "W", Purpose: "P", Term: "LIV", Unit: "NAR", Quantity: 2_000, Live: true}
}

func TestExpressionsSeeTheLine(t *testing.T) {
	c := checker(t)
	for expression, want := range map[string]bool{
		`'Psittaciformes' in taxa && live`:                    true,
		`source == 'W' && importer in ['DE', 'FR']`:           true,
		`quantity > amount('1.5')`:                            true,
		`quantity > amount('2')`:                              false,
		`unit == 'NAR' && quantity == amount('2')`:            true,
		`acquired != '' && acquired < '1975-07-01'`:           false,
		`term.startsWith('L') && taxon.matches('^Psitta')`:    true,
		`taxa.exists(t, t == 'Aves') && kingdom == 'Plantae'`: false,
	} {
		p, err := c.Compile(expression)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		line := parrot()
		if got, err := p.Applies(&line); err != nil || got != want {
			t.Errorf("%s: %v, %v; want %v", expression, got, err, want)
		}
	}
}

func TestABadExpressionIsRefusedWithItsPlace(t *testing.T) {
	c := checker(t)
	for expression, want := range map[string][2]string{
		"source == 'W' &&":                     {"1", "17"},
		"source == 'W' &&\n  colour == 'blue'": {"2", "3"},
		"quantity > 'two'":                     {"1", "10"},
		"source = 'W'":                         {"1", "8"},
	} {
		_, err := c.Compile(expression)
		f := fault.Of(err)
		if f == nil || len(f.Fields) == 0 || f.Fields[0].Name != "expression" {
			t.Errorf("%q: %v", expression, err)
			continue
		}
		if got := f.Fields[0].Args; got["line"] != want[0] || got["column"] != want[1] {
			t.Errorf("%q: line %s, column %s; want %v", expression, got["line"], got["column"], want)
		}
	}
	for expression, key := range map[string]string{
		"": "measure.expression_missing", "quantity": "measure.expression_gives_amount", "'W'": "measure.expression_gives_text",
		"taxa": "measure.expression_gives_list", "null": "measure.expression_gives_other", "has(live)": "measure.expression_wrong",
		strings.Repeat("live || ", 300) + "live":                     "measure.expression_long",
		strings.Repeat("(", 200) + "live" + strings.Repeat(")", 200): "measure.expression_wrong",
	} {
		_, err := c.Compile(expression)
		if f := fault.Of(err); f == nil || f.Fields[0].Key != key {
			t.Errorf("%.20q: %v, want %s", expression, err, key)
		}
	}
}

// A mistake is told by kind, place and part, so that it can be said in any
// language; the library's English goes along.
func TestAMistakeIsToldByKindPlaceAndPart(t *testing.T) {
	c := checker(t)
	for expression, want := range map[string]struct{ key, line, column, part string }{
		"nonsense == 1":                    {"unknown", "1", "1", "nonsense"},
		"live && taxon.foo()":              {"unknown", "1", "15", "foo"},
		"foo(live)":                        {"unknown", "1", "1", "foo"},
		"source == 1":                      {"type", "1", "8", "=="},
		"live && source":                   {"type", "1", "9", "source"},
		"amount(5) > 1":                    {"type", "1", "1", "amount"},
		"live ? source : 1":                {"type", "1", "6", "? :"},
		"'x' in live":                      {"type", "1", "5", "in"},
		"live.x":                           {"type", "1", "5", "."},
		"live &&\n  'Aves' inn taxa":       {"syntax", "2", "10", "inn"},
		"live and true":                    {"syntax", "1", "6", "and"},
		"source == 'W":                     {"syntax", "1", "11", "'W"},
		"source = 'W'":                     {"syntax", "1", "8", "="},
		"'\u0637\u064a\u0631' in taxa @ x": {"syntax", "1", "15", "@"},
		"'Aves' in taxa &&":                {"stops", "1", "18", ""},
		"live && (":                        {"stops", "1", "10", ""},
	} {
		_, err := c.Compile(expression)
		f := fault.Of(err)
		if f == nil || len(f.Fields) == 0 {
			t.Errorf("%q: %v", expression, err)
			continue
		}
		x := f.Fields[0]
		if x.Key != "measure.expression_"+want.key || x.Args["line"] != want.line || x.Args["column"] != want.column || x.Args["part"] != want.part || x.Args["text"] == "" {
			t.Errorf("%q: %s %v, want %v", expression, x.Key, x.Args, want)
		}
	}
}

// An expression that cannot be worked out leaves the case to an officer. The
// control: the same expression on a line where it can be, says what it says.
func TestAFailureNeverPasses(t *testing.T) {
	c := checker(t)
	m := measure.Measure{ID: "1", Number: 7, Version: 1, State: measure.InForce, From: day(t, "2026-01-01"), Severity: rule.Warn,
		Expression: `taxa[4] == 'Mammalia'`, Name: "Mammals"}
	on := day(t, "2026-06-01")
	short := parrot()
	short.Taxa = short.Taxa[:1]
	found := c.Run([]measure.Measure{m}, on, []measure.Input{parrot(), short})
	if len(found) != 1 || found[0].Line != 1 || found[0].Severity != rule.Block || !found[0].Discretion || found[0].Key != "measure.failed" {
		t.Errorf("found %+v", found)
	}
	dear := m
	dear.ID, dear.Expression = "2", `taxa.exists(a, taxa.exists(b, taxa.exists(c, taxa.exists(d, taxa.exists(e, taxa.exists(f, taxa.exists(g, a+b+c+d+e+f+g == 'x')))))))`
	if found := c.Run([]measure.Measure{dear}, on, []measure.Input{parrot()}); len(found) != 1 || found[0].Key != "measure.failed" {
		t.Errorf("an expression over the limit of cost: %+v", found)
	}
	broken := m
	broken.ID, broken.Expression = "3", `no_such_word`
	if found := c.Run([]measure.Measure{broken}, on, []measure.Input{parrot()}); len(found) != 1 || found[0].Key != "measure.failed" {
		t.Errorf("an expression of another release: %+v", found)
	}
}

func TestMeasuresHoldBetweenTheirDays(t *testing.T) {
	c := checker(t)
	m := measure.Measure{ID: "1", Number: 7, Version: 1, State: measure.InForce, From: day(t, "2026-01-01"), Until: day(t, "2026-12-31"),
		Severity: rule.Block, Expression: `live`, Name: "Live birds", Citation: "Birds Act, s. 4", Text: map[cites.Lang]string{cites.English: "No live birds."}}
	for on, want := range map[string]int{"2025-12-31": 0, "2026-01-01": 1, "2026-12-31": 1, "2027-01-01": 0} {
		if got := c.Run([]measure.Measure{m}, day(t, on), []measure.Input{parrot()}); len(got) != want {
			t.Errorf("on %s: %v", on, got)
		}
	}
	got := c.Run([]measure.Measure{m}, day(t, "2026-05-05"), []measure.Input{parrot()})[0]
	if got.Rule != "N007" || got.Citation != "Birds Act, s. 4" || got.Args["text.en"] != "No live birds." {
		t.Errorf("verdict %+v", got)
	}
	m.State = measure.Draft
	if got := c.Run([]measure.Measure{m}, day(t, "2026-05-05"), []measure.Input{parrot()}); len(got) != 0 {
		t.Errorf("a draft spoke: %v", got)
	}
}

// A measure is compiled once for each version, and a new version is.
func TestANewVersionIsCompiled(t *testing.T) {
	c := checker(t)
	m := measure.Measure{ID: "1", Version: 1, State: measure.InForce, From: day(t, "2026-01-01"), Severity: rule.Warn, Expression: `live`}
	on, lines := day(t, "2026-06-01"), []measure.Input{parrot()}
	if len(c.Run([]measure.Measure{m}, on, lines)) != 1 {
		t.Fatal("the first version said nothing")
	}
	m.Version, m.Expression = 2, `!live`
	if found := c.Run([]measure.Measure{m}, on, lines); len(found) != 0 {
		t.Errorf("the second version: %v", found)
	}
}

func BenchmarkMeasure(b *testing.B) {
	c, err := measure.NewChecker()
	if err != nil {
		b.Fatal(err)
	}
	p, err := c.Compile(`'Psittaciformes' in taxa && live && source in ['W', 'R'] && quantity > amount('1')`)
	if err != nil {
		b.Fatal(err)
	}
	line := parrot()
	for b.Loop() {
		if yes, err := p.Applies(&line); !yes || err != nil {
			b.Fatal(errors.New("does not apply"), err)
		}
	}
}
