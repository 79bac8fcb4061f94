package web

import (
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// What a rule tells of is said in the reader's words; what somebody typed, and
// what is no code, stays as it is.
func TestArgumentsAreSaidInWords(t *testing.T) {
	s, err := New(testConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lang        cites.Lang
		name, value string
		want        string
	}{
		{cites.English, "unit", "KGM", "kilograms"}, {cites.French, "unit", "NAR", "spécimens"}, {cites.English, "unit", "QQQ", "QQQ"},
		{cites.English, "term", "LIV", "Live (LIV)"}, {cites.English, "term", "Live", "Live"}, {cites.English, "want", "MTQ", "cubic metres"}, {cites.English, "was", "W", "W"},
		{cites.English, "country", "FR", "France"}, {cites.Arabic, "country", "FR", "فرنسا"}, {cites.English, "country", "Congo", "Congo"},
		{cites.English, "from", "2027-02-24", "24 February 2027"}, {cites.Spanish, "last", "2027-02-24", "24 de febrero de 2027"}, {cites.English, "from", "soon", "soon"},
		{cites.English, "value", "2027-02-24", "2027-02-24"}, {cites.English, "code", "KGM", "KGM"}, {cites.English, "left", "12500", "12,500"}, {cites.English, "purpose", "T", "Commercial (T)"},
	} {
		if got := s.locales[c.lang].argument(c.name, c.value); got != c.want {
			t.Errorf("%s %s in %s: %q, want %q", c.name, c.value, c.lang, got, c.want)
		}
	}
	if got, want := s.locales[cites.English].Fault("rule.R03", fault.Args{"asked": "12", "unit": "KGM", "left": "3.5", "quota": "1000"}), "12 kilograms is asked and 3.5 is left of the quota of 1,000."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
