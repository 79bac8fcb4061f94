package web

import (
	"encoding/csv"
	"io/fs"
	"math"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
)

func sampleColumns(l *Locale) Figure {
	months := []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	series := []Series{{"Export", []int64{140, 158, 172, 150, 190, 205, 178, 170, 216, 232, 188, 120}}, {"Import", []int64{62, 71, 66, 83, 77, 91, 85, 72, 95, 99, 80, 51}}, {"Re-export", []int64{21, 30, 27, 34, 29, 41, 36, 31, 43, 46, 35, 20}}}
	f := ColumnFigure(l, "months", "Permits issued by month and type", "Month", months, series)
	f.CSV = "#csv"
	return f
}

func sampleRoutes(s *Server, l *Locale) Figure {
	return s.RouteFigure(l, "routes", "Main trade routes", "Country", "Permits", "CO", []TradeRoute{
		{"US", 880, false}, {"JP", 395, false}, {"KR", 390, false}, {"DE", 410, false}, {"FR", 260, false}, {"IT", 225, false}, {"CN", 340, true},
		{"AE", 150, false}, {"SG", 120, true}, {"ZA", 40, false}, {"BE", 12, false}, {"NL", 11, false}, {"XX", 9, false}})
}

func sampleRanking(l *Locale) Figure {
	return RankFigure(l, "taxa", "Most traded species", "Species", "Permits", []Ranked{{"Crocodylus niloticus", true, 8420}, {"Hippocampus kuda", true, 6105}, {"Python regius", true, 3890}, {"Swietenia macrophylla", true, 1460}, {"Dalbergia nigra", true, 3}})
}

func sampleLines(l *Locale) Figure {
	return LineFigure(l, "days", "Median days to decision", "Year", []string{"2022", "2023", "2024", "2025", "2026"}, []Series{{"Export", []int64{24, 21, 15, 12, 11}}, {"Import", []int64{30, 26, 22, 17, 14}}})
}

func TestFiguresCarryTheirNumbers(t *testing.T) {
	s := newTestServer(t)
	for _, lang := range knownLanguages() {
		l := s.locales[lang]
		for _, f := range []Figure{sampleColumns(l), sampleRanking(l), sampleLines(l), sampleRoutes(s, l)} {
			for _, svg := range []string{string(f.Wide), string(f.Narrow)} {
				if !strings.Contains(svg, `role="img" aria-label="`+f.Title) || strings.Contains(svg, "NaN") || strings.Contains(svg, "style=") {
					t.Errorf("%s in %s: %.200s", f.ID, lang, svg)
				}
			}
			if len(f.Table.Rows) == 0 || len(f.Table.Rows[0].Values) != len(f.Table.Head)-1 {
				t.Errorf("%s in %s: table does not fit", f.ID, lang)
			}
		}
	}
	if got := sampleColumns(s.locales["en"]).Table.Rows[9].Values; got[0] != "232" || got[2] != "46" {
		t.Errorf("October is %v", got)
	}
}

func TestEmptyFiguresDraw(t *testing.T) {
	s := newTestServer(t)
	l := s.locales[cites.English]
	for _, f := range []Figure{ColumnFigure(l, "a", "x", "x", nil, []Series{{"x", nil}}), RankFigure(l, "b", "x", "x", "x", nil),
		LineFigure(l, "c", "x", "x", nil, []Series{{"x", nil}}), s.RouteFigure(l, "d", "x", "x", "x", "XX", nil),
		ColumnFigure(l, "e", "x", "x", []string{"a"}, []Series{{"x", []int64{0}}})} {
		if strings.Contains(string(f.Wide), "NaN") || strings.Contains(string(f.Wide), "Inf") {
			t.Errorf("%s: %s", f.ID, f.Wide)
		}
	}
}

func TestColumnsAreProportional(t *testing.T) {
	l := newTestServer(t).locales[cites.English]
	f := ColumnFigure(l, "x", "x", "x", []string{"a", "b"}, []Series{{"s", []int64{50, 100}}})
	heights := regexp.MustCompile(`height="([0-9.]+)" class="oc-c0"`).FindAllStringSubmatch(string(f.Wide), -1)
	if len(heights) != 2 || heights[0][1] != "112.0" || heights[1][1] != "224.0" {
		t.Errorf("heights %v", heights)
	}
}

func TestNiceScale(t *testing.T) {
	for most, want := range map[int64]scale{0: {1, 1}, 3: {3, 1}, 7: {8, 2}, 377: {400, 100}, 8420: {10000, 5000}} {
		if got := niceScale(most, 4); got != want {
			t.Errorf("%d: %v, want %v", most, got, want)
		}
	}
}

// Each state has a point, and our projection is the one the picture was made with.
func TestMapPoints(t *testing.T) {
	places, err := loadPlaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cites.Countries() {
		if _, ok := places[c.Code]; !ok && c.Kind == cites.State && c.Replacement == "" {
			t.Errorf("no point for %s", c.Code)
		}
	}
	for code, p := range places {
		if x, y := p.project(); x < 0 || x > mapWidth || y < 0 || y > mapHeight {
			t.Errorf("%s lies outside the map: %.0f %.0f", code, x, y)
		}
	}
	// What d3-geo 3.1.2 gives for the same points.
	for _, want := range []struct{ lon, lat, x, y float64 }{{180, 0, 959.74, 233.50}, {-74.1, 4.7, 282.82, 216.63}, {139.7, 35.7, 818.45, 109.77}, {15.6, 78.2, 506.03, 7.13}, {28.2, -25.7, 551.58, 324.14}} {
		if x, y := (place{want.lat, want.lon}).project(); math.Abs(x-want.x) > 0.01 || math.Abs(y-want.y) > 0.01 {
			t.Errorf("%v lies at %.2f %.2f", want, x, y)
		}
	}
	names, err := fs.Glob(distFS, "dist/world.*.svg")
	if err != nil || len(names) != 1 {
		t.Fatal("assets are not built: run make assets")
	}
	svg, err := fs.ReadFile(distFS, names[0])
	if err != nil || !strings.Contains(string(svg), `data-scale="177.24806502754552" data-offset="480 233.5"`) {
		t.Errorf("the picture was made with another projection: %.150s", svg)
	}
}

func TestCSVRunsNoFormula(t *testing.T) {
	w := httptest.NewRecorder()
	err := writeCSV(w, httptest.NewRequest("GET", "/", nil), "x", Table{Head: []string{"=a", "n"}, Rows: []TableRow{{Name: "=HYPERLINK(1)", Raw: []int64{-5}}, {Name: "a,b", Raw: []int64{7}}}})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
	if err != nil || rows[0][0] != "'=a" || rows[1][0] != "'=HYPERLINK(1)" || rows[1][1] != "-5" || rows[2][0] != "a,b" {
		t.Errorf("%v %v", rows, err)
	}
}
