package web

import (
	"slices"
	"testing"
)

// Each door names its register and says what it is for, in every language.
func TestRegisterWords(t *testing.T) {
	words, err := loadCatalogues(localeFS)
	if err != nil {
		t.Fatal(err)
	}
	for lang, c := range words {
		for _, item := range slices.Concat(registerItems(), navItems()) {
			if c[item.Key] == "" {
				t.Errorf("%s: %s has no words", lang, item.Key)
			}
		}
		for _, item := range registerItems() {
			if c[item.Key+".text"] == "" {
				t.Errorf("%s: %s.text has no words", lang, item.Key)
			}
		}
	}
}

func registerSamples() []sample {
	return []sample{
		{"registers", Page{Title: "Registers", Data: []door{{Title: "Rule book", Text: "Every rule with its source.", Href: "/rules"}}}},
		{"registers", Page{Title: "Registers", Data: []door(nil)}},
	}
}
