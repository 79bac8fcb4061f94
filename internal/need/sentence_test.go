package need_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// TestEveryReasonHasASentence reads the catalogues from disk: what a case gave as
// a reason has words, in all languages.
func TestEveryReasonHasASentence(t *testing.T) {
	keys := map[string]bool{}
	l := law(t)
	for _, e := range examples(t) {
		for _, r := range answer(t, l, e.json(t)).Reasons {
			keys[r.Key] = true
			if r.Citation == "" || r.Severity == "" || r.Evidence == "" {
				t.Errorf("%+v", r)
			}
		}
	}
	if len(keys) < 80 {
		t.Errorf("the cases reach only %d reasons", len(keys))
	}
	for _, lang := range []string{"en", "fr", "es", "ar"} {
		files, err := filepath.Glob("../web/locales/" + lang + "/*.json")
		if err != nil || len(files) == 0 {
			t.Fatal(err, files)
		}
		words := map[string]string{}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			part := map[string]string{}
			if err := json.Unmarshal(text, &part); err != nil {
				t.Fatal(err)
			}
			maps.Copy(words, part)
		}
		for k := range keys {
			if words[k] == "" {
				t.Errorf("%s: no sentence %s", lang, k)
			}
		}
	}
}
