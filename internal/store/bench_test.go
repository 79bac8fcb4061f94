package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// bareCommits is the peer: single-row commits of the same engine with nothing
// around them, synced like ours.
func bareCommits(b *testing.B, n int) {
	p, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_txlock=immediate&"+store.SQLitePragmas)
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	p.SetMaxOpenConns(1)
	if _, err := p.Exec(`create table bare (id integer primary key, v text)`); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for i := range n {
		if _, err := p.Exec(`insert into bare (id, v) values ($1, $2)`, i, "value"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBareCommit is single-row commits of the bare engine.
func BenchmarkBareCommit(b *testing.B) { bareCommits(b, b.N) }

// BenchmarkUpdate is one writer: a row, an event and its leaf in a durable transaction.
func BenchmarkUpdate(b *testing.B) {
	for _, engine := range storetest.Engines() {
		b.Run(engine, func(b *testing.B) {
			d := storetest.OpenEngine(b, engine)
			widget(b, d)
			b.ResetTimer()
			for i := range b.N {
				change(b, d, fmt.Sprint(i))
			}
		})
	}
}

// BenchmarkUpdateBatched is 64 writers at once.
func BenchmarkUpdateBatched(b *testing.B) {
	for _, engine := range storetest.Engines() {
		b.Run(engine, func(b *testing.B) {
			d := storetest.OpenEngine(b, engine)
			widget(b, d)
			b.ResetTimer()
			b.SetParallelism(32)
			var n counter
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					change(b, d, fmt.Sprint(n.next()))
				}
			})
		})
	}
}

func change(b *testing.B, d *store.DB, id string) {
	ctx := b.Context()
	err := d.Update(ctx, func(x *store.Tx) error {
		if err := put(ctx, x, id, 1); err != nil {
			return err
		}
		_, err := x.Record(ctx, storetest.Event(id))
		return err
	})
	if err != nil {
		b.Error(err)
	}
}
