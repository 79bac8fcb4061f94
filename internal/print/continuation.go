package print

import "fmt"

// The table of the continuation sheet: one row for each crossing, with room for a
// stamp of 30 mm (permit-rules 4.12: documents for many crossings).
const (
	crossingRows = 11
	crossingHigh = 19.5
	crossingTop  = partyTop + 12.0
)

// crossingColumns are number, leaving or entering, port and country, date, and
// stamp with signature and title, in mm.
var crossingColumns = [...]float64{8, 22, 38, 20, 50}

// continuationPage is the sheet for the stamps of each crossing. It carries number,
// date, its place among the pages and the first seal, like every annex page.
func (d *draft) continuationPage() {
	d.begin()
	d.head(true)
	d.text(field{box: "label", x: left + pad, y: partyTop + 0.8, w: issueWide - 2*pad, h: 7.6, size: 8.5, least: 5},
		plain(bold, d.labels["crossings"].first), plain(regular, d.labels["crossings"].second+" / "+d.labels["crossings"].third))
	x := left
	for i, w := range crossingColumns {
		d.fill(x, crossingTop-3.4, w, 3.4, 0.945)
		if i > 0 {
			l := d.labels[fmt.Sprintf("crossing%d", i)]
			d.text(field{box: "label", x: x + 0.8, y: crossingTop - 3.1, w: w - 1.6, h: 3, size: 5.6, least: 3.8, ink: inkLabel}, plain(regular, l.first))
		}
		x += w
	}
	// One row at least stays free for the next stamp.
	skipped := max(0, len(d.form.Crossings)-(crossingRows-1))
	for row := range crossingRows {
		d.crossingRow(crossingTop+float64(row)*crossingHigh, skipped+row)
	}
	d.seal(partyTop, sealSide+24, 0)
	d.canvas.line(left+issueWide, partyTop+sealSide+24, left+wide, partyTop+sealSide+24, hairline)
	d.rect(left, partyTop, wide, crossingTop+crossingRows*crossingHigh-partyTop, frame)
	d.foot()
}

// crossingRow draws row n of the sheet, filled in where customs recorded it.
func (d *draft) crossingRow(y float64, n int) {
	x, at := left, [len(crossingColumns)]float64{}
	for i, w := range crossingColumns {
		d.rect(x, y, w, crossingHigh, hairline)
		at[i], x = x, x+w
	}
	d.text(field{box: "label", x: left, y: y, w: crossingColumns[0], h: crossingHigh, size: 9, least: 6, centre: true, middle: true}, plain(bold, fmt.Sprint(n+1)))
	var made *Crossing
	if n < len(d.form.Crossings) {
		made = &d.form.Crossings[n]
	}
	for i, l := range []label{d.labels["leaving"], d.labels["entering"]} {
		by, bx := y+3+float64(i)*7, at[1]+1.4
		d.rect(bx, by, 3.2, 3.2, hairline)
		if made != nil && made.Entering == (i == 1) {
			d.cross(bx, by, 3.2)
		}
		d.text(field{box: "label", x: bx + 4.2, y: by - 0.2, w: crossingColumns[1] - 6, h: 5, size: 6.2, least: 4, ink: inkLabel}, plain(regular, l.first))
	}
	if made == nil {
		return
	}
	for i, text := range []string{made.Port, day(made.Date), made.Official} {
		d.text(field{box: "continuation", x: at[i+2] + 1.2, y: y + 1.6, w: crossingColumns[i+2] - 2.4, h: crossingHigh - 3, size: 8.5, least: 5.5}, plain(bold, text))
	}
}

// cross crosses a square of the form.
func (d *draft) cross(x, y, side float64) {
	d.canvas.line(x, y, x+side, y+side, 0.5)
	d.canvas.line(x+side, y, x, y+side, 0.5)
}
