package cites_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
)

// named is a code with its names, from any list.
type named struct {
	list, code string
	names      cites.Names
}

func everyName() []named {
	var all []named
	for _, i := range cites.Terms() {
		all = append(all, named{"term", string(i.Code), i.Names})
	}
	for _, i := range cites.Units() {
		all = append(all, named{"unit", string(i.Code), i.Names})
	}
	for _, i := range cites.Purposes() {
		all = append(all, named{"purpose", string(i.Code), i.Names})
	}
	for _, i := range cites.Sources() {
		all = append(all, named{"source", string(i.Code), i.Names})
	}
	for _, i := range cites.Countries() {
		all = append(all, named{"country", string(i.Code), i.Names})
	}
	for _, i := range cites.DocumentTypes() {
		all = append(all, named{"document type", string(i.Code), i.Names})
	}
	return all
}

func TestEveryNameInFourLanguages(t *testing.T) {
	arabic := func(r rune) bool { return r >= 0x600 && r <= 0x6ff }
	for _, n := range everyName() {
		for _, lang := range []cites.Lang{cites.English, cites.French, cites.Spanish, cites.Arabic} {
			name := n.names.In(lang)
			if name == "" || name == "Unknown Region" || strings.TrimSpace(name) != name {
				t.Errorf("%s %s: name in %s is %q", n.list, n.code, lang, name)
			}
			if strings.ContainsFunc(name, arabic) != (lang == cites.Arabic) {
				t.Errorf("%s %s: name in %s is in another script: %q", n.list, n.code, lang, name)
			}
		}
	}
}

func TestNamesAreDistinct(t *testing.T) {
	seen := map[string]string{}
	for _, i := range cites.Terms() {
		if i.Status == cites.Old {
			continue
		}
		for _, lang := range []cites.Lang{cites.English, cites.French, cites.Spanish, cites.Arabic} {
			key := string(lang) + " " + i.Names.In(lang)
			if other := seen[key]; other != "" {
				t.Errorf("%s and %s are both called %q", other, i.Code, key)
			}
			seen[key] = string(i.Code)
		}
	}
}

func TestListSizes(t *testing.T) {
	count := map[cites.Status]int{}
	for _, i := range cites.Terms() {
		count[i.Status]++
	}
	current := 0
	for _, i := range cites.Units() {
		if i.Status == cites.Current {
			current++
		}
	}
	got := []int{count[cites.Current], count[cites.Newer], current, len(cites.Purposes()), len(cites.Sources()), len(cites.DocumentTypes())}
	if want := []int{91, 3, 9, 12, 11, 15}; !slices.Equal(got, want) {
		t.Errorf("terms, newer terms, units, purposes, sources, document types: got %v, want %v", got, want)
	}
}

// TestTermsHoldTogether checks that what one list says exists in the others.
func TestTermsHoldTogether(t *testing.T) {
	for _, i := range cites.Terms() {
		if i.Status == cites.Old {
			if r, ok := i.Replacement.Info(); i.Replacement != "" && (!ok || r.Status == cites.Old) {
				t.Errorf("%s is replaced by %q, which is not current", i.Code, i.Replacement)
			}
			continue
		}
		if len(i.Preferred) == 0 || len(i.Accepted) == 0 || len(i.Kingdoms) == 0 || i.Description == "" {
			t.Errorf("%s lacks a unit, a kingdom or a description: %+v", i.Code, i)
		}
		for _, u := range append(slices.Clone(i.Preferred), i.Alternative...) {
			if _, err := cites.ParseUnit(string(u)); err != nil {
				t.Errorf("%s: %v", i.Code, err)
			}
			if !i.Code.AcceptsUnit(u) {
				t.Errorf("%s does not accept %s", i.Code, u)
			}
		}
		for _, u := range i.Accepted {
			if _, ok := u.Info(); !ok {
				t.Errorf("%s accepts unknown unit %q", i.Code, u)
			}
		}
		for _, p := range i.Purposes {
			if _, err := cites.ParsePurpose(string(p)); err != nil {
				t.Errorf("%s: %v", i.Code, err)
			}
		}
	}
}

func TestUnitsHoldTogether(t *testing.T) {
	for _, i := range cites.Units() {
		base, ok := i.Base.Info()
		if !ok || base.Base != base.Code || i.Num <= 0 || i.Den <= 0 {
			t.Errorf("%s: base %q, factor %d/%d", i.Code, i.Base, i.Num, i.Den)
		}
		if i.Status != cites.Old {
			continue
		}
		if r, ok := i.Replacement.Info(); !ok || r.Status != cites.Current || r.Base != i.Base {
			t.Errorf("%s is replaced by %q", i.Code, i.Replacement)
		}
		if i.Same != "" && i.Same != i.Replacement {
			t.Errorf("%s is the same as %s but replaced by %s", i.Code, i.Same, i.Replacement)
		}
	}
}

func TestDocumentTypes(t *testing.T) {
	seals := map[int]cites.DocumentType{}
	for _, i := range cites.DocumentTypes() {
		if i.SealType < 1 || i.SealType > 15 {
			t.Errorf("%s: seal type %d", i.Code, i.SealType)
		}
		if other := seals[i.SealType]; other != "" && i.SealType != 15 {
			t.Errorf("%s and %s share seal type %d", other, i.Code, i.SealType)
		}
		seals[i.SealType] = i.Code
		if (i.Letter == "O") != (i.Letter != "" && i.Code != cites.ExportPermit && i.Code != cites.ReexportCertificate && i.Code != cites.ImportPermit) {
			t.Errorf("%s: letter %q", i.Code, i.Letter)
		}
		if i.Direction == "" || i.Other == "" || i.Issued == "" || (i.LimitRule == "") != (i.ValidMonths == 0 || i.Issued != cites.AsPermit) {
			t.Errorf("%s: direction %q, other side %q, issued %q, limit %q", i.Code, i.Direction, i.Other, i.Issued, i.LimitRule)
		}
		if i.ManyCrossings == i.SurrenderedAtImport && i.ManyCrossings {
			t.Errorf("%s: a document for many crossings stays with its holder", i.Code)
		}
		if i.ValidSource == "" {
			t.Errorf("%s: no source for its validity", i.Code)
		}
	}
	for code, want := range map[cites.DocumentType]cites.DocumentTypeInfo{
		cites.ExportPermit:        {Letter: "E", SealType: 1, ValidMonths: 6, EndorsedAtExport: true, PurposeRequired: true},
		cites.ReexportCertificate: {Letter: "R", SealType: 2, ValidMonths: 6, EndorsedAtExport: true, PurposeRequired: true},
		cites.ImportPermit:        {Letter: "I", SealType: 3, ValidMonths: 12, PurposeRequired: true},
		cites.CertificateOfOrigin: {Letter: "O", SealType: 8, ValidMonths: 12, EndorsedAtExport: true},
		cites.MusicalInstrument:   {Letter: "O", SealType: 11, ValidMonths: 36, EndorsedAtExport: true, PurposeRequired: true},
	} {
		i, ok := code.Info()
		got := cites.DocumentTypeInfo{Letter: i.Letter, SealType: i.SealType, ValidMonths: i.ValidMonths, EndorsedAtExport: i.EndorsedAtExport, PurposeRequired: i.PurposeRequired}
		if !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", code, got, want)
		}
	}
}

func TestSourcesByKingdomAndAppendix(t *testing.T) {
	for _, c := range []struct {
		source  cites.Source
		kingdom cites.Kingdom
		want    bool
	}{
		{"A", cites.Animalia, false}, {"A", cites.Plantae, true}, {"Y", cites.Animalia, false}, {"Y", cites.Plantae, true},
		{"C", cites.Plantae, false}, {"F", cites.Plantae, false}, {"R", cites.Plantae, false}, {"R", cites.Animalia, true},
		{"W", cites.Plantae, true}, {"D", cites.Animalia, true}, {"?", cites.Animalia, false},
	} {
		if got := c.source.Suits(c.kingdom); got != c.want {
			t.Errorf("%s for %s: %v", c.source, c.kingdom, got)
		}
	}
	for _, i := range cites.Sources() {
		for _, a := range []cites.Appendix{cites.AppendixI, cites.AppendixII, cites.AppendixIII, cites.NotListed} {
			if got, want := i.Code.AllowedUnder(a), i.Code != "D" || a == cites.AppendixI; got != want {
				t.Errorf("%s under %s: %v", i.Code, a, got)
			}
		}
		if got, want := i.SecondExpected(), i.Code == "I" || i.Code == "O"; got != want {
			t.Errorf("%s expects a second code: %v", i.Code, got)
		}
	}
	if !cites.Source("O").AllowsSecond("U", cites.Animalia) || cites.Source("I").AllowsSecond("U", cites.Animalia) ||
		cites.Source("I").AllowsSecond("A", cites.Animalia) || !cites.Source("I").AllowsSecond("A", cites.Plantae) ||
		cites.Source("W").AllowsSecond("U", cites.Plantae) {
		t.Error("second codes differ from the rule")
	}
}

func TestPurposesByKingdom(t *testing.T) {
	for p, not := range map[cites.Purpose]cites.Kingdom{"G": cites.Animalia, "Z": cites.Plantae, "H": cites.Plantae} {
		if p.Suits(not) {
			t.Errorf("%s suits %s", p, not)
		}
	}
	if !cites.Commercial.Suits(cites.Animalia) || !cites.Commercial.Suits(cites.Plantae) {
		t.Error("trade is for both kingdoms")
	}
}

func TestCountries(t *testing.T) {
	andorra, _ := cites.Country("AD").Info()
	joined := cites.Date{Year: 2022, Month: 1, Day: 4}
	if !andorra.PartyOn(joined) || andorra.PartyOn(joined.AddDays(-1)) {
		t.Errorf("Andorra is a Party since 4 January 2022, got %v", andorra.PartySince)
	}
	parties := 0
	for _, i := range cites.Countries() {
		if i.PartyOn(cites.CountriesRead()) {
			parties++
		}
		if i.Dependency != "" && (i.Kind != cites.Territory || !i.Dependency.Place()) {
			t.Errorf("%s depends on %q", i.Code, i.Dependency)
		}
	}
	if parties != 184 {
		t.Errorf("got %d Parties, want 184 at the end of 2023", parties)
	}
	for c, want := range map[cites.Country]bool{"FR": true, "HK": true, "QZ": true, "XX": false, "XV": false, "HS": false, "EU": false, "SU": false, "??": false} {
		if c.Place() != want {
			t.Errorf("%s is a place: %v", c, !want)
		}
	}
	for _, c := range []struct {
		code cites.Country
		lang cites.Lang
		want string
	}{{"DE", "fr", "Allemagne"}, {"MG", "en", "Madagascar"}, {"ES", "es", "España"}, {"EG", "ar", "مصر"}, {"SZ", "en", "Eswatini"}, {"??", "en", "??"}} {
		if got := c.code.Name(c.lang); got != c.want {
			t.Errorf("%s in %s: %q", c.code, c.lang, got)
		}
	}
}

func TestPlausible(t *testing.T) {
	elephant := []string{"Animalia", "Chordata", "Mammalia", "Proboscidea", "Elephantidae", "Loxodonta", "Loxodonta africana"}
	python := []string{"Animalia", "Chordata", "Reptilia", "Serpentes", "Pythonidae", "Python", "Python bivittatus"}
	sturgeon := []string{"Animalia", "Chordata", "Actinopteri", "Acipenseriformes", "Acipenseridae"}
	rosewood := []string{"Plantae", "Fabales", "Leguminosae", "Dalbergia"}
	for _, c := range []struct {
		term    cites.Term
		lineage []string
		want    bool
	}{
		{"TUS", elephant, true}, {"TUS", python, false}, {"CAV", sturgeon, true}, {"CAV", python, false}, {"FEA", elephant, false},
		{"SKI", python, true}, {"LOG", rosewood, true}, {"LOG", elephant, false}, {"LIV", rosewood, true}, {"BON", rosewood, false},
		{"CAV", []string{"Acipenser"}, true},
	} {
		if got := c.term.Plausible(c.lineage...); got != c.want {
			t.Errorf("%s for %v: %v", c.term, c.lineage, got)
		}
	}
}

func TestNamesOfCodes(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{cites.AppendixII.Name("en"), "Appendix II"}, {cites.AppendixI.Name("fr"), "Annexe I"}, {cites.AppendixIII.Name("ar"), "الملحق الثالث"},
		{cites.NotListed.Name("es"), "No incluido"}, {cites.Commercial.Name("fr"), "Transaction commerciale"}, {cites.Purpose("?").Name("en"), "?"},
		{cites.Wild.Name("es"), "Recolectados en el medio silvestre"}, {cites.Source("?").Name("en"), "?"},
		{cites.Live.Name("fr"), "Vivant"}, {cites.Term("???").Name("fr"), "???"}, {cites.Kilogram.Name("ar"), "كيلوغرام"}, {cites.Unit("??").Name("en"), "??"},
		{cites.ExportPermit.Name("en"), "Export permit"}, {cites.DocumentType("??").Name("en"), "??"},
		{cites.SquareMetre.Symbol(), "m²"}, {cites.Number.Symbol(), ""}, {cites.Country("VN").Name("en"), "Viet Nam"},
		{cites.Country("QZ").Name("en"), "Demonstration country QZ"}, {cites.Wild.Name("de"), "Taken from the wild"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if cites.AppendixI.Number() != 1 || cites.AppendixIII.Number() != 3 || cites.NotListed.Number() != 0 || cites.AppendixII.Number() != 2 {
		t.Error("appendix numbers differ")
	}
	if !cites.Live.Live() || !cites.Term("EGL").Live() || cites.Term("SKI").Live() {
		t.Error("living specimens are LIV and EGL")
	}
	if !cites.Live.PrefersUnit(cites.Number) || cites.Live.PrefersUnit(cites.Kilogram) || cites.Logs.AcceptsPurpose("H") || !cites.Trophy.AcceptsPurpose("H") {
		t.Error("preferred units or plausible purposes differ")
	}
}

// TestListsAreCopies keeps callers from changing the lists for each other.
func TestListsAreCopies(t *testing.T) {
	cites.Purposes()[0].Names.EN = "changed"
	if cites.Purposes()[0].Names.EN == "changed" {
		t.Error("a caller changed the list of purposes")
	}
}
