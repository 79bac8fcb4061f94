package v2

import (
	"fmt"

	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/epermit/xmlin"
)

// Read reads a permit from a file of its own or from the response of an
// exchange service. Problems list what was tolerated and which boxes lack what
// they must hold; the error is an *xmlin.Error that names the element and line.
func Read(b []byte) (epermit.Document, []epermit.Problem, error) {
	n, err := xmlin.Parse(b)
	if err != nil {
		return epermit.Document{}, nil, err
	}
	if body := n.First("Body"); n.Name.Local == "Envelope" && body != nil && len(body.Children) > 0 {
		inner := body.Children[0].First(Wrapper)
		if inner == nil {
			return epermit.Document{}, nil, body.Children[0].Refuse("there is no %s", Wrapper)
		}
		n = inner
	}
	return ReadNode(n)
}

// ReadNode reads a permit from its wrapper element.
func ReadNode(n *xmlin.Node) (epermit.Document, []epermit.Problem, error) {
	var d epermit.Document
	if n.Name.Local != Wrapper {
		return d, nil, n.Refuse("is not a %s", Wrapper)
	}
	r := &reader{}
	if n.Name.Space != "" && n.Name.Space != Message {
		r.note(n, "namespace %q is not that of the second generation", n.Name.Space)
	}
	r.known(n, "SpecifiedExchangedDocumentContext", "HeaderExchangedDocument", "SpecifiedSupplyChainConsignment")
	h := r.one(n, "HeaderExchangedDocument")
	c := r.one(n, "SpecifiedSupplyChainConsignment")
	if r.err == nil && (h == nil || c == nil) {
		return d, nil, n.Refuse("header or consignment is missing")
	}
	r.context(r.one(n, "SpecifiedExchangedDocumentContext"))
	r.header(&d, h)
	r.consignment(&d, c)
	if r.err != nil {
		return epermit.Document{}, nil, r.err
	}
	return d, append(r.notes, epermit.Check(d)...), nil
}

// reader gathers notes and keeps the first error; its methods go on after an
// error with zero values, which nobody sees.
type reader struct {
	notes []epermit.Problem
	err   error
}

func (r *reader) note(n *xmlin.Node, format string, args ...any) {
	r.notes = append(r.notes, epermit.Problem{Path: n.Path(), Line: n.Line, What: fmt.Sprintf(format, args...)})
}

func (r *reader) refuse(n *xmlin.Node, format string, args ...any) {
	if r.err == nil {
		r.err = n.Refuse(format, args...)
	}
}

// known notes the children that the message does not have and refuses text
// where elements belong.
func (r *reader) known(n *xmlin.Node, names ...string) {
	if n == nil {
		return
	}
	if n.Value() != "" {
		r.refuse(n, "text stands where elements are expected")
	}
	for _, c := range n.Children {
		found := false
		for _, name := range names {
			found = found || c.Name.Local == name
		}
		if !found {
			r.note(c, "is not part of the message and was left out")
		}
	}
}

// one returns the child of which there can be one only.
func (r *reader) one(n *xmlin.Node, local string) *xmlin.Node {
	all := n.All(local)
	if len(all) > 1 {
		r.refuse(all[1], "stands twice where one is allowed")
	}
	return n.First(local)
}

// value returns the text of a simple element.
func (r *reader) value(n *xmlin.Node) string {
	if n != nil && len(n.Children) > 0 {
		r.refuse(n, "elements stand where a value is expected")
	}
	v := n.Value()
	if v == "?" {
		return ""
	}
	return v
}

func (r *reader) text(n *xmlin.Node, local string) string { return r.value(r.one(n, local)) }

// texts returns the values of a repeatable element without the empty ones.
func (r *reader) texts(n *xmlin.Node, local string) []string {
	var out []string
	for _, c := range n.All(local) {
		if v := r.value(c); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// lead returns the first value of an element that may repeat although the form
// has room for one.
func (r *reader) lead(n *xmlin.Node, local string) string {
	all := r.texts(n, local)
	if len(all) == 0 {
		return ""
	}
	if len(all) > 1 {
		r.note(n, "%s stands %d times, the first was taken", local, len(all))
	}
	return all[0]
}

func (r *reader) context(n *xmlin.Node) {
	r.known(n, "BusinessProcessSpecifiedDocumentContextParameter", "BIMSpecifiedDocumentContextParameter")
}
