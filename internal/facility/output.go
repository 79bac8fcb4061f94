package facility

import (
	"cmp"
	"context"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
)

// SetOutput says which sources a facility may give for a species and what it can
// plausibly produce in a year; an entry for the same species and year is replaced.
func (d *Desk) SetOutput(ctx context.Context, who actor.Actor, id string, version int64, o Output) error {
	if bad := d.checkOutput(&o); bad.OrNil() != nil {
		return bad
	}
	return d.change(ctx, who, id, version, "output", func(_ Tx, f *Facility) ([]any, error) {
		f.put(o)
		return []any{"taxon", o.ScientificName, "year", o.Year, "output", int64(o.Quantity), "unit", string(o.Unit)}, nil
	})
}

// RemoveOutput takes an entry for a species and year out.
func (d *Desk) RemoveOutput(ctx context.Context, who actor.Actor, id string, version int64, taxon string, year int) error {
	return d.change(ctx, who, id, version, "remove_output", func(_ Tx, f *Facility) ([]any, error) {
		n := len(f.Species)
		f.Species = slices.DeleteFunc(f.Species, func(o Output) bool { return o.TaxonID == taxon && o.Year == year })
		if len(f.Species) == n {
			return nil, fault.New(fault.NotFound, "fault.not_found", "noun", "output", "id", taxon)
		}
		return []any{"taxon", taxon, "year", year}, nil
	})
}

// put inserts or replaces an entry and keeps the order: name, newest year first.
func (f *Facility) put(o Output) {
	f.Species = slices.DeleteFunc(f.Species, func(x Output) bool { return x.TaxonID == o.TaxonID && x.Year == o.Year })
	f.Species = append(f.Species, o)
	slices.SortFunc(f.Species, func(a, b Output) int {
		return cmp.Or(cmp.Compare(a.ScientificName, b.ScientificName), cmp.Compare(b.Year, a.Year))
	})
}

// Years that an output may be said for.
const (
	firstYear = 1975
	lastYear  = 2100
)

// checkOutput resolves the taxon and says what is wrong.
func (d *Desk) checkOutput(o *Output) *fault.Error {
	bad := fault.Invalidf("facility.invalid")
	d.resolve(bad, "taxon", o)
	if len(o.Sources) == 0 {
		bad.Add("sources", "facility.sources_missing")
	}
	for _, s := range o.Sources {
		switch k := d.kingdom(o.TaxonID); {
		case !Asked(s):
			bad.Add("sources", "facility.source_wrong", "code", s)
		case k != "" && !s.Suits(k):
			bad.Add("sources", "facility.source_kingdom", "code", s)
		}
	}
	if o.Year != 0 && (o.Year < firstYear || o.Year > lastYear) {
		bad.Add("year", "facility.year_wrong")
	}
	if o.Quantity < 0 {
		bad.Add("output", "facility.output_negative")
	}
	if o.Unit == "" {
		o.Unit = cites.Number
	}
	if _, err := cites.ParseUnit(string(o.Unit)); err != nil {
		bad.Add("unit", "facility.unit_wrong")
	}
	if o.Unit == cites.Number && !o.Quantity.Whole() {
		bad.Add("output", "facility.output_whole")
	}
	return bad
}

func (d *Desk) kingdom(taxon string) cites.Kingdom {
	if t, ok := d.Law().Taxon(species.ID(taxon)); ok {
		return t.Kingdom
	}
	return ""
}

// resolve finds the taxon by id, or by its accepted name or a synonym.
func (d *Desk) resolve(bad *fault.Error, field string, o *Output) {
	law := d.Law()
	if t, ok := law.Taxon(species.ID(o.TaxonID)); ok && (o.ScientificName == "" || o.ScientificName == t.Name) {
		o.ScientificName = t.Name
		return
	}
	found := law.Find(o.ScientificName)
	if o.ScientificName == "" {
		bad.Add(field, "finding.taxon_needed")
		return
	}
	if len(found) == 0 {
		bad.Add(field, "facility.taxon_unknown", "name", o.ScientificName)
		return
	}
	if len(found) > 1 {
		bad.Add(field, "facility.taxon_several", "name", o.ScientificName)
		return
	}
	o.TaxonID, o.ScientificName = string(found[0].ID), found[0].Name
}
