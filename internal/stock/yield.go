package stock

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
)

// Yield is how much can plausibly be made of goods: at most Num/Den units of To
// from one unit of From. It is data; a Party puts its own in its place.
type Yield struct {
	Taxon    string // scientific name of a species or genus; "*" for any
	From, To cites.Term
	FromUnit cites.Unit
	ToUnit   cites.Unit
	Num, Den int64
}

// Yields is a table of plausible yields; the first row that fits counts.
type Yields []Yield

//go:embed yields.tsv
var starterYields string

// StarterYields is the table that the program brings along: round figures for
// common trades, each to be replaced by what a Party knows (departures).
func StarterYields() (Yields, error) { return ReadYields(strings.NewReader(starterYields)) }

// ReadYields reads a table: tab-separated, a header, then taxon, from_term,
// from_unit, to_term, to_unit, num, den. Errors name the line.
func ReadYields(r io.Reader) (Yields, error) {
	c := csv.NewReader(r)
	c.Comma, c.Comment, c.FieldsPerRecord = '\t', '#', 7
	rows, err := c.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("yields: %w", err)
	}
	if len(rows) == 0 || strings.Join(rows[0], " ") != "taxon from_term from_unit to_term to_unit num den" {
		return nil, fmt.Errorf("yields: line 1: the header must be taxon, from_term, from_unit, to_term, to_unit, num, den")
	}
	var out Yields
	for i, row := range rows[1:] {
		y := Yield{Taxon: row[0], From: cites.Term(row[1]), FromUnit: cites.Unit(row[2]), To: cites.Term(row[3]), ToUnit: cites.Unit(row[4])}
		_, e1 := cites.ParseTerm(row[1])
		_, e2 := cites.ParseUnit(row[2])
		_, e3 := cites.ParseTerm(row[3])
		_, e4 := cites.ParseUnit(row[4])
		for _, err := range []error{e1, e2, e3, e4} {
			if err != nil {
				return nil, fmt.Errorf("yields: row %d: %w", i+1, err)
			}
		}
		if y.Num, err = strconv.ParseInt(row[5], 10, 32); err != nil || y.Num <= 0 {
			return nil, fmt.Errorf("yields: row %d: num must be a whole number above 0", i+1)
		}
		if y.Den, err = strconv.ParseInt(row[6], 10, 32); err != nil || y.Den <= 0 {
			return nil, fmt.Errorf("yields: row %d: den must be a whole number above 0", i+1)
		}
		out = append(out, y)
	}
	return out, nil
}

// Find gives the yield for goods; false when the table says nothing.
func (ys Yields) Find(name string, from cites.Term, fromUnit cites.Unit, to cites.Term, toUnit cites.Unit) (Yield, bool) {
	genus, _, _ := strings.Cut(name, " ")
	for _, y := range ys {
		if (y.Taxon == "*" || y.Taxon == name || y.Taxon == genus) && y.From == from && y.FromUnit == fromUnit && y.To == to && y.ToUnit == toUnit {
			return y, true
		}
	}
	return Yield{}, false
}

// Most is the largest plausible amount from q, in thousandths, exact: what does
// not make a whole thousandth, or a whole specimen, is not rounded up.
func (y Yield) Most(q cites.Quantity) cites.Quantity {
	product := new(big.Int).Mul(big.NewInt(int64(q)), big.NewInt(y.Num))
	product.Quo(product, big.NewInt(y.Den))
	if !product.IsInt64() {
		return cites.MaxQuantity
	}
	most := cites.Quantity(product.Int64())
	if y.ToUnit == cites.Number {
		most -= most % 1000
	}
	return most
}
