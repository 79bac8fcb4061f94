package epermit

import "fmt"

// Problem is something about a document that a reader should know: what was
// tolerated while reading, or which box does not hold what it must. Path names
// the box or the element; Line is the line of the message, or 0.
type Problem struct {
	Path string `json:"path"`
	Line int    `json:"line,omitempty"`
	What string `json:"what"`
}

func (p Problem) String() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s (line %d): %s", p.Path, p.Line, p.What)
	}
	return p.Path + ": " + p.What
}

// InvalidError says that a document may not be written as a permit.
type InvalidError struct{ Problems []Problem }

func (e *InvalidError) Error() string {
	s := "document is not a complete permit"
	for _, p := range e.Problems {
		s += "; " + p.String()
	}
	return s
}
