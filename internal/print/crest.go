package print

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// maxCrest bounds a crest, in bytes.
const maxCrest = 256 << 10

// crest is a drawing of plain shapes as PDF operators in its own units, y down.
type crest struct {
	x, y, w, h float64
	operators  string
}

// CheckCrest tells why a crest cannot be printed. Print leaves such a crest out:
// a permit must not fail for an ornament.
func CheckCrest(svg []byte) error {
	_, err := readCrest(svg)
	return err
}

// paint is how shapes are drawn; children inherit it.
type paint struct {
	fill, stroke string // "r g b" or empty for none
	width        float64
	evenOdd      bool
}

// readCrest reads the shapes of an SVG drawing: path, rect, circle, ellipse,
// line, polyline, polygon, in groups with transforms. Text, pictures, gradients
// and references are not drawn.
func readCrest(svg []byte) (*crest, error) {
	if len(svg) > maxCrest {
		return nil, fmt.Errorf("crest: more than %d bytes", maxCrest)
	}
	r := xml.NewDecoder(bytes.NewReader(svg))
	c := &crest{}
	var b strings.Builder
	stack := []paint{{fill: "0 0 0", width: 1}}
	for {
		token, err := r.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("crest: %w", err)
		}
		switch t := token.(type) {
		case xml.Directive:
			return nil, errors.New("crest: document type declarations are not allowed")
		case xml.StartElement:
			a := attributes(t)
			p := stack[len(stack)-1].with(a)
			switch t.Name.Local {
			case "svg":
				if len(stack) == 1 {
					c.frame(a)
				}
			case "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon":
			default:
				if err := r.Skip(); err != nil {
					return nil, fmt.Errorf("crest: %w", err)
				}
				continue
			}
			b.WriteString("q\n")
			if err := transform(&b, a["transform"]); err != nil {
				return nil, err
			}
			if err := shape(&b, t.Name.Local, a, p); err != nil {
				return nil, err
			}
			stack = append(stack, p)
		case xml.EndElement:
			b.WriteString("Q\n")
			stack = stack[:len(stack)-1]
		}
	}
	if c.w <= 0 || c.h <= 0 {
		return nil, errors.New("crest: no viewBox")
	}
	c.operators = b.String()
	return c, nil
}

// attributes are those of an element; a style attribute overrides.
func attributes(e xml.StartElement) map[string]string {
	a := map[string]string{}
	for _, x := range e.Attr {
		a[x.Name.Local] = strings.TrimSpace(x.Value)
	}
	for _, pair := range strings.Split(a["style"], ";") {
		if k, v, ok := strings.Cut(pair, ":"); ok {
			a[strings.TrimSpace(k)] = strings.TrimSpace(v)
		}
	}
	return a
}

func (c *crest) frame(a map[string]string) {
	if box, err := numbers(a["viewBox"]); err == nil && len(box) == 4 {
		c.x, c.y, c.w, c.h = box[0], box[1], box[2], box[3]
		return
	}
	c.w, c.h = number(a["width"]), number(a["height"])
}

func (p paint) with(a map[string]string) paint {
	if v, ok := a["fill"]; ok {
		p.fill = colour(v, p.fill)
	}
	if v, ok := a["stroke"]; ok {
		p.stroke = colour(v, p.stroke)
	}
	if v, ok := a["stroke-width"]; ok {
		p.width = number(v)
	}
	if v, ok := a["fill-rule"]; ok {
		p.evenOdd = v == "evenodd"
	}
	return p
}

// colour reads #rgb and #rrggbb; words other than none, white and inherit are
// black, for ink has few names.
func colour(v, inherited string) string {
	switch v = strings.ToLower(v); {
	case v == "none" || v == "transparent":
		return ""
	case v == "inherit":
		return inherited
	case v == "white":
		v = "#fff"
	}
	if len(v) == 4 {
		v = string([]byte{'#', v[1], v[1], v[2], v[2], v[3], v[3]})
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(v, "#"), 16, 32)
	if err != nil || len(v) != 7 {
		n = 0
	}
	return fmt.Sprintf("%.3f %.3f %.3f", float64(n>>16)/255, float64(n>>8&255)/255, float64(n&255)/255)
}

// shape writes one element's path and paints it.
func shape(b *strings.Builder, name string, a map[string]string, p paint) error {
	n := func(key string) float64 { return number(a[key]) }
	b.WriteString(p.state())
	w := &svgPath{b: b}
	switch name {
	case "path":
		if err := w.data(a["d"]); err != nil {
			return err
		}
	case "rect":
		writeOp(b, "re", 3, n("x"), n("y"), n("width"), n("height"))
	case "circle":
		w.ellipse(n("cx"), n("cy"), n("r"), n("r"))
	case "ellipse":
		w.ellipse(n("cx"), n("cy"), n("rx"), n("ry"))
	case "line":
		writeOp(b, "m", 3, n("x1"), n("y1"))
		writeOp(b, "l", 3, n("x2"), n("y2"))
	case "polyline", "polygon":
		points, err := numbers(a["points"])
		if err != nil {
			return err
		}
		for i := 0; i+1 < len(points); i += 2 {
			op := "l"
			if i == 0 {
				op = "m"
			}
			writeOp(b, op, 3, points[i], points[i+1])
		}
		if name == "polygon" && len(points) > 1 {
			b.WriteString("h\n")
		}
	default:
		return nil
	}
	b.WriteString(p.operators())
	return nil
}

// state sets colours and line, before the path.
func (p paint) state() string {
	var b strings.Builder
	if p.fill != "" {
		b.WriteString(p.fill + " rg\n")
	}
	if p.stroke != "" {
		b.WriteString(p.stroke + " RG\n")
		writeOp(&b, "w", 3, p.width)
	}
	return b.String()
}

// operators paint the path.
func (p paint) operators() string {
	star := ""
	if p.evenOdd {
		star = "*"
	}
	switch {
	case p.fill != "" && p.stroke != "" && p.width > 0:
		return "B" + star + "\n"
	case p.fill != "":
		return "f" + star + "\n"
	case p.stroke != "" && p.width > 0:
		return "S\n"
	}
	return "n\n"
}

// number reads a length; units and percent are dropped.
func number(s string) float64 {
	s = strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz% ")
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) || math.Abs(v) > 1e6 {
		return 0
	}
	return v
}
