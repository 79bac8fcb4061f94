package print

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// svgPath writes SVG path data as PDF operators.
type svgPath struct {
	b              *strings.Builder
	x, y           float64 // current point
	startX, startY float64
	ctrlX, ctrlY   float64 // last control point, for S and T
	last           byte
}

// arity is how many numbers a path command takes at a time.
var arity = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'T': 2, 'A': 7, 'Z': 0}

// data interprets the d attribute.
func (w *svgPath) data(d string) error {
	var cmd byte
	for d = skip(d); d != ""; d = skip(d) {
		if c := d[0] &^ 0x20; d[0] >= 'A' && arity[c] > 0 || c == 'Z' {
			cmd, d = d[0], d[1:]
		} else if cmd == 0 {
			return fmt.Errorf("crest: path starts with %.10q", d)
		}
		upper := cmd &^ 0x20
		var args [7]float64
		for i := range arity[upper] {
			var err error
			if args[i], d, err = nextNumber(d, upper == 'A' && (i == 3 || i == 4)); err != nil {
				return err
			}
		}
		w.step(upper, cmd != upper, args)
		w.last = upper
		switch cmd { // numbers that follow a move are lines; after Z a command must come
		case 'M':
			cmd = 'L'
		case 'm':
			cmd = 'l'
		case 'Z', 'z':
			cmd = 0
		}
	}
	return nil
}

func (w *svgPath) step(cmd byte, relative bool, a [7]float64) {
	dx, dy := 0.0, 0.0
	if relative {
		dx, dy = w.x, w.y
	}
	switch cmd {
	case 'M':
		w.move("m", a[0]+dx, a[1]+dy)
		w.startX, w.startY = w.x, w.y
	case 'L':
		w.move("l", a[0]+dx, a[1]+dy)
	case 'H':
		w.move("l", a[0]+dx, w.y)
	case 'V':
		w.move("l", w.x, a[0]+dy)
	case 'C':
		w.curve(a[0]+dx, a[1]+dy, a[2]+dx, a[3]+dy, a[4]+dx, a[5]+dy)
	case 'S':
		cx, cy := w.mirrored("CS")
		w.curve(cx, cy, a[0]+dx, a[1]+dy, a[2]+dx, a[3]+dy)
	case 'Q':
		w.quad(a[0]+dx, a[1]+dy, a[2]+dx, a[3]+dy)
	case 'T':
		cx, cy := w.mirrored("QT")
		w.quad(cx, cy, a[0]+dx, a[1]+dy)
	case 'A':
		w.arc(a[0], a[1], a[2]*math.Pi/180, a[3] != 0, a[4] != 0, a[5]+dx, a[6]+dy)
	case 'Z':
		w.b.WriteString("h\n")
		w.x, w.y = w.startX, w.startY
	}
}

func (w *svgPath) move(op string, x, y float64) {
	writeOp(w.b, op, 3, x, y)
	w.x, w.y = x, y
}

func (w *svgPath) curve(ax, ay, bx, by, x, y float64) {
	writeOp(w.b, "c", 3, ax, ay, bx, by, x, y)
	w.ctrlX, w.ctrlY, w.x, w.y = bx, by, x, y
}

func (w *svgPath) quad(cx, cy, x, y float64) {
	w.curve(w.x+2*(cx-w.x)/3, w.y+2*(cy-w.y)/3, x+2*(cx-x)/3, y+2*(cy-y)/3, x, y)
	w.ctrlX, w.ctrlY = cx, cy
}

// mirrored is the control point of a smooth curve.
func (w *svgPath) mirrored(after string) (float64, float64) {
	if strings.IndexByte(after, w.last) < 0 {
		return w.x, w.y
	}
	return 2*w.x - w.ctrlX, 2*w.y - w.ctrlY
}

// arc follows the conversion from end points to centre of the SVG
// recommendation, appendix B.2.4, and draws quarter turns.
func (w *svgPath) arc(rx, ry, phi float64, large, sweep bool, x, y float64) {
	rx, ry = math.Abs(rx), math.Abs(ry)
	if rx == 0 || ry == 0 || x == w.x && y == w.y {
		w.move("l", x, y)
		return
	}
	sin, cos := math.Sincos(phi)
	hx, hy := (w.x-x)/2, (w.y-y)/2
	px, py := cos*hx+sin*hy, -sin*hx+cos*hy
	if grow := px*px/(rx*rx) + py*py/(ry*ry); grow > 1 {
		rx, ry = rx*math.Sqrt(grow), ry*math.Sqrt(grow)
	}
	k := math.Sqrt(max(0, (rx*rx*ry*ry-rx*rx*py*py-ry*ry*px*px)/(rx*rx*py*py+ry*ry*px*px)))
	if large == sweep {
		k = -k
	}
	qx, qy := k*rx*py/ry, -k*ry*px/rx
	cx, cy := cos*qx-sin*qy+(w.x+x)/2, sin*qx+cos*qy+(w.y+y)/2
	from := math.Atan2((py-qy)/ry, (px-qx)/rx)
	turn := math.Atan2((-py-qy)/ry, (-px-qx)/rx) - from
	switch {
	case sweep && turn < 0:
		turn += 2 * math.Pi
	case !sweep && turn > 0:
		turn -= 2 * math.Pi
	}
	parts := math.Ceil(math.Abs(turn)/(math.Pi/2) - 1e-9)
	at := func(t float64) (px, py, tx, ty float64) {
		s, c := math.Sincos(t)
		return cx + cos*rx*c - sin*ry*s, cy + sin*rx*c + cos*ry*s, -cos*rx*s - sin*ry*c, -sin*rx*s + cos*ry*c
	}
	step := turn / parts
	reach := 4.0 / 3 * math.Tan(step/4)
	for i := range int(parts) {
		ax, ay, atx, aty := at(from + float64(i)*step)
		bx, by, btx, bty := at(from + float64(i+1)*step)
		w.curve(ax+reach*atx, ay+reach*aty, bx-reach*btx, by-reach*bty, bx, by)
	}
	w.x, w.y = x, y
}

func (w *svgPath) ellipse(cx, cy, rx, ry float64) {
	w.move("m", cx+rx, cy)
	w.arc(rx, ry, 0, false, true, cx-rx, cy)
	w.arc(rx, ry, 0, false, true, cx+rx, cy)
	w.b.WriteString("h\n")
}

func skip(s string) string { return strings.TrimLeft(s, " ,\t\r\n") }

// nextNumber takes one number; a flag of an arc is one digit.
func nextNumber(s string, flag bool) (float64, string, error) {
	s = skip(s)
	n, dot, exp := 0, false, false
scan:
	for n < len(s) && n < 32 {
		c := s[n]
		switch {
		case c >= '0' && c <= '9':
		case (c == '-' || c == '+') && (n == 0 || s[n-1]|0x20 == 'e'):
		case c == '.' && !dot && !exp:
			dot = true
		case c|0x20 == 'e' && n > 0 && !exp:
			exp = true
		default:
			break scan
		}
		n++
		if flag {
			break
		}
	}
	v, err := strconv.ParseFloat(s[:n], 64)
	if err != nil || math.Abs(v) > 1e6 {
		return 0, "", fmt.Errorf("crest: no number at %.10q", s)
	}
	return v, s[n:], nil
}

// numbers reads a list.
func numbers(s string) ([]float64, error) {
	var out []float64
	for s = skip(s); s != ""; s = skip(s) {
		v, rest, err := nextNumber(s, false)
		if err != nil {
			return nil, err
		}
		out, s = append(out, v), rest
	}
	return out, nil
}

// transform writes the matrices of a transform attribute.
func transform(b *strings.Builder, s string) error {
	for s = skip(s); s != ""; s = skip(s) {
		name, rest, ok := strings.Cut(s, "(")
		list, after, closed := strings.Cut(rest, ")")
		v, err := numbers(list)
		if !ok || !closed || err != nil || len(v) == 0 {
			return fmt.Errorf("crest: transform %.20q", s)
		}
		s = after
		second := func(otherwise float64) float64 {
			if len(v) > 1 {
				return v[1]
			}
			return otherwise
		}
		switch name = strings.TrimSpace(name); {
		case name == "translate":
			writeOp(b, "cm", 5, 1, 0, 0, 1, v[0], second(0))
		case name == "scale":
			writeOp(b, "cm", 5, v[0], 0, 0, second(v[0]), 0, 0)
		case name == "rotate":
			sin, cos := math.Sincos(v[0] * math.Pi / 180)
			x, y := 0.0, 0.0
			if len(v) == 3 {
				x, y = v[1], v[2]
			}
			writeOp(b, "cm", 5, cos, sin, -sin, cos, x-cos*x+sin*y, y-sin*x-cos*y)
		case name == "matrix" && len(v) == 6:
			writeOp(b, "cm", 5, v...)
		default:
			return fmt.Errorf("crest: transform %q", name)
		}
	}
	return nil
}
