package species

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Importer brings taxa, listings and limits into the store.
type Importer struct {
	Store   Store
	Library *Library
	Now     func() time.Time
	Today   func() cites.Date
	NewID   func() string
}

// File is a file of one of the shapes. AsOf is the day at which it was true;
// when it is not set, a date in its name or in that of its folder counts, else
// the newest day that it tells of, else today.
type File struct {
	Name   string
	Folder string // name of the folder it is from, or ""
	AsOf   cites.Date
	Body   io.Reader
	// Again opens the file anew; it is needed where the day is in the rows.
	Again func() (io.ReadCloser, error)
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

// Import reads one file and writes what it changes: see ImportAll.
func (i *Importer) Import(ctx context.Context, a actor.Actor, f File, progress Progress) (*Report, error) {
	return i.ImportAll(ctx, a, f.Name, []File{f}, progress)
}

// ImportAll reads files, taxa before what refers to them, and writes what they
// change in one transaction: all of it or nothing. A record that is newer than
// a file keeps its name and listing. The same files again change nothing.
func (i *Importer) ImportAll(ctx context.Context, a actor.Actor, source string, files []File, progress Progress) (*Report, error) {
	if err := a.Must(actor.ImportSpecies); err != nil {
		return nil, err
	}
	if progress == nil {
		progress = func(Phase, int) {}
	}
	opened, err := i.open(files)
	if err != nil {
		return nil, err
	}
	r := &Report{Source: source}
	law, limits, edition, err := i.known(ctx)
	if err != nil {
		return nil, err
	}
	m := newMerge(law, limits, r)
	d := &desk{m: m, r: r, legacy: map[legacyKey]ID{}}
	for _, o := range opened {
		if o.asOf.After(r.AsOf) {
			r.AsOf = o.asOf
		}
		if err := o.read(ctx, d, progress); err != nil {
			return nil, inFile(err, o.name)
		}
		progress(Comparing, r.Rows)
		m.take(d.b)
	}
	if len(m.given)+len(m.turned)+r.Quotas.all()+r.Suspensions.all() == 0 && !slices.ContainsFunc(r.Files, func(f FileReport) bool { return f.Unused }) {
		return nil, fault.New(fault.Invalid, "species.import.nothing", "refused", r.RefusedInAll)
	}
	return r, i.apply(ctx, a, m, edition, nil, progress)
}

// inFile says in which file something is wrong.
func inFile(err error, name string) error {
	f := fault.Of(err)
	if f == nil {
		return fmt.Errorf("import %s: %w", name, err)
	}
	named := *f
	named.Args = fault.Args{"file": name}
	for k, v := range f.Args {
		named.Args[k] = v
	}
	return &named
}

func (c Counts) all() int { return c.Added + c.Changed + c.Same }

// opened is a file of which the header is read.
type opened struct {
	*table
	format
	file  File
	order int
	asOf  cites.Date
}

// open recognises every file before any is taken, and puts them in order.
func (i *Importer) open(files []File) ([]*opened, error) {
	var all []*opened
	for _, f := range files {
		t, shape, err := recognise(f.Name, f.Body)
		if err != nil {
			return nil, inFile(err, f.Name)
		}
		order := slices.IndexFunc(formats(), func(x format) bool { return x.shape == shape.shape })
		all = append(all, &opened{t, shape, f, order, i.named(f)})
	}
	newest := cites.Date{} // that any file without a day of its own tells of
	for _, o := range all {
		if day := o.latest(i.Today()); o.asOf.IsZero() && day.After(newest) {
			newest = day
		}
	}
	for _, o := range all {
		if o.asOf.IsZero() {
			o.asOf = newest
		}
		if o.asOf.IsZero() {
			o.asOf = i.Today()
		}
	}
	slices.SortStableFunc(all, func(a, b *opened) int {
		return cmp.Or(cmp.Compare(a.order, b.order), a.asOf.Compare(b.asOf), cmp.Compare(a.name, b.name))
	})
	return all, nil
}

// named is the day of a file by what was said or by its name.
func (i *Importer) named(f File) cites.Date {
	if !f.AsOf.IsZero() {
		return f.AsOf
	}
	whole := regexp.MustCompile(`(19|20)\d\d-\d\d-\d\d`)
	for _, name := range []string{f.Name, f.Folder} {
		if d, err := cites.ParseDate(whole.FindString(name)); err == nil {
			return d
		}
	}
	month := regexp.MustCompile(`((?:19|20)\d\d-\d\d)(\D|$)`)
	if found := month.FindStringSubmatch(f.Name); found != nil {
		if d, err := cites.ParseDate(found[1] + "-01"); err == nil {
			return d
		}
	}
	return cites.Date{}
}

// latest is the newest day in the rows, not after today; not set when the rows
// tell no day or cannot be read twice.
func (o *opened) latest(today cites.Date) cites.Date {
	newest := cites.Date{}
	if found := regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(?:\D|$)`).FindStringSubmatch(o.file.Folder); found != nil {
		if d, err := cites.ParseDate(found[1] + "-01-01"); err == nil {
			newest = d
		}
	}
	if o.dated == "" || o.file.Again == nil {
		return newest
	}
	body, err := o.file.Again()
	if err != nil {
		return newest
	}
	defer body.Close()
	t, err := openTable(o.name, body)
	if err != nil {
		return newest
	}
	for t.next() == nil {
		if d, err := cites.ParseDate(t.raw(o.dated)); err == nil && d.After(newest) && !d.After(today) {
			newest = d
		}
	}
	return newest
}

// read takes every row of a file.
func (o *opened) read(ctx context.Context, d *desk, progress Progress) error {
	d.r.Files = append(d.r.Files, FileReport{Name: o.name, Shape: o.shape, AsOf: o.asOf, Unused: o.format.open == nil})
	at := len(d.r.Files) - 1
	d.begin(o.name, o.asOf)
	row, end := func(*table) {}, func() {}
	if o.format.open != nil {
		row, end = o.format.open(d)
	}
	for {
		err := o.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		d.r.Rows++
		d.r.Files[at].Rows++
		row(o.table)
		if d.r.Rows%progressStep == 0 {
			progress(Reading, d.r.Rows)
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	end()
	return nil
}
