package facility

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Columns of the CSV file in which registers of other Parties are imported; the
// shape is ours, since the Secretariat publishes none (permit-rules 7.5). One row
// is one species of a facility in a year; an institution has one row without
// species. Rows of one number must agree in the first nine columns.
func Columns() []string {
	return []string{"number", "name", "kind", "country", "address", "registered_from", "registered_until", "sec_registered", "sec_date",
		"taxon", "sources", "year", "output", "unit"}
}

// Bounds of an import.
const (
	MaxImport     = 8 << 20 // bytes
	maxImportRows = 50_000
	maxProblems   = 50 // told at once
)

// Imported says what an import did.
type Imported struct {
	Rows    int
	Added   int
	Changed int
}

// Import reads the register of other Parties: all of it or nothing. What is
// wrong comes back as an Invalid fault with one field for each place, named
// "row.N.column"; N counts lines of the file from 1, the header being line 1.
// Importing the same file again changes nothing.
func (d *Desk) Import(ctx context.Context, who actor.Actor, file io.Reader) (Imported, error) {
	if err := who.Must(actor.KeepFacilities); err != nil {
		return Imported{}, err
	}
	entries, n, err := d.parse(file)
	if err != nil {
		return Imported{}, err
	}
	done := Imported{Rows: n}
	err = d.Store.Update(ctx, func(tx Tx) error {
		done.Added, done.Changed = 0, 0
		bad := fault.Invalidf("facility.import_refused")
		for _, e := range entries {
			if err := d.enter(ctx, tx, who, e, &done, bad); err != nil {
				return err
			}
		}
		return bad.OrNil()
	})
	if err != nil {
		return Imported{}, fmt.Errorf("import facilities: %w", err)
	}
	return done, nil
}

// entry is one facility of the file and the line where it begins.
type entry struct {
	Facility
	line int
}

// enter adds one facility or changes the one that is there.
func (d *Desk) enter(ctx context.Context, tx Tx, who actor.Actor, e entry, done *Imported, bad *fault.Error) error {
	old, err := tx.FacilityByKey(ctx, Key(e.Number))
	now := d.Now()
	switch {
	case fault.KindOf(err) == fault.NotFound:
		f := e.Facility
		f.ID, f.Version, f.State, f.Created, f.Changed = d.NewID(), 1, Registered, now, now
		if err := tx.InsertFacility(ctx, &f); err != nil {
			return err
		}
		done.Added++
		return noted(ctx, tx, who, &f, "import")
	case err != nil:
		return err
	case old.Country != e.Country:
		at(bad, e.line, "number", "facility.number_taken", "name", old.Name)
		return nil
	case same(old, &e.Facility):
		return nil
	}
	f := e.Facility
	f.ID, f.Version, f.State, f.Reason, f.Founder, f.Created, f.Changed = old.ID, old.Version, old.State, old.Reason, old.Founder, old.Created, now
	if err := tx.SaveFacility(ctx, &f); err != nil {
		return err
	}
	done.Changed++
	return noted(ctx, tx, who, &f, "import")
}

// same reports whether an import would change nothing.
func same(a, b *Facility) bool {
	text := func(f *Facility) string {
		return fmt.Sprint(f.Number, "|", f.Name, "|", f.Kind, f.Country, "|", f.Address, "|", f.From, f.Until, f.SEC, f.SECDate, f.Species)
	}
	return text(a) == text(b)
}

// at notes what is wrong with a column of a line, up to a bound.
func at(bad *fault.Error, line int, column, key string, args ...any) {
	if len(bad.Fields) < maxProblems {
		bad.Add(fmt.Sprintf("row.%d.%s", line, column), key, args...)
	}
}

// parse reads the whole file before anything is written.
func (d *Desk) parse(file io.Reader) ([]entry, int, error) {
	data, err := io.ReadAll(io.LimitReader(file, MaxImport+1))
	if err != nil {
		return nil, 0, fmt.Errorf("read import: %w", err)
	}
	bad := fault.Invalidf("facility.import_refused")
	switch {
	case len(data) > MaxImport:
		return nil, 0, bad.Add("file", "facility.import_large", "mb", MaxImport>>20)
	case !utf8.Valid(data):
		at(bad, 1+bytes.Count(data[:bytes.IndexRune(data, utf8.RuneError)], []byte("\n")), "row", "facility.import_encoding")
		return nil, 0, bad
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff")))
	header, err := r.Read()
	if err != nil || !slicesEqualFold(header, Columns()) {
		return nil, 0, bad.Add("row.1.header", "facility.import_header", "columns", strings.Join(Columns(), ","))
	}
	var out []entry
	seen := map[string]int{}
	n := 0
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if n++; n > maxImportRows {
			return nil, 0, bad.Add("file", "facility.import_rows", "max", maxImportRows)
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			at(bad, broken.Line, "row", "facility.import_shape", "columns", len(Columns()))
			break // what follows a broken quote cannot be trusted
		}
		line, _ := r.FieldPos(0)
		d.readRow(bad, line, row, &out, seen)
	}
	if n == 0 {
		at(bad, 1, "row", "facility.import_empty")
	}
	return out, n, bad.OrNil()
}

func slicesEqualFold(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !strings.EqualFold(strings.TrimSpace(a[i]), b[i]) {
			return false
		}
	}
	return true
}

// readRow adds one row to the facility it belongs to.
func (d *Desk) readRow(bad *fault.Error, line int, row []string, out *[]entry, seen map[string]int) {
	col := map[string]string{}
	for i, name := range Columns() {
		col[name] = strings.Join(strings.Fields(row[i]), " ")
	}
	before := len(bad.Fields)
	head := d.readHead(bad, line, col)
	i, known := seen[Key(head.Number)]
	if !known {
		i = len(*out)
		*out = append(*out, entry{head, line})
		seen[Key(head.Number)] = i
	} else if !same(&head, &Facility{Number: (*out)[i].Number, Name: (*out)[i].Name, Kind: (*out)[i].Kind, Country: (*out)[i].Country,
		Address: (*out)[i].Address, From: (*out)[i].From, Until: (*out)[i].Until, SEC: (*out)[i].SEC, SECDate: (*out)[i].SECDate}) {
		at(bad, line, "number", "facility.import_differs", "number", head.Number, "line", (*out)[i].line)
	}
	if col["taxon"] == "" {
		if head.Kind != Institution || col["sources"]+col["year"]+col["output"]+col["unit"] != "" {
			at(bad, line, "taxon", "finding.taxon_needed")
		}
		return
	}
	o := d.readOutput(bad, line, col)
	if len(bad.Fields) > before {
		return
	}
	for _, x := range (*out)[i].Species {
		if x.TaxonID == o.TaxonID && x.Year == o.Year {
			at(bad, line, "taxon", "facility.import_twice", "name", o.ScientificName)
			return
		}
	}
	(*out)[i].put(o)
}

// readHead reads the columns about the facility itself.
func (d *Desk) readHead(bad *fault.Error, line int, col map[string]string) Facility {
	form := Form{Number: col["number"], Name: col["name"], Kind: Kind(strings.ToLower(col["kind"])), Country: cites.Country(col["country"]), Address: col["address"]}
	wrong := form.clean()
	for _, f := range wrong.Fields {
		if len(bad.Fields) < maxProblems {
			f.Name = fmt.Sprintf("row.%d.%s", line, f.Name)
			bad.Fields = append(bad.Fields, f)
		}
	}
	if form.Country == d.Party {
		at(bad, line, "country", "facility.import_own")
	}
	f := Facility{Number: form.Number, Name: form.Name, Kind: form.Kind, Country: form.Country, Address: form.Address}
	f.From = readDay(bad, line, "registered_from", col, true)
	f.Until = readDay(bad, line, "registered_until", col, false)
	if !f.Until.IsZero() && !f.Until.After(f.From) {
		at(bad, line, "registered_until", "facility.import_order")
	}
	switch strings.ToLower(col["sec_registered"]) {
	case "yes":
		f.SEC, f.SECDate = true, readDay(bad, line, "sec_date", col, true)
	case "no", "":
	default:
		at(bad, line, "sec_registered", "facility.import_yes_no")
	}
	return f
}

func readDay(bad *fault.Error, line int, name string, col map[string]string, needed bool) cites.Date {
	if col[name] == "" && !needed {
		return cites.Date{}
	}
	day, err := cites.ParseDate(col[name])
	if err != nil {
		at(bad, line, name, "facility.import_date", "value", col[name])
	}
	return day
}

// readOutput reads the columns about one species.
func (d *Desk) readOutput(bad *fault.Error, line int, col map[string]string) Output {
	o := Output{ScientificName: col["taxon"], Unit: cites.Unit(strings.ToUpper(col["unit"]))}
	for _, c := range strings.FieldsFunc(strings.ToUpper(col["sources"]), func(r rune) bool { return r == ' ' || r == ';' || r == '/' }) {
		o.Sources = append(o.Sources, cites.Source(c))
	}
	var err error
	if col["year"] != "" {
		if o.Year, err = strconv.Atoi(col["year"]); err != nil || o.Year < firstYear {
			at(bad, line, "year", "facility.year_wrong")
			return o
		}
	}
	if col["output"] != "" {
		if o.Quantity, err = cites.ParseQuantity(col["output"]); err != nil {
			at(bad, line, "output", "facility.output_wrong", "value", col["output"])
			return o
		}
	}
	for _, f := range d.checkOutput(&o).Fields {
		at(bad, line, f.Name, f.Key)
		bad.Fields[len(bad.Fields)-1].Args = f.Args
	}
	return o
}
