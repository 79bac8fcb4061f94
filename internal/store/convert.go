package store

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// micros is a moment as it is stored: microseconds since 1970 in UTC, 0 for none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// moment reads what micros wrote.
func moment(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

// bit stores a yes or no.
func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// folded joins texts into the form in which lists are searched: lower case, no
// accents, single spaces.
func folded(texts ...string) string {
	s := norm.NFKD.String(strings.ToLower(strings.Join(texts, " ")))
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// like is the pattern that finds a text anywhere in a folded column; the escape
// character is a backslash.
func like(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(folded(text)) + "%"
}
