package store

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/stock"
	"github.com/opencites/opencites/internal/store/db"
)

// Conversion reads a conversion by its id.
func (t stockTx) Conversion(ctx context.Context, id string) (*stock.Conversion, error) {
	r, err := t.Q.Conversion(ctx, id)
	return t.conversion(ctx, r, Found(err, "conversion", id))
}

// ConversionOfOwner reads a conversion within the scope of a trader.
func (t stockTx) ConversionOfOwner(ctx context.Context, id string, s stock.Scope) (*stock.Conversion, error) {
	r, err := t.Q.ConversionOfOwner(ctx, db.ConversionOfOwnerParams{ID: id, Owner: s.Account, Org: s.Org})
	return t.conversion(ctx, r, Found(err, "conversion", id))
}

// conversion makes a conversion of a row and reads what it consumed.
func (t stockTx) conversion(ctx context.Context, r db.StockConversion, err error) (*stock.Conversion, error) {
	if err != nil {
		return nil, err
	}
	c := &stock.Conversion{ID: r.ID, Number: r.Number, Owner: r.Owner, OwnerName: r.OwnerName, Org: r.Org, State: stock.ConversionState(r.State),
		Version: r.Version, Term: cites.Term(r.Term), Unit: cites.Unit(r.Unit), Quantity: cites.Quantity(r.Quantity),
		Plausible: cites.Quantity(r.Plausible), Lot: r.LotID, Note: r.Note, Reason: r.Reason, DeclaredBy: r.DeclaredBy,
		Declared: moment(r.Declared), DecidedBy: r.DecidedBy, Decided: moment(r.Decided)}
	rows, err := t.Q.ConversionInputs(ctx, r.ID)
	for _, in := range rows {
		c.Inputs = append(c.Inputs, stock.Input{Lot: in.LotID, Quantity: cites.Quantity(in.Quantity)})
		c.ScientificName = in.ScientificName
	}
	return c, err
}

// InsertConversion adds a conversion with what it consumes.
func (t stockTx) InsertConversion(ctx context.Context, c *stock.Conversion) error {
	err := t.Q.InsertConversion(ctx, db.InsertConversionParams{ID: c.ID, Number: c.Number, Owner: c.Owner, OwnerName: c.OwnerName, Org: c.Org,
		State: string(c.State), Version: c.Version, Term: string(c.Term), Unit: string(c.Unit), Quantity: int64(c.Quantity),
		Plausible: int64(c.Plausible), LotID: c.Lot, Note: c.Note, Reason: c.Reason, DeclaredBy: c.DeclaredBy, Declared: micros(c.Declared),
		DecidedBy: c.DecidedBy, Decided: micros(c.Decided)})
	if err != nil {
		return err
	}
	for _, in := range c.Inputs {
		if err := t.Q.InsertConversionInput(ctx, db.InsertConversionInputParams{ConversionID: c.ID, LotID: in.Lot, Quantity: int64(in.Quantity)}); err != nil {
			return err
		}
	}
	return nil
}

// SaveConversion writes a decision where the stored version equals c.Version, and
// raises the version.
func (t stockTx) SaveConversion(ctx context.Context, c *stock.Conversion) error {
	n, err := t.Q.SaveConversion(ctx, db.SaveConversionParams{ID: c.ID, OldVersion: c.Version, State: string(c.State), LotID: c.Lot, Reason: c.Reason,
		DecidedBy: c.DecidedBy, Decided: micros(c.Decided)})
	if err := Saved(n, err, "conversion", c.ID); err != nil {
		return err
	}
	c.Version++
	return nil
}

// ListConversions gives one page of conversions and how many there are in all.
func (t stockTx) ListConversions(ctx context.Context, f stock.ConversionFilter) ([]stock.Conversion, int, error) {
	p := db.ListConversionsParams{Pattern: searchPattern(f.Text), State: string(f.State), Scoped: bit(f.Scoped), Owner: f.Account, Org: f.Org,
		Most: int64(f.Limit), Skip: int64(f.Offset)}
	total, err := t.Q.CountConversions(ctx, db.CountConversionsParams{Pattern: p.Pattern, State: p.State, Scoped: p.Scoped, Owner: p.Owner, Org: p.Org})
	if err != nil {
		return nil, 0, err
	}
	rows, err := t.Q.ListConversions(ctx, p)
	if err != nil {
		return nil, 0, err
	}
	out := make([]stock.Conversion, len(rows))
	for i, r := range rows {
		c, err := t.conversion(ctx, r, nil)
		if err != nil {
			return nil, 0, err
		}
		out[i] = *c
	}
	return out, int(total), nil
}
