package cites_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
)

// parseCase is one text and what reading it must give.
type parseCase struct {
	in      string
	want    string
	reason  cites.Reason
	instead string
}

// checkParse runs the cases of one code list.
func checkParse[T ~string](t *testing.T, name string, parse func(string) (T, error), cases []parseCase) {
	t.Helper()
	for _, c := range cases {
		got, err := parse(c.in)
		var bad *cites.CodeError
		switch {
		case c.reason == "" && (err != nil || string(got) != c.want):
			t.Errorf("%s %q: got %q, %v, want %q", name, c.in, got, err, c.want)
		case c.reason != "" && !errors.As(err, &bad):
			t.Errorf("%s %q: got %q, %v, want a CodeError", name, c.in, got, err)
		case c.reason != "" && (bad.Reason != c.reason || bad.Instead != c.instead || bad.Value != c.in || got != ""):
			t.Errorf("%s %q: got %q, %+v, want %s instead %q", name, c.in, got, *bad, c.reason, c.instead)
		}
	}
}

func TestParseCodes(t *testing.T) {
	checkParse(t, "appendix", cites.ParseAppendix, []parseCase{
		{in: " ii ", want: "II"}, {in: "3", want: "III"}, {in: "N", want: "N"}, {in: "1", want: "I"}, {in: "2", want: "II"},
		{in: "", reason: cites.Empty}, {in: "IV", reason: cites.Unknown},
	})
	checkParse(t, "purpose", cites.ParsePurpose, []parseCase{
		{in: "t", want: "T"}, {in: " ", reason: cites.Empty}, {in: "K", reason: cites.Unknown}, {in: "TT", reason: cites.Unknown},
	})
	checkParse(t, "source", cites.ParseSource, []parseCase{
		{in: "y", want: "Y"}, {in: "", reason: cites.Empty}, {in: "B", reason: cites.Unknown},
	})
	checkParse(t, "term", cites.ParseTerm, []parseCase{
		{in: "liv", want: "LIV"}, {in: "DFN", want: "DFN"}, {in: "", reason: cites.Empty}, {in: "XYZ", reason: cites.Unknown},
		{in: "SHO", reason: cites.Historic, instead: "LPS"}, {in: "PKY", reason: cites.Historic, instead: "KEY"},
		{in: "uns", reason: cites.Historic},
	})
	checkParse(t, "unit", cites.ParseUnit, []parseCase{
		{in: "kgm", want: "KGM"}, {in: "", reason: cites.Empty}, {in: "KG", reason: cites.Unknown},
		{in: "KIL", reason: cites.Historic, instead: "KGM"}, {in: "BOX", reason: cites.Historic, instead: "NAR"},
		{in: "SQC", reason: cites.Historic, instead: "MTK"},
	})
	checkParse(t, "old unit", cites.NormaliseUnit, []parseCase{
		{in: "", want: "NAR"}, {in: "KIL", want: "KGM"}, {in: "CUM", want: "MTQ"}, {in: "SQM", want: "MTK"}, {in: "CCM", want: "CMQ"},
		{in: "pai", want: "PAI"}, {in: "KG", reason: cites.Unknown},
	})
	checkParse(t, "country", cites.ParseCountry, []parseCase{
		{in: "na", want: "NA"}, {in: "XX", want: "XX"}, {in: "HS", want: "HS"}, {in: "XV", want: "XV"}, {in: "QZ", want: "QZ"}, {in: "AA", want: "AA"},
		{in: "ZZ", reason: cites.Historic, instead: "HS"}, {in: "SU", reason: cites.Historic}, {in: "ZR", reason: cites.Historic, instead: "CD"},
		{in: "", reason: cites.Empty}, {in: "EU", reason: cites.Unknown}, {in: "QA1", reason: cites.Unknown}, {in: "Q1", reason: cites.Unknown}, {in: "QL", reason: cites.Unknown},
	})
	checkParse(t, "document type", cites.ParseDocumentType, []parseCase{
		{in: "exp", want: "EXP"}, {in: "E", want: "EXP"}, {in: "R", want: "REX"}, {in: "I", want: "IMP"}, {in: "MRN", want: "MRN"},
		{in: "O", reason: cites.Ambiguous}, {in: "", reason: cites.Empty}, {in: "ABC", reason: cites.Unknown},
	})
}

func TestParsePermitNumber(t *testing.T) {
	long := strings.Repeat("9", 70)
	checkParse(t, "permit number", cites.ParsePermitNumber, []parseCase{
		{in: " 08CA00153/CWHQ ", want: "08CA00153/CWHQ"}, {in: "FR1007533178-E", want: "FR1007533178-E"},
		{in: "№ 12 / 大", want: "№ 12 / 大"}, {in: long, want: long},
		{in: "", reason: cites.Empty}, {in: " \t", reason: cites.Empty}, {in: long + "9", reason: cites.TooLong},
		{in: "08\u202eCA", reason: cites.Malformed}, {in: "08\x00CA", reason: cites.Malformed}, {in: "08\xffCA", reason: cites.Malformed},
	})
}

func TestNumberKey(t *testing.T) {
	for in, want := range map[cites.PermitNumber]string{
		"fr 100 a": "FR100A", "FR100A": "FR100A", " 08ca\u00a000153/cwhq": "08CA00153/CWHQ",
	} {
		if got := cites.NumberKey(in); got != want {
			t.Errorf("NumberKey(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFormatNumber(t *testing.T) {
	for _, c := range []struct {
		pattern, country, suffix string
		year                     int
		serial                   int64
		want                     string
		reason                   cites.Reason
	}{
		{pattern: "WWxxYYYYYY/zz", year: 2026, country: "MG", serial: 512, suffix: "DN", want: "26MG000512/DN"},
		{pattern: "WWxxYYYYYY/zz", year: 2026, country: "MG", serial: 512, want: "26MG000512"},
		{pattern: "WWxxYYYYYY", year: 2009, country: "QZ", serial: 999999, want: "09QZ999999"},
		{pattern: "xx-WWWW-YYYY", year: 2026, country: "FR", serial: 7, want: "FR-2026-0007"},
		{pattern: "AB.YYY.zz", year: 2026, country: "FR", serial: 7, suffix: "01", want: "AB.007.01"},
		{pattern: "WWxxYY", year: 2026, country: "FR", serial: 100, reason: cites.TooLarge},
		{pattern: "WWxxYYYYYYYYYYYYYYYYY", year: 2026, country: "FR", serial: 1, reason: cites.TooLong},
		{pattern: "WWxx", year: 2026, country: "FR", serial: 1, reason: cites.Malformed},
		{pattern: "WWWxxYY", year: 2026, country: "FR", serial: 1, reason: cites.Malformed},
		{pattern: "WWxYY", year: 2026, country: "FR", serial: 1, reason: cites.Malformed},
		{pattern: "éYY", year: 2026, country: "FR", serial: 1, reason: cites.Malformed},
		{pattern: "YY zz", year: 2026, country: "FR", serial: 1, suffix: "AA", reason: cites.Malformed},
		{pattern: "YYYY/zz", year: 2026, country: "FR", serial: 1, suffix: "A", reason: cites.Malformed},
		{pattern: "YYYY/zz", year: 2026, country: "FR", serial: 1, suffix: "aé", reason: cites.Malformed},
		{pattern: "YYYY", year: 2026, country: "FR", serial: 1, suffix: "AA", reason: cites.Malformed},
		{pattern: "YYYY", year: 2026, country: "XX", serial: 1, reason: cites.Malformed},
		{pattern: "YYYY", year: 2026, country: "FR", serial: 0, reason: cites.Malformed},
		{pattern: "YYYY", year: 26, country: "FR", serial: 1, reason: cites.Malformed},
		{pattern: "", year: 2026, country: "FR", serial: 1, reason: cites.Malformed},
	} {
		got, err := cites.FormatNumber(c.pattern, c.year, cites.Country(c.country), c.serial, c.suffix)
		var bad *cites.CodeError
		if errors.As(err, &bad) != (c.reason != "") || bad != nil && bad.Reason != c.reason || string(got) != c.want {
			t.Errorf("%+v: got %q, %v", c, got, err)
		}
		if back, err := cites.ParsePermitNumber(string(got)); c.reason == "" && (err != nil || back != got) {
			t.Errorf("%q does not read back: %v", got, err)
		}
	}
}

func TestCodeErrorText(t *testing.T) {
	_, err := cites.ParseTerm("SHO")
	if err == nil || err.Error() != `term "SHO": historic, use LPS` {
		t.Errorf("got %v", err)
	}
	_, err = cites.ParseTerm("ZZZ")
	if err == nil || err.Error() != `term "ZZZ": unknown` {
		t.Errorf("got %v", err)
	}
}
