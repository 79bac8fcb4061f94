package table

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Row is one line of a table by the names of its columns.
type Row map[string]string

// Read returns the rows of a table in their order; name is how a panic names it.
// Each of columns must stand in its header.
func Read(name, text string, columns ...string) []Row {
	var head []string
	var out []Row
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if head == nil && strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if head == nil {
			head = cells
			continue
		}
		if len(cells) != len(head) {
			panic(fmt.Sprintf("table %s, line %d: %d cells, want %d", name, n, len(cells), len(head)))
		}
		r := Row{}
		for i, h := range head {
			r[h] = cells[i]
		}
		out = append(out, r)
	}
	for _, c := range columns {
		if len(out) == 0 || !slices.Contains(head, c) {
			panic(fmt.Sprintf("table %s: no column %s, or no row", name, c))
		}
	}
	return out
}

// Number reads a whole number; an empty cell is zero.
func (r Row) Number(column string) int64 {
	if r[column] == "" {
		return 0
	}
	n, err := strconv.ParseInt(r[column], 10, 64)
	if err != nil {
		panic(fmt.Sprintf("column %s: %q is not a whole number", column, r[column]))
	}
	return n
}

// Codes reads a cell of codes with blanks between them.
func Codes[T ~string](r Row, column string) []T {
	var out []T
	for _, w := range strings.Fields(r[column]) {
		out = append(out, T(w))
	}
	return out
}
