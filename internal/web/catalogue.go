package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/opencites/opencites/cites"
)

//go:embed locales
var localeFS embed.FS

// catalogue is the words of one language: key to text with {placeholders}.
type catalogue map[string]string

// loadCatalogues reads locales/LANG/*.json, flat objects, and refuses a key
// that stands in two files of a language.
func loadCatalogues(files fs.FS) (map[cites.Lang]catalogue, error) {
	all := map[cites.Lang]catalogue{}
	for _, lang := range knownLanguages() {
		c := catalogue{}
		names, err := fs.Glob(files, path.Join("locales", string(lang), "*.json"))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if err := c.merge(files, name); err != nil {
				return nil, err
			}
		}
		all[lang] = c
	}
	return all, nil
}

func (c catalogue) merge(files fs.FS, name string) error {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	var part map[string]string
	if err := json.Unmarshal(data, &part); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for key, text := range part {
		if _, twice := c[key]; twice {
			return fmt.Errorf("%s: key %q stands in another file too", name, key)
		}
		c[key] = text
	}
	return nil
}

// fill replaces {name} by its value; args are name, value pairs.
func fill(text string, args []any) string {
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, "{"+fmt.Sprint(args[i])+"}", fmt.Sprint(args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
