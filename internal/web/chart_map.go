package web

import (
	"cmp"
	_ "embed"
	"encoding/csv"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
)

//go:embed data/places.csv
var placesCSV string

// place is where arcs of a country end: its capital or middle, in degrees.
type place struct{ lat, lon float64 }

// loadPlaces reads the table of points.
func loadPlaces() (map[cites.Country]place, error) {
	rows, err := csv.NewReader(strings.NewReader(placesCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("places.csv: %w", err)
	}
	places := make(map[cites.Country]place, len(rows))
	for _, row := range rows[1:] {
		lat, err1 := strconv.ParseFloat(row[1], 64)
		lon, err2 := strconv.ParseFloat(row[2], 64)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("places.csv: %v", row)
		}
		places[cites.Country(row[0])] = place{lat, lon}
	}
	return places, nil
}

// The picture world.svg is made with these (assets/map.mjs).
const (
	mapWidth  = 960.0
	mapHeight = 467.0
	mapScale  = 177.24806502754552
	mapShown  = 432.0 // what is south of the last land is cut off
)

// project places a point on the picture: the Equal Earth projection (Šavrič,
// Patterson, Jenny 2018).
func (p place) project() (x, y float64) {
	const a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
	m := math.Sqrt(3) / 2
	lambda, phi := p.lon*math.Pi/180, p.lat*math.Pi/180
	t := math.Asin(m * math.Sin(phi))
	t2 := t * t
	t6 := t2 * t2 * t2
	px := lambda * math.Cos(t) / (m * (a1 + 3*a2*t2 + t6*(7*a3+9*a4*t2)))
	py := t * (a1 + a2*t2 + t6*(a3+a4*t2))
	return mapWidth/2 + mapScale*px, mapHeight/2 - mapScale*py
}

// TradeRoute is the trade with one country.
type TradeRoute struct {
	Country cites.Country
	Value   int64 // permits, or whatever the map counts
	Inward  bool  // imports: drawn in another colour
}

// RouteFigure draws arcs between the Party and its partners. A Party without a
// point (a demo) is placed where home says, or left out with its arcs.
func (s *Server) RouteFigure(l *Locale, id, title, nameHead, valueHead string, home cites.Country, routes []TradeRoute) Figure {
	routes = slices.Clone(routes)
	slices.SortFunc(routes, func(a, b TradeRoute) int {
		return cmp.Or(cmp.Compare(b.Value, a.Value), cmp.Compare(a.Country, b.Country))
	})
	f := Figure{ID: id, Title: title, Note: l.T("chart.borders"), Table: Table{Head: []string{nameHead, valueHead}}}
	for _, r := range routes {
		f.Table.Rows = append(f.Table.Rows, TableRow{Name: l.Country(r.Country), Values: []string{l.Int(r.Value)}, Raw: []int64{r.Value}})
	}
	f.Legend = routeLegend(l, routes)
	outline := s.assets.url("world.svg")
	f.Wide = s.drawRoutes(l, title, "oc-chart--wide", outline, home, routes, mapStyle{font: 12, dot: 4, labels: 14, values: true, thick: 6})
	f.Narrow = s.drawRoutes(l, title, "oc-chart--narrow", outline, home, routes, mapStyle{font: 30, dot: 8, labels: 6, thick: 9})
	return f
}

// routeColour is the class of arcs out of and into the country.
func routeColour(inward bool) int {
	if inward {
		return 4
	}
	return 1
}

// routeLegend explains the colours where both occur.
func routeLegend(l *Locale, routes []TradeRoute) []LegendItem {
	inward := func(r TradeRoute) bool { return r.Inward }
	outward := func(r TradeRoute) bool { return !r.Inward }
	if !slices.ContainsFunc(routes, inward) || !slices.ContainsFunc(routes, outward) {
		return nil
	}
	return []LegendItem{{class("oc-c", routeColour(false)), l.T("chart.outward")}, {class("oc-c", routeColour(true)), l.T("chart.inward")}}
}

// mapStyle is what differs between the drawing for desks and that for phones.
type mapStyle struct {
	font, dot, thick float64
	labels           int
	values           bool
}

func (s *Server) drawRoutes(l *Locale, title, class, outline string, home cites.Country, routes []TradeRoute, style mapStyle) template.HTML {
	d := &drawing{w: mapWidth, h: mapShown, font: style.font} // geography is not mirrored
	fmt.Fprintf(&d.b, `<image href="%s" width="%g" height="%g"/>`, outline, mapWidth, mapHeight)
	from, ok := s.places[home]
	if !ok {
		from = s.places[demoPlace]
	}
	hx, hy := from.project()
	var most int64 = 1
	for _, r := range routes {
		most = max(most, r.Value)
	}
	var labels []box
	for _, r := range slices.Backward(routes) { // the largest on top
		to, ok := s.places[r.Country]
		if !ok {
			continue
		}
		x, y := to.project()
		colour := routeColour(r.Inward)
		width := 1 + math.Sqrt(float64(r.Value)/float64(most))*(style.thick-1)
		cx, cy := (hx+x)/2, math.Min(hy, y)-math.Hypot(x-hx, y-hy)*0.18
		fmt.Fprintf(&d.b, `<path d="M%.1f %.1fQ%.1f %.1f %.1f %.1f" fill="none" stroke-opacity=".7" stroke-width="%.1f" stroke-linecap="round" class="oc-l%d"/>`,
			hx, hy, cx, math.Max(cy, 4), x, y, width, colour)
		fmt.Fprintf(&d.b, `<circle cx="%.1f" cy="%.1f" r="%g" class="oc-c%d"/>`, x, y, style.dot, colour)
	}
	for _, r := range routes[:min(len(routes), style.labels)] {
		if to, ok := s.places[r.Country]; ok {
			x, y := to.project()
			text := string(r.Country)
			if style.values {
				text += " " + l.Int(r.Value)
			}
			labels = d.label(labels, x, y, style, text)
		}
	}
	fmt.Fprintf(&d.b, `<circle cx="%.1f" cy="%.1f" r="%g" class="oc-c2" stroke="#0b0c0c" stroke-width="1.5"/>`, hx, hy, style.dot*1.6)
	return d.svg(title, class)
}

// demoPlace stands for a Party with a user-assigned code, which no map has: the
// middle of the Atlantic, off every coast.
const demoPlace = cites.Country("QZ")

// box is the room a label takes.
type box struct{ x1, y1, x2, y2 float64 }

func (b box) touches(o box) bool { return b.x1 < o.x2 && o.x1 < b.x2 && b.y1 < o.y2 && o.y1 < b.y2 }

// label writes a text beside a point where it touches no earlier one; without
// room it is left out, the table has it.
func (d *drawing) label(taken []box, x, y float64, style mapStyle, text string) []box {
	width := float64(len([]rune(text))) * style.font * 0.62
	gap := style.dot + 3
	for _, at := range []struct {
		dx, dy float64
		anchor string
	}{{gap, style.font * 0.35, "start"}, {-gap, style.font * 0.35, "end"}, {0, -gap, "middle"}, {0, gap + style.font*0.8, "middle"}} {
		left := map[string]float64{"start": 0, "end": -width, "middle": -width / 2}[at.anchor] + x + at.dx
		b := box{left, y + at.dy - style.font*0.85, left + width, y + at.dy + style.font*0.25}
		if b.x1 < 0 || b.x2 > d.w || slices.ContainsFunc(taken, b.touches) {
			continue
		}
		d.text(x+at.dx, y+at.dy, at.anchor, "oc-halo", text)
		return append(taken, b)
	}
	return taken
}
