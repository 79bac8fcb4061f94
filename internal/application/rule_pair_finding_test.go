package application_test

import (
	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/species"
)

// pointed lets the first line rely on a record of the register instead of a
// finding made for the case; change makes the record what the test wants.
func (w *world) pointed(change func(n *finding.NonDetriment)) edit {
	return func(d *dossier, l *line) {
		n := &finding.NonDetriment{ID: "ndf-1", Number: "NDF-2026-0001", State: finding.InForce, Taxon: species.ID(l.TaxonID), Population: "GH",
			Sources: []cites.Source{"W", "R"}, Terms: []cites.Term{l.Term}, From: w.on.AddMonths(-3), Until: w.on, Review: w.on,
			Quantity: 100_000, Unit: l.Unit, Author: "sci-1"}
		if change != nil {
			change(n)
		}
		without(application.NDF)(d, l)
		d.Findings = append(d.Findings, application.Finding{ID: "p", Kind: application.NDF, Outcome: application.Positive, MadeBy: "sci-1", Register: n.ID})
		d.Registers.Findings = map[string]*finding.NonDetriment{n.ID: n}
	}
}

// chained lets the first line name a chain on which the officer made his finding.
func (w *world) chained(change func(d *dossier, c *finding.Chain)) edit {
	return func(d *dossier, l *line) {
		c := &finding.Chain{ID: "c1", Number: "LAC-2026-0001", State: finding.Building, Taxon: species.ID(l.TaxonID), TaxonName: l.ScientificName, Source: l.Source,
			Quantity: 100_000, Unit: l.Unit, Links: []finding.Link{{ID: "k1"}, {ID: "k2"}}}
		l.Chain = c.ID
		without(application.LAF)(d, l)
		d.Findings = append(d.Findings, application.Finding{ID: "laf", Kind: application.LAF, Outcome: application.Positive, MadeBy: "officer-1", Register: c.ID,
			Evidence: []string{"k1", "k2", "document-1"}})
		d.Registers.Chains = map[string]*finding.Chain{c.ID: c}
		if change != nil {
			change(d, c)
		}
	}
}

// pointerPairs are about findings of the register and chains of evidence.
func (w *world) pointerPairs() []pair {
	on := func(key string, bad, good func(n *finding.NonDetriment)) pair {
		return pair{"G01.register_" + key, "", w.live(w.pointed(bad)), w.live(w.pointed(good))}
	}
	chain := func(key string, bad, good func(d *dossier, c *finding.Chain)) pair {
		return pair{"G02." + key, "", w.live(w.chained(bad)), w.live(w.chained(good))}
	}
	used := func(q cites.Quantity) func(n *finding.NonDetriment) {
		return func(n *finding.NonDetriment) { n.Reserved, n.Used = 50_000, q }
	}
	drawn := func(q cites.Quantity) func(d *dossier, c *finding.Chain) {
		return func(d *dossier, c *finding.Chain) {
			c.Used = q
			// The case's own reservation does not count against it.
			c.Reserved = 10_000
			d.Registers.Draws = []finding.Draw{{Register: finding.Chains, Of: c.ID, Reserved: 10_000}}
		}
	}
	return []pair{
		on("withdrawn", func(n *finding.NonDetriment) { n.State = finding.Withdrawn }, nil),
		on("superseded", func(n *finding.NonDetriment) { n.State = finding.Superseded }, nil),
		on("draft", func(n *finding.NonDetriment) { n.State = finding.Draft }, nil),
		on("early", func(n *finding.NonDetriment) { n.From = w.on.AddDays(1) }, func(n *finding.NonDetriment) { n.From = w.on }),
		on("expired", func(n *finding.NonDetriment) { n.Until = w.on.AddDays(-1) }, nil),
		on("review", func(n *finding.NonDetriment) { n.Review = w.on.AddDays(-1) }, func(n *finding.NonDetriment) { n.Review = cites.Date{} }),
		on("unfit", func(n *finding.NonDetriment) { n.Sources = []cites.Source{"R"} }, func(n *finding.NonDetriment) {
			n.Sources, n.Terms = nil, nil
			n.Taxon = w.law.Chain(n.Taxon)[1] // the genus
		}),
		{"G08.register", "", w.live(w.pointed(used(40_001))), w.live(w.pointed(used(40_000)))},
		chain("chain", func(d *dossier, _ *finding.Chain) { without(application.LAF)(d, nil) }, nil),
		chain("chain_unknown", func(d *dossier, _ *finding.Chain) { d.Registers.Chains = nil }, nil),
		chain("chain_closed", func(_ *dossier, c *finding.Chain) { c.State = finding.Closed }, nil),
		chain("chain_unfit", func(_ *dossier, c *finding.Chain) { c.Source = "C" }, nil),
		chain("chain_unit", func(_ *dossier, c *finding.Chain) { c.Unit = "KGM" }, nil),
		chain("chain_short", drawn(90_001), drawn(90_000)),
		chain("chain_changed", func(_ *dossier, c *finding.Chain) { c.Links = append(c.Links, finding.Link{ID: "k3"}) }, nil),
	}
}
