package web

import (
	"fmt"
	"sync"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// words are the catalogues for those who show text outside a page: the command
// line and the catalogue of rules.
var words = sync.OnceValues(func() (map[cites.Lang]catalogue, error) { return loadCatalogues(localeFS) })

// Sentence is the text of a key in a language with its arguments filled in; a
// key that no catalogue has comes back as it is.
func Sentence(lang cites.Lang, key string, args fault.Args) string {
	all, err := words()
	if err != nil {
		panic(fmt.Sprintf("embedded catalogues: %v", err))
	}
	text, ok := all[lang][key]
	if !ok {
		return key
	}
	pairs := make([]any, 0, 2*len(args))
	for k, v := range args {
		pairs = append(pairs, k, v)
	}
	return fill(text, pairs)
}
