package application

import (
	"slices"

	"github.com/opencites/opencites/cites"
	convention "github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/rule"
)

// leaned are the countries whose documents an application relies on: those that
// let the goods out of another country, and those that let them in there.
func (c *Content) leaned() (exports, imports []cites.Country) {
	named := func(to *[]cites.Country, country cites.Country, there bool) {
		if there && country != "" && country != "XX" && !slices.Contains(*to, country) {
			*to = append(*to, country)
		}
	}
	way := c.Type.Facts().Direction
	named(&exports, c.Exporter.Country, way == cites.Importing)
	for _, l := range c.Lines {
		named(&exports, l.Origin.Country, l.Origin.Number != "")
		named(&exports, l.LastReexport.Country, l.LastReexport.Number != "")
	}
	named(&imports, c.ImportPermit.Country, !way.In() && c.ImportPermit.Number != "")
	return exports, imports
}

// strangers are those of some countries that were not party on a day.
func strangers(countries []cites.Country, on cites.Date) []cites.Country {
	return slices.DeleteFunc(slices.Clone(countries), func(c cites.Country) bool { return convention.Party(c, on) })
}

// leans reports whether a document of a State not party is relied on, of the side
// that a condition of the table of questions names. A form has no day: the list of
// Parties as it was last read decides what is asked.
func (c *Content) leans(word string) bool {
	exports, imports := c.leaned()
	exports, imports = strangers(exports, cites.CountriesRead()), strangers(imports, cites.CountriesRead())
	switch word {
	case "nonparty:export":
		return len(exports) > 0
	case "nonparty:import":
		return len(imports) > 0
	}
	return len(exports)+len(imports) > 0
}

// checkNonParty wants of a document of a State not party what Art. X wants of it:
// the certifications of a permit, from an authority that the Secretariat's
// directory names (50 CFR 23.25, permit-rules 2.3).
func checkNonParty(d *Dossier) []rule.Hit {
	exports, imports := d.Content.leaned()
	exports, imports = strangers(exports, d.On), strangers(imports, d.On)
	var hits []rule.Hit
	certified := func(question, variant string, by []cites.Country) {
		if len(by) > 0 && d.Content.Answer(question) == "" {
			hits = append(hits, rule.Hit{Line: rule.Whole, Field: question, Variant: variant, Args: map[string]string{"country": string(by[0])}})
		}
	}
	certified("np_legal", "legal", exports)
	if slices.ContainsFunc(d.Content.Lines, func(l Line) bool { return l.Appendix != cites.AppendixIII && !sourceIs(l, "C", "A", "D", "O") }) {
		certified("np_advice", "advice", exports)
	}
	certified("np_purpose", "purpose", imports)
	certified("np_directory", "directory", append(exports, imports...))
	return hits
}
