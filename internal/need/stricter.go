package need

import (
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
)

// Stricter adds the verdict of a national measure, which can make an answer
// stricter only: one that stops blocks, unless the answer is not known; one that
// could not be worked out, or that an officer may lift, is no bar of the
// Convention and leaves the case to an officer. Argument "country" of the
// verdict says whose measure it is.
func (a *Answer) Stricter(f rule.Finding) {
	mark := map[rule.Severity]string{rule.Block: "E*", rule.Warn: "W", rule.Note: "N"}[f.Severity]
	a.Reasons = append(a.Reasons, Reason{Rule: f.Rule, Severity: mark, Citation: f.Citation, Evidence: string(f.Evidence), Line: f.Line, Key: f.Key, Args: f.Args})
	worse := None
	switch {
	case f.Severity == rule.Block && f.Key == "measure.failed":
		worse = Officer
	case f.Severity == rule.Block:
		worse = Blocked
	}
	if slices.Index(Verdicts(), worse) < slices.Index(Verdicts(), a.Verdict) {
		a.Verdict, a.National = worse, cites.Country(f.Args["country"])
	}
}
