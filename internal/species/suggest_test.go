package species_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

func names(ss []species.Suggestion) []string {
	var out []string
	for _, s := range ss {
		out = append(out, s.Name)
	}
	return out
}

func TestSuggestGivesWhatPeopleMean(t *testing.T) {
	suggestsWhatPeopleMean(t, starter(t))
}

func suggestsWhatPeopleMean(t *testing.T, c *species.Catalogue) {
	t.Helper()
	for _, x := range []struct {
		query string
		lang  cites.Lang
		first []string
	}{
		{"elephant", "en", []string{"Loxodonta africana", "Elephas maximus"}},
		{"ELÉPHANT", "fr", []string{"Loxodonta africana", "Elephas maximus"}},
		{"eleph", "en", []string{"Elephas maximus", "Loxodonta africana"}},
		{"Loxodonta africana", "en", []string{"Loxodonta africana"}},
		{"grey parrot", "en", []string{"Psittacus erithacus"}},
		{"perroquet gris", "fr", []string{"Psittacus erithacus"}},
		{"loro gris", "es", []string{"Psittacus erithacus"}},
		{"الببغاء الرمادي", "ar", []string{"Psittacus erithacus"}},
		{"الفيل", "ar", []string{"Loxodonta africana"}},
		{"rosewood", "en", []string{"Dalbergia"}},
		{"palissandre", "fr", []string{"Dalbergia"}},
		{"parrot grey", "en", []string{"Psittacus erithacus"}},
		{"elefant", "en", []string{"Loxodonta africana"}},
		{"pangolin", "en", []string{"Manis"}},
		{"python reticulatus", "en", []string{"Malayopython reticulatus"}},
		{"caiman yacare", "en", []string{"Caiman yacare"}},
		{"dalbergia nigra", "en", []string{"Dalbergia nigra"}},
		{"caoba", "es", []string{"Swietenia macrophylla"}},
		{"psitacus eritacus", "en", []string{"Psittacus erithacus"}},
	} {
		got := names(c.Suggest(x.query, x.lang, 8))
		if len(got) < len(x.first) || !slices.Equal(got[:len(x.first)], x.first) {
			t.Errorf("%q (%s): %v, want first %v", x.query, x.lang, got, x.first)
		}
	}
}

func TestSuggestSaysWhatMatched(t *testing.T) {
	c := starter(t)
	s := c.Suggest("Python reticulatus", "en", 1)
	if len(s) != 1 || s[0].Synonym != "Python reticulatus" || s[0].Appendix != "II" {
		t.Errorf("synonym: %+v", s)
	}
	s = c.Suggest("african elephant", "fr", 1)
	if len(s) != 1 || s[0].Common != "African Elephant" || s[0].Appendix != "I/II" {
		t.Errorf("common name: %+v", s)
	}
}

func TestSuggestStandsBadInput(t *testing.T) {
	c := starter(t)
	for _, q := range []string{"", " ", "\x00", "\xff\xfe", "<script>", "🐘", "'; drop table taxon", "‮", strings.Repeat("a", 1<<20), strings.Repeat("é ", 500), "-", "()"} {
		if got := c.Suggest(q, "xx", 10); len(got) > 10 {
			t.Errorf("%.20q: %d suggestions", q, len(got))
		}
	}
	if got := c.Suggest("elephant", "en", 0); got != nil {
		t.Errorf("n = 0: %v", got)
	}
	if got := c.Suggest("zzzzqqqq", "en", 5); len(got) != 0 {
		t.Errorf("nonsense: %v", names(got))
	}
}

func FuzzSuggest(f *testing.F) {
	for _, s := range []string{"elephant", "él", "الفيل", "a b c", "\x80"} {
		f.Add(s)
	}
	c := starter(f)
	f.Fuzz(func(t *testing.T, q string) {
		got := c.Suggest(q, cites.English, 5)
		seen := map[species.ID]bool{}
		for _, s := range got {
			if seen[s.ID] {
				t.Fatalf("%q: %s twice", q, s.ID)
			}
			seen[s.ID] = true
		}
	})
}
