package web

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func speciesSamples() []sample {
	tags := []Tag{{"I", "red"}, {"II", "orange"}}
	list := listingRow{Appendix: tags[0], From: "x", Until: "x", Populations: "x", Fold: "9 countries", Through: Latin("Felidae"), Party: "x", Hash: "#4", Note: "x", Citation: "CoP19"}
	search := Field{ID: "species-q", Name: "q", Label: "x", Hint: "x", Source: "/species/suggest"}
	filter := Filter{Action: "/species", Live: "results", Clear: "/species", Fields: []Field{{Kind: "radios", Name: "appendix", Label: "x", Options: []Option{{Label: "x"}, {Value: "I", Label: "x"}}}}}
	rows := []speciesRow{{Name: "Panthera leo", Common: "Lion", Synonym: "x", Rank: "x", Latin: Latin("Panthera leo"), Href: "/species/animalia.panthera-leo", Appendices: tags}}
	return []sample{
		{"species_list", Page{Title: "x", Data: speciesList{Search: search, Filter: filter, Hidden: map[string]string{"appendix": "I"}, Count: "x", Import: "/species/import", List: List[speciesRow]{Rows: rows}}}},
		{"species_list", Page{Title: "x", Data: speciesList{Search: search, Filter: filter, List: List[speciesRow]{Empty: Empty{"x", "x", "/species", "x"}}}}},
		{"species_show", Page{Title: "x", Back: "/species", Data: speciesView{Latin: Latin("Panthera leo"), Author: "(Linnaeus, 1758)", Common: "Lion", Appendices: tags, Means: []string{"x"}, Split: true,
			Facts: []Fact{{Key: "k", Value: Bdi("v")}}, Now: []listingRow{list}, History: []listingRow{list}, Names: []SummaryRow{{Key: "k", Value: Bdi("v")}}, Range: []rangeRow{{"x", "x"}},
			Quotas:      []quotaRow{{Country: "x", Year: "2026", Limit: "1", Used: "0", For: "x", Note: "x", Through: Latin("Felidae")}},
			Suspensions: []suspensionRow{{Country: "x", From: "x", Until: "x", Reason: "x", Notification: "2024/001", Through: Latin("Felidae")}}, Source: "x", Apply: "/applications"}}},
		{"species_show", Page{Title: "x", Data: speciesView{Latin: Latin("Aloe vera"), Appendices: tags}}},
		{"species_import", Page{Title: "x", Data: importAsk{File: Field{Kind: "file", Name: "file", Label: "x", Error: "x"}, AsOf: Field{Kind: "date", Name: "as_of", Label: "x"},
			Last: []importRow{{Name: "x.csv", When: "x", Who: "x", AsOf: "x", Href: "/species/import/1", State: tags[0]}}}}},
		{"species_import", Page{Title: "x", Data: importAsk{File: Field{Kind: "file", Name: "file", Label: "x"}, AsOf: Field{Kind: "date", Name: "as_of", Label: "x"}}}},
		{"species_report", Page{Title: "x", Data: importWatch{Name: "x.csv", State: tags[0], Progress: "x"}}},
		{"species_report", Page{Title: "x", Data: importWatch{Name: "x.csv", State: tags[0], Ended: true, Why: "x", Rows: []SummaryRow{{Key: "k", Value: Bdi("v")}},
			Files: []importFile{{"a.csv", "x", "x", "1", "0", "0", "x"}}, Reasons: []importReason{{"x", "1"}},
			Changes: []species.Change{{Name: "Panthera leo", Before: "II", After: "I"}}, Refused: []refusalRow{{"2", "TaxonId", "x", "x"}}, LeftOut: []refusalRow{{"2", "x", "S1", "x"}}, First: "x"}}},
	}
}

// speciesSite is a server with the starter catalogue in a real store.
func speciesSite(t *testing.T) (partnerSite, *species.Importer) {
	t.Helper()
	return speciesSiteWith(t, nil)
}

// speciesSiteWith lets a test add areas to the server.
func speciesSiteWith(t *testing.T, more func(*Config, *species.Importer, *store.DB)) (partnerSite, *species.Importer) {
	t.Helper()
	cfg := testConfig(t)
	d := storetest.Open(t)
	db := store.Species{DB: d}
	today := func() cites.Date { return cites.DateOf(cfg.Now(), time.UTC) }
	i := &species.Importer{Store: db, Library: &species.Library{Store: db, Today: today}, Now: cfg.Now, Today: today, NewID: func() string { return "upload-1" }}
	if err := i.Seed(t.Context(), actor.Machine()); err != nil {
		t.Fatal(err)
	}
	k := &species.Keeper{Store: db, Now: time.Now}
	scientist := actor.Actor{ID: "s", Roles: []actor.Role{actor.Scientist}}
	if err := k.SetQuota(t.Context(), scientist, species.Quota{ID: "q1", Taxon: "animalia.panthera-pardus", Country: "NA", Year: 2026, From: cites.Date{Year: 2026, Month: 1, Day: 1},
		Until: cites.Date{Year: 2026, Month: 12, Day: 31}, Unit: "NAR", Quantity: 250_000, Kind: species.CoPQuota, AsOf: today()}); err != nil {
		t.Fatal(err)
	}
	cfg.Species, cfg.Limits, cfg.SpeciesImport = i.Library.Current, k, i
	cfg.Accounts = people{"admin": {ID: "admin", Name: "A", Roles: []actor.Role{actor.Administrator}}, "trader": {ID: "trader", Name: "T", Roles: []actor.Role{actor.Trader}},
		"officer": {ID: "officer", Name: "O", Roles: []actor.Role{actor.CaseOfficer}}}
	if more != nil {
		more(&cfg, i, d)
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	site := partnerSite{s, map[string]*http.Cookie{}}
	for id := range cfg.Accounts.(people) {
		site.cookies[id] = signedIn(t, s.sessions, id)
	}
	return site, i
}

func TestSpeciesPages(t *testing.T) {
	site, _ := speciesSite(t)
	for path, want := range map[string]string{
		"/species":                               "Loxodonta africana",
		"/species?q=%C3%A9l%C3%A9phant":          "Elephas maximus",
		"/species?appendix=III":                  "Odobenus rosmarus",
		"/species?kingdom=Plantae&appendix=I":    "Dalbergia nigra",
		"/species?q=qqqqqqqq":                    "No species found",
		"/species?page=9999":                     "No species found",
		"/species/animalia.loxodonta-africana":   "It depends on the population",
		"/fr/species/plantae.dalbergia-nigra":    "Palissandre",
		"/ar/species/animalia.falco-cherrug":     "الصقر الحر",
		"/species/animalia.panthera-pardus":      "250",
		"/species/Psittacus%20timneh":            "Psittacus erithacus",
		"/species/animalia.lontra-canadensis":    "Lutrinae",
		"/species?q=%3Cscript%3Ealert(1)%3C":     "No species found",
		"/species?appendix=nonsense&kingdom=%00": "No species found",
	} {
		w := get(t, site.Server, path)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d without %q", path, w.Code, want)
		}
		if strings.Contains(w.Body.String(), "<script>alert") {
			t.Errorf("%s: what was typed came back as markup", path)
		}
	}
	if w := get(t, site.Server, "/species/animalia.unicornus"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown species: %d", w.Code)
	}
}

func TestSpeciesSuggestAnswersTheCombobox(t *testing.T) {
	site, _ := speciesSite(t)
	w := get(t, site.Server, "/fr/species/suggest?q=perroquet+gris")
	var got []offered
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || len(got) == 0 || got[0].Name != "Psittacus erithacus" || got[0].Note != "Ann. I" {
		t.Errorf("%v %s", err, w.Body)
	}
	if w := get(t, site.Server, "/species/suggest"); strings.TrimSpace(w.Body.String()) != "[]" {
		t.Errorf("without a text: %s", w.Body)
	}
}

// upload sends a file to the import page in the name of somebody.
func (p partnerSite) upload(t *testing.T, who, name, content string, fields ...string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if name != "" {
		part, err := form.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(content))
	}
	for i := 0; i < len(fields); i += 2 {
		form.WriteField(fields[i], fields[i+1])
	}
	form.Close()
	r := httptest.NewRequest(http.MethodPost, "/species/import", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	if c := p.cookies[who]; c != nil {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w
}

func TestSpeciesImportPages(t *testing.T) {
	site, i := speciesSite(t)
	const csv = "TaxonId,Kingdom,Phylum,Class,Order,Family,FullName,AuthorYear,RankName,CurrentListing,FullAnnotationEnglish,AnnotationEnglish,#AnnotationSymbol,#Annotation,SynonymsWithAuthors,EnglishNames,SpanishNames,FrenchNames,All_DistributionISOCodes\n" +
		"12,Plantae,,,Testales,Testaceae,Testa alba,L.,SPECIES,I,Appendix I: ,Appendix I: ,,Appendix I: ,,White testa,,,ZA\n"
	if w := site.upload(t, "trader", "x.csv", csv); w.Code != http.StatusForbidden {
		t.Errorf("a trader uploads: %d", w.Code)
	}
	for name, x := range map[string]struct {
		file, content, want string
		fields              []string
	}{
		"no file":     {"", "", "Choose a file", nil},
		"empty":       {"x.csv", "", "The file is empty", nil},
		"wrong":       {"x.csv", "a,b\n1,2\n", "the column TaxonId is missing", nil},
		"separator":   {"x.csv", strings.ReplaceAll(csv, ",", ";"), "not separated by a comma", nil},
		"picture":     {"x.png", "\x89PNG\r\n\x1a\n", "not in UTF-8", nil},
		"wrong date":  {"x.csv", csv, "Enter a real date", []string{"as_of.day", "31", "as_of.month", "2", "as_of.year", "2026"}},
		"future date": {"x.csv", csv, "Enter a real date", []string{"as_of.day", "1", "as_of.month", "1", "as_of.year", "2099"}},
	} {
		if w := site.upload(t, "admin", x.file, x.content, x.fields...); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), x.want) {
			t.Errorf("%s: %d without %q", name, w.Code, x.want)
		}
	}
	w := site.upload(t, "admin", "Index_2026-05-01.csv", csv)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/species/import/upload-1" {
		t.Fatalf("upload: %d %s", w.Code, w.Header().Get("Location"))
	}
	watch := func() *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/species/import/upload-1", nil)
		r.AddCookie(site.cookies["admin"])
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		return w
	}
	if w := watch(); !strings.Contains(w.Body.String(), "Waiting") || w.Header().Get("Refresh") == "" {
		t.Errorf("before the job: %s", w.Body)
	}
	if err := (species.ImportJob{Importer: i}).Work(t.Context(), []byte(`{"upload":"upload-1"}`)); err != nil {
		t.Fatal(err)
	}
	if w := watch(); !strings.Contains(w.Body.String(), "Taxa added") || w.Header().Get("Refresh") != "" {
		t.Errorf("after the job: %s", w.Body)
	}
	if w := get(t, site.Server, "/species/plantae.testa-alba"); w.Code != http.StatusOK {
		t.Errorf("the species imported: %d", w.Code)
	}
}

// A long list of countries is folded behind how many they are.
func TestManyPopulationsAreFolded(t *testing.T) {
	s, err := New(testConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	l := s.locales[cites.English]
	many := []cites.Country{"AO", "BJ", "BW", "CD", "CF", "CG", "CI", "CM", "ET"}
	for want, x := range map[string]species.Listing{
		"": {Populations: many[:8]}, "9 countries": {Populations: many}, "All except 9 countries": {Except: many},
		"1 country; in part: 8 countries": {Populations: many[:1], Part: many[:8]},
	} {
		if got := populationsFold(l, x); got != want {
			t.Errorf("%d populations, all but %d: %q, want %q", len(x.Populations), len(x.Except), got, want)
		}
	}
}
