package print

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/fault"
)

func TestReadSealFindsEverySeal(t *testing.T) {
	for _, n := range []int{1, 4, 5, 9} {
		f := sample(n)
		f.Proof, f.XML = []byte("proof"), []byte("<permit/>")
		got, err := ReadSeal(write(t, fmt.Sprintf("items-%d", n), f))
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(f.Seals) {
			t.Fatalf("%d items: %d seals, want %d", n, len(got), len(f.Seals))
		}
		for i := range got {
			if !bytes.Equal(got[i], f.Seals[i].Data) {
				t.Errorf("%d items: seal %d differs", n, i)
			}
		}
	}
}

// entryOf writes an attachment in the way of Print, with any stream.
func entryOf(object int, dictLength int, packed []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%%PDF-1.7\n%d 0 obj\n<< /Type /EmbeddedFile /Length %d /Filter /FlateDecode /Params << >> >>\nstream\n", object, dictLength)
	b.Write(packed)
	b.WriteString("\nendstream\nendobj\n9 0 obj\n<< /Type /Filespec /F () /UF (\xfe\xff")
	for _, c := range "permit.cbor" {
		b.Write([]byte{0, byte(c)})
	}
	fmt.Fprintf(&b, ") /EF << /F %d 0 R >> /Desc ()\n>>\nendobj\n", object)
	return b.Bytes()
}

func deflated(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestReadSealRefusesHostileFiles(t *testing.T) {
	small := deflated([]byte("seal"))
	bomb := deflated(make([]byte, 4<<20))
	cases := map[string]struct {
		pdf []byte
		key string
	}{
		"empty":           {nil, "print.not_pdf"},
		"html":            {[]byte("<html>%PDF-"), "print.not_pdf"},
		"no attachment":   {[]byte("%PDF-1.7\n%%EOF"), "print.no_seal"},
		"bomb":            {entryOf(7, len(bomb), bomb), "print.seal_damaged"},
		"length too long": {entryOf(7, 99_999, small), "print.seal_damaged"},
		"past the end":    {entryOf(7, 5_000, small), "print.seal_damaged"},
		"not deflate":     {entryOf(7, 4, []byte("seal")), "print.seal_damaged"},
		"too large":       {append([]byte("%PDF-"), make([]byte, maxPDF)...), "print.file_too_large"},
	}
	for name, c := range cases {
		got, err := ReadSeal(c.pdf)
		f := fault.Of(err)
		if f == nil || f.Key != c.key {
			t.Errorf("%s: %q, %v; want %s", name, got, err, c.key)
		}
	}
	// The same builder with an honest stream is read: the refusals above are not
	// for its shape.
	if got, err := ReadSeal(entryOf(7, len(small), small)); err != nil || string(got[0]) != "seal" {
		t.Errorf("honest file: %q, %v", got, err)
	}
}

// A file full of half entries must not make the reader slow.
func TestReadSealIsLinear(t *testing.T) {
	half := entryOf(7, 4, nil)
	half = half[bytes.Index(half, []byte("/UF")):bytes.Index(half, []byte("/EF"))]
	pdf := append([]byte("%PDF-1.7\n"), bytes.Repeat(half, 20_000)...)
	done := make(chan error, 1)
	go func() {
		_, err := ReadSeal(pdf)
		done <- err
	}()
	select {
	case err := <-done:
		if fault.KindOf(err) != fault.Invalid {
			t.Error(err)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("still reading after half a minute")
	}
}

func FuzzReadSeal(f *testing.F) {
	f.Add(entryOf(7, 12, deflated([]byte("seal"))))
	f.Add([]byte("%PDF-1.7\n"))
	f.Fuzz(func(t *testing.T, pdf []byte) {
		seals, err := ReadSeal(pdf)
		if err == nil && len(seals) == 0 {
			t.Error("no seal and no fault")
		}
		for _, s := range seals {
			if len(s) == 0 || len(s) > maxSeal {
				t.Errorf("seal of %d bytes", len(s))
			}
		}
	})
}
