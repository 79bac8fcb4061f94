package print

import (
	"errors"
	"fmt"
	"image"
	"math"
	"strings"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/detector"
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
// is at x, y, and reads it back as it will be printed. The masks are tried in
// turn, for an unlucky one looks like a corner square; the first that is read
// however the raster falls on it wins.
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
	best, most := p, 0
	for mask := range coding.Mask(8) {
		plan, err := coding.NewPlan(version, coding.M, mask)
		if err != nil {
			return placed{}, err
		}
		if p.code, err = plan.Encode(parts...); err != nil {
			return placed{}, err
		}
		cx, cy := p.corner(x, y, side)
		if reads := p.reads(text, cx, cy); reads > most {
			best, most = p, reads
		}
		if most == len(phases) {
			break
		}
	}
	if most == 0 {
		return placed{}, fault.New(fault.Invalid, "print.seal_unreadable")
	}
	return best, nil
}

// phases are shifts of the scanner's raster, in parts of a dot.
var phases = [...][2]float64{{0, 0}, {0.5, 0.5}}

// reads counts the shifts of the raster at which the code gives its text back.
func (p placed) reads(text string, x, y float64) int {
	n := 0
	for _, shift := range phases {
		const dot = 25.4 / gateDPI
		if got, err := readBack(printed(p.code, x+shift[0]*dot, y+shift[1]*dot, p.module)); err == nil && got == text {
			n++
		}
	}
	return n
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

// readBack decodes a picture from its corner squares. It knows nothing of how
// the picture was made. The library's own way through guesses the number of
// modules from the width of one; at two or three pixels that guess is off for
// large codes, so the neighbouring sizes are tried as well.
func readBack(img image.Image) (string, error) {
	bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(gozxing.NewLuminanceSourceFromImage(img)))
	if err != nil {
		return "", fmt.Errorf("read code back: %w", err)
	}
	bits, err := bitmap.GetBlackMatrix()
	if err != nil {
		return "", fmt.Errorf("read code back: %w", err)
	}
	corners, missing := detector.NewFinderPatternFinder(bits, nil).Find(nil)
	if missing != nil {
		return "", fmt.Errorf("read code back: %w", missing)
	}
	err = errNoCode
	for _, n := range sizes(corners) {
		way := detector.Detector_createTransform(corners.GetTopLeft(), corners.GetTopRight(), corners.GetBottomLeft(), nil, n)
		grid, failed := detector.Detector_sampleGrid(bits, way, n)
		if failed != nil {
			err = failed
			continue
		}
		result, failed := decoder.NewDecoder().DecodeWithoutHint(grid)
		if failed == nil {
			return result.GetText(), nil
		}
		err = failed
	}
	return "", fmt.Errorf("read code back: %w", err)
}

var errNoCode = errors.New("no code found")

// sizes gives the numbers of modules on a side that fit the corners, the
// likeliest first.
func sizes(c *detector.FinderPatternInfo) []int {
	tl, tr, bl := c.GetTopLeft(), c.GetTopRight(), c.GetBottomLeft()
	module := (tl.GetEstimatedModuleSize() + tr.GetEstimatedModuleSize() + bl.GetEstimatedModuleSize()) / 3
	across := gozxing.ResultPoint_Distance(tl, tr) + gozxing.ResultPoint_Distance(tl, bl)
	version := int(math.Round((across/2/module + 7 - 17) / 4))
	var out []int
	for _, off := range []int{0, -1, 1, -2, 2} {
		if v := version + off; v >= coding.MinVersion && v <= coding.MaxVersion {
			out = append(out, 17+4*v)
		}
	}
	return out
}
