package demo

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/quota"
)

// The skins of monitor lizards are divided at the end of the year: two regions,
// and within one of them the tannery.
const (
	divided = "Varanus niloticus"
	tannery = "leather@aurelia.example"
)

// quotas divides what is left of one national quota and lets three permits draw
// from its shares: the tannery's own, which is chosen by itself, and one of each
// region, which the application names.
func (t *Town) quotas(ctx context.Context, n int) error {
	found := t.Law().Find(divided)
	if len(found) == 0 {
		return fmt.Errorf("quota of %s: not in the catalogue", divided)
	}
	id := fmt.Sprintf("demo.%s.%d", found[0].ID, t.Profile.Today(t.Clock.Now()).Year)
	scientist := t.the(actor.Scientist, 0).Actor
	page, err := t.Quotas.Read(ctx, scientist, id)
	if err != nil {
		return err
	}
	left := page.Quota.Undivided()
	if left < 4000_000 {
		return nil // this year's trade took it; there is nothing to divide
	}
	part := func(hundredths cites.Quantity) string { return (left / 100_000 * hundredths * 1000).String() }
	north, err := t.Quotas.Split(ctx, scientist, id, quota.Splitting{Kind: quota.Region, Name: "Northern Lakes", Amount: part(50)})
	if err != nil {
		return err
	}
	south, err := t.Quotas.Split(ctx, scientist, id, quota.Splitting{Kind: quota.Region, Name: "Southern Coast", Amount: part(30)})
	if err != nil {
		return err
	}
	if _, err := t.Quotas.Split(ctx, scientist, id, quota.Splitting{Parent: north, Kind: quota.Holder, Holder: tannery, Amount: part(20)}); err != nil {
		return err
	}
	officer := t.the(actor.CaseOfficer, 0).Actor
	err = t.Quotas.Move(ctx, officer, id, quota.Moving{From: south, To: "", Amount: part(5), Reason: "The southern season ends early this year."})
	if err != nil {
		return err
	}
	for i, share := range []string{"", north, south} {
		if err := t.drawn(ctx, n+i, share); err != nil {
			return err
		}
	}
	return nil
}

// drawn takes one consignment from the application to the border.
func (t *Town) drawn(ctx context.Context, n int, share string) error {
	c := &consignment{t: t, n: n, r: source(n)}
	for _, g := range t.goods {
		if g.name != divided {
			continue
		}
		c.owner = t.ownerOf(g)
		content := c.content(g)
		if share != "" {
			content.Lines[0].Shares = []string{share}
		}
		a, err := t.Applications.StartDraft(ctx, c.owner.Actor, g.kind, "")
		if err != nil {
			return err
		}
		if a, err = t.Applications.FillDraft(ctx, c.owner.Actor, a.ID, a.Version, content); err != nil {
			return err
		}
		if c.app, err = t.Applications.Submit(ctx, c.owner.Actor, a.ID, a.Version,
			application.Declaration{Accepted: true, NotRefused: true, Name: c.owner.Name}); err != nil {
			return err
		}
		for _, do := range []act{c.review, c.decide, c.cross} {
			if err := do(ctx); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("no good named %s", divided)
}
