package rehearsal

import (
	"context"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// Stage plays amendments.
type Stage struct {
	Store   Store
	Library *species.Library
	Checker *application.Checker
}

// Progress is called now and then with how many cases were looked at.
type Progress func(kind Kind, cases int)

// progressStep is how many cases pass between two calls of Progress.
const progressStep = 500

// play is one run.
type play struct {
	*Stage
	tx            Tx
	set           *species.Amendments
	on            cites.Date
	was, will     *species.Catalogue
	before, after application.Facts
	touched       map[species.ID]bool
	above         map[species.ID]bool // taxa that were asked for before: touched or not
	result        *Result
	progress      Progress
}

// Run compares what the rules say on a day without and with a set of
// amendments, be it loaded or not. Only cases with a taxon that the amendments
// name, or one below it, are run against both: for the others nothing changes.
func (s *Stage) Run(ctx context.Context, set *species.Amendments, on cites.Date, progress Progress) (*Result, error) {
	if progress == nil {
		progress = func(Kind, int) {}
	}
	will, _ := s.Library.With(set)
	p := play{Stage: s, set: set, on: on, was: s.Library.Without(set.ID), will: will, touched: map[species.ID]bool{}, above: map[species.ID]bool{},
		progress: progress, result: &Result{Name: set.Name, On: on, Checked: map[Kind]int{}, Run: map[Kind]int{}, Items: []Item{}}}
	for _, id := range set.Touched() {
		p.touched[id] = true
	}
	err := s.Store.View(ctx, func(tx Tx) error {
		memory := remember(tx)
		p.tx, p.before, p.after = tx, before{memory, set}, after{memory, set}
		if err := tx.OpenContents(ctx, func(id string, c *application.Content) error { return p.application(ctx, id, c) }); err != nil {
			return err
		}
		if err := tx.StandingPermits(ctx, on, func(id string, r *permit.Record) error { return p.permit(ctx, id, r) }); err != nil {
			return err
		}
		if err := p.quotas(ctx); err != nil {
			return err
		}
		return p.facilities(ctx)
	})
	return p.result, err
}

// touches reports whether amendments name the taxon or one above it.
func (p *play) touches(id species.ID) bool {
	if p.touched[""] { // a suspension of all taxa
		return true
	}
	known, ok := p.above[id]
	if !ok {
		known = slices.ContainsFunc(p.was.Chain(id), func(at species.ID) bool { return p.touched[at] })
		p.above[id] = known
	}
	return known
}

func (p *play) count(k Kind) {
	p.result.Checked[k]++
	if n := p.result.Checked[k]; n%progressStep == 0 {
		p.progress(k, n)
	}
}

// application compares the findings of issue.
func (p *play) application(ctx context.Context, id string, c *application.Content) error {
	p.count(Application)
	if err := ctx.Err(); err != nil {
		return err
	}
	if !slices.ContainsFunc(c.Lines, func(l application.Line) bool { return p.touches(species.ID(l.TaxonID)) }) {
		return nil
	}
	p.result.Run[Application]++
	a, err := p.tx.Application(ctx, id)
	if err != nil {
		return err
	}
	was, wasIn, err := p.Checker.Rehearse(ctx, p.before, a, p.was, p.on)
	if err != nil {
		return err
	}
	will, willBeIn, err := p.Checker.Rehearse(ctx, p.after, a, p.will, p.on)
	if err != nil {
		return err
	}
	item := Item{Kind: Application, ID: id, Label: a.Reference, Before: verdict(was, a.IsLifted), After: verdict(will, a.IsLifted),
		Appears: reasons(minus(will, was)), Vanishes: reasons(minus(was, will))}
	for i, l := range a.Content.Lines {
		item.name(l.ScientificName)
		item.line(application.Letter(i), l.ScientificName, wasIn[i], willBeIn[i])
	}
	p.keep(item)
	return nil
}

// keep takes an item up when anything about it changes.
func (p *play) keep(i Item) {
	if i.Before != i.After || len(i.Lines)+len(i.Appears)+len(i.Vanishes)+len(i.Needed)+len(i.NoLonger) > 0 {
		p.result.Items = append(p.result.Items, i)
	}
}

func (i *Item) name(n string) {
	if !slices.Contains(i.Taxa, n) {
		i.Taxa = append(i.Taxa, n)
	}
}

func (i *Item) line(letter, name string, before, after cites.Appendix) {
	if before != after {
		i.Lines = append(i.Lines, Line{letter, name, listed(before), listed(after)})
	}
}

func listed(a cites.Appendix) string {
	if a == cites.NotListed {
		return ""
	}
	return string(a)
}

// verdict is what findings come to; those that were set aside do not count.
func verdict(found []rule.Finding, lifted func(rule.Finding) bool) Verdict {
	v := OK
	for _, f := range found {
		switch {
		case f.Severity != rule.Block || lifted(f):
		case !f.Discretion:
			return Blocked
		default:
			v = Officer
		}
	}
	return v
}

// minus gives the findings of a that b does not have.
func minus(a, b []rule.Finding) []rule.Finding {
	var out []rule.Finding
	for _, f := range a {
		if !slices.ContainsFunc(b, func(g rule.Finding) bool { return g.Rule == f.Rule && g.Line == f.Line && g.Key == f.Key }) {
			out = append(out, f)
		}
	}
	return out
}

func reasons(found []rule.Finding) []Reason {
	var out []Reason
	for _, f := range found {
		out = append(out, Reason{Rule: f.Rule, Severity: f.Severity, Citation: f.Citation, Line: f.Line, Key: f.Key, Args: f.Args})
	}
	return out
}
