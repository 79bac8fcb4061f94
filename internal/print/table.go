package print

import (
	"strings"

	"github.com/opencites/opencites/cites"
)

// The columns of boxes 7 to 11a and of boxes 12 to 12b, in mm.
var (
	itemColumns   = [...]float64{7, 54, 67, 22, 40}
	originColumns = [...]float64{28, 30, 17, 34, 29, 17, 28}
)

const (
	columnHeads = 9.0
	itemHigh    = 14.6
	originHigh  = 9.6
	rowHigh     = itemHigh + originHigh
)

// table draws four rows from item first on, and returns where it ends.
func (d *draft) table(y float64, first int) float64 {
	x := left
	for i, w := range itemColumns {
		d.fill(x, y, w, columnHeads, 0.945)
		d.rect(x, y, w, columnHeads, hairline)
		ids := [...]string{"", "7", "9", "10", "11"}
		if i > 0 {
			d.heading(x, y, w, ids[i])
		}
		x += w
	}
	y += columnHeads
	for i := range RowsPerPage {
		d.row(y, first+i)
		y += rowHigh
	}
	d.rect(left, y-RowsPerPage*rowHigh-columnHeads, wide, RowsPerPage*rowHigh+columnHeads, frame)
	d.text(field{box: "foot", x: left, y: y + 0.5, w: wide, h: 4.6, size: 5, least: 4, ink: inkLabel},
		plain(regular, d.labels["fn1"].first), plain(regular, d.labels["fn2"].first))
	return y + 5.6
}

// heading sets a column's title; box 11 shares its column with 11a.
func (d *draft) heading(x, y, w float64, id string) {
	titles := []string{id}
	if id == "11" {
		titles = append(titles, "11a")
	}
	var paras [][]span
	var other []string
	for _, t := range titles {
		paras = append(paras, plain(regular, d.labels[t].first))
		other = append(other, d.labels[t].second+" / "+d.labels[t].third)
	}
	high := 4.8
	d.text(field{box: "label", x: x + 0.8, y: y + 0.3, w: w - 1.6, h: high, size: 5.8, least: 4.6, ink: inkLabel}, paras...)
	d.text(field{box: "label", x: x + 0.8, y: y + 0.2 + high, w: w - 1.6, h: columnHeads - high - 0.3, size: 4.4, least: 3.2, ink: inkSmall}, plain(regular, strings.Join(other, " · ")))
}

func (d *draft) row(y float64, i int) {
	x := left
	for _, w := range itemColumns {
		d.rect(x, y, w, itemHigh, hairline)
		x += w
	}
	d.rect(left, y+itemHigh, itemColumns[0], originHigh, hairline)
	d.text(field{box: "label", x: left, y: y, w: itemColumns[0], h: itemHigh, size: 12, least: 7, centre: true, middle: true}, plain(bold, letter(i)))
	x = left + itemColumns[0]
	titles := [...]string{"12", "12n", "12d", "12a", "12an", "12d", "12b"}
	for k, w := range originColumns {
		d.rect(x, y+itemHigh, w, originHigh, hairline)
		d.label(x+0.8, y+itemHigh+0.4, w-1.6, titles[k])
		x += w
	}
	if i >= len(d.form.Items) {
		// An unused row is struck out so that nothing can be added (C23.27).
		d.canvas.line(left+itemColumns[0], y+rowHigh-0.6, left+wide-0.6, y+0.6, 0.35)
		return
	}
	d.item(y, i)
	d.origin(y+itemHigh, i)
}

// item fills boxes 7 to 11a of one row.
func (d *draft) item(y float64, i int) {
	t := d.form.Items[i]
	row := letter(i) + " "
	x := left + itemColumns[0]
	name := []span{{italic, t.ScientificName}}
	if t.Author != "" {
		name = append(name, span{regular, " " + t.Author})
	}
	cell := func(box string, k int, size, least float64, middle bool, paras ...[]span) {
		w := itemColumns[k]
		d.text(field{box: row + box, x: x + 1, y: y + 0.5, w: w - 2, h: itemHigh - 1, size: size, least: least, centre: middle, middle: middle}, filled(paras)...)
		x += w
	}
	cell("7/8", 1, 9.5, 6.25, false, name, plain(regular, t.CommonName))
	cell("9", 2, 8.5, 6.25, false, described(t), plain(regular, t.Marks))
	cell("10", 3, 11, 6.25, true, plain(bold, sourced(t)))
	quantity := strings.TrimSpace(t.Quantity + " " + t.Unit)
	paras := [][]span{plain(bold, quantity)}
	if t.Quota != "" {
		paras = append(paras, plain(regular, "11a: "+t.Quota))
	}
	cell("11", 4, 11, 6.25, true, paras...)
}

func described(t Item) []span {
	var spans []span
	if t.Term != "" {
		spans = append(spans, span{bold, string(t.Term)})
	}
	if t.Description != "" {
		if len(spans) > 0 {
			spans = append(spans, span{regular, " – "})
		}
		spans = append(spans, span{regular, t.Description})
	}
	if t.DocumentType != "" {
		spans = append(spans, span{regular, " (" + t.DocumentType + ")"})
	}
	return spans
}

func sourced(t Item) string {
	codes := make([]string, len(t.Sources))
	for i, s := range t.Sources {
		codes[i] = string(s)
	}
	appendix := string(t.Appendix)
	if t.Appendix == cites.NotListed {
		appendix = "–"
	}
	return strings.TrimSpace(appendix + "   " + strings.Join(codes, " "))
}

// origin fills boxes 12, 12a and 12b of one row.
func (d *draft) origin(y float64, i int) {
	t := d.form.Items[i]
	values := [...]struct{ box, text string }{
		{"12", t.Origin.Country}, {"12", t.Origin.Number}, {"12", day(t.Origin.Date)},
		{"12a", t.LastReexport.Country}, {"12a", t.LastReexport.Number}, {"12a", day(t.LastReexport.Date)}, {"12b", t.Operation},
	}
	x := left + itemColumns[0]
	for k, v := range values {
		w := originColumns[k]
		d.text(field{box: letter(i) + " " + v.box, x: x + 0.8, y: y + 4.7, w: w - 1.6, h: originHigh - 5, size: 8.5, least: 5.25}, plain(regular, v.text))
		x += w
	}
}
