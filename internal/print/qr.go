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
	_, fx := math.Modf(x * gateDPI / 25.4)
	_, fy := math.Modf(y * gateDPI / 25.4)
	cover := func(fraction float64) [][]float64 {
		rows := make([][]float64, side)
		for i := range rows {
			rows[i] = make([]float64, c.Size)
			for k := range c.Size {
				from := fraction + float64(k+quiet)*px
				rows[i][k] = max(0, min(float64(i+1), from+px)-max(float64(i), from))
			}
		}
		return rows
	}
	wide, high := cover(fx), cover(fy)
	dark := make([][]float64, side) // of pixel row, module column
	for i := range dark {
		dark[i] = make([]float64, c.Size)
		for k, share := range high[i] {
			if share == 0 {
				continue
			}
			for col := range c.Size {
				if c.Black(col, k) {
					dark[i][col] += share
				}
			}
		}
	}
	sharp := make([]float64, side*side)
	for i := range side {
		for j := range side {
			for k, share := range wide[j] {
				if share > 0 {
					sharp[i*side+j] += share * dark[i][k]
				}
			}
		}
	}
	return blurred(sharp, side)
}

// blurred takes the mean over one pixel on each side.
func blurred(sharp []float64, side int) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, side, side))
	for i := range side {
		for j := range side {
			sum, n := 0.0, 0.0
			for a := max(0, i-1); a <= min(side-1, i+1); a++ {
				for b := max(0, j-1); b <= min(side-1, j+1); b++ {
					sum += sharp[a*side+b]
					n++
				}
			}
			out.Pix[i*out.Stride+j] = uint8(math.Round(255 * (1 - min(1, sum/n))))
		}
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
