package web

import (
	"fmt"
	"sync"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/finding"
)

// words are the catalogues for those who show text outside a page: the command
// line and the catalogue of rules.
var words = sync.OnceValues(func() (map[cites.Lang]catalogue, error) { return loadCatalogues(localeFS) })

func wordsIn(lang cites.Lang) catalogue {
	all, err := words()
	if err != nil {
		panic(fmt.Sprintf("embedded catalogues: %v", err))
	}
	return all[lang]
}

// Sentence is the text of a key in a language with its arguments filled in; a
// key that no catalogue has comes back as it is.
func Sentence(lang cites.Lang, key string, args fault.Args) string {
	text, ok := wordsIn(lang)[key]
	if !ok {
		return key
	}
	pairs := make([]any, 0, 2*len(args))
	for k, v := range args {
		pairs = append(pairs, k, v)
	}
	return fill(text, pairs)
}

// GapSentence says in a language what is missing in a chain of evidence.
func GapSentence(lang cites.Lang, c *finding.Chain, g finding.Gap) string {
	return gapText(newLocale(lang, wordsIn(lang), time.UTC, ""), c, g)
}
