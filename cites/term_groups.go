package cites

import (
	"slices"
	"strings"
	"sync"
)

var termGroups = sync.OnceValue(func() map[Term][]string {
	groups := map[Term][]string{}
	for _, r := range readTable("term_groups") {
		groups[Term(r["term"])] = strings.Fields(r["groups"])
	}
	return groups
})

// Plausible reports whether the term can describe a specimen of a taxon with
// this lineage: the scientific names of all its ranks from the kingdom down. It
// serves a warning, never a refusal. Where the lineage names no kingdom, little
// is known of the taxon and every term is plausible.
func (t Term) Plausible(lineage ...string) bool {
	animal, plant := slices.Contains(lineage, string(Animalia)), slices.Contains(lineage, string(Plantae))
	switch {
	case !animal && !plant:
		return true
	case animal && !t.Suits(Animalia), plant && !t.Suits(Plantae):
		return false
	}
	groups, bound := termGroups()[t]
	return !bound || slices.ContainsFunc(groups, func(g string) bool { return slices.Contains(lineage, g) })
}
