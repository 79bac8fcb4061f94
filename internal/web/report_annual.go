package web

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/report"
)

// annualYears is how many years back the page offers; the desk itself goes back
// to the entry into force of the Convention.
const annualYears = 10

// annualView is the annual report of a year, one page of its rows.
type annualView struct {
	Ask  []Field
	Rows List[annualRow]
	CSV  string // address of the file to upload
	// Review is the address of what the rules find in these rows.
	Review string
}

// annualRow is one row as people read it; the file has the codes.
type annualRow struct {
	Taxon    template.HTML
	Appendix string
	Term     string
	Quantity string
	Partner  string
	Origin   string
	Permit   string
	Purpose  string
	Source   string
}

// annualQuery is what is asked for: this year, exports that really left, when
// nothing is said.
type annualQuery struct {
	year  int
	view  report.View
	basis report.Basis
}

func (s *Server) annualQuery(r *http.Request) annualQuery {
	q := annualQuery{year: s.cfg.Now().In(s.cfg.Zone).Year(), view: report.Exporter, basis: report.Actual}
	in := r.URL.Query()
	if in.Has("year") {
		q.year, _ = strconv.Atoi(in.Get("year")) // 0 is refused by the desk with words
	}
	if in.Has("view") {
		q.view = report.View(in.Get("view"))
	}
	if in.Has("basis") {
		q.basis = report.Basis(in.Get("basis"))
	}
	return q
}

func (s *Server) annualFields(l *Locale, q annualQuery) []Field {
	return []Field{
		s.yearField(l, q.year, annualYears),
		{Kind: "radios", Name: "view", Label: l.T("report.view.label"), Small: true, Value: string(q.view), Options: []Option{
			{Value: string(report.Exporter), Label: l.T("report.view.exporter")}, {Value: string(report.Importer), Label: l.T("report.view.importer")}}},
		{Kind: "radios", Name: "basis", Label: l.T("report.basis.label"), Small: true, Value: string(q.basis), Options: []Option{
			{Value: string(report.Actual), Label: l.T("report.basis.actual"), Hint: l.T("report.basis.actual.hint")}, {Value: string(report.Issued), Label: l.T("report.basis.issued")}}},
	}
}

func (s *Server) showAnnual(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), s.annualQuery(r)
	page := Page{Title: l.T("report.annual.title")}
	view := annualView{Ask: s.annualFields(l, q)}
	status := http.StatusOK
	rows, err := s.cfg.Reports.Annual(r.Context(), ActorFrom(r.Context()), q.year, q.view, q.basis)
	switch {
	case fault.KindOf(err) == fault.Invalid:
		status = http.StatusUnprocessableEntity
		page.Errors = formErrors(l, err, &view.Ask[0], &view.Ask[1], &view.Ask[2])
	case err != nil:
		return err
	default:
		list := readList(r, []string{"year", "view", "basis"}, nil)
		view.Rows = newList(l, list, annualRows(l, q.view, pageOf(rows, list)), len(rows))
		view.Review = l.Href("/reports/review?" + list.Filters.Encode())
		view.CSV = l.Href("/reports/annual.csv?" + list.Filters.Encode())
	}
	view.Rows.Empty = Empty{Title: l.T("report.annual.empty"), Text: l.T("report.annual.empty.text")}
	page.Data = view
	return s.render(w, r, status, "report_annual", page)
}

// pageOf cuts the rows of one page out of all.
func pageOf[T any](all []T, q ListQuery) []T {
	from := min(q.Offset(), len(all))
	return all[from:min(from+q.Per, len(all))]
}

func annualRows(l *Locale, view report.View, rows []report.Row) []annualRow {
	out := make([]annualRow, len(rows))
	for i, r := range rows {
		permit := r.ExportPermit
		if view == report.Importer {
			permit = r.ImportPermit
		}
		out[i] = annualRow{Taxon: Latin(r.Taxon), Appendix: string(r.Appendix), Term: withCode(r.Term.Name(l.Lang), string(r.Term)),
			Quantity: l.Quantity(r.Quantity) + " " + unitName(l, r.Unit), Partner: l.Country(r.Partner), Permit: permit,
			Purpose: withCode(r.Purpose.Name(l.Lang), string(r.Purpose)), Source: withCode(r.Source.Name(l.Lang), string(r.Source))}
		if r.Origin != "" {
			out[i].Origin = l.Country(r.Origin)
		}
	}
	return out
}

// withCode shows a name with its code, which is what the file carries.
func withCode(name, code string) string { return name + " (" + code + ")" }

// sendAnnual sends the file in the layout the trade database takes.
func (s *Server) sendAnnual(w http.ResponseWriter, r *http.Request) error {
	q := s.annualQuery(r)
	rows, err := s.cfg.Reports.Annual(r.Context(), ActorFrom(r.Context()), q.year, q.view, q.basis)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := report.WriteCSV(&out, q.view, rows); err != nil {
		return err
	}
	name := fmt.Sprintf("cites-annual-report-%s-%d-%s-%s.csv", s.cfg.Identity().Party, q.year, q.view, q.basis)
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	writeBody(w, r, http.StatusOK, out.Bytes())
	return nil
}
