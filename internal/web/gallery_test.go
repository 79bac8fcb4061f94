package web

import (
	"bytes"
	"net/http/httptest"
	"os"
	"testing"
)

// gallery shows every partial once, so that the browser tests see them before
// the pages that use them exist.
type gallery struct {
	Tag      Tag
	Facts    []Fact
	Tabs     []Tab
	Filter   Filter
	Radios   Field
	Area     Field
	Combo    Field
	Date     Field
	Select   Field
	File     Field
	Password Field
	Sort     SortLink
	Rows     []SummaryRow
	Pages    Pages
	Tasks    []TaskGroup
	Empty    Empty
	Events   []Event
	Verdicts []Verdict
	KPIs     []KPI
	Figures  []Figure
	Map      Figure
}

func newGallery(s *Server, l *Locale) gallery {
	q := readList(httptest.NewRequest("GET", "/cases?page=4&q=orchid&sort=ref", nil), nil, []string{"ref"})
	choices := []Option{{Value: "a", Label: "Ask the applicant"}, {Value: "b", Label: "Refuse", Hint: "Needs a reason"}}
	return gallery{
		Tag:   Tag{"Awaiting NDF", "yellow"},
		Facts: []Fact{{Key: "Assigned to", Value: Bdi("M. Okafor"), Link: "#", Text: "Change"}, {Key: "Due", Value: Bdi("20 November 2026"), Late: true}},
		Tabs:  []Tab{{"Assessment", "#", true}, {"Documents (6)", "#", false}},
		Filter: Filter{Live: "results", Clear: "/", Fields: []Field{{Name: "search", Label: "Reference, name or species", Type: "search"},
			{Kind: "checks", Name: "status", Label: "Status", Small: true, Options: choices, Values: []string{"a"}}}},
		Radios: Field{Name: "step", Label: "Choose", Bold: true, Small: true, Options: choices, Value: "a"},
		Area:   Field{Name: "note", Label: "Note for the file", Bold: true, Max: 500, Error: "Enter a note"},
		Combo:  Field{Name: "species", Label: "Species", Hint: "Scientific or common name", Source: "/api/v1/species", Dir: "ltr", Error: "Choose a species"},
		Date:   Field{Name: "arrival", Label: "Date of arrival", Hint: "For example, 27 3 2027", Error: "Enter a real date", Date: DateParts{"31", "2", "2027"}},
		Select: Field{Name: "country", Label: "Country", Options: choices},
		File:   Field{Name: "file", Label: "Evidence", Multiple: true}, Password: Field{Name: "password", Label: "Password"},
		Sort:     q.sortLink(l, "ref", "Reference"),
		Rows:     []SummaryRow{{Key: "EX-2026-004517", Value: Latin("Cattleya trianae"), Action: "#"}, {Key: "EX-2026-004509", Value: Latin("Swietenia macrophylla")}},
		Pages:    newPages(l, q, 10, 1247),
		Tasks:    []TaskGroup{{"Parties", []Task{{ID: "t1", Title: "Exporter details", Href: "#", State: Tag{Text: "Completed"}}, {ID: "t2", Title: "Pay the fee", State: Tag{Text: "Cannot start yet"}}}}},
		Empty:    Empty{"No cases", "Nothing matches the filter.", "#", "Clear the filter"},
		Events:   []Event{{"Permit issued", "19 November 2026", "2026-11-19", "M. Okafor", "With conditions"}, {"Application submitted", "8 November 2026", "", "Andes Orchid Nursery", ""}},
		Verdicts: []Verdict{{"This permit is valid", "The signature was checked.", "good", 2}, {"Not checked against the list", "Ask again online.", "warn", 2}, {"This permit was revoked", "Do not accept it.", "bad", 2}},
		KPIs:     []KPI{{"3,157", "Permits issued this year"}, {"11.5", "Median days to decision"}, {"1,247", "Open cases"}, {"42", "Overdue"}},
		Figures:  []Figure{sampleColumns(l), sampleRanking(l), sampleLines(l)}, Map: sampleRoutes(s, l),
	}
}

// addGallery parses the gallery into the templates of each language.
func addGallery(s *Server) error {
	text, err := os.ReadFile("testdata/gallery.html")
	if err != nil {
		return err
	}
	for lang, base := range s.templates.base {
		page, err := base.Clone()
		if err != nil {
			return err
		}
		if page, err = page.Parse(string(text)); err != nil {
			return err
		}
		s.templates.pages[string(lang)+"/gallery"] = page
	}
	return nil
}

func TestPartialsRender(t *testing.T) {
	s := newTestServer(t)
	if err := addGallery(s); err != nil {
		t.Fatal(err)
	}
	for _, lang := range knownLanguages() {
		l := s.locales[lang]
		r := httptest.NewRequest("GET", "/", nil)
		var body bytes.Buffer
		if err := s.execute(&body, l, "gallery", s.frame(r, l, Page{Title: "Gallery", Data: newGallery(s, l)})); err != nil {
			t.Error(err)
		}
		if body.Len() < 10_000 {
			t.Errorf("gallery in %s has only %d bytes", lang, body.Len())
		}
	}
}
