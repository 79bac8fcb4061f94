package v2

import (
	"strings"

	"github.com/opencites/opencites/epermit"
)

func (w *writer) header(d epermit.Document) header {
	h := header{
		ID: w.plain(string(d.Number)), TypeCode: code(string(d.Type)), Issued: w.day(d.IssuedOn), Copy: d.Copy,
		Purpose: w.text(d.PurposeText), PurposeCode: string(d.Purpose), Information: w.information(d),
		Period: w.period(d), Place: w.place(d.IssuedAt),
		First: w.authority(d), Second: w.applicant(d.Applicant), Third: w.official(d), Fourth: w.examiner(d.Endorsement),
	}
	if d.Type == epermit.Other {
		h.Name = w.texts(d.TypeText)
	}
	for _, r := range d.Replaces {
		if ref := w.reference(r, ""); ref != nil {
			h.References = append(h.References, *ref)
		}
	}
	return h
}

// information writes box 5, and the importer's residence where it is not the
// country of import, since the message has one country for both.
func (w *writer) information(d epermit.Document) []text {
	out := w.texts(d.Conditions...)
	home := d.Importer.Address.Country
	if home.Code != "" && home.Code != d.Destination.Code {
		out = append(out, w.must(residencePrefix+strings.TrimSpace(string(home.Code)+" "+home.Name)))
	}
	return out
}

func (w *writer) period(d epermit.Document) *period {
	p := &period{Start: w.day(d.ValidFrom)}
	if !d.ValidUntil.IsZero() {
		p.End = d.ValidUntil.End(w.zone).Format(moment)
	}
	return p
}

// authority writes box 6 and the stamp of box 5b.
func (w *writer) authority(d epermit.Document) *auth {
	p := w.party(d.Authority)
	if p != nil && strings.TrimSpace(d.AuthorityPerson) != "" {
		// The second element is the one that later generations keep.
		p.Representative = &person{w.text(d.AuthorityPerson)}
		p.Signatory = &person{w.text(d.AuthorityPerson)}
	}
	return &auth{TypeCode: "A", ID: w.plain(d.Stamp), Party: p}
}

func (w *writer) applicant(s epermit.Signature) *auth {
	if s == (epermit.Signature{}) {
		return nil
	}
	return &auth{TypeCode: "B", Actual: w.day(s.On), Statement: w.text(s.Statement),
		Party: w.party(epermit.Party{Name: s.Name}), Place: w.place(s.Place)}
}

// official writes box 13 a second time, where other systems look for it.
func (w *writer) official(d epermit.Document) *auth {
	return &auth{TypeCode: "C", Actual: w.day(d.IssuedOn), ID: w.plain(d.Stamp),
		Party: w.party(epermit.Party{Name: d.Official}), Place: w.place(d.IssuedAt)}
}

func (w *writer) examiner(e epermit.Endorsement) *auth {
	if strings.TrimSpace(e.Official) == "" {
		return nil
	}
	return &auth{TypeCode: "D", Actual: w.day(e.On), Party: w.party(epermit.Party{Name: e.Official}), Place: w.place(e.Port)}
}
