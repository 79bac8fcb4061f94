package species

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
)

// Importer brings taxa and listings into the store.
type Importer struct {
	Store   Store
	Library *Library
	Now     func() time.Time
	Today   func() cites.Date
	NewID   func() string
}

// File is a Checklist file. AsOf is the day at which it was true; when it is
// not set, a date in the name counts, else today.
type File struct {
	Name string
	AsOf cites.Date
	Body io.Reader
}

// Phase is what an import is doing.
type Phase string

// The phases.
const (
	Reading   Phase = "reading"
	Comparing Phase = "comparing"
	Writing   Phase = "writing"
)

// Progress is called now and then with the rows done in a phase.
type Progress func(phase Phase, rows int)

// progressStep is how many rows pass between two calls of Progress.
const progressStep = 1000

// Import reads a Checklist file and writes what it changes in one transaction:
// all of it or nothing. A record that is newer than the file keeps its name
// and listing. The same file again changes nothing.
func (i *Importer) Import(ctx context.Context, a actor.Actor, f File, progress Progress) (*Report, error) {
	if err := a.Must(actor.ImportSpecies); err != nil {
		return nil, err
	}
	if progress == nil {
		progress = func(Phase, int) {}
	}
	if f.AsOf.IsZero() {
		f.AsOf = i.dateOf(f.Name)
	}
	r := &Report{Source: f.Name, AsOf: f.AsOf}
	entries, err := read(ctx, f.Body, r, progress)
	if err != nil {
		return nil, fmt.Errorf("import %s: %w", f.Name, err)
	}
	if len(entries) == 0 {
		return nil, fault.New(fault.Invalid, "species.import.nothing", "refused", r.RefusedInAll)
	}
	progress(Comparing, len(entries))
	law, edition, err := i.known(ctx)
	if err != nil {
		return nil, err
	}
	m := plan(law, entries, f.Name, f.AsOf, r)
	if err := i.write(ctx, a, edition, m, progress); err != nil {
		return nil, err
	}
	if i.Library != nil {
		return r, i.Library.Refresh(ctx)
	}
	return r, nil
}

func (i *Importer) dateOf(name string) cites.Date {
	if s := regexp.MustCompile(`(19|20)\d\d-\d\d-\d\d`).FindString(name); s != "" {
		if d, err := cites.ParseDate(s); err == nil {
			return d
		}
	}
	return i.Today()
}

func read(ctx context.Context, body io.Reader, r *Report, progress Progress) ([]*entryRow, error) {
	c, err := openChecklist(body)
	if err != nil {
		return nil, err
	}
	var entries []*entryRow
	for {
		e, err := c.next(r)
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return nil, err
		}
		if e != nil {
			entries = append(entries, e)
		}
		if r.Rows%progressStep == 0 {
			progress(Reading, r.Rows)
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
	}
}

// known loads what the store has, with its edition.
func (i *Importer) known(ctx context.Context) (*Catalogue, int64, error) {
	var taxa []Taxon
	var listings []Listing
	var edition int64
	err := i.Store.View(ctx, func(tx Tx) (err error) {
		if edition, err = tx.LastEdition(ctx); err != nil {
			return err
		}
		if taxa, err = tx.Taxa(ctx); err != nil {
			return err
		}
		listings, err = tx.Listings(ctx)
		return err
	})
	return newLaw(taxa, listings, i.Today()), edition, err
}

// write saves the plan unless somebody imported in between.
func (i *Importer) write(ctx context.Context, a actor.Actor, edition int64, m *merge, progress Progress) error {
	r := m.report
	if len(m.taxa)+len(m.listings) > 0 {
		r.Edition = edition + 1
	}
	return i.Store.Update(ctx, func(tx Tx) error {
		last, err := tx.LastEdition(ctx)
		if err != nil {
			return err
		}
		if last != edition {
			return fault.New(fault.Conflict, "species.import.raced")
		}
		for n := 0; n < len(m.taxa); n += progressStep {
			progress(Writing, n)
			if err := tx.SaveTaxa(ctx, values(m.taxa[n:min(n+progressStep, len(m.taxa))])); err != nil {
				return err
			}
		}
		if err := tx.SaveListings(ctx, m.listings); err != nil {
			return err
		}
		if r.Edition > 0 {
			if err := tx.InsertEdition(ctx, Edition{Number: r.Edition, Source: r.Source, AsOf: r.AsOf, Imported: i.Now(), Actor: a.ID, Taxa: len(m.all), Report: *r}); err != nil {
				return err
			}
		}
		_, err = tx.Record(ctx, importEvent(a, r))
		return err
	})
}

func importEvent(a actor.Actor, r *Report) audit.Event {
	role := ""
	if len(a.Roles) > 0 {
		role = string(a.Roles[0])
	}
	return audit.Event{
		Actor: audit.Actor{ID: a.ID, Name: a.Name, Role: role}, Verb: string(actor.ImportSpecies), SubjectKind: "species", SubjectID: r.Source,
		Detail: map[string]any{"as_of": r.AsOf.String(), "edition": r.Edition, "rows": r.Rows, "added": r.Added, "changed": r.Changed,
			"listings_opened": r.Opened, "listings_closed": r.Closed, "refused": r.RefusedInAll},
	}
}

func values(taxa []*Taxon) []Taxon {
	out := make([]Taxon, len(taxa))
	for i, t := range taxa {
		out[i] = *t
	}
	return out
}
