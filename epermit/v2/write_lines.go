package v2

import (
	"fmt"
	"slices"

	"github.com/opencites/opencites/epermit"
)

func (w *writer) consignment(d epermit.Document) consignment {
	// The country of the consignee is the country of import, box 3a.
	importer := d.Importer
	importer.Address.Country = d.Destination
	c := consignment{Consignor: w.party(d.Exporter), Consignee: w.party(importer),
		Transport: w.reference(d.Transport, ""), Event: w.event(d.Endorsement)}
	for i, l := range d.Lines {
		c.Items = append(c.Items, w.item(fmt.Sprintf("lines.%d", i), l))
	}
	return c
}

func (w *writer) event(e epermit.Endorsement) *event {
	out := &event{Occurred: w.day(e.On), Place: w.place(e.Port)}
	for _, p := range e.Authorities {
		if q := w.party(p); q != nil {
			out.Parties = append(out.Parties, q)
		}
	}
	if out.Occurred == "" && out.Place == nil && out.Parties == nil {
		return nil
	}
	return out
}

func (w *writer) item(path string, l epermit.Line) item {
	it := item{ID: w.plain(l.ID), Origin: w.country(l.Origin), Export: w.country(l.LastReexport),
		TradeLine: w.tradeLine(l), Regulatory: w.procedure(path, l)}
	if m := w.texts(l.Marks...); m != nil {
		it.Marks = &marks{m}
	}
	if r := l.OriginPermit; !r.IsZero() {
		r.Type = originDocument
		it.Documents = append(it.Documents, *w.reference(r, nameOr(r.Name, originName)))
	}
	if r := l.LastPermit; !r.IsZero() {
		r.Type = reexportDocument
		it.Documents = append(it.Documents, *w.reference(r, nameOr(r.Name, reexportName)))
	}
	if q := w.quantity(path+".amount", l.Amount); q != nil {
		it.Package = &packaging{q}
	}
	if q := w.quantity(path+".exported", l.Exported); q != nil {
		it.Event = &event{Quantity: q}
	}
	return it
}

// tradeLine writes boxes 7 to 10. The message has room for one source code: of
// two, the qualifying one stands there and both in a description.
func (w *writer) tradeLine(l epermit.Line) tradeLine {
	t := tradeLine{TypeCode: string(l.Appendix), ExtensionCode: string(l.Source)}
	descriptions := l.Descriptions
	if l.Qualifier != "" {
		t.ExtensionCode = string(l.Qualifier)
		descriptions = append(slices.Clone(descriptions), sourcesPrefix+string(l.Source)+", "+string(l.Qualifier))
	}
	t.Product = product{Description: w.texts(descriptions...), TypeCode: w.plain(string(l.Term)),
		CommonName: w.texts(l.CommonNames...), Scientific: w.must(l.ScientificName)}
	return t
}

func (w *writer) procedure(path string, l epermit.Line) *procedure {
	p := procedure{Used: w.quantity(path+".quotaUsed", l.QuotaUsed), Annual: w.quantity(path+".quota", l.Quota),
		Acquired: w.day(l.Acquired)}
	if l.Operation != "" {
		p.Previous = &refDoc{ID: w.plain(l.Operation)}
	}
	if p == (procedure{}) {
		return nil
	}
	return &p
}

func nameOr(name, other string) string {
	if name != "" {
		return name
	}
	return other
}
