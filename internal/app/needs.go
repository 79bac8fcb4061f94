package app

import (
	"context"

	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
)

// Needs answers cases by the law in force and the measures of this Party.
type Needs struct {
	Store    application.Store
	Law      func() *species.Catalogue
	Measures *measure.Desk
}

// Decide answers a case: the Convention first, then our stricter measures. A
// measure that stops makes the case blocked, one that cannot be worked out
// leaves it to an officer; none makes an answer milder.
func (n Needs) Decide(ctx context.Context, c *need.Case) (need.Answer, error) {
	law, err := statute(ctx, n.Store, n.Law(), c)
	if err != nil {
		return need.Answer{}, err
	}
	a := need.Decide(law, c)
	measures, err := n.Measures.On(ctx, c.Date)
	if err != nil {
		return need.Answer{}, err
	}
	for _, f := range n.Measures.Checker.Run(measures, c.Date, inputs(law.Catalogue, c, &a)) {
		a.Stricter(f)
	}
	return a, nil
}

// inputs are the lines of a case as measures see them.
func inputs(law *species.Catalogue, c *need.Case, a *need.Answer) []measure.Input {
	out := make([]measure.Input, len(c.Lines))
	for i, l := range c.Lines {
		out[i] = measure.Input{Date: c.Date, Direction: string(c.Direction), Exporter: c.ExportCountry, Importer: c.ImportCountry,
			Origin: l.OriginCountry, LastReexport: l.LastReexportCountry, Taxon: l.Taxon, Kingdom: l.Kingdom, Source: l.Source, Second: l.SecondarySource,
			Purpose: c.Purpose, Term: l.Term, Unit: l.Unit, Quantity: l.Quantity, Live: l.Live, Acquired: l.Acquired, Operation: l.Operation}
		if len(a.Documents) > 0 {
			out[i].Document = a.Documents[len(a.Documents)-1].Type
		}
		if i < len(a.Lines) {
			out[i].Appendix = a.Lines[i].Appendix
		}
		if found := law.Find(l.Taxon); len(found) > 0 {
			out[i].Kingdom, out[i].Rank = found[0].Kingdom, string(found[0].Rank)
			for _, id := range law.Chain(found[0].ID) {
				if t, ok := law.Taxon(id); ok {
					out[i].Taxa = append(out[i].Taxa, t.Name)
				}
			}
		}
	}
	return out
}

// needs is the answer to "do I need a permit" over this system.
func (s *System) needs() Needs {
	return Needs{Store: store.Applications{DB: s.DB}, Law: s.Library.Current, Measures: s.Measures}
}
