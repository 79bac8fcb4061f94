package application

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/jpeg" // headers of photographs are read to know their size
	_ "image/png"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Upload is one file as it arrived.
type Upload struct {
	Name string
	Kind string
	Data []byte
}

// DocumentKinds lists what evidence can be, in the order shown.
func DocumentKinds() []string {
	return []string{"identity", "permit", "invoice", "breeding", "mandate", "photo", "other"}
}

// maxPixels bounds a photograph: larger ones exhaust the program that opens them.
const maxPixels = 100_000_000

// AttachDocument keeps a file as evidence. Its type is what its content is, not
// what its name says; only PDF, JPEG and PNG are taken. The version of the
// application does not rise: evidence is beside the form.
func (o *Office) AttachDocument(ctx context.Context, who actor.Actor, id string, u Upload) (*Document, error) {
	if err := who.Must(actor.WriteApplication); err != nil {
		return nil, err
	}
	d, err := o.examine(u)
	if err != nil {
		return nil, err
	}
	d.Application, d.By = id, who.ID
	err = o.Store.Update(ctx, func(tx Tx) error {
		a, err := o.own(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if !a.State.Editable() {
			return closed(a)
		}
		have, err := tx.Documents(ctx, id)
		if err != nil {
			return err
		}
		if most := o.Profile.Evidence.MaxFiles; most > 0 && len(have) >= most {
			return upload("apply.upload.many", "max", most)
		}
		if i := slices.IndexFunc(have, func(h Document) bool { return h.SHA256 == d.SHA256 }); i >= 0 {
			return upload("apply.upload.twice", "name", have[i].Name)
		}
		if err := tx.InsertDocument(ctx, d, u.Data); err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(who, actor.WriteApplication, a, map[string]any{"act": "attach", "document": d.ID, "sha256": d.SHA256,
			"media": d.Media, "bytes": d.Size}))
		return err
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

func upload(key string, args ...any) error {
	return fault.Invalidf("apply.invalid").Add("file", key, args...)
}

// examine looks at a file before anything is stored.
func (o *Office) examine(u Upload) (*Document, error) {
	switch size := int64(len(u.Data)); {
	case size == 0:
		return nil, upload("apply.upload.empty")
	case size > o.Profile.Evidence.MaxBytes:
		return nil, upload("apply.upload.large", "max", o.Profile.Evidence.MaxBytes>>20)
	case !slices.Contains(DocumentKinds(), u.Kind):
		return nil, fault.Invalidf("apply.invalid").Add("kind", "apply.upload.kind")
	}
	media, ext := mediaOf(u.Data)
	if media == "" {
		return nil, upload("apply.upload.type", "name", cleanName(u.Name, ""))
	}
	if media == "application/pdf" {
		if word := activePDF(u.Data); word != "" {
			return nil, upload("apply.upload.active", "word", word)
		}
	} else if cfg, _, err := image.DecodeConfig(bytes.NewReader(u.Data)); err != nil {
		return nil, upload("apply.upload.broken")
	} else if cfg.Width*cfg.Height > maxPixels {
		return nil, upload("apply.upload.pixels")
	}
	sum := sha256.Sum256(u.Data)
	return &Document{ID: o.NewID(), Name: cleanName(u.Name, ext), Kind: u.Kind, Media: media, Size: int64(len(u.Data)),
		SHA256: hex.EncodeToString(sum[:]), At: o.Now()}, nil
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

// cleanName makes a file name that is safe to show and to save: no folders, no
// control or direction characters, and the ending that its content has.
func cleanName(name, ext string) string {
	name = path.Base(strings.ReplaceAll(clean(name), `\`, "/"))
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

// RemoveDocument takes evidence out while the application can be changed.
func (o *Office) RemoveDocument(ctx context.Context, who actor.Actor, id, document string) error {
	if err := who.Must(actor.WriteApplication); err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		a, err := o.own(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if !a.State.Editable() {
			return closed(a)
		}
		if err := tx.DeleteDocument(ctx, id, document); err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(who, actor.WriteApplication, a, map[string]any{"act": "detach", "document": document}))
		return err
	})
}
