package account

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/opencites/opencites/internal/fault"
)

// common holds the commonest passwords of at least MinPassword characters and
// the roots from which people make longer ones, one on a line.
//
//go:embed common.txt
var common string

// Length of a password in characters.
const (
	MinPassword = 12
	maxPassword = 256
)

// fewest different characters that a password needs not to be a pattern.
const fewest = 5

// checkPassword notes under the field what is wrong with a new password: length,
// the login or name in it, one of the commonest. Any character is welcome.
func checkPassword(f *fault.Error, field, password string, a *Account) {
	n := utf8.RuneCountInString(norm.NFC.String(password))
	plain := squash(password)
	switch {
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		f.Add(field, "account.password.form")
	case n < MinPassword:
		f.Add(field, "account.password.short", "min", MinPassword)
	case n > maxPassword:
		f.Add(field, "account.password.long", "max", maxPassword)
	case isOwn(plain, a):
		f.Add(field, "account.password.own")
	case isCommon(plain):
		f.Add(field, "account.password.common")
	}
}

// isOwn reports whether little is left of a password without login and name.
func isOwn(plain string, a *Account) bool {
	local, _, _ := strings.Cut(a.Login, "@")
	for _, own := range []string{a.Login, local, a.Name} {
		own = squash(own)
		if len(own) >= 4 && strings.Contains(plain, own) && utf8.RuneCountInString(strings.ReplaceAll(plain, own, "")) < 6 {
			return true
		}
	}
	return false
}

// isCommon reports whether a password is on the list, is a word of the list with
// a few characters more, or has hardly any different characters.
func isCommon(plain string) bool {
	seen := map[rune]bool{}
	for _, r := range plain {
		seen[r] = true
	}
	if len(seen) < fewest {
		return true
	}
	words := strings.Fields(common)
	if slices.Contains(words, plain) {
		return true
	}
	core := strings.TrimFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.Contains(words, core)
}

// squash is the form in which passwords are compared with lists: lower case,
// without spaces.
func squash(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(s))), "")
}
