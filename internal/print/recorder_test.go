package print

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rsc.io/qr/coding"
)

var update = flag.Bool("update", false, "write the golden files anew")

// recorder is a canvas that remembers what was drawn where.
type recorder struct {
	pages [][]drawn
}

type drawn struct {
	kind       string // run, line, rect, code, across
	x, y, w, h float64
	text       string
	blank      bool
}

func (r *recorder) add(d drawn) { r.pages[len(r.pages)-1] = append(r.pages[len(r.pages)-1], d) }

func (r *recorder) page() { r.pages = append(r.pages, nil) }
func (r *recorder) line(x1, y1, x2, y2, _ float64) {
	r.add(drawn{kind: "line", x: x1, y: y1, w: x2 - x1, h: y2 - y1})
}
func (r *recorder) rect(x, y, w, h, _ float64) { r.add(drawn{kind: "rect", x: x, y: y, w: w, h: h}) }
func (r *recorder) fill(_, _, _, _, _ float64) {}
func (r *recorder) crest(_, _, _, _ float64)   {}
func (r *recorder) across(word string)         { r.add(drawn{kind: "across", text: word}) }
func (r *recorder) code(x, y, module float64, c *coding.Code) {
	r.add(drawn{kind: "code", x: x, y: y, w: module * float64(c.Size), h: module * float64(c.Size)})
}
func (r *recorder) run(x, baseline, size, _ float64, t run) {
	// The body of the letters: 0.70 em above the line, 0.18 below it.
	r.add(drawn{kind: "run", x: x, y: baseline - 0.70*size*mm, w: t.width * size * mm, h: 0.88 * size * mm, text: t.text, blank: t.blank || strings.TrimSpace(t.text) == ""})
}

// record draws a form on a recorder in the way of Print.
func record(t *testing.T, f Form) *recorder {
	t.Helper()
	p := printer(t)
	f, err := f.prepared(p.faces)
	if err != nil {
		t.Fatal(err)
	}
	pen := newPen(p.faces)
	notes, err := p.rehearse(pen, f)
	if err != nil {
		t.Fatal(err)
	}
	codes, err := encodeAll(f)
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{}
	d := &draft{canvas: r, pen: pen, labels: p.titles(f), form: f, codes: codes, pages: ItemPages(len(f.Items)) + len(notes)}
	d.draw(notes)
	if d.err != nil {
		t.Fatal(d.err)
	}
	return r
}

// words are the texts of a page in the order of drawing.
func (r *recorder) words(page int) string {
	var b strings.Builder
	for _, d := range r.pages[page] {
		if d.kind == "run" {
			b.WriteString(d.text)
		}
	}
	return b.String()
}

// problems lists runs that leave the paper or stand on one another, and words
// that cross a vertical rule of the grid.
func (r *recorder) problems() []string {
	var out []string
	for n, page := range r.pages {
		var runs []drawn
		for _, d := range page {
			if d.kind == "run" && !d.blank {
				runs = append(runs, d)
			}
		}
		for i, a := range runs {
			if a.x < left-0.1 || a.x+a.w > left+wide+0.1 || a.y < top || a.y+a.h > pageHeight-5 {
				out = append(out, fmt.Sprintf("page %d: %q leaves the frame: %.1f,%.1f %.1fx%.1f", n+1, a.text, a.x, a.y, a.w, a.h))
			}
			for _, b := range runs[:i] {
				if a.x+0.05 < b.x+b.w && b.x+0.05 < a.x+a.w && a.y+0.25 < b.y+b.h && b.y+0.25 < a.y+a.h {
					out = append(out, fmt.Sprintf("page %d: %q stands on %q", n+1, a.text, b.text))
				}
			}
			for _, l := range page {
				if l.kind == "rect" && l.w > 3 && l.h > 3 && crosses(a, l) {
					out = append(out, fmt.Sprintf("page %d: %q crosses the box at %.1f,%.1f", n+1, a.text, l.x, l.y))
				}
			}
		}
	}
	return out
}

// crosses reports whether a run is partly inside a box.
func crosses(a, box drawn) bool {
	const slack = 0.15
	apart := a.x+a.w <= box.x+slack || a.x >= box.x+box.w-slack || a.y+a.h <= box.y+slack || a.y >= box.y+box.h-slack
	inside := a.x >= box.x-slack && a.x+a.w <= box.x+box.w+slack && a.y >= box.y-slack && a.y+a.h <= box.y+box.h+slack
	return !apart && !inside
}

// golden compares the drawing with a committed one; places to a tenth of a mm.
func (r *recorder) golden(t *testing.T, name string) {
	t.Helper()
	var b strings.Builder
	for n, page := range r.pages {
		fmt.Fprintf(&b, "page %d\n", n+1)
		for _, d := range page {
			fmt.Fprintf(&b, "%s %.1f %.1f %.1f %.1f %s\n", d.kind, d.x, d.y, d.w, d.h, d.text)
		}
	}
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	have, old := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(have), len(old)) {
		if have[i] != old[i] {
			t.Fatalf("%s line %d:\n%s\nwant\n%s\n(run with -update after looking at the page)", path, i+1, have[i], old[i])
		}
	}
	if len(have) != len(old) {
		t.Fatalf("%s: %d lines, want %d", path, len(have), len(old))
	}
}
