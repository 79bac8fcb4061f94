package print

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"rsc.io/qr/coding"
)

const (
	pageWidth  = 210.0
	pageHeight = 297.0
	points     = 1 / mm // points in a millimetre
)

// sheet is the canvas that becomes the PDF.
type sheet struct {
	pdf   *fpdf.Fpdf
	pen   *pen
	arms  *crest // nil: none, or not to be drawn
	err   error
	faces map[style]bool
}

func newSheet(p *pen, f Form) (*sheet, error) {
	d := fpdf.New("P", "mm", "A4", "")
	d.SetMargins(0, 0, 0)
	d.SetAutoPageBreak(false, 0)
	d.SetCompression(true)
	// The same form gives the same bytes: no clock, no map order.
	d.SetCatalogSort(true)
	day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	if !f.IssuedOn.IsZero() {
		day = time.Date(f.IssuedOn.Year, f.IssuedOn.Month, f.IssuedOn.Day, 0, 0, 0, 0, time.UTC)
	}
	d.SetCreationDate(day)
	d.SetModificationDate(day)
	d.SetTitle("CITES permit/certificate "+string(f.Number), true)
	d.SetAuthor(f.Authority, true)
	d.SetProducer("OpenCITES", true)
	lang := string(f.Lang)
	if lang == "" {
		lang = "en"
	}
	d.SetLang(lang)
	s := &sheet{pdf: d, pen: p, faces: map[style]bool{}}
	if arms, err := readCrest(f.CrestSVG); err == nil {
		s.arms = arms
	}
	return s, s.addFont(regular)
}

func (s *sheet) addFont(st style) error {
	if s.faces[st] {
		return nil
	}
	l, err := s.pen.faces.named(styleFaces[st]).load()
	if err != nil {
		return err
	}
	s.pdf.AddUTF8FontFromBytes(styleFaces[st], "", slices.Clone(l.file))
	s.faces[st] = true
	return s.pdf.Error()
}

func (s *sheet) bytes() ([]byte, error) {
	if s.err != nil {
		return nil, s.err
	}
	var b bytes.Buffer
	if err := s.pdf.Output(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (s *sheet) page() { s.pdf.AddPage() }

func (s *sheet) line(x1, y1, x2, y2, width float64) {
	s.pdf.SetLineWidth(width)
	s.pdf.Line(x1, y1, x2, y2)
}

func (s *sheet) rect(x, y, w, h, width float64) {
	s.pdf.SetLineWidth(width)
	s.pdf.Rect(x, y, w, h, "D")
}

func (s *sheet) fill(x, y, w, h, ink float64) {
	grey := int(math.Round(ink * 255))
	s.pdf.SetFillColor(grey, grey, grey)
	s.pdf.Rect(x, y, w, h, "F")
	s.pdf.SetFillColor(0, 0, 0)
}

func (s *sheet) run(x, baseline, size, ink float64, r run) {
	if err := s.addFont(r.style); err != nil {
		s.err = err
		return
	}
	grey := int(math.Round(ink * 255))
	s.pdf.SetTextColor(grey, grey, grey)
	if r.face == nil {
		s.pdf.SetFont(styleFaces[r.style], "", size)
		s.pdf.Text(x, baseline, r.text)
		return
	}
	if err := s.shaped(x, baseline, size, ink, r); err != nil {
		s.err = err
	}
}

// shaped draws glyph outlines and, invisible on the same place, the text itself,
// so that it can be searched and copied.
func (s *sheet) shaped(x, baseline, size, ink float64, r run) error {
	var b strings.Builder
	b.WriteString("q\n")
	writeOp(&b, "g", 3, ink)
	scale := size / r.upem
	writeOp(&b, "cm", 5, scale, 0, 0, scale, x*points, (pageHeight-baseline)*points)
	paint := "f\n"
	if r.style == bold && s.pen.faces.named(styleFaces[bold]) != r.face {
		// Only the text font has a bold cut; the other scripts get a stroke.
		writeOp(&b, "G", 3, ink)
		writeOp(&b, "w", 1, r.upem/48)
		paint = "B\n"
	}
	atX, atY, drawn := 0.0, 0.0, false
	for _, g := range r.glyphs {
		path, err := s.pen.outline(r.face, g.id)
		if err != nil {
			return err
		}
		if path == "" {
			continue
		}
		writeOp(&b, "cm", 2, 1, 0, 0, 1, g.x-atX, g.y-atY)
		b.WriteString(path + paint)
		atX, atY, drawn = g.x, g.y, true
	}
	b.WriteString("Q")
	if drawn {
		s.pdf.RawWriteStr(b.String())
	}
	s.invisible(x, baseline, size, r)
	return nil
}

// invisible writes the characters of a shaped run in the order in which they
// stand on paper, stretched to the width of the run: readers turn right-to-left
// text round themselves.
func (s *sheet) invisible(x, baseline, size float64, r run) {
	var text []rune
	for _, c := range r.text {
		if c <= 0xFFFF && !invisible(c) {
			text = append(text, c)
		}
	}
	if len(text) == 0 {
		return
	}
	if r.level%2 == 1 {
		slices.Reverse(text)
	}
	s.pdf.SetFont(styleFaces[regular], "", size)
	natural := s.pdf.GetStringWidth(string(text))
	stretch := 100.0
	if natural > 0 && r.width > 0 {
		stretch = 100 * r.width * size * mm / natural
	}
	s.pdf.RawWriteStr(fmt.Sprintf("q 3 Tr %.1f Tz", stretch))
	s.pdf.Text(x, baseline, string(text))
	s.pdf.RawWriteStr("Q")
}

// code draws a QR code's modules as one path, so that no seams show between
// them. x, y is the corner of the first module, not of the quiet zone.
func (s *sheet) code(x, y, module float64, c *coding.Code) {
	var b strings.Builder
	b.WriteString("q 0 g\n")
	scale := module * points
	writeOp(&b, "cm", 5, scale, 0, 0, -scale, x*points, (pageHeight-y)*points)
	b.WriteString(contour(c))
	b.WriteString("f\nQ")
	s.pdf.RawWriteStr(b.String())
}

// across writes a word in light grey from corner to corner.
func (s *sheet) across(word string) {
	if err := s.addFont(bold); err != nil {
		s.err = err
		return
	}
	s.pdf.SetFont(styleFaces[bold], "", 100)
	size := min(120, 100*240/s.pdf.GetStringWidth(word))
	s.pdf.SetFont(styleFaces[bold], "", size)
	s.pdf.SetTextColor(222, 222, 222)
	const cx, cy = pageWidth / 2, pageHeight / 2
	s.pdf.TransformBegin()
	s.pdf.TransformRotate(math.Atan2(pageHeight, pageWidth)*180/math.Pi, cx, cy)
	s.pdf.Text(cx-s.pdf.GetStringWidth(word)/2, cy+size*mm*0.36, word)
	s.pdf.TransformEnd()
}

func (s *sheet) crest(x, y, w, h float64) {
	if s.arms == nil {
		return
	}
	scale := min(w/s.arms.w, h/s.arms.h)
	x += (w-s.arms.w*scale)/2 - s.arms.x*scale
	y += (h-s.arms.h*scale)/2 - s.arms.y*scale
	var b strings.Builder
	b.WriteString("q\n")
	writeOp(&b, "cm", 5, scale*points, 0, 0, -scale*points, x*points, (pageHeight-y)*points)
	b.WriteString(s.arms.operators + "Q")
	s.pdf.RawWriteStr(b.String())
}
