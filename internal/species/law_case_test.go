package species_test

import (
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// small is a family with the cases that the Appendices know: a subspecies
// listed apart, a population deleted, a population moved up, a part of a
// population.
func small(t testing.TB) *species.Catalogue {
	t.Helper()
	taxon := func(rank species.Rank, name, parent string) species.Taxon {
		x := species.Taxon{ID: species.MakeID(cites.Animalia, name), Kingdom: cites.Animalia, Rank: rank, Name: name}
		if parent != "" {
			x.Parent = species.MakeID(cites.Animalia, parent)
		}
		return x
	}
	listing := func(id, name string, a cites.Appendix, from, until string, change func(*species.Listing)) species.Listing {
		l := species.Listing{ID: id, Taxon: species.MakeID(cites.Animalia, name), Appendix: a, From: day(t, from)}
		if until != "" {
			l.Until = day(t, until)
		}
		if change != nil {
			change(&l)
		}
		return l
	}
	taxa := []species.Taxon{taxon(species.Family, "Testidae", ""), taxon(species.Genus, "Testa", "Testidae"),
		taxon(species.Species, "Testa alba", "Testa"), taxon(species.Subspecies, "Testa alba minor", "Testa alba"),
		taxon(species.Species, "Testa rubra", "Testa"), taxon(species.Species, "Testa libera", "Testa"), taxon(species.Species, "Testa tertia", "Testa")}
	return species.NewCatalogue(taxa, []species.Listing{
		listing("f", "Testidae", "II", "1980-01-01", "", func(l *species.Listing) { l.ExceptTaxa = []species.ID{"animalia.testa-libera"} }),
		listing("s", "Testa alba minor", "I", "1985-01-01", "", nil),
		listing("r1", "Testa rubra", "I", "1975-07-01", "1999-12-31", nil),
		listing("r2", "Testa rubra", "I", "2000-01-01", "", func(l *species.Listing) { l.Except = []cites.Country{"BW"}; l.Part = []cites.Country{"AR"} }),
		listing("r3", "Testa rubra", "II", "2000-01-01", "2009-12-31", func(l *species.Listing) { l.Populations = []cites.Country{"BW", "AR"}; l.Part = []cites.Country{"AR"} }),
		listing("r4", "Testa rubra", "II", "2010-01-01", "", func(l *species.Listing) { l.Populations = []cites.Country{"AR"}; l.Part = []cites.Country{"AR"} }),
		listing("t", "Testa tertia", "III", "1977-01-01", "", func(l *species.Listing) { l.Party = "GH" }),
	}, day(t, "2026-06-01"))
}

func TestListingCases(t *testing.T) {
	c := small(t)
	for _, x := range []struct {
		name    string
		country cites.Country
		on      string
		want    string
		split   bool
	}{
		{"Testa alba", "KE", "2026-06-01", "II", false},       // from the family
		{"Testa alba minor", "KE", "2026-06-01", "I", false},  // listed apart
		{"Testa alba minor", "KE", "1984-12-31", "II", false}, // before that with the family
		{"Testa libera", "KE", "2026-06-01", "", false},       // excepted by the family
		{"Testa rubra", "BW", "1999-12-31", "I", false},
		{"Testa rubra", "BW", "2000-01-01", "II", false},  // one population moved down
		{"Testa rubra", "BW", "2010-01-01", "II", false},  // deleted from its own listing: the family's holds
		{"Testa rubra", "AR", "2026-06-01", "I/II", true}, // a part of the population
		{"Testa rubra", "KE", "2026-06-01", "I", false},
		{"Testa rubra", "", "2026-06-01", "I/II", true},
		{"Testa rubra", "XX", "2026-06-01", "I/II", true},
		{"Testa rubra", "", "1990-01-01", "I", false},
		{"Testa tertia", "GH", "1979-12-31", "III", false},
		{"Testa tertia", "GH", "1980-01-01", "II", false}, // the stricter holds
	} {
		e := c.Listings(species.MakeID(cites.Animalia, x.name), x.country, day(t, x.on))
		if e.Label() != x.want || e.Split != x.split {
			t.Errorf("%s from %q on %s: %q split %v, want %q split %v", x.name, x.country, x.on, e.Label(), e.Split, x.want, x.split)
		}
	}
	if got := c.Inside("animalia.testa-alba", day(t, "2026-06-01")); len(got) != 1 || got[0] != "animalia.testa-alba-minor" {
		t.Errorf("inside alba: %v", got)
	}
	if got := c.Inside("animalia.testa-alba", day(t, "1984-01-01")); len(got) != 0 {
		t.Errorf("inside alba before: %v", got)
	}
}

// TestSomePopulationsNotListed: the answer depends on the population where some
// are in no appendix.
func TestSomePopulationsNotListed(t *testing.T) {
	c := starter(t)
	e := c.Listings("plantae.panax-ginseng", "", day(t, "2026-06-01"))
	if e.Label() != "II" || !e.Split {
		t.Errorf("ginseng from anywhere: %q split %v", e.Label(), e.Split)
	}
	// Cedrela is listed for its Neotropical populations only.
	if e := c.Listings("plantae.cedrela-odorata", "GH", day(t, "2026-06-01")); e.Listed() {
		t.Errorf("Cedrela planted in Ghana: %q", e.Label())
	}
}

func TestHybrids(t *testing.T) {
	c := starter(t)
	on := day(t, "2026-06-01")
	for name, want := range map[string]struct {
		parents, unknown int
		appendix         cites.Appendix
	}{
		"Falco rusticolus x Falco cherrug": {2, 0, "I"},
		"Falco rusticolus × cherrug":       {2, 0, "I"},
		"Falco cherrug X Nomen nescio":     {1, 1, "II"},
		"Falco cherrug":                    {0, 0, "N"},
	} {
		parents, unknown := c.Parents(name)
		var ids []species.ID
		for _, p := range parents {
			ids = append(ids, p.ID)
		}
		e := c.Cross(ids, "", on)
		if len(parents) != want.parents || len(unknown) != want.unknown || e.Appendix != want.appendix || e.Split {
			t.Errorf("%s: %v, %v, %s split %v", name, ids, unknown, e.Appendix, e.Split)
		}
	}
}

func TestSpansLeaveNoGap(t *testing.T) {
	c := small(t)
	show := func(spans []species.Span) string {
		var out []string
		for i, s := range spans {
			out = append(out, s.From.String()+" "+s.Label())
			if i > 0 && spans[i-1].Until.AddDays(1) != s.From {
				t.Errorf("a gap before %s", s.From)
			}
		}
		return strings.Join(out, ", ")
	}
	for from, want := range map[cites.Country]string{
		"BW": "1975-07-01 I, 2000-01-01 II, 2010-01-01 II",
		"KE": "1975-07-01 I, 2000-01-01 I",
		"":   "1975-07-01 I, 2000-01-01 I/II, 2010-01-01 I/II",
	} {
		if got := show(c.Spans("animalia.testa-rubra", from)); got != want {
			t.Errorf("from %q: %s, want %s", from, got, want)
		}
	}
	if got := show(starter(t).Spans("animalia.loxodonta-africana", "BW")); got != "1976-02-26 III, 1977-02-04 II, 1990-01-18 I, 1997-09-18 II, 2000-07-19 II, 2003-02-13 II" {
		t.Errorf("the elephants of Botswana: %s", got)
	}
	if got := c.Spans("animalia.testa-libera", ""); len(got) != 0 {
		t.Errorf("never listed: %v", got)
	}
}
