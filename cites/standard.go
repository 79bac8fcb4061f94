package cites

import (
	"math/big"
	"slices"
	"strings"
	"sync"

	"github.com/opencites/opencites/internal/table"
)

// Specimens is an amount of something: what a line of a permit or of a report
// counts.
type Specimens struct {
	Term     Term
	Quantity Quantity
	Unit     Unit
}

// StandardRule is one rule of counting: specimens of Terms in Unit, of a taxon
// in Taxa, count as ToTerm in ToUnit, Num/Den times the quantity. An empty
// field matches all or leaves the value.
type StandardRule struct {
	Terms    []Term
	Unit     Unit
	Taxa     []string
	ToTerm   Term
	ToUnit   Unit
	Num, Den int64
}

var standardRules = sync.OnceValue(func() []StandardRule {
	var rules []StandardRule
	for _, r := range readTable("standard") {
		s := StandardRule{
			Terms: table.Codes[Term](r, "terms"), Unit: Unit(r["unit"]),
			ToTerm: Term(r["to_term"]), ToUnit: Unit(r["to_unit"]), Num: r.Number("num"), Den: r.Number("den"),
		}
		if r["taxa"] != "" {
			s.Taxa = strings.Split(r["taxa"], "|")
		}
		rules = append(rules, s)
	}
	return rules
})

// StandardRules returns the rules in the order in which they apply: old terms,
// parts of skins, corals, and timber by the density of its species.
func StandardRules() []StandardRule { return slices.Clone(standardRules()) }

// Standard expresses s as totals count it: current term, base unit, and special
// factors for skins, corals and timber. lineage holds the scientific names of
// the taxon from the kingdom to the species. ok is false when the unit is
// unknown or the result too large; s is then returned unchanged. Standard
// amounts serve figures and warnings, never the text of a permit.
func (s Specimens) Standard(lineage ...string) (standard Specimens, ok bool) {
	unit, err := NormaliseUnit(string(s.Unit))
	if err != nil {
		return s, false
	}
	info, _ := unit.Info()
	out := Specimens{Term: s.Term, Unit: unit}
	factor := big.NewRat(1, 1)
	if info.Base != Number {
		out.Unit = info.Base
		factor.SetFrac64(info.Num, info.Den)
	}
	for _, r := range standardRules() {
		if !r.matches(out, lineage) {
			continue
		}
		if r.ToTerm != "" {
			out.Term = r.ToTerm
		}
		if r.ToUnit != "" {
			out.Unit = r.ToUnit
		}
		factor.Mul(factor, big.NewRat(r.Num, r.Den))
	}
	// Counted units that no rule took (bags, pairs, shipments) are counted last,
	// because rules for skins look at them.
	if left, _ := out.Unit.Info(); left.Base == Number && out.Unit != Number {
		out.Unit = Number
		factor.Mul(factor, big.NewRat(left.Num, left.Den))
	}
	if out.Quantity, ok = scale(s.Quantity, factor.Num(), factor.Denom()); !ok {
		return s, false
	}
	return out, true
}

// matches reports whether the rule applies to s of a taxon with this lineage.
func (r StandardRule) matches(s Specimens, lineage []string) bool {
	return slices.Contains(r.Terms, s.Term) &&
		(r.Unit == "" || r.Unit == s.Unit) &&
		(len(r.Taxa) == 0 || slices.ContainsFunc(r.Taxa, func(t string) bool { return slices.Contains(lineage, t) }))
}
