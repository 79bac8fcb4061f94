package web

import (
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/permit"
)

// TestReasonsOfAnEndAreWords wants no word of the program before a reader, and
// what a person wrote untouched.
func TestReasonsOfAnEndAreWords(t *testing.T) {
	for _, lang := range []cites.Lang{cites.English, cites.French, cites.Spanish, cites.Arabic} {
		l := newLocale(lang, wordsIn(lang), time.UTC, "")
		for _, r := range append(permit.ReplaceReasons(), permit.Amended, permit.ReturnedUnused) {
			if got := reasonWords(l, string(r)); got == string(r) || got == "" {
				t.Errorf("%s %s: %q", lang, r, got)
			}
		}
		if got := reasonWords(l, "The applicant's registration was withdrawn."); got != "The applicant's registration was withdrawn." {
			t.Errorf("%s: %q", lang, got)
		}
	}
}
