package web

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/rehearsal"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
)

func lawSamples() []sample {
	tag := Tag{"x", "blue"}
	date := Field{Kind: "date", Name: "on", Label: "x", Hint: "x"}
	file := Field{Kind: "file", Name: "file", Label: "x"}
	play := Field{Kind: "file", ID: "play", Name: "file", Label: "y"}
	search := Field{Name: "q", Label: "x", Type: "search"}
	state := Field{Name: "state", Label: "y", Options: []Option{{Label: "x"}}}
	row := rehearsedRow{Kind: "x", Label: "EX-1", Href: "/cases/1", Taxa: "Panthera leo", Before: tag, After: tag, Lines: []rehearsedLine{{"A", "Panthera leo", "II → I"}},
		Appears: []rehearsedReason{{"P12", "A", "x"}}, Vanishes: []rehearsedReason{{"T11", "", "x"}}, Documents: []string{"x"}}
	return []sample{
		{"law_list", Page{Title: "x", Data: lawPage{Tabs: []Tab{{"x", "/law", true}}, Search: search, State: state, Count: "x", Sets: List[lawSetRow]{Rows: []lawSetRow{{"x", "/law/1", "x", "x", tag}}}, May: true, Wrong: []string{"x"},
			Rehearsals: []rehearsalRow{{"x", "/rehearsals/1", "x", "x", "x", tag}}, More: "/rehearsals", File: file, Play: play, On: date}}},
		{"law_list", Page{Title: "x", Data: lawPage{Search: search, State: state, Sets: List[lawSetRow]{Empty: Empty{"x", "x", "", ""}}}}},
		{"law_rehearsals", Page{Title: "x", Data: rehearsalList{Search: search, State: state, Count: "x", List: List[rehearsalRow]{Rows: []rehearsalRow{{"x", "/rehearsals/1", "x", "x", "x", tag}}}}}},
		{"law_rehearsals", Page{Title: "x", Data: rehearsalList{Search: search, State: state, List: List[rehearsalRow]{Empty: Empty{"x", "x", "/rehearsals", "x"}}}}},
		{"law_show", Page{Title: "x", Data: amendmentView{ID: "1", Name: "x", State: tag, Facts: []SummaryRow{{Key: "k", Value: Bdi("v")}}, Search: search, Count: "x", On: date, Rehearse: true,
			Withdraw: "/law/1/withdraw", List: List[amendmentRow]{Rows: []amendmentRow{{"1", "x", "x", "Panthera leo", "/species/1", "x"}, {Act: "x"}}}}}},
		{"law_show", Page{Title: "x", Data: amendmentView{ID: "1", Name: "x", State: tag, Search: search, List: List[amendmentRow]{Empty: Empty{"x", "x", "/", "x"}}}}},
		{"law_rehearsal", Page{Title: "x", Data: rehearsalView{ID: "1", Name: "x", On: "x", By: Bdi("x"), State: tag, Idle: "x", Progress: "x"}}},
		{"law_rehearsal", Page{Title: "x", Data: rehearsalView{ID: "1", Name: "x", On: "x", By: Bdi("x"), State: tag, Ended: true, Failed: true}}},
		{"law_rehearsal", Page{Title: "x", Data: rehearsalView{ID: "1", Name: "x", On: "x", By: Bdi("x"), State: tag, Ended: true, Counts: []Fact{{Key: "x", Value: Bdi("1")}}, Search: search,
			Kind: Field{Name: "kind", Label: "x", Options: []Option{{Label: "x"}}}, Count: "x", List: List[rehearsedRow]{Rows: []rehearsedRow{row}}}}},
		{"species_show", Page{Title: "x", Data: speciesView{Latin: Latin("Panthera leo"), Law: &lawView{Action: "/species/1", On: date, From: Field{Name: "population", Label: "x", Options: []Option{{Label: "x"}}},
			Coming: []string{"x"}, Asked: true, Title: "x", Tags: []Tag{tag}, Split: true, Facts: []SummaryRow{{Key: "k", Value: Bdi("v")}}, Rows: []listingRow{{Appendix: tag, From: "x"}},
			Reservations: []reservationRow{{Party: "x", Appendix: "x", From: "x", Until: "x", Parts: "x", Through: Latin("Felidae")}}, Suspensions: []suspensionRow{{Country: "x"}},
			Quotas: []quotaRow{{Country: "x"}}, Spans: []spanRow{{From: "x", Until: "x", Tags: []Tag{tag}, Note: "x", Held: true}}}}}},
	}
}

// lawSite is the species site with amendments and rehearsals.
func lawSite(t *testing.T) (lawTester, *rehearsal.Desk, *species.Library) {
	t.Helper()
	var desk *rehearsal.Desk
	var library *species.Library
	site, _ := speciesSiteWith(t, func(cfg *Config, i *species.Importer, db *store.DB) {
		library = i.Library
		n := 0
		id := func() string { n++; return "law-" + string(rune('0'+n)) }
		cfg.Reformer = &species.Reformer{Store: i.Store, Library: library, Now: cfg.Now, Today: i.Today, NewID: id}
		p := profile.Example()
		desk = &rehearsal.Desk{Stage: &rehearsal.Stage{Store: store.Rehearsals{DB: db}, Library: library, Checker: &application.Checker{Profile: p, Law: library.Current}},
			Shelf: store.Rehearsals{DB: db}, Now: cfg.Now, NewID: id}
		cfg.Rehearsals = desk
	})
	return lawTester{site}, desk, library
}

// lawTester asks pages as one person or another.
type lawTester struct{ partnerSite }

func (x lawTester) send(r *http.Request, who string) *httptest.ResponseRecorder {
	if c := x.cookies[who]; c != nil {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	x.ServeHTTP(w, r)
	return w
}

func (x lawTester) get(path, who string) *httptest.ResponseRecorder {
	return x.send(httptest.NewRequest("GET", path, nil), who)
}

func (x lawTester) post(path, who, name, value string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(url.Values{name: {value}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return x.send(r, who)
}

// lawUpload posts a file with other fields as the administrator.
func lawUpload(t *testing.T, path, name string, body []byte, fields ...string) *http.Request {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		m.WriteField(fields[i], fields[i+1])
	}
	if name != "" {
		part, err := m.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		part.Write(body)
	}
	m.Close()
	r := httptest.NewRequest("POST", path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return r
}

func amendmentsExample(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile("../species/testdata/amendments.json")
	if err != nil {
		t.Fatal(err)
	}
	return bytes.ReplaceAll(b, []byte("2027-"), []byte("2047-")) // ahead of any clock of the tests
}

func TestLawIsLoadedRehearsedAndWithdrawnOnPages(t *testing.T) {
	site, desk, _ := lawSite(t)
	send := func(r *http.Request) *httptest.ResponseRecorder { return site.send(r, "admin") }
	if w := send(lawUpload(t, "/law", "", nil)); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Choose a file") {
		t.Errorf("no file: %d", w.Code)
	}
	bad := bytes.Replace(amendmentsExample(t), []byte("Hippopotamus"), []byte("Nomen"), 1)
	if w := send(lawUpload(t, "/law", "bad.json", bad)); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "does not know Nomen amphibius") {
		t.Errorf("unknown taxon: %d", w.Code)
	}
	w := send(lawUpload(t, "/law/rehearse", "a.json", amendmentsExample(t), "on.day", "1", "on.month", "4", "on.year", "2047"))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("rehearse: %d %s", w.Code, w.Body)
	}
	watch := w.Header().Get("Location")
	if w := site.get(watch, "admin"); w.Code != http.StatusOK || w.Header().Get("Refresh") == "" {
		t.Errorf("waiting: %d", w.Code)
	}
	id := watch[strings.LastIndex(watch, "/")+1:]
	args, _ := json.Marshal(map[string]string{"rehearsal": id})
	if err := desk.Work(context.Background(), args); err != nil {
		t.Fatal(err)
	}
	if w := site.get(watch, "admin"); w.Code != http.StatusOK || w.Header().Get("Refresh") != "" || !strings.Contains(w.Body.String(), "The amendments open this quota") {
		t.Errorf("result: %d %s", w.Code, w.Body)
	}
	if w := site.get(watch+"?kind=permit", "admin"); !strings.Contains(w.Body.String(), "Nothing found") {
		t.Errorf("filtered: %s", w.Body)
	}
	if w := send(lawUpload(t, "/law/rehearse", "a.json", amendmentsExample(t), "on.day", "31", "on.month", "2", "on.year", "2047")); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Enter a real day") {
		t.Errorf("no day: %d", w.Code)
	}
	w = send(lawUpload(t, "/law", "a.json", amendmentsExample(t)))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("load: %d %s", w.Code, w.Body)
	}
	show := w.Header().Get("Location")
	if w := site.get(show+"?q=hippo", "admin"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Appendix\u00a0II → Appendix\u00a0I") || strings.Contains(w.Body.String(), "Cedrela") {
		t.Errorf("set: %d %s", w.Code, w.Body)
	}
	if w := site.get("/species/animalia.hippopotamus-amphibius", ""); !strings.Contains(w.Body.String(), "From 5 March 2047: Appendix\u00a0I") {
		t.Errorf("the change to come is not on the page of the taxon")
	}
	if w := site.post(show+"/withdraw", "admin", "reason", ""); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("withdrawn without a reason: %d", w.Code)
	}
	if w := site.post(show+"/withdraw", "admin", "reason", "The wrong file."); w.Code != http.StatusSeeOther {
		t.Errorf("withdraw: %d", w.Code)
	}
	if w := site.get("/species/animalia.hippopotamus-amphibius", ""); strings.Contains(w.Body.String(), "2047") {
		t.Errorf("still there after the withdrawal")
	}
	for path, want := range map[string]string{"/law": "Withdrawn", "/law?q=cop": "1 set of amendments", "/law?state=withdrawn": "1 set of amendments",
		"/law?state=loaded": "Nothing found", "/law?q=nobody": "Nothing found", "/rehearsals": "1 rehearsal", "/rehearsals?q=cop&state=done": "1 rehearsal",
		"/rehearsals?state=failed": "Nothing found", "/rehearsals?q=nobody": "Nothing found", show: ">Decided<", watch: "Rehearsal"} {
		for _, who := range []string{"admin", "officer"} {
			if w := site.get(path, who); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s for %s: %d, not said: %s", path, who, w.Code, want)
			}
		}
		if w := site.get(path, "trader"); w.Code != http.StatusForbidden {
			t.Errorf("%s for a trader: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/law", "/law/rehearse"} {
		if w := site.send(lawUpload(t, path, "a.json", amendmentsExample(t)), "officer"); w.Code != http.StatusForbidden {
			t.Errorf("an officer posts to %s: %d", path, w.Code)
		}
	}
	if w := site.get("/law", "officer"); strings.Contains(w.Body.String(), `type="file"`) {
		t.Error("an officer is offered to load a file")
	}
	if w := site.get("/law", "admin"); !strings.Contains(w.Body.String(), `type="file"`) {
		t.Error("the administrator is not")
	}
}

func TestRehearsalSaysWhatIsInForceOnItsDay(t *testing.T) {
	site, _, _ := lawSite(t)
	for day, want := range map[string]string{
		"4 3 2047": "Nothing of this file is in force on 4 March 2047: its first change holds from 5 March 2047.",
		"5 3 2047": "changes in the file are in force on 5 March 2047; the others are not.",
	} {
		d := strings.Fields(day)
		w := site.send(lawUpload(t, "/law/rehearse", "a.json", amendmentsExample(t), "on.day", d[0], "on.month", d[1], "on.year", d[2]), "admin")
		if w.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", day, w.Code, w.Body)
		}
		if w := site.get(w.Header().Get("Location"), "admin"); !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: not said: %s", day, want)
		}
	}
	plain := bytes.Replace(amendmentsExample(t), []byte("Example: Notification to the Parties No. 2027/000"), nil, 1)
	loaded := site.send(lawUpload(t, "/law", "a.json", plain), "admin")
	if page := site.get(loaded.Header().Get("Location"), "admin").Body.String(); !strings.Contains(page, "Last change on") || strings.Contains(page, ">Decided<") {
		t.Error("a row for a citation that was not given")
	}
	w := site.send(lawUpload(t, "/law/rehearse", "a.json", amendmentsExample(t), "on.day", "1", "on.month", "6", "on.year", "2047"), "admin")
	if page := site.get(w.Header().Get("Location"), "admin").Body.String(); strings.Contains(page, "of this file is in force") || strings.Contains(page, "the others are not") {
		t.Error("all of it is in force, and the page says otherwise")
	}
}

func TestLawOnAnyDayOnThePageOfATaxon(t *testing.T) {
	site, _, _ := lawSite(t)
	for query, want := range map[string][]string{
		"on.day=1&on.month=5&on.year=1996&population=BW":  {"On 1 May 1996, population of Botswana", "18 January 1990", "None on that day."},
		"on.day=1&on.month=5&on.year=2026&population=BW":  {"hunting trophies", "13 February 2003"},
		"on.day=1&on.month=5&on.year=2026&population=":    {"It depends on the population"},
		"on.day=31&on.month=2&on.year=2026&population=BW": {"Enter a real day", "There is a problem"},
	} {
		w := site.get("/species/animalia.loxodonta-africana?"+query, "")
		for _, s := range want {
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), s) {
				t.Errorf("%s: %d, not said: %s", query, w.Code, s)
			}
		}
	}
	w := site.get("/species/animalia.panthera-pardus?on.day=1&on.month=5&on.year=2026&population=NA", "")
	if !strings.Contains(w.Body.String(), "250") {
		t.Error("the quota of that year is not shown")
	}
}
