package store_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

const tampered = 90 // events in the log that is tampered with

// insider changes the log's tables behind the program, as somebody with the
// database's password could.
type insider struct {
	t   *testing.T
	x   *store.Tx
	ctx context.Context
	r   *rand.Rand
}

func (i insider) sql(query string, args ...any) {
	i.t.Helper()
	if _, err := i.x.ExecContext(i.ctx, query, args...); err != nil {
		i.t.Fatalf("%s: %v", query, err)
	}
}

func (i insider) any() int64 { return i.r.Int64N(tampered) }

func (i insider) noise() []byte {
	b := sha256.Sum256(fmt.Append(nil, i.r.Int64()))
	return b[:]
}

// rebuild makes a consistent tree of the given leaves: what an insider does who
// knows the program.
func (i insider) rebuild(leaves [][]byte) {
	i.sql(`delete from log_hash`)
	i.sql(`delete from audit_event where leaf_index >= $1`, len(leaves))
	for len(leaves) > i.events() {
		i.sql(`insert into audit_event select $1, leaf, 'more', at, actor_id, actor_name, actor_role, on_behalf, verb, subject_kind, subject_id, detail, null from audit_event where leaf_index = 0`, i.events())
	}
	stored := map[int64]tlog.Hash{}
	read := tlog.HashReaderFunc(func(at []int64) (out []tlog.Hash, err error) {
		for _, x := range at {
			out = append(out, stored[x])
		}
		return out, nil
	})
	for n, leaf := range leaves {
		i.sql(`update audit_event set leaf = $1 where leaf_index = $2`, leaf, n)
		hashes, err := tlog.StoredHashes(int64(n), leaf, read)
		if err != nil {
			i.t.Fatal(err)
		}
		for k, h := range hashes {
			at := tlog.StoredHashIndex(0, int64(n)) + int64(k)
			stored[at] = h
			i.sql(`insert into log_hash (hash_index, hash) values ($1, $2)`, at, h[:])
		}
	}
	i.sql(`update log_tree set size = $1`, len(leaves))
}

func (i insider) events() (n int) {
	if err := i.x.QueryRowContext(i.ctx, `select count(*) from audit_event`).Scan(&n); err != nil {
		i.t.Fatal(err)
	}
	return n
}

func (i insider) leaves() (out [][]byte) {
	rows, err := i.x.QueryContext(i.ctx, `select leaf from audit_event order by leaf_index`)
	if err != nil {
		i.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			i.t.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

// tampers are the ways to lie. Those that rebuild the tree can only be seen by
// somebody who keeps an older head.
func tampers() map[string]func(insider) {
	return map[string]func(insider){
		"rewrite leaf": func(i insider) { i.sql(`update audit_event set leaf = $1 where leaf_index = $2`, i.noise(), i.any()) },
		"erase salt and rewrite": func(i insider) {
			i.sql(`update audit_event set salt = null, leaf = $1 where leaf_index = $2`, i.noise(), i.any())
		},
		"rewrite inner hash": func(i insider) {
			i.sql(`update log_hash set hash = $1 where hash_index = $2`, i.noise(), i.r.Int64N(tlog.StoredHashCount(tampered)))
		},
		"delete hash": func(i insider) {
			i.sql(`delete from log_hash where hash_index = $1`, i.r.Int64N(tlog.StoredHashCount(tampered)))
		},
		"change event": func(i insider) {
			column := []string{"actor_id", "actor_name", "actor_role", "on_behalf", "verb", "subject_kind", "subject_id"}[i.r.IntN(7)]
			i.sql(`update audit_event set `+column+` = 'x' where leaf_index = $1`, i.any())
		},
		"change moment": func(i insider) { i.sql(`update audit_event set at = at - 1 where leaf_index = $1`, i.any()) },
		"change detail": func(i insider) { i.sql(`update audit_event set detail = '{"a":1}' where leaf_index = $1`, i.any()) },
		"delete event":  func(i insider) { i.sql(`delete from audit_event where leaf_index = $1`, i.any()) },
		"swap leaves, rebuilt": func(i insider) {
			l, a := i.leaves(), i.any()
			b := (a + 1 + i.r.Int64N(tampered-1)) % tampered
			l[a], l[b] = l[b], l[a]
			i.rebuild(l)
		},
		"drop leaf, rebuilt":     func(i insider) { l, a := i.leaves(), int(i.any()); i.rebuild(slices.Delete(l, a, a+1)) },
		"insert leaf, rebuilt":   func(i insider) { i.rebuild(slices.Insert(i.leaves(), int(i.any()), i.noise())) },
		"rewrite leaf, rebuilt":  func(i insider) { l := i.leaves(); l[i.any()] = i.noise(); i.rebuild(l) },
		"truncate, rebuilt":      func(i insider) { i.rebuild(i.leaves()[:i.any()]) },
		"size only":              func(i insider) { i.sql(`update log_tree set size = $1`, i.any()) },
		"forget all checkpoints": func(i insider) { i.sql(`delete from log_checkpoint`); i.rebuild(i.leaves()[:i.any()]) },
	}
}

// TestTamperIsFound lies to the log 1,000 times (100 on PostgreSQL) and wants
// every lie found, with the one head that a witness keeps.
func TestTamperIsFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		rounds := 1000
		if d.Engine() == "postgres" {
			rounds = 100
		}
		grow(t, d, tampered-1)
		keep(t, d)
		witnessed := checkpoint(t, d).Head
		if wrong, err := d.CheckTree(t.Context(), witnessed); err != nil || len(wrong) != 0 {
			t.Fatalf("an honest log is accused: %v %v", wrong, err)
		}
		var names []string
		for name := range tampers() {
			names = append(names, name)
		}
		slices.Sort(names)
		ctx := t.Context()
		for n := range rounds {
			name := names[n%len(names)]
			r := rand.New(rand.NewPCG(uint64(n), 1))
			err := d.Update(ctx, func(x *store.Tx) error {
				tampers()[name](insider{t, x, ctx, r})
				return nil
			})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			wrong, err := d.CheckTree(ctx, witnessed)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if len(wrong) == 0 {
				t.Errorf("round %d: not found: %s", n, name)
			}
			giveBack(t, d)
		}
		if wrong, err := d.CheckTree(ctx, witnessed); err != nil || len(wrong) != 0 {
			t.Errorf("the log was not given back: %v %v", wrong, err)
		}
	})
}

// TestSpotChecksAreNotEnough is the negative control: proofs of other leaves
// still verify over a rewritten inner hash, and a tree that was cut and rebuilt
// is consistent in itself. Only the full check with a witnessed head tells.
func TestSpotChecksAreNotEnough(t *testing.T) {
	d := storetest.Open(t)
	grow(t, d, tampered-1)
	keep(t, d)
	head := checkpoint(t, d).Head
	ctx := t.Context()
	lie := func(fn func(insider)) {
		err := d.Update(ctx, func(x *store.Tx) error {
			fn(insider{t, x, ctx, rand.New(rand.NewPCG(1, 1))})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	lie(func(i insider) { i.sql(`update log_hash set hash = $1 where hash_index = 0`, i.noise()) })
	err := d.View(ctx, func(x *store.Tx) error {
		leaf, proof, err := x.ProveLeaf(ctx, head.Size, 50)
		if err != nil {
			return err
		}
		return tlog.CheckRecord(proof, head.Size, head.Root, 50, tlog.RecordHash(leaf))
	})
	if err != nil {
		t.Errorf("the spot check saw it after all: %v", err)
	}
	if wrong, _ := d.CheckTree(ctx); len(wrong) == 0 {
		t.Error("the full check missed a rewritten hash")
	}
	giveBack(t, d)
	lie(tampers()["forget all checkpoints"])
	if wrong, err := d.CheckTree(ctx); err != nil || len(wrong) != 0 {
		t.Errorf("without a head from outside a rebuilt log cannot be told: %v %v", wrong, err)
	}
	if wrong, _ := d.CheckTree(ctx, head); len(wrong) == 0 {
		t.Error("the witnessed head did not tell")
	}
	if err := d.Contains(ctx, head); err == nil {
		t.Error("start-up accepted a log that was cut")
	}
}

var kept = []struct{ table, columns string }{
	{"log_hash", "hash_index, hash"}, {"log_tree", "id, size"}, {"log_checkpoint", "size, at, root, note"},
	{"audit_event", "leaf_index, leaf, id, at, actor_id, actor_name, actor_role, on_behalf, verb, subject_kind, subject_id, detail, salt"},
}

// keep copies the log aside; giveBack undoes what was done to it.
func keep(t *testing.T, d *store.DB) {
	t.Helper()
	ctx := t.Context()
	err := d.Update(ctx, func(x *store.Tx) error {
		for _, k := range kept {
			if _, err := x.ExecContext(ctx, `create table log_kept_`+k.table+` as select `+k.columns+` from `+k.table+` where 1 = 0`); err != nil {
				return err
			}
		}
		_, err := x.Record(ctx, storetest.Event("kept"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	checkpoint(t, d)
	copyLog(t, d, "log_kept_", "")
}

func giveBack(t *testing.T, d *store.DB) { t.Helper(); copyLog(t, d, "", "log_kept_") }

func copyLog(t *testing.T, d *store.DB, to, from string) {
	t.Helper()
	ctx := t.Context()
	err := d.Update(ctx, func(x *store.Tx) error {
		for _, k := range kept {
			if _, err := x.ExecContext(ctx, `delete from `+to+k.table); err != nil {
				return err
			}
			if _, err := x.ExecContext(ctx, `insert into `+to+k.table+` (`+k.columns+`) select `+k.columns+` from `+from+k.table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
