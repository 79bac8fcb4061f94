package web

import (
	"fmt"
	"strings"
)

// LineFigure draws one line for each series over the categories.
func LineFigure(l *Locale, id, title, corner string, categories []string, series []Series) Figure {
	f := Figure{ID: id, Title: title, Table: seriesTable(l, corner, categories, series), Legend: seriesLegend(series)}
	f.Wide, f.Narrow = both(l, title, chartHeight, func(d *drawing) { drawLines(d, l, categories, series) })
	return f
}

func drawLines(d *drawing, l *Locale, categories []string, series []Series) {
	var most int64
	for _, s := range series {
		for _, v := range s.Values {
			most = max(most, v)
		}
	}
	y := drawAxis(d, l, niceScale(most, 4))
	slot := (d.w - plotStart) / float64(max(len(categories), 1))
	for i, c := range categories {
		drawCategory(d, i, len(categories), slot, c)
	}
	for k, s := range series {
		points := make([]string, len(s.Values))
		for i, v := range s.Values {
			points[i] = fmt.Sprintf("%.1f %.1f", d.x(plotStart+(float64(i)+0.5)*slot), y(v))
		}
		fmt.Fprintf(&d.b, `<path d="M%s" fill="none" stroke-width="2.5" stroke-linejoin="round" class="%s"/>`, strings.Join(points, "L"), class("oc-l", k))
		for _, p := range points {
			cx, cy, _ := strings.Cut(p, " ")
			fmt.Fprintf(&d.b, `<circle cx="%s" cy="%s" r="3" class="%s"/>`, cx, cy, class("oc-c", k))
		}
	}
}
