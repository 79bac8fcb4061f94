package cites

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The code lists. Each file says in its first lines where its facts come from
// and on which day they were read; the header line follows.
//
//go:embed data/*.tsv
var tables embed.FS

// record is one line of a list by column name.
type record map[string]string

// readTable reads one embedded list. The lists are part of the program, so a
// list that cannot be read is a fault of the build and panics; the tests read
// all of them.
func readTable(name string) []record {
	text, err := tables.ReadFile("data/" + name + ".tsv")
	if err != nil {
		panic(err)
	}
	var header []string
	var out []record
	for n, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if header == nil {
			header = cells
			continue
		}
		if len(cells) != len(header) {
			panic(fmt.Sprintf("%s line %d: %d cells, want %d", name, n+1, len(cells), len(header)))
		}
		r := record{}
		for i, h := range header {
			r[h] = cells[i]
		}
		out = append(out, r)
	}
	return out
}

// number reads a whole number; an empty cell is zero.
func (r record) number(column string) int64 {
	if r[column] == "" {
		return 0
	}
	n, err := strconv.ParseInt(r[column], 10, 64)
	if err != nil {
		panic(fmt.Sprintf("column %s: %q is not a number", column, r[column]))
	}
	return n
}

// date reads a date; an empty cell is "not set".
func (r record) date(column string) Date {
	if r[column] == "" {
		return Date{}
	}
	d, err := ParseDate(r[column])
	if err != nil {
		panic(err)
	}
	return d
}

// names reads the columns en, fr, es and ar.
func (r record) names() Names {
	return Names{EN: r["en"], FR: r["fr"], ES: r["es"], AR: r["ar"]}
}

// words reads a cell of codes separated by spaces.
func words[T ~string](r record, column string) []T {
	var out []T
	for _, w := range strings.Fields(r[column]) {
		out = append(out, T(w))
	}
	return out
}

// letters reads a cell of one-letter codes written together.
func letters[T ~string](r record, column string) []T {
	var out []T
	for _, l := range r[column] {
		out = append(out, T(l))
	}
	return out
}

// list is one code list in its order, with its index by code.
type list[T ~string, I any] struct {
	all    []I
	byCode map[T]I
}

// newList builds a list from a table. A code that stands twice is a fault of
// the build.
func newList[T ~string, I any](table string, read func(record) (T, I)) list[T, I] {
	l := list[T, I]{byCode: map[T]I{}}
	for _, r := range readTable(table) {
		code, info := read(r)
		if _, twice := l.byCode[code]; twice {
			panic(fmt.Sprintf("%s: %s stands twice", table, code))
		}
		l.byCode[code] = info
		l.all = append(l.all, info)
	}
	return l
}

// copyAll returns the entries for a caller to sort or filter freely.
func (l list[T, I]) copyAll() []I { return slices.Clone(l.all) }

// find returns the entry of a code.
func (l list[T, I]) find(code T) (I, bool) {
	i, ok := l.byCode[code]
	return i, ok
}
