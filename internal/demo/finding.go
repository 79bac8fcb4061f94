package demo

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/species"
)

// taxonOf finds a taxon of the catalogue by its name.
func (t *Town) taxonOf(name string) (species.ID, error) {
	found := t.Law().Find(name)
	if len(found) == 0 {
		return "", fmt.Errorf("no taxon %s in the catalogue", name)
	}
	return found[0].ID, nil
}

// register writes one finding and puts it in force.
func (t *Town) register(ctx context.Context, name string, f finding.Form) (*finding.NonDetriment, error) {
	who := t.the(actor.Scientist, 0).Actor
	var err error
	if f.Taxon, err = t.taxonOf(name); err != nil {
		return nil, err
	}
	f.Population = t.Profile.Party
	n, err := t.Findings.Make(ctx, who, f)
	if err != nil {
		return nil, fmt.Errorf("finding of %s: %w", name, err)
	}
	return n, t.Findings.PutInForce(ctx, who, n.ID, n.Version, "")
}

// oldFindings are made on the first day: one of them is over by now.
func (t *Town) oldFindings(ctx context.Context) error {
	first := t.Findings.Today()
	_, err := t.register(ctx, "Aloe ferox", finding.Form{Sources: []cites.Source{"W"}, Terms: []cites.Term{"EXT"}, From: first, Until: first.AddMonths(12),
		Quantity: 40_000_000, Unit: "KGM", Grounds: "Harvest plots of four districts; leaf regrowth measured each season."})
	return err
}

// findings leaves the register of today: in force, due for review, a draft, one
// withdrawn; and a case that nearly exhausts another.
func (t *Town) findings(ctx context.Context, n int) error {
	who, today := t.the(actor.Scientist, 0).Actor, t.Findings.Today()
	bark, err := t.register(ctx, "Prunus africana", finding.Form{Sources: []cites.Source{"W"}, Terms: []cites.Term{"BAR"}, From: today.AddMonths(-5), Until: today.AddMonths(7),
		Quantity: 400_000_000, Unit: "KGM", Conditions: "Bark only from the plots of the management plan 2026; two of four quarters of a trunk.", Print: true,
		Grounds: "Inventory of 2025: 1,180 plots, regrowth of 84 % of the stripped trunks. Quota of 700 t shared among three regions."})
	if err != nil {
		return err
	}
	if _, err := t.Findings.Attach(ctx, who, bark.ID, finding.Upload{Name: "inventory-2025.pdf", Data: []byte("%PDF-1.4\n% Inventory of 2025, demonstration\n%%EOF\n")}); err != nil {
		return err
	}
	if _, err := t.register(ctx, "Crocodylus niloticus", finding.Form{Sources: []cites.Source{"R", "W"}, Terms: []cites.Term{"SKI", "MEA"}, From: today.AddMonths(-10), Review: today.AddDays(30),
		Grounds: "Night counts on three rivers; egg collection below 20 % of nests, 5 % of yearlings released."}); err != nil {
		return err
	}
	conch, err := t.register(ctx, "Strombus gigas", finding.Form{Sources: []cites.Source{"W"}, From: today.AddMonths(-2), Until: today.AddMonths(10), Quantity: 150_000_000, Unit: "KGM",
		Terms: []cites.Term{"MEA"}, Grounds: "Survey of the eastern bank."})
	if err != nil {
		return err
	}
	if err := t.Findings.Withdraw(ctx, who, conch.ID, conch.Version+1, "The survey of October found less than 50 adults per hectare."); err != nil {
		return err
	}
	horn, err := t.taxonOf("Varanus exanthematicus")
	if err != nil {
		return err
	}
	if _, err := t.Findings.Make(ctx, who, finding.Form{Taxon: horn, Population: t.Profile.Party, Sources: []cites.Source{"R"}, From: today.AddMonths(1), Until: today.AddMonths(13),
		Quantity: 6_000_000, Unit: cites.Number, Grounds: "Waiting for the counts of the dry season."}); err != nil {
		return err
	}
	return t.monitorSkins(ctx, n)
}

// monitorSkins issues a permit that rests on a chain and nearly exhausts a
// finding, and opens a chain with gaps about which an officer asked.
func (t *Town) monitorSkins(ctx context.Context, n int) error {
	c := &consignment{t: t, n: n, r: source(n)}
	var content application.Content
	for _, g := range t.goods {
		if g.name == "Varanus niloticus" {
			c.owner = t.ownerOf(g)
			content = c.content(g)
		}
	}
	line := &content.Lines[0]
	today := t.Findings.Today()
	ndf, err := t.register(ctx, "Varanus niloticus", finding.Form{Sources: []cites.Source{"W"}, Terms: []cites.Term{"SKI"}, From: today.AddMonths(-9), Until: today.AddMonths(3),
		Quantity: line.Quantity + 5000, Unit: line.Unit, Grounds: "Harvest by licence in six districts; size of skins stable since 2019."})
	if err != nil {
		return err
	}
	chain, err := t.chainOfSkins(ctx, c.owner, content.Exporter.Name, line)
	if err != nil {
		return err
	}
	line.Chain = chain
	if err := t.gapChain(ctx, c.owner, content.Exporter.Name); err != nil {
		return err
	}
	a, err := t.Applications.StartDraft(ctx, c.owner.Actor, content.Type, "")
	if err != nil {
		return err
	}
	if a, err = t.Applications.FillDraft(ctx, c.owner.Actor, a.ID, a.Version, content); err != nil {
		return err
	}
	if c.app, err = t.Applications.Submit(ctx, c.owner.Actor, a.ID, a.Version, application.Declaration{Accepted: true, NotRefused: true, Name: c.owner.Name}); err != nil {
		return err
	}
	return c.onRegister(ctx, ndf.ID)
}

// onRegister takes a case to a permit on a finding of the register.
func (c *consignment) onRegister(ctx context.Context, ndf string) error {
	o, officer, signatory := c.t.Applications, c.t.the(actor.CaseOfficer, 0).Actor, c.t.the(actor.Signatory, 0).Actor
	var err error
	if c.app, err = o.Take(ctx, officer, c.app.ID, c.app.Version); err != nil {
		return err
	}
	if c.app, err = o.PointFinding(ctx, officer, c.app.ID, c.app.Version, []application.Pointing{{Line: 0, Finding: ndf}}); err != nil {
		return err
	}
	for _, m := range c.needed() {
		if m.Kind.BySA() {
			continue
		}
		if c.app, err = o.GiveLAF(ctx, officer, c.app.ID, c.app.Version, m); err != nil {
			return err
		}
	}
	if c.app.Fee.Amount > 0 {
		if c.app, err = o.RecordFee(ctx, c.t.the(actor.Finance, 0).Actor, c.app.ID, c.app.Version, fmt.Sprintf("R-%05d", c.n)); err != nil {
			return err
		}
	}
	if c.app, err = o.Propose(ctx, officer, c.app.ID, c.app.Version, application.Proposal{What: application.ProposeApproval}); err != nil {
		return err
	}
	if c.app, err = o.Approve(ctx, signatory, c.app.ID, c.app.Version, application.Approval{}); err != nil {
		return err
	}
	if c.permit, err = c.t.Permits.Prepare(ctx, signatory, c.app.ID); err != nil {
		return err
	}
	return c.t.Permits.Seal(ctx, actor.Machine(), c.permit.ID)
}

// links adds documents to a chain of a trader.
func (t *Town) links(ctx context.Context, who actor.Actor, chain string, fs ...finding.LinkForm) error {
	for _, f := range fs {
		c, err := t.Findings.ReadChain(ctx, who, chain)
		if err != nil {
			return err
		}
		if _, err := t.Findings.AddLink(ctx, who, chain, c.Version, f); err != nil {
			return err
		}
	}
	return nil
}

// chainOfSkins is a whole chain: hunters' licence, dealer, tannery, the firm.
func (t *Town) chainOfSkins(ctx context.Context, owner Person, firm string, l *application.Line) (string, error) {
	today, party, q := t.Findings.Today(), t.Profile.Party, l.Quantity*2
	c, err := t.Findings.StartChain(ctx, owner.Actor, finding.ChainForm{Taxon: species.ID(l.TaxonID), Source: l.Source, Holder: firm, Quantity: q, Unit: l.Unit})
	if err != nil {
		return "", err
	}
	return c.ID, t.links(ctx, owner.Actor, c.ID,
		finding.LinkForm{Kind: finding.CaptureLicence, To: "Hunters' cooperative of Bandari", Date: today.AddMonths(-8), Country: party, Place: "Bandari", Quantity: q + 60_000, Document: "HL-2026-0311",
			File: &finding.Upload{Name: "licence-HL-2026-0311.pdf", Data: []byte("%PDF-1.4\n% Harvest licence, demonstration\n%%EOF\n")}},
		finding.LinkForm{Kind: finding.Purchase, From: "Hunters' cooperative of Bandari", To: "Riverside Tannery", Date: today.AddMonths(-6), Country: party, Place: "Bandari", Quantity: q + 20_000, Document: "INV 4471"},
		finding.LinkForm{Kind: finding.Purchase, From: "Riverside Tannery", To: firm, Date: today.AddMonths(-4), Country: party, Quantity: q, Document: "INV 2026/118"})
}

// gapChain is a chain that does not show where the skins came from first.
func (t *Town) gapChain(ctx context.Context, owner Person, firm string) error {
	id, err := t.taxonOf("Python bivittatus")
	if err != nil {
		return err
	}
	today := t.Findings.Today()
	c, err := t.Findings.StartChain(ctx, owner.Actor, finding.ChainForm{Taxon: id, Source: "C", Holder: firm, Quantity: 400_000, Unit: cites.Number})
	if err != nil {
		return err
	}
	err = t.links(ctx, owner.Actor, c.ID,
		finding.LinkForm{Kind: finding.Purchase, From: "Golden Scale Farm", To: "Dealer A. Mensah", Date: today.AddMonths(-3), Country: t.Profile.Party, Quantity: 300_000, Document: "G-77"},
		finding.LinkForm{Kind: finding.Purchase, From: "Dealer B. Okoro", To: firm, Date: today.AddMonths(-4), Country: t.Profile.Party, Quantity: 400_000})
	if err != nil {
		return err
	}
	f, err := t.Findings.ReadChain(ctx, owner.Actor, c.ID)
	if err != nil {
		return err
	}
	return t.Findings.AskChain(ctx, t.the(actor.CaseOfficer, 0).Actor, c.ID, f.Version, "Please add the breeding record of Golden Scale Farm and the document by which Dealer B. Okoro received the skins.")
}
