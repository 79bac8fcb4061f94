package application_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

func picture(t *testing.T, kind string, w int) []byte {
	t.Helper()
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, w, 4))
	err := png.Encode(&b, img)
	if kind == "jpeg" {
		b.Reset()
		err = jpeg.Encode(&b, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pdf(more string) []byte { return []byte("%PDF-1.7\n" + more + "\n%%EOF\n") }

func TestAttachDocumentGoesByContent(t *testing.T) {
	d := newDesk(t)
	a := d.draft()
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"invoice.pdf", "invoice.pdf", pdf("1")},
		{"photo.exe", "photo.jpg", picture(t, "jpeg", 4)},
		{`C:\Users\me\scan.PNG`, "scan.png", picture(t, "png", 4)},
		{"../../etc/passwd", "passwd.pdf", pdf("2")},
		{"a\u202Efdp.exe", "afdp.pdf", pdf("3")},
		{"<img src=x>.pdf", "img src=x.pdf", pdf("4")},
		{"", "document.pdf", pdf("5")},
		{strings.Repeat("é", 300) + ".pdf", strings.Repeat("é", 100) + ".pdf", pdf("6")},
	} {
		doc, err := d.AttachDocument(t.Context(), tina, a.ID, application.Upload{Name: c.name, Kind: "other", Data: c.data})
		if err != nil {
			t.Errorf("%q: %v", c.name, err)
			continue
		}
		if doc.Name != c.want {
			t.Errorf("%q became %q, want %q", c.name, doc.Name, c.want)
		}
		_, back, err := d.Document(t.Context(), tina, a.ID, doc.ID)
		if err != nil || !bytes.Equal(back, c.data) {
			t.Errorf("%q: %d bytes came back: %v", c.name, len(back), err)
		}
	}
}

func TestAttachDocumentRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		key  string
	}{
		"nothing":         {nil, "apply.upload.empty"},
		"a program":       {[]byte("MZ\x90\x00\x03"), "apply.upload.type"},
		"a web page":      {[]byte("<html><script>alert(1)</script>"), "apply.upload.type"},
		"a drawing":       {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), "apply.upload.type"},
		"a zip":           {append([]byte("PK\x03\x04"), make([]byte, 100)...), "apply.upload.type"},
		"a script in PDF": {pdf("<< /S /JavaScript /JS (app.alert(1)) >>"), "apply.upload.active"},
		"half a picture":  {picture(t, "png", 4)[:20], "apply.upload.broken"},
		"too large":       {append(pdf(""), make([]byte, 11<<20)...), "apply.upload.large"},
		"a pixel bomb":    {bytes.Replace(picture(t, "png", 4), []byte{0, 0, 0, 4, 0, 0, 0, 4}, []byte{0, 1, 0, 0, 0, 1, 0, 0}, 1), "apply.upload.broken"},
	} {
		d := newDesk(t)
		a := d.draft()
		_, err := d.AttachDocument(t.Context(), tina, a.ID, application.Upload{Name: "x.pdf", Kind: "other", Data: c.data})
		if got := keys(err)["file"]; got != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAttachDocumentHasLimitsAndRemoveDocumentUndoes(t *testing.T) {
	d := newDesk(t)
	d.Profile.Evidence.MaxFiles = 2
	a := d.draft()
	up := func(s string) (*application.Document, error) {
		return d.AttachDocument(t.Context(), tina, a.ID, application.Upload{Name: s, Kind: "invoice", Data: pdf(s)})
	}
	first := must[*application.Document](t)(up("one"))
	if _, err := up("one"); keys(err)["file"] != "apply.upload.twice" {
		t.Errorf("same file twice: %v", err)
	}
	must[*application.Document](t)(up("two"))
	if _, err := up("three"); keys(err)["file"] != "apply.upload.many" {
		t.Errorf("third of two: %v", err)
	}
	if err := d.RemoveDocument(t.Context(), tina, a.ID, first.ID); err != nil {
		t.Fatal(err)
	}
	must[*application.Document](t)(up("three"))
	_, _, err := d.Document(t.Context(), tina, a.ID, first.ID)
	d.wants("removed", err, fault.NotFound)
}

func TestDocumentsAreForTheOwnersSide(t *testing.T) {
	onlyFor(t, (*desk).draft, func(d *desk, who actor.Actor, a *application.Application) error {
		_, err := d.AttachDocument(t.Context(), who, a.ID, application.Upload{Name: "x", Kind: "other", Data: pdf("x")})
		return err
	}, tina, toni)
	withOne := func(d *desk) *application.Application {
		a := d.draft()
		must[*application.Document](t)(d.AttachDocument(t.Context(), tina, a.ID, application.Upload{Name: "x", Kind: "other", Data: pdf("x")}))
		return a
	}
	only := func(d *desk, a *application.Application) string {
		f := must[*application.File](t)(d.Read(t.Context(), tina, a.ID))
		return f.Documents[0].ID
	}
	onlyFor(t, withOne, func(d *desk, who actor.Actor, a *application.Application) error {
		return d.RemoveDocument(t.Context(), who, a.ID, only(d, a))
	}, tina, toni)
	onlyFor(t, func(d *desk) *application.Application {
		a := withOne(d)
		return d.app(d.Submit(t.Context(), tina, a.ID, a.Version, application.Declaration{Accepted: true, Name: "T"}))
	}, func(d *desk, who actor.Actor, a *application.Application) error {
		_, _, err := d.Document(t.Context(), who, a.ID, only(d, a))
		return err
	}, tina, toni, olu, oto, sam, sue, sci, fin, auditor)
}
