package print

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
)

//go:embed labels.tsv
var labelTable string

// Inks of labels: the title and its translations.
const (
	inkLabel = 0.15
	inkSmall = 0.40
	hairline = 0.2
	frame    = 0.45
)

// label is a fixed text in the three languages in which a form is valid, the
// form's own first. first carries the number of the box.
type label struct{ first, second, third string }

var boxNumber = regexp.MustCompile(`^[0-9]+[ab]?\.(/8\.)? `)

// readLabels gives the fixed texts with lang in the first place; a language in
// which a form is not valid has the English ones.
func readLabels(lang cites.Lang) map[string]label {
	all := map[string]label{}
	for row := range strings.Lines(labelTable) {
		cols := strings.Split(strings.TrimRight(row, "\n"), "\t")
		if len(cols) < 4 {
			continue
		}
		number := boxNumber.FindString(cols[1])
		en, fr, es := cols[1][len(number):], cols[2], cols[3]
		switch lang {
		case cites.French:
			all[cols[0]] = label{number + fr, en, es}
		case cites.Spanish:
			all[cols[0]] = label{number + es, fr, en}
		default:
			all[cols[0]] = label{number + en, fr, es}
		}
	}
	return all
}

// note is a text that did not fit its box.
type note struct {
	box   string
	paras [][]span
}

// draft is one pass over the pages of a form.
type draft struct {
	canvas
	pen    *pen
	labels map[string]label
	form   Form
	codes  []placed
	pages  int // in total; a guess while rehearsing
	at     int // the page being drawn, from 1
	notes  []note
	err    error
}

// field is the place of a text: its box number for notes, its rectangle, its
// size and the least size it may shrink to.
type field struct {
	box         string
	x, y, w, h  float64
	size, least float64
	ink         float64
	centre      bool
	middle      bool // centred in height
}

// text sets paragraphs into a field at the largest size at which they fit, or
// sets their beginning and moves the whole to a note.
func (d *draft) text(f field, paras ...[]span) {
	if d.err != nil || emptyText(paras) {
		return
	}
	lines, whole, fits := d.flow(f, f.size, paras)
	if fits && whole {
		d.set(f, f.size, lines)
		return
	}
	// The least size tells at once whether any will do.
	if lines, _, least := d.flow(f, f.least, paras); !least {
		d.spill(f, paras, lines)
		return
	}
	const step = 0.25
	cut, cutSize := lines, f.size
	if !fits {
		cut = nil
	}
	for size := f.size - step; size > f.least-1e-9; size -= step {
		lines, whole, fits = d.flow(f, size, paras)
		if fits && whole {
			d.set(f, size, lines)
			return
		}
		if fits && cut == nil {
			cut, cutSize = lines, size
		}
	}
	if cut == nil {
		cut, _, _ = d.flow(f, f.least, paras)
		cutSize = f.least
	}
	d.set(f, cutSize, cut) // no size avoids cutting a word: the largest is as good
}

func emptyText(paras [][]span) bool {
	for _, p := range paras {
		for _, s := range p {
			if s.text != "" {
				return false
			}
		}
	}
	return true
}

// flow breaks paragraphs, and the lines in them, for a field at a size.
func (d *draft) flow(f field, size float64, paras [][]span) (lines []line, whole, fits bool) {
	whole = true
	height := 0.0
	for _, spans := range paras {
		for _, one := range byLine(spans) {
			par, err := d.pen.paragraph(one)
			if err != nil {
				d.err = fmt.Errorf("box %s: %w", f.box, err)
				return nil, true, true
			}
			broken, uncut, err := d.pen.wrap(par, f.w/(size*mm))
			if err != nil {
				d.err = fmt.Errorf("box %s: %w", f.box, err)
				return nil, true, true
			}
			whole = whole && uncut
			for _, l := range broken {
				height += l.height() * size * mm
			}
			lines = append(lines, broken...)
		}
	}
	return lines, whole, height <= f.h+0.05
}

// byLine splits spans at line breaks.
func byLine(spans []span) [][]span {
	out := [][]span{nil}
	for _, s := range spans {
		for i, part := range strings.Split(s.text, "\n") {
			if i > 0 {
				out = append(out, nil)
			}
			if part != "" {
				out[len(out)-1] = append(out[len(out)-1], span{s.style, part})
			}
		}
	}
	return out
}

func (d *draft) set(f field, size float64, lines []line) {
	y := f.y
	if f.middle {
		height := 0.0
		for _, l := range lines {
			height += l.height() * size * mm
		}
		y += max(0, (f.h-height)/2)
	}
	for _, l := range lines {
		x := f.x
		free := f.w - l.width*size*mm
		switch {
		case f.centre:
			x += free / 2
		case l.rtl:
			x += free
		}
		d.setLine(x, y+l.ascent*size*mm, size, f.ink, l)
		y += l.height() * size * mm
	}
}

func (d *draft) setLine(x, baseline, size, ink float64, l line) {
	for _, r := range l.runs {
		d.run(x, baseline, size, ink, r)
		x += r.width * size * mm
	}
}

// spill notes the whole text and sets as many of its first paragraphs as leave
// room for the reference.
func (d *draft) spill(f field, paras [][]span, lines []line) {
	if d.err != nil {
		return
	}
	reference := fmt.Sprintf("… %s %d", d.labels["seenote"].first, d.noted(note{f.box, paras}))
	mark, err := d.pen.paragraph(plain(bold, reference))
	if err != nil {
		d.err = err
		return
	}
	size := f.least
	tail, _, err := d.pen.wrap(mark, max(f.w/(size*mm), 1))
	if err != nil {
		d.err = err
		return
	}
	room := f.h
	for _, l := range tail {
		room -= l.height() * size * mm
	}
	n := 0
	for n < len(lines) && lines[n].height()*size*mm <= room {
		room -= lines[n].height() * size * mm
		n++
	}
	f.middle = false
	n = d.wholeParagraphs(f, paras, n)
	d.set(f, size, append(lines[:n:n], tail...))
}

// wholeParagraphs takes n lines back to the end of a paragraph, so that no
// condition is cut in the middle; a first paragraph that is itself too long is
// cut.
func (d *draft) wholeParagraphs(f field, paras [][]span, n int) int {
	end, kept := 0, 0
	for _, p := range paras {
		lines, _, _ := d.flow(f, f.least, [][]span{p})
		if end += len(lines); end > n {
			break
		}
		kept = end
	}
	if kept == 0 {
		return n
	}
	return kept
}

// noted gives the number of a note; a text that is repeated on annex pages has
// one number.
func (d *draft) noted(n note) int {
	for i, have := range d.notes {
		if have.box == n.box && slices.EqualFunc(have.paras, n.paras, slices.Equal) {
			return i + 1
		}
	}
	d.notes = append(d.notes, n)
	return len(d.notes)
}

// word sets one short text of ours.
func (d *draft) word(x, y, w, size float64, s style, text string) {
	d.text(field{box: "label", x: x, y: y, w: w, h: size * mm * 1.3, size: size, least: 3.5, ink: inkLabel}, plain(s, text))
}

// others are the second and third text where they differ from what is there.
func (l label) others() string {
	var out []string
	for _, t := range []string{l.second, l.third} {
		same := func(o string) bool { return strings.EqualFold(o, boxNumber.ReplaceAllString(l.first, "")) }
		if t != "" && !same(t) && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return strings.Join(out, " / ")
}

// label sets the title of a box and, after it or below it, its translations. It returns the height used.
func (d *draft) label(x, y, w float64, id string) float64 {
	const size, small = 5.8, 4.7
	l := d.labels[id]
	other := l.others()
	used, need := d.width(regular, size, l.first), d.width(regular, small, other)
	if used > w && other != "" { // a long title takes both lines
		d.text(field{box: "label", x: x, y: y, w: w, h: 2 * size * mm * 1.1, size: size, least: 4.4, ink: inkLabel}, plain(regular, l.first))
		return 2 * size * mm * 1.1
	}
	d.word(x, y, w, size, regular, l.first)
	if other == "" {
		return size * mm * plainHeight
	}
	if used+1.2+need <= w {
		d.text(field{box: "label", x: x + used + 1.2, y: y + (size-small)*mm*plainAscent, w: w, h: small * mm * 1.3, size: small, least: 3.5, ink: inkSmall}, plain(regular, other))
		return size * mm * plainHeight
	}
	d.text(field{box: "label", x: x, y: y + size*mm*1.16, w: w, h: small * mm * 1.3, size: small, least: 3.5, ink: inkSmall}, plain(regular, other))
	return size*mm*1.16 + small*mm*plainHeight
}

const plainHeight = plainAscent + plainDescent

// width is the length of a text on one line, in mm.
func (d *draft) width(s style, size float64, text string) float64 {
	par, err := d.pen.paragraph(plain(s, text))
	if err != nil {
		d.err = err
		return 0
	}
	w := 0.0
	for _, seg := range par.segments {
		w += seg.width + seg.space
	}
	return w * size * mm
}

// value sets the content of a box under its label.
func (d *draft) value(box string, x, y, w, h, size, least float64, paras ...[]span) {
	d.text(field{box: box, x: x, y: y, w: w, h: h, size: size, least: least}, paras...)
}

// qr draws the code of a page's seal into its square.
func (d *draft) qr(i int, x, y, side float64) {
	if i >= len(d.codes) {
		return
	}
	p := d.codes[i]
	d.fill(x, y, side, side, 1)
	cx, cy := p.corner(x, y, side)
	d.code(cx, cy, p.module, p.code)
}
