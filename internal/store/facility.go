package store

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/store/db"
)

// Facilities is the store of package facility.
type Facilities struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s Facilities) Update(ctx context.Context, fn func(facility.Tx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(facilityTx{t}) })
}

// View runs fn on one snapshot.
func (s Facilities) View(ctx context.Context, fn func(facility.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(facilityTx{t}) })
}

type facilityTx struct{ *Tx }

// HolderByLogin finds the account that holds a facility.
func (t facilityTx) HolderByLogin(ctx context.Context, login string) (*account.Account, error) {
	return accountTx{t.Tx}.AccountByLogin(ctx, account.FoldLogin(login))
}

// Account finds an account by its id.
func (t facilityTx) Account(ctx context.Context, id string) (*account.Account, error) {
	return accountTx{t.Tx}.Account(ctx, id)
}

// Facility reads a facility by its id.
func (t facilityTx) Facility(ctx context.Context, id string) (*facility.Facility, error) {
	r, err := t.Q.Facility(ctx, id)
	return t.facility(ctx, r, Found(err, "facility", id))
}

// FacilityOfHolder reads a facility within the scope of a trader.
func (t facilityTx) FacilityOfHolder(ctx context.Context, id, holder, org string) (*facility.Facility, error) {
	r, err := t.Q.FacilityOfHolder(ctx, db.FacilityOfHolderParams{ID: id, Holder: holder, Org: org})
	return t.facility(ctx, r, Found(err, "facility", id))
}

// FacilityByKey reads a facility by the key of its number.
func (t *Tx) FacilityByKey(ctx context.Context, key string) (*facility.Facility, error) {
	r, err := t.Q.FacilityByKey(ctx, key)
	return t.facility(ctx, r, Found(err, "facility", key))
}

// FacilitiesFor lists the facilities of a country that may give any of the taxa.
func (t *Tx) FacilitiesFor(ctx context.Context, country string, taxa []string) ([]facility.Facility, error) {
	rows, err := t.Q.FacilitiesFor(ctx, db.FacilitiesForParams{Country: country, Taxa: codes(taxa)})
	if err != nil {
		return nil, fmt.Errorf("read facilities: %w", err)
	}
	return t.facilities(ctx, rows)
}

func (t *Tx) facilities(ctx context.Context, rows []db.Facility) ([]facility.Facility, error) {
	out := make([]facility.Facility, len(rows))
	for i, r := range rows {
		f, err := t.facility(ctx, r, nil)
		if err != nil {
			return nil, err
		}
		out[i] = *f
	}
	return out, nil
}

// facility makes a facility of a row and reads its species.
func (t *Tx) facility(ctx context.Context, r db.Facility, err error) (*facility.Facility, error) {
	if err != nil {
		return nil, err
	}
	f := &facility.Facility{ID: r.ID, Number: r.Number, Name: r.Name, Kind: facility.Kind(r.Kind), Country: cites.Country(r.Country),
		Holder: r.Holder, HolderName: r.HolderName, Org: r.Org, Address: r.Address, State: facility.State(r.State), Version: r.Version,
		SEC: r.Sec == 1, Founder: r.Founder, Reason: r.Reason, Created: moment(r.Created), Changed: moment(r.Changed)}
	if err := days(&f.From, r.FromDay, &f.Until, r.UntilDay, &f.SECDate, r.SecDay); err != nil {
		return nil, fmt.Errorf("read facility %s: %w", r.Number, err)
	}
	rows, err := t.Q.FacilitySpecies(ctx, r.ID)
	if err != nil {
		return nil, fmt.Errorf("read facility %s: %w", r.Number, err)
	}
	for _, s := range rows {
		f.Species = append(f.Species, facility.Output{TaxonID: s.TaxonID, ScientificName: s.ScientificName, Year: int(s.Year),
			Sources: codeList[cites.Source](s.Sources), Quantity: cites.Quantity(s.Output), Unit: cites.Unit(s.Unit)})
	}
	return f, nil
}

// InsertFacility adds a facility with its species.
func (t facilityTx) InsertFacility(ctx context.Context, f *facility.Facility) error {
	err := t.Q.InsertFacility(ctx, db.InsertFacilityParams{ID: f.ID, Number: f.Number, NumberKey: facility.Key(f.Number), Name: f.Name,
		Kind: string(f.Kind), Country: string(f.Country), Holder: f.Holder, HolderName: f.HolderName, Org: f.Org, Address: f.Address,
		State: string(f.State), Version: f.Version, FromDay: f.From.String(), UntilDay: f.Until.String(), Sec: bit(f.SEC), SecDay: f.SECDate.String(),
		Founder: f.Founder, Reason: f.Reason, Created: micros(f.Created), Changed: micros(f.Changed), Search: facilitySearch(f)})
	if err != nil {
		return err
	}
	return t.saveSpecies(ctx, f)
}

// SaveFacility writes a facility where the stored version equals f.Version, and
// raises the version.
func (t facilityTx) SaveFacility(ctx context.Context, f *facility.Facility) error {
	n, err := t.Q.SaveFacility(ctx, db.SaveFacilityParams{ID: f.ID, OldVersion: f.Version, Number: f.Number, NumberKey: facility.Key(f.Number),
		Name: f.Name, Kind: string(f.Kind), Country: string(f.Country), Holder: f.Holder, HolderName: f.HolderName, Org: f.Org, Address: f.Address,
		State: string(f.State), FromDay: f.From.String(), UntilDay: f.Until.String(), Sec: bit(f.SEC), SecDay: f.SECDate.String(),
		Founder: f.Founder, Reason: f.Reason, Changed: micros(f.Changed), Search: facilitySearch(f)})
	if err := Saved(n, err, "facility", f.ID); err != nil {
		return err
	}
	f.Version++
	return t.saveSpecies(ctx, f)
}

func (t facilityTx) saveSpecies(ctx context.Context, f *facility.Facility) error {
	if err := t.Q.DeleteFacilitySpecies(ctx, f.ID); err != nil {
		return err
	}
	for _, o := range f.Species {
		err := t.Q.InsertFacilitySpecies(ctx, db.InsertFacilitySpeciesParams{FacilityID: f.ID, TaxonID: o.TaxonID, Year: int64(o.Year),
			ScientificName: o.ScientificName, Sources: codes(o.Sources), Output: int64(o.Quantity), Unit: string(o.Unit)})
		if err != nil {
			return err
		}
	}
	return nil
}

func facilitySearch(f *facility.Facility) string {
	texts := []string{f.Number, facility.Key(f.Number), f.Name, f.HolderName, f.Address}
	for _, o := range f.Species {
		texts = append(texts, o.ScientificName)
	}
	return folded(texts...)
}

// ListFacilities gives one page of facilities and how many there are in all.
func (t facilityTx) ListFacilities(ctx context.Context, f facility.Filter) ([]facility.Facility, int, error) {
	p := db.ListFacilitiesParams{Pattern: searchPattern(f.Text), Kind: string(f.Kind), State: string(f.State), Country: string(f.Country),
		Scoped: bit(f.Scoped), Holder: f.Holder, Org: f.Org, Most: int64(f.Limit), Skip: int64(f.Offset)}
	rows, err := t.Q.ListFacilities(ctx, p)
	if err != nil {
		return nil, 0, err
	}
	total, err := t.Q.CountFacilities(ctx, db.CountFacilitiesParams{Pattern: p.Pattern, Kind: p.Kind, State: p.State, Country: p.Country,
		Scoped: p.Scoped, Holder: p.Holder, Org: p.Org})
	if err != nil {
		return nil, 0, err
	}
	out, err := t.facilities(ctx, rows)
	return out, int(total), err
}

// FacilityIssued adds up what was issued from a facility of a taxon in a year.
func (t *Tx) FacilityIssued(ctx context.Context, number, taxon string, year int) ([]facility.Amount, error) {
	rows, err := t.Q.FacilityIssued(ctx, db.FacilityIssuedParams{Facility: facility.Key(number), TaxonID: taxon,
		FirstDay: cites.Date{Year: year, Month: 1, Day: 1}.String(), LastDay: cites.Date{Year: year, Month: 12, Day: 31}.String()})
	if err != nil {
		return nil, fmt.Errorf("add up what facility %s issued: %w", number, err)
	}
	out := make([]facility.Amount, len(rows))
	for i, r := range rows {
		out[i] = facility.Amount{Quantity: cites.Quantity(r.Total), Unit: cites.Unit(r.Unit)}
	}
	return out, nil
}
