package cites_test

import (
	"errors"
	"testing"

	"github.com/opencites/opencites/cites"
	"pgregory.net/rapid"
)

func TestParseQuantity(t *testing.T) {
	for _, c := range []struct {
		in     string
		want   cites.Quantity
		reason cites.Reason
	}{
		{in: "1", want: 1000}, {in: " 1.5 ", want: 1500}, {in: "0.001", want: 1}, {in: "1,5", want: 1500}, {in: "1,50", want: 1500},
		{in: "1 234.5", want: 1_234_500}, {in: "1\u00a0234", want: 1_234_000}, {in: "1\u202f234,25", want: 1_234_250}, {in: "1'234", want: 1_234_000},
		{in: "١٢٫٥", want: 12_500}, {in: "۱۲٫۵", want: 12_500}, {in: "١٬٢٣٤", want: 1_234_000}, {in: "1000000000", want: cites.MaxQuantity},
		{in: "0", want: 0}, {in: "007", want: 7000}, {in: "5.", want: 5000},
		{in: "", reason: cites.Empty}, {in: "  ", reason: cites.Empty}, {in: "1,234", reason: cites.Ambiguous},
		{in: "1.2345", reason: cites.TooPrecise}, {in: "1000000000.001", reason: cites.TooLarge}, {in: "99999999999999999999", reason: cites.TooLarge},
		{in: "-1", reason: cites.Malformed}, {in: "+1", reason: cites.Malformed}, {in: "1e3", reason: cites.Malformed}, {in: "NaN", reason: cites.Malformed},
		{in: "1.2.3", reason: cites.Malformed}, {in: "1,2,3", reason: cites.Malformed}, {in: ".5", reason: cites.Malformed}, {in: "twelve", reason: cites.Malformed},
		{in: "½", reason: cites.Malformed}, {in: "1,234.5", reason: cites.Malformed},
	} {
		got, err := cites.ParseQuantity(c.in)
		var bad *cites.CodeError
		if errors.As(err, &bad) != (c.reason != "") || bad != nil && bad.Reason != c.reason || got != c.want {
			t.Errorf("%q: got %v, %v, want %v %s", c.in, got, err, c.want, c.reason)
		}
	}
}

func TestQuantityRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := cites.Quantity(rapid.Int64Range(0, int64(cites.MaxQuantity)).Draw(t, "q"))
		if got, err := cites.ParseQuantity(q.String()); err != nil || got != q {
			t.Fatalf("%d is written %s and reads %d, %v", q, q, got, err)
		}
		if q > 0 && (-q).String() != "-"+q.String() {
			t.Fatalf("minus %s is written %s", q, -q)
		}
		if q.Whole() != (q%1000 == 0) {
			t.Fatalf("%s is whole: %v", q, q.Whole())
		}
	})
}

func FuzzParseQuantity(f *testing.F) {
	for _, s := range []string{"1", "1.5", "1,234", "١٢٫٥", "1 000", "999999999999", "1.0001", "٬", ".", ",", "-0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := cites.ParseQuantity(s)
		if err != nil {
			return
		}
		if q < 0 || q > cites.MaxQuantity {
			t.Errorf("%q reads as %d", s, q)
		}
		if again, err := cites.ParseQuantity(q.String()); err != nil || again != q {
			t.Errorf("%q: %s reads back as %s, %v", s, q, again, err)
		}
	})
}
