package app

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/web"
)

// SpeciesImportCmd imports a file, or all files of a folder as one.
type SpeciesImportCmd struct {
	Where
	Path   string `arg:"" type:"path" help:"A file (CSV or TSV, packed with gzip or not), a zip, or a folder of them."`
	AsOf   string `help:"Day at which the files were true, 2026-01-31; else a date in a name, else the newest day in the rows, else today." placeholder:"DATE"`
	Strict bool   `help:"Exit with 1 when any row was refused."`
	JSON   bool   `help:"Print the report as JSON."`
}

// Run imports and prints what changed. A file that is refused is a failure, and
// then nothing of any file is taken.
func (c *SpeciesImportCmd) Run(env *Env) error {
	var asOf cites.Date
	if err := asOf.UnmarshalText([]byte(c.AsOf)); err != nil {
		return fmt.Errorf("--as-of %s: not a day; write it as 2026-01-31", c.AsOf)
	}
	files, err := referenceFiles(c.Path, asOf)
	if err != nil {
		return err
	}
	d, err := c.store(env)
	if err != nil {
		return err
	}
	defer d.Close()
	i := speciesImporter(env, d)
	if err := i.Seed(env.Ctx, actor.Machine()); err != nil {
		return err
	}
	bar := newBar(env.Err, files)
	r, err := i.ImportAll(env.Ctx, operator(), filepath.Base(c.Path), files, bar.show)
	bar.end()
	if err != nil {
		if f := fault.Of(err); f != nil && f.Args["file"] != "" {
			fmt.Fprintf(env.Err, "nothing was taken; %s:\n", f.Args["file"])
		}
		return err
	}
	if err := c.print(env, r); err != nil {
		return err
	}
	if c.Strict && r.RefusedInAll > 0 {
		return errNegative
	}
	return nil
}

// store opens the database, and makes it when there is none: the catalogue may
// come before the first start of the service.
func (c *SpeciesImportCmd) store(env *Env) (*store.DB, error) {
	if c.Database == "" {
		if err := os.MkdirAll(c.Data, 0o700); err != nil {
			return nil, err
		}
	}
	return store.Open(env.Ctx, c.storeConfig(env))
}

// referenceFiles lists what is to be read at a path: one file, the files of an
// archive, or those of a folder. They are opened when they are read.
func referenceFiles(path string, asOf cites.Date) ([]species.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		if strings.EqualFold(filepath.Ext(path), ".zip") {
			content, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			return species.Unpack(filepath.Base(path), asOf, content)
		}
		return []species.File{referenceFile(path, asOf)}, nil
	}
	var out []species.File
	err = filepath.WalkDir(path, func(p string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			return err
		}
		name := strings.TrimSuffix(strings.ToLower(e.Name()), ".gz")
		if ext := filepath.Ext(name); ext == ".csv" || ext == ".tsv" {
			out = append(out, referenceFile(p, asOf))
		}
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%s: no file that ends in .csv, .tsv, .csv.gz or .tsv.gz", path)
	}
	slices.SortFunc(out, func(a, b species.File) int { return strings.Compare(a.Name, b.Name) })
	return out, err
}

func referenceFile(path string, asOf cites.Date) species.File {
	open := func() (io.ReadCloser, error) { return os.Open(path) }
	folder := ""
	if whole, err := filepath.Abs(path); err == nil {
		folder = filepath.Base(filepath.Dir(whole))
	}
	return species.File{Name: filepath.Base(path), Folder: folder, AsOf: asOf, Body: species.Lazy(open), Again: open}
}

func (c *SpeciesImportCmd) print(env *Env, r *species.Report) error {
	if c.JSON {
		return env.Print(r)
	}
	fmt.Fprintf(env.Out, "%s, as of %s: %d rows; %d taxa added, %d changed, %d as before; %d listings opened, %d closed, %d taken back; %d older than what is known\n",
		r.Source, r.AsOf, r.Rows, r.Added, r.Changed, r.Same, r.Opened, r.Closed, r.Removed, r.Kept)
	if r.Edition == 0 && r.Quotas.Added+r.Quotas.Changed+r.Suspensions.Added+r.Suspensions.Changed == 0 {
		fmt.Fprintln(env.Out, "nothing changed: the catalogue has all of it")
	}
	for _, x := range []struct {
		what string
		n    species.Counts
	}{{"reservations", r.Reservations}, {"quotas", r.Quotas}, {"suspensions", r.Suspensions}} {
		if x.n != (species.Counts{}) {
			fmt.Fprintf(env.Out, "%s: %d added, %d changed, %d as before\n", x.what, x.n.Added, x.n.Changed, x.n.Same)
		}
	}
	for _, f := range r.Files {
		note := ""
		if f.Unused {
			note = "; recognised, not taken: the catalogue does not keep this"
		}
		fmt.Fprintf(env.Out, "  %s (%s, as of %s): %d rows, %d refused, %d values left out%s\n", f.Name, f.Shape, f.AsOf, f.Rows, f.Refused, f.LeftOut, note)
	}
	for _, x := range r.Changes {
		fmt.Fprintf(env.Out, "  %s: Appendix %s, was %s\n", x.Name, orDash(x.After), orDash(x.Before))
	}
	if r.LeftOutInAll > 0 {
		fmt.Fprintf(env.Out, "%d values were left out:\n", r.LeftOutInAll)
		printRefusals(env, r.LeftOut)
	}
	if r.RefusedInAll > 0 {
		fmt.Fprintf(env.Out, "%d rows were refused:\n", r.RefusedInAll)
		printRefusals(env, r.Refused)
	}
	printReasons(env, r.Reasons)
	return nil
}

func printReasons(env *Env, reasons map[string]int) {
	keys := make([]string, 0, len(reasons))
	for k := range reasons {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return reasons[b] - reasons[a] })
	for _, k := range keys {
		fmt.Fprintf(env.Out, "  %6d x %s\n", reasons[k], web.Sentence(cites.English, k, nil))
	}
}

func orDash(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func printRefusals(env *Env, rows []species.Refusal) {
	const shown = 20
	for _, x := range rows[:min(len(rows), shown)] {
		fmt.Fprintf(env.Out, "  %s row %d, %s %q: %s\n", x.File, x.Row, x.Column, x.Value, web.Sentence(cites.English, x.Key, nil))
	}
	if len(rows) > shown {
		fmt.Fprintf(env.Out, "  and more: see --json\n")
	}
}
