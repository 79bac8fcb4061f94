package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/report"
)

// Reports is the desk of package report.
type Reports interface {
	Dashboard(ctx context.Context, who actor.Actor, from, until cites.Date) (*report.Figures, error)
	Annual(ctx context.Context, who actor.Actor, year int, view report.View, basis report.Basis) ([]report.Row, error)
	Review(ctx context.Context, who actor.Actor, rows []report.Row, view report.View, basis report.Basis) ([]report.Found, error)
}

// dashboardYears is how many years back the dashboard offers.
const dashboardYears = 5

// dashboardView is the page of figures of a year.
type dashboardView struct {
	Year    Field
	KPIs    []KPI
	Figures []Figure // beside each other
	Map     Figure   // over the full width
}

func (s *Server) reportRoutes() []Route {
	if s.cfg.Reports == nil {
		return nil
	}
	return []Route{
		{Pattern: "GET /dashboard", Policy: Can(actor.ReadDashboard), Handler: s.page(s.showDashboard)},
		{Pattern: "GET /dashboard/{figure}", Policy: Can(actor.ReadDashboard), Handler: s.page(s.sendFigure)},
		{Pattern: "GET /reports/annual", Policy: Can(actor.MakeReport), Handler: s.page(s.showAnnual)},
		{Pattern: "GET /reports/annual.csv", Policy: Can(actor.MakeReport), Handler: s.page(s.sendAnnual)},
		{Pattern: "GET /reports/review", Policy: Can(actor.MakeReport), Handler: s.page(s.showReview)},
		{Pattern: "GET /reports/review.csv", Policy: Can(actor.MakeReport), Handler: s.page(s.sendReview)},
	}
}

func (s *Server) showDashboard(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	f, err := s.dashboardFigures(r)
	if err != nil {
		return err
	}
	figures := s.dashboard(l, f)
	view := dashboardView{Year: s.yearField(l, f.From.Year, dashboardYears), KPIs: dashboardKPIs(l, f), Map: figures[len(figures)-1], Figures: figures[:len(figures)-1]}
	return s.render(w, r, http.StatusOK, "report_dashboard", Page{Title: l.T("report.dashboard"), Data: view})
}

// sendFigure sends the table of one figure as a file.
func (s *Server) sendFigure(w http.ResponseWriter, r *http.Request) error {
	f, err := s.dashboardFigures(r)
	if err != nil {
		return err
	}
	for _, figure := range s.dashboard(LocaleFrom(r.Context()), f) {
		if figure.ID+".csv" == r.PathValue("figure") {
			return writeCSV(w, r, fmt.Sprintf("%s-%d", figure.ID, f.From.Year), figure.Table)
		}
	}
	s.showError(w, r, http.StatusNotFound, "error.not_found")
	return nil
}

// dashboardFigures reads the figures of the year asked for, or of this one.
func (s *Server) dashboardFigures(r *http.Request) (*report.Figures, error) {
	this := s.cfg.Now().In(s.cfg.Zone).Year()
	year, err := strconv.Atoi(r.URL.Query().Get("year"))
	if err != nil || year > this || year <= this-dashboardYears {
		year = this
	}
	from, until := cites.Date{Year: year, Month: time.January, Day: 1}, cites.Date{Year: year, Month: time.December, Day: 31}
	return s.cfg.Reports.Dashboard(r.Context(), ActorFrom(r.Context()), from, until)
}

func (s *Server) yearField(l *Locale, chosen, years int) Field {
	field := Field{Kind: "select", Name: "year", Label: l.T("report.year.label"), Value: strconv.Itoa(chosen)}
	this := s.cfg.Now().In(s.cfg.Zone).Year()
	for year := this; year > this-years; year-- {
		field.Options = append(field.Options, Option{Value: strconv.Itoa(year), Label: l.digits(strconv.Itoa(year))})
	}
	return field
}

func dashboardKPIs(l *Locale, f *report.Figures) []KPI {
	days := "–"
	if median, ok := f.MedianDays(); ok {
		days = l.Int(int64(median))
	}
	return []KPI{
		{l.Int(int64(f.Issued)), l.T("report.kpi.issued")},
		{l.Int(int64(f.Endorsed)), l.T("report.kpi.endorsed")},
		{days, l.T("report.kpi.days")},
		{l.Int(int64(f.Open)), l.T("report.kpi.open")},
		{l.Int(int64(f.Overdue)), l.T("report.kpi.overdue")},
	}
}

// dashboard draws the figures; the map comes last.
func (s *Server) dashboard(l *Locale, f *report.Figures) []Figure {
	figures := []Figure{monthFigure(l, f), taxonFigure(l, f), s.routeFigure(l, f)}
	for i := range figures {
		figures[i].CSV = l.Href("/dashboard/" + figures[i].ID + ".csv?year=" + strconv.Itoa(f.From.Year))
	}
	return figures
}

func monthFigure(l *Locale, f *report.Figures) Figure {
	var months []string
	for m := time.January; m <= time.December; m++ {
		months = append(months, l.Month(m))
	}
	var series []Series
	at := map[cites.DocumentType]int{}
	for _, c := range f.ByMonth {
		i, ok := at[c.Type]
		if !ok {
			i = len(series)
			at[c.Type] = i
			series = append(series, Series{Name: c.Type.Name(l.Lang), Values: make([]int64, len(months))})
		}
		if day, err := time.Parse("2006-01", c.Month); err == nil {
			series[i].Values[day.Month()-1] += int64(c.Count)
		}
	}
	whole := ColumnFigure(l, "months", l.T("report.months"), l.T("report.month"), months, series)
	drawn := ColumnFigure(l, "months", l.T("report.months"), l.T("report.month"), months, foldSeries(series, l.T("report.rest")))
	drawn.Table = whole.Table // the table and its file tell each type
	return drawn
}

// drawnSeries is how many colours a reader tells apart in a column.
const drawnSeries = 5

// foldSeries keeps the largest series and adds the rest up as one, so that no
// colour stands for two.
func foldSeries(series []Series, rest string) []Series {
	if len(series) <= drawnSeries {
		return series
	}
	sum := func(s Series) (n int64) {
		for _, v := range s.Values {
			n += v
		}
		return n
	}
	sorted := slices.Clone(series)
	slices.SortStableFunc(sorted, func(a, b Series) int { return cmp.Compare(sum(b), sum(a)) })
	other := Series{Name: rest, Values: make([]int64, len(sorted[0].Values))}
	for _, s := range sorted[drawnSeries-1:] {
		for i, v := range s.Values {
			other.Values[i] += v
		}
	}
	return append(sorted[:drawnSeries-1], other)
}

func taxonFigure(l *Locale, f *report.Figures) Figure {
	rows := make([]Ranked, len(f.Taxa))
	for i, t := range f.Taxa {
		rows[i] = Ranked{Name: t.Name, Latin: true, Value: int64(t.Lines)}
	}
	return RankFigure(l, "taxa", l.T("report.taxa"), l.T("report.taxon"), l.T("report.lines"), rows)
}

func (s *Server) routeFigure(l *Locale, f *report.Figures) Figure {
	home := cites.Country(s.cfg.Identity().Party)
	routes := make([]TradeRoute, 0, len(f.Routes))
	for _, r := range f.Routes {
		if r.To == home {
			routes = append(routes, TradeRoute{Country: r.From, Value: int64(r.Count), Inward: true})
		} else {
			routes = append(routes, TradeRoute{Country: r.To, Value: int64(r.Count)})
		}
	}
	return s.RouteFigure(l, "routes", l.T("report.routes"), l.T("report.country"), l.T("report.documents"), home, routes)
}
