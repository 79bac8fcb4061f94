package measure

import (
	"context"
	"errors"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
)

// Bounds of a try-out: applications looked at, hits shown one by one.
const (
	TryCases = 2_000
	TryHits  = 100
)

// Trial says what a measure would have done to past applications.
type Trial struct {
	Cases int // applications looked at
	Lines int
	Hits  []TrialHit // at most TryHits, newest first
	// HitCases counts the applications to which it would have applied, Failed the
	// lines on which the expression could not be worked out; an officer would have
	// had these.
	HitCases int
	Failed   int
}

// TrialHit is one line of one application.
type TrialHit struct {
	ID        string
	Reference string
	State     string
	On        cites.Date
	Line      int
	Taxon     string
	Wrong     string // why it could not be worked out; empty for a plain hit
}

// Try runs an expression over past applications. Nothing is written.
func (d *Desk) Try(ctx context.Context, who actor.Actor, expression string) (*Trial, error) {
	if err := who.Must(actor.ReadMeasures); err != nil {
		return nil, err
	}
	p, err := d.Checker.Compile(expression)
	if err != nil {
		return nil, err
	}
	t := &Trial{}
	err = d.Past.PastLines(ctx, TryCases, func(c PastCase) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		t.add(p, &c)
		return nil
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		return nil, fmt.Errorf("try a measure: %w", err)
	}
	return t, err
}

func (t *Trial) add(p *Program, c *PastCase) {
	t.Cases++
	hit := false
	for n := range c.Lines {
		t.Lines++
		yes, err := p.Applies(&c.Lines[n])
		if !yes && err == nil {
			continue
		}
		h := TrialHit{ID: c.ID, Reference: c.Reference, State: c.State, On: c.On, Line: n, Taxon: c.Lines[n].Taxon}
		if err != nil {
			t.Failed++
			h.Wrong = err.Error()
		}
		hit = hit || yes
		if len(t.Hits) < TryHits {
			t.Hits = append(t.Hits, h)
		}
	}
	if hit {
		t.HitCases++
	}
}
