package species

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold brings a name to the form in which names are compared: lower case, no
// accents or Arabic vowel signs, one spelling of the Arabic alef, yeh and teh
// marbuta, single spaces for everything that is neither letter nor digit.
func fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if !ascii {
		s = norm.NFKD.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r) || r == 'ـ' || r == '\'' || r == '’':
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(one(unicode.ToLower(r)))
		default:
			space = true
		}
	}
	return b.String()
}

// one unifies letters that people type for each other.
func one(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى':
		return 'ي'
	case 'ة':
		return 'ه'
	case 'ø':
		return 'o'
	case 'ł':
		return 'l'
	}
	return r
}

// words splits a folded name.
func words(s string) []string { return strings.Fields(fold(s)) }
