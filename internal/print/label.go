package print

import (
	"fmt"

	"github.com/opencites/opencites/cites"
)

// Label is what stands on a container of a scientific exchange (50 CFR 23.48): the
// word CITES, the contents, both institutions with their codes, and the officer.
type Label struct {
	Lang      cites.Lang
	State     string
	CrestSVG  []byte
	Sender    Party
	Code      string // of the sending institution
	Recipient Party
	ToCode    string
	Contents  []string // one line for each kind of specimen
	Officer   string   // who signs
	Kind      string   // loan, donation or exchange
	Reference string   // of the registration of the exchange
	On        cites.Date
	Sample    bool
}

// labelHigh is the height of one label; four stand on a sheet.
const labelHigh = 66.0

// PrintLabels draws a sheet of four equal labels to cut and sign.
func (p *Printer) PrintLabels(l Label) ([]byte, error) {
	f := Form{Lang: l.Lang, State: l.State, CrestSVG: l.CrestSVG, Number: cites.PermitNumber(l.Reference), IssuedOn: l.On, Sample: l.Sample,
		Exporter: l.Sender, Importer: l.Recipient, Conditions: l.Contents, IssuedBy: l.Officer, OtherType: l.Kind, Stamp: l.Code, Transport: l.ToCode}
	f, err := f.prepared(p.faces) // refuses a character that cannot be drawn
	if err != nil {
		return nil, err
	}
	pen := p.pens.Get().(*pen)
	defer p.pens.Put(pen)
	s, err := newSheet(pen, f)
	if err != nil {
		return nil, err
	}
	d := &draft{canvas: s, pen: pen, labels: p.titles(f), form: f, pages: 1}
	d.begin()
	for i := range 4 {
		d.exchangeLabel(top + float64(i)*(labelHigh+3))
	}
	if d.err != nil {
		return nil, fmt.Errorf("print label %s: %w", l.Reference, d.err)
	}
	out, err := s.bytes()
	if err != nil {
		return nil, fmt.Errorf("print label %s: %w", l.Reference, err)
	}
	return out, nil
}

func (d *draft) exchangeLabel(y float64) {
	f := d.form
	d.rect(left, y, wide, labelHigh, frame)
	d.text(field{box: "label", x: left + 3, y: y + 2, w: 60, h: 12, size: 26, least: 20}, plain(bold, "CITES"))
	d.text(field{box: "label", x: left + 66, y: y + 2.6, w: 86, h: 5, size: 9, least: 6}, plain(bold, d.labels["exchange"].first))
	d.text(field{box: "label", x: left + 66, y: y + 7.6, w: 86, h: 5, size: 6, least: 4, ink: inkSmall}, plain(regular, d.labels["exchange"].second+" / "+d.labels["exchange"].third))
	d.text(field{box: "label", x: left + 156, y: y + 2.6, w: 31, h: 9, size: 7, least: 5}, plain(regular, string(f.Number)), plain(regular, f.OtherType))
	half := wide/2 - 6
	for i, side := range []struct {
		key, code string
		p         Party
	}{{"exchangefrom", f.Stamp, f.Exporter}, {"exchangeto", f.Transport, f.Importer}} {
		x := left + 3 + float64(i)*(half+6)
		d.text(field{box: "label", x: x, y: y + 15, w: half, h: 3.6, size: 6, least: 4, ink: inkLabel}, plain(regular, d.labels[side.key].first))
		d.text(field{box: "label", x: x, y: y + 18.4, w: half, h: 6, size: 13, least: 9}, plain(bold, side.code))
		d.text(field{box: "label", x: x, y: y + 24.6, w: half, h: 15, size: 8, least: 5}, partyText(side.p, true)...)
	}
	var contents [][]span
	for _, c := range f.Conditions {
		contents = append(contents, plain(regular, c))
	}
	d.text(field{box: "label", x: left + 3, y: y + 40, w: wide - 6, h: 3.6, size: 6, least: 4, ink: inkLabel}, plain(regular, d.labels["exchangewhat"].first))
	d.text(field{box: "label", x: left + 3, y: y + 43.6, w: wide - 6, h: 9.6, size: 8, least: 4.5}, contents...)
	d.canvas.line(left+3, y+60.5, left+95, y+60.5, 0.12)
	d.text(field{box: "label", x: left + 3, y: y + 61, w: 92, h: 4, size: 7, least: 5}, plain(regular, d.labels["exchangeby"].first+": "+f.IssuedBy))
	d.text(field{box: "label", x: left + 110, y: y + 55.6, w: 76, h: 8, size: 6, least: 4, ink: inkLabel}, plain(regular, d.labels["exchangenote"].first))
}
