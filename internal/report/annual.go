package report

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Annual makes the rows of the annual report of a year (Art. VIII(7)(a)).
func (o *Office) Annual(ctx context.Context, who actor.Actor, year int, view View, basis Basis) ([]Row, error) {
	if err := who.Must(actor.MakeReport); err != nil {
		return nil, err
	}
	f := fault.Invalidf("report.annual")
	if year < 1975 || year > o.Now().Year() {
		f.Add("year", "report.year", "from", 1975, "until", o.Now().Year())
	}
	if view != Exporter && view != Importer {
		f.Add("view", "report.view", "value", view)
	}
	if basis != Actual && basis != Issued {
		f.Add("basis", "report.basis", "value", basis)
	}
	if err := f.OrNil(); err != nil {
		return nil, err
	}
	rows, err := o.rows(ctx, year, view, basis)
	if err != nil {
		return nil, fmt.Errorf("annual report %d %s %s: %w", year, view, basis, err)
	}
	return rows, nil
}

func (o *Office) rows(ctx context.Context, year int, view View, basis Basis) ([]Row, error) {
	if basis == Issued {
		return o.Store.Issued(ctx, year, view)
	}
	return o.Store.Actual(ctx, year, view)
}

// Columns are the headers that the trade database takes, in its order: it loads
// by position (reporting sheet, 1.1).
func Columns(v View) []string {
	if v == Importer {
		return []string{"Appendix", "SpeciesName", "TermCode", "Quantity", "UnitCode", "TradingPartner", "CountryOfOrigin",
			"ImportPermit", "ExportPermit", "OriginPermit", "IFSPermit", "PurposeCode", "SourceCode", "Year"}
	}
	return []string{"Appendix", "SpeciesName", "TermCode", "Quantity", "UnitCode", "TradingPartner", "CountryOfOrigin",
		"ExportPermit", "OriginPermit", "IFSPermit", "PurposeCode", "SourceCode", "Year"}
}

// Fields are the values of a row in the order of Columns.
func (r Row) Fields(v View) []string {
	out := []string{string(r.Appendix), plain(r.Taxon), string(r.Term), r.Quantity.String(), string(r.Unit), string(r.Partner), string(r.Origin)}
	if v == Importer {
		out = append(out, plain(r.ImportPermit))
	}
	return append(out, plain(r.ExportPermit), plain(r.OriginPermit), plain(r.SeaPermit), string(r.Purpose), string(r.Source), strconv.Itoa(r.Year))
}

// plain keeps a value from being read as a formula when the file is opened in a
// spreadsheet. No name, code or number of these columns begins like this.
func plain(s string) string { return strings.TrimLeft(s, "=+-@\t\r ") }

// WriteCSV writes the upload layout: UTF-8, commas, one header row.
func WriteCSV(w io.Writer, v View, rows []Row) error {
	c := csv.NewWriter(w)
	if err := c.Write(Columns(v)); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	for _, r := range rows {
		if err := c.Write(r.Fields(v)); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
