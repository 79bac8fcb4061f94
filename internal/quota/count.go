package quota

import (
	"math/big"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// Goods is one line as far as counting goes: what it is and how much.
type Goods struct {
	Trade    species.Trade
	Quantity cites.Quantity
	Unit     cites.Unit
}

// Count tells whether goods are drawn from a quota, and how much in the quota's
// unit. A quota in preparation, and goods whose unit cannot be turned exactly
// into the quota's, do not count; rule R05 speaks of those.
func Count(q species.Quota, g Goods) (cites.Quantity, bool) {
	if q.Quantity == species.Preparing || !q.Applies(g.Trade) {
		return 0, false
	}
	return Amount(g.Quantity, g.Unit, q.Unit)
}

// Amount expresses a quantity in the unit of a quota, as it is counted: rounded
// up to the next thousandth, against the applicant, so that many small lines
// never take more than the quota holds. ok is false when there is no exact
// factor: pounds, feet, boxes, and timber by weight are estimates, which serve
// warnings and never a count (permit-rules 3.3). A quota without a unit counts
// specimens, as blank units of old data do.
func Amount(quantity cites.Quantity, from, to cites.Unit) (counted cites.Quantity, ok bool) {
	from, to = plain(from), plain(to)
	if from == to {
		return quantity, true
	}
	f, okFrom := exact(from)
	t, okTo := exact(to)
	if !okFrom || !okTo || f.Base != t.Base {
		return 0, false
	}
	n := big.NewInt(int64(quantity))
	n.Mul(n, big.NewInt(f.Num)).Mul(n, big.NewInt(t.Den))
	n, rest := n.QuoRem(n, new(big.Int).Mul(big.NewInt(f.Den), big.NewInt(t.Num)), new(big.Int))
	if rest.Sign() > 0 {
		n.Add(n, big.NewInt(1))
	}
	if !n.IsInt64() || n.Int64() > int64(cites.MaxQuantity) {
		return 0, false
	}
	return cites.Quantity(n.Int64()), true
}

func plain(u cites.Unit) cites.Unit {
	if u == "" {
		return cites.Number
	}
	if i, ok := u.Info(); ok && i.Same != "" {
		return i.Same
	}
	return u
}

// exact gives the factor of a unit when it is one by definition: a power of ten
// of its base, or a pair.
func exact(u cites.Unit) (cites.UnitInfo, bool) {
	i, ok := u.Info()
	if !ok || i.Base == "" {
		return i, false
	}
	if i.Base == cites.Number {
		return i, u == cites.Number || u == "PAI"
	}
	return i, powerOfTen(i.Num) && powerOfTen(i.Den)
}

func powerOfTen(n int64) bool {
	for n > 1 && n%10 == 0 {
		n /= 10
	}
	return n == 1
}
