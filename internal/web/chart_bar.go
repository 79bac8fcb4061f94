package web

// ColumnFigure draws stacked columns: one column for each category, one part
// for each series. corner is the heading of the categories in the table.
func ColumnFigure(l *Locale, id, title, corner string, categories []string, series []Series) Figure {
	f := Figure{ID: id, Title: title, Table: seriesTable(l, corner, categories, series), Legend: seriesLegend(series)}
	f.Wide, f.Narrow = both(l, title, chartHeight, func(d *drawing) { drawColumns(d, l, categories, series) })
	return f
}

// frame of a chart with axes: room for labels and numbers.
const (
	plotTop    = 12.0
	plotBottom = 24.0
	plotStart  = 42.0
)

func drawColumns(d *drawing, l *Locale, categories []string, series []Series) {
	sums := make([]int64, len(categories))
	var most int64
	for i := range categories {
		for _, s := range series {
			sums[i] += s.Values[i]
		}
		most = max(most, sums[i])
	}
	axis := niceScale(most, 4)
	y := drawAxis(d, l, axis)
	slot := (d.w - plotStart) / float64(max(len(categories), 1))
	for i, c := range categories {
		var base int64
		for k, s := range series {
			top := base + s.Values[i]
			d.rect(plotStart+float64(i)*slot+slot*0.17, y(top), slot*0.66, y(base)-y(top), class("oc-c", k))
			base = top
		}
		drawCategory(d, i, len(categories), slot, c)
	}
}

// drawAxis draws the value lines and returns the height of a value.
func drawAxis(d *drawing, l *Locale, axis scale) func(int64) float64 {
	bottom := d.h - plotBottom
	y := func(v int64) float64 { return bottom - float64(v)/float64(axis.top)*(bottom-plotTop) }
	for v := int64(0); v <= axis.top; v += axis.step {
		d.line(plotStart, y(v), d.w, y(v))
		d.text(plotStart-8, y(v)+4, "end", "", l.Int(v))
	}
	return y
}

// drawCategory writes the label under a column; on narrow drawings every other
// one is left out when they would touch.
func drawCategory(d *drawing, i, n int, slot float64, label string) {
	every := 1
	for slot*float64(every) < 30 {
		every++
	}
	if i%every == 0 {
		d.text(plotStart+(float64(i)+0.5)*slot, d.h-6, "middle", "", label)
	}
}

// seriesLegend explains the colours where there is more than one. It stands
// below the drawing, where long names have room.
func seriesLegend(series []Series) []LegendItem {
	if len(series) < 2 {
		return nil
	}
	items := make([]LegendItem, len(series))
	for k, s := range series {
		items[k] = LegendItem{class("oc-c", k), s.Name}
	}
	return items
}

// seriesColours is the number of classes the style sheet has for series.
const seriesColours = 5

func class(prefix string, k int) string { return prefix + string(rune('0'+k%seriesColours)) }

// Ranked is one bar of a ranking.
type Ranked struct {
	Name  string
	Latin bool // a scientific name
	Value int64
}

// RankFigure draws horizontal bars, largest first as given.
func RankFigure(l *Locale, id, title, nameHead, valueHead string, rows []Ranked) Figure {
	f := Figure{ID: id, Title: title, Table: Table{Head: []string{nameHead, valueHead}}}
	for _, r := range rows {
		f.Table.Rows = append(f.Table.Rows, TableRow{Name: r.Name, Latin: r.Latin, Values: []string{l.Int(r.Value)}, Raw: []int64{r.Value}})
	}
	height := float64(max(len(rows), 1))*30 + 8
	f.Wide, f.Narrow = both(l, title, height, func(d *drawing) { drawRanking(d, l, rows) })
	return f
}

func drawRanking(d *drawing, l *Locale, rows []Ranked) {
	var most int64 = 1
	for _, r := range rows {
		most = max(most, r.Value)
	}
	names := max(d.w*0.34, 150)
	room := d.w - names - 62
	for i, r := range rows {
		y := float64(i)*30 + 4
		style := ""
		if r.Latin {
			style = "oc-la"
		}
		d.text(names-8, y+15, "end", style, shorten(r.Name, int(names/(d.font*0.56))))
		width := float64(r.Value) / float64(most) * room
		d.rect(names, y, max(width, 1), 20, "oc-c0")
		d.text(names+width+6, y+15, "start", "", l.Int(r.Value))
	}
}

// shorten cuts a label that would run out of the drawing; the table has it whole.
func shorten(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n || n < 2 {
		return s
	}
	return string(runes[:n-1]) + "…"
}
