package facility

import (
	"context"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Figure compares the plausible output of a species in a year with what was
// issued, in the unit of the output.
type Figure struct {
	TaxonID        string
	ScientificName string
	Year           int
	Plausible      cites.Quantity // 0: the register says nothing
	Issued         cites.Quantity
	Unit           cites.Unit
}

// Beyond reports whether more was issued than is plausible.
func (f Figure) Beyond() bool { return f.Plausible > 0 && f.Issued > f.Plausible }

// Sheet is a facility with its figures.
type Sheet struct {
	*Facility
	Figures []Figure
}

// figureYears is how many years back a sheet shows figures for.
const figureYears = 3

// List gives one page of the register and how many there are in all.
func (d *Desk) List(ctx context.Context, who actor.Actor, f Filter) ([]Facility, int, error) {
	if err := who.Must(actor.ReadFacilities); err != nil {
		return nil, 0, err
	}
	f.Scoped, f.Holder, f.Org = false, "", ""
	return d.list(ctx, f)
}

// Mine lists the facilities of the actor and of the actor's firm.
func (d *Desk) Mine(ctx context.Context, who actor.Actor, f Filter) ([]Facility, int, error) {
	if err := who.Must(actor.WriteApplication); err != nil {
		return nil, 0, err
	}
	f.Scoped, f.Holder, f.Org = true, who.ID, who.Org
	return d.list(ctx, f)
}

func (d *Desk) list(ctx context.Context, f Filter) (out []Facility, total int, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		out, total, err = tx.ListFacilities(ctx, f)
		return err
	})
	return out, total, err
}

// Read gives a facility with its figures: any to officers, to others their own.
func (d *Desk) Read(ctx context.Context, who actor.Actor, id string) (*Sheet, error) {
	if !who.Known() {
		return nil, who.Must(actor.ReadFacilities)
	}
	s := &Sheet{}
	err := d.Store.View(ctx, func(tx Tx) (err error) {
		if who.Can(actor.ReadFacilities) {
			s.Facility, err = tx.Facility(ctx, id)
		} else {
			s.Facility, err = tx.FacilityOfHolder(ctx, id, who.ID, who.Org)
		}
		if err != nil {
			return err
		}
		s.Figures, err = figures(ctx, tx, s.Facility, d.Today().Year)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// figures lists species and years, newest first.
func figures(ctx context.Context, tx Tx, f *Facility, year int) ([]Figure, error) {
	var out []Figure
	done := map[string]bool{}
	for _, o := range f.Species {
		if done[o.TaxonID] {
			continue
		}
		done[o.TaxonID] = true
		for y := year; y > year-figureYears; y-- {
			issued, err := tx.FacilityIssued(ctx, f.Number, o.TaxonID, y)
			if err != nil {
				return nil, err
			}
			p, ok := f.Plausible(o.TaxonID, y)
			if !ok {
				p.Unit = o.Unit
			}
			x := Figure{TaxonID: o.TaxonID, ScientificName: o.ScientificName, Year: y, Plausible: p.Quantity, Unit: p.Unit, Issued: Total(issued, p.Unit)}
			if y == year || x.Issued > 0 || slices.ContainsFunc(f.Species, func(s Output) bool { return s.TaxonID == o.TaxonID && s.Year == y }) {
				out = append(out, x)
			}
		}
	}
	return out, nil
}

// LoginOf is the login of the account that holds a facility, for the form; ""
// for a facility without one.
func (d *Desk) LoginOf(ctx context.Context, who actor.Actor, id string) (login string, err error) {
	if err := who.Must(actor.KeepFacilities); err != nil || id == "" {
		return "", err
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		a, err := tx.Account(ctx, id)
		if err == nil {
			login = a.Login
		}
		return err
	})
	return login, err
}

// ByNumber finds a facility by its number, for officers.
func (d *Desk) ByNumber(ctx context.Context, who actor.Actor, number string) (f *Facility, err error) {
	if err := who.Must(actor.ReadFacilities); err != nil {
		return nil, err
	}
	if Key(number) == "" {
		return nil, fault.New(fault.NotFound, "fault.not_found", "noun", "facility", "id", number)
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		f, err = tx.FacilityByKey(ctx, Key(number))
		return err
	})
	return f, err
}
