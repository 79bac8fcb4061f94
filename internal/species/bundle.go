package species

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// maxBundle bounds the files of one archive or folder.
const maxBundle = 200

// pack reads uploaded files to keep them: one is packed with gzip unless it is
// packed already, several go into one archive.
func pack(files []File) ([]byte, error) {
	if len(files) == 1 {
		return packOne(files[0].Body)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, err := z.Create(path.Base(f.Name))
		if err != nil {
			return nil, fmt.Errorf("pack upload: %w", err)
		}
		if _, err := io.Copy(w, io.LimitReader(f.Body, MaxBytes+1)); err != nil {
			return nil, fmt.Errorf("read upload: %w", err)
		}
		if out.Len() > MaxUpload {
			break
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack upload: %w", err)
	}
	return fitting(out.Bytes())
}

func packOne(body io.Reader) ([]byte, error) {
	in := io.LimitReader(body, MaxBytes+1)
	head := make([]byte, 2)
	n, err := io.ReadFull(in, head)
	if n == 0 {
		return nil, fault.New(fault.Invalid, "species.import.empty")
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	var out bytes.Buffer
	rest := io.MultiReader(bytes.NewReader(head[:n]), in)
	if bytes.Equal(head, []byte{0x1f, 0x8b}) || string(head) == "PK" {
		_, err = io.Copy(&out, io.LimitReader(rest, MaxUpload+1))
	} else {
		z := gzip.NewWriter(&out)
		if _, err = io.Copy(z, rest); err == nil {
			err = z.Close()
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	return fitting(out.Bytes())
}

func fitting(packed []byte) ([]byte, error) {
	if len(packed) > MaxUpload {
		return nil, fault.New(fault.Invalid, "species.import.too_large", "limit", MaxUpload>>20)
	}
	return packed, nil
}

// Unpack gives the files of an upload: those of an archive, or the one there is.
func Unpack(name string, asOf cites.Date, content []byte) ([]File, error) {
	if !bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		again := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
		return []File{{Name: name, AsOf: asOf, Body: bytes.NewReader(content), Again: again}}, nil
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fault.New(fault.Invalid, "species.import.truncated", "row", 0)
	}
	var out []File
	for _, e := range z.File {
		switch ext := strings.ToLower(path.Ext(e.Name)); {
		case e.FileInfo().IsDir(), strings.HasPrefix(path.Base(e.Name), "."):
			continue
		case ext != ".csv" && ext != ".tsv" && ext != ".gz" && ext != ".txt":
			continue
		}
		if e.UncompressedSize64 > MaxBytes || len(out) == maxBundle {
			return nil, fault.New(fault.Invalid, "species.import.too_large", "limit", MaxBytes>>20)
		}
		out = append(out, File{Name: path.Base(e.Name), Folder: name, AsOf: asOf, Body: Lazy(e.Open), Again: e.Open})
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "species.import.empty")
	}
	return out, nil
}

// Lazy is a body that is opened when it is first read, and closed at its end.
func Lazy(open func() (io.ReadCloser, error)) io.Reader { return &lazy{open: open} }

type lazy struct {
	open func() (io.ReadCloser, error)
	body io.ReadCloser
	err  error // the end, once reached
}

func (l *lazy) Read(p []byte) (int, error) {
	if l.err != nil {
		return 0, l.err
	}
	if l.body == nil {
		body, err := l.open()
		if err != nil {
			return 0, err
		}
		l.body = body
	}
	n, err := l.body.Read(p)
	if err != nil {
		_ = l.body.Close() // nothing was written
		l.err = err
	}
	return n, err
}
