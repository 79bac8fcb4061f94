package cites

import (
	"sync"

	"github.com/opencites/opencites/internal/table"
)

// The units of the Guidelines of May 2021 (UN/ECE Recommendation 20).
const (
	Number          Unit = "NAR"
	Kilogram        Unit = "KGM"
	Gram            Unit = "GRM"
	Litre           Unit = "LTR"
	Millilitre      Unit = "MLT"
	Metre           Unit = "MTR"
	SquareMetre     Unit = "MTK"
	CubicMetre      Unit = "MTQ"
	CubicCentimetre Unit = "CMQ"
)

// UnitInfo is one entry of the list of units. One unit is Num/Den of Base.
type UnitInfo struct {
	Code        Unit
	Names       Names
	Symbol      string // as printed beside a quantity; "" for counted things
	Status      Status // Current or Old
	Same        Unit   // the current code of the very same unit, for an older spelling of it
	Replacement Unit   // the current unit to use instead of an old one
	Base        Unit   // what totals are made in; "" when it cannot be converted
	Num, Den    int64
}

var units = sync.OnceValue(func() list[Unit, UnitInfo] {
	return newList("units", func(r table.Row) (Unit, UnitInfo) {
		u := UnitInfo{
			Code: Unit(r["code"]), Names: namesOf(r), Symbol: r["symbol"], Status: Status(r["status"]),
			Same: Unit(r["same"]), Replacement: Unit(r["replacement"]),
			Base: Unit(r["base"]), Num: r.Number("num"), Den: r.Number("den"),
		}
		return u.Code, u
	})
})

// Units returns all units, current ones first.
func Units() []UnitInfo { return units().copyAll() }

// ParseUnit reads the code of a unit that may stand on a document. It returns a
// *CodeError with reason Empty, Unknown, or Historic with the unit to use
// Instead. An empty unit is not a number of specimens here: only old data are
// read that way (NormaliseUnit).
func ParseUnit(s string) (Unit, error) {
	i, ok := units().find(Unit(cleanCode(s)))
	switch {
	case !ok:
		return "", refuse("unit", s)
	case i.Status == Old:
		return "", &CodeError{Kind: "unit", Value: s, Reason: Historic, Instead: string(i.Replacement)}
	}
	return i.Code, nil
}

// NormaliseUnit reads the unit of a document or report of any age: a blank is
// the number of specimens, KIL is KGM, CUM is MTQ, SQM is MTK, CCM is CMQ.
// Other old units are returned as they are, to be converted. It returns a
// *CodeError with reason Unknown.
func NormaliseUnit(s string) (Unit, error) {
	c := Unit(cleanCode(s))
	if c == "" {
		return Number, nil
	}
	i, ok := units().find(c)
	switch {
	case !ok:
		return "", refuse("unit", s)
	case i.Same != "":
		return i.Same, nil
	}
	return i.Code, nil
}

// Info returns the entry of the unit in the list, old units included.
func (u Unit) Info() (UnitInfo, bool) { return units().find(u) }

// Name is the unit in words; the code itself when it is in no list.
func (u Unit) Name(lang Lang) string {
	if i, ok := u.Info(); ok {
		return i.Names.In(lang)
	}
	return string(u)
}

// Symbol is the unit as printed beside a quantity, such as "kg"; "" for a
// number of specimens.
func (u Unit) Symbol() string {
	i, _ := u.Info()
	return i.Symbol
}
