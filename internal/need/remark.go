package need

import (
	"slices"
	"sync"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/table"
)

// partial is for documents that the holder completes (permit-rules 4.5): the
// base type, for what harms nothing; other kinds are left to the authority.
func (j *judge) partial() {
	if !j.c.PartiallyCompleted || len(j.out.Documents) == 0 {
		return
	}
	j.say("E13", "")
	harmless := []cites.Source{cites.Bred, cites.Propagated, cites.BredCommercially}
	switch {
	case j.l.Term == "SPE", j.l.Source == cites.PreConventionStock, slices.Contains(harmless, j.source):
	default:
		j.refer("L17", "officer")
	}
}

// remarks adds what an officer will look at; none of it refuses the case.
func (j *judge) remarks() {
	if p := j.c.Purpose; p != "" && j.kingdom != "" && !p.Suits(j.kingdom) {
		if _, ok := p.Info(); ok {
			j.say("P14", "", "code", string(p), "kingdom", string(j.kingdom))
		}
	}
	if one := j.has(cites.TravellingExhibition) || j.has(cites.PersonalOwnership); one && j.live() && j.l.Unit == cites.Number && j.l.Quantity > 1000 {
		j.say("L09", "each", "n", j.l.Quantity.String())
	}
	if j.otherwise != "" {
		j.say("T03", "", "box", string(j.l.Appendix), "listed", string(j.otherwise))
	}
	j.rangeState()
	j.deemed()
	for _, c := range []cites.Country{j.from, j.to} {
		if c.Place() && len(j.reservations(c)) > 0 {
			j.say("T13", "need", "country", string(c), "appendix", string(j.appendix))
		}
		if c.Place() && !j.bound(c) {
			j.say("E16", "")
		}
	}
}

// rangeState warns of wild and ranched specimens from where the taxon is not
// known to occur (T10). Range States are no input of the decision.
func (j *judge) rangeState() {
	if j.taxon == nil || len(j.taxon.Range) == 0 || j.l.Source != cites.Wild && j.l.Source != cites.Ranched {
		return
	}
	c := j.population()
	if c == "" {
		return
	}
	switch j.taxon.Occurs(c) {
	case "", species.Extinct:
		j.say("T10", "", "country", string(c), "name", j.taxon.Name)
	case species.Uncertain:
		j.say("T10", "uncertain", "country", string(c), "name", j.taxon.Name)
	}
}

// deeming is a population that stands in Appendix II for certain specimens only.
type deeming struct {
	taxa      []group
	countries []cites.Country
	terms     []cites.Term
	gentle    []cites.Term // unless for commerce
	span
}

var deemings = sync.OnceValue(func() []deeming {
	var out []deeming
	for _, r := range readTable("deemed.tsv") {
		out = append(out, deeming{groups(r["taxon"]), table.Codes[cites.Country](r, "countries"), table.Codes[cites.Term](r, "terms"), table.Codes[cites.Term](r, "gentle"), spanOf(r)})
	}
	return out
})

// deemed leaves to the authority what such a listing does not name: it may be
// deemed to be in Appendix I (T14). Certificates by source are not concerned.
func (j *judge) deemed() {
	if j.appendix != cites.AppendixII || j.exempt || j.l.Appendix != "" {
		return
	}
	for _, d := range deemings() {
		if !slices.Contains(d.countries, j.population()) || !d.holds(j.c.Date) || !j.within(d.taxa) {
			continue
		}
		if slices.Contains(d.terms, j.l.Term) || slices.Contains(d.gentle, j.l.Term) && !j.commercial() {
			continue
		}
		j.refer("T14", "officer", "name", j.name(), "term", string(j.l.Term))
	}
}
