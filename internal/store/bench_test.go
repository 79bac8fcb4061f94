package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// The peer of the durable benchmarks is the engine itself: single-row commits
// with nothing around them, prepared and synced like ours, measured in turns
// with ours so that the machine's moods hit both.
const (
	turnOf    = 200 // transactions in a turn
	turnsEach = 5   // turns of each kind in a round
)

// bare makes a table of the bare engine and returns one commit into it.
func bare(b *testing.B) func(id string) error {
	p, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_txlock=immediate&"+store.SQLitePragmas)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { p.Close() })
	p.SetMaxOpenConns(1)
	if _, err := p.Exec(`create table bare (id text primary key, v text)`); err != nil {
		b.Fatal(err)
	}
	s, err := p.Prepare(`insert into bare (id, v) values ($1, $2)`)
	if err != nil {
		b.Fatal(err)
	}
	return func(id string) error {
		_, err := s.Exec(id, "value")
		return err
	}
}

// change is a row, an event and its leaf in a durable transaction.
func change(b *testing.B, d *store.DB) func(id string) error {
	ctx := b.Context()
	return func(id string) error {
		return d.Update(ctx, func(x *store.Tx) error {
			if err := put(ctx, x, id, 1); err != nil {
				return err
			}
			_, err := x.Record(ctx, storetest.Event(id))
			return err
		})
	}
}

// turn runs transactions from some goroutines and returns how long one took.
func turn(b *testing.B, goroutines int, ids *counter, commit func(id string) error) time.Duration {
	start := time.Now()
	var all sync.WaitGroup
	each := max(turnOf/goroutines, 8)
	for range goroutines {
		all.Go(func() {
			for range each {
				if err := commit(fmt.Sprint(ids.next())); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return time.Since(start) / time.Duration(each*goroutines)
}

// BenchmarkDurable compares durable audited transactions, one after the other
// and 64 at once, with bare commits. Limits: at least 0.4 and 3.
func BenchmarkDurable(b *testing.B) {
	d := storetest.Open(b)
	widget(b, d)
	ours, peer := change(b, d), bare(b)
	var ids counter
	var alone, many, engine time.Duration
	turn(b, 1, &ids, ours) // statements get prepared
	for b.Loop() {
		for range turnsEach {
			engine += turn(b, 1, &ids, peer)
			alone += turn(b, 1, &ids, ours)
			many += turn(b, 64, &ids, ours)
		}
	}
	b.ReportMetric(float64(engine)/float64(alone), "one-writer-of-bare")
	b.ReportMetric(float64(engine)/float64(many), "batched-of-bare")
}
