package exchange

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
)

// Permits is the Source over our permits and what customs wrote on them.
type Permits struct {
	Store   control.Store
	Profile *profile.Profile
}

// PermitForExchange finds a permit by its number, however it is spaced, with
// its endorsements.
func (s Permits) PermitForExchange(ctx context.Context, n cites.PermitNumber) (*Held, error) {
	var p *permit.Permit
	var crossings []control.Endorsement
	err := s.Store.View(ctx, func(tx control.Tx) (err error) {
		if p, err = tx.PermitByNumber(ctx, cites.PermitNumber(cites.NumberKey(n))); err != nil {
			return err
		}
		crossings, err = tx.Endorsements(ctx, p.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	if p.SealedAt.IsZero() {
		return nil, fault.New(fault.NotFound, NotFound)
	}
	return &Held{Document: Document(p, crossings, s.Profile), State: p.State, Token: p.Token,
		ReplacedBy: p.ReplacedBy, Readers: readers(p.Record)}, nil
}

// Document gives the Toolkit's document of a permit at hand, with box 14 as it
// stands.
func (s Permits) Document(ctx context.Context, p *permit.Permit) (epermit.Document, error) {
	var d epermit.Document
	err := s.Store.View(ctx, func(tx control.Tx) error {
		crossings, err := tx.Endorsements(ctx, p.ID)
		d = Document(p, crossings, s.Profile)
		return err
	})
	return d, err
}

// readers lists the Parties that may read a permit without its token: the
// country of import and those of earlier re-export; for an import permit the
// country of export, which must see it before it issues its own (Art. III(2)).
func readers(r permit.Record) []cites.Country {
	out := []cites.Country{r.Consignee.Country}
	if r.Type == cites.ImportPermit {
		out = []cites.Country{r.Consignor.Country}
	}
	for _, l := range r.Lines {
		if c := l.LastReexport.Country; c != "" {
			out = append(out, c)
		}
	}
	return out
}

// Document turns a permit of ours and its endorsements at export into the
// document of the Toolkit. Texts are in English, as on the paper form.
func Document(p *permit.Permit, crossings []control.Endorsement, own *profile.Profile) epermit.Document {
	r := p.Record
	d := epermit.Document{
		Type: epermit.TypeOf(r.Type), Number: r.Number, Language: cites.English,
		ValidFrom: r.Issued, ValidUntil: r.ValidUntil, Importer: party(r.Consignee), Exporter: party(r.Consignor),
		Destination: country(r.Consignee.Country), Conditions: r.Conditions, Purpose: r.Purpose, Stamp: r.StampNumber,
		Official: r.Signatory, IssuedAt: epermit.Place{Name: r.Place}, IssuedOn: r.Issued,
	}
	if d.Type == epermit.Other {
		d.TypeText = typeText(r)
	}
	if r.Replaces != "" {
		d.Replaces = []epermit.Reference{{Number: r.Replaces, Type: string(d.Type)}}
	}
	d.Authority = authority(r, own)
	if r.Transport != "" {
		d.Transport = epermit.Reference{Number: r.Transport}
	}
	for _, l := range r.Lines {
		d.Lines = append(d.Lines, line(l))
	}
	endorse(&d, crossings, own)
	return d
}

// authority is box 6. The frozen lines repeat the name and the country, which
// have elements of their own here.
func authority(r permit.Record, own *profile.Profile) epermit.Party {
	name := own.Authority.In(cites.English)
	at := epermit.Address{Country: epermit.Country{Code: r.Party, Name: own.Country.In(cites.English)}}
	for _, s := range r.Authority {
		if s != name && s != at.Country.Name {
			at.Street = append(at.Street, s)
		}
	}
	return epermit.Party{Name: name, Address: at}
}

func typeText(r permit.Record) string {
	if r.Title != "" {
		return r.Title
	}
	return string(r.Type)
}

func party(p permit.Party) epermit.Party {
	return epermit.Party{Name: p.Name, Address: epermit.Address{Street: p.Lines, Country: country(p.Country)}}
}

func country(c cites.Country) epermit.Country {
	if c == "" {
		return epermit.Country{}
	}
	return epermit.Country{Code: c, Name: c.Name(cites.English)}
}

func line(l permit.Line) epermit.Line {
	out := epermit.Line{
		ID: l.Letter, ScientificName: l.ScientificName, CommonNames: some(l.CommonName), Descriptions: some(l.Description),
		Term: l.Term, Marks: some(l.Marks), Appendix: l.Appendix, Source: l.Source, Qualifier: l.SecondSource,
		Amount: epermit.AmountOf(l.Quantity, l.Unit), Origin: country(l.Origin.Country), OriginPermit: earlier(l.Origin),
		LastReexport: country(l.LastReexport.Country), LastPermit: earlier(l.LastReexport), Operation: l.Operation, Acquired: l.Acquired,
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

// endorse fills box 14 from the crossings at export: quantities add up over
// shipments, date, port and transport document are those of the last one.
func endorse(d *epermit.Document, crossings []control.Endorsement, own *profile.Profile) {
	for _, e := range crossings {
		if e.Kind != control.Export {
			continue
		}
		d.Endorsement = epermit.Endorsement{On: e.Date, Official: e.ByName,
			Port: epermit.Place{ID: e.Port, Name: own.PortName(e.Port, cites.English)}}
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
