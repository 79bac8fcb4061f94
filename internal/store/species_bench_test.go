package store_test

import (
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store/storetest"
)

// BenchmarkSuggestBesideFullText types names letter by letter over the set of
// 2013 and the Checklist, and compares with what a full-text index of the same
// names takes for the same letters in the same run. Each query counts with the
// best of three, so that the figure is ours and not that of whatever else the
// machine does.
func BenchmarkSuggestBesideFullText(b *testing.B) {
	path := sharedChecklist(b)
	i := newImporter(storetest.Open(b))
	if err := i.Seed(b.Context(), actor.Machine()); err != nil {
		b.Fatal(err)
	}
	open := func() (io.ReadCloser, error) { return os.Open(path) }
	files := append(sharedSet(b), species.File{Name: filepath.Base(path), Body: species.Lazy(open), Again: open})
	if _, err := i.ImportAll(b.Context(), speciesAdmin(), "all", files, nil); err != nil {
		b.Fatal(err)
	}
	c := i.Library.Current()
	db, query := fullText(b, c)
	defer db.Close()
	var ours, peer []time.Duration
	for b.Loop() {
		for _, name := range []string{"elephant", "Loxodonta africana", "perroquet gris", "palo de rosa", "crocodylus niloticus", "white stork", "dendrobium nob"} {
			for n := 2; n <= len(name); n++ {
				text := name[:n]
				ours = append(ours, bestOfThree(func() { c.Suggest(text, cites.English, 10) }))
				peer = append(peer, bestOfThree(func() { query(text) }))
			}
		}
	}
	slices.Sort(ours)
	slices.Sort(peer)
	b.ReportMetric(float64(sum(ours))/float64(sum(peer)), "x-full-text")
	b.ReportMetric(float64(ours[len(ours)*99/100])/float64(5*time.Millisecond), "p99/limit")
	b.ReportMetric(float64(c.Len()), "taxa")
}

// fullText is an index of all names of a catalogue with the database's own
// means, and what asks it for the names that begin with a text.
func fullText(b *testing.B, c *species.Catalogue) (*sql.DB, func(string)) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("create virtual table names using fts5(name, taxon unindexed, prefix='2 3')"); err != nil {
		b.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	for _, t := range c.All() {
		texts := []string{t.Name}
		for _, n := range t.Names {
			texts = append(texts, n.Text)
		}
		for _, s := range texts {
			if _, err := tx.Exec("insert into names (name, taxon) values (?, ?)", s, string(t.ID)); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	ask, err := db.Prepare("select name, taxon from names where names match ? order by rank limit 10")
	if err != nil {
		b.Fatal(err)
	}
	return db, func(text string) {
		rows, err := ask.Query(`"` + strings.ReplaceAll(text, " ", `" "`) + `"*`)
		if err != nil {
			b.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var name, taxon string
			if err := rows.Scan(&name, &taxon); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func bestOfThree(do func()) time.Duration {
	best := time.Hour
	for range 3 {
		began := time.Now()
		do()
		best = min(best, time.Since(began))
	}
	return best
}

func sum(all []time.Duration) (s time.Duration) {
	for _, d := range all {
		s += d
	}
	return s
}
