package cites

import "strings"

// Names is what a code is called in each language. English, French and Spanish
// are the words of the Convention's own lists where these exist; Arabic is for
// screens.
type Names struct {
	EN, FR, ES, AR string
}

// In returns the name in lang, and the English one for a language that the
// lists do not carry.
func (n Names) In(lang Lang) string {
	switch lang {
	case French:
		return n.FR
	case Spanish:
		return n.ES
	case Arabic:
		return n.AR
	}
	return n.EN
}

// Status tells whether a code may still be used.
type Status string

// The states of a code.
const (
	// Current codes stand in the edition of the Guidelines that the lists carry.
	Current Status = "current"
	// Newer codes were seen in use after that edition; they are read and kept.
	Newer Status = "newer"
	// Old codes are read on documents and reports of their time, and never
	// written on a new document.
	Old Status = "historic"
)

// cleanCode is how people write codes: with blanks around and in any case.
func cleanCode(s string) string { return strings.ToUpper(strings.TrimSpace(s)) }

// refuse builds the error for a code that is in no list.
func refuse(kind, value string) error {
	reason := Unknown
	if strings.TrimSpace(value) == "" {
		reason = Empty
	}
	return &CodeError{Kind: kind, Value: value, Reason: reason}
}
