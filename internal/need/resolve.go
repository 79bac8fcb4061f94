package need

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// recentGenerations is how far back a pure listed ancestor of a hybrid animal
// counts (Res. Conf. 10.17, 50 CFR 23.43).
const recentGenerations = 4

// resolve finds the taxon and what holds for it. The appendix that the line
// gives is taken before any other; what else the law knows of the taxon is used
// beside it.
func (j *judge) resolve() {
	if j.l.Hybrid != nil && len(j.l.Hybrid.Parents) > 0 {
		j.resolveHybrid()
		return
	}
	found := j.find(j.l.Taxon)
	j.kingdom = j.guessKingdom(j.l.Taxon)
	if len(found) == 1 {
		j.taxon, j.kingdom = found[0], found[0].Kingdom
		j.lineage = j.law.Chain(j.taxon.ID)
		j.first = j.law.First(j.taxon.ID)
	}
	if j.l.Appendix != "" {
		j.override()
		return
	}
	if j.taxon == nil {
		j.say("T01", "need", "name", j.l.Taxon)
		return
	}
	e := j.law.Listings(j.taxon.ID, j.population(), j.c.Date)
	if e.Split || j.differsWithin(e) {
		j.say("T04", "need")
		return
	}
	j.hold(e.Appendix, e.Listings)
}

// hold keeps the appendix that decides, with its listings.
func (j *judge) hold(a cites.Appendix, listings []species.Listing) {
	j.appendix, j.decidable, j.unlisted = a, true, a == cites.NotListed
	j.listings = slices.DeleteFunc(slices.Clone(listings), func(l species.Listing) bool { return l.Appendix != a })
}

// override takes the appendix of the line, with the annotation and the Parties
// of a listing in that appendix where the law knows one, and keeps what the law
// says otherwise (T03).
func (j *judge) override() {
	var e species.Effective
	if j.taxon != nil {
		e = j.law.Listings(j.taxon.ID, j.population(), j.c.Date)
	}
	j.hold(j.l.Appendix, e.Listings)
	if e.Listed() && len(j.listings) == 0 {
		j.otherwise = e.Appendix
	}
}

// denied ends where the case says that nothing is listed and the law says that it
// is: an answer that nothing is needed would rest on the word of the asker.
func (j *judge) denied() bool {
	if !j.unlisted || j.otherwise == "" {
		return false
	}
	j.block("T03", "", "box", string(j.l.Appendix), "listed", string(j.otherwise))
	return true
}

// find gives the one taxon that a name means. Homonyms are told apart by the
// kingdom that the codes of the line leave; those that cannot be are not found.
func (j *judge) find(name string) []*species.Taxon {
	found := j.law.Find(name)
	if len(found) <= 1 {
		return found
	}
	if accepted := slices.DeleteFunc(slices.Clone(found), func(t *species.Taxon) bool { return !strings.EqualFold(t.Name, strings.TrimSpace(name)) }); len(accepted) > 0 {
		found = accepted
	}
	if k := j.codeKingdom(); len(found) > 1 && k != "" {
		found = slices.DeleteFunc(slices.Clone(found), func(t *species.Taxon) bool { return t.Kingdom != k })
	}
	if len(found) > 1 {
		return nil
	}
	return found
}

// population is the State whose population decides: the one given, the one of
// origin, or that of a direct export; "" when none does.
func (j *judge) population() cites.Country {
	switch o := j.l.OriginCountry; {
	case j.l.Population != "":
		return j.l.Population
	case o != "" && o.Place():
		return o
	case o == "" && j.dir == Export && !j.flagged && j.from.Place():
		return j.from
	}
	return ""
}

// differsWithin reports whether subspecies of a species stand elsewhere than the
// species does, so that its name alone decides nothing (T04). One that does not
// occur in the State of the population cannot be meant, and where the species
// itself is listed by populations the State decides.
func (j *judge) differsWithin(e species.Effective) bool {
	place := j.population()
	byPopulation := func(l species.Listing) bool { return l.Taxon == j.taxon.ID && len(l.Populations)+len(l.Except) > 0 }
	if j.taxon.Rank != species.Species || place != "" && slices.ContainsFunc(e.Listings, byPopulation) {
		return false
	}
	for _, id := range j.law.Within(j.taxon.ID) {
		sub := j.law.Listings(id, place, j.c.Date)
		if sub.Appendix == e.Appendix && !sub.Split {
			continue
		}
		if t, ok := j.law.Taxon(id); place == "" || !ok || len(t.Range) == 0 || t.Occurs(place) != "" {
			return true
		}
	}
	return false
}

// resolveHybrid takes the strictest listing in the lineage (T09). A hybrid
// animal of listed and unlisted taxa is exempt when no pure listed ancestor
// stands in the last four generations; one of listed taxa only never is.
func (j *judge) resolveHybrid() {
	j.kingdom = j.guessKingdom(j.l.Hybrid.Parents[0])
	best, mixed, lost := species.Effective{Appendix: cites.NotListed}, false, ""
	for _, name := range j.l.Hybrid.Parents {
		found := j.find(name)
		if len(found) != 1 {
			lost = name
			continue
		}
		t := found[0]
		j.kingdom = t.Kingdom
		e := j.law.Listings(t.ID, j.population(), j.c.Date)
		if e.Split && j.l.Appendix == "" {
			j.say("T04", "need")
			return
		}
		if !e.Listed() {
			mixed = true
			continue
		}
		j.lineage = union(j.lineage, j.law.Chain(t.ID))
		if f := j.law.First(t.ID); j.first.IsZero() || f.Before(j.first) {
			j.first = f
		}
		if !best.Listed() || e.Appendix < best.Appendix {
			best = e
		}
	}
	if j.l.Appendix != "" {
		best.Appendix = j.l.Appendix
	} else if lost != "" {
		j.say("T01", "need", "name", lost)
		return
	}
	j.hold(best.Appendix, best.Listings)
	j.exempted = best.Listed() && mixed && j.kingdom == cites.Animalia && j.l.Hybrid.Generation > recentGenerations
	j.unmarked = j.kingdom == cites.Plantae && j.appendix == cites.AppendixI && !slices.ContainsFunc(j.listings, annotatedForHybrids)
}

// annotatedForHybrids reports whether a listing says that hybrids are included.
func annotatedForHybrids(l species.Listing) bool {
	note := strings.ToLower(l.Note)
	return strings.Contains(note, "hybrids are included") || strings.Contains(note, "includes hybrids") || strings.Contains(note, "including hybrids")
}
