package web

import (
	"html/template"
	"strconv"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// amendmentWords says what a row changes: "Appendix II → Appendix I; Congo".
func amendmentWords(l *Locale, a species.Amendment) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if a.Appendix != "" {
		words := appendixTag(l, a.Appendix).Text
		if a.To != "" {
			words = l.T("law.to", "before", words, "after", appendixTag(l, a.To).Text)
		}
		add(words)
	}
	if a.Party != "" {
		add(l.Country(a.Party))
	}
	if a.Country != "" {
		add(l.Country(a.Country))
	}
	if len(a.Populations) > 0 {
		add(countryNames(l, a.Populations))
	}
	if len(a.Except) > 0 {
		add(l.T("species.populations.except", "countries", countryNames(l, a.Except)))
	}
	add(a.Annotation)
	if a.Act == species.OpenQuota {
		if a.Quantity == nil {
			add(l.T("species.quota.preparing"))
		} else {
			add(strings.TrimSpace(amount(l, *a.Quantity, a.Unit)))
		}
	}
	if !a.Until.IsZero() {
		add(l.T("law.until", "day", l.Date(a.Until)))
	}
	mark := "; "
	if l.Lang == cites.Arabic {
		mark = "؛ "
	}
	return strings.Join(parts, mark)
}

// byWhom writes a person and a moment, each in its own direction.
func byWhom(l *Locale, who string, at time.Time) template.HTML {
	return Bdi(who) + "<br>" + Bdi(l.DateTime(at))
}

// contains reports whether any text has all words of a search.
func contains(q string, texts ...string) bool {
	all := strings.ToLower(strings.Join(texts, " "))
	for _, w := range strings.Fields(strings.ToLower(q)) {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

// pageOf cuts one page out of rows that are all at hand.
func cutPage[T any](rows []T, q ListQuery) []T {
	from := min(q.Offset(), len(rows))
	return rows[from:min(from+q.Per, len(rows))]
}

func partsOf(d cites.Date) DateParts {
	if d.IsZero() {
		return DateParts{}
	}
	return DateParts{strconv.Itoa(d.Day), strconv.Itoa(int(d.Month)), strconv.Itoa(d.Year)}
}
