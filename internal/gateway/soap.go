package gateway

import (
	"bytes"
	"encoding/xml"
	"strings"

	v2 "github.com/opencites/opencites/epermit/v2"
	"github.com/opencites/opencites/epermit/xmlin"
)

// version is one of the two versions of SOAP.
type version int

const (
	soap11 version = iota
	soap12
)

func (v version) namespace() string {
	if v == soap12 {
		return "http://www.w3.org/2003/05/soap-envelope"
	}
	return "http://schemas.xmlsoap.org/soap/envelope/"
}

func (v version) contentType() string {
	if v == soap12 {
		return "application/soap+xml"
	}
	return "text/xml"
}

// envelope is a request or response that was taken apart.
type envelope struct {
	version version
	header  *xmlin.Node
	first   *xmlin.Node // first child of the body
}

// open reads an envelope through the strict intake.
func open(b []byte) (envelope, error) {
	n, err := xmlin.Parse(b)
	if err != nil {
		return envelope{version: soap11}, err
	}
	e := envelope{version: soap11}
	switch n.Name.Space {
	case soap11.namespace():
	case soap12.namespace():
		e.version = soap12
	default:
		if n.Name.Local == "Envelope" {
			return e, errVersion
		}
		return e, n.Refuse("is not a SOAP envelope")
	}
	bodies := n.All("Body")
	if n.Name.Local != "Envelope" || len(bodies) != 1 || bodies[0].Name.Space != n.Name.Space || len(n.All("Header")) > 1 {
		return e, n.Refuse("is not a SOAP envelope with one body")
	}
	if len(bodies[0].Children) > 0 {
		e.first = bodies[0].Children[0]
	}
	e.header = n.First("Header")
	return e, nil
}

// misunderstood returns a header entry that must be understood and is not.
func (e envelope) misunderstood() *xmlin.Node {
	if e.header == nil {
		return nil
	}
	for _, h := range e.header.Children {
		for _, a := range h.Attrs {
			if a.Name.Space == e.version.namespace() && a.Name.Local == "mustUnderstand" && (a.Value == "1" || a.Value == "true") && h.Name.Local != authHeader {
				return h
			}
		}
	}
	return nil
}

// seal puts content into an envelope of a version. The content declares the
// prefixes it uses; no default namespace is declared around it, since children
// of the service's elements are unqualified.
func (v version) seal(content string) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	b.WriteString(`<soapenv:Envelope xmlns:soapenv="` + v.namespace() + `" xmlns:v2="` + v2.Service + `"><soapenv:Body>`)
	b.WriteString(content)
	b.WriteString("</soapenv:Body></soapenv:Envelope>\n")
	return b.Bytes()
}

func element(name, value string) string {
	var b strings.Builder
	b.WriteString("<" + name + ">")
	_ = xml.EscapeText(&b, []byte(value)) // a strings.Builder does not fail
	b.WriteString("</" + name + ">")
	return b.String()
}
