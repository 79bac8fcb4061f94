package profile_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/profile"
)

func TestExampleIsRight(t *testing.T) {
	p := profile.Example()
	if got := p.Months(cites.ExportPermit); got != 6 {
		t.Errorf("export permit months: %d", got)
	}
	if got := p.FeeFor(cites.ExportPermit, "T", 3); got != 6500 {
		t.Errorf("fee of three lines: %d", got)
	}
	if got := p.FeeFor(cites.ExportPermit, "S", 3); got != 0 {
		t.Errorf("fee for science: %d", got)
	}
}

func TestWrongProfileNamesTheField(t *testing.T) {
	cases := map[string]func(p *profile.Profile){
		"party":            func(p *profile.Profile) { p.Party = "Aurelia" },
		"languages.0":      func(p *profile.Profile) { p.Languages = []cites.Lang{"xx"} },
		"authority.fr":     func(p *profile.Profile) { delete(p.Authority, "fr") },
		"time_zone":        func(p *profile.Profile) { p.TimeZone = "Mars/Olympus" },
		"base_url":         func(p *profile.Profile) { p.BaseURL = "somewhere" },
		"number.pattern":   func(p *profile.Profile) { p.Number.Pattern = "abc" },
		"colours.brand":    func(p *profile.Profile) { p.Colours.Brand = "#ffff00" },
		"valid_months.EXP": func(p *profile.Profile) { p.ValidMonths[cites.ExportPermit] = 7 },
		"fees.0":           func(p *profile.Profile) { p.Fees[0].Base = -1 },
		"ports.1.code":     func(p *profile.Profile) { p.Ports[1].Code = p.Ports[0].Code },
		"ports.0.office":   func(p *profile.Profile) { p.Ports[0].Office = "nowhere" },
	}
	for field, spoil := range cases {
		t.Run(field, func(t *testing.T) {
			p := profile.Example()
			spoil(p)
			f := fault.Of(p.Validate())
			if f == nil {
				t.Fatal("accepted")
			}
			for _, x := range f.Fields {
				if x.Name == field {
					return
				}
			}
			t.Errorf("field not named: %v", f)
		})
	}
}

func TestUnknownFieldsAndBadSyntaxAreRefused(t *testing.T) {
	data, err := json.Marshal(profile.Example())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := profile.Parse(data); err != nil {
		t.Fatalf("the example as written: %v", err)
	}
	for _, bad := range []string{strings.Replace(string(data), `"party"`, `"pary"`, 1), "{", "[]", ""} {
		if _, err := profile.Parse([]byte(bad)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
}
