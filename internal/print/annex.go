package print

import "fmt"

// annexPage draws the rows from item first on. Like every annex page it carries
// number, date, its place among the pages and its own seal (C23.23(e)(1)).
func (d *draft) annexPage(first int) {
	d.begin()
	d.head(true)
	const y, high = partyTop, 20.0
	d.rect(left, y, half, high, hairline)
	d.rect(left+half, y, half, high, hairline)
	used := d.label(left+pad, y+0.7, half-2*pad, "3")
	d.brief(left+pad, y+0.9+used, high-1.4-used, d.form.Importer)
	used = d.label(left+half+pad, y+0.7, half-2*pad, "4")
	d.brief(left+half+pad, y+0.9+used, high-1.4-used, d.form.Exporter)
	end := d.table(y+high, first)
	d.issue(end, first)
	d.foot()
}

// brief repeats a party on an annex page; its full text stands on the first
// page, so the name alone is set where both do not fit.
func (d *draft) brief(x, y, h float64, p Party) {
	paras := partyText(p, true)
	f := field{box: "annex", x: x, y: y, w: half - 2*pad, h: h, size: 8.5, least: 6}
	for _, try := range [][][]span{paras, {plain(bold, p.Name), plain(bold, p.Country)}, {plain(bold, p.Name)}} {
		if _, _, fits := d.flow(f, f.least, try); fits {
			d.text(f, filled(try)...)
			return
		}
	}
}

// notesTop and notesEnd bound the text of a page of notes.
const (
	notesTop  = partyTop + 4.0
	notesEnd  = 282.0
	notesSize = 9.0
	notesWide = issueWide - 2*pad - 2
)

// noteLine is a line of a note's page; head lines name the box.
type noteLine struct {
	line line
	gap  float64 // mm before it
}

// notePages breaks all notes into pages of lines.
func (d *draft) notePages(notes []note) [][]noteLine {
	var all []noteLine
	for i, n := range notes {
		if d.err != nil {
			break
		}
		title := fmt.Sprintf("%d.  %s %s", i+1, d.labels["box"].first, n.box)
		f := field{box: n.box, w: notesWide}
		head, _, _ := d.flow(f, notesSize, [][]span{plain(bold, title)})
		body, _, _ := d.flow(f, notesSize, n.paras)
		for k, l := range append(head, body...) {
			gap := 0.0
			if k == 0 {
				gap = 3
			}
			all = append(all, noteLine{l, gap})
		}
	}
	var pages [][]noteLine
	y := notesEnd
	for _, l := range all {
		high := l.gap + l.line.height()*notesSize*mm
		if y+high > notesEnd {
			pages = append(pages, nil)
			y = notesTop + 8
		}
		pages[len(pages)-1] = append(pages[len(pages)-1], l)
		y += high
	}
	return pages
}

// notePage draws one page of notes with the document's first seal.
func (d *draft) notePage(lines []noteLine) {
	d.begin()
	d.head(true)
	d.label(left+pad, notesTop-2, notesWide, "notes")
	y := notesTop + 5
	for _, n := range lines {
		y += n.gap
		x := left + pad
		if n.line.rtl {
			x += notesWide - n.line.width*notesSize*mm
		}
		d.setLine(x, y+n.line.ascent*notesSize*mm, notesSize, 0, n.line)
		y += n.line.height() * notesSize * mm
	}
	d.seal(partyTop, sealSide+24, 0)
	d.canvas.line(left+issueWide, partyTop+sealSide+24, left+wide, partyTop+sealSide+24, hairline)
	d.rect(left, partyTop, wide, notesEnd-partyTop+2, frame)
	d.foot()
}
