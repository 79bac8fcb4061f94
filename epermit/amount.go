package epermit

import (
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
)

// Amount is a quantity with its unit. Set tells "zero" from "not stated".
// Written and WrittenUnit keep what stood in the message where reading it
// changed the figure or the code; they are empty otherwise.
type Amount struct {
	Set         bool           `json:"set"`
	Quantity    cites.Quantity `json:"quantity" doc:"In thousandths of the unit."`
	Unit        cites.Unit     `json:"unit,omitempty"`
	Written     string         `json:"written,omitempty"`
	WrittenUnit string         `json:"writtenUnit,omitempty"`
}

// AmountOf makes an amount that is stated.
func AmountOf(q cites.Quantity, u cites.Unit) Amount {
	return Amount{Set: true, Quantity: q, Unit: u}
}

// conversion turns an older unit exactly into one in use: times mul, by div.
type conversion struct {
	to       cites.Unit
	mul, div int64
}

// converted gives the conversion of an older unit code; the counting units
// (PCS, PAI, SET ...) have none and stay as they are.
func converted(code string) (conversion, bool) {
	switch code {
	case "":
		return conversion{"NAR", 1, 1}, true
	case "KIL":
		return conversion{"KGM", 1, 1}, true
	case "CUM":
		return conversion{"MTQ", 1, 1}, true
	case "CCM":
		return conversion{"CMQ", 1, 1}, true
	case "SQM":
		return conversion{"MTK", 1, 1}, true
	case "TON":
		return conversion{"KGM", 1000, 1}, true
	case "MGM":
		return conversion{"GRM", 1, 1000}, true
	case "CTM":
		return conversion{"MTR", 1, 100}, true
	}
	return conversion{}, false
}

// CurrentUnit reports whether a code is one of the nine units of the present
// guidelines, the only ones that are written.
func CurrentUnit(u cites.Unit) bool {
	switch u {
	case "GRM", "KGM", "LTR", "MLT", "MTR", "CMQ", "MTK", "MTQ", "NAR":
		return true
	}
	return false
}

// ReadAmount reads an xsd:decimal and a unit code exactly. Older units become
// present ones where that is exact; otherwise they stay. More than three
// decimals cannot be held and are an error, as are signs and grouping.
func ReadAmount(value, unit string) (Amount, error) {
	value, unit = strings.TrimSpace(value), strings.ToUpper(strings.TrimSpace(unit))
	if unit == "?" {
		unit = ""
	}
	if value == "" {
		return Amount{}, nil
	}
	q, err := ReadDecimal(value)
	if err != nil {
		return Amount{}, err
	}
	a := AmountOf(q, cites.Unit(unit))
	c, ok := converted(unit)
	if !ok {
		return a, nil
	}
	n := int64(q) * c.mul
	if n%c.div != 0 || n/c.div > int64(cites.MaxQuantity) {
		return a, nil
	}
	a.Quantity, a.Unit = cites.Quantity(n/c.div), c.to
	if unit != "" {
		a.Written, a.WrittenUnit = value, unit
	}
	return a, nil
}

// ReadDecimal reads an unsigned xsd:decimal into thousandths.
func ReadDecimal(s string) (cites.Quantity, error) {
	bad := func(r cites.Reason) (cites.Quantity, error) {
		return 0, &cites.CodeError{Kind: "quantity", Value: s, Reason: r}
	}
	whole, frac, point := strings.Cut(strings.TrimPrefix(s, "+"), ".")
	if whole+frac == "" || strings.Trim(whole+frac, "0123456789") != "" || (point && frac == "" && whole == "") {
		return bad(cites.Malformed)
	}
	if frac = strings.TrimRight(frac, "0"); len(frac) > 3 {
		return bad(cites.TooPrecise)
	}
	whole = strings.TrimLeft(whole, "0")
	if len(whole) > 10 {
		return bad(cites.TooLarge)
	}
	n, err := strconv.ParseInt("0"+whole+(frac + "000")[:3], 10, 64)
	if err != nil || cites.Quantity(n) > cites.MaxQuantity {
		return bad(cites.TooLarge)
	}
	return cites.Quantity(n), nil
}
