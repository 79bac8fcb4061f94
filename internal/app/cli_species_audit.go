package app

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// auditLimit is the share, in thousandths, from which an audit is passed.
const auditLimit = 999

// SpeciesAuditCmd compares a file with the catalogue.
type SpeciesAuditCmd struct {
	Where
	Against string `required:"" type:"existingfile" help:"A Checklist file, or any of the shapes that has an appendix."`
	AsOf    string `help:"Day at which the file was true; else as with import." placeholder:"DATE"`
	On      string `help:"Ask the catalogue for this day; else for the day of the file. What it knows to have changed until the day of the file is counted on its own." placeholder:"DATE"`
	JSON    bool   `help:"Print as JSON."`
}

// Run prints how far both agree, and every taxon for which they do not. Less
// than 99.9 % is a negative answer.
func (c *SpeciesAuditCmd) Run(env *Env) error {
	var asOf, on cites.Date
	for _, x := range []struct {
		to         *cites.Date
		flag, text string
	}{{&asOf, "--as-of", c.AsOf}, {&on, "--on", c.On}} {
		if err := x.to.UnmarshalText([]byte(x.text)); err != nil {
			return fmt.Errorf("%s %s: not a day; write it as 2026-01-31", x.flag, x.text)
		}
	}
	d, err := c.openStore(env)
	if err != nil {
		return err
	}
	defer d.Close()
	f := referenceFile(c.Against, asOf)
	defer closeBody(f)
	a, err := speciesImporter(env, d).Audit(env.Ctx, f, on)
	if err != nil {
		return err
	}
	if c.JSON {
		err = env.Print(a)
	} else {
		err = printAudit(env, a)
	}
	if err == nil && a.PerMille < auditLimit {
		err = errNegative
	}
	return err
}

// closeBody closes a file of which not all was read.
func closeBody(f species.File) {
	if body, ok := f.Body.(*os.File); ok {
		_ = body.Close() // nothing was written
	}
}

func printAudit(env *Env, a *species.Audit) error {
	fmt.Fprintf(env.Out, "%s (%s, as of %s) against the catalogue on %s\n", filepath.Base(a.Against), a.Shape, a.AsOf, a.On)
	fmt.Fprintf(env.Out, "%d taxa in the file: %d are not in the catalogue, %d are known from this file alone, of %d the file does not say, %d have changed since; %d compared\n",
		a.Taxa, a.Unknown, a.Itself, a.Silent, a.Changed, a.Compared)
	fmt.Fprintf(env.Out, "%d agree (%d of them by the populations of their range States), %d do not: %d.%d %%\n",
		a.Agree, a.AgreeByRange, len(a.Disagreements), a.PerMille/10, a.PerMille%10)
	for _, r := range sortedReasons(a.Reasons) {
		fmt.Fprintf(env.Out, "  %6d  %s\n", a.Reasons[r], auditReason(species.Reason(r)))
	}
	w := tabwriter.NewWriter(env.Out, 0, 4, 2, ' ', 0)
	for _, list := range [][]species.Disagreement{a.Disagreements, a.ChangedTaxa} {
		for _, x := range list {
			fmt.Fprintf(w, "row %d\t%s\tfile: %s\tcatalogue: %s\t%s %s\t%s\n", x.Row, x.Name, orDash(x.File), orDash(x.Catalogue), x.Reason, x.Since, x.Detail)
		}
	}
	return w.Flush()
}

func sortedReasons(reasons map[string]int) []string {
	keys := make([]string, 0, len(reasons))
	for k := range reasons {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(reasons[b]-reasons[a], cmp.Compare(a, b)) })
	return keys
}

func auditReason(r species.Reason) string {
	switch r {
	case species.ByPopulation:
		return "it depends on the population, and where the taxon occurs is not known or does not settle it"
	case species.Ahead:
		return "the file has already what enters into force after the day asked for"
	case species.Lower:
		return "subspecies or varieties are listed on their own"
	case species.OlderLaw:
		return "what the catalogue knows of the listing is older than the file"
	case species.FileSilent:
		return "the file gives no appendix"
	case species.CatalogueSilent:
		return "the catalogue has no listing"
	}
	return "both are as new, and differ"
}
