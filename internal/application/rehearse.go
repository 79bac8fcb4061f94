package application

import (
	"context"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// Rehearse runs the rules of issue over an application on a day as another
// catalogue would have it: appendix and annotation of every line are settled
// again first, as they are at issue. It returns the findings and the appendix
// of each line; the application is not changed and nothing is written.
func (c *Checker) Rehearse(ctx context.Context, tx Facts, a *Application, law *species.Catalogue, on cites.Date) ([]rule.Finding, []cites.Appendix, error) {
	mine := *a
	mine.Content.Lines = slices.Clone(a.Content.Lines)
	given := func() *species.Catalogue { return law }
	o := Office{Profile: c.Profile, Law: given}
	appendices := make([]cites.Appendix, len(mine.Content.Lines))
	for i := range mine.Content.Lines {
		o.deduceOn(&mine.Content, &mine.Content.Lines[i], on)
		appendices[i] = mine.Content.Lines[i].Appendix
	}
	other := *c
	other.Law = given
	found, err := other.Check(ctx, tx, &mine, rule.Issue, on)
	return found, appendices, err
}
