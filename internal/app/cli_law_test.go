package app

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// askLaw runs `law on` against a data folder that does not exist.
func askLaw(t *testing.T, args ...string) (int, lawAnswer, string) {
	t.Helper()
	data := filepath.Join(t.TempDir(), "none")
	code, out, errs := command(t, append([]string{"law", "on", "--json", "--data", data}, args...)...)
	var a lawAnswer
	if code == exitDone {
		if err := json.Unmarshal([]byte(out), &a); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("the question made a store")
	}
	return code, a, out + errs
}

func TestLawOnADate(t *testing.T) {
	for _, x := range []struct {
		taxon, population, date   string
		accepted, appendix, since string
		first, annotation         string
		split                     bool
	}{
		{"Loxodonta africana", "BW", "2026-01-15", "Loxodonta africana", "II", "2003-02-13", "1976-02-26", "hunting trophies", false},
		{"loxodonta AFRICANA", "KE", "1996-05-01", "Loxodonta africana", "I", "1990-01-18", "1976-02-26", "", false},
		{"Loxodonta africana", "", "2026-01-15", "Loxodonta africana", "I/II", "2000-07-19", "1976-02-26", "Except the populations", true},
		{"Crocodylus niloticus", "EG", "2010-06-22", "Crocodylus niloticus", "I", "2005-01-12", "1975-07-01", "", false},
		{"Crocodylus niloticus", "EG", "2010-06-23", "Crocodylus niloticus", "II", "2010-06-23", "1975-07-01", "zero quota", false},
		{"Dalbergia latifolia", "IN", "2026-01-15", "Dalbergia latifolia", "II", "2017-01-02", "2017-01-02", "#15", false},
		{"Cedrela odorata", "PE", "2015-01-01", "Cedrela odorata", "III", "2001-06-12", "2001-06-12", "#5", false},
		{"Falco cherrug x Falco rusticolus", "", "2026-01-15", "Falco cherrug x Falco rusticolus", "I", "1985-08-01", "1975-07-01", "", false},
		{"Dalbergia spp.", "", "2026-01-15", "Dalbergia", "II", "2017-01-02", "2017-01-02", "#15", false},
		{"Aloe vera", "", "2026-01-15", "Aloe vera", "N", "", "", "", false},
		{"Psittacus erithacus", "GH", "2099-01-01", "Psittacus erithacus", "I", "2017-01-02", "1981-06-06", "", false},
	} {
		code, a, text := askLaw(t, "--taxon", x.taxon, "--population", x.population, "--date", x.date)
		if code != exitDone || a.Taxon != x.accepted || a.Appendix != x.appendix || a.Split != x.split || a.ListedSince.String() != x.since ||
			a.FirstListed.String() != x.first || !strings.Contains(a.Annotation, x.annotation) || a.Date.String() != x.date {
			t.Errorf("%s %s %s: exit %d, %s", x.taxon, x.population, x.date, code, text)
		}
		if !strings.Contains(text, `"reservations": []`) || !strings.Contains(text, `"quotas": []`) || !strings.Contains(text, `"suspensions": []`) {
			t.Errorf("%s: a list is null: %s", x.taxon, text)
		}
	}
}

func TestLawOnKnowsWhatItDoesNotKnow(t *testing.T) {
	for name, x := range map[string]struct {
		args []string
		code int
		says string
	}{
		"unknown name":  {[]string{"--taxon", "Nomen nescio"}, exitNegative, "does not know"},
		"nearly known":  {[]string{"--taxon", "Loxodonta africanna"}, exitNegative, "Do you mean Loxodonta africana"},
		"no day":        {[]string{"--taxon", "Loxodonta africana", "--date", "2026-02-30"}, exitFailure, "not a day"},
		"no country":    {[]string{"--taxon", "Loxodonta africana", "--population", "Q9"}, exitFailure, "two-letter"},
		"unknown cross": {[]string{"--taxon", "Nomen nescio x Nomen alterum"}, exitNegative, "does not know"},
	} {
		if code, _, text := askLaw(t, x.args...); code != x.code || !strings.Contains(text, x.says) {
			t.Errorf("%s: exit %d, %s", name, code, text)
		}
	}
	code, out, _ := command(t, "law", "on", "--data", t.TempDir(), "--taxon", "Falco cherrug x Nomen nescio", "--date", "2026-01-15")
	if code != exitDone || !strings.Contains(out, "Nomen nescio is not in the catalogue") {
		t.Errorf("half a cross: %d %s", code, out)
	}
	if code, out, _ := command(t, "law", "on", "--data", t.TempDir(), "--taxon", "Loxodonta africana", "--date", "2026-01-15"); code != exitDone || !strings.Contains(out, "depends on the population") {
		t.Errorf("for people: %d %s", code, out)
	}
}
