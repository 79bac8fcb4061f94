package app

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/permit"
)

// toolkit gives our permits the form in which they are exchanged: the seam
// between the permit, the border and the toolkit document.
type toolkit struct{ sys *System }

// PermitForExchange finds a permit with what the exchange needs to decide who
// may read it: the countries named on it.
func (t toolkit) PermitForExchange(ctx context.Context, n cites.PermitNumber) (*exchange.Held, error) {
	var p *permit.Permit
	err := t.sys.Permits.Store.View(ctx, func(tx permit.Tx) (err error) {
		p, err = tx.PermitByNumber(ctx, n)
		return err
	})
	if err != nil {
		return nil, err
	}
	doc, err := t.Document(ctx, p)
	if err != nil {
		return nil, err
	}
	readers := []cites.Country{p.Record.Consignee.Country, p.Record.Consignor.Country}
	for _, l := range p.Record.Lines {
		readers = append(readers, l.Origin.Country, l.LastReexport.Country)
	}
	return &exchange.Held{Document: doc, State: p.State, Token: p.Token, ReplacedBy: p.ReplacedBy, Readers: readers}, nil
}

// Document is the toolkit document of a permit with box 14 as it stands.
func (t toolkit) Document(ctx context.Context, p *permit.Permit) (epermit.Document, error) {
	ends, err := t.sys.Border.Of(ctx, p)
	if err != nil {
		return epermit.Document{}, err
	}
	r := p.Record
	d := epermit.Document{
		Type: epermit.TypeOf(r.Type), Number: r.Number, Language: cites.English,
		ValidFrom: r.Issued, ValidUntil: r.ValidUntil,
		Importer: t.party(r.Consignee), Destination: t.country(r.Consignee.Country), Exporter: t.party(r.Consignor),
		Conditions: r.Conditions, Purpose: r.Purpose, PurposeText: r.Purpose.Name(cites.English), Stamp: r.StampNumber,
		Authority: t.authority(), Official: r.Signatory, IssuedAt: epermit.Place{Name: r.Place}, IssuedOn: r.Issued,
		Transport: epermit.Reference{Number: r.Transport},
	}
	if d.Type == epermit.Other {
		d.TypeText = r.Type.Name(cites.English)
	}
	if r.Replaces != "" {
		d.Replaces = []epermit.Reference{{Number: r.Replaces, Name: r.ReplaceWhy}}
	}
	for _, l := range r.Lines {
		d.Lines = append(d.Lines, t.line(l))
	}
	t.endorse(&d, ends)
	return d, nil
}

func (t toolkit) country(c cites.Country) epermit.Country {
	if c == "" {
		return epermit.Country{}
	}
	name := c.Name(cites.English)
	if c == t.sys.Profile.Party {
		name = t.sys.Profile.Country.In(cites.English)
	}
	return epermit.Country{Code: c, Name: name}
}

func (t toolkit) party(p permit.Party) epermit.Party {
	return epermit.Party{Name: p.Name, Address: epermit.Address{Street: p.Lines, Country: t.country(p.Country)}}
}

func (t toolkit) authority() epermit.Party {
	p := t.sys.Profile
	return epermit.Party{Name: p.Authority.In(cites.English), Address: epermit.Address{Street: p.Address, Country: t.country(p.Party)}}
}

func (t toolkit) line(l permit.Line) epermit.Line {
	out := epermit.Line{ID: l.Letter, ScientificName: l.ScientificName, Term: l.Term, Appendix: l.Appendix, Source: l.Source,
		Amount: epermit.AmountOf(l.Quantity, l.Unit), Origin: t.country(l.Origin.Country), LastReexport: t.country(l.LastReexport.Country),
		OriginPermit: epermit.Reference{Number: l.Origin.Number, IssuedOn: l.Origin.Date},
		LastPermit:   epermit.Reference{Number: l.LastReexport.Number, IssuedOn: l.LastReexport.Date},
		Operation:    l.Operation, Acquired: l.Acquired}
	if l.CommonName != "" {
		out.CommonNames = []string{l.CommonName}
	}
	if l.Description != "" {
		out.Descriptions = []string{l.Description}
	}
	if l.Marks != "" {
		out.Marks = []string{l.Marks}
	}
	if l.SecondSource != "" { // confiscated or pre-Convention specimens of another source
		out.Source, out.Qualifier = l.SecondSource, l.Source
	}
	if l.QuotaTotal > 0 {
		out.QuotaUsed, out.Quota = epermit.AmountOf(l.QuotaUsed, l.Unit), epermit.AmountOf(l.QuotaTotal, l.Unit)
	}
	return out
}

// endorse fills box 14: the sum of what crossed, with port and date of the last
// crossing.
func (t toolkit) endorse(d *epermit.Document, ends []control.Endorsement) {
	total := map[string]cites.Quantity{}
	for _, e := range ends {
		d.Endorsement = epermit.Endorsement{On: e.Date, Official: e.ByName,
			Port: epermit.Place{ID: e.Port, Name: t.sys.Profile.PortName(e.Port, cites.English)}}
		if e.Transport != "" {
			d.Transport = epermit.Reference{Number: e.Transport}
		}
		for _, c := range e.Lines {
			total[c.Letter] += c.Quantity
		}
	}
	if len(ends) == 0 {
		return
	}
	for i := range d.Lines {
		d.Lines[i].Exported = epermit.AmountOf(total[d.Lines[i].ID], d.Lines[i].Amount.Unit)
	}
}
