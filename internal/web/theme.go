package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// minContrast is WCAG 2.2 success criterion 1.4.3 for normal text.
const minContrast = 4.5

// checkColours refuses colours that are not #rrggbb and a header on which
// white text is hard to read.
func checkColours(brand, accent string) error {
	for _, c := range []string{brand, accent} {
		if !regexp.MustCompile(`^#[0-9a-fA-F]{6}$`).MatchString(c) {
			return fmt.Errorf("colour %q is not #rrggbb", c)
		}
	}
	if got := contrast(brand, "#ffffff"); got < minContrast {
		return fmt.Errorf("white text on %s has a contrast of %.2f:1, needed is %.1f:1", brand, got, minContrast)
	}
	return nil
}

// contrast is the ratio of WCAG 2.2 between two #rrggbb colours, 1 to 21.
func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(hexColour string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, _ := strconv.ParseUint(hexColour[1+2*i:3+2*i], 16, 8)
		c := float64(v) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// themeCSS writes the Party's two colours as the variables both style layers use.
func themeCSS(id Identity) []byte {
	return fmt.Appendf(nil, ":root{--oc-brand:%s;--oc-accent:%s;--govuk-brand-colour:%s}\n", id.Brand, id.Accent, id.Brand)
}

// version names a content in an address, so that it may be cached for ever.
func version(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil)[:5])
}

func (s *Server) serveTheme(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	writeBody(w, r, http.StatusOK, themeCSS(s.cfg.Identity()))
	return nil
}

func (s *Server) serveCrest(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Content-Type", "image/svg+xml")
	writeBody(w, r, http.StatusOK, crestOf(s.cfg.Identity()))
	return nil
}

// crestOf gives the Party's crest, cleaned, or the neutral leaf.
func crestOf(id Identity) []byte {
	if clean, err := sanitiseSVG(id.Crest); err == nil && len(id.Crest) > 0 {
		return clean
	}
	return []byte(leafSVG)
}

const leafSVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44"><circle cx="22" cy="22" r="20.5" fill="none" stroke="#fff" stroke-width="2"/><path d="M22 8c6 5 9 9 9 14a9 9 0 0 1-8 9v6h-2v-6a9 9 0 0 1-8-9c0-5 3-9 9-14z" fill="#d9a441"/><path d="M22 16v15M22 22l5-4M22 26l-5-4" stroke="#14532d" stroke-width="1.6" fill="none"/></svg>`

// maxCrest bounds the crest: it is fetched on each first visit.
const maxCrest = 64 << 10

// sanitiseSVG rewrites an SVG with shapes, gradients and their attributes only:
// no script, no event, no style, no link to anything outside the file.
func sanitiseSVG(in []byte) ([]byte, error) {
	if len(in) > maxCrest {
		return nil, fmt.Errorf("larger than %d kB", maxCrest>>10)
	}
	var out bytes.Buffer
	d := xml.NewDecoder(bytes.NewReader(in))
	e := xml.NewEncoder(&out)
	depth, elements := 0, 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth == 0 && t.Name.Local != "svg" {
				return nil, fmt.Errorf("not an SVG picture")
			}
			if !svgElement(t.Name.Local) {
				if err := d.Skip(); err != nil {
					return nil, err
				}
				continue
			}
			depth++
			elements++
			err = e.EncodeToken(cleanElement(t))
		case xml.EndElement:
			depth--
			err = e.EncodeToken(xml.EndElement{Name: xml.Name{Local: t.Name.Local}})
		}
		if err != nil {
			return nil, err
		}
	}
	if elements == 0 {
		return nil, fmt.Errorf("empty")
	}
	if err := e.Flush(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func cleanElement(t xml.StartElement) xml.StartElement {
	clean := xml.StartElement{Name: xml.Name{Local: t.Name.Local}}
	if t.Name.Local == "svg" {
		clean.Attr = append(clean.Attr, xml.Attr{Name: xml.Name{Local: "xmlns"}, Value: "http://www.w3.org/2000/svg"})
	}
	for _, a := range t.Attr {
		name, value := a.Name.Local, strings.ToLower(a.Value)
		if a.Name.Space != "" || !svgAttribute(name) || strings.Contains(value, "javascript:") ||
			(strings.Contains(value, "url(") && !strings.HasPrefix(strings.TrimSpace(value), "url(#")) {
			continue
		}
		clean.Attr = append(clean.Attr, xml.Attr{Name: xml.Name{Local: name}, Value: a.Value})
	}
	return clean
}

func svgElement(name string) bool {
	return strings.Contains(" svg g path circle ellipse rect line polyline polygon defs linearGradient radialGradient stop clipPath title ", " "+name+" ")
}

func svgAttribute(name string) bool {
	return strings.Contains(" id viewBox width height d cx cy r rx ry x y x1 y1 x2 y2 fx fy points fill fill-rule fill-opacity clip-rule clip-path "+
		"stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-opacity opacity transform offset "+
		"stop-color stop-opacity gradientUnits gradientTransform preserveAspectRatio ", " "+name+" ")
}
