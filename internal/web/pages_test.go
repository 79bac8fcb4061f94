package web

import (
	"bytes"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
)

// sample is a page with a view to render it with. Each area lists its own in
// its test file and adds a line to samples.
type sample struct {
	name string
	page Page
}

func samples() []sample {
	return slices.Concat(
		homeSamples(),
		caseSamples(),
		reportSamples(),
		shellSamples(),
		applySamples(),
		verifySamples(),
		speciesSamples(), lawSamples(),
		ruleSamples(),
		quotaSamples(), partnerSamples(), notificationSamples(), measureSamples(), checkerSamples(), registerSamples(),
		findingSamples(),
		permitSamples(),
		facilitySamples(),
		stockSamples(),
		accountSamples(),
		adminSamples(),
		auditSamples(),
	)
}

func shellSamples() []sample {
	return []sample{
		{"error", Page{Title: "x", Data: errorView{Heading: "x", Text: "x", Next: "x", Reference: "r-1", Contact: "a@example.org"}}},
		{"form", Page{Title: "x", Back: "/", Script: "app.js", Errors: []ErrorLink{{"x", "#a"}}, Data: Form{Title: "x", Caption: "EX-1", Intro: []string{"x"}, Files: true, Button: "x", Cancel: "/",
			Second: &FormButton{"later", "1", "x"}, Help: []HelpText{{"x", "x"}}, Facts: []SummaryRow{{Key: "k", Value: Bdi("v")}}, Fields: []Field{
				{Name: "a", Label: "a", Error: "x"}, {Kind: "area", Name: "b", Label: "b"}, {Kind: "select", Name: "c", Label: "c", Options: []Option{{Value: "1", Label: "x"}}},
				{Kind: "radios", Name: "d", Label: "d", Options: []Option{{Value: "1", Label: "Panthera leo", Latin: true}}}, {Kind: "checks", Name: "e", Label: "e", Options: []Option{{Value: "1", Label: "x"}}},
				{Kind: "date", Name: "f", Label: "f"}, {Kind: "file", Name: "g", Label: "g"}, {Kind: "password", Name: "h", Label: "h"}}}}},
		{"confirm", Page{Title: "x", Back: "/", Errors: []ErrorLink{{"x", "#reason"}, {"y", ""}}, Data: Confirm{Title: "x", Warning: "x",
			Facts: []SummaryRow{{Key: "k", Value: Bdi("v"), Action: "/"}}, Fields: []Field{{Name: "reason", Label: "x", Error: "x", Max: 200}},
			Action: "/", Button: "x", Cancel: "/", Hidden: map[string]string{"version": "1"}}}},
	}
}

// testIdentity is the Party of the tests.
func testIdentity() Identity {
	return Identity{Party: "XX", Languages: knownLanguages(), Brand: "#14532d", Accent: "#d9a441", Contact: "cites@example.org", Demo: true,
		Names: map[cites.Lang]Names{
			cites.English: {"Wildlife trade permits (CITES)", "CITES Management Authority", "Republic of Example"},
			cites.French:  {"Permis de commerce des espèces sauvages (CITES)", "Organe de gestion CITES", "République d’Exemple"},
			cites.Spanish: {"Permisos de comercio de vida silvestre (CITES)", "Autoridad Administrativa CITES", "República de Ejemplo"},
			cites.Arabic:  {"تصاريح تجارة الأحياء البرية (سايتس)", "السلطة الإدارية لسايتس", "جمهورية المثال"},
		}}
}

// testConfig is enough for public pages; tests of an area add what they need.
func testConfig(t *testing.T) Config {
	n := 0
	return Config{
		Identity: testIdentity,
		Now:      func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) },
		Random:   func() string { n++; return "request-" + time.Duration(n).String() },
		Log:      slog.New(slog.NewTextHandler(testWriter{t}, nil)),
	}
}

type testWriter struct{ t *testing.T }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

func newTestServer(t *testing.T) *Server {
	t.Helper()
	s, err := New(testConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// get asks the server for a page; headers are name, value pairs.
func get(t *testing.T, s *Server, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestEveryPageRendersInEveryLanguage(t *testing.T) {
	s := newTestServer(t)
	seen := map[string]bool{}
	for _, sm := range samples() {
		seen[sm.name] = true
		for _, lang := range knownLanguages() {
			l := s.locales[lang]
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r = r.WithContext(withLocale(r.Context(), l))
			var body bytes.Buffer
			if err := s.execute(&body, l, sm.name, s.frame(r, l, sm.page)); err != nil {
				t.Errorf("%v", err)
				continue
			}
			if i := strings.Index(body.String(), "["); i >= 0 && missingKey(body.String()[i:]) {
				t.Errorf("%s in %s shows a key without words: %.80s", sm.name, lang, body.String()[i:])
			}
		}
	}
	names, err := s.templates.pageNames()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !seen[name] {
			t.Errorf("template %s has no sample: add one to the area's samples", name)
		}
	}
}

// missingKey tells "[area.key]", which T writes for a missing key, from other brackets.
func missingKey(s string) bool {
	end := strings.IndexByte(s, ']')
	return end > 1 && strings.Contains(s[:end], ".") && !strings.ContainsAny(s[1:end], " <>\"=")
}

func TestDistCarriesNoForeignBrand(t *testing.T) {
	names, err := fs.Glob(distFS, "dist/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz") {
			continue
		}
		data, err := fs.ReadFile(distFS, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"GDS Transport", "crown", "crest.svg"} {
			if bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(word))) {
				t.Errorf("%s contains %q", name, word)
			}
		}
	}
}
