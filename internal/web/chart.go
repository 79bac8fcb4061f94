package web

import (
	"fmt"
	"html/template"
	"math"
	"strings"
)

// Series is one line or one part of stacked columns.
type Series struct {
	Name   string
	Values []int64 // one for each category
}

// Figure is a chart or map as shown: partial "figure". The same numbers stand
// in Table, which is also what /...?format=csv sends.
type Figure struct {
	ID     string // unique on the page
	Title  string
	Wide   template.HTML
	Narrow template.HTML // for phones: fewer marks, larger letters
	Table  Table
	CSV    string // address of the table as a file; may be empty
	Legend []LegendItem
	Note   string // under the figure, for example about borders
}

// LegendItem explains a colour of a figure, below the drawing.
type LegendItem struct{ Class, Text string }

// Table is a small table with one heading column.
type Table struct {
	Head []string // the first is the heading of the row headings
	Rows []TableRow
}

// TableRow is one row; Raw are the same values for a file.
type TableRow struct {
	Name   string
	Latin  bool
	Values []string
	Raw    []int64
}

// The sizes charts are drawn at; the browser scales them to the column.
const (
	wideChart   = 560
	narrowChart = 340
	chartHeight = 260
)

// drawing is an SVG being written. In right-to-left languages x runs from the
// right edge, so that charts read the way the page does.
type drawing struct {
	b      strings.Builder
	w, h   float64
	mirror bool
	font   float64
}

func newDrawing(l *Locale, w, h, font float64) *drawing {
	return &drawing{w: w, h: h, mirror: l.Dir == "rtl", font: font}
}

func (d *drawing) x(x float64) float64 {
	if d.mirror {
		return d.w - x
	}
	return x
}

func (d *drawing) rect(x, y, w, h float64, class string) {
	if d.mirror {
		x = d.w - x - w
	}
	fmt.Fprintf(&d.b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" class="%s"/>`, x, y, math.Max(w, 0), math.Max(h, 0), class)
}

func (d *drawing) line(x1, y1, x2, y2 float64) {
	fmt.Fprintf(&d.b, `<path d="M%.1f %.1fL%.1f %.1f" stroke="#d4d9d3"/>`, d.x(x1), y1, d.x(x2), y2)
}

// text writes a label; anchor is "start", "middle" or "end" in reading direction.
func (d *drawing) text(x, y float64, anchor, class, text string) {
	if d.mirror {
		anchor = map[string]string{"start": "end", "end": "start", "middle": "middle"}[anchor]
	}
	fmt.Fprintf(&d.b, `<text x="%.1f" y="%.1f" text-anchor="%s" font-size="%g"`, d.x(x), y, anchor, d.font)
	if class != "" {
		fmt.Fprintf(&d.b, ` class="%s"`, class)
	}
	d.b.WriteString(">" + template.HTMLEscapeString(text) + "</text>")
}

// svg closes the drawing. The letters' own direction is fixed, so that anchors
// mean left and right.
func (d *drawing) svg(label, class string) template.HTML {
	return template.HTML(fmt.Sprintf(`<svg class="oc-chart %s" viewBox="0 0 %g %g" role="img" aria-label="%s" direction="ltr">%s</svg>`,
		class, d.w, d.h, template.HTMLEscapeString(label), d.b.String()))
}

// scale is a value axis from zero with round steps.
type scale struct{ top, step int64 }

// niceScale finds an axis of at most n steps of 1, 2 or 5 times a power of ten.
func niceScale(most int64, n int64) scale {
	if most < 1 {
		most = 1
	}
	for power := int64(1); ; power *= 10 {
		for _, f := range []int64{1, 2, 5} {
			if step := f * power; step*n >= most {
				return scale{top: (most + step - 1) / step * step, step: step}
			}
		}
	}
}

// both draws a chart in its two sizes.
func both(l *Locale, title string, height float64, draw func(d *drawing)) (wide, narrow template.HTML) {
	w := newDrawing(l, wideChart, height, 12)
	draw(w)
	n := newDrawing(l, narrowChart, height, 13)
	draw(n)
	return w.svg(title, "oc-chart--wide"), n.svg(title, "oc-chart--narrow")
}

// seriesTable puts categories down and series across.
func seriesTable(l *Locale, corner string, categories []string, series []Series) Table {
	t := Table{Head: []string{corner}}
	for _, s := range series {
		t.Head = append(t.Head, s.Name)
	}
	for i, c := range categories {
		row := TableRow{Name: c}
		for _, s := range series {
			row.Values = append(row.Values, l.Int(s.Values[i]))
			row.Raw = append(row.Raw, s.Values[i])
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
