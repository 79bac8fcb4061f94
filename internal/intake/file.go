package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/jpeg" // headers of photographs are read to know their size
	_ "image/png"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"

	"github.com/opencites/opencites/internal/fault"
)

// File is an upload that passed the checks.
type File struct {
	Name   string // safe to show and to save, with the ending its content has
	Media  string // by content: application/pdf, image/jpeg, image/png
	Size   int64
	SHA256 string // hex
}

// maxPixels bounds a photograph: larger ones exhaust the program that opens them.
const maxPixels = 100_000_000

// Examine looks at an upload before anything is stored. Its type is what its
// content is, not what its name says; only PDF, JPEG and PNG are taken. The
// Invalid fault names the field "file".
func Examine(name string, data []byte, maxBytes int64) (*File, error) {
	switch size := int64(len(data)); {
	case size == 0:
		return nil, refused("apply.upload.empty")
	case size > maxBytes:
		return nil, refused("apply.upload.large", "max", maxBytes>>20)
	}
	media, ext := mediaOf(data)
	if media == "" {
		return nil, refused("apply.upload.type", "name", fileName(name, ""))
	}
	if media == "application/pdf" {
		if word := activePDF(data); word != "" {
			return nil, refused("apply.upload.active", "word", word)
		}
	} else if cfg, _, err := image.DecodeConfig(bytes.NewReader(data)); err != nil {
		return nil, refused("apply.upload.broken")
	} else if cfg.Width*cfg.Height > maxPixels {
		return nil, refused("apply.upload.pixels")
	}
	sum := sha256.Sum256(data)
	return &File{Name: fileName(name, ext), Media: media, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:])}, nil
}

func refused(key string, args ...any) error {
	return fault.Invalidf("apply.invalid").Add("file", key, args...)
}

// mediaOf tells the type by content; "" is one we do not take.
func mediaOf(data []byte) (media, ext string) {
	m := mimetype.Detect(data)
	for media, ext := range map[string]string{"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"} {
		if m.Is(media) {
			return media, ext
		}
	}
	return "", ""
}

// activePDF finds the words by which a PDF asks its reader to run something. A
// hostile file can hide them; that is why evidence is also served as an
// attachment in a sandbox and never opened by this program.
func activePDF(data []byte) string {
	for _, w := range []string{"/JavaScript", "/Launch", "/EmbeddedFile", "/RichMedia"} {
		if bytes.Contains(data, []byte(w)) {
			return w[1:]
		}
	}
	return ""
}

// maxFileName is how many characters of a name are kept.
const maxFileName = 100

// fileName makes a file name that is safe to show and to save: no folders, no
// control or direction characters, and the ending that its content has.
func fileName(name, ext string) string {
	name = path.Base(strings.ReplaceAll(Text(name), `\`, "/"))
	name = strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) || strings.ContainsRune(`/:*?"<>|;%`, c) {
			return '_'
		}
		return c
	}, name)
	if ext != "" {
		name = strings.TrimSuffix(name, path.Ext(name))
	}
	name = strings.Trim(name, " ._-")
	for utf8.RuneCountInString(name) > maxFileName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	if name == "" {
		name = "document"
	}
	return name + ext
}
