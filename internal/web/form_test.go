package web

import (
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

func TestFormErrorsKeepOrderAndLoseNone(t *testing.T) {
	l := newTestServer(t).locales[cites.English]
	a, b := &Field{Name: "lines.1.species"}, &Field{Name: "quantity"}
	err := fault.Invalidf("error.invalid").Add("elsewhere", "error.denied").Add("quantity", "error.too_large").Add("lines.1.species", "error.not_found.title")
	got := formErrors(l, err, a, b)
	want := []ErrorLink{{"Page not found", "#lines-1-species"}, {l.T("error.too_large"), "#quantity"}, {l.T("error.denied"), ""}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	if a.Error != "Page not found" || b.Error == "" {
		t.Errorf("fields have %q and %q", a.Error, b.Error)
	}
}

func TestDateParts(t *testing.T) {
	for _, tc := range []struct {
		in   DateParts
		want string
		ok   bool
	}{
		{DateParts{"27", "3", "2027"}, "2027-03-27", true}, {DateParts{"٢٧", "٣", "٢٠٢٧"}, "2027-03-27", true}, {DateParts{}, "", true},
		{DateParts{"31", "2", "2027"}, "", false}, {DateParts{"1", "1", "27"}, "", false}, {DateParts{"", "1", "2027"}, "", false}, {DateParts{"x", "1", "2027"}, "", false},
	} {
		got, ok := tc.in.Parse()
		if ok != tc.ok || (ok && got.String() != tc.want) {
			t.Errorf("%v gives %s %v", tc.in, got, ok)
		}
	}
}

func TestListQueryTakesOnlyWhatItKnows(t *testing.T) {
	r := httptest.NewRequest("GET", "/cases?q=orchid&page=3&per=25&sort=-due&status=new&status=review&evil=1", nil)
	q := readList(r, []string{"status"}, []string{"due"})
	if q.Offset() != 50 || q.Sort != "-due" || len(q.Filters["status"]) != 2 || q.Filters.Has("evil") {
		t.Errorf("%+v", q)
	}
	if got := q.with(map[string]string{"page": ""}); got != "/cases?per=25&q=orchid&sort=-due&status=new&status=review" {
		t.Error(got)
	}
	bad := readList(httptest.NewRequest("GET", "/cases?page=-1&per=9999999&sort=drop", nil), nil, []string{"due"})
	if bad.Page != 1 || bad.Per != perPage || bad.Sort != "" {
		t.Errorf("%+v", bad)
	}
}

func TestPagesOfAList(t *testing.T) {
	l := newTestServer(t).locales[cites.French]
	q := readList(httptest.NewRequest("GET", "/cases?page=4", nil), nil, nil)
	p := newPages(l, q, 10, 1247)
	if p.Summary != "31 à 40 sur 1\u00a0247" || p.Previous != "/fr/cases?page=3" || p.Next != "/fr/cases?page=5" || len(p.Numbers) != 7 {
		t.Errorf("%+v", p)
	}
	if p := newPages(l, readList(httptest.NewRequest("GET", "/cases", nil), nil, nil), 0, 0); p.Summary != "" || p.Next != "" || len(p.Numbers) != 0 {
		t.Errorf("an empty list has pages: %+v", p)
	}
}

func TestNumbersAndDates(t *testing.T) {
	s := newTestServer(t)
	day := cites.Date{Year: 2026, Month: time.November, Day: 8}
	for lang, want := range map[cites.Lang][3]string{
		cites.English: {"1,247", "1.5", "8 November 2026"},
		cites.French:  {"1\u00a0247", "1,5", "8 novembre 2026"},
		cites.Spanish: {"12.470", "1,5", "8 de noviembre de 2026"},
		cites.Arabic:  {"1,247", "1.5", "8 نوفمبر 2026"},
	} {
		l := s.locales[lang]
		n := int64(1247)
		if lang == cites.Spanish {
			n = 12470 // Spanish groups from five digits
		}
		if got := [3]string{l.Int(n), l.Quantity(1500), l.Date(day)}; got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	for lang, want := range map[cites.Lang]string{cites.English: "8 Nov 2026", cites.French: "8 nov. 2026", cites.Spanish: "8 nov. 2026", cites.Arabic: "8 نوفمبر 2026"} {
		if got := s.locales[lang].ShortDate(day); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	arab := newLocale(cites.Arabic, s.locales[cites.Arabic].words, time.UTC, "arab")
	if got := arab.Quantity(1247125); got != "١٬٢٤٧٫١٢٥" {
		t.Errorf("Arabic-Indic digits: %q", got)
	}
	if got := arab.Date(day); got != "٨ نوفمبر ٢٠٢٦" {
		t.Errorf("Arabic-Indic date: %q", got)
	}
}
