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

// maxQuery bounds what is searched for; nobody types a longer name.
const maxQuery = 100

// maxSuggestions bounds the answer.
const maxSuggestions = 100

// Suggest returns at most n taxa for a text, best first: exact names, then
// names that begin with it, accepted before common before synonyms, weighed
// with how much the taxon is traded. Words may come in any order; a word that
// begins no name is read as a typing error. lang chooses among common names.
func (c *Catalogue) Suggest(query string, lang cites.Lang, n int) []Suggestion {
	if len(query) > maxQuery {
		query = strings.ToValidUTF8(query[:maxQuery], "")
	}
	q := fold(query)
	n = min(n, maxSuggestions)
	if q == "" || n <= 0 {
		return nil
	}
	b := c.index.scratch.Get().(*board)
	defer func() { b.clear(); c.index.scratch.Put(b) }()
	c.phrase(b, q, lang)
	if parts := strings.Fields(q); len(parts) > 1 && len(b.touched) < n {
		c.anyOrder(b, parts, lang)
	}
	if len(b.touched) == 0 {
		c.mistyped(b, strings.Fields(q), lang)
	}
	return c.answer(b, lang, n)
}

// Weights of a match. Popularity adds up to 400, the language of the person 30.
const (
	exactAccepted  = 1400
	exactOther     = 1300
	startAccepted  = 500
	wholeStart     = 500 // a common name that starts with the whole word
	wholeCommon    = 480
	startCommon    = 420
	insideCommon   = 400
	insideAccepted = 380
	startSynonym   = 300
	insideSynonym  = 250
	scattered      = 150 // taken off when the words come in another order
	misspelt       = 220 // taken off for a typing error
	languageBonus  = 30
	perPopularity  = 4
)

// phrase offers every name in which the text begins a word.
func (c *Catalogue) phrase(b *board, q string, lang cites.Lang) {
	for _, s := range c.index.reach(q) {
		e := &c.index.entries[s.entry]
		b.offer(e.taxon, s.entry, c.weigh(e, int(s.pos), q, lang))
	}
}

func (c *Catalogue) weigh(e *entry, pos int, q string, lang cites.Lang) int32 {
	score := int32(0)
	whole := wholeWord(e.text[pos:], q)
	switch {
	case e.text == q && e.kind == acceptedClass:
		score = exactAccepted
	case pos == 0 && onlyPlural(e.text[len(q):]):
		score = exactOther
	case e.kind == acceptedClass && pos == 0:
		score = startAccepted
	case e.kind == acceptedClass:
		score = insideAccepted
	case e.kind == commonClass && pos == 0 && whole:
		score = wholeStart
	case e.kind == commonClass && whole:
		score = wholeCommon
	case e.kind == commonClass && pos == 0:
		score = startCommon
	case e.kind == commonClass:
		score = insideCommon
	case pos == 0:
		score = startSynonym
	default:
		score = insideSynonym
	}
	if e.kind == commonClass && e.lang == lang {
		score += languageBonus
	}
	return score + perPopularity*int32(c.taxa[e.taxon].Popularity)
}

// onlyPlural reports whether what is left of a name is nothing, or the ending
// of a plural: "rosewood" is the name of the rosewoods.
func onlyPlural(rest string) bool {
	return rest == "" || rest == "s" || rest == "es" || rest == "x"
}

// wholeWord reports whether q ends at the end of a word, or of its plural.
func wholeWord(text, q string) bool {
	word, _, _ := strings.Cut(text[len(q):], " ")
	return onlyPlural(word)
}

// anyOrder offers the names that have all words, whatever their order.
func (c *Catalogue) anyOrder(b *board, parts []string, lang cites.Lang) {
	sets := make([][]start, len(parts))
	rarest := 0
	for i, p := range parts {
		sets[i] = c.index.reach(p)
		if len(sets[i]) < len(sets[rarest]) {
			rarest = i
		}
	}
	for _, s := range sets[rarest] {
		e := &c.index.entries[s.entry]
		if hasAll(e.text, parts) {
			b.offer(e.taxon, s.entry, c.weigh(e, int(s.pos), parts[rarest], lang)-scattered)
		}
	}
}

// hasAll reports whether every part begins a word of the name.
func hasAll(text string, parts []string) bool {
	for _, p := range parts {
		if !strings.HasPrefix(text, p) && !strings.Contains(text, " "+p) {
			return false
		}
	}
	return true
}

// answer takes the n best taxa off the board.
func (c *Catalogue) answer(b *board, lang cites.Lang, n int) []Suggestion {
	better := func(x, y int32) int {
		s, t := &c.taxa[x], &c.taxa[y]
		return cmp.Or(cmp.Compare(b.best[y], b.best[x]), cmp.Compare(preciseFirst(s.Rank), preciseFirst(t.Rank)), cmp.Compare(s.Name, t.Name))
	}
	top := make([]int32, 0, n+1)
	for _, t := range b.touched {
		if len(top) == n && better(t, top[n-1]) >= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, t, better)
		top = slices.Insert(top, at, t)
		if len(top) > n {
			top = top[:n]
		}
	}
	out := make([]Suggestion, len(top))
	for i, t := range top {
		out[i] = c.suggestion(&c.index.entries[b.name[t]], lang)
	}
	return out
}

func preciseFirst(r Rank) int {
	if r.Precise() {
		return 0
	}
	return 1
}

func (c *Catalogue) suggestion(e *entry, lang cites.Lang) Suggestion {
	t := &c.taxa[e.taxon]
	s := Suggestion{ID: t.ID, Name: t.Name, Rank: t.Rank, Kingdom: t.Kingdom, Common: t.CommonName(lang), Appendix: c.Listings(t.ID, "", c.today).Label()}
	switch e.kind {
	case commonClass:
		s.Common = t.Names[e.name].Text
	case synonymClass:
		s.Synonym = t.Names[e.name].Text
	}
	return s
}
