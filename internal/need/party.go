package need

import (
	"slices"

	"github.com/opencites/opencites/cites"
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

// reserving reports whether a Party has a reservation in force against the
// listing that decides.
func (j *judge) reserving(c cites.Country) bool {
	for _, id := range j.lineage[:min(1, len(j.lineage))] {
		for _, r := range j.law.Reservations(id, c, j.c.Date) {
			if r.Appendix == j.appendix && r.Covers(j.population()) && r.Parts == "" {
				return true
			}
		}
	}
	return false
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
