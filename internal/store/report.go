package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/report"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/store/db"
)

// Reports is the store of package report.
type Reports struct {
	DB   *DB
	Zone *time.Location // of the Party: in which a decision falls on a day
}

// Switches gives the rules that the administrator switched.
func (s Reports) Switches(ctx context.Context) (out rule.Switches, err error) {
	err = s.DB.View(ctx, func(t *Tx) error {
		out, err = t.Switches(ctx)
		return err
	})
	return out, err
}

// Paper gives a document of another Party that reached us, nil where none did.
func (s Reports) Paper(ctx context.Context, country cites.Country, n cites.PermitNumber) (doc *epermit.Document, err error) {
	err = s.DB.View(ctx, func(t *Tx) error {
		doc, err = t.Paper(ctx, country, n)
		return err
	})
	return doc, err
}

// Actual gives one row for each line that crossed the border in a year.
func (s Reports) Actual(ctx context.Context, year int, view report.View) (out []report.Row, err error) {
	since, until := yearOf(year)
	err = s.DB.View(ctx, func(t *Tx) error {
		rows, err := t.Q.ReportActual(ctx, db.ReportActualParams{Since: since.String(), Until: until.String(), Kind: kindOf(view)})
		for _, r := range rows {
			out = append(out, reportRow(db.ReportIssuedRow{Appendix: r.Appendix, ScientificName: r.ScientificName, Term: r.Term, Unit: r.Unit,
				Source: r.Source, OriginCountry: r.OriginCountry, OriginPermit: r.OriginPermit, ReexportPermit: r.ReexportPermit,
				Number: r.Number, Type: r.Type, FromCountry: r.FromCountry, ToCountry: r.ToCountry, Purpose: r.Purpose,
				Related: r.Related, Permitted: r.Quantity}, year))
		}
		if err != nil {
			return err
		}
		late, err := t.Q.ReportRetrospective(ctx, db.ReportRetrospectiveParams{Since: since.String(), Until: until.String(), Kind: kindOf(view)})
		for _, r := range late {
			out = append(out, reportRow(db.ReportIssuedRow(r), year))
		}
		return err
	})
	return out, err
}

// Issued gives one row for each line of the permits issued in a year.
func (s Reports) Issued(ctx context.Context, year int, view report.View) (out []report.Row, err error) {
	since, until := yearOf(year)
	err = s.DB.View(ctx, func(t *Tx) error {
		rows, err := t.Q.ReportIssued(ctx, db.ReportIssuedParams{Since: since.String(), Until: until.String(), Kind: kindOf(view)})
		for _, r := range rows {
			out = append(out, reportRow(r, year))
		}
		return err
	})
	return out, err
}

func yearOf(year int) (since, until cites.Date) {
	return cites.Date{Year: year, Month: time.January, Day: 1}, cites.Date{Year: year, Month: time.December, Day: 31}
}

func kindOf(v report.View) string {
	if v == report.Importer {
		return "import"
	}
	return "export"
}

// reportRow puts our own number and those of other Parties into their columns.
func reportRow(r db.ReportIssuedRow, year int) report.Row {
	out := report.Row{Appendix: cites.Appendix(r.Appendix), Taxon: r.ScientificName, Term: cites.Term(r.Term), Unit: cites.Unit(r.Unit),
		Quantity: cites.Quantity(r.Permitted), Origin: cites.Country(r.OriginCountry), OriginPermit: r.OriginPermit,
		Purpose: cites.Purpose(r.Purpose), Source: cites.Source(r.Source), Year: year}
	switch cites.DocumentType(r.Type) {
	case cites.FromTheSea:
		out.Partner, out.SeaPermit = "HS", r.Number
	case cites.ImportPermit:
		out.Partner, out.ImportPermit, out.ExportPermit = cites.Country(r.FromCountry), r.Number, r.Related
	default:
		out.Partner, out.ExportPermit, out.ImportPermit = cites.Country(r.ToCountry), r.Number, r.Related
	}
	if out.Origin == cites.Country(r.FromCountry) {
		out.Origin = "" // the exporter is the origin: left blank
	}
	return out
}

// Figures gives the numbers of the dashboard, in one snapshot.
func (s Reports) Figures(ctx context.Context, from, until cites.Date) (*report.Figures, error) {
	f := &report.Figures{ByState: map[string]int{}}
	err := s.DB.View(ctx, func(t *Tx) error {
		if err := t.counts(ctx, f, from.String(), until.String()); err != nil {
			return err
		}
		times, err := t.Q.FiguresDecisionTimes(ctx, db.FiguresDecisionTimesParams{
			Since: from.Start(s.Zone).UnixMicro(), Until: until.AddDays(1).Start(s.Zone).UnixMicro()})
		if err != nil {
			return err
		}
		for _, us := range times {
			f.Days = append(f.Days, int(us/(24*time.Hour).Microseconds()))
		}
		slices.Sort(f.Days)
		open, err := t.Q.FiguresOpen(ctx, cites.DateOf(s.DB.cfg.Now(), s.Zone).String())
		f.Open, f.Overdue = int(open.Waiting), int(open.Overdue)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	return f, nil
}

// counts fills in what is counted in SQL.
func (t *Tx) counts(ctx context.Context, f *report.Figures, since, until string) error {
	months, err := t.Q.FiguresByMonth(ctx, db.FiguresByMonthParams{Since: since, Until: until})
	if err != nil {
		return err
	}
	for _, r := range months {
		f.ByMonth = append(f.ByMonth, report.MonthCount{Month: r.Month, Type: cites.DocumentType(r.Type), Count: int(r.Documents)})
		f.Issued += int(r.Documents)
	}
	states, err := t.Q.FiguresByState(ctx, db.FiguresByStateParams{Since: since, Until: until})
	if err != nil {
		return err
	}
	for _, r := range states {
		f.ByState[r.State] = int(r.Documents)
	}
	f.Endorsed = f.ByState["endorsed"] + f.ByState["used"]
	taxa, err := t.Q.FiguresTaxa(ctx, db.FiguresTaxaParams{Since: since, Until: until})
	if err != nil {
		return err
	}
	for _, r := range taxa {
		f.Taxa = append(f.Taxa, report.TaxonCount{Name: r.ScientificName, Appendix: cites.Appendix(r.Appendix), Lines: int(r.Lines)})
	}
	routes, err := t.Q.FiguresRoutes(ctx, db.FiguresRoutesParams{Since: since, Until: until})
	for _, r := range routes {
		f.Routes = append(f.Routes, report.Route{From: cites.Country(r.FromCountry), To: cites.Country(r.ToCountry), Count: int(r.Documents)})
	}
	return err
}
