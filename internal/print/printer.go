package print

import (
	"fmt"
	"sync"

	"codeberg.org/go-pdf/fpdf"

	"github.com/opencites/opencites/cites"
)

// Config says how a Printer works.
type Config struct {
	// FontDir is a folder with further .ttf or .otf faces, asked after the
	// embedded ones. Empty: none.
	FontDir string
}

// Printer makes PDF files from forms. It is safe for concurrent use.
type Printer struct {
	faces  typefaces
	labels map[cites.Lang]map[string]label
	pens   sync.Pool
}

// New makes a printer. No typeface is loaded before it is first needed; the
// error is that of reading Config.FontDir.
func New(c Config) (*Printer, error) {
	faces, err := openTypefaces(c.FontDir)
	if err != nil {
		return nil, err
	}
	p := &Printer{faces: faces, labels: map[cites.Lang]map[string]label{}}
	for _, lang := range []cites.Lang{cites.English, cites.French, cites.Spanish} {
		p.labels[lang] = readLabels(lang)
	}
	p.pens.New = func() any { return newPen(faces) }
	return p, nil
}

// Pages tells how many pages the form will have, notes included. It needs no
// seals, so that a seal can name the total.
func (p *Printer) Pages(f Form) (int, error) {
	f, err := f.prepared(p.faces)
	if err != nil {
		return 0, err
	}
	pen := p.pens.Get().(*pen)
	defer p.pens.Put(pen)
	notes, err := p.rehearse(pen, f)
	return f.fixedPages() + len(notes), err
}

// Print draws the form. A text with a character that no typeface has, a form
// without its seals that is not a sample, and a seal that cannot be read back
// from paper are faults: nothing is printed.
func (p *Printer) Print(f Form) ([]byte, error) {
	if err := f.sealed(); err != nil {
		return nil, err
	}
	f, err := f.prepared(p.faces)
	if err != nil {
		return nil, err
	}
	pen := p.pens.Get().(*pen)
	defer p.pens.Put(pen)
	notes, err := p.rehearse(pen, f)
	if err != nil {
		return nil, err
	}
	codes, err := encodeAll(f)
	if err != nil {
		return nil, err
	}
	s, err := newSheet(pen, f)
	if err != nil {
		return nil, err
	}
	d := &draft{canvas: s, pen: pen, labels: p.titles(f), form: f, codes: codes, pages: f.fixedPages() + len(notes)}
	d.draw(notes)
	if d.err != nil {
		return nil, fmt.Errorf("print %s: %w", f.Number, d.err)
	}
	s.pdf.SetAttachments(attachments(f))
	out, err := s.bytes()
	if err != nil {
		return nil, fmt.Errorf("print %s: %w", f.Number, err)
	}
	return out, nil
}

// titles are the fixed texts in the form's language.
func (p *Printer) titles(f Form) map[string]label {
	if l, ok := p.labels[f.Lang]; ok {
		return l
	}
	return p.labels[cites.English]
}

// rehearse draws on nothing to learn the notes. The first page says how many
// pages there are, which can itself need room: it draws again until the number
// holds. More pages never need less room, so it ends.
func (p *Printer) rehearse(pen *pen, f Form) ([][]noteLine, error) {
	for pages := 1; ; {
		d := &draft{canvas: blank{}, pen: pen, labels: p.titles(f), form: f, pages: pages}
		d.draw(nil)
		notes := d.notePages(d.notes)
		if d.err != nil {
			return nil, fmt.Errorf("print %s: %w", f.Number, d.err)
		}
		total := f.fixedPages() + len(notes)
		if total <= pages {
			return notes, nil
		}
		pages = total
	}
}

func (d *draft) draw(notes [][]noteLine) {
	d.firstPage()
	for first := RowsPerPage; first < len(d.form.Items); first += RowsPerPage {
		d.annexPage(first)
	}
	for _, lines := range notes {
		d.notePage(lines)
	}
	if d.form.Continuation {
		d.continuationPage()
	}
}

// sealPlace is the corner of the seal's square on an item page.
func sealPlace(i int) (x, y float64) {
	y = tableTop
	if i > 0 {
		y = partyTop + 20
	}
	return left + issueWide + (sealWide-sealSide)/2, y + columnHeads + RowsPerPage*rowHigh + 5.6 + 1.2
}

func encodeAll(f Form) ([]placed, error) {
	codes := make([]placed, len(f.Seals))
	for i, s := range f.Seals {
		x, y := sealPlace(i)
		var err error
		if codes[i], err = encode(s.URL, x, y, sealSide); err != nil {
			return nil, err
		}
	}
	return codes, nil
}

// attachments are the machine's copy inside the file (trust.md 3).
func attachments(f Form) []fpdf.Attachment {
	var all []fpdf.Attachment
	for i, s := range f.Seals {
		if len(s.Data) == 0 {
			continue
		}
		all = append(all, fpdf.Attachment{Content: s.Data, Filename: sealName(i + 1), Description: "CITES permit seal"})
	}
	if len(f.Proof) > 0 {
		all = append(all, fpdf.Attachment{Content: f.Proof, Filename: "permit.tlog-proof", Description: "Proof of inclusion in the permit log"})
	}
	if len(f.XML) > 0 {
		all = append(all, fpdf.Attachment{Content: f.XML, Filename: "permit.xml", Description: "CITES electronic permit"})
	}
	return all
}
