package app

import (
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/web"
)

// SpeciesCmd is about the catalogue of taxa and listings.
type SpeciesCmd struct {
	Import  SpeciesImportCmd  `cmd:"" help:"Bring in the \"Index of CITES Species\" CSV of the CITES Checklist, packed with gzip or not."`
	Suggest SpeciesSuggestCmd `cmd:"" help:"Find taxa by scientific name, synonym or common name."`
}

// SpeciesImportCmd imports a file.
type SpeciesImportCmd struct {
	Where
	File string `arg:"" type:"existingfile" help:"The file."`
	AsOf string `help:"Day at which the file was true, 2026-01-31; else a date in its name, else today." placeholder:"DATE"`
	JSON bool   `help:"Print the report as JSON."`
}

// Run imports and prints what changed. Rows that were refused are a negative
// answer; a file that is refused whole is a failure.
func (c *SpeciesImportCmd) Run(env *Env) error {
	f := species.File{Name: filepath.Base(c.File)}
	if err := f.AsOf.UnmarshalText([]byte(c.AsOf)); err != nil {
		return fmt.Errorf("--as-of %s: not a day; write it as 2026-01-31", c.AsOf)
	}
	body, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer body.Close()
	f.Body = body
	d, err := c.openStore(env)
	if err != nil {
		return err
	}
	defer d.Close()
	i := speciesImporter(env, d)
	if err := i.Seed(env.Ctx, actor.Machine()); err != nil {
		return err
	}
	operator := actor.Actor{ID: "operator", Name: "Command line", Roles: []actor.Role{actor.Administrator}}
	r, err := i.Import(env.Ctx, operator, f, func(p species.Phase, rows int) { fmt.Fprintf(env.Err, "\r%-10s %7d", p, rows) })
	fmt.Fprintln(env.Err)
	if err != nil {
		return err
	}
	if err := c.print(env, r); err != nil {
		return err
	}
	if r.RefusedInAll > 0 {
		return errNegative
	}
	return nil
}

func (c *SpeciesImportCmd) print(env *Env, r *species.Report) error {
	if c.JSON {
		return env.Print(r)
	}
	fmt.Fprintf(env.Out, "%s, as of %s: %d rows; %d taxa added, %d changed, %d as before; %d listings opened, %d closed; %d older than what is known\n",
		r.Source, r.AsOf, r.Rows, r.Added, r.Changed, r.Same, r.Opened, r.Closed, r.Kept)
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
	return nil
}

func orDash(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func printRefusals(env *Env, rows []species.Refusal) {
	for _, x := range rows {
		fmt.Fprintf(env.Out, "  row %d, %s %q: %s\n", x.Row, x.Column, x.Value, web.Sentence(cites.English, x.Key, nil))
	}
}

// SpeciesSuggestCmd asks the catalogue.
type SpeciesSuggestCmd struct {
	Where
	Text string `arg:"" help:"What someone would type."`
	Lang string `help:"Language of common names." enum:"en,fr,es,ar" default:"en"`
	N    int    `help:"How many at most." default:"10"`
	JSON bool   `help:"Print as JSON."`
}

// Run prints what it finds; nothing found is a negative answer.
func (c *SpeciesSuggestCmd) Run(env *Env) error {
	d, err := c.openStore(env)
	if err != nil {
		return err
	}
	defer d.Close()
	library := speciesImporter(env, d).Library
	if err := library.Refresh(env.Ctx); err != nil {
		return err
	}
	found := library.Current().Suggest(c.Text, cites.Lang(c.Lang), c.N)
	if c.JSON {
		if found == nil {
			found = []species.Suggestion{}
		}
		if err := env.Print(found); err != nil {
			return err
		}
	} else {
		w := tabwriter.NewWriter(env.Out, 0, 4, 2, ' ', 0)
		for _, s := range found {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", s.Name, s.Common, s.Rank, orDash(s.Appendix))
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	if len(found) == 0 {
		return errNegative
	}
	return nil
}

// speciesImporter builds the verbs of package species over a store, with the
// calendar of the machine.
func speciesImporter(env *Env, d *store.DB) *species.Importer {
	s := store.Species{DB: d}
	today := func() cites.Date { return cites.DateOf(env.Now(), time.Local) }
	return &species.Importer{Store: s, Library: &species.Library{Store: s, Today: today}, Now: env.Now, Today: today, NewID: uuid.NewString}
}
