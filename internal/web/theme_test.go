package web

import (
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/profile"
)

func TestColoursNeedContrast(t *testing.T) {
	for brand, ok := range map[string]bool{"#14532d": true, "#1d2a5c": true, "#767676": true, "#777777": false, "#ffff00": false, "red": false, "#12345": false, "#123456;}": false} {
		if err := checkColours(brand, "#d9a441"); (err == nil) != ok {
			t.Errorf("%s: %v", brand, err)
		}
	}
}

func TestCrestIsCleaned(t *testing.T) {
	in := `<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" onload="alert(1)">
<script>alert(1)</script><style>@import "https://evil.example/x.css"</style><foreignObject><p>x</p></foreignObject>
<a href="javascript:alert(1)"><path d="M0 0"/></a><image href="https://evil.example/x.png"/>
<linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient>
<path d="M1 1h2" fill="url(#g)" stroke="url(https://evil.example/#x)" onclick="x()"/></svg>`
	out, err := sanitiseSVG([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	got := string(out)
	for _, bad := range []string{"alert", "script", "evil", "onload", "onclick", "style", "foreignObject", "DOCTYPE", "href"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q survived: %s", bad, got)
		}
	}
	for _, good := range []string{`viewBox="0 0 4 4"`, `d="M1 1h2"`, `fill="url(#g)"`, "linearGradient"} {
		if !strings.Contains(got, good) {
			t.Errorf("%q was lost: %s", good, got)
		}
	}
	for _, bad := range []string{"", "<html/>", "<svg", "not xml", strings.Repeat(" ", maxCrest+1)} {
		if _, err := sanitiseSVG([]byte(bad)); err == nil {
			t.Errorf("%.20q was accepted", bad)
		}
	}
	if _, err := sanitiseSVG([]byte(leafSVG)); err != nil {
		t.Errorf("our own leaf: %v", err)
	}
}

func TestIdentityIsChecked(t *testing.T) {
	if err := testIdentity().Validate(); err != nil {
		t.Fatal(err)
	}
	if err := IdentityOf(profile.Example()).Validate(); err != nil {
		t.Errorf("the example profile: %v", err)
	}
	for name, change := range map[string]func(*Identity){
		"no language":      func(id *Identity) { id.Languages = nil },
		"unknown language": func(id *Identity) { id.Languages = []cites.Lang{"xx"} },
		"missing name":     func(id *Identity) { id.Names[cites.French] = Names{} },
		"pale colour":      func(id *Identity) { id.Brand = "#eeeeee" },
		"bad crest":        func(id *Identity) { id.Crest = []byte("<html/>") },
	} {
		id := testIdentity()
		change(&id)
		if id.Validate() == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestFirstLanguageOfAnotherParty(t *testing.T) {
	cfg := testConfig(t)
	cfg.Identity = func() Identity {
		id := testIdentity()
		id.Languages = []cites.Lang{cites.Arabic, cites.French}
		return id
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if w := get(t, s, "/"); !strings.Contains(w.Body.String(), `lang="ar" dir="rtl"`) {
		t.Error("the home page is not in the first language")
	}
	if w := get(t, s, "/fr/help"); w.Code != 200 {
		t.Errorf("/fr/help answers %d", w.Code)
	}
	if w := get(t, s, "/es/help"); w.Code != 404 {
		t.Errorf("a language the Party does not have answers %d", w.Code)
	}
}
