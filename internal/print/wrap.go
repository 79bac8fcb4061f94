package print

import (
	"errors"
	"slices"
	"sort"

	"github.com/go-text/typesetting/segmenter"
)

// wrap breaks a paragraph into lines of at most width em. whole is false when a
// word had to be cut because it is wider than a line.
func (p *pen) wrap(par paragraph, width float64) (lines []line, whole bool, err error) {
	whole = true
	var row []segment
	used := 0.0 // width of row with its trailing space
	flush := func() {
		if len(row) > 0 {
			lines = append(lines, compose(row, par.rtl))
			row, used = nil, 0
		}
	}
	for _, s := range par.segments {
		if used+s.width <= width {
			row, used = append(row, s), used+s.width+s.space
			continue
		}
		flush()
		if s.width <= width {
			row, used = append(row, s), s.width+s.space
			continue
		}
		whole = false
		parts, err := p.chop(s, width)
		if err != nil {
			return nil, false, err
		}
		for i, part := range parts {
			row, used = append(row, part), part.width+part.space
			if i < len(parts)-1 {
				flush()
			}
		}
	}
	flush()
	return lines, whole, nil
}

// chop cuts a segment that is wider than a line at grapheme borders. It keeps
// the first style for all of it: only one word is concerned.
func (p *pen) chop(s segment, width float64) ([]segment, error) {
	var text []rune
	var styles []style
	for _, sp := range s.spans {
		for _, r := range sp.text {
			text = append(text, r)
			styles = append(styles, sp.style)
		}
	}
	levels := p.levels(text, startsRTL(text))
	cuts := borders(text)
	var out []segment
	for from := 0; from < len(cuts)-1; {
		to, err := p.reach(text, styles, levels, cuts[from:], width)
		if err != nil {
			return nil, err
		}
		to += from
		part, err := p.segment(text, styles, levels, cuts[from], cuts[to])
		if err != nil {
			return nil, err
		}
		out, from = append(out, part), to
	}
	return out, nil
}

// reach is how many graphemes from the first cut on fit in width: at least one,
// however narrow the box. It doubles its guess before it halves the gap, so that
// a very long word costs no more per line than a short one.
func (p *pen) reach(text []rune, styles []style, levels []int8, cuts []int, width float64) (int, error) {
	var failed error
	fits := func(n int) bool {
		part, err := p.segment(text, styles, levels, cuts[0], cuts[n])
		failed = errors.Join(failed, err)
		return err == nil && part.width <= width
	}
	last := len(cuts) - 1
	high := min(8, last)
	for high < last && fits(high) {
		high = min(2*high, last)
	}
	n := sort.Search(high, func(n int) bool { return !fits(n + 1) })
	return max(1, n), failed
}

// borders gives the offsets of the graphemes and the end.
func borders(text []rune) []int {
	var seg segmenter.Segmenter
	seg.Init(text)
	var out []int
	for it := seg.GraphemeIterator(); it.Next(); {
		out = append(out, it.Grapheme().Offset)
	}
	return append(out, len(text))
}

// compose makes a line: trailing white space goes, then runs are put in visual
// order (rule L2 of the bidirectional algorithm).
func compose(row []segment, rtl bool) line {
	l := line{rtl: rtl, ascent: plainAscent, descent: plainDescent}
	for _, s := range row {
		l.runs = append(l.runs, s.runs...)
	}
	for len(l.runs) > 0 && l.runs[len(l.runs)-1].blank {
		l.runs = l.runs[:len(l.runs)-1]
	}
	highest := int8(0)
	for _, r := range l.runs {
		l.width += r.width
		l.ascent, l.descent = max(l.ascent, r.ascent), max(l.descent, r.descent)
		highest = max(highest, r.level)
	}
	for level := highest; level > 0; level-- {
		for i := 0; i < len(l.runs); i++ {
			n := i
			for n < len(l.runs) && l.runs[n].level >= level {
				n++
			}
			slices.Reverse(l.runs[i:n])
			i = max(i, n-1)
		}
	}
	return l
}
