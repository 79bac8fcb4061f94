package print

import (
	"bytes"
	"compress/gzip"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"

	"github.com/opencites/opencites/internal/fault"
)

//go:embed all:fonts
var fontFiles embed.FS

//go:embed faces.tsv
var faceTable string

// maxFontBytes bounds one typeface, compressed or not: the largest CJK faces
// have 20 MB.
const maxFontBytes = 64 << 20

// typeface is one face of the search order. It is loaded on first use and does
// not change after.
type typeface struct {
	name    string
	scripts []string
	load    func() (loaded, error)
}

type loaded struct {
	file []byte // the TrueType bytes
	font *font.Font
}

// typefaces is the search order: the faces of faces.tsv, then the files of the
// font folder in the order of their names.
type typefaces []*typeface

// openTypefaces lists the faces without loading any.
func openTypefaces(dir string) (typefaces, error) {
	var all typefaces
	for line := range strings.Lines(faceTable) {
		cols := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(cols) < 2 {
			continue
		}
		name := cols[0]
		all = append(all, &typeface{name, strings.Fields(cols[1]), sync.OnceValues(func() (loaded, error) {
			return loadEmbedded(name)
		})})
	}
	if dir == "" {
		return all, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("font folder: %w", err)
	}
	for _, e := range entries {
		ext := strings.ToLower(filepath.Ext(e.Name()))
		if e.IsDir() || ext != ".ttf" && ext != ".otf" {
			continue
		}
		path := filepath.Join(dir, e.Name())
		all = append(all, &typeface{e.Name(), nil, sync.OnceValues(func() (loaded, error) {
			return loadFile(path)
		})})
	}
	return all, nil
}

func loadEmbedded(name string) (loaded, error) {
	packed, err := fontFiles.ReadFile("fonts/" + name + ".ttf.gz")
	if err != nil {
		missing := fault.New(fault.Unavailable, "print.fonts_missing", "face", name)
		missing.Cause = fmt.Errorf("typeface %s is not in this program: run `make assets` and build again: %w", name, err)
		return loaded{}, missing
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return loaded{}, fmt.Errorf("typeface %s: %w", name, err)
	}
	data, err := io.ReadAll(io.LimitReader(unpacked, maxFontBytes))
	if err != nil {
		return loaded{}, fmt.Errorf("typeface %s: %w", name, err)
	}
	return parseFace(name, data)
}

func loadFile(path string) (loaded, error) {
	info, err := os.Stat(path)
	if err != nil {
		return loaded{}, err
	}
	if info.Size() > maxFontBytes {
		return loaded{}, fmt.Errorf("typeface %s: larger than %d bytes", path, maxFontBytes)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return loaded{}, err
	}
	return parseFace(path, data)
}

func parseFace(name string, data []byte) (loaded, error) {
	face, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return loaded{}, fmt.Errorf("typeface %s: %w", name, err)
	}
	return loaded{data, face.Font}, nil
}

// named returns the face of that name.
func (t typefaces) named(name string) *typeface {
	i := slices.IndexFunc(t, func(f *typeface) bool { return f.name == name })
	return t[i]
}

// candidates gives the faces to ask for a character, first those made for its
// script, so that a Latin page never loads the Chinese face.
func (t typefaces) candidates(r rune) []*typeface {
	script := language.LookupScript(r).String()
	var first, rest []*typeface
	for i, f := range t {
		switch {
		case slices.ContainsFunc(f.scripts, func(s string) bool { return strings.EqualFold(s, script) }):
			first = append(first, f)
		case i == 0 || i > 2: // bold and italic are never asked: they hold what the first holds
			rest = append(rest, f)
		}
	}
	return append(first, rest...)
}

// has reports whether the face has a glyph for r.
func (f *typeface) has(r rune) (bool, error) {
	l, err := f.load()
	if err != nil {
		return false, err
	}
	_, ok := l.font.NominalGlyph(r)
	return ok, nil
}

var errNoGlyph = errors.New("no typeface has this character")

// find returns a face with a glyph for r, or errNoGlyph. The text face is asked
// first: it answers for most characters.
func (t typefaces) find(r rune) (*typeface, error) {
	if ok, err := t[0].has(r); ok || err != nil {
		return t[0], err
	}
	for _, f := range t.candidates(r) {
		ok, err := f.has(r)
		if err != nil {
			return nil, err
		}
		if ok {
			return f, nil
		}
	}
	return nil, errNoGlyph
}
