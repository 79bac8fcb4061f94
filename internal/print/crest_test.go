package print

import (
	"bytes"
	"strings"
	"testing"
)

const leaf = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44"><title>A leaf</title><circle cx="22" cy="22" r="20.5" fill="none" stroke="#14532d" stroke-width="2"/>
<g transform="translate(22 22) rotate(20) translate(-22,-22)"><path d="M22 8c6 5 9 9 9 14a9 9 0 0 1-8 9v6h-2v-6a9 9 0 0 1-8-9c0-5 3-9 9-14z" style="fill:#d9a441"/>
<path d="M22 16v15M22 22l5-4M22 26l-5-4" stroke="#14532d" stroke-width="1.6" fill="none"/></g><rect x="2" y="40" width="40" height="2"/><polygon points="1,1 4,1 1,4"/></svg>`

func TestCrestIsDrawn(t *testing.T) {
	if err := CheckCrest([]byte(leaf)); err != nil {
		t.Fatal(err)
	}
	c, err := readCrest([]byte(leaf))
	if err != nil {
		t.Fatal(err)
	}
	// A quarter circle ends where it says, and the vertical line is one.
	for _, want := range []string{"0.851 0.643 0.255 rg", "23.000 31.000 c\n23.000 37.000 l\n21.000 37.000 l", "22.000 16.000 m\n22.000 31.000 l", "2.000 40.000 40.000 2.000 re"} {
		if !strings.Contains(c.operators, want) {
			t.Errorf("operators lack %q:\n%s", want, c.operators)
		}
	}
	if q, Q := strings.Count(c.operators, "q\n"), strings.Count(c.operators, "Q\n"); q != Q {
		t.Errorf("%d states saved, %d restored", q, Q)
	}
	f := sample(1)
	plain := write(t, "no-crest", f)
	f.CrestSVG = []byte(leaf)
	if out := write(t, "crest", f); bytes.Equal(out, plain) {
		t.Error("the crest changes nothing")
	}
	for _, p := range record(t, f).problems() {
		t.Error(p)
	}
}

func TestOddCrestsAreLeftOut(t *testing.T) {
	for _, svg := range []string{"", "x", "<svg/>", `<svg viewBox="0 0 4 4"><path d="L"/></svg>`, `<svg viewBox="0 0 4 4"><path d="M1 1e"/></svg>`,
		`<svg viewBox="0 0 4 4"><g transform="skew(1)"/></svg>`, `<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 4 4"/>`, `<svg viewBox="0 0 4 4">`,
		`<svg viewBox="0 0 4 4">` + strings.Repeat(" ", maxCrest) + `</svg>`} {
		if err := CheckCrest([]byte(svg)); err == nil {
			t.Errorf("%.60q was accepted", svg)
		}
	}
	f := sample(1)
	f.CrestSVG = []byte("<svg")
	write(t, "odd-crest", f)
}

func FuzzCrest(f *testing.F) {
	f.Add([]byte(leaf))
	f.Fuzz(func(t *testing.T, svg []byte) {
		if c, err := readCrest(svg); err == nil && (c.w <= 0 || strings.Contains(c.operators, "NaN") || strings.Contains(c.operators, "Inf")) {
			t.Errorf("%+v", c)
		}
	})
}
