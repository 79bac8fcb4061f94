package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/feature/plural"

	"github.com/opencites/opencites/cites"
)

func catalogues(t *testing.T) map[cites.Lang]catalogue {
	t.Helper()
	all, err := loadCatalogues(localeFS)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// pluralForms are the forms each language needs for whole numbers.
func pluralForms(lang cites.Lang) []string {
	switch lang {
	case cites.Arabic:
		return []string{"zero", "one", "two", "few", "many", "other"}
	}
	return []string{"one", "other"} // French and Spanish "many" is for millions: "other" says the same
}

// splitPlural takes "queue.count.few" apart when queue.count is a plural.
func splitPlural(c catalogue, key string) (stem string, ok bool) {
	dot := strings.LastIndexByte(key, '.')
	if dot < 0 || !slices.Contains([]string{"zero", "one", "two", "few", "many", "other"}, key[dot+1:]) {
		return "", false
	}
	_, other := c[key[:dot]+".other"]
	return key[:dot], other
}

func TestCataloguesHaveTheSameKeys(t *testing.T) {
	all := catalogues(t)
	plain, plurals := map[string]bool{}, map[string]bool{}
	for _, c := range all {
		for key := range c {
			if stem, ok := splitPlural(c, key); ok {
				plurals[stem] = true
			} else {
				plain[key] = true
			}
		}
	}
	for lang, c := range all {
		for key := range plain {
			if c[key] == "" {
				t.Errorf("%s: no text for %q", lang, key)
			}
		}
		for stem := range plurals {
			for _, form := range pluralForms(lang) {
				if c[stem+"."+form] == "" {
					t.Errorf("%s: no text for %q", lang, stem+"."+form)
				}
			}
		}
	}
}

var placeholder = regexp.MustCompile(`%?\{[a-z_]+\}`)

// TestPlaceholdersAgree compares the {names} of each text with the English one.
// A plural form may leave {n} out ("one case").
func TestPlaceholdersAgree(t *testing.T) {
	all := catalogues(t)
	names := func(text string, isPlural bool) []string {
		found := placeholder.FindAllString(text, -1)
		found = slices.DeleteFunc(found, func(s string) bool { return isPlural && s == "{n}" })
		slices.Sort(found)
		return slices.Compact(found)
	}
	for lang, c := range all {
		for key, text := range c {
			stem, isPlural := splitPlural(c, key)
			want := all[cites.English][key]
			if isPlural {
				want = all[cites.English][stem+".other"]
			}
			if got, want := names(text, isPlural), names(want, isPlural); !slices.Equal(got, want) {
				t.Errorf("%s: %q has %v, English has %v", lang, key, got, want)
			}
		}
	}
}

func TestDuplicateKeyIsRefused(t *testing.T) {
	files := fstest.MapFS{
		"locales/en/a.json": {Data: []byte(`{"x.y":"1"}`)},
		"locales/en/b.json": {Data: []byte(`{"x.y":"2"}`)},
	}
	if _, err := loadCatalogues(files); err == nil {
		t.Fatal("a key in two files was accepted")
	}
}

// sources returns the text of the project's Go files (without tests) and of the
// templates: where keys are used.
func sources(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "dist") {
			return filepath.SkipDir
		}
		isGo := strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && d.Name() != "doc.go"
		if !isGo && !strings.HasSuffix(path, ".html") {
			return nil
		}
		text, err := os.ReadFile(path)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

var (
	quoted   = regexp.MustCompile("[\"`]([a-z0-9_]+(?:\\.[a-z0-9_-]+)*\\.?)[\"`]")
	keyTail  = regexp.MustCompile("[\"`](\\.[a-z0-9_.]+)[\"`]")
	usedCall = regexp.MustCompile(`(?:\bt|\btx|\bplural|\.T|\.Plural|\.THTML) "([a-z0-9_.]+)"|\.(?:T|Plural|THTML)\("([a-z0-9_.]+)"[,)]`)
)

// TestNoUnusedKeys finds keys that no source names, neither whole, nor by a
// beginning that ends in a dot ("status." + state), nor by a stem and a tail
// (key + ".title").
func TestNoUnusedKeys(t *testing.T) {
	text := sources(t)
	whole, tails := map[string]bool{}, map[string]bool{}
	var starts []string
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		if strings.HasSuffix(m[1], ".") {
			starts = append(starts, m[1])
		}
		whole[m[1]] = true
	}
	for _, m := range keyTail.FindAllStringSubmatch(text, -1) {
		tails[m[1]] = true
	}
	used := func(key string) bool {
		if whole[key] || slices.ContainsFunc(starts, func(s string) bool { return strings.HasPrefix(key, s) }) {
			return true
		}
		for tail := range tails {
			if stem, ok := strings.CutSuffix(key, tail); ok && whole[stem] {
				return true
			}
		}
		return false
	}
	c := catalogues(t)[cites.English]
	for key := range c {
		stem, isPlural := splitPlural(c, key)
		if !used(key) && (!isPlural || !used(stem)) {
			t.Errorf("no source uses %q", key)
		}
	}
}

// TestUsedKeysExist finds keys that a template or handler names and no catalogue has.
func TestUsedKeysExist(t *testing.T) {
	c := catalogues(t)[cites.English]
	for _, m := range usedCall.FindAllStringSubmatch(sources(t), -1) {
		key := m[1] + m[2]
		if _, ok := c[key]; ok || strings.HasSuffix(key, ".") || !strings.Contains(key, ".") {
			continue
		}
		if _, ok := c[key+".other"]; !ok {
			t.Errorf("no catalogue has %q", key)
		}
	}
}

func TestPluralForms(t *testing.T) {
	s := newTestServer(t)
	for _, tc := range []struct {
		lang cites.Lang
		n    int
		want string
	}{
		{cites.English, 1, "one"}, {cites.English, 0, "other"}, {cites.French, 0, "one"}, {cites.French, 2, "other"},
		{cites.Spanish, 1, "one"}, {cites.Arabic, 0, "zero"}, {cites.Arabic, 1, "one"}, {cites.Arabic, 2, "two"},
		{cites.Arabic, 3, "few"}, {cites.Arabic, 11, "many"}, {cites.Arabic, 100, "other"}, {cites.Arabic, 1247, "many"},
	} {
		if got := pluralForm(s.locales[tc.lang].tag, tc.n); got != tc.want {
			t.Errorf("%s %d: %s, want %s (%v)", tc.lang, tc.n, got, tc.want, plural.Cardinal)
		}
	}
}
