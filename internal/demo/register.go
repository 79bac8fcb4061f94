package demo

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/stock"
)

// place is one facility of the demo Party and the goods it gives.
type place struct {
	form   facility.Form
	source cites.Source
	names  []string // empty: all goods of the owner with the source
	output cites.Quantity
}

func (t *Town) places() []place {
	own := t.Profile.Party
	at := func(login string) string { return strings.Join(t.firm(login).Address, "\n") }
	return []place{
		{facility.Form{Number: "QZ-A-101", Name: "Aurel Reptile Farm", Kind: facility.Breeding, Country: own, Login: "trader@aurelia.example", Address: at("trader@aurelia.example"),
			Founder: "42 animals of 9 species, bought from registered breeders between 2009 and 2014; invoices on file."}, "C", nil, 4_000_000},
		{facility.Form{Number: "QZ-A-102", Name: "Mbira Falcon Centre", Kind: facility.Breeding, Country: own, Login: "safari@aurelia.example", Address: at("safari@aurelia.example"), SEC: true,
			Founder: "6 males and 7 females, captive-bred in the second generation, closed rings."}, "D", []string{"Falco peregrinus"}, 40_000},
		{facility.Form{Number: "QZ-P-201", Name: "Pépinières de la Côte", Kind: facility.Nursery, Country: own, Login: "nursery@aurelia.example", Address: at("nursery@aurelia.example")}, "A", nil, 60_000_000},
		{facility.Form{Number: "QZ-R-301", Name: "Sawa River Ranch", Kind: facility.Ranch, Country: own, Login: "trader@aurelia.example", Address: "Sawa River, km 14"}, "R", nil, 90_000_000},
		{facility.Form{Number: "QZ001", Name: "National Zoological Park", Kind: facility.Institution, Country: own, Login: "zoo@aurelia.example", Address: at("zoo@aurelia.example")}, "", nil, 0},
		{facility.Form{Number: "FR075", Name: "Muséum national d’histoire naturelle", Kind: facility.Institution, Country: "FR", Address: "57 rue Cuvier\n75005 Paris"}, "", nil, 0},
	}
}

// facilities fills the register before the two years begin.
func (t *Town) facilities(ctx context.Context) error {
	officer, today := t.the(actor.CaseOfficer, 0).Actor, t.Profile.Today(t.Clock.Now())
	for _, p := range t.places() {
		f, err := t.Facilities.Add(ctx, officer, p.form)
		if err != nil {
			return fmt.Errorf("facility %s: %w", p.form.Number, err)
		}
		version := f.Version
		for _, o := range t.outputs(p) {
			if err := t.Facilities.SetOutput(ctx, officer, f.ID, version, o); err != nil {
				return fmt.Errorf("facility %s: %w", p.form.Number, err)
			}
			version++
		}
		if p.form.SEC {
			if err := t.Facilities.Announce(ctx, officer, f.ID, version, today.AddDays(-100)); err != nil {
				return err
			}
			version++
		}
		if err := t.Facilities.Register(ctx, officer, f.ID, version, today); err != nil {
			return fmt.Errorf("facility %s: %w", p.form.Number, err)
		}
	}
	if _, err := t.Facilities.Import(ctx, officer, strings.NewReader(abroad)); err != nil {
		return fmt.Errorf("facilities abroad: %w", err)
	}
	return nil
}

// abroad is the file with the facilities of other Parties.
//
//go:embed facilities.csv
var abroad string

// outputs are the species of a place, once each.
func (t *Town) outputs(p place) []facility.Output {
	names := slices.Clone(p.names)
	for _, g := range t.goods {
		if len(p.names) == 0 && p.source != "" && g.source == p.source && g.kind == cites.ExportPermit && t.ownerOf(g).Login == p.form.Login && !slices.Contains(names, g.name) {
			names = append(names, g.name)
		}
	}
	var out []facility.Output
	for _, name := range names {
		out = append(out, facility.Output{ScientificName: name, Sources: []cites.Source{p.source}, Quantity: p.output, Unit: cites.Number})
	}
	return out
}

// facilityOf is the number of the place from which a good comes.
func (t *Town) facilityOf(g good) string {
	for _, p := range t.places() {
		if g.kind == cites.ExportPermit && p.source == g.source && len(p.names) == 0 && p.form.Login == t.ownerOf(g).Login {
			return p.form.Number
		}
	}
	return ""
}

// registers leaves a suspended facility, one in its objection period, and stock
// accounts with conversions and a re-export.
func (t *Town) registers(ctx context.Context, n int) error {
	officer, today := t.the(actor.CaseOfficer, 0).Actor, t.Profile.Today(t.Clock.Now())
	falcons, err := t.Facilities.ByNumber(ctx, officer, "QZ-A-102")
	if err != nil {
		return err
	}
	if err := t.Facilities.Suspend(ctx, officer, falcons.ID, falcons.Version, "The stock book was not shown at the inspection."); err != nil {
		return err
	}
	f, err := t.Facilities.Add(ctx, officer, facility.Form{Number: "QZ-A-103", Name: "Port Aurel Crocodiles", Kind: facility.Breeding, Country: t.Profile.Party,
		Login: "leather@aurelia.example", SEC: true, Founder: "120 animals hatched from ranched eggs in 2011."})
	if err != nil {
		return err
	}
	if err := t.Facilities.Announce(ctx, officer, f.ID, f.Version, today.AddDays(-20)); err != nil {
		return err
	}
	return t.stock(ctx, n)
}

// stock opens three lots for the tannery, converts and re-exports.
func (t *Town) stock(ctx context.Context, n int) error {
	officer, tanner, today := t.the(actor.CaseOfficer, 0).Actor, t.firm("leather@aurelia.example"), t.Profile.Today(t.Clock.Now())
	skins := stock.LotForm{Login: tanner.Login, Kind: stock.FromForeign, ScientificName: "Crocodylus porosus", Term: "SKI", Unit: cites.Number, Source: "C", Quantity: 120_000,
		Origin:   stock.Paper{Country: "AU", Number: "25AU003417", Date: today.AddDays(-160)},
		Proof:    stock.Paper{Country: t.Profile.Party, Number: "IMP-2026-0417", Date: today.AddDays(-120)},
		Evidence: "Export permit 25AU003417 surrendered and cancelled at Port Aurel; counted by customs."}
	second := skins
	second.Quantity, second.Proof.Number, second.Proof.Date = 80_000, "IMP-2026-0533", today.AddDays(-90)
	old := stock.LotForm{Login: tanner.Login, Kind: stock.Existing, ScientificName: "Malayopython reticulatus", Term: "SKI", Unit: cites.Number, Source: "W", Quantity: 35_000,
		Origin: stock.Paper{Country: "ID"}, Evidence: "Stock-taking of 2019, inspected and tagged; minutes MA/2019/88."}
	var lots []*stock.Lot
	for _, form := range []stock.LotForm{skins, second, old} {
		l, err := t.Stock.Open(ctx, officer, form)
		if err != nil {
			return fmt.Errorf("open lot: %w", err)
		}
		lots = append(lots, l)
	}
	made, err := t.Stock.Declare(ctx, tanner.Actor, stock.ConversionForm{Inputs: []stock.Input{{Lot: lots[0].ID, Quantity: 70_000}, {Lot: lots[1].ID, Quantity: 30_000}},
		Term: "LPS", Unit: cites.Number, Quantity: 180_000, Note: "Wallets and belts, two for each skin; offcuts burnt."})
	if err != nil {
		return fmt.Errorf("convert: %w", err)
	}
	if _, err := t.Stock.Declare(ctx, tanner.Actor, stock.ConversionForm{Inputs: []stock.Input{{Lot: lots[2].ID, Quantity: 10_000}},
		Term: "LPS", Unit: cites.Number, Quantity: 45_000, Note: "Key rings from offcuts."}); err != nil {
		return fmt.Errorf("convert: %w", err)
	}
	for i, q := range []cites.Quantity{60_000, 40_000} {
		if err := t.reexport(ctx, n+i, tanner, made.Lot, q, i == 0); err != nil {
			return fmt.Errorf("re-export from stock: %w", err)
		}
	}
	return nil
}

// reexport applies for goods of a lot and, for the first, brings the case to its
// permit.
func (t *Town) reexport(ctx context.Context, n int, owner Person, lot string, q cites.Quantity, whole bool) error {
	c := &consignment{t: t, n: n, r: source(n), owner: owner}
	for _, g := range t.goods {
		if g.name != "Crocodylus porosus" {
			continue
		}
		content := c.content(g)
		content.Lines = content.Lines[:1]
		content.Lines[0].Lots = []application.LotUse{{Lot: lot, Quantity: q}}
		a, err := t.Applications.StartDraft(ctx, owner.Actor, g.kind, "")
		if err != nil {
			return err
		}
		if a, err = t.Applications.FillDraft(ctx, owner.Actor, a.ID, a.Version, content); err != nil {
			return err
		}
		if c.app, err = t.Applications.Submit(ctx, owner.Actor, a.ID, a.Version, application.Declaration{Accepted: true, NotRefused: true, Name: owner.Name}); err != nil || !whole {
			return err
		}
	}
	if err := c.review(ctx); err != nil {
		return err
	}
	return c.decide(ctx)
}
