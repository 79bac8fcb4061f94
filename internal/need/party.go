package need

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// outside lists territories with codes of their own to which the Convention does
// not reach through the State that answers for them (permit-rules 3.6).
func outside() []cites.Country { return []cites.Country{"TW", "EH", "PS", "CK", "NU"} }

// party reports whether the Convention was in force for a State, or for the
// State that answers for a territory, on a day. Codes left to users are Parties:
// demonstrations use them.
func party(c cites.Country, on cites.Date) bool {
	i, ok := c.Info()
	switch {
	case !ok || slices.Contains(outside(), c):
		return false
	case i.Kind == cites.UserAssigned:
		return true
	case i.Dependency != "":
		i, ok = i.Dependency.Info()
	}
	return ok && i.PartyOn(on)
}

// Party reports whether the Convention was in force for a State, or for the
// State that answers for a territory, on a day, as far as the list knows.
func Party(c cites.Country, on cites.Date) bool { return party(c, on) }

// reserving reports whether a Party has a reservation in force against the
// listing that decides, for all of it.
func (j *judge) reserving(c cites.Country) bool {
	return slices.ContainsFunc(j.reservations(c), func(r species.Reservation) bool { return whole(r.Parts) })
}

// reservations are those of a State against the listing that decides; those of
// the two ends are looked up once.
func (j *judge) reservations(c cites.Country) []species.Reservation {
	if len(j.lineage) == 0 {
		return nil
	}
	if list, ok := j.reserved[c]; ok {
		return list
	}
	list := slices.DeleteFunc(j.law.Reservations(j.lineage[0], c, j.c.Date), func(r species.Reservation) bool {
		return r.Appendix != j.appendix || !r.Covers(j.population())
	})
	if j.reserved == nil {
		j.reserved = map[cites.Country][]species.Reservation{}
	}
	j.reserved[c] = list
	return list
}

// whole reports whether a reservation is for all specimens and the Party itself,
// as far as its words tell. One for a part, or on behalf of a territory, leaves
// the Party bound here: documents are asked for rather than left out.
func whole(words string) bool {
	words = strings.ToLower(words)
	return !slices.ContainsFunc([]string{"on behalf of", "only", "not applicable", "stocks in", "excluding"}, func(x string) bool { return strings.Contains(words, x) })
}

// bound reports whether the Convention binds a State for this taxon (E16).
func (j *judge) bound(c cites.Country) bool { return party(c, j.c.Date) && !j.reserving(c) }

// neitherBound ends with no document where two States that the Convention does
// not bind for the taxon trade directly. A shipment through a Party is not
// direct: it needs the documents of transit (permit-rules 4.6).
func (j *judge) neitherBound() bool {
	if j.bound(j.from) || j.bound(j.to) {
		return false
	}
	if slices.ContainsFunc(j.c.Transit, j.bound) {
		return false
	}
	j.say("E16", "neither")
	return true
}
