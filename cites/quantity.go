package cites

import (
	"strconv"
	"strings"
)

// Quantity is an amount of specimens in thousandths of its unit: 1.5 kg is
// 1500 with unit KGM, one animal is 1000 with unit NAR. It is an integer so
// that sums, ledgers and comparisons are exact.
type Quantity int64

// MaxQuantity bounds what a permit line may hold: one billion units.
const MaxQuantity Quantity = 1_000_000_000_000

// ParseQuantity reads a decimal number with at most three decimals. A point is
// the decimal mark; spaces, thin spaces and apostrophes may group thousands.
// A comma is accepted as the decimal mark when no point is present and it is
// not followed by exactly three digits, which would be ambiguous.
func ParseQuantity(s string) (Quantity, error) {
	bad := func(r Reason) (Quantity, error) {
		return 0, &CodeError{Kind: "quantity", Value: s, Reason: r}
	}
	t := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\u2009", "", "'", "", "’", "").Replace(strings.TrimSpace(s))
	t = westernDigits(t)
	if t == "" {
		return bad(Empty)
	}
	if strings.Count(t, ",") == 1 && !strings.Contains(t, ".") {
		if _, frac, _ := strings.Cut(t, ","); len(frac) == 3 {
			return bad(Ambiguous)
		}
		t = strings.Replace(t, ",", ".", 1)
	}
	whole, frac, _ := strings.Cut(t, ".")
	if len(frac) > 3 {
		return bad(TooPrecise)
	}
	if whole == "" || strings.Trim(whole+frac, "0123456789") != "" {
		return bad(Malformed)
	}
	n, err := strconv.ParseInt(whole+(frac + "000")[:3], 10, 64)
	if err != nil || Quantity(n) > MaxQuantity {
		return bad(TooLarge)
	}
	return Quantity(n), nil
}

// Whole reports whether the quantity is a whole number of units.
func (q Quantity) Whole() bool { return q%1000 == 0 }

// String writes the shortest decimal form with a point, without grouping.
func (q Quantity) String() string {
	sign := ""
	if q < 0 {
		sign, q = "-", -q
	}
	s := strconv.FormatInt(int64(q/1000), 10)
	if f := int64(q % 1000); f != 0 {
		s += "." + strings.TrimRight(strconv.FormatInt(1000+f, 10)[1:], "0")
	}
	return sign + s
}

// westernDigits turns Arabic-Indic and Persian digits and the Arabic decimal
// mark into their ASCII forms, since people type in their own keyboard.
func westernDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			return '0' + r - '۰'
		case r == '٫':
			return '.'
		case r == '٬':
			return -1
		}
		return r
	}, s)
}
