package cites

import (
	"embed"
	"fmt"
	"slices"

	"github.com/opencites/opencites/internal/table"
)

// The code lists. Each file says in its first lines where its facts come from
// and on which day they were read; the header line follows.
//
//go:embed data/*.tsv
var tables embed.FS

// readTable reads one embedded list.
func readTable(name string) []table.Row {
	text, err := tables.ReadFile("data/" + name + ".tsv")
	if err != nil {
		panic(err)
	}
	return table.Read(name, string(text))
}

// date reads a date; an empty cell is "not set".
func dateOf(r table.Row, column string) Date {
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
func namesOf(r table.Row) Names {
	return Names{EN: r["en"], FR: r["fr"], ES: r["es"], AR: r["ar"]}
}

// letters reads a cell of one-letter codes written together.
func letters[T ~string](r table.Row, column string) []T {
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
func newList[T ~string, I any](name string, read func(table.Row) (T, I)) list[T, I] {
	l := list[T, I]{byCode: map[T]I{}}
	for _, r := range readTable(name) {
		code, info := read(r)
		if _, twice := l.byCode[code]; twice {
			panic(fmt.Sprintf("%s: %s stands twice", name, code))
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
