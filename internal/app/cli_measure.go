package app

import (
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/rule"
)

// MeasureCmd reads and tries stricter national measures.
type MeasureCmd struct {
	List MeasureListCmd `cmd:"" help:"List the Party's measures with their days."`
	Try  MeasureTryCmd  `cmd:"" help:"Run an expression over past applications; nothing is written."`
}

// MeasureListCmd lists measures.
type MeasureListCmd struct {
	Listed
	State string `default:"" enum:",draft,in_force,withdrawn" help:"Only in this state: draft, in_force or withdrawn."`
}

// measureRow is a measure as the commands print it.
type measureRow struct {
	Rule       string                `json:"rule"`
	Name       string                `json:"name"`
	State      measure.State         `json:"state"`
	Severity   rule.Severity         `json:"severity"`
	Citation   string                `json:"citation"`
	From       cites.Date            `json:"from"`
	Until      cites.Date            `json:"until"`
	Expression string                `json:"expression"`
	Text       map[cites.Lang]string `json:"text"`
}

func (r measureRow) String() string {
	return fmt.Sprintf("%s %s  %s, %s, %s: %s", r.Rule, r.Name, r.State, r.Severity, days(r.From, r.Until), r.Expression)
}

// Run prints the measures that match.
func (c *MeasureListCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		found, _, err := s.Measures.List(env.Ctx, auditor(), measure.Filter{Text: c.Text, State: measure.State(c.State), Limit: mostRows})
		if err != nil {
			return err
		}
		return printRows(env, c.JSON, found, func(m measure.Measure) measureRow {
			return measureRow{m.RuleID(), m.Name, m.State, m.Severity, m.Citation, m.From, m.Until, m.Expression, m.Text}
		})
	})
}

// MeasureTryCmd tries an expression.
type MeasureTryCmd struct {
	Where
	Expression string `arg:"" help:"Expression in CEL, as docs/operating.md describes."`
	JSON       bool   `help:"Print as JSON."`
}

// shownTrial is what an expression would have done.
type shownTrial struct {
	Applications int        `json:"applications"`
	Lines        int        `json:"lines"`
	Met          int        `json:"met"`    // applications with a line to which it applies
	Failed       int        `json:"failed"` // lines on which it cannot be worked out
	Hits         []shownHit `json:"hits"`
}

type shownHit struct {
	Application string     `json:"application"`
	State       string     `json:"state"`
	On          cites.Date `json:"on"`
	Line        int        `json:"line"` // from 1
	Taxon       string     `json:"taxon"`
	Wrong       string     `json:"wrong"`
}

// Run prints the trial.
func (c *MeasureTryCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		t, err := s.Measures.Try(env.Ctx, auditor(), c.Expression)
		if err != nil {
			return err
		}
		out := shownTrial{t.Cases, t.Lines, t.HitCases, t.Failed, rowsOf(t.Hits, func(h measure.TrialHit) shownHit {
			return shownHit{h.Reference, h.State, h.On, h.Line + 1, h.Taxon, h.Wrong}
		})}
		if c.JSON {
			return env.Print(out)
		}
		fmt.Fprintf(env.Out, "%d applications with %d lines: it applies to %d applications; %d lines would need an officer\n", out.Applications, out.Lines, out.Met, out.Failed)
		for _, h := range out.Hits {
			fmt.Fprintf(env.Out, "  %s %s %s line %d %s %s\n", h.On, h.Application, h.State, h.Line, h.Taxon, h.Wrong)
		}
		return nil
	})
}
