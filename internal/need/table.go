package need

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// The facts of law that change from one meeting of the Conference to the next.
// Each file says in its first lines where they come from.
//
//go:embed data/annotations.tsv data/caps.tsv data/limits.tsv data/deemed.tsv data/plant_genera.txt
var files embed.FS

// record is one line of a table by column name.
type record map[string]string

// readTable reads one embedded table. It is part of the program, so one that
// cannot be read is a fault of the build and panics; the tests read all.
func readTable(name string) []record {
	text, err := files.ReadFile("data/" + name)
	if err != nil {
		panic(err)
	}
	var head []string
	var out []record
	for n, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		if strings.HasPrefix(line, "#") && (head == nil && !strings.Contains(line, "\t")) {
			continue
		}
		cells := strings.Split(line, "\t")
		if head == nil {
			head = cells
			continue
		}
		if len(cells) != len(head) {
			panic(fmt.Sprintf("%s line %d: %d cells, want %d", name, n+1, len(cells), len(head)))
		}
		r := record{}
		for i, h := range head {
			r[h] = cells[i]
		}
		out = append(out, r)
	}
	return out
}

// codes reads a cell of codes separated by spaces.
func codes[T ~string](cell string) []T {
	var out []T
	for _, w := range strings.Fields(cell) {
		out = append(out, T(w))
	}
	return out
}

// group is a taxon that a table names, with its id in either kingdom.
type group struct {
	name          string
	animal, plant species.ID
}

// groups reads a cell of scientific names separated by bars.
func groups(cell string) []group {
	var out []group
	for _, n := range strings.Split(cell, "|") {
		if n != "" {
			out = append(out, group{n, species.MakeID(cites.Animalia, n), species.MakeID(cites.Plantae, n)})
		}
	}
	return out
}

// quantity reads a whole number of units; an empty cell is zero.
func (r record) quantity(column string) cites.Quantity {
	if r[column] == "" {
		return 0
	}
	n, err := strconv.ParseInt(r[column], 10, 64)
	if err != nil {
		panic(fmt.Sprintf("column %s: %v", column, err))
	}
	return cites.Quantity(n * 1000)
}

// span is the time during which a line of a table holds; open where not set.
type span struct{ from, until cites.Date }

func (r record) span() span {
	var s span
	for column, to := range map[string]*cites.Date{"from": &s.from, "until": &s.until} {
		if err := to.UnmarshalText([]byte(r[column])); err != nil {
			panic(fmt.Sprintf("column %s: %v", column, err))
		}
	}
	return s
}

func (s span) holds(on cites.Date) bool {
	return (s.from.IsZero() || !on.Before(s.from)) && (s.until.IsZero() || !on.After(s.until))
}

// plantGenera are the genera of plants with taxa in the Appendices.
var plantGenera = sync.OnceValue(func() map[string]bool {
	text, err := files.ReadFile("data/plant_genera.txt")
	if err != nil {
		panic(err)
	}
	out := map[string]bool{}
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, g := range strings.Fields(line) {
			out[g] = true
		}
	}
	return out
})
