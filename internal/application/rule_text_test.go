package application_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/rule"
)

func TestRulesAreWhole(t *testing.T) {
	form := regexp.MustCompile(`^[A-Z]\d{2}$`)
	seen := map[string]bool{}
	for _, r := range application.Rules() {
		switch {
		case seen[r.ID]:
			t.Errorf("%s twice", r.ID)
		case !form.MatchString(r.ID):
			t.Errorf("%q is no rule id", r.ID)
		case strings.TrimSpace(r.Citation) == "":
			t.Errorf("%s cites nothing", r.ID)
		case !slices.Contains([]rule.Evidence{rule.Verified, rule.Unchecked, rule.Inferred}, r.Evidence):
			t.Errorf("%s has evidence %q", r.ID, r.Evidence)
		case !slices.Contains([]rule.Severity{rule.Block, rule.Warn, rule.Note}, r.Severity):
			t.Errorf("%s has severity %q", r.ID, r.Severity)
		case r.Discretion && r.Severity != rule.Block:
			t.Errorf("%s leaves discretion but does not block", r.ID)
		case len(r.Stages) == 0 || r.Check == nil:
			t.Errorf("%s is never asked", r.ID)
		}
		for _, s := range r.Stages {
			if !slices.Contains(stages(), s) {
				t.Errorf("%s is asked at %q, which no application reaches", r.ID, s)
			}
		}
		seen[r.ID] = true
	}
	if len(seen) < 60 {
		t.Errorf("only %d rules", len(seen))
	}
}

// sentences reads the words of the rules in a language.
func sentences(t *testing.T, lang string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "web", "locales", lang, "rule.json"))
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]string
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

var gap = regexp.MustCompile(`\{([a-z_]+)\}`)

// gaps are the names that a sentence wants, in order, each once.
func gaps(text string) []string {
	names := map[string]bool{}
	for _, m := range gap.FindAllStringSubmatch(text, -1) {
		names[m[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// TestRuleSentences runs the bad dossiers and compares what the rules say with
// the catalogues: each finding has its sentence in each language, with just the
// values it brings, and no sentence of a rule is never said.
func TestRuleSentences(t *testing.T) {
	w := newWorld(t)
	said := map[string][]string{}
	for _, p := range w.pairs() {
		for _, s := range stages() {
			for _, f := range found(p.bad, s) {
				said[f.Key] = slices.Sorted(maps.Keys(f.Args))
			}
		}
	}
	for _, lang := range []string{"en", "fr", "es", "ar"} {
		words := sentences(t, lang)
		for key, args := range said {
			switch text, ok := words[key]; {
			case !ok || strings.TrimSpace(text) == "":
				t.Errorf("%s: no sentence %s", lang, key)
			case !slices.Equal(gaps(text), args):
				t.Errorf("%s: %s wants %v, the rule gives %v", lang, key, gaps(text), args)
			}
		}
		for key := range words {
			id, _, _ := strings.Cut(strings.TrimPrefix(key, "rule."), ".")
			ours := slices.ContainsFunc(application.Rules(), func(r rule.Rule[*dossier]) bool { return r.ID == id })
			border := slices.Contains([]string{"rule.F14.expired", "rule.F14.prepared", "rule.F14.used"}, key) // package control says them
			if _, ok := said[key]; !ok && ours && !border {
				t.Errorf("%s: no dossier makes a rule say %s", lang, key)
			}
		}
	}
}
