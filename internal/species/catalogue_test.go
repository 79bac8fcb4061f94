package species_test

import (
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

func starter(t testing.TB) *species.Catalogue {
	t.Helper()
	taxa, listings, err := species.Starter()
	if err != nil {
		t.Fatal(err)
	}
	return species.NewCatalogue(taxa, listings, cites.Date{Year: 2026, Month: 6, Day: 1})
}

func day(t testing.TB, s string) cites.Date {
	t.Helper()
	d, err := cites.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAppendixOnADate(t *testing.T) {
	c := starter(t)
	for _, x := range []struct {
		kingdom cites.Kingdom
		name    string
		country cites.Country
		on      string
		want    string
		split   bool
	}{
		{"Animalia", "Loxodonta africana", "KE", "2026-06-01", "I", false},
		{"Animalia", "Loxodonta africana", "BW", "2026-06-01", "II", false},
		{"Animalia", "Loxodonta africana", "", "2026-06-01", "I/II", true},
		{"Animalia", "Loxodonta africana", "GH", "1976-06-01", "III", false},
		{"Animalia", "Loxodonta africana", "KE", "1985-06-01", "II", false},
		{"Animalia", "Loxodonta africana", "ZA", "1995-06-01", "I", false},
		{"Animalia", "Loxodonta africana", "KE", "1975-01-01", "", false},
		{"Animalia", "Vicugna vicugna", "PE", "2026-06-01", "II", false},
		{"Animalia", "Vicugna vicugna", "AR", "2026-06-01", "I/II", true},
		{"Animalia", "Crocodylus niloticus", "ZW", "2026-06-01", "II", false},
		{"Animalia", "Crocodylus niloticus", "SD", "2026-06-01", "I", false},
		{"Animalia", "Ceratotherium simum simum", "NA", "2022-06-01", "I", false},
		{"Animalia", "Ceratotherium simum simum", "NA", "2026-06-01", "II", false},
		{"Animalia", "Puma concolor", "US", "2026-06-01", "II", false},
		{"Animalia", "Puma concolor", "CR", "2026-06-01", "I", false},
		{"Animalia", "Lynx rufus", "US", "2026-06-01", "II", false},
		{"Animalia", "Lontra canadensis", "CA", "2026-06-01", "II", false},
		{"Animalia", "Melopsittacus undulatus", "AU", "2026-06-01", "", false},
		{"Animalia", "Agapornis roseicollis", "NA", "2004-06-01", "II", false},
		{"Animalia", "Agapornis roseicollis", "NA", "2026-06-01", "", false},
		{"Animalia", "Psittacus erithacus", "CM", "2016-12-31", "II", false},
		{"Animalia", "Psittacus erithacus", "CM", "2017-01-02", "I", false},
		{"Animalia", "Crax rubra", "MX", "2026-06-01", "III", false},
		{"Animalia", "Chelydra serpentina", "US", "2020-01-01", "III", false},
		{"Animalia", "Chelydra serpentina", "US", "2024-01-01", "II", false},
		{"Animalia", "Carcharhinus longimanus", "EC", "2026-06-01", "I", false},
		{"Plantae", "Dalbergia nigra", "BR", "2026-06-01", "I", false},
		{"Plantae", "Dalbergia latifolia", "IN", "2026-06-01", "II", false},
		{"Plantae", "Dalbergia latifolia", "IN", "2016-06-01", "", false},
		{"Plantae", "Phragmipedium kovachii", "PE", "2026-06-01", "I", false},
		{"Plantae", "Phalaenopsis", "TH", "2026-06-01", "II", false},
		{"Plantae", "Aloe vera", "ES", "2026-06-01", "", false},
		{"Plantae", "Panax ginseng", "CN", "2026-06-01", "", false},
		{"Plantae", "Panax ginseng", "RU", "2026-06-01", "II", false},
	} {
		id := species.MakeID(x.kingdom, x.name)
		if _, ok := c.Taxon(id); !ok {
			t.Errorf("%s is not in the starter catalogue", id)
			continue
		}
		e := c.Listings(id, x.country, day(t, x.on))
		if e.Label() != x.want || e.Split != x.split {
			t.Errorf("%s from %q on %s: %q split %v, want %q split %v", x.name, x.country, x.on, e.Label(), e.Split, x.want, x.split)
		}
		if e.Listed() != (x.want != "") {
			t.Errorf("%s: listed %v with label %q", x.name, e.Listed(), x.want)
		}
	}
}

func TestAnnotationOfDalbergiaReachesItsSpecies(t *testing.T) {
	e := starter(t).Listings("plantae.dalbergia-latifolia", "IN", day(t, "2026-06-01"))
	if len(e.Listings) != 1 || e.Listings[0].Hash != "#15" || e.Listings[0].Taxon != "plantae.dalbergia" {
		t.Fatalf("got %+v", e.Listings)
	}
}

func TestFirstListing(t *testing.T) {
	c := starter(t)
	for id, want := range map[species.ID]string{
		"animalia.loxodonta-africana":      "1976-02-26", // Appendix III of Ghana
		"animalia.elephas-maximus":         "1975-07-01",
		"plantae.dalbergia-nigra":          "1992-06-11",
		"animalia.lynx-rufus":              "1977-02-04", // with the family
		"animalia.melopsittacus-undulatus": "",
	} {
		if got := c.First(id).String(); got != want {
			t.Errorf("%s first listed %q, want %q", id, got, want)
		}
	}
}

func TestPartiesOfAppendixIII(t *testing.T) {
	e := starter(t).Listings("animalia.antilope-cervicapra", "IN", day(t, "2026-06-01"))
	if p := e.Parties(); len(p) != 2 || p[0] != "NP" || p[1] != "PK" {
		t.Fatalf("parties %v", p)
	}
}

func TestStarterIsWhole(t *testing.T) {
	taxa, listings, err := species.Starter()
	if err != nil {
		t.Fatal(err)
	}
	if len(taxa) < 300 {
		t.Fatalf("%d taxa, want at least 300", len(taxa))
	}
	arabic := 0
	known := map[species.ID]bool{}
	for _, x := range taxa {
		known[x.ID] = true
		for _, l := range []cites.Lang{"en", "fr", "es"} {
			if x.CommonName(l) == "" {
				t.Errorf("%s has no name in %s", x.Name, l)
			}
		}
		for _, n := range x.Names {
			if n.Lang == cites.Arabic {
				arabic++
				break
			}
		}
		if x.Parent != "" && x.Parent == x.ID {
			t.Errorf("%s is its own parent", x.Name)
		}
		for _, o := range x.Range {
			if len(o.Country) != 2 {
				t.Errorf("%s: country %q", x.Name, o.Country)
			}
		}
	}
	if arabic < 60 {
		t.Errorf("%d Arabic names, want at least 60", arabic)
	}
	ids := map[string]bool{}
	for _, l := range listings {
		if !known[l.Taxon] {
			t.Errorf("listing %s of an unknown taxon", l.ID)
		}
		if ids[l.ID] {
			t.Errorf("listing %s twice", l.ID)
		}
		ids[l.ID] = true
		if l.AsOf.IsZero() || l.Source == "" || l.From.IsZero() {
			t.Errorf("listing %s without source or date", l.ID)
		}
		if (l.Appendix == cites.AppendixIII) != (l.Party != "") {
			t.Errorf("listing %s: appendix %s with party %q", l.ID, l.Appendix, l.Party)
		}
	}
}

func TestHistoryShowsAHigherListingOnlyWhileItHeld(t *testing.T) {
	c := starter(t)
	show := func(id species.ID) string {
		s := ""
		for _, l := range c.History(id) {
			s += string(l.Appendix) + " " + l.From.String() + ".." + l.Until.String() + " " + string(l.Taxon) + "; "
		}
		return s
	}
	for id, want := range map[species.ID]string{
		"animalia.panthera-pardus":    "I 1975-07-01.. animalia.panthera-pardus; ",
		"animalia.leptailurus-serval": "II 1977-02-04.. animalia.felidae; ",
		"animalia.puma-concolor":      "II 1977-02-04.. animalia.felidae; ",
		"plantae.dalbergia-nigra":     "I 1992-06-11.. plantae.dalbergia-nigra; ",
		"plantae.dalbergia-retusa":    "II 2017-01-02.. plantae.dalbergia; ",
	} {
		if got := show(id); !strings.Contains(got, want) || (id == "animalia.panthera-pardus" && got != want) {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	if got := show("plantae.dalbergia-nigra"); strings.Contains(got, "plantae.dalbergia;") {
		t.Errorf("the genus stands beside the species: %s", got)
	}
}
