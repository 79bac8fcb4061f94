package print

// mm is one typographic point in millimetres.
const mm = 25.4 / 72

// style is the cut of a text.
type style int

const (
	regular style = iota
	bold
	italic
)

var styleFaces = [...]string{"sans", "sans-bold", "sans-italic"}

// span is a piece of a paragraph in one style.
type span struct {
	style style
	text  string
}

// plain makes a paragraph of one style.
func plain(s style, text string) []span { return []span{{s, text}} }

// run is shaped text of one style, face and direction. Widths and heights are
// in em, glyph positions in the font's own units.
type run struct {
	text            string
	style           style
	level           int8
	width           float64
	ascent, descent float64
	blank           bool      // white space only
	face            *typeface // nil: the page's own text font draws it
	glyphs          []glyph
	upem            float64
}

type glyph struct {
	id   uint32
	x, y float64 // origin, from the start of the run
}

// line is one line of runs in the order in which they stand on paper.
type line struct {
	runs            []run
	width           float64
	ascent, descent float64
	rtl             bool
}

func (l line) height() float64 { return l.ascent + l.descent }
