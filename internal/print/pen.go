package print

import (
	"strings"
	"unicode"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	xbidi "golang.org/x/text/unicode/bidi"
)

// Lines of the page's own font, in em.
const (
	plainAscent  = 0.95
	plainDescent = 0.27
)

// maxShaped is how many paragraphs a pen remembers before it starts again.
const maxShaped = 2000

// pen shapes text. It is not safe for concurrent use; a Printer keeps several.
type pen struct {
	faces    typefaces
	face     map[*typeface]*font.Face
	shaper   shaping.HarfbuzzShaper
	bidi     bidi.Paragraph
	shaped   map[string]paragraph
	outlines map[outlineKey]string
	order    map[language.Script][]*typeface
}

func newPen(faces typefaces) *pen {
	return &pen{faces: faces, face: map[*typeface]*font.Face{}, shaped: map[string]paragraph{}, outlines: map[outlineKey]string{}, order: map[language.Script][]*typeface{}}
}

// segment is what may not be broken over two lines, with the space after it.
type segment struct {
	spans []span
	runs  []run
	width float64 // without the trailing space
	space float64
}

// paragraph is shaped text ready for any size and line width.
type paragraph struct {
	segments []segment
	rtl      bool
}

// paragraph shapes text that holds no line break.
func (p *pen) paragraph(spans []span) (paragraph, error) {
	var key strings.Builder
	for _, s := range spans {
		key.WriteByte(byte(s.style))
		key.WriteString(s.text)
		key.WriteByte(0)
	}
	if done, ok := p.shaped[key.String()]; ok {
		return done, nil
	}
	par, err := p.shape(spans)
	if err != nil {
		return paragraph{}, err
	}
	if len(p.shaped) >= maxShaped {
		clear(p.shaped)
	}
	p.shaped[key.String()] = par
	return par, nil
}

func (p *pen) shape(spans []span) (paragraph, error) {
	var text []rune
	var styles []style
	for _, s := range spans {
		for _, r := range s.text {
			text = append(text, r)
			styles = append(styles, s.style)
		}
	}
	par := paragraph{rtl: startsRTL(text)}
	if len(text) == 0 {
		return par, nil
	}
	levels := p.levels(text, par.rtl)
	var seg segmenter.Segmenter
	seg.Init(text)
	for it := seg.LineIterator(); it.Next(); {
		l := it.Line()
		s, err := p.segment(text, styles, levels, l.Offset, l.Offset+len(l.Text))
		if err != nil {
			return paragraph{}, err
		}
		par.segments = append(par.segments, s)
	}
	return par, nil
}

// startsRTL applies rules P2 and P3 of the bidirectional algorithm: the first
// strong character decides.
func startsRTL(text []rune) bool {
	for _, r := range text {
		props, _ := xbidi.LookupRune(r)
		switch props.Class() {
		case xbidi.L:
			return false
		case xbidi.R, xbidi.AL:
			return true
		}
	}
	return false
}

func (p *pen) levels(text []rune, rtl bool) []int8 {
	levels := make([]int8, len(text))
	base := bidi.LeftToRight
	if rtl {
		base = bidi.RightToLeft
	}
	runs := p.bidi.Segment(text, base)
	for i := range runs.NumRuns() {
		r := runs.Run(i)
		for k := r.Start; k < r.End; k++ {
			levels[k] = int8(r.Level)
		}
	}
	return levels
}

// segment shapes text[from:to], cut where style, level, face or script change
// and where trailing white space starts.
func (p *pen) segment(text []rune, styles []style, levels []int8, from, to int) (segment, error) {
	var s segment
	end := to
	for end > from && unicode.IsSpace(text[end-1]) {
		end--
	}
	for i := from; i < to; {
		n := i + 1
		for n < to && styles[n] == styles[i] {
			n++
		}
		s.spans = append(s.spans, span{styles[i], string(text[i:n])})
		i = n
	}
	pieces, err := p.pieces(text, styles, levels, from, to, end)
	if err != nil {
		return s, err
	}
	for _, c := range pieces {
		r, err := p.run(text, c)
		if err != nil {
			return s, err
		}
		r.blank = c.from >= end
		if r.blank {
			s.space += r.width
		} else {
			s.width += r.width
		}
		s.runs = append(s.runs, r)
	}
	return s, nil
}

// piece is a stretch of text with one style, level, face and script.
type piece struct {
	from, to int
	style    style
	level    int8
	face     *typeface
	script   language.Script
}

func (p *pen) pieces(text []rune, styles []style, levels []int8, from, to, end int) ([]piece, error) {
	var out []piece
	var seg segmenter.Segmenter
	seg.Init(text[from:to])
	for it := seg.GraphemeIterator(); it.Next(); {
		g := it.Grapheme()
		at := from + g.Offset
		face, script, err := p.faceFor(g.Text, levels[at], styles[at])
		if err != nil {
			return nil, err
		}
		next := piece{at, at + len(g.Text), styles[at], levels[at], face, script}
		if n := len(out) - 1; n >= 0 && at != end && out[n].joins(next) {
			out[n].to = next.to
			continue
		}
		out = append(out, next)
	}
	return out, nil
}

func (c piece) joins(n piece) bool {
	return c.style == n.style && c.level == n.level && c.face == n.face && c.script == n.script
}

// faceFor chooses the face of one grapheme; nil means that the page's own font
// draws it without shaping: one Latin, Greek, Cyrillic or common character in
// left-to-right order.
func (p *pen) faceFor(g []rune, level int8, st style) (*typeface, language.Script, error) {
	script := language.LookupScript(g[0])
	simple := len(g) == 1 && g[0] <= 0xFFFF && level%2 == 0 && !unicode.IsMark(g[0])
	switch script {
	case language.Latin, language.Greek, language.Cyrillic, language.Common:
	default:
		simple = false
	}
	if simple {
		ok, err := p.styled(st).has(g[0])
		if err != nil {
			return nil, 0, err
		}
		if ok {
			return nil, language.Latin, nil
		}
	}
	face, err := p.faceOf(g)
	return face, script, err
}

// faceOf finds a face that has every visible character of g.
func (p *pen) faceOf(g []rune) (*typeface, error) {
	for _, f := range p.candidates(g[0]) {
		all := true
		for _, r := range g {
			if invisible(r) {
				continue
			}
			ok, err := f.has(r)
			if err != nil {
				return nil, err
			}
			all = all && ok
		}
		if all {
			return f, nil
		}
	}
	// No face has all of them: each alone, so that the fault can name one.
	for _, r := range g {
		if _, err := p.faces.find(r); err != nil {
			return nil, err
		}
	}
	return p.faces.find(g[0])
}

// candidates remembers the search order of each script.
func (p *pen) candidates(r rune) []*typeface {
	script := language.LookupScript(r)
	order, ok := p.order[script]
	if !ok {
		order = p.faces.candidates(r)
		p.order[script] = order
	}
	return order
}

// invisible reports the characters that steer shaping and have no picture.
func invisible(r rune) bool {
	return r >= 0x200B && r <= 0x200F || r == 0x061C || r == 0x2060 || r == 0xFEFF || r == 0x00AD || r >= 0xFE00 && r <= 0xFE0F
}

func (p *pen) run(text []rune, c piece) (run, error) {
	r := run{text: string(text[c.from:c.to]), style: c.style, level: c.level, face: c.face}
	if c.face == nil {
		r.ascent, r.descent = plainAscent, plainDescent
		return r, p.measure(&r)
	}
	source, err := p.cut(text, c)
	if err != nil {
		return r, err
	}
	r.face = source
	face, err := p.ready(source)
	if err != nil {
		return r, err
	}
	dir := di.DirectionLTR
	if c.level%2 == 1 {
		dir = di.DirectionRTL
	}
	r.upem = float64(face.Upem())
	out := p.shaper.Shape(shaping.Input{Text: text, RunStart: c.from, RunEnd: c.to, Direction: dir, Face: face,
		Size: fixed.I(int(face.Upem())), Script: c.script, Language: language.NewLanguage("en")})
	x := 0.0
	for _, g := range out.Glyphs {
		r.glyphs = append(r.glyphs, glyph{uint32(g.GlyphID), x + float64(g.XOffset)/64, float64(g.YOffset) / 64})
		x += float64(g.Advance) / 64
	}
	r.width = x / r.upem
	r.ascent, r.descent = plainAscent, plainDescent
	// What is really drawn tells, not the face: some reserve twice the room.
	const air = 0.06
	for _, g := range out.Glyphs {
		r.ascent = max(r.ascent, air+float64(g.YOffset+g.YBearing)/64/r.upem)
		r.descent = max(r.descent, air-float64(g.YOffset+g.YBearing+g.Height)/64/r.upem)
	}
	return r, nil
}

// cut is the piece's face in its style, where that has every character: the
// text face has three cuts, and the italic lacks a few signs.
func (p *pen) cut(text []rune, c piece) (*typeface, error) {
	if c.face != p.faces[0] {
		return c.face, nil
	}
	for _, r := range text[c.from:c.to] {
		if ok, err := p.styled(c.style).has(r); err != nil || !ok {
			return c.face, err
		}
	}
	return p.styled(c.style), nil
}

// styled is the text face in a style.
func (p *pen) styled(st style) *typeface { return p.faces.named(styleFaces[st]) }

// measure adds the advances of a run of the page's own font, which the page
// sets without kerning.
func (p *pen) measure(r *run) error {
	face, err := p.ready(p.styled(r.style))
	if err != nil {
		return err
	}
	for _, c := range r.text {
		g, ok := face.NominalGlyph(c)
		if !ok {
			return errNoGlyph
		}
		r.width += float64(face.HorizontalAdvance(g)) / float64(face.Upem())
	}
	return nil
}

func (p *pen) ready(t *typeface) (*font.Face, error) {
	if f, ok := p.face[t]; ok {
		return f, nil
	}
	l, err := t.load()
	if err != nil {
		return nil, err
	}
	f := font.NewFace(l.font)
	p.face[t] = f
	return f, nil
}
