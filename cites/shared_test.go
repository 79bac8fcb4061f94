package cites_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
)

// sharedTable reads a published list to compare ours with, by column name. The
// lists are not part of the repository; the test is skipped without them.
func sharedTable(t *testing.T, name string) []map[string]string {
	t.Helper()
	root := os.Getenv("OPENCITES_DATA_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	path := filepath.Join(root, "codes", name)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("no published list to compare with: set OPENCITES_DATA_SHARED (%v)", err)
	}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	header := strings.Split(lines[0], "\t")
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(line, "\t") {
			row[header[i]] = strings.TrimSpace(cell)
		}
		rows = append(rows, row)
	}
	return rows
}

func TestTermsAgainstPublished(t *testing.T) {
	for _, row := range sharedTable(t, "terms.tsv") {
		code := cites.Term(row["code"])
		i, ok := code.Info()
		want := cites.Current
		switch {
		case row["status"] == "historical", strings.HasPrefix(row["status"], "obsolete"):
			want = cites.Old
		case strings.HasPrefix(row["status"], "current ("):
			want = cites.Newer
		}
		if !ok || i.Status != want {
			t.Errorf("%s: status %q, published %q", code, i.Status, row["status"])
		}
		if want == cites.Current && !strings.HasPrefix(strings.ToLower(row["english"]), strings.ToLower(i.Names.EN)) {
			t.Errorf("%s: %q, published %q", code, i.Names.EN, row["english"])
		}
		for _, u := range strings.FieldsFunc(row["preferred_unit"], func(r rune) bool { return r == '/' }) {
			if !code.AcceptsUnit(cites.Unit(u)) {
				t.Errorf("%s does not accept %s, which is published as preferred", code, u)
			}
		}
	}
}

func TestUnitPairsAgainstPublished(t *testing.T) {
	for _, row := range sharedTable(t, "term_unit_pairs.tsv") {
		term := cites.Term(row["term_code"])
		// In the published pairs COS still means coral sand.
		if i, ok := term.Info(); !ok || i.Status == cites.Old || term == "COS" {
			continue
		}
		unit, _, _ := strings.Cut(row["unit_code_current"], "|")
		if !term.AcceptsUnit(cites.Unit(unit)) {
			t.Errorf("%s does not accept %s, published as a pair", term, unit)
		}
	}
}

func TestPurposePairsAgainstPublished(t *testing.T) {
	published := map[cites.Term][]cites.Purpose{}
	for _, row := range sharedTable(t, "term_purpose_pairs.tsv") {
		term := cites.Term(row["term_code"])
		published[term] = append(published[term], cites.Purpose(row["purpose_code"]))
	}
	for _, i := range cites.Terms() {
		for _, p := range cites.Purposes() {
			if pairs := published[i.Code]; i.Status == cites.Current && len(pairs) > 0 && i.Code.AcceptsPurpose(p.Code) != slices.Contains(pairs, p.Code) {
				t.Errorf("%s with purpose %s: we say %v", i.Code, p.Code, i.Code.AcceptsPurpose(p.Code))
			}
		}
	}
}

func TestUnitsAgainstPublished(t *testing.T) {
	for _, row := range sharedTable(t, "units.tsv") {
		unit := cites.Unit(row["code"])
		i, ok := unit.Info()
		if !ok || (i.Status == cites.Current) != strings.HasPrefix(row["status"], "current") {
			t.Errorf("%s: status %q, published %q", unit, i.Status, row["status"])
		}
		if row["current_code"] != "" && i.Same != cites.Unit(row["current_code"]) && unit != cites.Unit(row["current_code"]) {
			t.Errorf("%s is the same as %q, published %q", unit, i.Same, row["current_code"])
		}
		if row["base_unit"] != "" && i.Base != cites.Unit(row["base_unit"]) {
			t.Errorf("%s: base %s, published %s", unit, i.Base, row["base_unit"])
		}
		checkFactor(t, i, row["op"], row["factor"])
	}
}

// checkFactor compares a published factor, "/ 35.274", with our fraction.
func checkFactor(t *testing.T, i cites.UnitInfo, op, factor string) {
	t.Helper()
	if op == "" {
		return
	}
	whole, frac, _ := strings.Cut(factor, ".")
	if frac == "0" {
		frac = ""
	}
	digits, scale := int64(0), int64(1)
	for _, d := range whole + frac {
		digits = digits*10 + int64(d-'0')
	}
	for range frac {
		scale *= 10
	}
	num, den := digits, scale
	if op == "/" {
		num, den = scale, digits
	}
	if i.Num*den != num*i.Den {
		t.Errorf("%s: %d/%d, published %s %s", i.Code, i.Num, i.Den, op, factor)
	}
}

func TestPurposesAndSourcesAgainstPublished(t *testing.T) {
	for _, row := range sharedTable(t, "purposes.tsv") {
		if _, err := cites.ParsePurpose(row["code"]); err != nil {
			t.Error(err)
		}
	}
	for _, row := range sharedTable(t, "sources.tsv") {
		source, err := cites.ParseSource(row["code"])
		if err != nil {
			t.Error(err)
		}
		for _, k := range []cites.Kingdom{cites.Animalia, cites.Plantae} {
			scope := row["kingdom_scope"]
			if want := strings.HasPrefix(scope, "both") || strings.HasPrefix(scope, string(k)); source.Suits(k) != want {
				t.Errorf("%s for %s: %v, published %q", source, k, !want, row["kingdom_scope"])
			}
		}
	}
}

func TestCountriesAgainstPublished(t *testing.T) {
	// Codes of the published list that no document carries: a split of Sudan by
	// year, and Clipperton, which ISO 3166-1 does not list. Kosovo's code is
	// user-assigned.
	ours := map[string]bool{"S1": true, "CP": true}
	for _, row := range sharedTable(t, "countries.tsv") {
		code := cites.Country(row["iso2"])
		i, ok := code.Info()
		if !ok && !ours[row["iso2"]] {
			t.Errorf("%s %s is missing", code, row["english"])
			continue
		}
		if row["party_entry_into_force"] != "" && i.PartySince.IsZero() {
			t.Errorf("%s is published as a Party since %s", code, row["party_entry_into_force"])
		}
		if row["current"] == "N" && i.Kind != cites.Former && ok {
			t.Errorf("%s is published as former, ours is %s", code, i.Kind)
		}
	}
}

func TestStandardAgainstPublished(t *testing.T) {
	for _, row := range sharedTable(t, "conversion_rules.tsv") {
		if row["stage"] != "standardise_terms" || row["taxon_filter"] != "" {
			continue
		}
		for _, old := range strings.Split(row["in_terms"], "|") {
			unit, _, _ := strings.Cut(strings.TrimPrefix(row["in_units"], "NULL|"), "|")
			got, ok := cites.Specimens{Term: cites.Term(old), Quantity: 1000, Unit: cites.Unit(unit)}.Standard()
			if !ok || got.Term != cites.Term(row["out_term"]) {
				t.Errorf("%s counts as %s, published %s", old, got.Term, row["out_term"])
			}
		}
	}
}
