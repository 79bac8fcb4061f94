package cites_test

import (
	"math/big"
	"testing"

	"github.com/opencites/opencites/cites"
	"pgregory.net/rapid"
)

func TestConvert(t *testing.T) {
	for _, c := range []struct {
		q        cites.Quantity
		from, to cites.Unit
		want     cites.Quantity
		ok       bool
	}{
		{1500, "GRM", "KGM", 2, true},   // 1.5 thousandths, half to even
		{2500, "GRM", "KGM", 2, true},   // 2.5 thousandths, half to even
		{2501, "GRM", "KGM", 3, true},   // above half
		{-2501, "GRM", "KGM", -3, true}, // differences are symmetric
		{1000, "KGM", "GRM", 1_000_000, true},
		{1000, "TON", "KGM", 1_000_000, true},
		{2205, "PND", "KGM", 1000, true},
		{35274, "OUN", "KGM", 1000, true},
		{39370, "INC", "MTR", 1000, true},
		{3281, "FEE", "MTR", 1000, true},
		{1094, "YAR", "MTR", 1000, true},
		{10764, "SQF", "MTK", 1000, true},
		{35315, "CUF", "MTQ", 1000, true},
		{3000, "PAI", "NAR", 6000, true},
		{1000, "SID", "NAR", 500, true},
		{5_000_000, "CMQ", "MTQ", 5, true},
		{1000, "KIL", "KGM", 1000, true},
		{1000, "KGM", "MTR", 0, false},
		{1000, "KGM", "???", 0, false},
		{1000, "", "KGM", 0, false},
		{cites.MaxQuantity, "KGM", "MYG", 0, false},
	} {
		got, ok := cites.Convert(c.q, c.from, c.to)
		if got != c.want || ok != c.ok {
			t.Errorf("Convert(%v, %s, %s) = %v, %v, want %v, %v", c.q, c.from, c.to, got, ok, c.want, c.ok)
		}
	}
}

// TestConvertIsNearest compares every conversion with exact fractions: the
// result is never more than half a thousandth away, and a tie ends even.
func TestConvertIsNearest(t *testing.T) {
	units := cites.Units()
	rapid.Check(t, func(t *rapid.T) {
		from, to := rapid.SampledFrom(units).Draw(t, "from"), rapid.SampledFrom(units).Draw(t, "to")
		q := cites.Quantity(rapid.Int64Range(-int64(cites.MaxQuantity), int64(cites.MaxQuantity)).Draw(t, "q"))
		got, ok := cites.Convert(q, from.Code, to.Code)
		exact := new(big.Rat).Mul(big.NewRat(from.Num, from.Den), big.NewRat(to.Den, to.Num))
		exact.Mul(exact, new(big.Rat).SetInt64(int64(q)))
		fits := new(big.Rat).Abs(exact).Cmp(new(big.Rat).SetInt64(int64(cites.MaxQuantity)+1)) < 0
		if !ok {
			if from.Base == to.Base && fits && new(big.Rat).Abs(exact).Cmp(new(big.Rat).SetInt64(int64(cites.MaxQuantity))) <= 0 {
				t.Fatalf("refused a result that fits: %v", exact)
			}
			return
		}
		off := new(big.Rat).Sub(exact, new(big.Rat).SetInt64(int64(got)))
		switch new(big.Rat).Abs(off).Cmp(big.NewRat(1, 2)) {
		case 1:
			t.Fatalf("got %d, exact %v", got, exact)
		case 0:
			if got%2 != 0 {
				t.Fatalf("tie %v rounded to the odd %d", exact, got)
			}
		}
	})
}

func TestStandard(t *testing.T) {
	type s = cites.Specimens
	elephant := []string{"Animalia", "Chordata", "Mammalia"}
	for _, c := range []struct {
		in      s
		lineage []string
		want    s
	}{
		{s{"PKY", 2000, ""}, elephant, s{"KEY", 104_000, "NAR"}},
		{s{"SKI", 3000, "BAK"}, nil, s{"SKI", 1500, "NAR"}},
		{s{"SKP", 3000, "BSK"}, nil, s{"SKI", 3000, "NAR"}},
		{s{"SID", 3000, "NAR"}, nil, s{"SKI", 1500, "NAR"}},
		{s{"SHO", 3000, "PAI"}, nil, s{"LPS", 6000, "NAR"}},
		{s{"LEG", 500_000, "GRM"}, nil, s{"MEA", 500, "KGM"}},
		{s{"SHE", 1000, "NAR"}, []string{"Animalia", "Testudines"}, s{"CAP", 1000, "NAR"}},
		{s{"SHE", 1000, "NAR"}, []string{"Animalia", "Gastropoda"}, s{"SHE", 1000, "NAR"}},
		{s{"COR", 100_000, ""}, []string{"Anthozoa"}, s{"COR", 58_000, "KGM"}},
		{s{"LIV", 206_000, "KIL"}, []string{"Anthozoa"}, s{"LIV", 1_000_000, "NAR"}},
		{s{"LIV", 206_000, "KIL"}, elephant, s{"LIV", 206_000, "KGM"}},
		{s{"LOG", 725_000, "KGM"}, []string{"Plantae", "Pericopsis elata"}, s{"LOG", 1000, "MTQ"}},
		{s{"SAW", 1_320_000_000, "GRM"}, []string{"Plantae", "Gonystylus", "Gonystylus bancanus"}, s{"SAW", 2000, "MTQ"}},
		{s{"WPR", 725_000, "KGM"}, []string{"Plantae", "Pericopsis elata"}, s{"WPR", 725_000, "KGM"}},
		{s{"FRN", 1000, ""}, []string{"Plantae"}, s{"WPR", 1000, "NAR"}},
		{s{"FRN", 1000, ""}, elephant, s{"CAR", 1000, "NAR"}},
	} {
		if got, ok := c.in.Standard(c.lineage...); !ok || got != c.want {
			t.Errorf("%+v of %v: got %+v, %v, want %+v", c.in, c.lineage, got, ok, c.want)
		}
	}
	if in := (s{"LIV", 1000, "KG"}); true {
		if got, ok := in.Standard(); ok || got != in {
			t.Errorf("an unknown unit was counted: %+v", got)
		}
	}
}

// TestOldTermsCountAsTheirReplacement keeps the two tables in agreement.
func TestOldTermsCountAsTheirReplacement(t *testing.T) {
	for _, r := range cites.StandardRules() {
		for _, old := range r.Terms {
			i, ok := old.Info()
			if !ok {
				t.Errorf("rule for unknown term %s", old)
			}
			if i.Status == cites.Old && len(r.Taxa) == 0 && r.ToTerm != i.Replacement && old != "FRN" {
				t.Errorf("%s counts as %s but is replaced by %s", old, r.ToTerm, i.Replacement)
			}
		}
	}
}
