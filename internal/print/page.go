package print

import (
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
)

// The grid of the first page, in mm. The boxes follow the form of Resolution
// Conf. 12.3, Annex 2, in their order.
const (
	left      = 10.0
	wide      = 190.0
	half      = wide / 2
	top       = 8.0
	headHigh  = 27.0
	partyTop  = top + headHigh
	partyHigh = 27.0
	midTop    = partyTop + partyHigh
	midHigh   = 38.0
	tableTop  = midTop + midHigh
	pad       = 1.3
)

// day is a date as forms write it.
func day(d cites.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, int(d.Month), d.Year)
}

// firstPage draws boxes 1 to 15 with the first four items.
func (d *draft) firstPage() {
	d.begin()
	d.head(false)
	d.parties()
	d.middle()
	y := d.table(tableTop, 0)
	d.issue(y, 0)
	d.foot()
}

// begin starts a page with the word across it, under everything else.
func (d *draft) begin() {
	d.at++
	d.page()
	switch {
	case d.form.Sample:
		d.across("SAMPLE")
	case d.form.Copy:
		d.across("COPY")
	}
}

// head draws the name of the Convention, box 1 and box 2.
func (d *draft) head(annex bool) {
	const right = left + 104
	d.rect(left, top, wide, headHigh, frame)
	d.canvas.line(right, top, right, top+headHigh, hairline)
	x := left + 2.0
	if CheckCrest(d.form.CrestSVG) == nil {
		d.crest(x, top+2, 17, headHigh-4)
		x += 19
	}
	w := right - x - 2
	l := d.labels["convention"]
	d.text(field{box: "header", x: x, y: top + 1.6, w: w, h: 9, size: 9, least: 7}, plain(bold, l.first))
	d.text(field{box: "header", x: x, y: top + 9.8, w: w, h: 4.2, size: 4.7, least: 3.6, ink: inkSmall}, plain(regular, l.second), plain(regular, l.third))
	d.text(field{box: "header", x: x, y: top + 15.4, w: w, h: 5.2, size: 9.5, least: 6, middle: true}, plain(bold, d.form.State))
	d.text(field{box: "header", x: x, y: top + 20.6, w: w, h: 5.2, size: 8.5, least: 5.5, middle: true}, plain(regular, d.form.Titles))
	d.boxOne(right, annex)
	d.canvas.line(right, top+17, right+54, top+17, hairline)
	used := d.label(right+pad, top+17.6, 52, "2")
	d.value("2", right+pad, top+17.4+used, 52, 6.2, 12, 8, plain(bold, day(d.form.ValidUntil)))
}

// boxOne draws the number, what the sheet is, and the squares of box 1.
func (d *draft) boxOne(x float64, annex bool) {
	id := "1"
	if annex {
		id = "annex"
	}
	used := d.label(x+pad, top+0.8, 52, id)
	d.value("1", x+pad, top+0.8+used, 51.5, 6.4, 14, 7, plain(bold, string(d.form.Number)))
	status := d.labels["original"]
	switch {
	case d.form.Sample:
		status = d.labels["sample"]
	case d.form.Copy:
		status = d.labels["copy"]
	}
	words := status.first
	if status.second != status.first {
		words += " / " + status.second + " / " + status.third
	}
	d.text(field{box: "1", x: x + pad, y: top + 12.6, w: 51.5, h: 3.8, size: 7.5, least: 4.5}, plain(bold, words))
	sx := x + 54
	d.canvas.line(sx, top, sx, top+headHigh, hairline)
	for i, t := range []BoxOne{Export, Reexport, Import, Other} {
		y := top + 1.4 + float64(i)*6.3
		d.rect(sx+1.6, y+0.4, 3.6, 3.6, hairline)
		if d.form.Type == t {
			d.cross(sx+1.6, y+0.4, 3.6)
		}
		l := d.labels[string(t)]
		if t == Other {
			l.first += ":"
		}
		if t == Other && d.form.OtherType != "" {
			d.text(field{box: "1", x: sx + 6.4, y: y - 0.2, w: 25, h: 6, size: 7, least: 5}, []span{{bold, l.first + " "}, {regular, d.form.OtherType}})
			continue
		}
		d.text(field{box: "1", x: sx + 6.4, y: y - 0.2, w: 25, h: 3.2, size: 7, least: 5}, plain(bold, l.first))
		d.text(field{box: "1", x: sx + 6.4, y: y + 2.7, w: 25, h: 2.4, size: 4.5, least: 3.5, ink: inkSmall}, plain(regular, l.second+" / "+l.third))
	}
}

// partyText is name, address and country, one below the other.
func partyText(p Party, country bool) [][]span {
	paras := [][]span{plain(bold, p.Name), plain(regular, p.Address)}
	if country && p.Country != "" {
		paras = append(paras, plain(bold, p.Country))
	}
	return filled(paras)
}

func filled(paras [][]span) [][]span {
	var out [][]span
	for _, p := range paras {
		if !emptyText([][]span{p}) {
			out = append(out, p)
		}
	}
	return out
}

// parties draws boxes 3, 3a and 4.
func (d *draft) parties() {
	const y, importerHigh = partyTop, 18.5
	d.rect(left, y, half, partyHigh, hairline)
	d.rect(left+half, y, half, partyHigh, hairline)
	used := d.label(left+pad, y+0.7, half-2*pad, "3")
	d.value("3", left+pad, y+0.9+used, half-2*pad, importerHigh-1.2-used, 9, 6.5, partyText(d.form.Importer, d.form.ImportTo != "")...)
	country := d.form.ImportTo
	if country == "" {
		country = d.form.Importer.Country
	}
	d.canvas.line(left, y+importerHigh, left+half, y+importerHigh, hairline)
	used = d.label(left+pad, y+importerHigh+0.6, half-2*pad, "3a")
	d.value("3a", left+pad, y+importerHigh+0.6+used, half-2*pad, partyHigh-importerHigh-0.9-used, 10, 6.5, plain(bold, country))

	x := left + half
	used = d.label(x+pad, y+0.7, half-2*pad, "4")
	d.value("4", x+pad, y+0.9+used, half-2*pad, partyHigh-7.2-used, 9, 6.5, partyText(d.form.Exporter, true)...)
	signed := y + partyHigh - 5.6
	d.value("4", x+pad, signed-0.6, half-2*pad, 3.6, 7, 5, plain(italic, d.form.Signature))
	d.canvas.line(x+pad, signed+2.9, x+half-pad, signed+2.9, 0.12)
	d.label(x+pad, signed+3, half-2*pad, "4s")
}

// middle draws boxes 5, 5a, 5b and 6.
func (d *draft) middle() {
	const y, small = midTop, 9.4
	d.rect(left, y, half, midHigh-small, hairline)
	d.rect(left+half, y, half, midHigh, hairline)
	used := d.label(left+pad, y+0.7, half-2*pad, "5")
	d.value("5", left+pad, y+0.9+used, half-2*pad, midHigh-small-1.3-used, 8, 6, d.conditions()...)

	by := y + midHigh - small
	const purposeWide = 55.0
	d.rect(left, by, purposeWide, small, hairline)
	d.rect(left+purposeWide, by, half-purposeWide, small, hairline)
	used = d.label(left+pad, by+0.6, purposeWide-2*pad, "5a")
	d.value("5a", left+pad, by+0.6+used, purposeWide-2*pad, small-0.8-used, 9.5, 6, []span{{bold, string(d.form.Purpose)}, {regular, "   " + d.form.PurposeText}})
	used = d.label(left+purposeWide+pad, by+0.6, half-purposeWide-2*pad, "5b")
	d.value("5b", left+purposeWide+pad, by+0.6+used, half-purposeWide-2*pad, small-0.8-used, 9.5, 6, plain(bold, d.form.Stamp))

	x := left + half
	used = d.label(x+pad, y+0.7, half-2*pad, "6")
	d.value("6", x+pad, y+1.2+used, half-2*pad, midHigh-1.8-used, 9, 6.5, plain(regular, d.form.Authority))
}

// conditions is the text of box 5: what the document is, how many pages it
// has, the conditions, then the clause for live specimens (permit-rules 2.3).
func (d *draft) conditions() [][]span {
	var paras [][]span
	if r := d.form.Replaces; r != nil {
		text := d.labels["replacement"].first + " " + string(r.Number)
		if !r.Date.IsZero() {
			text += " (" + day(r.Date) + ")"
		}
		spans := []span{{bold, text + ". "}}
		if r.TrueCopy {
			spans = append(spans, span{bold, d.labels["truecopy"].first + " "})
		}
		paras = append(paras, append(spans, span{regular, d.labels["reason"].first + " " + r.Reason}))
	}
	if d.form.Retrospective != "" {
		paras = append(paras, []span{{bold, d.labels["retrospective"].first + " "}, {regular, d.form.Retrospective}})
	}
	if d.pages > 1 {
		paras = append(paras, plain(bold, fmt.Sprintf("%s %d", d.labels["annexed"].first, d.pages)))
	}
	for _, c := range d.form.Conditions {
		paras = append(paras, plain(regular, c))
	}
	if d.form.Live {
		paras = append(paras, plain(italic, d.labels["live"].first))
	}
	return filled(paras)
}

// foot draws what stands under every page.
func (d *draft) foot() {
	const y = 286.4
	valid := "valid"
	if d.form.Continuation { // its holder keeps it
		valid = "validkept"
	}
	d.text(field{box: "foot", x: left, y: y, w: wide - 62, h: 4.4, size: 5, least: 4, ink: inkLabel}, plain(regular, d.labels[valid].first))
	parts := []string{string(d.form.Number)}
	if !d.form.IssuedOn.IsZero() {
		parts = append(parts, day(d.form.IssuedOn))
	}
	parts = append(parts, fmt.Sprintf("%s %d %s %d", d.labels["page"].first, d.at, d.labels["of"].first, d.pages))
	text := strings.Join(parts, "  ·  ")
	w := min(d.width(bold, 6.5, text), 60)
	d.text(field{box: "foot", x: left + wide - w - 0.2, y: y, w: w + 0.2, h: 3.6, size: 6.5, least: 4, ink: 0}, plain(bold, text))
}
