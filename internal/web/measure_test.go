package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func measureSamples() []sample {
	m := &measure.Measure{ID: "m1", Number: 1, Name: "Live wild birds", Country: "DE", Citation: "Birds Act 2024, s. 4", Expression: "'Aves' in taxa && live", State: measure.Draft, Version: 1}
	rows := []SummaryRow{{Key: "Country", Value: Bdi("Germany")}, {Key: "Legal basis", Value: Bdi(m.Citation)}}
	trial := &trialView{Title: "Try-out", Text: "The measure would have applied to 2 of the last 40 applications.", More: "Only the newest 100 are shown.", List: List[trialRow]{Pages: Pages{Summary: "1 to 2 of 2"}, Rows: []trialRow{
		{Reference: "EX-2026-000017", Href: "/cases/1", State: "Issued", On: "2 April 2026", Line: "A", Taxon: "Psittacus erithacus"},
		{Reference: "EX-2026-000011", State: "Refused", On: "1 April 2026", Line: "B", Taxon: "Falco rusticolus", Wrong: "index out of bounds: 4"}}}}
	fields := []Field{{Name: "name", Label: "Name", Value: m.Name, Dir: "auto"}, {Kind: "area", Name: "expression", Label: "Applies when", Value: m.Expression, Dir: "ltr", Error: "Line 1, column 3: unknown word"},
		{Kind: "date", Name: "from", Label: "First day", Date: DateParts{"1", "13", "2026"}}}
	search, state := Field{Name: "q", Label: "Name", Type: "search"}, Field{Name: "state", Label: "State", Options: []Option{{Value: "", Label: "Any"}}}
	row := measureRow{Rule: "N001", Name: m.Name, Href: "/measures/m1", Citation: m.Citation, Severity: Tag{"Stops", "red"}, State: Tag{"In force", "green"}, From: "from 1 January 2026"}
	return []sample{
		{"measure_list", Page{Title: "Measures", Data: measureList{Add: true, Search: search, State: state, Count: "1 measure", List: List[measureRow]{Rows: []measureRow{row}}}}},
		{"measure_list", Page{Title: "Measures", Data: measureList{Search: search, State: state, List: List[measureRow]{Empty: Empty{"There are no measures yet", "Only the Convention is applied.", "", ""}}}}},
		{"measure_show", Page{Title: m.Name, Back: "/measures", Data: &measureView{Measure: m, Rule: "N001", State: Tag{"Draft", "blue"}, Rows: rows, MayEdit: true, MayEnact: true, MayWithdraw: true, Trial: trial}}},
		{"measure_form", Page{Title: "Draft a measure", Back: "/measures", Errors: []ErrorLink{{"Line 1, column 3: unknown word", "#expression"}}, Data: measureForm{Title: "Draft a measure", Version: "1", Fields: fields, Detail: []string{"Syntax error: x"}, Trial: trial,
			Words: []measureWord{{"taxa", "list of text", "The taxon and all taxa above it"}}}}},
	}
}

// newMeasureSite is a server with real measures.
func newMeasureSite(t *testing.T) (partnerSite, *measure.Desk) {
	t.Helper()
	cfg := testConfig(t)
	d := storetest.Open(t)
	checker, err := measure.NewChecker()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Profile = profile.Example()
	cfg.Applications = &application.Office{Profile: cfg.Profile}
	law := species.NewCatalogue(nil, nil, cites.Date{})
	n := 0
	desk := &measure.Desk{Store: store.Measures{DB: d}, Checker: checker, Party: cfg.Profile.Party, Now: cfg.Now,
		Today: func() cites.Date { return cfg.Profile.Today(cfg.Now()) },
		Past:  application.Past{Store: store.Applications{DB: d}, Law: func() *species.Catalogue { return law }},
		NewID: func() string { n++; return "m" + strconv.Itoa(n) }}
	cfg.Measures = desk
	cfg.Accounts = people{"admin": {ID: "admin", Name: "A", Roles: []actor.Role{actor.Administrator}}, "officer": {ID: "officer", Name: "B", Roles: []actor.Role{actor.CaseOfficer}}}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	site := partnerSite{s, map[string]*http.Cookie{}}
	for id := range cfg.Accounts.(people) {
		site.cookies[id] = signedIn(t, s.sessions, id)
	}
	return site, desk
}

func measureTyped(from cites.Date) url.Values {
	return url.Values{"name": {"Live <b> birds"}, "country": {"DE"}, "citation": {"Birds Act 2024, s. 4"}, "expression": {"'Aves' in taxa &&"}, "severity": {"block"},
		"from.day": {strconv.Itoa(from.Day)}, "from.month": {strconv.Itoa(int(from.Month))}, "from.year": {strconv.Itoa(from.Year)},
		"text_en": {"No live birds."}, "text_fr": {"Pas d’oiseaux."}, "text_es": {"Sin aves."}, "text_ar": {"لا طيور"}}
}

func TestMeasureIsDraftedTriedEnactedAndWithdrawn(t *testing.T) {
	s, desk := newMeasureSite(t)
	expect := func(who, method, path string, form url.Values, want int, texts ...string) http.Header {
		t.Helper()
		status, body, head := s.do(t, who, method, path, form)
		if status != want {
			t.Fatalf("%s %s as %s: status %d, want %d", method, path, who, status, want)
		}
		for _, text := range texts {
			if !strings.Contains(body, text) {
				t.Errorf("%s %s does not show %q", method, path, text)
			}
		}
		return head
	}
	expect("officer", "GET", "/measures", nil, 200, "There are no measures yet")
	expect("officer", "GET", "/measures/new", nil, 403)
	form := measureTyped(desk.Today())
	expect("admin", "POST", "/measures/new", form, 422, "Line 1, column 18: the expression stops here", "lang=\"en\" dir=\"ltr\"><li>Syntax error:", "Live <b> birds", "'Aves' in taxa &&")
	form.Set("expression", "colour == 'blue'")
	expect("admin", "POST", "/ar/measures/new", form, 422, "«\u2068colour\u2069» ليست كلمة")
	form.Set("expression", "'Aves' in taxa && live")
	form.Set("act", "try")
	expect("admin", "POST", "/measures/new", form, 200, "There are no past applications", "Live <b> birds")
	form.Del("act")
	head := expect("admin", "POST", "/measures/new", form, 303)
	here := head.Get("Location")
	expect("officer", "GET", here, nil, 200, "N001", "Draft", "'Aves' in taxa && live")
	if on, err := desk.On(t.Context(), desk.Today()); err != nil || len(on) != 0 {
		t.Errorf("a draft holds: %v, %v", on, err)
	}
	expect("officer", "POST", here+"/enact", url.Values{"version": {"1"}}, 403)
	expect("admin", "GET", here+"/enact", nil, 200, "Put Live")
	expect("admin", "POST", here+"/enact", url.Values{"version": {"1"}}, 303)
	if on, err := desk.On(t.Context(), desk.Today()); err != nil || len(on) != 1 {
		t.Errorf("in force: %v, %v", on, err)
	}
	form.Set("version", "2")
	expect("admin", "POST", here+"/edit", form, 422, "can no longer be changed")
	expect("admin", "POST", here+"/withdraw", url.Values{"version": {"2"}, "reason": {" "}}, 422, "Enter the reason")
	expect("admin", "POST", here+"/withdraw", url.Values{"version": {"2"}, "reason": {"The Act was repealed."}}, 303)
	expect("officer", "GET", here, nil, 200, "Withdrawn", "The Act was repealed.", "Never took effect")
	expect("officer", "GET", "/measures", nil, 200, "Never took effect")
	if on, err := desk.On(t.Context(), desk.Today()); err != nil || len(on) != 0 {
		t.Errorf("a withdrawn measure holds: %v, %v", on, err)
	}
}
