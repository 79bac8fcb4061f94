package cites

import (
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/opencites/opencites/internal/table"
)

// The codes of the reporting guidelines that ISO 3166-1 does not have.
const (
	CountryUnknown  Country = "XX"
	CountryVarious  Country = "XV"
	CountryHighSeas Country = "HS"
)

// CountryKind tells what a country code stands for.
type CountryKind string

// The kinds of country codes.
const (
	State        CountryKind = "state"
	Territory    CountryKind = "territory"     // has its own code, a State answers for it
	Special      CountryKind = "special"       // unknown, various, introduction from the sea
	Organisation CountryKind = "organisation"  // a Party that is not a place of trade
	Former       CountryKind = "historic"      // read on old documents only
	UserAssigned CountryKind = "user-assigned" // free for private use in ISO 3166-1: demonstrations, tests
)

// CountryInfo is one entry of the list of countries.
type CountryInfo struct {
	Code        Country
	Names       Names
	Kind        CountryKind
	Dependency  Country // the State that answers for a territory
	PartySince  Date    // entry into force of the Convention; not set for non-Parties
	Replacement Country // what is used instead of a former code, "" when several States are
}

// PartyOn reports whether the Convention was in force for the country on d, as
// far as the list knows (CountriesRead). A territory is no Party of its own.
func (c CountryInfo) PartyOn(d Date) bool {
	return !c.PartySince.IsZero() && !c.PartySince.After(d)
}

// CountriesRead is the day of the list of Parties that the data follow.
func CountriesRead() Date { return Date{2023, 12, 31} }

var countries = sync.OnceValue(func() list[Country, CountryInfo] {
	return newList("countries", func(r table.Row) (Country, CountryInfo) {
		c := CountryInfo{
			Code: Country(r["code"]), Names: namesOf(r), Kind: CountryKind(r["kind"]),
			Dependency: Country(r["dependency"]), PartySince: dateOf(r, "party_since"), Replacement: Country(r["replacement"]),
		}
		c.Names = completeNames(c.Code, c.Names)
		return c.Code, c
	})
})

// completeNames takes the names that the list leaves empty from the common
// locale data.
func completeNames(c Country, n Names) Names {
	region, err := language.ParseRegion(string(c))
	if err != nil {
		return n
	}
	fill := func(name *string, tag language.Tag) {
		if *name == "" {
			*name = display.Regions(tag).Name(region)
		}
	}
	fill(&n.EN, language.English)
	fill(&n.FR, language.French)
	fill(&n.ES, language.Spanish)
	fill(&n.AR, language.Arabic)
	return n
}

// Countries returns all countries and special codes in the order of their
// codes, without user-assigned ones.
func Countries() []CountryInfo { return countries().copyAll() }

// ParseCountry reads a code that may stand on a new document: ISO 3166-1
// alpha-2, a special code, or a user-assigned code of ISO 3166-1. It returns a
// *CodeError with reason Empty, Unknown, or Historic with the code to use
// Instead. Whether a special code may stand in a given box is for the rules.
func ParseCountry(s string) (Country, error) {
	i, ok := Country(cleanCode(s)).Info()
	switch {
	case !ok || i.Kind == Organisation:
		return "", refuse("country", s)
	case i.Kind == Former:
		return "", &CodeError{Kind: "country", Value: s, Reason: Historic, Instead: string(i.Replacement)}
	}
	return i.Code, nil
}

// Info returns the entry of the country in the list, former ones included, and
// an entry of kind UserAssigned for the private codes of ISO 3166-1.
func (c Country) Info() (CountryInfo, bool) {
	if i, ok := countries().find(c); ok {
		return i, true
	}
	if !c.userAssigned() {
		return CountryInfo{}, false
	}
	s := string(c)
	return CountryInfo{Code: c, Kind: UserAssigned, Names: Names{
		EN: "Demonstration country " + s, FR: "Pays de démonstration " + s,
		ES: "País de demostración " + s, AR: "دولة تجريبية " + s,
	}}, true
}

// userAssigned reports whether ISO 3166-1 leaves the code to its users: AA, QM
// to QZ and XA to XZ. ZZ is one too, but old trade data use it for the sea.
func (c Country) userAssigned() bool {
	if len(c) != 2 || c[1] < 'A' || c[1] > 'Z' {
		return false
	}
	return c == "AA" || c[0] == 'X' || c[0] == 'Q' && c[1] >= 'M'
}

// Name is the country in words; the code itself when it is in no list.
func (c Country) Name(lang Lang) string {
	if i, ok := c.Info(); ok {
		return i.Names.In(lang)
	}
	return string(c)
}

// Place reports whether goods can be in the country: a State, a territory or a
// user-assigned code, not "unknown", "various" or the sea.
func (c Country) Place() bool {
	i, ok := c.Info()
	return ok && (i.Kind == State || i.Kind == Territory || i.Kind == UserAssigned)
}
