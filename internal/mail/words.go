package mail

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
)

//go:embed locales/*.json
var localeFS embed.FS

// languages that letters are written in.
func languages() []cites.Lang {
	return []cites.Lang{cites.English, cites.French, cites.Spanish, cites.Arabic}
}

// words are the texts of letters by language and key.
type words map[cites.Lang]map[string]string

func loadWords() (words, error) {
	w := words{}
	for _, lang := range languages() {
		data, err := localeFS.ReadFile("locales/" + string(lang) + ".json")
		if err != nil {
			return nil, err
		}
		var texts map[string]string
		if err := json.Unmarshal(data, &texts); err != nil {
			return nil, fmt.Errorf("letters in %s: %w", lang, err)
		}
		w[lang] = texts
	}
	return w, nil
}

// text fills the placeholders of a text; args are name, value pairs. A language
// without letters gets English.
func (w words) text(lang cites.Lang, key string, args ...string) string {
	texts := w[lang]
	if texts == nil {
		texts = w[cites.English]
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, "{"+args[i]+"}", args[i+1])
	}
	return strings.NewReplacer(pairs...).Replace(texts[key])
}

func (w words) has(key string) bool { _, ok := w[cites.English][key]; return ok }
