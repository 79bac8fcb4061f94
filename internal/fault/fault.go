package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what a caller can do about an error.
type Kind int

// The kinds. Internal is everything that is not a fault.
const (
	Internal    Kind = iota
	Invalid          // the input is wrong: correct it
	Denied           // this person may not do this
	NotFound         // no such thing, or not for this person
	Conflict         // somebody else was faster, or the state forbids it
	Unavailable      // try again later
)

var kindNames = [...]string{"internal", "invalid", "denied", "not_found", "conflict", "unavailable"}

func (k Kind) String() string { return kindNames[k] }

// Args are the named values of a message, shown as they are.
type Args map[string]string

// Field is one thing wrong with one field of the input. Name is the path of the
// field in its form or document, for example "lines.2.quantity".
type Field struct {
	Name string
	Key  string
	Args Args
}

// Error is a fault: a kind, a catalogue key with arguments, the fields
// concerned, and the cause kept for the log only.
type Error struct {
	Kind   Kind
	Key    string
	Args   Args
	Fields []Field
	Cause  error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Kind.String() + ": " + e.Key)
	for _, f := range e.Fields {
		b.WriteString("; " + f.Name + ": " + f.Key)
	}
	if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// New makes a fault of a kind with a catalogue key; args are name, value pairs.
func New(k Kind, key string, args ...any) *Error {
	return &Error{Kind: k, Key: key, Args: pairs(args)}
}

// Invalidf starts a fault of kind Invalid that collects fields.
func Invalidf(key string, args ...any) *Error { return New(Invalid, key, args...) }

// Add notes one wrong field and returns the fault for chaining.
func (e *Error) Add(name, key string, args ...any) *Error {
	e.Fields = append(e.Fields, Field{Name: name, Key: key, Args: pairs(args)})
	return e
}

// OrNil returns nil when no field was added, so that a validation can end in
// `return f.OrNil()`.
func (e *Error) OrNil() error {
	if len(e.Fields) == 0 {
		return nil
	}
	return e
}

// Of returns the fault in err's chain, or nil.
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// KindOf returns the kind of err; errors that are not faults are Internal.
func KindOf(err error) Kind {
	if e := Of(err); e != nil {
		return e.Kind
	}
	return Internal
}

func pairs(args []any) Args {
	if len(args) == 0 {
		return nil
	}
	m := make(Args, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[fmt.Sprint(args[i])] = fmt.Sprint(args[i+1])
	}
	return m
}
