package speciesplus

import (
	"regexp"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
)

// populations reads from an English annotation which populations are meant, and
// which are not. The API tells it in words only; words that are not understood
// give nothing, so that the listing stays whole and an officer sees the note.
func populations(note string) (in, except []cites.Country) {
	for _, part := range regexp.MustCompile(`(?i)(except\s+(?:for\s+)?)?(?:the\s+|all\s+)*populations?\s+(?:of|in)\s+([^.;:]+?)(?:\s+are\b|\s+is\b|\s+which\b|,\s+which\b|\s+included\b|\s+subject\b|\s+listed\b|[.;:(]|$)`).FindAllStringSubmatch(note, -1) {
		found := countriesIn(part[2])
		if part[1] != "" {
			except = append(except, found...)
		} else if len(in)+len(except) == 0 {
			in = append(in, found...)
		}
	}
	return in, except
}

// countriesIn finds the English names of countries in a list; the longest names
// first, so that Guinea-Bissau is not Guinea.
func countriesIn(text string) []cites.Country {
	text = " " + strings.ToLower(text) + " "
	type named struct {
		name string
		code cites.Country
	}
	var names []named
	for _, c := range cites.Countries() {
		if !c.Code.Place() {
			continue
		}
		name := strings.ToLower(c.Names.EN)
		names = append(names, named{name, c.Code})
		if short, _, ok := strings.Cut(name, " ("); ok {
			names = append(names, named{short, c.Code})
		}
	}
	slices.SortFunc(names, func(a, b named) int { return len(b.name) - len(a.name) })
	var out []cites.Country
	for _, n := range names {
		at := strings.Index(text, n.name)
		if at <= 0 || !edge(text[at-1]) || !edge(text[at+len(n.name)]) {
			continue
		}
		text = strings.ReplaceAll(text, n.name, strings.Repeat("#", 1))
		if !slices.Contains(out, n.code) {
			out = append(out, n.code)
		}
	}
	return out
}

func edge(b byte) bool { return b == ' ' || b == ',' || b == '(' || b == ')' }
