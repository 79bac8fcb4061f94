package app

import (
	"fmt"
	"strings"
	"sync"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/print"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/seal"
)

// formPrinter turns permits into the standard form: it is the seam between the
// permit and the paper, which do not know each other.
type formPrinter struct {
	// printer is opened at the first use: fonts take memory and a third of a
	// second, which a service that only verifies does not need.
	printer func() (*print.Printer, error)
	profile *profile.Profile
}

// newFormPrinter prints with the embedded fonts and those in a folder.
func newFormPrinter(p *profile.Profile, fontDir string) formPrinter {
	return formPrinter{profile: p, printer: sync.OnceValues(func() (*print.Printer, error) {
		return print.New(print.Config{FontDir: fontDir})
	})}
}

var _ permit.Printer = formPrinter{}

// Check refuses a record with a character that no font can draw.
func (f formPrinter) Check(r *permit.Record) error {
	p, err := f.printer()
	if err != nil {
		return err
	}
	_, err = p.Pages(f.form(r))
	return err
}

// Print draws the form with its seals.
func (f formPrinter) Print(p *permit.Permit, as permit.Sheet) ([]byte, error) {
	form := f.form(&p.Record)
	form.Copy = as.Copy
	form.Verify = print.Verification{Address: f.host() + "/v", Code: p.Code}
	for _, s := range p.Seals {
		form.Seals = append(form.Seals, print.Seal{URL: sealURL(f.profile.BaseURL, s), Data: s})
	}
	crossed(&form, p.Record, as.Crossings)
	printer, err := f.printer()
	if err != nil {
		return nil, err
	}
	return printer.Print(form)
}

// sealURL is the text of the QR code: the address of the Party's own verifier
// with the seal in the fragment, which browsers do not send.
func sealURL(base string, s []byte) string {
	return strings.TrimSuffix(base, "/") + "/v#" + seal.Digits(s)
}

func (f formPrinter) host() string {
	_, host, _ := strings.Cut(strings.TrimSuffix(f.profile.BaseURL, "/"), "://")
	return host
}

// form fills the boxes. The form is valid in English, French or Spanish, so names
// of countries and units are printed in English.
func (f formPrinter) form(r *permit.Record) print.Form {
	info, lang := r.Type.Facts(), permit.FormLanguage([]cites.Lang{r.Language})
	form := print.Form{
		Lang: lang, Type: print.BoxOne(info.Letter), Number: r.Number,
		State: f.profile.Country.In(lang), Titles: f.titles(), CrestSVG: []byte(f.profile.Crest),
		ValidUntil: r.ValidUntil, Importer: f.party(r.Consignee, lang), Exporter: f.party(r.Consignor, lang),
		ImportTo: f.country(r.Consignee.Country, lang), Conditions: r.Conditions, Purpose: r.Purpose,
		PurposeText: r.Purpose.Name(lang), Stamp: r.StampNumber, Authority: strings.Join(r.Authority, "\n"),
		IssuedBy: strings.Trim(r.Signatory+", "+r.Title, ", "), IssuedPlace: r.Place, IssuedOn: r.Issued,
		SealedBy: permit.FaceWords("sealed_by", lang) + " " + f.profile.Authority.In(lang), Transport: r.Transport,
		NoEndorsing: !info.EndorsedAtExport || r.Continuation || r.Departed(), Sample: r.Sample,
		Retrospective: r.Retrospective, Continuation: r.Continuation,
	}
	if form.Type == print.Other {
		form.OtherType = r.Type.Name(lang)
	}
	switch {
	case r.Consignee.Name == "":
		form.Importer = print.Party{} // box 3 stays empty where nobody is the importer
	case info.Other == cites.SamePerson:
		form.Importer.Country = f.country(r.Consignor.Country, lang) // lives here, visits several
	}
	if len(r.Complete) > 0 {
		form.ImportTo = "" // the holder writes boxes 3 and 3a
	}
	if r.Replaces != "" {
		form.Replaces = &print.Replacement{Number: cites.PermitNumber(r.Replaces), Date: r.ReplacesDate,
			Reason: permit.FaceWords(r.ReplaceWhy, lang), TrueCopy: r.TrueCopy}
	}
	for _, l := range r.Lines {
		form.Items = append(form.Items, f.item(l))
	}
	return form
}

// titles is the name of the document in the languages of the Party.
func (f formPrinter) titles() string {
	var out []string
	for _, l := range f.profile.Languages {
		out = append(out, map[cites.Lang]string{cites.English: "CITES permit", cites.French: "Permis CITES",
			cites.Spanish: "Permiso CITES", cites.Arabic: "تصريح سايتس"}[l])
	}
	return strings.Join(out, " – ")
}

func (f formPrinter) party(p permit.Party, lang cites.Lang) print.Party {
	return print.Party{Name: p.Name, Address: strings.Join(p.Lines, "\n"), Country: f.country(p.Country, lang)}
}

// country is the full name; a Party of a demo has only the name in its profile.
func (f formPrinter) country(c cites.Country, lang cites.Lang) string {
	if c == f.profile.Party {
		return f.profile.Country.In(lang)
	}
	return c.Name(lang)
}

func (f formPrinter) item(l permit.Line) print.Item {
	it := print.Item{ScientificName: l.ScientificName, CommonName: l.CommonName, Term: l.Term, Description: l.Description,
		Marks: l.Marks, Appendix: l.Appendix, Sources: []cites.Source{l.Source}, Quantity: l.Quantity.String(), Unit: string(l.Unit),
		Origin: reference(l.Origin), LastReexport: reference(l.LastReexport), Operation: l.Operation}
	if l.SecondSource != "" {
		it.Sources = append(it.Sources, l.SecondSource)
	}
	if l.QuotaTotal > 0 {
		it.Quota = l.QuotaUsed.String() + "/" + l.QuotaTotal.String()
	}
	if l.Operation == "" && !l.Acquired.IsZero() {
		it.Operation = fmt.Sprintf("%02d/%02d/%04d", l.Acquired.Day, int(l.Acquired.Month), l.Acquired.Year)
	}
	return it
}

func reference(e permit.Earlier) print.Reference {
	return print.Reference{Country: string(e.Country), Number: e.Number, Date: e.Date}
}

// crossed fills in what customs recorded: on the continuation sheet of a document
// for many crossings, else in boxes 14 and 15, which are for leaving alone. The last
// shipment gives port and date when there were several.
func crossed(form *print.Form, r permit.Record, all []permit.Crossing) {
	total := map[string]cites.Quantity{}
	var last *permit.Crossing
	for i, c := range all {
		if r.Continuation {
			form.Crossings = append(form.Crossings, print.Crossing{Entering: c.Entering, Port: c.Port, Date: c.Date, Official: c.Official})
		}
		if c.Entering || form.NoEndorsing {
			continue
		}
		last = &all[i]
		for letter, q := range c.Lines {
			total[letter] += q
		}
	}
	if last == nil {
		return
	}
	form.Endorsement = &print.Endorsement{Quantities: make([]string, len(r.Lines)), Port: last.Port, Date: last.Date, Official: last.Official}
	if form.Transport == "" {
		form.Transport = last.Transport
	}
	for i, l := range r.Lines {
		if q := total[l.Letter]; q > 0 {
			form.Endorsement.Quantities[i] = q.String() + " " + string(l.Unit)
		}
	}
}
