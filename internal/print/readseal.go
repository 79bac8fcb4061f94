package print

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"unicode/utf16"

	"github.com/opencites/opencites/internal/fault"
)

// Bounds of what ReadSeal looks at. A seal has at most 2 kB (trust.md 2.4).
const (
	maxPDF      = 32 << 20
	maxSeal     = 4 << 10
	maxSeals    = maxItems / RowsPerPage
	maxDict     = 1 << 10
	maxPacked   = 2 * maxSeal
	sealsByScan = 10 * maxSeals // file entries looked at before giving up
)

var (
	fileEntry  = regexp.MustCompile(`^[^<>]{0,16}/EF << /F ([0-9]{1,7}) 0 R >>`)
	streamSize = regexp.MustCompile(`/Length ([0-9]{1,6}) /Filter /FlateDecode`)
)

// ReadSeal returns the seals attached to a PDF that Print made, in the order of
// the pages. It trusts nothing: it reads no structure but the attached files,
// inflates at most 4 kB of each, and says nothing about whether a seal is valid.
// A file without a seal is a fault of kind Invalid.
func ReadSeal(pdf []byte) ([][]byte, error) {
	if len(pdf) > maxPDF {
		return nil, fault.New(fault.Invalid, "print.file_too_large", "limit", maxPDF>>20)
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		return nil, fault.New(fault.Invalid, "print.not_pdf")
	}
	var seals [][]byte
	scanned := 0
	for page := 1; page <= maxSeals; page++ {
		object, ok := attached(pdf, sealName(page), &scanned)
		if !ok {
			break
		}
		data, err := inflated(pdf, object)
		if err != nil {
			broken := fault.New(fault.Invalid, "print.seal_damaged", "page", page)
			broken.Cause = err
			return nil, broken
		}
		seals = append(seals, data)
	}
	if len(seals) == 0 {
		return nil, fault.New(fault.Invalid, "print.no_seal")
	}
	return seals, nil
}

func sealName(page int) string {
	if page == 1 {
		return "permit.cbor"
	}
	return fmt.Sprintf("permit-%d.cbor", page)
}

// attached finds the object that holds the file of that name: the last entry
// wins, as in a file that was changed by appending.
func attached(pdf []byte, name string, scanned *int) (object int, ok bool) {
	var pattern bytes.Buffer
	pattern.WriteString("/UF (\xfe\xff")
	for _, u := range utf16.Encode([]rune(name)) {
		pattern.WriteByte(byte(u >> 8))
		pattern.WriteByte(byte(u))
	}
	pattern.WriteByte(')')
	for end := len(pdf); *scanned < sealsByScan; *scanned++ {
		at := bytes.LastIndex(pdf[:end], pattern.Bytes())
		if at < 0 {
			return 0, false
		}
		after := pdf[at+pattern.Len() : min(len(pdf), at+pattern.Len()+maxDict)]
		if m := fileEntry.FindSubmatch(after); m != nil {
			n, err := strconv.Atoi(string(m[1]))
			return n, err == nil
		}
		end = at
	}
	return 0, false
}

// inflated reads the stream of an object.
func inflated(pdf []byte, object int) ([]byte, error) {
	mark := fmt.Appendf(nil, "\n%d 0 obj\n", object)
	at := bytes.LastIndex(pdf, mark)
	if at < 0 {
		return nil, fmt.Errorf("object %d is not in the file", object)
	}
	rest := pdf[at+len(mark):]
	dict, _, found := bytes.Cut(rest[:min(len(rest), maxDict)], []byte("\nstream\n"))
	if !found || !bytes.Contains(dict, []byte("/EmbeddedFile")) || bytes.Contains(dict, []byte("endobj")) {
		return nil, fmt.Errorf("object %d is not an attached file", object)
	}
	m := streamSize.FindSubmatch(dict)
	if m == nil {
		return nil, fmt.Errorf("object %d: no length", object)
	}
	size, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return nil, err
	}
	start := len(dict) + len("\nstream\n")
	if size > maxPacked || start+size > len(rest) {
		return nil, fmt.Errorf("object %d: stream of %d bytes", object, size)
	}
	unpack, err := zlib.NewReader(bytes.NewReader(rest[start : start+size]))
	if err != nil {
		return nil, fmt.Errorf("object %d: %w", object, err)
	}
	data, err := io.ReadAll(io.LimitReader(unpack, maxSeal+1))
	if err != nil {
		return nil, fmt.Errorf("object %d: %w", object, err)
	}
	if len(data) == 0 || len(data) > maxSeal {
		return nil, fmt.Errorf("object %d: not the size of a seal", object)
	}
	return data, nil
}
