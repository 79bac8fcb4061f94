package app

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
)

var updateRules = flag.Bool("update", false, "add new rules to the last exported catalogue")

const lastCatalogue = "testdata/rules.json"

// lastExport is the catalogue as it was exported last.
func lastExport(t *testing.T) []exportedRule {
	t.Helper()
	data, err := os.ReadFile(lastCatalogue)
	if err != nil && *updateRules {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	var out []exportedRule
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// reused compares two catalogues and says which ids vanished or stand for
// another rule.
func reused(before, now []exportedRule) []string {
	var wrong []string
	for _, old := range before {
		i := slices.IndexFunc(now, func(e exportedRule) bool { return e.ID == old.ID })
		switch {
		case i < 0:
			wrong = append(wrong, old.ID+" vanished: give it a last day instead")
		case now[i].Citation != old.Citation:
			wrong = append(wrong, old.ID+" cited "+old.Citation+", now "+now[i].Citation+": another rule needs another id")
		}
	}
	return wrong
}

// TestRuleIDsAreNeverReused compares the book with the last exported catalogue.
// -update adds rules and rewords sentences; it never removes.
func TestRuleIDsAreNeverReused(t *testing.T) {
	before, now := lastExport(t), exportedRules()
	for _, w := range reused(before, now) {
		t.Error(w)
	}
	if t.Failed() {
		return
	}
	if *updateRules {
		var b bytes.Buffer
		if err := (&Env{Out: &b}).Print(now); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(lastCatalogue, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(before, now); d != "" {
		t.Errorf("the book is not what was exported last; look at it and run with -update:\n%s", d)
	}
}

// TestReusedIsFound is the negative control of the comparison.
func TestReusedIsFound(t *testing.T) {
	now := exportedRules()
	other := slices.Clone(now)
	other[3].Citation = "Art. I"
	for what, c := range map[string][]exportedRule{"vanished": now[1:], "another rule": other} {
		if len(reused(now, c)) != 1 {
			t.Errorf("%s is not found", what)
		}
	}
	if got := reused(now, append(slices.Clone(now), exportedRule{ID: "X10"})); len(got) != 0 {
		t.Errorf("a new rule is refused: %v", got)
	}
}

// TestExportedSentences wants a sentence of its own for each rule in each language.
func TestExportedSentences(t *testing.T) {
	seen := map[string]string{}
	for _, e := range exportedRules() {
		for lang, text := range e.Text {
			switch other, twice := seen[text]; {
			case text == "" || strings.HasPrefix(text, "book.") || strings.ContainsAny(text, "{}"):
				t.Errorf("%s has no sentence in %s: %q", e.ID, lang, text)
			case twice && !(e.ID == "E16" && other == "T13"):
				t.Errorf("%s says in %s what %s says", e.ID, lang, other)
			case lang == cites.Arabic != strings.ContainsFunc(text, func(r rune) bool { return r >= 0x600 && r <= 0x6FF }):
				t.Errorf("%s in %s is in the wrong script: %s", e.ID, lang, text)
			}
			seen[text] = e.ID
		}
	}
}

func TestRulesExport(t *testing.T) {
	var out, wrong bytes.Buffer
	env := &Env{Out: &out, Err: &wrong}
	if code := run(env, []string{"rules", "export", "--json"}); code != exitDone {
		t.Fatalf("code %d: %s", code, wrong.String())
	}
	var rows []map[string]any
	if err := json.Unmarshal(out.Bytes(), &rows); err != nil {
		t.Fatal(err)
	}
	want := []string{"citation", "evidence", "from", "id", "severity", "stage", "text", "until"}
	for _, r := range rows {
		var keys []string
		for k := range r {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		if !slices.Equal(keys, want) {
			t.Fatalf("%v has keys %v", r["id"], keys)
		}
	}
	if len(rows) != len(rule.Book()) {
		t.Errorf("%d rules", len(rows))
	}
	dir := t.TempDir()
	page, text := filepath.Join(dir, "rules.html"), filepath.Join(dir, "rules.txt")
	for _, args := range [][]string{{"--html", page, "--lang", "ar"}, {"--text", text}} {
		if code := run(env, append([]string{"rules", "export"}, args...)); code != exitDone {
			t.Fatalf("%v: code %d: %s", args, code, wrong.String())
		}
	}
	html, err := os.ReadFile(page)
	if err != nil || !bytes.Contains(html, []byte(`dir="rtl"`)) || bytes.Count(html, []byte("<article")) != len(rule.Book()) {
		t.Errorf("page: %v, %d bytes", err, len(html))
	}
	plain, err := os.ReadFile(text)
	if err != nil || !bytes.Contains(plain, []byte("\nP12 ")) {
		t.Errorf("text: %v, %d bytes", err, len(plain))
	}
}
