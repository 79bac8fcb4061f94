package v2

import (
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/epermit/xmlin"
)

// date reads the day of a date-time as its writer saw it on the calendar: the
// offset is not applied. Date only, no offset and any fraction are accepted.
func (r *reader) date(n *xmlin.Node, local string) cites.Date {
	e := r.one(n, local)
	v := r.value(e)
	if v == "" {
		return cites.Date{}
	}
	day, clock, timed := strings.Cut(v, "T")
	d, err := cites.ParseDate(day)
	if err != nil || (timed && !clockTime(clock)) {
		r.refuse(e, "%.40q is not a date", v)
		return cites.Date{}
	}
	return d
}

func clockTime(s string) bool {
	// Parse accepts a fraction of up to nine digits after the seconds.
	for _, layout := range []string{"15:04:05Z07:00", "15:04:05"} {
		if _, err := time.Parse(layout, s); err == nil && len(s) <= len("15:04:05.999999999+01:00") {
			return true
		}
	}
	return s == "24:00:00"
}

func (r *reader) flag(n *xmlin.Node, local string) bool {
	e := r.one(n, local)
	switch v := r.value(e); v {
	case "true", "1":
		return true
	case "", "false", "0":
	default:
		r.refuse(e, "%.40q is neither true nor false", v)
	}
	return false
}

func (r *reader) amount(e *xmlin.Node) epermit.Amount {
	a, err := epermit.ReadAmount(r.value(e), e.Attr("unitCode"))
	if err != nil {
		r.refuse(e, "%v", err)
	}
	if a.Set && a.WrittenUnit != "" {
		r.note(e, "%s %s was read as %s %s", a.Written, a.WrittenUnit, a.Quantity, a.Unit)
	}
	if a.Set && !epermit.CurrentUnit(a.Unit) {
		r.note(e, "unit %.20q is not in use", a.Unit)
	}
	return a
}

func (r *reader) code(e *xmlin.Node) cites.Country {
	v := strings.ToUpper(r.value(e))
	if v == "" {
		return ""
	}
	if len(v) != 2 || strings.Trim(v, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		r.note(e, "%.40q is not a country code and was left out", v)
		return ""
	}
	return cites.Country(v)
}

func (r *reader) country(n *xmlin.Node) epermit.Country {
	r.known(n, "ID", "Name", "SubordinateTradeCountrySubDivision")
	c := epermit.Country{Name: r.lead(n, "Name")}
	for _, id := range n.All("ID") {
		if c.Code == "" {
			c.Code = r.code(id)
		}
	}
	return c
}

func (r *reader) place(n *xmlin.Node) epermit.Place {
	r.known(n, "ID", "Name")
	return epermit.Place{ID: r.lead(n, "ID"), Name: r.lead(n, "Name")}
}

func (r *reader) reference(n *xmlin.Node) epermit.Reference {
	r.known(n, "IssueDateTime", "TypeCode", "ID", "Name", "EffectiveSpecifiedPeriod")
	return epermit.Reference{Number: r.lead(n, "ID"), Type: r.text(n, "TypeCode"), Name: r.lead(n, "Name"),
		IssuedOn: r.date(n, "IssueDateTime")}
}

func (r *reader) period(n *xmlin.Node) (from, until cites.Date) {
	r.known(n, "StartDateTime", "EndDateTime")
	return r.date(n, "StartDateTime"), r.date(n, "EndDateTime")
}

func (r *reader) party(n *xmlin.Node) epermit.Party {
	r.known(n, "ID", "Name", "PostalTradeAddress", "SpecifiedRepresentativePerson", "SpecifiedAuthoritativeSignatoryPerson")
	return epermit.Party{IDs: r.texts(n, "ID"), Name: r.text(n, "Name"), Address: r.address(r.one(n, "PostalTradeAddress"))}
}

func (r *reader) address(n *xmlin.Node) epermit.Address {
	r.known(n, "PostcodeCode", "PostOfficeBox", "StreetName", "CityName", "CountryID", "CountryName", "CountrySubDivisionName")
	return epermit.Address{Street: r.texts(n, "StreetName"), PostBox: r.text(n, "PostOfficeBox"), City: r.text(n, "CityName"),
		Postcode: r.lead(n, "PostcodeCode"), Subdivisions: r.texts(n, "CountrySubDivisionName"),
		Country: epermit.Country{Code: r.code(r.one(n, "CountryID")), Name: r.lead(n, "CountryName")}}
}
