package app

import (
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
)

// SpeciesCmd is about the catalogue of taxa and listings.
type SpeciesCmd struct {
	Import  SpeciesImportCmd  `cmd:"" help:"Bring in files of the CITES Checklist and of Species+, each recognised by its header: one file, a folder or a zip."`
	Audit   SpeciesAuditCmd   `cmd:"" help:"Compare the appendix of every taxon of a file with what the catalogue answers."`
	Sync    SpeciesSyncCmd    `cmd:"" help:"Bring the catalogue up to date with the Species+ API."`
	Suggest SpeciesSuggestCmd `cmd:"" help:"Find taxa by scientific name, synonym or common name."`
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
