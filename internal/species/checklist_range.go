package species

import (
	"strings"

	"github.com/opencites/opencites/cites"
)

// tagged are the columns that say how a taxon occurs; they hold names of
// countries, in order of what prevails.
func tagged() []struct {
	column   string
	presence Presence
} {
	return []struct {
		column   string
		presence Presence
	}{
		{"Distribution_Uncertain", Uncertain}, {"Extinct(?)_Distribution", Uncertain}, {"Introduced(?)_Distribution", Uncertain},
		{"Introduced_Distribution", Introduced}, {"Extinct_Distribution", Extinct}, {"Reintroduced_Distribution", Reintroduced},
	}
}

// distribution pairs the codes of countries with their names, which are listed
// in the same order, to learn the tag of each.
func (c *checklist) distribution(r *Report) []Occurrence {
	codes := list(c.cell("All_DistributionISOCodes"))
	names := list(c.cell("All_DistributionFullNames"))
	tags := map[string]Presence{}
	for _, t := range tagged() {
		for _, name := range list(c.cell(t.column)) {
			tags[name] = t.presence
		}
	}
	var out []Occurrence
	for i, code := range codes {
		if !isoCode(code) {
			r.leaveOut(c.place(), "All_DistributionISOCodes", code, "species.import.row.country")
			continue
		}
		o := Occurrence{cites.Country(code), Native}
		if len(names) == len(codes) && tags[names[i]] != "" {
			o.Presence = tags[names[i]]
		}
		out = append(out, o)
	}
	return out
}

// list splits at commas, but not in the two names of places that have one.
func list(s string) []string {
	if s == "" {
		return nil
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "Taiwan, Province", "Taiwan Province"), "Hong Kong, SAR", "Hong Kong SAR")
	if tightComma(s) {
		return splitTight(s)
	}
	return strings.Split(s, ", ")
}

// tightComma reports whether a list is written without spaces after its commas,
// as Species+ does; a comma with one is then part of a name.
func tightComma(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == ',' && s[i+1] != ' ' {
			return true
		}
	}
	return false
}

func splitTight(s string) []string {
	var out []string
	begin := 0
	for i := 0; i < len(s); i++ {
		if s[i] == ',' && (i+1 == len(s) || s[i+1] != ' ') {
			out = append(out, s[begin:i])
			begin = i + 1
		}
	}
	return append(out, s[begin:])
}

func isoCode(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

// splitSynonyms parts "Genus epithet Author, 1900, Other epithet Author" where
// a comma is followed by a capitalised word and one in lower case: authors and
// years have no such pair.
func splitSynonyms(s string) []string {
	var out []string
	begin := 0
	for at := 0; at < len(s); {
		next := strings.Index(s[at:], ", ")
		if next < 0 {
			break
		}
		at += next + 2
		if startsName(s[at:]) {
			out = append(out, s[begin:at-2])
			begin = at
		}
	}
	if begin < len(s) {
		out = append(out, s[begin:])
	}
	return out
}

func startsName(s string) bool {
	first, rest, ok := strings.Cut(s, " ")
	second, _, _ := strings.Cut(rest, " ")
	second = strings.TrimRight(second, ",")
	if !ok || len(first) < 3 || first[0] < 'A' || first[0] > 'Z' || strings.ContainsAny(first, ".,&") {
		return false
	}
	switch second {
	case "ex", "in", "et", "and", "de", "von", "van", "f", "fil", "der", "den", "du", "la", "le":
		return false
	}
	if len(second) < 3 {
		return false
	}
	for _, r := range second {
		if (r < 'a' || r > 'z') && r != '-' && r < 0x80 {
			return false
		}
	}
	return second[0] >= 'a' && second[0] <= 'z'
}
