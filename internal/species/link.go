package species

import (
	"strings"

	"github.com/opencites/opencites/cites"
)

// Link sets the parent of every taxon to the nearest higher one in the list. A
// parent of rank subfamily stays, since no column of a lineage names it. A parent
// is always of a higher rank, so that no file can make a circle.
func Link(taxa []Taxon) {
	known := make(map[ID]Rank, len(taxa))
	for i := range taxa {
		known[taxa[i].ID] = taxa[i].Rank
	}
	for i := range taxa {
		t := &taxa[i]
		if known[t.Parent] != Subfamily || t.Rank.depth() <= Subfamily.depth() {
			t.Parent = ""
		}
		for _, name := range t.above() {
			if t.Parent != "" {
				break
			}
			if id := MakeID(t.Kingdom, name); known[id] != "" && known[id].depth() < t.Rank.depth() {
				t.Parent = id
			}
		}
	}
}

// above lists the names of the taxa above, nearest first.
func (t *Taxon) above() []string {
	var out []string
	words := strings.Fields(t.Name)
	switch t.Rank {
	case Subspecies, Variety:
		out = append(out, strings.Join(words[:min(2, len(words))], " "), words[0])
	case Species:
		out = append(out, words[0])
	}
	for _, n := range []string{t.Family, t.Order, t.Class, t.Phylum} {
		if n != "" && n != t.Name {
			out = append(out, n)
		}
	}
	return out
}

// genusOf gives the genus of a name of rank genus or below.
func genusOf(r Rank, name string) string {
	if r != Genus && !r.Precise() {
		return ""
	}
	g, _, _ := strings.Cut(name, " ")
	return g
}

// countries reads codes separated by spaces or commas.
func countries(s string) []cites.Country {
	var out []cites.Country
	for _, c := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' }) {
		out = append(out, cites.Country(c))
	}
	return out
}
