package app

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/report"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/web"
)

// ReportReviewCmd asks the rules of reports about each row of the annual report.
type ReportReviewCmd struct {
	Where
	Year  int    `help:"Year to review; this one when not named." placeholder:"YYYY"`
	View  string `help:"Side of the trade: exporter (exports and re-exports) or importer." enum:"exporter,importer" default:"exporter"`
	Basis string `help:"What is counted: actual (what customs endorsed) or issued (what permits allow)." enum:"actual,issued" default:"actual"`
	JSON  bool   `help:"Print as JSON."`
}

// reviewAnswer is what was found in the rows of a report.
type reviewAnswer struct {
	Year  int            `json:"year"`
	Rows  int            `json:"rows"`
	Found []reviewedLine `json:"found"`
}

// reviewedLine is one finding; Row counts from one, as in the file of the report.
type reviewedLine struct {
	Row      int    `json:"row"`
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Citation string `json:"citation"`
	Taxon    string `json:"taxon"`
	Text     string `json:"text"`
}

// Run prints what the rules find. Findings are shown, not stopped: the exit code
// is 0 with them as without.
func (c *ReportReviewCmd) Run(env *Env) (err error) {
	p, err := loadProfile(c.Where)
	if err != nil {
		return err
	}
	law, _, end, err := openLaw(env, c.Where)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	db, err := c.openStore(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	out := reviewAnswer{Year: c.Year, Found: []reviewedLine{}}
	if out.Year == 0 {
		out.Year = env.Now().In(p.Zone()).Year()
	}
	office := &report.Office{Store: store.Reports{DB: db, Zone: p.Zone()}, Profile: p, Law: func() *species.Catalogue { return law },
		Now: func() time.Time { return env.Now().In(p.Zone()) }}
	view, basis := report.View(c.View), report.Basis(c.Basis)
	rows, err := office.Annual(env.Ctx, auditor(), out.Year, view, basis)
	if err != nil {
		return err
	}
	found, err := office.Review(env.Ctx, auditor(), rows, view, basis)
	if err != nil {
		return err
	}
	out.Rows = len(rows)
	for _, f := range found {
		out.Found = append(out.Found, reviewedLine{Row: f.Row + 1, Rule: f.Rule, Severity: string(f.Severity), Citation: f.Citation, Taxon: rows[f.Row].Taxon,
			Text: web.Sentence(cites.English, f.Key, f.Args)})
	}
	if c.JSON {
		return env.Print(out)
	}
	return out.write(env)
}

func (a reviewAnswer) write(env *Env) error {
	var text strings.Builder
	for _, f := range a.Found {
		fmt.Fprintf(&text, "row %d  %s  %s  %s: %s\n", f.Row, f.Rule, f.Severity, f.Taxon, f.Text)
	}
	fmt.Fprintf(&text, "%d: %d rows, %d findings\n", a.Year, a.Rows, len(a.Found))
	_, err := env.Out.Write([]byte(text.String()))
	return err
}
