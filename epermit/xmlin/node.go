package xmlin

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// Node is an element with either children or text.
type Node struct {
	Name     xml.Name
	Attrs    []xml.Attr // without namespace declarations
	Text     string     // as written; only when there are no children
	Children []*Node
	Line     int
	parent   *Node
}

// Path names the element from the root by local names: "/Envelope/Body".
func (n *Node) Path() string {
	var parts []string
	for ; n != nil; n = n.parent {
		parts = append(parts, n.Name.Local)
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString("/" + parts[i])
	}
	return b.String()
}

// First returns the first child with a local name, or nil. A nil node has none.
func (n *Node) First(local string) *Node {
	if n == nil {
		return nil
	}
	for _, c := range n.Children {
		if c.Name.Local == local {
			return c
		}
	}
	return nil
}

// All returns the children with a local name.
func (n *Node) All(local string) []*Node {
	if n == nil {
		return nil
	}
	var out []*Node
	for _, c := range n.Children {
		if c.Name.Local == local {
			out = append(out, c)
		}
	}
	return out
}

// Value returns the text of an element without the space around it, "" for nil.
func (n *Node) Value() string {
	if n == nil {
		return ""
	}
	return strings.TrimSpace(n.Text)
}

// Attr returns the value of an attribute by local name; the placeholder "?"
// counts as absent.
func (n *Node) Attr(local string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attrs {
		if a.Name.Local == local && a.Value != "?" {
			return a.Value
		}
	}
	return ""
}

// Error refuses a message. It names the element and the line.
type Error struct {
	Path string
	Line int
	What string
}

func (e *Error) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("line %d: %s", e.Line, e.What)
	}
	return fmt.Sprintf("%s (line %d): %s", e.Path, e.Line, e.What)
}

// Refuse makes an error at the element.
func (n *Node) Refuse(format string, args ...any) *Error {
	return &Error{Path: n.Path(), Line: n.Line, What: fmt.Sprintf(format, args...)}
}
