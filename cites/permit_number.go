package cites

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of permit numbers: what exchange formats carry, and what a seal can
// hold of our own.
const (
	maxForeignNumber = 70
	maxOwnNumber     = 20
)

// ParsePermitNumber reads the number of a document of any Party. Numbers have
// many shapes, so all printable text of 1 to 70 characters passes; blanks
// around it are removed and the rest is kept as written. It returns a
// *CodeError with reason Empty, TooLong, or Malformed for control and
// direction characters.
func ParsePermitNumber(s string) (PermitNumber, error) {
	t := strings.TrimSpace(s)
	bad := func(r Reason) (PermitNumber, error) {
		return "", &CodeError{Kind: "permit number", Value: s, Reason: r}
	}
	switch {
	case t == "":
		return bad(Empty)
	case utf8.RuneCountInString(t) > maxForeignNumber:
		return bad(TooLong)
	case !utf8.ValidString(t) || strings.ContainsFunc(t, func(r rune) bool { return !unicode.IsPrint(r) }):
		return bad(Malformed)
	}
	return PermitNumber(t), nil
}

// NumberKey is the form in which numbers are compared and searched: upper case,
// all blanks removed. "fr 100 a" and "FR100A" are the same document.
func NumberKey(n PermitNumber) string {
	return strings.ToUpper(strings.Join(strings.Fields(string(n)), ""))
}

// FormatNumber writes a number of our own by a pattern, such as the format that
// Res. Conf. 12.3 recommends, WWxxYYYYYY/zz:
//
//	WW    the last two digits of the year of issue; WWWW all four
//	xx    the country code
//	Y...  the serial number, as many digits as there are Y
//	zz    characters the Party chooses, as many as there are z
//
// Everything else must be a capital letter, a digit, '-', '/' or '.', and is
// copied. With an empty suffix the z's fall away together with a '-', '/' or
// '.' before them. It returns a *CodeError: Malformed for a pattern without
// serial or with other characters, for a wrong suffix, year or country;
// TooLarge for a serial that does not fit its digits; TooLong above 20
// characters, which a seal cannot hold.
func FormatNumber(pattern string, year int, c Country, serial int64, suffix string) (PermitNumber, error) {
	bad := func(r Reason) (PermitNumber, error) {
		return "", &CodeError{Kind: "number pattern", Value: pattern, Reason: r}
	}
	if !c.Place() || year < 1975 || year > 9999 || serial < 1 || !strings.Contains(pattern, "Y") {
		return bad(Malformed)
	}
	var b strings.Builder
	for rest := pattern; rest != ""; {
		width := len(rest) - len(strings.TrimLeft(rest, rest[:1]))
		part, reason := numberPart(rest[0], width, numberFields{year, c, serial, suffix})
		if reason != "" {
			return bad(reason)
		}
		written := b.String()
		if rest[0] == 'z' && suffix == "" && written != "" && strings.ContainsRune("-/.", rune(written[len(written)-1])) {
			b.Reset()
			b.WriteString(written[:len(written)-1])
		}
		b.WriteString(part)
		rest = rest[width:]
	}
	if suffix != "" && !strings.Contains(pattern, "z") {
		return bad(Malformed)
	}
	if b.Len() > maxOwnNumber {
		return bad(TooLong)
	}
	return PermitNumber(b.String()), nil
}

// numberFields is what a number is made of.
type numberFields struct {
	year    int
	country Country
	serial  int64
	suffix  string
}

// numberPart writes one run of equal letters of a pattern.
func numberPart(letter byte, width int, f numberFields) (string, Reason) {
	switch {
	case letter == 'W' && (width == 2 || width == 4):
		digits := strconv.Itoa(f.year)
		return digits[len(digits)-width:], ""
	case letter == 'x' && width == 2:
		return string(f.country), ""
	case letter == 'Y':
		digits := strconv.FormatInt(f.serial, 10)
		if len(digits) > width {
			return "", TooLarge
		}
		return strings.Repeat("0", width-len(digits)) + digits, ""
	case letter == 'z' && (f.suffix == "" || len(f.suffix) == width && plainNumber(f.suffix)):
		return f.suffix, ""
	case letter != 'W' && plainNumber(string(letter)):
		return strings.Repeat(string(letter), width), ""
	}
	return "", Malformed
}

// plainNumber reports whether s has only characters that survive every keyboard
// and every system.
func plainNumber(s string) bool {
	return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/.") == ""
}
