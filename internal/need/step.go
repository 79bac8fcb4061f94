package need

import (
	"slices"

	"github.com/opencites/opencites/cites"
)

// steps gives the usual order of what has to be done for the documents of an
// answer (permit-rules 1.3, order of S1): the importing side first where its
// permit comes first, then the exporting side, then the borders.
func steps(a *Answer) []Step {
	if a.Verdict != OK && a.Verdict != Officer {
		return nil
	}
	var out []Step
	for _, d := range a.Documents {
		out = append(out, Step{"apply", d.Country, d.Type})
		if slices.ContainsFunc(a.Findings, func(f FindingDue) bool { return f.Country == d.Country }) {
			out = append(out, Step{"find", d.Country, d.Type})
		}
		key := "issue"
		if d.Type == cites.ImportPermit && slices.ContainsFunc(a.Findings, func(f FindingDue) bool { return f.Finding == ImportPermitConfirmed }) {
			key = "issue_or_confirm"
		}
		out = append(out, Step{key, d.Country, d.Type})
	}
	for _, d := range a.Documents {
		if i, _ := d.Type.Info(); i.EndorsedAtExport {
			out = append(out, Step{"endorse", d.Country, d.Type})
		}
	}
	return append(out, Step{Key: "present"})
}
