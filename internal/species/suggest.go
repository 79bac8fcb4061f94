package species

import (
	"cmp"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
)

// Suggestion is one taxon offered for what someone typed.
type Suggestion struct {
	ID      ID            `json:"id"`
	Name    string        `json:"name"`
	Rank    Rank          `json:"rank"`
	Kingdom cites.Kingdom `json:"kingdom"`
	// Common is the common name that matched, else one in the language asked.
	Common string `json:"common,omitempty"`
	// Synonym is set when the text matched a synonym of the accepted name.
	Synonym string `json:"synonym,omitempty"`
	// Appendix is what holds today for all populations: "I", "I/II", "".
	Appendix string `json:"appendix"`
}

// Suggest returns at most n taxa for a text, best first: exact names, then
// accepted names and common names that begin with it, then synonyms, each by
// how much the taxon is traded. lang chooses among common names.
func (c *Catalogue) Suggest(query string, lang cites.Lang, n int) []Suggestion {
	q := fold(query)
	if q == "" || n <= 0 {
		return nil
	}
	type hit struct{ taxon, score int }
	var hits []hit
	for i := range c.taxa {
		best := score(q, fold(c.taxa[i].Name), 0)
		for _, x := range c.taxa[i].Names {
			best = max(best, score(q, fold(x.Text), 1))
		}
		if best > 0 {
			hits = append(hits, hit{i, best})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(b.score-a.score, c.taxa[b.taxon].Popularity-c.taxa[a.taxon].Popularity, cmp.Compare(c.taxa[a.taxon].Name, c.taxa[b.taxon].Name))
	})
	var out []Suggestion
	for _, h := range hits[:min(n, len(hits))] {
		t := &c.taxa[h.taxon]
		out = append(out, Suggestion{ID: t.ID, Name: t.Name, Rank: t.Rank, Kingdom: t.Kingdom,
			Common: t.CommonName(lang), Appendix: c.Listings(t.ID, "", c.today).Label()})
	}
	return out
}

func score(q, name string, minus int) int {
	switch {
	case name == q:
		return 10 - minus
	case strings.HasPrefix(name, q):
		return 6 - minus
	case strings.Contains(name, " "+q):
		return 4 - minus
	}
	return 0
}
