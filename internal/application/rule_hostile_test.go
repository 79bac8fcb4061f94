package application_test

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// hostile are texts that nobody should send and somebody will.
func hostile() map[string]string {
	return map[string]string{
		"emoji":    "🐍🦜👩‍👩‍👧‍👦",
		"rtl":      "\u202egnirts\u202c \u2067abc\u2069 ص ب 12",
		"control":  "a\x00b\x1b[31m\r\n\x7f",
		"long":     strings.Repeat("Ω", 10_000),
		"broken":   "\xff\xfe\xc3(",
		"template": `{{.}}<script>alert(1)</script>{name}%s%n'; drop table x; --`,
		"slashes":  "////;;;&&&,,,",
	}
}

// texts calls do with each string and each slice of strings below a value.
func texts(v reflect.Value, path string, do func(path string, s reflect.Value)) {
	switch v.Kind() {
	case reflect.String:
		do(path, v)
	case reflect.Struct:
		if v.Type().PkgPath() == "time" {
			return
		}
		for i := range v.NumField() {
			texts(v.Field(i), path+"."+v.Type().Field(i).Name, do)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), fmt.Sprintf("%s[%d]", path, i), do)
		}
	}
}

// TestHostileText puts each hostile text into each field, one by one and into
// all at once; rules must answer and not fail.
func TestHostileText(t *testing.T) {
	w := newWorld(t)
	full := func() *dossier {
		d := w.caviar(w.quota(1000, 0), w.suspended(species.SignificantTrade, python))
		c := &d.Content
		c.Done = []string{"purpose"}
		c.Lines[0].LastReexport = application.Reference{Country: "CH", Number: "1"}
		return d
	}
	fields := 0
	try := func(name, text, only string) {
		d := full()
		texts(reflect.ValueOf(&d.Content).Elem(), "Content", func(path string, s reflect.Value) {
			if only == "" || only == path {
				s.SetString(text)
			}
		})
		defer func() {
			if r := recover(); r != nil {
				t.Errorf("%s in %q: %v", name, only, r)
			}
		}()
		for _, s := range stages() {
			found(d, s)
		}
	}
	var paths []string
	d := full()
	texts(reflect.ValueOf(&d.Content).Elem(), "Content", func(path string, _ reflect.Value) { paths = append(paths, path) })
	for name, text := range hostile() {
		try(name, text, "")
		for _, p := range paths {
			try(name, text, p)
			fields++
		}
	}
	if len(paths) < 45 {
		t.Errorf("only %d fields were tried: %v", len(paths), paths)
	}
}

// TestHostileNumbers does the same with amounts at the ends of their range.
func TestHostileNumbers(t *testing.T) {
	w := newWorld(t)
	for _, q := range []cites.Quantity{math.MinInt64, -1, 0, 1, math.MaxInt64} {
		for _, u := range []cites.Unit{"NAR", "KGM", "MGM", "BOX", ""} {
			d := w.live(w.quota(1000, 600), limited(rule.Whole, 1000, "KGM"), quantity(q, ""), unit(u), lines(3))
			for _, s := range stages() {
				fs := found(d, s)
				if q > 1_000_000_000 && u == "NAR" && !rule.Blocks(fs) {
					t.Errorf("%d %s passes", q, u)
				}
			}
		}
	}
}

func TestRulesOfAnEmptyDossier(t *testing.T) {
	w := newWorld(t)
	d := w.dossier()
	d.Application = &application.Application{}
	for _, s := range stages() {
		if !rule.Blocks(found(d, s)) {
			t.Errorf("an empty application passes at %s", s)
		}
	}
}

// BenchmarkRules runs the whole book over four lines. The budget is 20 µs a line.
func BenchmarkRules(b *testing.B) {
	w := newWorld(b)
	d := w.live(lines(4), w.quota(1000_000, 0), w.suspended(species.NationalBan, elephant))
	d.Stage = rule.Issue
	rules := application.Rules()
	b.ReportAllocs()
	for b.Loop() {
		if len(rule.Run(rules, nil, rule.Issue, d.On, d)) > 0 {
			b.Fatal("the dossier is not clean")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4, "ns/line")
}
