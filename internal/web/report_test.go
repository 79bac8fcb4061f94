package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/report"
	"github.com/opencites/opencites/internal/rule"
)

func reportSamples() []sample {
	l := newLocale(cites.English, catalogue{}, nil, "")
	month := ColumnFigure(l, "months", "Permits by month", "Month", []string{"Jan", "Feb"}, []Series{{"Export", []int64{3, 5}}, {"Import", []int64{1, 2}}})
	rank := RankFigure(l, "taxa", "Most traded", "Species", "Lines", []Ranked{{"Crocodylus niloticus", true, 8420}, {"Python regius", true, 3890}})
	row := annualRow{Taxon: Latin("Crocodylus niloticus"), Appendix: "II", Term: "skins (SKI)", Quantity: "1,620 number", Partner: "Italy", Origin: "Zambia", Permit: "26QZ000123/MA", Purpose: "commercial (T)", Source: "ranched (R)"}
	ask := []Field{{Kind: "select", Name: "year", Label: "Year", Options: []Option{{Value: "2026", Label: "2026"}}}, {Kind: "radios", Name: "view", Label: "View", Small: true, Options: []Option{{Value: "exporter", Label: "Exports"}}}}
	return []sample{
		{"report_dashboard", Page{Title: "x", Data: dashboardView{Year: ask[0], KPIs: []KPI{{"3,157", "Issued"}}, Figures: []Figure{month, rank}, Map: rank2(rank)}}},
		{"report_annual", Page{Title: "x", Data: annualView{Ask: ask, CSV: "/x.csv", Rows: List[annualRow]{Rows: []annualRow{row, row}, Total: 2}}}},
		{"report_review", Page{Title: "x", Data: reviewView{Ask: ask, CSV: "/x.csv", Annual: "/x", Rows: List[reviewRow]{Rows: []reviewRow{{"1", Latin("Python regius"), "26QZ000123/MA", "x", Tag{"Warning", "yellow"}, lawLink{ID: "X05", Citation: "x"}}}, Total: 1}}}},
		{"report_review", Page{Title: "x", Data: reviewView{Ask: ask, Rows: List[reviewRow]{Empty: Empty{Title: "x", Text: "x"}}}}},
		{"report_annual", Page{Title: "x", Errors: []ErrorLink{{"x", "#year"}}, Data: annualView{Ask: ask, Rows: List[annualRow]{Empty: Empty{Title: "x", Text: "x"}}}}},
	}
}

// rank2 is the same figure under another id: ids are unique on a page.
func rank2(f Figure) Figure { f.ID = "routes"; return f }

// shelf answers with figures as the desk does; what it was asked is kept.
type shelf struct {
	from, until cites.Date
	rows        []report.Row
}

func (s *shelf) Dashboard(_ context.Context, who actor.Actor, from, until cites.Date) (*report.Figures, error) {
	if err := who.Must(actor.ReadDashboard); err != nil {
		return nil, err
	}
	s.from, s.until = from, until
	return &report.Figures{From: from, Until: until, Issued: 3157, Days: []int{2, 11, 30}, Open: 12, Overdue: 3,
		ByMonth: []report.MonthCount{{Month: "2026-03", Type: "EXP", Count: 40}, {Month: "2026-03", Type: "IMP", Count: 7}, {Month: "2026-04", Type: "EXP", Count: 20}},
		Taxa:    []report.TaxonCount{{Name: "Python regius", Lines: 17}},
		Routes:  []report.Route{{From: "XX", To: "DE", Count: 9}, {From: "ZA", To: "XX", Count: 4}}}, nil
}

func (s *shelf) Annual(_ context.Context, who actor.Actor, year int, view report.View, basis report.Basis) ([]report.Row, error) {
	if err := who.Must(actor.MakeReport); err != nil {
		return nil, err
	}
	if year < 1975 {
		return nil, fault.Invalidf("report.annual").Add("year", "report.year", "from", 1975, "until", 2026)
	}
	return s.rows, nil
}

func (s *shelf) Review(_ context.Context, who actor.Actor, rows []report.Row, _ report.View, _ report.Basis) ([]report.Found, error) {
	if err := who.Must(actor.MakeReport); err != nil {
		return nil, err
	}
	out := make([]report.Found, len(rows))
	for i := range out {
		id := []string{"X05", "X08"}[i%2]
		out[i] = report.Found{Row: i, Finding: rule.Finding{Rule: id, Severity: rule.Warn, Key: "rule." + id, Args: map[string]string{"country": "DE"}}}
	}
	return out, nil
}

// TestReview wants each finding with its row, its rule and its sentence, and only
// those of the rule that was chosen.
func TestReview(t *testing.T) {
	s, _ := reportServer(t)
	officer := actor.Actor{ID: "1", Roles: []actor.Role{actor.CaseOfficer}}
	body := as(s, officer, "/reports/review?year=2026&rule=X08").Body.String()
	for _, want := range []string{"6 findings", "26QZ000001/MA", "X08", "/reports/review.csv?"} {
		if !strings.Contains(body, want) {
			t.Errorf("the review does not show %q", want)
		}
	}
	if w := as(s, officer, "/reports/review.csv?year=2026"); strings.Count(w.Body.String(), "Python regius") != 12 {
		t.Errorf("the file has %s", w.Body.String())
	}
	if w := as(s, officer, "/reports/review?year=1900"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a year before the Convention: %d", w.Code)
	}
	if w := as(s, actor.Actor{ID: "2", Roles: []actor.Role{actor.Trader}}, "/reports/review"); w.Code != http.StatusForbidden {
		t.Errorf("a trader: %d", w.Code)
	}
}

func reportServer(t *testing.T) (*Server, *shelf) {
	desk := &shelf{rows: make([]report.Row, 12)}
	for i := range desk.rows {
		desk.rows[i] = report.Row{Appendix: "II", Taxon: "Python regius", Term: "SKI", Quantity: 1500, Unit: "MTR", Partner: "DE", ExportPermit: "26QZ000001/MA", Purpose: "T", Source: "W", Year: 2026}
	}
	cfg := testConfig(t)
	cfg.Reports = desk
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s, desk
}

// as asks for a page in the name of somebody, past the session.
func as(s *Server, who actor.Actor, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	lang, inner := splitLanguage(s.cfg.Identity(), r.URL.Path)
	r.URL.Path = inner
	w := httptest.NewRecorder()
	s.dispatch(w, r.WithContext(WithActor(withLocale(r.Context(), s.locales[lang]), who)))
	return w
}

func TestDashboard(t *testing.T) {
	s, desk := reportServer(t)
	officer := actor.Actor{ID: "1", Roles: []actor.Role{actor.CaseOfficer}}
	body := as(s, officer, "/dashboard?year=2025").Body.String()
	for _, want := range []string{"3,157", ">11<", "Python regius", "Germany", "South Africa", `<td class="oc-num">40</td>`, "/dashboard/months.csv?year=2025"} {
		if !strings.Contains(body, want) {
			t.Errorf("the dashboard does not show %q", want)
		}
	}
	if desk.from.String() != "2025-01-01" || desk.until.String() != "2025-12-31" {
		t.Errorf("asked for %s to %s", desk.from, desk.until)
	}
	for _, odd := range []string{"1", "2099", "x", "-5"} {
		if as(s, officer, "/dashboard?year="+odd); desk.from.Year != 2026 {
			t.Errorf("year %s asks for %s", odd, desk.from)
		}
	}
	if got := as(s, officer, "/ar/dashboard/routes.csv").Body.String(); !strings.Contains(got, "9\n") || !strings.Contains(got, "4\n") {
		t.Errorf("the file of the routes: %q", got)
	}
	if w := as(s, officer, "/dashboard/nothing.csv"); w.Code != 404 {
		t.Errorf("an unknown figure answers %d", w.Code)
	}
	if w := as(s, actor.Actor{ID: "2", Roles: []actor.Role{actor.Trader}}, "/dashboard"); w.Code != 403 {
		t.Errorf("a trader gets %d", w.Code)
	}
}

func TestAnnualReport(t *testing.T) {
	s, _ := reportServer(t)
	officer := actor.Actor{ID: "1", Roles: []actor.Role{actor.CaseOfficer}}
	body := as(s, officer, "/fr/reports/annual?year=2026&page=2").Body.String()
	for _, want := range []string{"12 lignes", "11 à 12 sur 12", "1,5 ", "(SKI)", "Allemagne", "26QZ000001/MA", "/fr/reports/annual.csv?year=2026"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	w := as(s, officer, "/reports/annual.csv?year=2026&view=exporter&basis=actual")
	lines := strings.Split(strings.TrimSpace(w.Body.String()), "\n")
	if len(lines) != 13 || lines[1] != "II,Python regius,SKI,1.5,MTR,DE,,26QZ000001/MA,,,T,W,2026" {
		t.Errorf("the file has %d lines, the second is %q", len(lines), lines[1])
	}
	if w := as(s, officer, "/reports/annual?year=x"); w.Code != 422 || !strings.Contains(w.Body.String(), "1975") {
		t.Errorf("a wrong year answers %d", w.Code)
	}
}

func TestFoldSeries(t *testing.T) {
	var all []Series
	for i := range int64(7) {
		all = append(all, Series{Name: string(rune('a' + i)), Values: []int64{i, 2 * i}})
	}
	got := foldSeries(all, "rest")
	if len(got) != drawnSeries || got[0].Name != "g" || got[4].Name != "rest" || got[4].Values[1] != 2*(0+1+2) {
		t.Errorf("folded: %+v", got)
	}
	if few := foldSeries(all[:drawnSeries], "rest"); len(few) != drawnSeries || few[4].Name != "e" {
		t.Errorf("few are not folded: %+v", few)
	}
}
