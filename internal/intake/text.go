package intake

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Text brings text to one normal form and takes out what has no place in it:
// broken bytes, control characters except line ends, and the characters that
// turn the direction of the text after them (they can make a name read as
// another). Marks that scripts need, such as joiners, stay.
func Text(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return norm.NFC.String(strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\t':
			return c
		case unicode.IsControl(c), c >= 0x202A && c <= 0x202E, c >= 0x2066 && c <= 0x2069, c == 0xFEFF:
			return -1
		}
		return c
	}, s))
}

// Line is Text on one line, blanks made single.
func Line(s string) string { return strings.Join(strings.Fields(Text(s)), " ") }

// Note is Text with its lines kept, blank lines and double blanks taken out.
func Note(s string) string {
	var out []string
	for l := range strings.Lines(Text(s)) {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}
