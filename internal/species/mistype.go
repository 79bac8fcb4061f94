package species

import (
	"cmp"
	"math"
	"slices"

	"github.com/opencites/opencites/cites"
)

// mistyped offers the names in which every word is begun by a part, or by a
// word that is close to it.
func (c *Catalogue) mistyped(b *board, parts []string, lang cites.Lang) {
	options := make([][]string, len(parts))
	for i, p := range parts {
		if len(c.index.reach(p)) > 0 {
			options[i] = []string{p}
			continue
		}
		if options[i] = c.index.near(b, p); len(options[i]) == 0 {
			return
		}
	}
	for _, w := range options[longest(parts)] {
		for _, s := range c.index.reach(w) {
			e := &c.index.entries[s.entry]
			if hasOneOfEach(e.text, options) {
				b.offer(e.taxon, s.entry, max(1, c.weigh(e, int(s.pos), w, lang)-misspelt))
			}
		}
	}
}

func longest(parts []string) int {
	best := 0
	for i, p := range parts {
		if len(p) > len(parts[best]) {
			best = i
		}
	}
	return best
}

func hasOneOfEach(text string, options [][]string) bool {
	for _, words := range options {
		if !slices.ContainsFunc(words, func(w string) bool { return hasAll(text, []string{w}) }) {
			return false
		}
	}
	return true
}

// mostNear bounds the words taken for a misspelt one, mostVerified how many
// candidates are measured.
const (
	mostNear     = 8
	mostVerified = 200
)

// near returns known words close to a misspelt one, closest first. Candidates
// share letters in threes; one edit is allowed in short words, two from six
// letters on. The end may be missing, since people are still typing.
func (x *index) near(b *board, word string) []string {
	allowed := 1
	if len([]rune(word)) >= 6 {
		allowed = 2
	}
	candidates := x.sharing(b, word)
	type found struct {
		word string
		away int
	}
	var out []found
	for _, w := range candidates {
		if d := edits(word, x.words[w], allowed); d <= allowed {
			out = append(out, found{x.words[w], d})
		}
	}
	slices.SortFunc(out, func(a, b found) int { return cmp.Or(cmp.Compare(a.away, b.away), cmp.Compare(a.word, b.word)) })
	var words []string
	for _, f := range out[:min(len(out), mostNear)] {
		words = append(words, f.word)
	}
	return words
}

// sharing lists the words that share most letters in threes with a misspelt
// one, at most mostVerified, the best first.
func (x *index) sharing(b *board, word string) []int32 {
	if b.shared == nil {
		b.shared = make([]uint8, len(x.words))
	}
	b.met = b.met[:0]
	for g := range trigrams(word) {
		for _, w := range x.grams[g] {
			if b.shared[w] == 0 {
				b.met = append(b.met, w)
			}
			if b.shared[w] < math.MaxUint8 {
				b.shared[w]++
			}
		}
	}
	var most [math.MaxUint8 + 1]int32 // words by how many pieces they share
	for _, w := range b.met {
		most[b.shared[w]]++
	}
	least, sum := math.MaxUint8, int32(0)
	for ; least > 1 && sum+most[least] <= mostVerified; least-- {
		sum += most[least]
	}
	var out []int32
	for _, w := range b.met {
		if int(b.shared[w]) > least || (int(b.shared[w]) == least && sum < mostVerified) {
			if int(b.shared[w]) == least {
				sum++
			}
			out = append(out, w)
		}
		b.shared[w] = 0
	}
	return out
}

// edits is the number of insertions, deletions, changes and swaps of
// neighbours that turn a into b or into a beginning of b; more than most when
// it is more.
func edits(a, b string, most int) int {
	s, t := []rune(a), []rune(b)
	if len(t) > len(s)+most {
		t = t[:len(s)+most]
	}
	before, row, next := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(s); i++ {
		next[0] = i
		for j := 1; j <= len(t); j++ {
			change := row[j-1]
			if s[i-1] != t[j-1] {
				change++
			}
			next[j] = min(change, row[j]+1, next[j-1]+1)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row, next = row, next, before
	}
	return slices.Min(row)
}
