package web

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// applicant is a server with an office over a real database and somebody at it.
type applicant struct {
	*Server
	t   *testing.T
	who actor.Actor
}

func newApplicant(t *testing.T) *applicant {
	t.Helper()
	python := species.MakeID(cites.Animalia, "Python regius")
	law := species.NewCatalogue([]species.Taxon{{ID: python, Kingdom: cites.Animalia, Rank: species.Species, Name: "Python regius"}},
		[]species.Listing{{ID: "1", Taxon: python, Appendix: cites.AppendixII, From: cites.Date{Year: 1977, Month: 2, Day: 4}}}, cites.Date{Year: 2026, Month: 11, Day: 23})
	cfg, n := testConfig(t), 0
	checker := &application.Checker{Profile: profile.Example(), Law: func() *species.Catalogue { return law }}
	cfg.Applications = &application.Office{Store: store.Applications{DB: storetest.Open(t)}, Profile: checker.Profile, Law: checker.Law, Check: checker.Check,
		Now: func() time.Time { return cfg.Now() }, NewID: func() string { n++; return fmt.Sprintf("id-%03d", n) }}
	cfg.Limit = Rate{PerSecond: 1000, Burst: 1000}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return &applicant{Server: s, t: t, who: actor.Actor{ID: "t1", Name: "Tina Trader", Roles: []actor.Role{actor.Trader}}}
}

func (a *applicant) as(who actor.Actor) *applicant {
	b := *a
	b.who = who
	return &b
}

func (a *applicant) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r.WithContext(WithActor(r.Context(), a.who)))
	return w
}

func (a *applicant) get(path string) *httptest.ResponseRecorder {
	return a.do(httptest.NewRequest(http.MethodGet, path, nil))
}

// post sends a form; fields are name, value pairs.
func (a *applicant) post(path string, fields ...string) *httptest.ResponseRecorder {
	v := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return a.do(r)
}

// upload sends a file with its kind.
func (a *applicant) upload(path, name string, data []byte) *httptest.ResponseRecorder {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for k, v := range map[string]string{"version": "1", "kind": "other"} {
		if err := form.WriteField(k, v); err != nil {
			a.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		a.t.Fatal(err)
	}
	if _, err := part.Write(data); err != nil {
		a.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		a.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return a.do(r)
}

// draft starts an export permit with one line and one document.
func (a *applicant) draft() string {
	a.t.Helper()
	w := a.post("/applications/new", "type", "EXP")
	home := strings.TrimSuffix(w.Header().Get("Location"), "/tasks")
	if w.Code != http.StatusSeeOther || home == "" {
		a.t.Fatalf("start: %d %s", w.Code, w.Body)
	}
	if w := a.upload(home+"/documents", "a.pdf", []byte("%PDF-1.7\n%%EOF")); w.Code != http.StatusSeeOther {
		a.t.Fatalf("upload: %d %s", w.Code, w.Body)
	}
	if w := a.post(home+"/lines/new", "version", "1", "taxon", "Python regius", "source", "W", "term", "SKI", "quantity", "2", "unit", "NAR"); w.Code != http.StatusSeeOther {
		a.t.Fatalf("line: %d %s", w.Code, w.Body)
	}
	return home
}

// Every page about an application, asked for by everybody else: another trader
// finds nothing, other roles are kept out, the public as well. The owner is the
// control: he gets each page.
func TestApplicationPagesAreForTheOwner(t *testing.T) {
	a := newApplicant(t)
	home := a.draft()
	file, err := a.cfg.Applications.Read(t.Context(), a.who, strings.TrimPrefix(home, "/applications/"))
	if err != nil {
		t.Fatal(err)
	}
	fill := strings.NewReplacer("{id}", file.ID, "{line}", file.Content.Lines[0].ID, "{part}", "what", "{step}", "purpose", "{document}", file.Documents[0].ID)
	others := []actor.Actor{{}, {ID: "t9", Roles: []actor.Role{actor.Trader}}, {ID: "a9", Roles: []actor.Role{actor.Agent}}}
	for _, role := range actor.Roles() {
		if role != actor.Trader && role != actor.Agent {
			others = append(others, actor.Actor{ID: "x-" + string(role), Roles: []actor.Role{role}})
		}
	}
	for _, route := range a.applyRoutes() {
		method, pattern, _ := strings.Cut(route.Pattern, " ")
		if !strings.Contains(pattern, "{id}") {
			continue
		}
		path := fill.Replace(pattern)
		for _, who := range others {
			w := a.as(who).get(path)
			if method == http.MethodPost {
				w = a.as(who).post(path, "version", "2", "body", "x", "name", "x", "accepted", "1")
			}
			if w.Code != http.StatusNotFound && w.Code != http.StatusForbidden {
				t.Errorf("%s %s as %q %v: %d", method, pattern, who.ID, who.Roles, w.Code)
			}
		}
		if method == http.MethodGet && !strings.HasSuffix(path, "/label.pdf") { // which no export permit has
			if w := a.get(path); w.Code != http.StatusOK && w.Code != http.StatusSeeOther {
				t.Errorf("%s as the owner: %d", path, w.Code)
			}
		}
	}
	if after, err := a.cfg.Applications.Read(t.Context(), a.who, file.ID); err != nil || after.Version != file.Version || len(after.Documents) != 1 {
		t.Errorf("something was changed by strangers: %v", err)
	}
}

func TestEvidenceIsServedAsAttachment(t *testing.T) {
	a := newApplicant(t)
	home := a.draft()
	file, err := a.cfg.Applications.Read(t.Context(), a.who, strings.TrimPrefix(home, "/applications/"))
	if err != nil {
		t.Fatal(err)
	}
	w := a.get(home + "/documents/" + file.Documents[0].ID)
	for name, want := range map[string]string{"Content-Type": "application/pdf", "Content-Disposition": "attachment; filename=a.pdf",
		"Content-Security-Policy": evidencePolicy, "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if w.Body.String() != "%PDF-1.7\n%%EOF" {
		t.Errorf("%d bytes came back", w.Body.Len())
	}
}

// TestUploadsAreBounded wants no evidence left in the folder for temporary files
// either, whatever became of the upload.
func TestUploadsAreBounded(t *testing.T) {
	a := newApplicant(t)
	scratch := t.TempDir()
	t.Setenv("TMPDIR", scratch)
	home := a.draft()
	limit := a.cfg.Applications.Profile.Evidence.MaxBytes
	if w := a.upload(home+"/documents", "b.pdf", append([]byte("%PDF-1.7\n"), make([]byte, limit)...)); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a little too large: %d", w.Code)
	}
	if w := a.upload(home+"/documents", "b.pdf", make([]byte, limit+4<<20)); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("far too large: %d", w.Code)
	}
	if w := a.upload(home+"/documents", "<script>.pdf", []byte("<html><script>alert(1)</script>")); w.Code != http.StatusUnprocessableEntity || strings.Contains(w.Body.String(), "<script>.pdf") {
		t.Errorf("a page with a script: %d", w.Code)
	}
	if w := a.upload(home+"/documents", "c.pdf", append([]byte("%PDF-1.7\n%%EOF\n"), make([]byte, limit/2)...)); w.Code != http.StatusSeeOther {
		t.Errorf("a large one: %d", w.Code)
	}
	left, err := os.ReadDir(scratch)
	if err != nil || len(left) > 0 {
		t.Errorf("left on disk: %v %v", left, err)
	}
}

func TestTypedTextStaysAndIsEscaped(t *testing.T) {
	a := newApplicant(t)
	home := a.draft()
	for in, want := range map[string]string{`"><script>alert(1)</script>`: "&#34;&gt;&lt;script&gt;", strings.Repeat("x", 200): strings.Repeat("x", 200), "🐘\u202Eabc": "🐘"} {
		file, err := a.cfg.Applications.Read(t.Context(), a.who, strings.TrimPrefix(home, "/applications/"))
		if err != nil {
			t.Fatal(err)
		}
		w := a.post(home+"/step/importer", "version", fmt.Sprint(file.Version), "name", in, "address", "", "country", "DE")
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), want) || strings.Contains(w.Body.String(), "<script>alert") {
			t.Errorf("%.20q: %d", in, w.Code)
		}
		if w := a.get(home + "/step/importer"); !strings.Contains(w.Body.String(), want) {
			t.Errorf("%.20q is gone when the page is opened again", in)
		}
	}
	if w := a.post(home+"/step/importer", "version", "x"); w.Code != http.StatusBadRequest {
		t.Errorf("no version: %d", w.Code)
	}
}

// filed is a submitted application, made through the verbs.
func (a *applicant) filed() *application.Application {
	a.t.Helper()
	o, ctx := a.cfg.Applications, a.t.Context()
	x, err := o.StartDraft(ctx, a.who, cites.ExportPermit, "")
	if err != nil {
		a.t.Fatal(err)
	}
	x, err = o.FillDraft(ctx, a.who, x.ID, x.Version, application.Content{Purpose: "T",
		Exporter:  application.Address{Name: "Aurelia Exports", Lines: []string{"1 Quay Street", "Port Aurel"}},
		Importer:  application.Address{Name: "Lederhaus GmbH", Lines: []string{"Hauptstr. 2", "Berlin"}, Country: "DE"},
		Lines:     []application.Line{{TaxonID: "animalia.python-regius", ScientificName: "Python regius", Kingdom: cites.Animalia, Source: "W", Term: "SKI", Quantity: 2000, Unit: "NAR"}},
		Transport: application.Transport{Port: "QZAUR", Mode: "air"}})
	if err != nil {
		a.t.Fatal(err)
	}
	x, err = o.Submit(ctx, a.who, x.ID, x.Version, application.Declaration{Accepted: true, NotRefused: true, Name: "Tina"})
	if err != nil {
		a.t.Fatal(err)
	}
	return x
}

func TestApplicantAnswersARequest(t *testing.T) {
	a := newApplicant(t)
	o, ctx := a.cfg.Applications, t.Context()
	olu := actor.Actor{ID: "o1", Name: "Olu", Roles: []actor.Role{actor.CaseOfficer}}
	x := a.filed()
	path := "/applications/" + x.ID
	if w := a.get(path); !strings.Contains(w.Body.String(), "Received") || strings.Contains(w.Body.String(), path+"/answer") {
		t.Errorf("before: %d", w.Code)
	}
	x, err := o.Take(ctx, olu, x.ID, x.Version)
	if err != nil {
		t.Fatal(err)
	}
	if x, err = o.AskApplicant(ctx, olu, x.ID, x.Version, "Which <port>?"); err != nil {
		t.Fatal(err)
	}
	w := a.get(path)
	for _, want := range []string{"Which &lt;port&gt;?", "We need information from you", path + "/answer", path + "/tasks"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	if w := a.post(path+"/answer", "version", fmt.Sprint(x.Version), "body", " "); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("empty answer: %d", w.Code)
	}
	if w := a.post(path+"/answer", "version", fmt.Sprint(x.Version-1), "body", "the airport"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "the airport") || !strings.Contains(w.Body.String(), "Olu changed") {
		t.Errorf("a stale answer: %d", w.Code)
	}
	if w := a.post(path+"/answer", "version", fmt.Sprint(x.Version), "body", "the airport"); w.Code != http.StatusSeeOther {
		t.Errorf("answer: %d %s", w.Code, w.Body)
	}
	if f, err := o.Read(ctx, a.who, x.ID); err != nil || f.State != application.InReview || len(f.Messages) != 2 {
		t.Errorf("after: %v", err)
	}
}
