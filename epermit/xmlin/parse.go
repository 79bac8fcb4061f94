package xmlin

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// The limits of one message. A permit of a hundred lines has about 10,000
// elements and 600 kB.
const (
	MaxBytes    = 1 << 20
	MaxDepth    = 32
	MaxAttrs    = 64
	MaxElements = 40_000
)

const inclusion = "http://www.w3.org/2001/XInclude"

// Parse reads one message or says where it is refused, as an *Error.
func Parse(b []byte) (*Node, error) {
	if len(b) > MaxBytes {
		return nil, &Error{Line: 1, What: "the message is larger than 1 MiB"}
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	p := &parser{dec: xml.NewDecoder(bytes.NewReader(b)), first: true}
	for {
		t, err := p.dec.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, p.refuse(reason(err))
		}
		if err := p.take(t); err != nil {
			return nil, err
		}
		p.first = false
	}
	switch {
	case p.root == nil:
		return nil, p.refuse("there is no element")
	case p.at != nil:
		return nil, p.refuse("the message ends before the element is closed")
	}
	return p.root, nil
}

// reason keeps the sentence of a syntax error and drops its own line number.
func reason(err error) string {
	var s *xml.SyntaxError
	if errors.As(err, &s) {
		return s.Msg
	}
	return err.Error()
}

type parser struct {
	dec      *xml.Decoder
	first    bool
	root, at *Node
	frames   []frame // one for each open element
	elements int
}

// frame is what must be remembered of an open element beside its node.
type frame struct {
	raw     xml.Name          // prefix and local name as written
	spaces  map[string]string // prefixes declared here
	text    []byte            // gathered here: appending to a string is quadratic
	comment bool
}

func (p *parser) refuse(what string) error {
	line, _ := p.dec.InputPos()
	e := &Error{Line: line, What: what}
	if p.at != nil {
		e.Path = p.at.Path()
	}
	return e
}

func (p *parser) take(t xml.Token) error {
	switch t := t.(type) {
	case xml.ProcInst:
		if t.Target != "xml" || !p.first {
			return p.refuse("processing instructions are not allowed")
		}
	case xml.Directive:
		return p.refuse("document type declarations are not allowed")
	case xml.Comment:
		return p.comment()
	case xml.CharData:
		return p.text(t)
	case xml.StartElement:
		return p.open(t)
	case xml.EndElement:
		return p.close(t)
	}
	return nil
}

func (p *parser) text(t xml.CharData) error {
	if p.at == nil {
		if !blank(t) {
			return p.refuse("text outside the root element")
		}
		return nil
	}
	f := &p.frames[len(p.frames)-1]
	switch {
	case !blank(t) && f.comment:
		return p.refuse("a comment stands inside a value")
	case !blank(t) && len(p.at.Children) > 0:
		return p.refuse("text and elements are mixed")
	case !f.comment && len(p.at.Children) == 0:
		f.text = append(f.text, t...)
	}
	return nil
}

// comment allows comments between elements only: encoding/xml would read
// 12<!-- -->5 as 125.
func (p *parser) comment() error {
	if p.at == nil {
		return nil
	}
	f := &p.frames[len(p.frames)-1]
	if !blank(f.text) {
		return p.refuse("a comment stands inside a value")
	}
	f.comment = true
	return nil
}

func (p *parser) open(t xml.StartElement) error {
	if p.root != nil && p.at == nil {
		return p.refuse("a second root element")
	}
	if len(t.Attr) > MaxAttrs {
		return p.refuse("an element has too many attributes")
	}
	if p.elements++; p.elements > MaxElements {
		return p.refuse("there are too many elements")
	}
	if len(p.frames) >= MaxDepth {
		return p.refuse("elements are nested too deeply")
	}
	line, _ := p.dec.InputPos()
	n := &Node{Line: line, parent: p.at}
	if p.at == nil {
		p.root = n
	} else {
		if !blank(p.frames[len(p.frames)-1].text) {
			return p.refuse("text and elements are mixed")
		}
		p.at.Children = append(p.at.Children, n)
	}
	f, err := p.declare(t)
	if err != nil {
		return err
	}
	p.frames, p.at = append(p.frames, f), n
	n.Name.Local = t.Name.Local
	return p.resolve(n, t)
}

// declare collects the namespace declarations of an element.
func (p *parser) declare(t xml.StartElement) (frame, error) {
	f := frame{raw: t.Name}
	for _, a := range t.Attr {
		prefix, ok := declares(a)
		if !ok {
			continue
		}
		if _, twice := f.spaces[prefix]; twice {
			return f, p.refuse("a prefix is declared twice")
		}
		if prefix != "" && a.Value == "" {
			return f, p.refuse("a prefix is declared empty")
		}
		if f.spaces == nil {
			f.spaces = map[string]string{}
		}
		f.spaces[prefix] = a.Value
	}
	return f, nil
}

func declares(a xml.Attr) (prefix string, ok bool) {
	if a.Name.Space == "xmlns" {
		return a.Name.Local, true
	}
	return "", a.Name.Space == "" && a.Name.Local == "xmlns"
}

// resolve gives the element and its attributes their namespaces.
func (p *parser) resolve(n *Node, t xml.StartElement) error {
	space, err := p.space(t.Name)
	if err != nil {
		return err
	}
	if space == inclusion {
		return p.refuse("inclusions are not allowed")
	}
	n.Name.Space = space
	seen := make(map[xml.Name]bool, len(t.Attr))
	for _, a := range t.Attr {
		if _, ok := declares(a); ok {
			continue
		}
		if a.Name.Space != "" {
			if a.Name.Space, err = p.space(a.Name); err != nil {
				return err
			}
		}
		if seen[a.Name] {
			return p.refuse("the attribute " + a.Name.Local + " stands twice")
		}
		seen[a.Name] = true
		n.Attrs = append(n.Attrs, a)
	}
	return nil
}

func (p *parser) space(name xml.Name) (string, error) {
	if strings.Contains(name.Local, ":") {
		return "", p.refuse("a name has a misplaced colon")
	}
	if name.Space == "xml" {
		return "http://www.w3.org/XML/1998/namespace", nil
	}
	for i := len(p.frames) - 1; i >= 0; i-- {
		if uri, ok := p.frames[i].spaces[name.Space]; ok {
			return uri, nil
		}
	}
	if name.Space != "" {
		return "", p.refuse("the prefix " + name.Space + " is not declared")
	}
	return "", nil
}

func (p *parser) close(t xml.EndElement) error {
	if p.at == nil || p.frames[len(p.frames)-1].raw != t.Name {
		return p.refuse("an end tag does not fit")
	}
	if len(p.at.Children) == 0 {
		p.at.Text = string(p.frames[len(p.frames)-1].text)
	}
	p.frames, p.at = p.frames[:len(p.frames)-1], p.at.parent
	return nil
}

func blank(b []byte) bool { return len(bytes.Trim(b, " \t\r\n")) == 0 }
