package print

import (
	"fmt"
	"image"
	"math"
	"strings"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"rsc.io/qr/coding"

	"github.com/opencites/opencites/internal/fault"
)

const (
	moduleTarget  = 0.42 // mm: five dots at 300 dpi (trust.md 2.2)
	moduleLargest = 0.60
	moduleLeast   = 0.35 // mm: below this phones fail on office prints
	quiet         = 4    // modules of white around a code (ISO/IEC 18004)
	gateDPI       = 150
)

// placed is a code that was read back as it will be printed.
type placed struct {
	code   *coding.Code
	module float64 // mm
}

// encode makes the code of a seal's text for a square of side mm whose corner
// is at x, y, and reads it back. The masks are tried in turn; an unlucky one
// looks like a finder pattern.
func encode(text string, x, y, side float64) (placed, error) {
	parts := split(text)
	version, err := smallest(parts)
	if err != nil {
		return placed{}, err
	}
	n := 17 + 4*int(version)
	p := placed{module: min(moduleLargest, math.Max(moduleTarget, side/float64(n+2*quiet)))}
	if float64(n+2*quiet)*p.module > side {
		p.module = side / float64(n+2*quiet)
	}
	if p.module < moduleLeast {
		return placed{}, fault.New(fault.Invalid, "print.seal_too_large", "modules", n)
	}
	for mask := range coding.Mask(8) {
		plan, err := coding.NewPlan(version, coding.M, mask)
		if err != nil {
			return placed{}, err
		}
		if p.code, err = plan.Encode(parts...); err != nil {
			return placed{}, err
		}
		cx, cy := p.corner(x, y, side)
		if got, err := readBack(printed(p.code, cx, cy, p.module)); err == nil && got == text {
			return p, nil
		}
	}
	return placed{}, fault.New(fault.Invalid, "print.seal_unreadable")
}

// corner is where the first module stands when the code is centred in a square.
func (p placed) corner(x, y, side float64) (float64, float64) {
	free := (side - float64(p.code.Size)*p.module) / 2
	return x + free, y + free
}

// split writes the decimal digits after the "#" in numeric mode, the densest.
func split(text string) []coding.Encoding {
	head, digits, found := strings.Cut(text, "#")
	if !found || digits == "" || coding.Num(digits).Check() != nil {
		return []coding.Encoding{coding.String(text)}
	}
	return []coding.Encoding{coding.String(head + "#"), coding.Num(digits)}
}

func smallest(parts []coding.Encoding) (coding.Version, error) {
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion; v++ {
		bits := 0
		for _, p := range parts {
			bits += p.Bits(v)
		}
		if bits <= 8*v.DataBytes(coding.M) {
			return v, nil
		}
	}
	return 0, fault.New(fault.Invalid, "print.seal_too_large", "modules", 177)
}

// printed is the code as a 150 dpi scan of the paper sees it: at its place on
// the raster, each dot the mean of what it covers, slightly out of focus.
func printed(c *coding.Code, x, y, module float64) *image.Gray {
	px := module * gateDPI / 25.4
	side := int(math.Ceil(float64(c.Size+2*quiet)*px)) + 2
	wide, high := shares(c.Size, side, x, px), shares(c.Size, side, y, px)
	column := make([]float64, c.Size) // of one pixel row, by module
	sharp := make([]float64, side*side)
	for i, rows := range high {
		clear(column)
		for _, s := range rows {
			for k := range column {
				if c.Black(k, s.module) {
					column[k] += s.part
				}
			}
		}
		for j, columns := range wide {
			for _, s := range columns {
				sharp[i*side+j] += s.part * column[s.module]
			}
		}
	}
	return blurred(sharp, side)
}

// share is the part of a pixel that a module covers.
type share struct {
	module int
	part   float64
}

// shares tells for each pixel of one axis which modules lie in it. at is the
// place of the first module on the page in mm; only its fraction of a pixel
// counts here.
func shares(modules, side int, at, px float64) [][]share {
	_, phase := math.Modf(at * gateDPI / 25.4)
	out := make([][]share, side)
	for k := range modules {
		from := phase + float64(k+quiet)*px
		for i := int(from); i < side && float64(i) < from+px; i++ {
			part := min(float64(i+1), from+px) - max(float64(i), from)
			out[i] = append(out[i], share{k, part})
		}
	}
	return out
}

// blurred takes the mean over one pixel on each side.
func blurred(sharp []float64, side int) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, side, side))
	rows := make([]float64, side*side)
	for at := range rows {
		rows[at] = sharp[at]
		if x := at % side; x > 0 && x < side-1 {
			rows[at] = (sharp[at-1] + sharp[at] + sharp[at+1]) / 3
		}
	}
	for at := range rows {
		v := rows[at]
		if at >= side && at+side < len(rows) {
			v = (rows[at-side] + rows[at] + rows[at+side]) / 3
		}
		out.Pix[at] = uint8(math.Round(255 * (1 - min(1, v))))
	}
	return out
}

// readBack decodes a picture with a reader that knows nothing of how it was made.
func readBack(img image.Image) (string, error) {
	bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(gozxing.NewLuminanceSourceFromImage(img)))
	if err != nil {
		return "", fmt.Errorf("read code back: %w", err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		return "", fmt.Errorf("read code back: %w", err)
	}
	return result.GetText(), nil
}
