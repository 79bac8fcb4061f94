package application

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/stock"
)

// LotUse is how much of a lot of the stock account a line of a re-export takes.
type LotUse struct {
	Lot      string         `json:"lot"`
	Number   string         `json:"number,omitempty"` // of the lot, as people know it
	Quantity cites.Quantity `json:"quantity"`         // thousandths of the lot's unit
}

// MarkUse is a line of a permit on which a mark stands.
type MarkUse struct {
	Number cites.PermitNumber
	Letter string
}

// Scope is whose lots the lines of an application may take: the owner's and the
// owner's firm's.
func (a *Application) Scope() stock.Scope { return stock.Scope{Account: a.Owner, Org: a.Org} }

// Wants lists what the lines take of the stock account.
func (a *Application) Wants() []stock.Want {
	var out []stock.Want
	for _, l := range a.Content.Lines {
		for _, u := range l.Lots {
			out = append(out, stock.Want{Line: l.ID, Lot: u.Lot, Quantity: u.Quantity})
		}
	}
	return out
}

// stockAct is the movement of lots by an application.
func (o *Office) stockAct(a *Application, now time.Time) stock.Act {
	return stock.Act{Kind: "application", ID: a.ID, Name: a.Reference, At: now, NewID: o.NewID, Account: a.Owner, Org: a.Org}
}

// fillFromLots takes unit, source and boxes 12 and 12a of a line from the lots it
// names. Lots that differ in these cannot share a line.
func (o *Office) fillFromLots(ctx context.Context, tx Tx, a *Application, l *Line) (*fault.Error, error) {
	if len(l.Lots) == 0 {
		return nil, nil
	}
	bad := fault.Invalidf("apply.invalid")
	lots := make([]stock.Lot, 0, len(l.Lots))
	for i, u := range l.Lots {
		x, err := tx.LotOfOwner(ctx, u.Lot, a.Scope())
		if fault.KindOf(err) == fault.NotFound {
			return bad.Add("lot."+u.Lot, "apply.lot.unknown"), nil
		}
		if err != nil {
			return nil, fmt.Errorf("lot of line: %w", err)
		}
		l.Lots[i].Number = x.Number
		if x.TaxonID != l.TaxonID {
			bad.Add("lot."+u.Lot, "apply.lot.taxon", "number", x.Number, "name", x.ScientificName)
		}
		if u.Quantity > x.Balance() {
			bad.Add("lot."+u.Lot, "stock.not_enough", "number", x.Number, "left", x.Balance(), "wanted", u.Quantity)
		}
		lots = append(lots, *x)
	}
	if !stock.Together(lots) {
		bad.Add("lots", "apply.lot.mixed")
	}
	if bad.OrNil() != nil {
		return bad, nil
	}
	l.take(lots[0])
	return nil, nil
}

// fillLots does so for every line.
func (o *Office) fillLots(ctx context.Context, tx Tx, a *Application) (*fault.Error, error) {
	for i := range a.Content.Lines {
		if bad, err := o.fillFromLots(ctx, tx, a, &a.Content.Lines[i]); bad != nil || err != nil {
			return bad, err
		}
	}
	return nil, nil
}

// readLots reads what a line takes of each lot: fields "lot.ID".
func readLots(r *reader, l *Line) {
	l.Lots = nil
	for _, name := range slices.Sorted(maps.Keys(r.form)) {
		id, ok := strings.CutPrefix(name, "lot.")
		if !ok || len(l.Lots) >= maxLots {
			continue
		}
		s := strings.TrimSpace(clean(r.raw(name)))
		if s == "" {
			continue
		}
		q, err := cites.ParseQuantity(s)
		switch {
		case err != nil:
			r.fail(name, "apply.quantity."+string(reason(err)))
		case q <= 0:
			r.fail(name, "apply.quantity.zero")
		}
		l.Lots = append(l.Lots, LotUse{Lot: id, Quantity: q})
	}
}

// maxLots is how many lots a line can mix.
const maxLots = 50

func writeLots(l Line, f Form) {
	for _, u := range l.Lots {
		f["lot."+u.Lot] = u.Quantity.String()
	}
}

// take writes the papers of a lot into a line.
func (l *Line) take(x stock.Lot) {
	l.Term, l.Unit, l.Source, l.SecondSource = x.Term, x.Unit, x.Source, x.SecondSource
	l.Quantity, l.QuantityText = 0, ""
	for _, u := range l.Lots {
		l.Quantity += u.Quantity
	}
	l.Origin, l.LastReexport, l.ImportProof = referenceOf(x.Origin), referenceOf(x.LastReexport), referenceOf(x.Proof)
	if x.Origin.Country != "" && x.Origin.Number == "" {
		l.Origin.Unknown, l.Origin.Reason = true, originOfLot(x)
	}
}

// originOfLot justifies box 12 for a lot whose origin permit is not known; it is
// printed in box 5, in the language of the form.
func originOfLot(x stock.Lot) string {
	return "stock account " + x.Number + ": the permit of the country of origin is not known"
}

func referenceOf(p stock.Paper) Reference {
	return Reference{Country: p.Country, Number: p.Number, Date: p.Date}
}
