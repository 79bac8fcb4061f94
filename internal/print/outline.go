package print

import (
	"strconv"
	"strings"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

type outlineKey struct {
	face  *typeface
	glyph uint32
}

// outline gives a glyph's contour as PDF path operators in font units, origin
// at the glyph's own; empty for a glyph without picture.
func (p *pen) outline(t *typeface, id uint32) (string, error) {
	key := outlineKey{t, id}
	if s, ok := p.outlines[key]; ok {
		return s, nil
	}
	face, err := p.ready(t)
	if err != nil {
		return "", err
	}
	var path pathWriter
	if o, ok := face.GlyphDataOutline(font.GID(id)); ok {
		for _, s := range o.Segments {
			path.segment(s)
		}
		path.close()
	}
	p.outlines[key] = path.b.String()
	return p.outlines[key], nil
}

// pathWriter turns contours into operators. PDF knows only cubic curves.
type pathWriter struct {
	b    strings.Builder
	x, y float64
	open bool
}

func (w *pathWriter) segment(s opentype.Segment) {
	at := func(i int) (float64, float64) { return float64(s.Args[i].X), float64(s.Args[i].Y) }
	switch s.Op {
	case opentype.SegmentOpMoveTo:
		w.close()
		w.x, w.y = at(0)
		w.op("m", w.x, w.y)
		w.open = true
	case opentype.SegmentOpLineTo:
		w.x, w.y = at(0)
		w.op("l", w.x, w.y)
	case opentype.SegmentOpQuadTo:
		cx, cy := at(0)
		x, y := at(1)
		w.op("c", w.x+2*(cx-w.x)/3, w.y+2*(cy-w.y)/3, x+2*(cx-x)/3, y+2*(cy-y)/3, x, y)
		w.x, w.y = x, y
	case opentype.SegmentOpCubeTo:
		ax, ay := at(0)
		bx, by := at(1)
		w.x, w.y = at(2)
		w.op("c", ax, ay, bx, by, w.x, w.y)
	}
}

func (w *pathWriter) close() {
	if w.open {
		w.b.WriteString("h\n")
		w.open = false
	}
}

func (w *pathWriter) op(name string, numbers ...float64) {
	writeOp(&w.b, name, 0, numbers...)
}

// writeOp writes one operator with its numbers rounded to so many places.
func writeOp(b *strings.Builder, name string, places int, numbers ...float64) {
	var room [32]byte
	for _, n := range numbers {
		b.Write(strconv.AppendFloat(room[:0], n, 'f', places, 64))
		b.WriteByte(' ')
	}
	b.WriteString(name)
	b.WriteByte('\n')
}
