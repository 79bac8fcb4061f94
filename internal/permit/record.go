package permit

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/profile"
)

// recordVersion is raised when a field of Record changes its meaning.
const recordVersion = 1

// Canonical returns the bytes of the record that the digest covers.
func (r *Record) Canonical() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		return nil, fmt.Errorf("canonical record of %s: %w", r.Number, err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// DigestOf is SHA-256(salt || canonical record), the claim "record" of a seal.
func DigestOf(salt []byte, r *Record) ([]byte, error) {
	c, err := r.Canonical()
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	h.Write(salt)
	h.Write(c)
	return h.Sum(nil), nil
}

// freeze makes the record of an approved application. Number, status index and
// quota figures are filled in by the caller, in the same transaction.
func freeze(a *application.Application, p *profile.Profile, signatory string, now time.Time) Record {
	c := a.Content
	today := p.Today(now)
	r := Record{
		Version: recordVersion, Type: c.Type, Party: p.Party,
		Authority: append(append([]string{}, p.Address...), p.Country.In(cites.English)),
		Issued:    today, IssuedAt: now.UTC().Truncate(time.Second), Place: p.Place,
		ValidUntil: validUntil(a, p, today),
		Purpose:    c.Purpose, Signatory: signatory, Transport: c.Transport.Document,
		Partial: p.Workflow.PartialShipments, Sample: p.Sample,
		Language: FormLanguage(p.Languages), Continuation: c.Type.Facts().Continuation,
	}
	r.Consignee, r.Consignor = sides(&c)
	r.Retrospective = retrospective(&c, r.Language)
	for i, l := range c.Lines {
		r.Lines = append(r.Lines, line(i, l))
		r.Live = r.Live || l.Live()
	}
	r.Related = earlier(c.ImportPermit)
	if c.Type.Facts().Direction == cites.Importing {
		r.Related = earlier(c.ExportPermit)
	}
	r.Conditions = conditions(a, p)
	return r
}

// validUntil is the last valid day: what the signatory set, at most what the
// Convention allows, counted in calendar months.
func validUntil(a *application.Application, p *profile.Profile, issued cites.Date) cites.Date {
	longest := issued.AddMonths(p.Months(a.Content.Type))
	if until := a.Content.AnswerDate("carnet_until"); !until.IsZero() && until.Before(longest) {
		longest = until
	}
	if !a.ValidUntil.IsZero() && a.ValidUntil.Before(longest) {
		return a.ValidUntil
	}
	return longest
}

// The countries that stand for no place: several, and the sea (permit-rules 3.6).
const (
	various  cites.Country = "XV"
	highSeas cites.Country = "HS"
)

// sides are boxes 3 and 4. Documents for many crossings have no importer, samples
// stay with their owner, and the exporter of what was taken at sea is the vessel.
func sides(c *application.Content) (consignee, consignor Party) {
	consignee, consignor = party(c.Importer), party(c.Exporter)
	if c.Partial {
		return Party{Country: various}, consignor // the holder fills in boxes 3 and 3a
	}
	switch c.Type.Facts().Other {
	case cites.SamePerson:
		consignee = consignor
		consignee.Country = various
	case cites.NoOther:
		consignee = Party{Country: various}
	case cites.TheSea:
		consignor = Party{Name: c.Answer("vessel"), Lines: []string{c.Answer("sea_area")}, Country: highSeas}
	}
	return consignee, consignor
}

func party(x application.Address) Party {
	return Party{Name: x.Name, Lines: x.Lines, Country: x.Country}
}

func line(i int, l application.Line) Line {
	marks := make([]string, 0, len(l.Marks))
	for _, m := range l.Marks {
		marks = append(marks, strings.TrimSpace(m.Kind+" "+m.Value))
	}
	out := Line{Letter: application.Letter(i), TaxonID: l.TaxonID, ScientificName: l.ScientificName, CommonName: l.CommonName,
		Kingdom: l.Kingdom, Appendix: l.Appendix, Source: l.Source, SecondSource: l.SecondSource, Term: l.Term,
		Description: describe(l), Marks: strings.Join(marks, "; "), Quantity: l.Quantity, Unit: l.Unit,
		LastReexport: earlier(l.LastReexport), Acquired: l.Acquired, Facility: l.Operation}
	if l.Source == cites.BredCommercially || l.SecondSource == cites.BredCommercially {
		out.Operation = l.Operation // box 12b is for registered operations only
	}
	out.Origin = earlier(l.Origin)
	return out
}

// describe adds sex and age of live specimens to the description, box 9.
func describe(l application.Line) string {
	parts := []string{l.Description}
	if l.Sex != "" {
		parts = append(parts, "sex "+l.Sex)
	}
	if l.Age != "" {
		parts = append(parts, "age "+l.Age)
	}
	return strings.Trim(strings.Join(parts, ", "), ", ")
}

func earlier(r application.Reference) Earlier {
	if r.Unknown && r.Country == "" {
		return Earlier{Country: "XX"}
	}
	return Earlier{Country: r.Country, Number: r.Number, Date: r.Date}
}
