package v2

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
)

// Options bend the writing to a partner. The zero value is the default.
type Options struct {
	// Zone is the zone of the issuing authority, in which days begin and end;
	// nil is UTC.
	Zone *time.Location
	// Components replaces the namespace of the components for partners that
	// expect another one.
	Components string
	// AnyUnit lets older unit codes pass, to repeat another Party's permit.
	AnyUnit bool
}

// File writes a permit as a file of its own, with a qualified root. A document
// that lacks a mandatory box is refused with *epermit.InvalidError.
func File(d epermit.Document, o Options) ([]byte, error) {
	b, err := write(d, o, "rsm:"+Wrapper)
	if err != nil {
		return nil, err
	}
	return append([]byte(xml.Header), append(b, '\n')...), nil
}

// Element writes a permit as the unqualified element that the exchange services
// return. It declares its own prefixes and no default namespace.
func Element(d epermit.Document, o Options) ([]byte, error) { return write(d, o, Wrapper) }

func write(d epermit.Document, o Options, root string) ([]byte, error) {
	w := &writer{zone: o.Zone, anyUnit: o.AnyUnit, language: strings.ToUpper(string(d.Language))}
	if w.zone == nil {
		w.zone = time.UTC
	}
	if o.Components == "" {
		o.Components = Components
	}
	w.problems = epermit.Check(d)
	p := permit{XMLName: xml.Name{Local: root}, Message: Message, Components: o.Components,
		Context: docContext{parameter{w.must("CITES PERMITTING"), version{"1"}}},
		Header:  w.header(d), Consignment: w.consignment(d)}
	if len(w.problems) > 0 {
		return nil, &epermit.InvalidError{Problems: w.problems}
	}
	var b bytes.Buffer
	if err := xml.NewEncoder(&b).Encode(p); err != nil {
		return nil, fmt.Errorf("write permit %s: %w", d.Number, err)
	}
	return b.Bytes(), nil
}

type writer struct {
	zone     *time.Location
	anyUnit  bool
	language string
	problems []epermit.Problem
}

// plain cleans a value and notes characters that XML cannot hold, which the
// encoder would replace silently.
func (w *writer) plain(s string) string {
	s = strings.TrimSpace(s)
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unwritable) {
		w.problems = append(w.problems, epermit.Problem{Path: "text", What: fmt.Sprintf("%.40q holds a character that XML cannot carry", s)})
	}
	return s
}

func unwritable(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF
}

func (w *writer) must(s string) text { return text{w.language, w.plain(s)} }

func (w *writer) text(s string) *text {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	t := w.must(s)
	return &t
}

func (w *writer) texts(list ...string) []text {
	var out []text
	for _, s := range list {
		if t := w.text(s); t != nil {
			out = append(out, *t)
		}
	}
	return out
}

const moment = "2006-01-02T15:04:05-07:00"

func (w *writer) day(d cites.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Start(w.zone).Format(moment)
}

func code(value string) *code1001 {
	if value == "" {
		return nil
	}
	return &code1001{"1001", "6", value}
}

func (w *writer) reference(r epermit.Reference, name string) *refDoc {
	if r.IsZero() {
		return nil
	}
	if name == "" {
		name = r.Name
	}
	return &refDoc{w.day(r.IssuedOn), code(w.plain(r.Type)), w.plain(r.Number), w.text(name)}
}

func (w *writer) place(p epermit.Place) *location {
	if p.IsZero() {
		return nil
	}
	return &location{w.plain(p.ID), w.text(p.Name)}
}

func (w *writer) country(c epermit.Country) *country {
	if c.IsZero() {
		return nil
	}
	return &country{string(c.Code), w.text(c.Name)}
}

func (w *writer) party(p epermit.Party) *party {
	out := &party{Name: w.text(p.Name), Address: w.address(p.Address)}
	for _, id := range p.IDs {
		out.IDs = append(out.IDs, w.plain(id))
	}
	if out.Name == nil && out.Address == nil && out.IDs == nil {
		return nil
	}
	return out
}

func (w *writer) address(a epermit.Address) *address {
	out := address{Postcode: w.plain(a.Postcode), PostBox: w.text(a.PostBox), Street: w.texts(a.Street...),
		City: w.text(a.City), CountryID: string(a.Country.Code), CountryName: w.text(a.Country.Name),
		Subdivisions: w.texts(a.Subdivisions...)}
	if out.Postcode == "" && out.PostBox == nil && out.Street == nil && out.City == nil &&
		a.Country.IsZero() && out.Subdivisions == nil {
		return nil
	}
	return &out
}

func (w *writer) quantity(path string, a epermit.Amount) *quantity {
	if !a.Set {
		return nil
	}
	if !epermit.CurrentUnit(a.Unit) && !w.anyUnit {
		w.problems = append(w.problems, epermit.Problem{Path: path, What: fmt.Sprintf("unit %q is not in use", a.Unit)})
	}
	return &quantity{string(a.Unit), a.Quantity.String()}
}
