package exchange

import (
	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
)

// Document turns a permit of ours and its endorsements at export into the
// document of the Toolkit. Texts are in English, as on the paper form.
func Document(p *permit.Permit, crossings []control.Endorsement, own *profile.Profile) epermit.Document {
	r, m := p.Record, mapping{own}
	d := epermit.Document{
		Type: epermit.TypeOf(r.Type), Number: r.Number, Language: cites.English,
		ValidFrom: r.Issued, ValidUntil: r.ValidUntil, Importer: m.party(r.Consignee), Exporter: m.party(r.Consignor),
		Destination: m.country(r.Consignee.Country), Conditions: r.Statements(),
		Purpose: r.Purpose, PurposeText: r.Purpose.Name(cites.English), Stamp: r.StampNumber,
		Official: r.Signatory, IssuedAt: epermit.Place{Name: r.Place}, IssuedOn: r.Issued,
	}
	if d.Type == epermit.Other {
		d.TypeText = r.Type.Name(cites.English)
	}
	if r.Replaces != "" {
		d.Replaces = []epermit.Reference{{Number: r.Replaces, Type: string(d.Type), Name: r.ReplaceWhy, IssuedOn: r.ReplacesDate}}
	}
	d.Authority = m.authority(r)
	if r.Transport != "" {
		d.Transport = epermit.Reference{Number: r.Transport}
	}
	for _, l := range r.Lines {
		d.Lines = append(d.Lines, m.line(l))
	}
	m.endorse(&d, crossings)
	return d
}

// mapping writes the words of this Party.
type mapping struct{ own *profile.Profile }

// authority is box 6. The frozen lines repeat the name and the country, which
// have elements of their own here.
func (m mapping) authority(r permit.Record) epermit.Party {
	name := m.own.Authority.In(cites.English)
	at := epermit.Address{Country: m.country(r.Party)}
	for _, s := range r.Authority {
		if s != name && s != at.Country.Name {
			at.Street = append(at.Street, s)
		}
	}
	return epermit.Party{Name: name, Address: at}
}

func (m mapping) party(p permit.Party) epermit.Party {
	return epermit.Party{Name: p.Name, Address: epermit.Address{Street: p.Lines, Country: m.country(p.Country)}}
}

// country names our own country as its profile does: a demo Party is in no list.
func (m mapping) country(c cites.Country) epermit.Country {
	switch c {
	case "":
		return epermit.Country{}
	case m.own.Party:
		return epermit.Country{Code: c, Name: m.own.Country.In(cites.English)}
	}
	return epermit.Country{Code: c, Name: c.Name(cites.English)}
}

func (m mapping) line(l permit.Line) epermit.Line {
	out := epermit.Line{
		ID: l.Letter, ScientificName: l.ScientificName, CommonNames: some(l.CommonName), Descriptions: some(l.Description),
		Term: l.Term, Marks: some(l.Marks), Appendix: l.Appendix, Source: l.Source, Qualifier: l.SecondSource,
		Amount: epermit.AmountOf(l.Quantity, l.Unit), Origin: m.country(l.Origin.Country), OriginPermit: earlier(l.Origin),
		LastReexport: m.country(l.LastReexport.Country), LastPermit: earlier(l.LastReexport), Operation: l.Operation, Acquired: l.Acquired,
	}
	if epermit.Qualifies(out.Source) && out.Qualifier != "" && !epermit.Qualifies(out.Qualifier) {
		out.Source, out.Qualifier = out.Qualifier, out.Source
	}
	if l.QuotaTotal > 0 {
		out.QuotaUsed, out.Quota = epermit.AmountOf(l.QuotaUsed, l.Unit), epermit.AmountOf(l.QuotaTotal, l.Unit)
	}
	return out
}

func earlier(e permit.Earlier) epermit.Reference {
	return epermit.Reference{Number: e.Number, IssuedOn: e.Date}
}

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// endorse fills box 14 from the crossings, which of an import permit are those
// at import: quantities add up over
// shipments, date, port and transport document are those of the last one.
func (m mapping) endorse(d *epermit.Document, crossings []control.Endorsement) {
	for _, e := range crossings {
		d.Endorsement = epermit.Endorsement{On: e.Date, Official: e.ByName,
			Port: epermit.Place{ID: e.Port, Name: m.own.PortName(e.Port, cites.English)}}
		if e.Transport != "" {
			d.Transport = epermit.Reference{Number: e.Transport}
		}
		for _, c := range e.Lines {
			for i := range d.Lines {
				if l := &d.Lines[i]; l.ID == c.Letter {
					l.Exported = epermit.AmountOf(l.Exported.Quantity+c.Quantity, l.Amount.Unit)
				}
			}
		}
	}
}
