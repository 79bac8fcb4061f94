package demo

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/stock"
)

// visitor gives the trader of the sign-in page registers of her own: a whole
// chain of evidence, an imported lot, and a share of a quota.
func (t *Town) visitor(ctx context.Context, _ int) error {
	who, today := t.the(actor.Trader, 0), t.Findings.Today()
	id, err := t.taxonOf("Python regius")
	if err != nil {
		return err
	}
	c, err := t.Findings.StartChain(ctx, who.Actor, finding.ChainForm{Taxon: id, Source: cites.Ranched, Holder: who.Firm, Quantity: 800_000, Unit: cites.Number})
	if err != nil {
		return err
	}
	err = t.links(ctx, who.Actor, c.ID,
		finding.LinkForm{Kind: finding.RanchingLicence, To: "Sawa River Ranch", Date: today.AddMonths(-7), Country: t.Profile.Party, Place: "Sawa River, km 14", Quantity: 1_100_000, Document: "RL-2026-0014",
			File: &finding.Upload{Name: "ranching-licence-RL-2026-0014.pdf", Data: []byte("%PDF-1.4\n% Ranching licence, demonstration\n%%EOF\n")}},
		finding.LinkForm{Kind: finding.Purchase, From: "Sawa River Ranch", To: who.Firm, Date: today.AddMonths(-2), Country: t.Profile.Party, Place: "Port Aurel", Quantity: 800_000, Document: "INV 2026/204"})
	if err != nil {
		return err
	}
	officer := t.the(actor.CaseOfficer, 0).Actor
	_, err = t.Stock.Open(ctx, officer, stock.LotForm{Login: who.Login, Kind: stock.FromForeign, ScientificName: "Furcifer pardalis", Term: "LIV", Unit: cites.Number, Source: cites.Bred, Quantity: 90_000,
		Origin:   stock.Paper{Country: "MG", Number: "26MG000731", Date: today.AddDays(-75)},
		Proof:    stock.Paper{Country: t.Profile.Party, Number: "IMP-2026-0611", Date: today.AddDays(-40)},
		Evidence: "Export permit 26MG000731 surrendered and cancelled at Port Aurel; 90 animals counted by customs."})
	if err != nil {
		return fmt.Errorf("lot of the visitor: %w", err)
	}
	scientist := t.the(actor.Scientist, 0).Actor
	national := fmt.Sprintf("demo.%s.%d", id, today.Year)
	page, err := t.Quotas.Read(ctx, scientist, national)
	if err != nil {
		return err
	}
	part := page.Quota.Undivided() / 4_000 * 1000
	if part == 0 {
		return nil // this year's trade took all of it
	}
	_, err = t.Quotas.Split(ctx, scientist, national, quota.Splitting{Kind: quota.Holder, Holder: who.Login, Amount: part.String()})
	return err
}
