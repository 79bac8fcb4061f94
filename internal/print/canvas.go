package print

import "rsc.io/qr/coding"

// canvas is what a page is drawn on. Lengths are millimetres from the top left
// corner, sizes points, ink 0 black to 1 white.
type canvas interface {
	page()
	line(x1, y1, x2, y2, width float64)
	rect(x, y, w, h, width float64)
	fill(x, y, w, h, ink float64)
	run(x, baseline, size, ink float64, r run)
	code(x, y, module float64, c *coding.Code)
	across(word string)
	crest(x, y, w, h float64)
}

// blank is a canvas that keeps nothing. The first pass draws on it to learn
// which texts need a note and how many pages there will be.
type blank struct{}

func (blank) page()                                {}
func (blank) line(_, _, _, _, _ float64)           {}
func (blank) rect(_, _, _, _, _ float64)           {}
func (blank) fill(_, _, _, _, _ float64)           {}
func (blank) run(_, _, _, _ float64, _ run)        {}
func (blank) code(_, _, _ float64, _ *coding.Code) {}
func (blank) across(string)                        {}
func (blank) crest(_, _, _, _ float64)             {}
