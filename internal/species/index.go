package species

import (
	"slices"
	"strings"
	"sync"

	"github.com/opencites/opencites/cites"
)

// entry is one name in folded form.
type entry struct {
	text  string
	taxon int32
	name  int16 // index in Taxon.Names, accepted for the accepted name
	kind  nameClass
	lang  cites.Lang
}

const accepted = -1

type nameClass uint8

const (
	acceptedClass nameClass = iota
	commonClass
	synonymClass
)

// start is the beginning of a word in a name: its suffixes, sorted, answer
// every "some word begins with" by bisection.
type start struct {
	entry int32
	pos   int32
}

// index is what Suggest searches. It is immutable; scratch holds the working
// space of searches.
type index struct {
	entries []entry
	starts  []start
	words   []string           // distinct words, sorted
	grams   map[uint32][]int32 // three letters -> words
	scratch sync.Pool
}

func buildIndex(taxa []Taxon) *index {
	x := &index{grams: map[uint32][]int32{}}
	for i := range taxa {
		x.add(int32(i), accepted, acceptedClass, "", taxa[i].Name)
		for n, name := range taxa[i].Names {
			class := commonClass
			if name.Kind != Common {
				class = synonymClass
			}
			x.add(int32(i), int16(n), class, name.Lang, name.Text)
		}
	}
	slices.SortFunc(x.starts, func(a, b start) int { return strings.Compare(x.suffix(a), x.suffix(b)) })
	x.buildWords()
	n := len(taxa)
	x.scratch.New = func() any { return &board{best: make([]int32, n), name: make([]int32, n)} }
	return x
}

func (x *index) add(taxon int32, name int16, class nameClass, lang cites.Lang, text string) {
	t := fold(text)
	if t == "" {
		return
	}
	e := int32(len(x.entries))
	x.entries = append(x.entries, entry{text: t, taxon: taxon, name: name, kind: class, lang: lang})
	for pos := 0; pos >= 0 && pos < len(t); {
		x.starts = append(x.starts, start{e, int32(pos)})
		next := strings.IndexByte(t[pos:], ' ')
		if next < 0 {
			break
		}
		pos += next + 1
	}
}

func (x *index) suffix(s start) string { return x.entries[s.entry].text[s.pos:] }

// buildWords lists the distinct words, which lie together in starts, and the
// letters they are made of.
func (x *index) buildWords() {
	last := ""
	for _, s := range x.starts {
		w, _, _ := strings.Cut(x.suffix(s), " ")
		if w == last {
			continue
		}
		last = w
		if n := len(x.words); n > 0 && x.words[n-1] == w {
			continue
		}
		x.words = append(x.words, w)
	}
	slices.Sort(x.words)
	x.words = slices.Compact(x.words)
	for i, w := range x.words {
		for g := range trigrams(w) {
			x.grams[g] = append(x.grams[g], int32(i))
		}
	}
}

// trigrams gives the three-letter pieces of a word with its border before it,
// as hashes; the same piece may come twice.
func trigrams(w string) func(func(uint32) bool) {
	return func(yield func(uint32) bool) {
		r := []rune("^" + w)
		for i := 0; i+3 <= len(r); i++ {
			if !yield(uint32(r[i])*961 ^ uint32(r[i+1])*31 ^ uint32(r[i+2])<<16) {
				return
			}
		}
	}
}

// reach bisects the word beginnings that start with a text.
func (x *index) reach(prefix string) []start {
	lo, _ := slices.BinarySearchFunc(x.starts, prefix, func(s start, p string) int { return strings.Compare(x.suffix(s), p) })
	hi := lo + bisect(len(x.starts)-lo, func(i int) bool { return !strings.HasPrefix(x.suffix(x.starts[lo+i]), prefix) })
	return x.starts[lo:hi]
}

// bisect is the first i below n for which after holds, n when none does.
func bisect(n int, after func(int) bool) int {
	lo, hi := 0, n
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); after(mid) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}

// board is the working space of one search: the best score and name found for
// each taxon, and which taxa were touched.
type board struct {
	best    []int32
	name    []int32 // entry
	touched []int32
	shared  []uint8 // pieces that each word shares with a misspelt one
	met     []int32 // words with any
}

func (b *board) offer(taxon, name, score int32) {
	if b.best[taxon] == 0 {
		b.touched = append(b.touched, taxon)
	}
	if score > b.best[taxon] || (score == b.best[taxon] && name < b.name[taxon]) { // names stand in the order of how common they are
		b.best[taxon], b.name[taxon] = score, name
	}
}

func (b *board) clear() {
	for _, t := range b.touched {
		b.best[t] = 0
	}
	b.touched = b.touched[:0]
}
