package web

import (
	"github.com/opencites/opencites/cites"
)

// argument writes what a rule or fault tells of in the reader's words: the
// quantity with the grouping of the language, the day as days are written, and
// the names of units, terms, purposes and countries for their codes. What is no
// such thing stays as it is, above all what somebody typed.
func (l *Locale) argument(name, value string) string {
	switch name {
	case "asked", "left", "limit", "quota", "quantity", "issued", "plausible", "balance", "permitted", "cap":
		if q, err := cites.ParseQuantity(value); err == nil {
			return l.Quantity(q)
		}
	case "unit", "preferred", "want", "was":
		return l.unitWord(value)
	case "term", "instead":
		if i, ok := cites.Term(value).Info(); ok {
			return nameWithCode(i.Names.In(l.Lang), value)
		}
	case "purpose":
		if i, ok := cites.Purpose(value).Info(); ok {
			return nameWithCode(i.Names.In(l.Lang), value)
		}
	case "country":
		if c := cites.Country(value); len(value) == 2 {
			return l.Country(c)
		}
	case "date", "day", "from", "until", "last", "listed", "since", "first":
		if d, err := cites.ParseDate(value); err == nil {
			return l.Date(d)
		}
	}
	return value
}

// unitWord is a unit beside or without a quantity: "specimens", "kilograms".
func (l *Locale) unitWord(code string) string {
	u := cites.Unit(code)
	if _, known := u.Info(); !known {
		return code
	}
	if u == cites.Number {
		return l.T("apply.specimens.unit")
	}
	return u.Name(l.Lang)
}
