package quota_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/species"
)

func TestAmountRoundsAgainstTheApplicant(t *testing.T) {
	for _, c := range []struct {
		q        cites.Quantity
		from, to cites.Unit
		want     cites.Quantity
		ok       bool
	}{
		{2500_000, "GRM", "KGM", 2500, true},
		{1_000, "GRM", "KGM", 1, true},
		{1, "GRM", "KGM", 1, true}, // a milligram takes a gram of a quota in kilograms
		{1_001, "GRM", "KGM", 2, true},
		{1, "CMQ", "MTQ", 1, true},
		{1_500, "MLT", "LTR", 2, true},
		{2_000, "KGM", "TON", 2, true},
		{3_000, "TON", "KGM", 3_000_000, true},
		{3_000, "PAI", "NAR", 6_000, true},
		{3_000, "NAR", "PAI", 1_500, true},
		{5_000, "KIL", "KGM", 5_000, true},
		{5_000, "NAR", "", 5_000, true}, // a quota without a unit counts specimens
		{5_000, "KGM", "", 0, false},
		{5_000, "BOX", "NAR", 0, false},
		{5_000, "PND", "KGM", 0, false}, // 2.205 is an estimate
		{5_000, "FEE", "MTR", 0, false},
		{5_000, "SID", "NAR", 0, false}, // two sides are a skin only for statistics
		{725_000, "KGM", "MTQ", 0, false},
		{5_000, "NAR", "KGM", 0, false},
		{5_000, "???", "KGM", 0, false},
		{cites.MaxQuantity, "TON", "KGM", 0, false},
	} {
		got, ok := quota.Amount(c.q, c.from, c.to)
		if ok != c.ok || (ok && got != c.want) {
			t.Errorf("%s %s in %s: %d %v, want %d %v", c.q, c.from, c.to, int64(got), ok, int64(c.want), c.ok)
		}
	}
}

// TestAmountNeverFavoursSplitting: lines taken apart never count less than together.
func TestAmountNeverFavoursSplitting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := cites.Quantity(rapid.Int64Range(0, 1e9).Draw(t, "a")), cites.Quantity(rapid.Int64Range(0, 1e9).Draw(t, "b"))
		pair := rapid.SampledFrom([][2]cites.Unit{{"GRM", "KGM"}, {"MLT", "LTR"}, {"CMQ", "MTQ"}, {"KGM", "GRM"}, {"NAR", "NAR"}}).Draw(t, "units")
		x, _ := quota.Amount(a, pair[0], pair[1])
		y, _ := quota.Amount(b, pair[0], pair[1])
		both, ok := quota.Amount(a+b, pair[0], pair[1])
		if ok && (x+y < both || both < x || both < y) {
			t.Fatalf("%d and %d: %d + %d, together %d", a, b, x, y, both)
		}
	})
}

func TestCount(t *testing.T) {
	year := func(y int, m, d int) cites.Date { return cites.Date{Year: y, Month: 1, Day: d}.AddMonths(m - 1) }
	// The sturgeon year of shared stocks: 1 March to the last of February.
	q := species.Quota{ID: "q", Taxon: "genus", Country: "XX", Year: 2026, From: year(2026, 3, 1), Until: cites.Date{Year: 2027, Month: 2, Day: 28},
		Terms: []cites.Term{"CAV"}, Sources: []cites.Source{"W"}, Unit: "KGM", Quantity: 1000_000}
	base := species.Trade{Taxa: []species.ID{"species", "genus"}, Exporter: "XX", Source: "W", Term: "CAV", On: cites.Date{Year: 2027, Month: 2, Day: 28}}
	for what, c := range map[string]struct {
		change func(t *species.Trade, q *species.Quota)
		want   bool
	}{
		"a species of the genus, on the last day": {func(*species.Trade, *species.Quota) {}, true},
		"the day after":                   {func(t *species.Trade, _ *species.Quota) { t.On = t.On.AddDays(1) }, false},
		"the last of the February before": {func(t *species.Trade, _ *species.Quota) { t.On = cites.Date{Year: 2026, Month: 2, Day: 28} }, false},
		"a re-export":                     {func(t *species.Trade, _ *species.Quota) { t.Reexport = true }, false},
		"confiscated":                     {func(t *species.Trade, q *species.Quota) { t.Source, q.Sources = "I", nil }, false},
		"captive-bred":                    {func(t *species.Trade, _ *species.Quota) { t.Source = "C" }, false},
		"live":                            {func(t *species.Trade, _ *species.Quota) { t.Term = "LIV" }, false},
		"another country":                 {func(t *species.Trade, _ *species.Quota) { t.Exporter = "YY" }, false},
		"another genus":                   {func(t *species.Trade, _ *species.Quota) { t.Taxa = []species.ID{"other"} }, false},
		"in preparation":                  {func(_ *species.Trade, q *species.Quota) { q.Quantity = species.Preparing }, false},
	} {
		trade, x := base, q
		c.change(&trade, &x)
		got, ok := quota.Count(x, quota.Goods{Trade: trade, Quantity: 500_500, Unit: "GRM"})
		if ok != c.want || (ok && got != 501) {
			t.Errorf("%s: %d %v", what, int64(got), ok)
		}
	}
}

func TestChoose(t *testing.T) {
	q := species.Quota{ID: "q"}
	north := quota.Share{ID: "n", Quota: "q", Kind: quota.Region}
	firm := quota.Share{ID: "f", Quota: "q", Kind: quota.Holder, Holder: "firm"}
	shut := quota.Share{ID: "s", Quota: "q", Kind: quota.Region, Closed: true}
	other := quota.Share{ID: "o", Quota: "other", Kind: quota.Region}
	for what, c := range map[string]struct {
		shares []quota.Share
		who    quota.Applicant
		want   string
		asked  bool
		open   int
	}{
		"not split":                    {nil, quota.Applicant{Owner: "a"}, "", false, 0},
		"another quota is split":       {[]quota.Share{other}, quota.Applicant{Owner: "a"}, "", false, 0},
		"only a closed share":          {[]quota.Share{shut}, quota.Applicant{Owner: "a"}, "", false, 0},
		"split":                        {[]quota.Share{north, firm, shut}, quota.Applicant{Owner: "a"}, "", true, 1},
		"named":                        {[]quota.Share{north, firm}, quota.Applicant{Owner: "a", Named: []string{"n"}}, "n", false, 1},
		"another's share named":        {[]quota.Share{north, firm}, quota.Applicant{Owner: "a", Named: []string{"f"}}, "", true, 1},
		"a closed share named":         {[]quota.Share{north, shut}, quota.Applicant{Owner: "a", Named: []string{"s"}}, "", true, 1},
		"own share":                    {[]quota.Share{north, firm}, quota.Applicant{Owner: "firm"}, "f", false, 2},
		"share of the own firm":        {[]quota.Share{north, firm}, quota.Applicant{Owner: "a", Org: "firm"}, "f", false, 2},
		"own share, a region is named": {[]quota.Share{north, firm}, quota.Applicant{Owner: "firm", Named: []string{"n"}}, "n", false, 2},
	} {
		got := quota.Choose(q, c.shares, c.who)
		if got.Share.ID != c.want || got.Asked != c.asked || len(got.Options) != c.open {
			t.Errorf("%s: %+v", what, got)
		}
	}
}
