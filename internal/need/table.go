package need

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/table"
)

// The facts of law that change from one meeting of the Conference to the next.
// Each file says in its first lines where they come from.
//
//go:embed data/annotations.tsv data/caps.tsv data/limits.tsv data/deemed.tsv data/plant_genera.txt
var files embed.FS

func readTable(name string) []table.Row {
	text, err := files.ReadFile("data/" + name)
	if err != nil {
		panic(err)
	}
	return table.Read(name, string(text))
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

// units reads a whole number of units; an empty cell is zero.
func units(r table.Row, column string) cites.Quantity {
	return cites.Quantity(r.Number(column) * 1000)
}

// span is the time during which a line of a table holds; open where not set.
type span struct{ from, until cites.Date }

func spanOf(r table.Row) span {
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
