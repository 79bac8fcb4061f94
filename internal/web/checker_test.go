package web

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/rulebook"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func checkerSamples() []sample {
	l := func(name, label string) Field {
		return Field{Kind: "select", Name: name, Label: label, Options: []Option{{Value: "", Label: "Choose"}}}
	}
	radios := func(name, label string) Field {
		return Field{Kind: "radios", Name: name, Label: label, Small: true, Options: []Option{{Value: "W", Label: "Wild (W)", Hint: "Taken from the wild"}, {Value: "C", Label: "Bred in captivity (C)"}}}
	}
	acquired := Field{Kind: "date", Name: "acquired", Label: "When was it acquired?"}
	found := radios("taxon_pick", "Which of these?")
	form := func(extra ...*Field) *checkerForm {
		return &checkerForm{Action: "/need", Taxon: Field{Name: "taxon", Label: "Which species?", Hint: "Scientific or common name", Source: "/api/v1/species"}, Term: l("term", "What is it?"),
			From: l("from", "From"), To: l("to", "To"), Way: radios("way", "How?"), Origin: l("origin", "Origin"), Source: radios("source", "Where from?"), Purpose: l("purpose", "What for?"),
			Special: radios("special", "Is one true?"), Date: Field{Kind: "date", Name: "date", Label: "When?", Error: "Enter a day"}, Extra: extra}
	}
	picked := form()
	picked.Found = &found
	answer := &checkerAnswer{Kind: "good", Title: "CITES documents are needed", Text: "They can be issued.", Again: "/need?taxon=x", Unverified: true,
		Facts:     []SummaryRow{{Key: "Species", Value: Latin("Psittacus erithacus")}},
		Documents: []checkerDocument{{"Import permit", "Specimens enter the country.", "Management Authority of Germany"}, {"Export permit", "", "Ministry of Wildlife"}},
		Findings:  []checkerFinding{{"The import is not primarily commercial", "Management Authority of Germany"}}, Steps: []string{"Apply for the import permit in Germany"},
		Reasons: []checkerReason{{"S1", "/rules/S1", "Appendix I specimens need both.", "Art. III(2)(3)", Tag{}, ""}, {"P13", "", "Wild plants.", "K", Tag{"Take care", "yellow"}, "1 July 1975"}},
		Apply:   []checkerLink{{"Apply: export permit", "/applications/new?type=EXP"}}}
	return []sample{
		{"checker_form", Page{Title: "Do I need a permit?", Errors: []ErrorLink{{"Enter a day", "#date"}}, Data: picked}},
		{"checker_form", Page{Title: "Do I need a permit?", Data: form(&acquired)}},
		{"checker_answer", Page{Title: "x", Back: "/need", Data: answer}},
		{"checker_answer", Page{Title: "x", Back: "/need", Data: &checkerAnswer{Kind: "warn", Title: "We cannot tell", Text: "Ask.", Again: "/need", Reasons: []checkerReason{{"T01", "", "No such name.", "x", Tag{"Stops", "red"}, "1 July 1975"}}}}},
	}
}

// starterNeeds decides by the starter catalogue and measures that always apply.
type starterNeeds struct {
	law      *species.Catalogue
	measures []rule.Finding
}

func (n starterNeeds) Decide(_ context.Context, c *need.Case) (need.Answer, error) {
	a := need.Decide(need.Statute{Catalogue: n.law}, c)
	for _, f := range n.measures {
		a.Stricter(f)
	}
	return a, nil
}

func newCheckerSite(t *testing.T, measures ...rule.Finding) *Server {
	t.Helper()
	taxa, listings, err := species.Starter()
	if err != nil {
		t.Fatal(err)
	}
	law := species.NewCatalogue(taxa, listings, cites.Date{Year: 2026, Month: 6, Day: 1})
	cfg := testConfig(t)
	cfg.Profile, cfg.Needs = profile.Example(), starterNeeds{law, measures}
	cfg.RuleBook = &rulebook.Desk{Store: store.RuleBook{DB: storetest.Open(t)}, Now: cfg.Now}
	cfg.Species = func() *species.Catalogue { return law }
	cfg.Applications = &application.Office{Profile: cfg.Profile, Law: cfg.Species}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCheckerAnswersFromItsAddress(t *testing.T) {
	s := newCheckerSite(t)
	const day = "&date.day=1&date.month=6&date.year=2026"
	for _, c := range []struct {
		name, query string
		status      int
		shows       []string
	}{
		{"asks", "", 200, []string{"Do I need a permit?", "Which species?"}},
		{"missing answers", "?ask=1", 422, []string{"Enter a species", "Choose the country it leaves", "Choose what it is for"}},
		{"standard export", "?ask=1&taxon=Falco+peregrinus&term=FEA&from=ZA&to=DE&way=export&source=W&purpose=S" + day, 200,
			[]string{"CITES documents are needed", "Import permit", "Export permit", "S1"}},
		{"an unknown name is not nothing", "?ask=1&taxon=Zzyzxus+qqq&term=FEA&from=ZA&to=DE&way=export&source=W&purpose=S" + day, 200,
			[]string{"We cannot tell", "does not mean that nothing is needed"}},
		{"asks what matters", "?ask=1&taxon=Falco+peregrinus&term=FEA&from=ZA&to=DE&way=export&source=O&purpose=S" + day, 200,
			[]string{"One more thing decides", "When was it acquired"}},
		{"repeats what was asked", "?ask=1&taxon=Python+regius&term=LPS&from=QZ&to=DE&way=export&source=W&purpose=P&special=personal&quantity=2" + day, 200,
			[]string{"Personal belongings I carry", "2 specimens", `href="/rules/R10"`}},
		{"names our own authorities", "?ask=1&taxon=Panthera+leo&term=SKU&from=QZ&to=DE&way=export&source=W&purpose=H" + day, 200,
			[]string{"National Museum of Natural History"}},
		{"an officer decides", "?ask=1&taxon=Python+regius&term=LIV&from=QZ&to=DE&way=export&source=U&purpose=T" + day, 200,
			[]string{"An officer has to decide", "Officer decides</strong>"}},
		{"offers names", "?ask=1&taxon=falco+pere&term=FEA&from=ZA&to=DE&way=export&source=W&purpose=S" + day, 422, []string{"taxon_pick", "Falco peregrinus"}},
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", "/need"+c.query, nil))
		if w.Code != c.status {
			t.Errorf("%s: status %d, want %d", c.name, w.Code, c.status)
		}
		for _, text := range c.shows {
			if !strings.Contains(w.Body.String(), text) {
				t.Errorf("%s: the page does not show %q", c.name, text)
			}
		}
	}
}

// The title of the answer says whose law stops a case. The control: the same
// measure beside a bar of the Convention, and no measure at all.
func TestCheckerNamesWhoseLawStopsIt(t *testing.T) {
	measure := rule.Finding{Rule: "N001", Citation: "Birds Act", Severity: rule.Block, Key: "measure.hit", Args: map[string]string{"country": "DE", "name": "Birds", "text.en": "No wild birds.", "text.ar": "لا طيور"}}
	failed := measure
	failed.Key = "measure.failed"
	const ask = "need?ask=1&taxon=Falco+peregrinus&term=FEA&from=ZA&to=DE&way=export&source=W&date.day=1&date.month=6&date.year=2026&purpose="
	const national, ours = "A national measure does not allow this (Germany)", "the Convention does not allow this"
	for _, c := range []struct {
		name, address string
		measures      []rule.Finding
		says, not     string
	}{
		{"only a measure", "/" + ask + "S", []rule.Finding{measure}, national, ours},
		{"in Arabic", "/ar/" + ask + "S", []rule.Finding{measure}, "تدبير وطني لا يسمح بهذا (ألمانيا)", "لا تسمح الاتفاقية بهذا"},
		{"the Convention too", "/" + ask + "T", []rule.Finding{measure}, ours, national},
		{"no measure", "/" + ask + "S", nil, "CITES documents are needed", "national measure"},
		{"a measure that could not be worked out", "/" + ask + "S", []rule.Finding{failed}, "A national measure could not be worked out for this case (Germany)", "Nothing forbids it outright"},
	} {
		w := httptest.NewRecorder()
		newCheckerSite(t, c.measures...).ServeHTTP(w, httptest.NewRequest("GET", c.address, nil))
		if body := w.Body.String(); w.Code != 200 || !strings.Contains(body, c.says) || strings.Contains(body, c.not) {
			t.Errorf("%s: %d; does not say %q, or says %q", c.name, w.Code, c.says, c.not)
		}
	}
}
