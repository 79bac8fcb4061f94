package stock

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
)

// Desk is where stock accounts are kept. Its fields are set once; it is safe for
// concurrent use.
type Desk struct {
	Store  Store
	Party  cites.Country
	Law    func() *species.Catalogue
	Yields Yields
	Today  func() cites.Date
	Now    func() time.Time
	NewID  func() string
}

// Enter numbers a lot, writes it and its first movement. It is the only way into
// an account.
func Enter(ctx context.Context, l Ledger, act Act, lot *Lot, year int) error {
	n, err := l.NextStockNumber(ctx, "LOT", year)
	if err != nil {
		return err
	}
	lot.ID, lot.Number = act.NewID(), fmt.Sprintf("LOT-%04d-%06d", year, n)
	lot.Opened = act.At
	if err := l.InsertLot(ctx, lot); err != nil {
		return err
	}
	return move(ctx, l, act, lot.ID, Opened, lot.Quantity)
}

// LotForm is what an officer says about a lot that no import permit of ours
// opened: older stock, or goods that came in under a permit of another Party.
type LotForm struct {
	Login          string // of the owner
	Kind           Kind   // Existing or FromForeign
	TaxonID        string
	ScientificName string
	Term           cites.Term
	Unit           cites.Unit
	Source         cites.Source
	Quantity       cites.Quantity
	Origin         Paper
	LastReexport   Paper
	Proof          Paper
	Evidence       string
}

// maxText bounds notes and numbers, in characters.
const maxText = 2000

func (d *Desk) check(f *LotForm) error {
	bad := fault.Invalidf("stock.invalid")
	if strings.TrimSpace(f.Login) == "" {
		bad.Add("login", "stock.login_missing")
	}
	if !slices.Contains([]Kind{Existing, FromForeign}, f.Kind) {
		bad.Add("kind", "stock.kind_missing")
	}
	d.resolve(bad, f)
	goods(bad, f.Term, f.Unit, f.Quantity)
	if _, err := cites.ParseSource(string(f.Source)); err != nil {
		bad.Add("source", "stock.source_missing")
	}
	if !f.Origin.Country.Place() && f.Origin.Country != cites.CountryUnknown {
		bad.Add("origin_country", "stock.country_missing")
	}
	if f.Kind == FromForeign && (f.Origin.Number == "" || f.Origin.Date.IsZero()) && f.Origin.Country != cites.CountryUnknown {
		bad.Add("origin_number", "stock.origin_missing")
	}
	if c := f.LastReexport.Country; c != "" && (!c.Place() || f.LastReexport.Number == "" || f.LastReexport.Date.IsZero()) {
		bad.Add("last_number", "stock.last_missing")
	}
	for field, p := range map[string]Paper{"origin_date": f.Origin, "last_date": f.LastReexport, "proof_date": f.Proof} {
		if p.Date.After(d.Today()) {
			bad.Add(field, "stock.date_future")
		}
	}
	f.Evidence = strings.TrimSpace(f.Evidence)
	switch {
	case f.Evidence == "":
		bad.Add("evidence", "stock.evidence_missing")
	case utf8.RuneCountInString(f.Evidence) > maxText:
		bad.Add("evidence", "stock.long", "max", maxText)
	}
	return bad.OrNil()
}

// goods checks term, unit and quantity.
func goods(bad *fault.Error, t cites.Term, u cites.Unit, q cites.Quantity) {
	if _, err := cites.ParseTerm(string(t)); err != nil {
		bad.Add("term", "stock.term_missing")
	}
	if _, err := cites.ParseUnit(string(u)); err != nil {
		bad.Add("unit", "stock.unit_missing")
	}
	switch {
	case q <= 0:
		bad.Add("quantity", "stock.quantity_missing")
	case u == cites.Number && !q.Whole():
		bad.Add("quantity", "stock.quantity_whole")
	}
}

func (d *Desk) resolve(bad *fault.Error, f *LotForm) {
	law := d.Law()
	if t, ok := law.Taxon(species.ID(f.TaxonID)); ok && (f.ScientificName == "" || f.ScientificName == t.Name) {
		f.ScientificName = t.Name
		return
	}
	found := law.Find(f.ScientificName)
	switch {
	case f.ScientificName == "":
		bad.Add("taxon", "finding.taxon_needed")
		return
	case len(found) != 1:
		bad.Add("taxon", "stock.taxon_unknown", "name", f.ScientificName)
		return
	}
	f.TaxonID, f.ScientificName = string(found[0].ID), found[0].Name
}

// Open puts a lot into somebody's account on evidence.
func (d *Desk) Open(ctx context.Context, who actor.Actor, f LotForm) (*Lot, error) {
	if err := who.Must(actor.KeepStock); err != nil {
		return nil, err
	}
	if err := d.check(&f); err != nil {
		return nil, err
	}
	t, _ := d.Law().Taxon(species.ID(f.TaxonID))
	var lot *Lot
	err := d.Store.Update(ctx, func(tx Tx) error {
		owner, err := tx.OwnerByLogin(ctx, f.Login)
		if fault.KindOf(err) == fault.NotFound || err == nil && !owner.Actor().Has(actor.Trader) {
			return fault.Invalidf("stock.invalid").Add("login", "stock.login_unknown")
		}
		if err != nil {
			return err
		}
		lot = &Lot{Kind: f.Kind, Owner: owner.ID, OwnerName: nameOf(owner), Org: owner.Org, TaxonID: f.TaxonID, ScientificName: f.ScientificName,
			Kingdom: t.Kingdom, Term: f.Term, Unit: f.Unit, Source: f.Source, Quantity: f.Quantity, Origin: f.Origin, LastReexport: f.LastReexport,
			Proof: f.Proof, Evidence: f.Evidence, OpenedBy: who.Name}
		act := Act{Kind: "lot", Name: string(f.Kind), At: d.Now(), NewID: d.NewID}
		if err := Enter(ctx, tx, act, lot, d.Today().Year); err != nil {
			return err
		}
		return noted(ctx, tx, who, actor.KeepStock, "stock_lot", lot.ID, map[string]any{"act": "open", "number": lot.Number, "owner": lot.Owner,
			"taxon": lot.ScientificName, "quantity": int64(lot.Quantity), "unit": string(lot.Unit), "evidence": lot.Evidence})
	})
	if err != nil {
		return nil, fmt.Errorf("open lot: %w", err)
	}
	return lot, nil
}

func nameOf(a *account.Account) string {
	if a.OrgName != "" {
		return a.OrgName
	}
	return a.Name
}

// noted records an act on stock.
func noted(ctx context.Context, tx Tx, who actor.Actor, verb actor.Verb, kind, id string, detail map[string]any) error {
	_, err := tx.Record(ctx, audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(who.RoleFor(verb))}, Verb: string(verb),
		SubjectKind: kind, SubjectID: id, Detail: detail})
	return err
}
