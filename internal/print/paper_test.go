package print

import (
	"errors"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// tool runs a program of poppler, or skips where it is missing.
func tool(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("%s (poppler-utils) is not installed", name)
	}
	out, err := exec.Command(path, args...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		t.Fatalf("%s: %v: %s", name, err, exit.Stderr)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func onDisk(t *testing.T, pdf []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "permit.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Another program paints the page; the code is read from that picture.
func TestCodesAreReadFromThePaintedPage(t *testing.T) {
	for name, c := range map[string]struct {
		form Form
		dpis []int
	}{"nine": {sample(9), []int{150, 300}}, "copy": {replacement(), []int{150}}} {
		f := c.form
		path := onDisk(t, write(t, name, f))
		for _, dpi := range c.dpis {
			stem := filepath.Join(t.TempDir(), "page")
			tool(t, "pdftoppm", "-r", strconv.Itoa(dpi), "-l", strconv.Itoa(len(f.Seals)), "-gray", "-png", path, stem)
			pages, err := filepath.Glob(stem + "*.png")
			if err != nil || len(pages) < len(f.Seals) {
				t.Fatalf("%d pages painted, %v", len(pages), err)
			}
			for i, seal := range f.Seals {
				x, y := sealPlace(i)
				got, err := readBack(crop(t, pages[i], dpi, x, y))
				if err != nil || got != seal.URL {
					t.Errorf("%s page %d at %d dpi: %.40q, %v", name, i+1, dpi, got, err)
				}
			}
		}
	}
}

// crop is the seal's square with some of the page around it.
func crop(t *testing.T, path string, dpi int, x, y float64) image.Image {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	px := func(mm float64) int { return int(mm * float64(dpi) / 25.4) }
	const around = 6
	return img.(interface {
		SubImage(image.Rectangle) image.Image
	}).SubImage(image.Rect(px(x-around), px(y-around), px(x+sealSide+around), px(y+sealSide+around)))
}

// Every text of the form can be found in the file, in every script.
func TestTextCanBeSearched(t *testing.T) {
	for name, f := range map[string]Form{"latin": sample(9), "scripts": scripts(), "crowded": crowded()} {
		text := flat(string(tool(t, "pdftotext", "-raw", onDisk(t, write(t, name, f)), "-")))
		for _, e := range f.entries() {
			for _, word := range strings.Fields(*e.text) {
				if !strings.Contains(text, flat(word)) {
					t.Errorf("%s: %s: %q cannot be found", name, e.path, word)
				}
			}
		}
	}
}

// flat drops what a text extractor adds: spaces, direction marks and the
// brackets it mirrors.
func flat(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if r <= ' ' || invisible(r) || steersDirection(r) || strings.ContainsRune("()،,", r) {
			return -1
		}
		return r
	}, s))
}

// PDF readers other than ours must see a whole file.
func TestFileIsSound(t *testing.T) {
	f := sample(5)
	f.Proof, f.XML = []byte("proof"), []byte("<permit/>")
	path := onDisk(t, write(t, "five", f))
	info := string(tool(t, "pdfinfo", path))
	for _, want := range []string{"Title:           CITES permit/certificate 26XA000871/OC", "Pages:           2", "Producer:        OpenCITES"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
	dir := t.TempDir()
	tool(t, "pdfdetach", "-saveall", "-o", dir, path)
	for name, want := range map[string][]byte{"permit.cbor": f.Seals[0].Data, "permit-2.cbor": f.Seals[1].Data, "permit.tlog-proof": f.Proof, "permit.xml": f.XML} {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || string(got) != string(want) {
			t.Errorf("attachment %s: %d bytes, %v", name, len(got), err)
		}
	}
}

// The gate must say no to what cannot be read.
func TestGateSeesUnreadableCodes(t *testing.T) {
	seal := sealOf(3, 598)
	good, err := encode(seal.URL, 10, 10, sealSide)
	if err != nil {
		t.Fatal(err)
	}
	if n := good.reads(seal.URL, 10, 10); n != len(phases) {
		t.Errorf("read %d times, want %d", n, len(phases))
	}
	small := good
	small.module = 0.15
	if n := small.reads(seal.URL, 10, 10); n != 0 {
		t.Errorf("modules of 0.15 mm were read %d times at 150 dpi", n)
	}
	if n := good.reads(seal.URL+"1", 10, 10); n != 0 {
		t.Error("another text passed")
	}
	for i := range good.code.Bitmap[:len(good.code.Bitmap)/3] {
		good.code.Bitmap[i+len(good.code.Bitmap)/3] ^= 0x5a
	}
	if n := good.reads(seal.URL, 10, 10); n != 0 {
		t.Error("a third of the code is damaged and it was read")
	}
}

// Seals of every real length pass the gate and the painted page.
func TestSealsOfEveryLength(t *testing.T) {
	for _, n := range []int{174, 298, 343, 410, 505, 598, 640} {
		for seed := range uint64(4) {
			x, y := sealPlace(0)
			p, err := encode(sealOf(seed, n).URL, x, y, sealSide)
			if err != nil {
				t.Errorf("%d bytes, seed %d: %v", n, seed, err)
				continue
			}
			if p.module < moduleTarget {
				t.Errorf("%d bytes: module %.3f mm", n, p.module)
			}
		}
	}
}
