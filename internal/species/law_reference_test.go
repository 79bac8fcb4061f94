package species_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// book is the law as plain lists, for the naive reference.
type book struct {
	taxa     []species.Taxon
	listings []species.Listing
}

func (b book) catalogue() *species.Catalogue {
	return species.NewCatalogue(b.taxa, b.listings, cites.Date{Year: 2026, Month: 6, Day: 1})
}

// height is how many steps the taxon above stands over the lower one, -1 when
// it does not.
func (b book) height(lower, above species.ID) int {
	for n := 0; n < 20; n++ {
		if lower == above {
			return n
		}
		i := slices.IndexFunc(b.taxa, func(t species.Taxon) bool { return t.ID == lower })
		if i < 0 || b.taxa[i].Parent == "" {
			return -1
		}
		lower = b.taxa[i].Parent
	}
	return -1
}

// applies: the listing is in force, its taxon is the one asked for or stands
// over it, no exception names a taxon on the way, and it means this population.
func (b book) applies(l species.Listing, id species.ID, from cites.Country, on cites.Date) bool {
	if b.height(id, l.Taxon) < 0 || on.String() < l.From.String() || (!l.Until.IsZero() && on.String() > l.Until.String()) {
		return false
	}
	for _, x := range l.ExceptTaxa {
		if b.height(id, x) >= 0 && b.height(x, l.Taxon) > 0 {
			return false
		}
	}
	switch {
	case slices.Contains(l.Part, from):
		return true
	case slices.Contains(l.Except, from):
		return false
	}
	return len(l.Populations) == 0 || slices.Contains(l.Populations, from)
}

// law is the naive answer for one country: every listing that applies, unless a
// listing in Appendix I or II of all the specimens applies at a lower taxon;
// Appendix III only where nothing stricter does.
func (b book) law(id species.ID, from cites.Country, on cites.Date) (appendices string, unsure bool) {
	var hold []species.Listing
	for _, l := range b.listings {
		if !b.applies(l, id, from, on) {
			continue
		}
		beaten := slices.ContainsFunc(b.listings, func(m species.Listing) bool {
			return m.Appendix != "III" && !slices.Contains(m.Part, from) && b.applies(m, id, from, on) && b.height(id, m.Taxon) < b.height(id, l.Taxon)
		})
		if !beaten {
			hold = append(hold, l)
		}
	}
	seen := map[string]bool{}
	for _, l := range hold {
		seen[string(l.Appendix)] = true
	}
	strict := seen["I"] || seen["II"]
	for _, l := range hold {
		unsure = unsure || (slices.Contains(l.Part, from) && !(strict && l.Appendix == "III"))
	}
	var out []string
	for _, a := range []string{"I", "II", "III"} {
		if seen[a] && !(a == "III" && strict) {
			out = append(out, a)
		}
	}
	return strings.Join(out, "/"), unsure || len(out) > 1
}

// everywhere is the naive answer when the population is not known: all that
// holds for any country.
func (b book) everywhere(id species.ID, on cites.Date, countries []cites.Country) (string, bool) {
	seen, answers, unsure := map[string]bool{}, map[string]bool{}, false
	for _, c := range countries {
		label, split := b.law(id, c, on)
		answers[label], unsure = true, unsure || split
		for _, a := range strings.Split(label, "/") {
			seen[a] = true
		}
	}
	var out []string
	for _, a := range []string{"I", "II", "III"} {
		if seen[a] {
			out = append(out, a)
		}
	}
	return strings.Join(out, "/"), unsure || len(answers) > 1
}

// ask is a way to answer the question, right or wrong.
type ask func(id species.ID, from cites.Country, on cites.Date) species.Effective

// disagreements asks about taxa on every day of change and the day before; ten
// are enough.
func (b book) disagreements(answer ask, taxa []species.ID) []string {
	var out []string
	for _, id := range taxa {
		if len(out) > 10 {
			break
		}
		own := b
		own.listings = slices.DeleteFunc(slices.Clone(b.listings), func(l species.Listing) bool { return b.height(id, l.Taxon) < 0 })
		days, countries := map[cites.Date]bool{}, []cites.Country{"AQ"} // no listing names it
		for _, l := range own.listings {
			days[l.From], days[l.From.AddDays(-1)] = true, true
			if !l.Until.IsZero() {
				days[l.Until], days[l.Until.AddDays(1)] = true, true
			}
			countries = append(append(append(countries, l.Populations...), l.Except...), l.Part...)
		}
		slices.Sort(countries)
		countries = slices.Compact(countries)
		for on := range days {
			for _, c := range countries {
				want, split := own.law(id, c, on)
				if e := answer(id, c, on); e.Label() != want || e.Split != split {
					out = append(out, fmt.Sprintf("%s from %s on %s: %q split %v, want %q %v", id, c, on, e.Label(), e.Split, want, split))
				}
			}
			want, split := own.everywhere(id, on, countries)
			if e := answer(id, "", on); e.Label() != want || e.Split != split {
				out = append(out, fmt.Sprintf("%s from anywhere on %s: %q split %v, want %q %v", id, on, e.Label(), e.Split, want, split))
			}
		}
	}
	return out
}

func starterBook(t testing.TB) (book, []species.ID) {
	t.Helper()
	taxa, listings, err := species.Starter()
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]species.ID, len(taxa))
	for i := range taxa {
		ids[i] = taxa[i].ID
	}
	return book{taxa, listings}, ids
}

// TestListingsAgreeWithTheReference asks for each taxon of the starter
// catalogue on each day of change, population by population.
func TestListingsAgreeWithTheReference(t *testing.T) {
	b, ids := starterBook(t)
	wrong := b.disagreements(b.catalogue().Listings, ids)
	for _, w := range wrong[:min(10, len(wrong))] {
		t.Error(w)
	}
}

// TestBrokenInheritanceIsFound is the negative control: each way of getting it
// wrong must disagree with the reference.
func TestBrokenInheritanceIsFound(t *testing.T) {
	b, ids := starterBook(t)
	for name, spoil := range map[string]func(*book){
		"no inheritance":     func(x *book) { each(x.taxa, func(t *species.Taxon) { t.Parent = "" }) },
		"no exclusions":      func(x *book) { each(x.listings, func(l *species.Listing) { l.ExceptTaxa = nil }) },
		"no excepted States": func(x *book) { each(x.listings, func(l *species.Listing) { l.Except = nil }) },
		"no populations":     func(x *book) { each(x.listings, func(l *species.Listing) { l.Populations = nil }) },
		"a day late":         func(x *book) { each(x.listings, func(l *species.Listing) { l.From = l.From.AddDays(1) }) },
		"never ends":         func(x *book) { each(x.listings, func(l *species.Listing) { l.Until = cites.Date{} }) },
	} {
		broken := book{slices.Clone(b.taxa), slices.Clone(b.listings)}
		spoil(&broken)
		if n := len(b.disagreements(broken.catalogue().Listings, ids)); n == 0 {
			t.Errorf("%s is not noticed", name)
		}
	}
}

func each[T any](list []T, do func(*T)) {
	for i := range list {
		do(&list[i])
	}
}

// TestListingsOfRandomTrees tries shapes that the Appendices do not have today.
func TestListingsOfRandomTrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, ids := randomBook(t)
		if wrong := b.disagreements(b.catalogue().Listings, ids); len(wrong) > 0 {
			t.Fatal(wrong[0])
		}
	})
}

func randomBook(t *rapid.T) (book, []species.ID) {
	ranks := []species.Rank{species.Order, species.Family, species.Genus, species.Species, species.Subspecies}
	var b book
	var ids []species.ID
	for i := range rapid.IntRange(1, 7).Draw(t, "taxa") {
		x := species.Taxon{ID: species.ID(fmt.Sprintf("animalia.t%d", i)), Name: fmt.Sprintf("T%d", i), Kingdom: cites.Animalia, Rank: ranks[min(i, 4)]}
		if i > 0 {
			x.Parent = rapid.SampledFrom(ids).Draw(t, "parent")
		}
		b.taxa, ids = append(b.taxa, x), append(ids, x.ID)
	}
	some := rapid.SliceOfNDistinct(rapid.SampledFrom([]cites.Country{"BW", "KE", "NA", "ZA"}), 0, 2, rapid.ID[cites.Country])
	for i := range rapid.IntRange(0, 9).Draw(t, "listings") {
		l := species.Listing{ID: fmt.Sprint(i), Taxon: rapid.SampledFrom(ids).Draw(t, "taxon"),
			Appendix: rapid.SampledFrom([]cites.Appendix{"I", "II", "III"}).Draw(t, "appendix"),
			From:     cites.Date{Year: 2000 + rapid.IntRange(0, 5).Draw(t, "from"), Month: 1, Day: 1}}
		if rapid.Bool().Draw(t, "ends") {
			l.Until = cites.Date{Year: l.From.Year + rapid.IntRange(0, 3).Draw(t, "years"), Month: 12, Day: 31}
		}
		switch rapid.IntRange(0, 3).Draw(t, "scope") {
		case 1:
			l.Populations = some.Draw(t, "populations")
		case 2:
			l.Except = some.Draw(t, "except")
		case 3:
			l.Populations = some.Draw(t, "populations")
			l.Part = l.Populations
		}
		if rapid.Bool().Draw(t, "excludes") {
			l.ExceptTaxa = []species.ID{rapid.SampledFrom(ids).Draw(t, "excluded")}
		}
		b.listings = append(b.listings, l)
	}
	return b, ids
}
