package app

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/permit"
)

// PermitCmd reads the permits. Acts on them are for people with an account: each
// names who did it, and no one does two of them (docs/decisions/0303).
type PermitCmd struct {
	List  PermitListCmd  `cmd:"" help:"List permits with their state."`
	Show  PermitShowCmd  `cmd:"" help:"Show one permit and what happened to it after issue."`
	Marks PermitMarksCmd `cmd:"" help:"Find tags, rings, microchips and serial numbers, and the permits on which they are alive."`
}

// PermitListCmd lists permits.
type PermitListCmd struct {
	Listed
	State string `default:"" enum:",prepared,valid,endorsed,used,replaced,revoked,expired,cancelled" help:"Only in this state: prepared, valid, endorsed, used, replaced, revoked, expired or cancelled."`
	Type  string `help:"Only documents of this type, as EXP." placeholder:"CODE"`
}

// permitRow is a permit as the commands print it.
type permitRow struct {
	Number     cites.PermitNumber   `json:"number"`
	Type       cites.DocumentType   `json:"type"`
	State      permit.State         `json:"state"`
	From       cites.Country        `json:"from"`
	To         cites.Country        `json:"to"`
	Taxa       string               `json:"taxa"`
	Lines      int                  `json:"lines"`
	Issued     cites.Date           `json:"issued"`
	ValidUntil cites.Date           `json:"valid_until"`
	Lost       permit.ReplaceReason `json:"lost"`
}

func (r permitRow) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s  %s %s  %s -> %s  %s until %s  %s  %s", r.Number, r.Type, r.State, r.From, r.To, r.Issued, r.ValidUntil, r.Taxa, r.Lost))
}

func rowOfPermit(p permit.Row) permitRow {
	return permitRow{p.Number, p.Type, p.State, p.From, p.To, p.Taxa, p.Lines, p.Issued, p.ValidUntil, p.Lost}
}

// Run prints the permits that match.
func (c *PermitListCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		f := permit.Filter{Text: c.Text, Limit: mostRows}
		if c.State != "" {
			f.States = []permit.State{permit.State(c.State)}
		}
		if c.Type != "" {
			t, err := cites.ParseDocumentType(c.Type)
			if err != nil {
				return err
			}
			f.Types = []cites.DocumentType{t}
		}
		found, _, err := s.Permits.List(env.Ctx, auditor(), f)
		if err != nil {
			return err
		}
		return printRows(env, c.JSON, found, rowOfPermit)
	})
}

// PermitShowCmd shows one permit.
type PermitShowCmd struct{ Shown }

// shownPermit is a permit with its life after issue. Names of people stay in the
// audit trail.
type shownPermit struct {
	Record     permit.Record        `json:"record"`
	State      permit.State         `json:"state"`
	Reason     string               `json:"reason"`
	ReplacedBy cites.PermitNumber   `json:"replaced_by"`
	Lost       permit.ReplaceReason `json:"lost"`
	Returned   cites.Date           `json:"returned"`
	Losses     []shownLoss          `json:"losses"`
	Amendments []shownAmendment     `json:"amendments"`
}

type shownLoss struct {
	Kind    permit.ReplaceReason `json:"kind"`
	Day     cites.Date           `json:"day"`
	At      time.Time            `json:"at"`
	Outcome permit.LossOutcome   `json:"outcome"`
}

type shownAmendment struct {
	State  permit.AmendmentState `json:"state"`
	Reason string                `json:"reason"`
	At     time.Time             `json:"at"`
	Note   string                `json:"note"`
}

// Run prints the permit.
func (c *PermitShowCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		key := cites.NumberKey(cites.PermitNumber(c.Number))
		found, _, err := s.Permits.List(env.Ctx, auditor(), permit.Filter{Text: c.Number, Limit: mostRows})
		if err != nil {
			return err
		}
		row, err := named(found, c.Number, func(r permit.Row) bool { return cites.NumberKey(r.Number) == key })
		if err != nil {
			return err
		}
		p, err := s.Permits.Read(env.Ctx, auditor(), row.ID)
		if err != nil {
			return err
		}
		life, err := s.Permits.LifeOf(env.Ctx, p)
		if err != nil {
			return err
		}
		out := shownPermit{Record: p.Record, State: p.State, Reason: p.Reason, ReplacedBy: p.ReplacedBy, Lost: p.Lost, Returned: p.Returned,
			Losses:     rowsOf(life.Losses, func(l permit.Loss) shownLoss { return shownLoss{l.Kind, l.Day, l.At, l.Outcome} }),
			Amendments: rowsOf(life.Amendments, func(a permit.Amendment) shownAmendment { return shownAmendment{a.State, a.Reason, a.At, a.Note} })}
		if c.JSON {
			return env.Print(out)
		}
		out.print(env, rowOfPermit(row))
		return nil
	})
}

func (p shownPermit) print(env *Env, row permitRow) {
	fmt.Fprintln(env.Out, row)
	for _, l := range p.Record.Lines {
		fmt.Fprintf(env.Out, "  %s %s, appendix %s, source %s, %s: %s %s\n", l.Letter, l.ScientificName, l.Appendix, l.Source, l.Term, l.Quantity, l.Unit)
	}
	if p.ReplacedBy != "" {
		fmt.Fprintf(env.Out, "  replaced by %s: %s\n", p.ReplacedBy, p.Reason)
	}
	for _, l := range p.Losses {
		fmt.Fprintf(env.Out, "  %s reported for %s: %s\n", l.Kind, l.Day, cmp.Or(string(l.Outcome), "open"))
	}
	for _, a := range p.Amendments {
		fmt.Fprintf(env.Out, "  correction %s: %s\n", a.State, a.Reason)
	}
	if !p.Returned.IsZero() {
		fmt.Fprintf(env.Out, "  came back on %s\n", p.Returned)
	}
}

// PermitMarksCmd finds marks.
type PermitMarksCmd struct {
	Where
	Mark string `arg:"" help:"The mark or a part of it."`
	JSON bool   `help:"Print as JSON."`
}

// markRow is one mark of a permit.
type markRow struct {
	Mark   string             `json:"mark"`
	Kind   string             `json:"kind"`
	Permit cites.PermitNumber `json:"permit"`
	Letter string             `json:"letter"`
	State  permit.State       `json:"state"`
	Taxon  string             `json:"taxon"`
	Alive  bool               `json:"alive"`
}

func (r markRow) String() string {
	alive := ""
	if r.Alive {
		alive = "alive"
	}
	return strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s %s %s %s", r.Kind, r.Mark, r.Permit, r.Letter, r.State, r.Taxon, alive)), " ")
}

// Run prints where the mark stands.
func (c *PermitMarksCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		found, _, err := s.Permits.FindMarks(env.Ctx, auditor(), permit.MarkFilter{Text: c.Mark, Limit: mostRows})
		if err != nil {
			return err
		}
		today := s.Profile.Today(env.Now())
		return printRows(env, c.JSON, found, func(m permit.MarkRow) markRow {
			return markRow{m.Value, m.Kind, m.Number, m.Letter, m.State, m.ScientificName, m.Alive(today)}
		})
	})
}
