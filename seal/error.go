package seal

import "fmt"

// Error is a refusal of bytes: the verdict they get and what was wrong, in
// words for a log.
type Error struct {
	Code   Code
	Detail string
}

func (e *Error) Error() string { return "seal: " + string(e.Code) + ": " + e.Detail }

func refuse(c Code, format string, args ...any) *Error {
	return &Error{Code: c, Detail: fmt.Sprintf(format, args...)}
}
