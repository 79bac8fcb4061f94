package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/opencites/opencites/internal/report"
	"github.com/opencites/opencites/internal/store"
)

// ReportCmd makes the reports of a Party.
type ReportCmd struct {
	Annual ReportAnnualCmd `cmd:"" help:"The annual report of trade, in the layout that the trade database takes."`
	Review ReportReviewCmd `cmd:"" help:"What the rules of reports find in the rows of the annual report."`
}

// ReportAnnualCmd makes the annual report of one year and one side of the trade.
type ReportAnnualCmd struct {
	Where
	Year  int    `help:"Year to report; this one when not named." placeholder:"YYYY"`
	View  string `help:"Side of the trade: exporter (exports and re-exports) or importer." enum:"exporter,importer" default:"exporter"`
	Basis string `help:"What is counted: actual (what customs endorsed) or issued (what permits allow)." enum:"actual,issued" default:"actual"`
	Out   string `help:"File to write; standard output when not named." type:"path" placeholder:"FILE"`
	JSON  bool   `help:"Print as JSON: one object for each row, named as the columns."`
}

// Run writes the report. A file appears whole or not at all.
func (c *ReportAnnualCmd) Run(env *Env) (err error) {
	p, err := loadProfile(c.Where)
	if err != nil {
		return err
	}
	db, err := c.openStore(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if c.Year == 0 {
		c.Year = env.Now().In(p.Zone()).Year()
	}
	office := &report.Office{Store: store.Reports{DB: db, Zone: p.Zone()}, Profile: p, Now: func() time.Time { return env.Now().In(p.Zone()) }}
	view := report.View(c.View)
	rows, err := office.Annual(env.Ctx, auditor(), c.Year, view, report.Basis(c.Basis))
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := c.write(&text, view, rows); err != nil {
		return err
	}
	if c.Out == "" {
		_, err = env.Out.Write(text.Bytes())
		return err
	}
	if err := replaceFile(c.Out, text.Bytes()); err != nil {
		return fmt.Errorf("annual report: %w", err)
	}
	_, err = fmt.Fprintf(env.Err, "%s: %d rows\n", c.Out, len(rows))
	return err
}

func (c *ReportAnnualCmd) write(w io.Writer, view report.View, rows []report.Row) error {
	if !c.JSON {
		return report.WriteCSV(w, view, rows)
	}
	out := make([]map[string]string, len(rows))
	for i, r := range rows {
		out[i] = map[string]string{}
		fields := r.Fields(view)
		for j, name := range report.Columns(view) {
			out[i][name] = fields[j]
		}
	}
	return (&Env{Out: w}).Print(out)
}

// replaceFile writes beside the file and moves it into place.
func replaceFile(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already when it was moved
	if _, err := f.Write(content); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
