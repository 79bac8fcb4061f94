package web

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/report"
	"github.com/opencites/opencites/internal/rule"
)

// reviewView is what the rules of reports find in the rows of a year.
type reviewView struct {
	Ask    []Field
	Rows   List[reviewRow]
	CSV    string
	Annual string // address of the report itself
}

// reviewRow is one thing found in one row of the report.
type reviewRow struct {
	Row    string // counted from one, as in the file of the report
	Taxon  template.HTML
	Permit string
	Text   string
	Result Tag
	Law    lawLink
}

// reviewed makes the report and asks the rules; the findings are those of one rule
// when it is named.
func (s *Server) reviewed(r *http.Request, q annualQuery) ([]report.Row, []report.Found, error) {
	who := ActorFrom(r.Context())
	rows, err := s.cfg.Reports.Annual(r.Context(), who, q.year, q.view, q.basis)
	if err != nil {
		return nil, nil, err
	}
	found, err := s.cfg.Reports.Review(r.Context(), who, rows, q.view, q.basis)
	if id := r.URL.Query().Get("rule"); id != "" {
		found = slices.DeleteFunc(found, func(f report.Found) bool { return f.Rule != id })
	}
	return rows, found, err
}

func (s *Server) showReview(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), s.annualQuery(r)
	rules := Field{Kind: "select", Name: "rule", Label: l.T("report.review.rule"), Value: r.URL.Query().Get("rule"), Options: []Option{{Label: l.T("report.review.all")}}}
	for _, x := range report.Rules() {
		rules.Options = append(rules.Options, Option{Value: x.ID, Label: x.ID})
	}
	view := reviewView{Ask: append(s.annualFields(l, q), rules)}
	page, status := Page{Title: l.T("report.review.title"), Back: "/reports/annual"}, http.StatusOK
	rows, found, err := s.reviewed(r, q)
	switch {
	case fault.KindOf(err) == fault.Invalid:
		status = http.StatusUnprocessableEntity
		page.Errors = formErrors(l, err, &view.Ask[0], &view.Ask[1], &view.Ask[2])
	case err != nil:
		return err
	default:
		list := readList(r, []string{"year", "view", "basis", "rule"}, nil)
		view.Rows = newList(l, list, s.reviewRows(l, q.view, rows, pageOf(found, list)), len(found))
		view.CSV = l.Href("/reports/review.csv?" + list.Filters.Encode())
		view.Annual = l.Href("/reports/annual?" + list.Filters.Encode())
	}
	view.Rows.Empty = Empty{Title: l.T("report.review.empty"), Text: l.T("report.review.empty.text")}
	page.Data = view
	return s.render(w, r, status, "report_review", page)
}

func (s *Server) reviewRows(l *Locale, side report.View, rows []report.Row, found []report.Found) []reviewRow {
	out := make([]reviewRow, len(found))
	for i, f := range found {
		x := rows[f.Row]
		out[i] = reviewRow{Row: l.Int(int64(f.Row + 1)), Taxon: Latin(x.Taxon), Permit: reportedUnder(side, x), Text: l.Fault(f.Key, f.Args),
			Law: s.lawLink(l, f.Finding), Result: Tag{l.T("rulebook.severity." + string(f.Severity)), "blue"}}
		switch f.Severity {
		case rule.Block:
			out[i].Result.Colour = "red"
		case rule.Warn:
			out[i].Result.Colour = "yellow"
		}
	}
	return out
}

// reportedUnder is our own number of a row.
func reportedUnder(side report.View, r report.Row) string {
	if side == report.Importer && r.ImportPermit != "" {
		return r.ImportPermit
	}
	if r.SeaPermit != "" {
		return r.SeaPermit
	}
	return r.ExportPermit
}

// sendReview sends what was found as a file, row by row of the report.
func (s *Server) sendReview(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), s.annualQuery(r)
	rows, found, err := s.reviewed(r, q)
	if err != nil {
		return err
	}
	table := [][]string{plainCells([]string{l.T("report.review.row"), l.T("report.review.rule"), l.T("report.review.severity"), l.T("report.taxon"), l.T("report.permit"), l.T("report.review.found")})}
	for _, f := range found {
		table = append(table, plainCells([]string{strconv.Itoa(f.Row + 1), f.Rule, string(f.Severity), rows[f.Row].Taxon, reportedUnder(q.view, rows[f.Row]), l.Fault(f.Key, f.Args)}))
	}
	return sendCSV(w, r, fmt.Sprintf("cites-report-review-%d-%s-%s", q.year, q.view, q.basis), table)
}
