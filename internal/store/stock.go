package store

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/stock"
	"github.com/opencites/opencites/internal/store/db"
)

// Stocks is the store of package stock.
type Stocks struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s Stocks) Update(ctx context.Context, fn func(stock.Tx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(stockTx{t}) })
}

// View runs fn on one snapshot.
func (s Stocks) View(ctx context.Context, fn func(stock.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(stockTx{t}) })
}

type stockTx struct{ *Tx }

// OwnerByLogin finds the account for which a lot is opened.
func (t stockTx) OwnerByLogin(ctx context.Context, login string) (*account.Account, error) {
	return accountTx{t.Tx}.AccountByLogin(ctx, account.FoldLogin(login))
}

func lotOf(r db.StockLot, err error) (*stock.Lot, error) {
	if err != nil {
		return nil, err
	}
	l := &stock.Lot{ID: r.ID, Number: r.Number, Kind: stock.Kind(r.Kind), Owner: r.Owner, OwnerName: r.OwnerName, Org: r.Org, TaxonID: r.TaxonID,
		ScientificName: r.ScientificName, Kingdom: cites.Kingdom(r.Kingdom), Term: cites.Term(r.Term), Unit: cites.Unit(r.Unit),
		Source: cites.Source(r.Source), SecondSource: cites.Source(r.SecondSource),
		Origin:       stock.Paper{Country: cites.Country(r.OriginCountry), Number: r.OriginNumber},
		LastReexport: stock.Paper{Country: cites.Country(r.LastCountry), Number: r.LastNumber},
		Proof:        stock.Paper{Country: cites.Country(r.ProofCountry), Number: r.ProofNumber},
		PermitID:     r.PermitID, Letter: r.Letter, ConversionID: r.ConversionID, Evidence: r.Evidence, Quantity: cites.Quantity(r.Quantity),
		Reserved: cites.Quantity(r.Reserved), Drawn: cites.Quantity(r.Drawn), Opened: moment(r.Opened), OpenedBy: r.OpenedBy}
	if err := days(&l.Origin.Date, r.OriginDay, &l.LastReexport.Date, r.LastDay, &l.Proof.Date, r.ProofDay); err != nil {
		return nil, fmt.Errorf("read lot %s: %w", r.Number, err)
	}
	return l, nil
}

func lots(rows []db.StockLot, err error) ([]stock.Lot, error) {
	if err != nil {
		return nil, fmt.Errorf("read lots: %w", err)
	}
	out := make([]stock.Lot, len(rows))
	for i, r := range rows {
		l, err := lotOf(r, nil)
		if err != nil {
			return nil, err
		}
		out[i] = *l
	}
	return out, nil
}

// Lot reads a lot by its id.
func (t *Tx) Lot(ctx context.Context, id string) (*stock.Lot, error) {
	r, err := t.Q.Lot(ctx, id)
	return lotOf(r, Found(err, "lot", id))
}

// LotOfOwner reads a lot within the scope of a trader.
func (t *Tx) LotOfOwner(ctx context.Context, id string, s stock.Scope) (*stock.Lot, error) {
	r, err := t.Q.LotOfOwner(ctx, db.LotOfOwnerParams{ID: id, Owner: s.Account, Org: s.Org})
	return lotOf(r, Found(err, "lot", id))
}

// LotsByProof reads the lots that an import document opened.
func (t *Tx) LotsByProof(ctx context.Context, key string) ([]stock.Lot, error) {
	return lots(t.Q.LotsByProof(ctx, key))
}

// InsertLot adds a lot; nothing of it is reserved or drawn.
func (t *Tx) InsertLot(ctx context.Context, l *stock.Lot) error {
	return t.Q.InsertLot(ctx, db.InsertLotParams{ID: l.ID, Number: l.Number, Kind: string(l.Kind), Owner: l.Owner, OwnerName: l.OwnerName, Org: l.Org,
		TaxonID: l.TaxonID, ScientificName: l.ScientificName, Kingdom: string(l.Kingdom), Term: string(l.Term), Unit: string(l.Unit),
		Source: string(l.Source), SecondSource: string(l.SecondSource), OriginCountry: string(l.Origin.Country), OriginNumber: l.Origin.Number,
		OriginDay: l.Origin.Date.String(), LastCountry: string(l.LastReexport.Country), LastNumber: l.LastReexport.Number,
		LastDay: l.LastReexport.Date.String(), ProofCountry: string(l.Proof.Country), ProofNumber: l.Proof.Number,
		ProofKey: proofKey(l), ProofDay: l.Proof.Date.String(), PermitID: l.PermitID, Letter: l.Letter, ConversionID: l.ConversionID,
		Evidence: l.Evidence, Quantity: int64(l.Quantity), Opened: micros(l.Opened), OpenedBy: l.OpenedBy,
		Search: folded(l.Number, l.ScientificName, l.OwnerName, l.Origin.Number, l.Proof.Number, string(l.Term))})
}

// proofKey is empty for what was converted: only the imported lot itself stands
// for its import document.
func proofKey(l *stock.Lot) string {
	if l.Kind == stock.FromConversion {
		return ""
	}
	return cites.NumberKey(cites.PermitNumber(l.Proof.Number))
}

// NextStockNumber counts up within a prefix and a year.
func (t *Tx) NextStockNumber(ctx context.Context, prefix string, year int) (int64, error) {
	return t.Q.NextReference(ctx, db.NextReferenceParams{Prefix: prefix, Year: int64(year)})
}

// ReserveLot takes from what is free of a lot within the scope; false when there
// is not enough.
func (t *Tx) ReserveLot(ctx context.Context, id string, s stock.Scope, q cites.Quantity) (bool, error) {
	n, err := t.Q.ReserveLot(ctx, db.ReserveLotParams{ID: id, Owner: s.Account, Org: s.Org, Amount: int64(q)})
	return n == 1, err
}

// ReleaseLot turns reserved into free.
func (t *Tx) ReleaseLot(ctx context.Context, id string, q cites.Quantity) (bool, error) {
	n, err := t.Q.ReleaseLot(ctx, db.ReleaseLotParams{ID: id, Amount: int64(q)})
	return n == 1, err
}

// UseLot turns reserved into drawn.
func (t *Tx) UseLot(ctx context.Context, id string, q cites.Quantity) (bool, error) {
	n, err := t.Q.UseLot(ctx, db.UseLotParams{ID: id, Amount: int64(q)})
	return n == 1, err
}

// ReturnLot turns drawn into free.
func (t *Tx) ReturnLot(ctx context.Context, id string, q cites.Quantity) (bool, error) {
	n, err := t.Q.ReturnLot(ctx, db.ReturnLotParams{ID: id, Amount: int64(q)})
	return n == 1, err
}

// InsertLotDraw adds what a line takes from a lot.
func (t *Tx) InsertLotDraw(ctx context.Context, d *stock.Draw) error {
	return t.Q.InsertLotDraw(ctx, db.InsertLotDrawParams{ApplicationID: d.Application, LineID: d.Line, LotID: d.Lot, PermitID: d.Permit, Letter: d.Letter,
		State: string(d.State), Amount: int64(d.Amount), Returned: int64(d.Returned)})
}

// SaveLotDraw writes where a draw stands.
func (t *Tx) SaveLotDraw(ctx context.Context, d *stock.Draw) error {
	n, err := t.Q.SaveLotDraw(ctx, db.SaveLotDrawParams{ApplicationID: d.Application, LineID: d.Line, LotID: d.Lot, PermitID: d.Permit, Letter: d.Letter,
		State: string(d.State), Returned: int64(d.Returned)})
	return Saved(n, err, "draw", d.Lot)
}

// LotDrawsOf lists the draws of an application.
func (t *Tx) LotDrawsOf(ctx context.Context, application string) ([]stock.Draw, error) {
	rows, err := t.Q.LotDrawsOf(ctx, application)
	if err != nil {
		return nil, fmt.Errorf("read draws of %s: %w", application, err)
	}
	out := make([]stock.Draw, len(rows))
	for i, r := range rows {
		out[i] = stock.Draw{Application: r.ApplicationID, Line: r.LineID, Lot: r.LotID, Permit: r.PermitID, Letter: r.Letter,
			State: stock.DrawState(r.State), Amount: cites.Quantity(r.Amount), Returned: cites.Quantity(r.Returned)}
	}
	return out, nil
}

// ExportedOf is what really left under the permits of an application, by line.
func (t *Tx) ExportedOf(ctx context.Context, application string) (map[string]cites.Quantity, error) {
	rows, err := t.Q.ExportedOf(ctx, application)
	if err != nil {
		return nil, fmt.Errorf("read what left of %s: %w", application, err)
	}
	out := map[string]cites.Quantity{}
	for _, r := range rows {
		out[r.Letter] = cites.Quantity(r.Total)
	}
	return out, nil
}

// InsertMovement adds a movement.
func (t *Tx) InsertMovement(ctx context.Context, m *stock.Movement) error {
	return t.Q.InsertMovement(ctx, db.InsertMovementParams{ID: m.ID, LotID: m.Lot, Kind: string(m.Kind), Quantity: int64(m.Quantity),
		SubjectKind: m.Act.Kind, SubjectID: m.Act.ID, Subject: m.Act.Name, At: micros(m.Act.At)})
}

// Movements lists the movements of a lot, oldest first.
func (t stockTx) Movements(ctx context.Context, lot string) ([]stock.Movement, error) {
	rows, err := t.Q.Movements(ctx, lot)
	if err != nil {
		return nil, fmt.Errorf("read movements of %s: %w", lot, err)
	}
	out := make([]stock.Movement, len(rows))
	for i, r := range rows {
		out[i] = stock.Movement{ID: r.ID, Lot: r.LotID, Kind: stock.MovementKind(r.Kind), Quantity: cites.Quantity(r.Quantity),
			Act: stock.Act{Kind: r.SubjectKind, ID: r.SubjectID, Name: r.Subject, At: moment(r.At)}}
	}
	return out, nil
}

// ListLots gives one page of lots and how many there are in all.
func (t stockTx) ListLots(ctx context.Context, f stock.Filter) ([]stock.Lot, int, error) {
	p := db.ListLotsParams{Pattern: searchPattern(f.Text), Kind: string(f.Kind), TaxonID: f.Taxon, Open: bit(f.Open), Scoped: bit(f.Scoped),
		Owner: f.Account, Org: f.Org, Most: int64(f.Limit), Skip: int64(f.Offset)}
	total, err := t.Q.CountLots(ctx, db.CountLotsParams{Pattern: p.Pattern, Kind: p.Kind, TaxonID: p.TaxonID, Open: p.Open, Scoped: p.Scoped,
		Owner: p.Owner, Org: p.Org})
	if err != nil {
		return nil, 0, err
	}
	out, err := lots(t.Q.ListLots(ctx, p))
	return out, int(total), err
}
