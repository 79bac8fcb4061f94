package control

import (
	"context"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/stock"
)

// moveStock keeps the stock accounts in step with a crossing: what an import
// permit let in becomes a lot of its holder, with the quantity that really
// arrived; what an export did not take comes back.
func (o *Office) moveStock(ctx context.Context, tx Tx, who actor.Actor, p *permit.Permit, e *Endorsement, now time.Time) error {
	act := stock.Act{Kind: "permit", ID: p.ID, Name: string(p.Number), At: now, NewID: o.NewID, Account: p.Owner, Org: p.Org}
	if e.Kind == Export {
		if p.Record.Partial {
			return nil // more may leave under it
		}
		return stock.Settle(ctx, tx, act, p.ApplicationID)
	}
	for _, c := range e.Lines {
		l, ok := lineOf(p, c.Letter)
		if !ok || c.Quantity == 0 {
			continue
		}
		lot := lotOf(p, l, c.Quantity)
		lot.OwnerName, lot.OpenedBy = p.Record.Consignee.Name, who.Name
		if err := stock.Enter(ctx, tx, act, lot, o.Profile.Today(now).Year); err != nil {
			return err
		}
	}
	return nil
}

// lotOf makes a lot of a line that arrived. Goods straight from their country of
// origin came on the exporter's document; others were re-exported from there.
func lotOf(p *permit.Permit, l permit.Line, q cites.Quantity) *stock.Lot {
	r := p.Record
	lot := &stock.Lot{Kind: stock.FromImport, Owner: p.Owner, Org: p.Org, TaxonID: l.TaxonID, ScientificName: l.ScientificName, Kingdom: l.Kingdom,
		Term: l.Term, Unit: l.Unit, Source: l.Source, SecondSource: l.SecondSource, Quantity: q, PermitID: p.ID, Letter: l.Letter,
		Origin: paper(l.Origin), LastReexport: paper(l.LastReexport),
		Proof: stock.Paper{Country: r.Party, Number: string(p.Number), Date: r.Issued}}
	from := stock.Paper{Country: r.Consignor.Country, Number: r.Related.Number, Date: r.Related.Date}
	switch {
	case lot.Origin.Country == "" || lot.Origin.Country == from.Country:
		if lot.Origin.Number == "" {
			lot.Origin = from
		}
	case lot.LastReexport.Country != from.Country && from.Number != "":
		lot.LastReexport = from
	}
	return lot
}

func paper(e permit.Earlier) stock.Paper {
	return stock.Paper{Country: e.Country, Number: e.Number, Date: e.Date}
}
