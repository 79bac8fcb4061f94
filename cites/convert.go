package cites

import "math/big"

// Convert expresses q, given in unit from, in unit to. It is exact rational
// arithmetic, rounded once, half to even, to thousandths of to; amounts below
// half a thousandth become zero. ok is false when the units measure different
// things, when a unit is unknown, or when the result does not fit MaxQuantity.
// Pounds, feet and the like use the factors of the trade database (one kilogram
// is 2.205 lb), so that totals agree with it. Conversions serve totals and
// warnings, never the text of a permit.
func Convert(q Quantity, from, to Unit) (result Quantity, ok bool) {
	f, okFrom := from.Info()
	t, okTo := to.Info()
	if !okFrom || !okTo || f.Base == "" || f.Base != t.Base {
		return 0, false
	}
	num := new(big.Int).Mul(big.NewInt(f.Num), big.NewInt(t.Den))
	den := new(big.Int).Mul(big.NewInt(f.Den), big.NewInt(t.Num))
	return scale(q, num, den)
}

// scale returns q*num/den rounded half to even. num and den are positive.
func scale(q Quantity, num, den *big.Int) (Quantity, bool) {
	product := new(big.Int).Mul(big.NewInt(int64(q)), num)
	negative := product.Sign() < 0
	quotient, rest := new(big.Int).QuoRem(product.Abs(product), den, new(big.Int))
	switch rest.Lsh(rest, 1).Cmp(den) {
	case 1:
		quotient.Add(quotient, big.NewInt(1))
	case 0:
		quotient.Add(quotient, big.NewInt(int64(quotient.Bit(0))))
	}
	if !quotient.IsInt64() || Quantity(quotient.Int64()) > MaxQuantity {
		return 0, false
	}
	if negative {
		quotient.Neg(quotient)
	}
	return Quantity(quotient.Int64()), true
}
