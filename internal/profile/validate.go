package profile

import (
	"fmt"
	"math"
	"net/mail"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

var (
	hexColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	iso2      = regexp.MustCompile(`^[A-Z]{2}$`)
	pattern   = regexp.MustCompile(`^[A-Z]*WW[-/ ]?xx[-/ ]?Y{4,9}([-/ ]?z{1,4})?$`)
)

// minContrast is the least contrast of text that WCAG 2.2 AA accepts (1.4.3).
const minContrast = 4.5

// Validate checks the whole profile and names every wrong field by its path.
func (p *Profile) Validate() error {
	f := fault.Invalidf("profile.invalid")
	must := func(ok bool, field, key string, args ...any) {
		if !ok {
			f.Add(field, key, args...)
		}
	}
	must(iso2.MatchString(string(p.Party)), "party", "profile.party")
	must(len(p.Languages) > 0, "languages", "profile.languages")
	for i, l := range p.Languages {
		known := l == cites.English || l == cites.French || l == cites.Spanish || l == cites.Arabic
		must(known, fmt.Sprintf("languages.%d", i), "profile.language_unknown", "value", l)
	}
	for field, n := range map[string]Names{"country": p.Country, "service": p.Service, "authority": p.Authority,
		"scientific_authority": p.ScientificAuthority} {
		for _, l := range p.Languages {
			must(n[l] != "", field+"."+string(l), "profile.name_missing")
		}
	}
	must(len(p.Address) > 0, "address", "profile.address")
	must(p.Place != "", "place", "profile.required")
	_, err := time.LoadLocation(p.TimeZone)
	must(p.TimeZone != "" && err == nil, "time_zone", "profile.time_zone", "value", p.TimeZone)
	u, err := url.Parse(p.BaseURL)
	must(err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http"), "base_url", "profile.base_url")
	must(pattern.MatchString(p.Number.Pattern), "number.pattern", "profile.number_pattern")
	for _, l := range p.Languages {
		must(p.Appeal[l] != "", "appeal."+string(l), "profile.appeal")
	}
	must(p.AppealDays > 0, "appeal_days", "profile.appeal_days")
	for c, m := range p.Notify {
		_, err := mail.ParseAddress(m.Email)
		must((c == "SEC" || c.Place()) && err == nil, "notify."+string(c), "profile.notify")
		must(m.Language == cites.English || m.Language == cites.French || m.Language == cites.Spanish, "notify."+string(c)+".language", "profile.notify_language")
	}
	p.validateColours(must)
	p.validateLists(must)
	return f.OrNil()
}

func (p *Profile) validateColours(must func(bool, string, string, ...any)) {
	for field, c := range map[string]string{"colours.brand": p.Colours.Brand, "colours.accent": p.Colours.Accent} {
		must(hexColour.MatchString(c), field, "profile.colour")
	}
	if hexColour.MatchString(p.Colours.Brand) {
		must(contrastWithWhite(p.Colours.Brand) >= minContrast, "colours.brand", "profile.contrast")
	}
}

func (p *Profile) validateLists(must func(bool, string, string, ...any)) {
	for t, m := range p.ValidMonths {
		must(m > 0 && m <= maxMonths(t), "valid_months."+string(t), "profile.valid_months", "max", maxMonths(t))
	}
	for i, x := range p.Fees {
		must(x.Base >= 0 && x.PerLine >= 0, fmt.Sprintf("fees.%d", i), "profile.fee")
	}
	must(len(p.Fees) == 0 || len(p.Currency) == 3, "currency", "profile.currency")
	offices := map[string]bool{}
	for i, o := range p.Offices {
		must(o.Code != "" && !offices[o.Code], fmt.Sprintf("offices.%d.code", i), "profile.code_twice", "value", o.Code)
		offices[o.Code] = true
	}
	ports := map[string]bool{}
	for i, x := range p.Ports {
		must(x.Code != "" && !ports[x.Code], fmt.Sprintf("ports.%d.code", i), "profile.code_twice", "value", x.Code)
		must(x.Office == "" || offices[x.Office], fmt.Sprintf("ports.%d.office", i), "profile.office_unknown", "value", x.Office)
		ports[x.Code] = true
	}
	must(p.DecideDays > 0 && p.FindingDays > 0, "decide_days", "profile.days")
	must(p.Evidence.MaxBytes > 0 && p.Evidence.MaxBytes <= 50<<20, "evidence.max_bytes", "profile.max_bytes")
}

// maxMonths is the longest validity the Convention allows (permit-rules 2.1;
// Art. VI(2) for export documents); three years where it sets none.
func maxMonths(t cites.DocumentType) int {
	if info, ok := t.Info(); ok && info.ValidMonths > 0 {
		return info.ValidMonths
	}
	return 36
}

// contrastWithWhite is the WCAG contrast ratio of a colour with white.
func contrastWithWhite(hex string) float64 {
	channel := func(s string) float64 {
		n, err := strconv.ParseUint(s, 16, 8)
		if err != nil {
			return 1
		}
		v := float64(n) / 255
		if v <= 0.03928 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	l := 0.2126*channel(hex[1:3]) + 0.7152*channel(hex[3:5]) + 0.0722*channel(hex[5:7])
	return 1.05 / (l + 0.05)
}
