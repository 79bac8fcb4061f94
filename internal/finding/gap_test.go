package finding

import (
	"slices"
	"testing"

	"github.com/opencites/opencites/cites"
)

func day(t *testing.T, s string) cites.Date {
	t.Helper()
	d, err := cites.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestGaps takes a whole chain and breaks it in each way.
func TestGaps(t *testing.T) {
	first, today := day(t, "1977-02-04"), day(t, "2026-11-23")
	whole := func() *Chain {
		return &Chain{Source: cites.Wild, Holder: "Aurel Tannery & Goods", Quantity: 100_000, Links: []Link{
			{ID: "1", Kind: CaptureLicence, To: "Hunters", Date: day(t, "2026-01-01"), Quantity: 300_000, Document: "L 1"},
			{ID: "2", Kind: Purchase, From: "hunters.", To: "Dealer", Date: day(t, "2026-01-01"), Quantity: 300_000, Document: "I 1"},
			{ID: "3", Kind: Purchase, From: "Dealer", To: "AUREL  Tannery & Goods", Date: day(t, "2026-03-01"), Quantity: 100_000}},
			Files: []File{{Link: "3"}}}
	}
	if gaps := whole().Gaps(first, today); len(gaps) != 0 {
		t.Fatalf("a whole chain has gaps: %v", gaps)
	}
	proof := func(on string) func(c *Chain) {
		return func(c *Chain) {
			c.Source = cites.PreConventionStock
			c.Links[0].Kind, c.Links[0].Date = PreConvention, day(t, on)
		}
	}
	for _, x := range []struct {
		kind  GapKind
		link  int
		first cites.Date
		wreck func(c *Chain)
	}{
		{NoLinks, -1, first, func(c *Chain) { c.Links = nil }},
		{NoFirst, 0, first, func(c *Chain) { c.Links = c.Links[1:] }},
		{NoFirst, 0, first, func(c *Chain) { c.Source = cites.Bred }},
		{NoFirst, 0, first, func(c *Chain) { c.Source, c.Links[0].Kind = cites.Confiscated, ImportPermit }},
		{HolderGap, 2, first, func(c *Chain) { c.Links[2].From = "Another dealer" }},
		{DateGap, 1, first, func(c *Chain) { c.Links[1].Date = day(t, "2025-12-31") }},
		{DateNone, 1, first, func(c *Chain) { c.Links[1].Date = cites.Date{} }},
		{DateFuture, 2, first, func(c *Chain) { c.Links[2].Date = today.AddDays(1) }},
		{Grows, 1, first, func(c *Chain) { c.Links[1].Quantity = 300_001 }},
		{TooFew, 2, first, func(c *Chain) { c.Quantity = 100_001 }},
		{NotHolder, 2, first, func(c *Chain) { c.Holder = "Somebody" }},
		{NoDocument, 2, first, func(c *Chain) { c.Files = nil }},
		{NotBefore, 0, first, proof("1977-02-04")},
		{NeverListed, 0, cites.Date{}, proof("1970-01-01")},
	} {
		c := whole()
		x.wreck(c)
		if gaps := c.Gaps(x.first, today); !slices.ContainsFunc(gaps, func(g Gap) bool { return g.Kind == x.kind && g.Link == x.link }) {
			t.Errorf("%s at %d: found %v", x.kind, x.link, gaps)
		}
	}
	old := whole()
	proof("1977-02-03")(old)
	if gaps := old.Gaps(first, today); len(gaps) != 0 {
		t.Errorf("a proof of the day before the first listing: %v", gaps)
	}
}

// TestEverySourceKnowsItsFirstLink: only an unknown source may begin anyhow.
func TestEverySourceKnowsItsFirstLink(t *testing.T) {
	for _, s := range cites.Sources() {
		kinds := FirstKinds(s.Code)
		if (kinds == nil) != (s.Code == cites.SourceUnknown) {
			t.Errorf("source %s: %v", s.Code, kinds)
		}
		if len(kinds) > 0 && kinds[0] == ImportPermit {
			t.Errorf("source %s is asked for an import permit first", s.Code)
		}
	}
}
