package species

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/opencites/opencites/internal/fault"
)

// Bounds of a file. The index of 2017 has 38,079 rows and 98 MB.
const (
	MaxRows   = 250_000   // of any file
	MaxTaxa   = 80_000    // of a file that has one taxon a row
	MaxLaw    = 80_000    // of a file of listings, quotas or suspensions; the set of 2013 has 15,859 quotas
	MaxBytes  = 400 << 20 // unpacked
	maxRecord = 2 << 20   // of one row
	maxName   = 200
	maxNote   = 2000
)

// table is a file of rows and named columns, packed with gzip or not, separated
// by commas with quotes or by tabs without.
type table struct {
	name    string // of the file
	head    []string
	columns map[string]int // by name in lower case
	row     []string
	line    int
	rows    int
	limit   int // rows

	guard *guard
	csv   *csv.Reader   // nil when separated by tabs
	lines *bufio.Reader // when separated by tabs
	words map[string]string
}

// openTable reads the header.
func openTable(name string, body io.Reader) (*table, error) {
	b := bufio.NewReaderSize(body, 1<<16)
	if head, _ := b.Peek(2); bytes.Equal(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, broken(err, 0)
		}
		b = bufio.NewReaderSize(z, 1<<16)
	}
	t := &table{name: name, guard: &guard{in: b}, limit: MaxRows, words: map[string]string{}}
	text := bufio.NewReaderSize(t.guard, 1<<16)
	head, err := text.Peek(4)
	switch {
	case len(head) == 0 && (err == nil || errors.Is(err, io.EOF)):
		return nil, fault.New(fault.Invalid, "species.import.empty")
	case len(head) == 0:
		return nil, broken(err, 1)
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return nil, fault.New(fault.Invalid, "species.import.encoding", "row", 1, "column", "")
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		if _, err := text.Discard(3); err != nil {
			return nil, err
		}
	}
	first, _ := text.Peek(1 << 15)
	first, _, _ = bytes.Cut(first, []byte{'\n'})
	if bytes.Count(first, []byte{'\t'}) > bytes.Count(first, []byte{','}) {
		t.lines = text
	} else {
		t.csv = csv.NewReader(text)
		t.csv.ReuseRecord = true
	}
	return t, t.header()
}

func (t *table) header() error {
	if err := t.read(); err != nil {
		if errors.Is(err, io.EOF) {
			return fault.New(fault.Invalid, "species.import.empty")
		}
		return err
	}
	if len(t.row) == 1 && !utf8.ValidString(t.row[0]) || strings.ContainsRune(strings.Join(t.row, ""), 0) {
		return fault.New(fault.Invalid, "species.import.encoding", "row", 1, "column", "")
	}
	if len(t.row) == 1 && strings.ContainsAny(t.row[0], ";|") {
		return fault.New(fault.Invalid, "species.import.separator")
	}
	t.columns = make(map[string]int, len(t.row))
	for i, h := range t.row {
		h = strings.Clone(strings.TrimSpace(h))
		t.head = append(t.head, h)
		if _, twice := t.columns[strings.ToLower(h)]; !twice {
			t.columns[strings.ToLower(h)] = i
		}
	}
	return nil
}

// next reads a row; io.EOF after the last.
func (t *table) next() error {
	if err := t.read(); err != nil {
		return err
	}
	if t.rows++; t.rows > t.limit {
		return fault.New(fault.Invalid, "species.import.too_many", "limit", t.limit, "row", t.line)
	}
	for i, cell := range t.row {
		if !utf8.ValidString(cell) {
			return fault.New(fault.Invalid, "species.import.encoding", "row", t.line, "column", t.head[i])
		}
		if strings.IndexByte(cell, 0) >= 0 {
			return fault.New(fault.Invalid, "species.import.nul", "row", t.line, "column", t.head[i])
		}
	}
	return nil
}

// read takes the next record of the file.
func (t *table) read() error {
	if t.csv == nil {
		return t.readLine()
	}
	before := t.line
	cells, err := t.csv.Read()
	t.guard.mark = t.guard.read
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return io.EOF
	}
	if t.guard.wrong != nil {
		return t.guard.fault(before + 1)
	}
	if err != nil {
		line := before + 1
		if len(cells) > 0 {
			line, _ = t.csv.FieldPos(0)
		}
		return broken(err, line)
	}
	t.line, _ = t.csv.FieldPos(0)
	t.row = cells
	return nil
}

func (t *table) readLine() error {
	var long []byte
	for {
		part, err := t.lines.ReadSlice('\n')
		if err == nil || errors.Is(err, io.EOF) {
			t.line++
			t.guard.mark = t.guard.read
			if long = append(long, part...); len(long) == 0 && err != nil {
				return io.EOF
			}
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			if t.guard.wrong != nil {
				return t.guard.fault(t.line + 1)
			}
			return broken(err, t.line+1)
		}
		long = append(long, part...)
	}
	t.row = strings.Split(strings.TrimRight(string(long), "\r\n"), "\t")
	if t.head != nil && len(t.row) != len(t.head) {
		return fault.New(fault.Invalid, "species.import.columns", "row", t.line)
	}
	return nil
}

// guard stops a file that is too large, or a row that never ends, before it
// fills the memory.
type guard struct {
	in         io.Reader
	read, mark int64
	wrong      error
}

var (
	errLarge = errors.New("file too large")
	errLong  = errors.New("row too long")
)

func (g *guard) Read(p []byte) (int, error) {
	switch {
	case g.read > MaxBytes:
		g.wrong = errLarge
	case g.read-g.mark > maxRecord:
		g.wrong = errLong
	}
	if g.wrong != nil {
		return 0, g.wrong
	}
	n, err := g.in.Read(p)
	g.read += int64(n)
	return n, err
}

func (g *guard) fault(line int) error {
	if errors.Is(g.wrong, errLarge) {
		return fault.New(fault.Invalid, "species.import.too_large", "limit", MaxBytes>>20)
	}
	return fault.New(fault.Invalid, "species.import.long", "row", line, "limit", maxRecord>>20)
}

// broken turns what the reader says into a fault with the row.
func broken(err error, line int) error {
	var p *csv.ParseError
	switch {
	case errors.As(err, &p) && errors.Is(p.Err, csv.ErrFieldCount):
		return fault.New(fault.Invalid, "species.import.columns", "row", p.Line)
	case errors.As(err, &p):
		return fault.New(fault.Invalid, "species.import.quotes", "row", p.StartLine, "column", p.Column)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return fault.New(fault.Invalid, "species.import.truncated", "row", line)
	}
	return &fault.Error{Kind: fault.Invalid, Key: "species.import.truncated", Args: fault.Args{"row": strconv.Itoa(line)}, Cause: err}
}

// place is where the current row stands.
func (t *table) place() Place { return Place{t.name, t.line} }

// has reports whether there are columns of all these names.
func (t *table) has(names ...string) bool {
	return !slices.ContainsFunc(names, func(n string) bool { _, ok := t.columns[strings.ToLower(n)]; return !ok })
}

// raw is a cell as it stands, valid until the next row.
func (t *table) raw(names ...string) string {
	for _, n := range names {
		if i, ok := t.columns[strings.ToLower(n)]; ok {
			return t.row[i]
		}
	}
	return ""
}

// cell returns a cleaned copy of a cell, of the first of the names that there
// is: cells share memory with the next row.
func (t *table) cell(names ...string) string { return strings.Clone(clean(t.raw(names...))) }

// word is cell for what stands in many rows.
func (t *table) word(names ...string) string {
	raw := t.raw(names...)
	if w, ok := t.words[raw]; ok {
		return w
	}
	w := t.cell(names...)
	if len(t.words) < 1<<16 {
		t.words[strings.Clone(raw)] = w
	}
	return w
}

// clean drops control characters and joins spaces.
func clean(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f || (c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ')) {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u00a0':
			return ' '
		case r < ' ' || r == 0x7f || (r >= 0x200e && r <= 0x200f) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}
