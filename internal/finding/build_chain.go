package finding

import (
	"context"
	"fmt"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/intake"
	"github.com/opencites/opencites/internal/species"
)

// ChainForm is what an applicant says about a stock.
type ChainForm struct {
	Taxon    species.ID
	Source   cites.Source
	Holder   string
	Quantity cites.Quantity
	Unit     cites.Unit
}

func (f *ChainForm) clean(law *species.Catalogue) (*species.Taxon, error) {
	wrong := fault.Invalidf("finding.invalid")
	f.Holder = intake.Line(f.Holder)
	t, ok := law.Taxon(f.Taxon)
	if !ok {
		wrong.Add("taxon", "finding.taxon_needed")
	}
	if _, err := cites.ParseSource(string(f.Source)); err != nil {
		wrong.Add("source", "chain.source_needed")
	}
	if f.Holder == "" {
		wrong.Add("holder", "chain.holder_needed")
	}
	tooLong(wrong, "holder", f.Holder, maxName)
	amount(wrong, f.Quantity, f.Unit)
	return t, wrong.OrNil()
}

func amount(wrong *fault.Error, q cites.Quantity, u cites.Unit) {
	if _, err := cites.ParseUnit(string(u)); err != nil {
		wrong.Add("unit", "finding.unit_needed")
	}
	if q <= 0 {
		wrong.Add("quantity", "chain.quantity_needed")
	}
	if u == cites.Number && !q.Whole() {
		wrong.Add("quantity", "chain.quantity_whole")
	}
}

// StartChain opens a chain for a stock of the actor's. An agent adds to the
// chains of traders for whom he acts, and opens none.
func (d *Desk) StartChain(ctx context.Context, who actor.Actor, f ChainForm) (*Chain, error) {
	if err := who.Must(actor.StartChain); err != nil {
		return nil, err
	}
	t, err := f.clean(d.Law())
	if err != nil {
		return nil, err
	}
	now := d.Now()
	c := &Chain{ID: d.NewID(), State: Building, Version: 1, Owner: who.ID, OwnerName: who.Name, Org: who.Org, Holder: f.Holder, Taxon: t.ID,
		TaxonName: t.Name, Source: f.Source, Quantity: f.Quantity, Unit: f.Unit, Created: now, Changed: now}
	err = d.Store.Update(ctx, func(tx Tx) error {
		year := d.Today().Year
		serial, err := tx.NextReference(ctx, "LAC", year)
		if err != nil {
			return err
		}
		c.Number = fmt.Sprintf("LAC-%d-%04d", year, serial)
		if err := tx.InsertChain(ctx, c); err != nil {
			return err
		}
		return noted(ctx, tx, who, actor.StartChain, "chain", c.ID, chainDetail(c, "start"))
	})
	return c, err
}

// LinkForm is one link as typed, with its file if one came along.
type LinkForm struct {
	Kind     Kind
	From, To string
	Date     cites.Date
	Country  cites.Country
	Place    string
	Quantity cites.Quantity
	Document string
	Note     string
	File     *Upload
}

func (f *LinkForm) clean(today cites.Date) *fault.Error {
	wrong := fault.Invalidf("finding.invalid")
	f.From, f.To, f.Place, f.Document, f.Note = intake.Line(f.From), intake.Line(f.To), intake.Line(f.Place), intake.Line(f.Document), intake.Note(f.Note)
	known := false
	for _, k := range Kinds() {
		known = known || k == f.Kind
	}
	if !known {
		wrong.Add("kind", "chain.kind_needed")
	}
	if f.To == "" {
		wrong.Add("to", "chain.to_needed")
	}
	if f.Date.After(today) {
		wrong.Add("date", "chain.date_future")
	}
	if f.Country != "" {
		if _, err := cites.ParseCountry(string(f.Country)); err != nil {
			wrong.Add("country", "chain.country_unknown")
		}
	}
	if f.Quantity <= 0 {
		wrong.Add("quantity", "chain.quantity_needed")
	}
	for name, text := range map[string]string{"from": f.From, "to": f.To, "place": f.Place, "document": f.Document} {
		tooLong(wrong, name, text, maxName)
	}
	tooLong(wrong, "note", f.Note, maxNote)
	return wrong
}

// MaxLinks bounds a chain: as many as a person can still follow.
const MaxLinks = 50

// AddLink adds a link at the end of a chain of the actor's. What an officer
// asked for counts as answered: he looks again.
func (d *Desk) AddLink(ctx context.Context, who actor.Actor, id string, version int64, f LinkForm) (*Link, error) {
	if err := who.Must(actor.WriteChain); err != nil {
		return nil, err
	}
	wrong := f.clean(d.Today())
	link := &Link{ID: d.NewID(), Kind: f.Kind, From: f.From, To: f.To, Date: f.Date, Country: f.Country, Place: f.Place, Quantity: f.Quantity,
		Document: f.Document, Note: f.Note, AddedBy: who.ID, AddedAt: d.Now()}
	var file *File
	if f.File != nil {
		x, err := d.examine(who, *f.File, Chains, id, link.ID)
		if bad := fault.Of(err); bad != nil {
			wrong.Fields = append(wrong.Fields, bad.Fields...)
		} else if err != nil {
			return nil, err
		}
		file = x
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	err := d.chain(ctx, who, id, version, "add_link", func(tx Tx, c *Chain, _ time.Time) error {
		if len(c.Links) >= MaxLinks {
			return fault.Invalidf("finding.invalid").Add("kind", "chain.links_many", "max", MaxLinks)
		}
		if c.Unit == cites.Number && !link.Quantity.Whole() {
			return fault.Invalidf("finding.invalid").Add("quantity", "chain.quantity_whole")
		}
		c.Missing, c.MissingBy, c.MissingAt = "", "", time.Time{}
		if err := tx.InsertLink(ctx, c.ID, link); err != nil || file == nil {
			return err
		}
		if err := d.room(ctx, tx, file); err != nil {
			return err
		}
		return tx.InsertFile(ctx, file, f.File.Data)
	})
	return link, err
}

// RemoveLink takes a link out on which no finding rests.
func (d *Desk) RemoveLink(ctx context.Context, who actor.Actor, id string, version int64, link string) error {
	return d.chain(ctx, who, id, version, "remove_link", func(tx Tx, c *Chain, _ time.Time) error {
		return tx.DeleteLink(ctx, c.ID, link)
	})
}

// CloseChain ends a chain: nothing is drawn from it any more.
func (d *Desk) CloseChain(ctx context.Context, who actor.Actor, id string, version int64) error {
	return d.chain(ctx, who, id, version, "close", func(_ Tx, c *Chain, _ time.Time) error {
		if c.Reserved > 0 {
			return fault.New(fault.Conflict, "chain.reserved", "number", c.Number)
		}
		c.State = Closed
		return nil
	})
}

// chain is the common part of the owner's acts on one chain.
func (d *Desk) chain(ctx context.Context, who actor.Actor, id string, version int64, act string, do func(tx Tx, c *Chain, now time.Time) error) error {
	if err := who.Must(actor.WriteChain); err != nil {
		return err
	}
	return d.Store.Update(ctx, func(tx Tx) error {
		c, err := tx.ChainOf(ctx, id, d.scope(who))
		if err != nil {
			return err
		}
		switch {
		case c.Version != version:
			return fault.New(fault.Conflict, "finding.stale", "number", c.Number)
		case c.State != Building:
			return fault.New(fault.Conflict, "chain.closed", "number", c.Number)
		}
		now := d.Now()
		if err := do(tx, c, now); err != nil {
			return err
		}
		c.Changed = now
		if err := tx.SaveChain(ctx, c); err != nil {
			return err
		}
		return noted(ctx, tx, who, actor.WriteChain, "chain", c.ID, chainDetail(c, act))
	})
}

func chainDetail(c *Chain, act string) map[string]any {
	return map[string]any{"act": act, "number": c.Number, "taxon": string(c.Taxon), "source": string(c.Source), "quantity": int64(c.Quantity), "unit": string(c.Unit),
		"missing": c.Missing}
}
