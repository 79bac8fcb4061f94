package store_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func signer(t testing.TB) (note.Signer, note.Verifier) {
	t.Helper()
	skey, vkey, err := note.GenerateKey(zeros{}, "xx.cites.example/log")
	if err != nil {
		t.Fatal(err)
	}
	s, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return s, v
}

// zeros makes the same key each time.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func grow(t testing.TB, d *store.DB, n int) {
	t.Helper()
	err := d.Update(t.Context(), func(x *store.Tx) error {
		for i := range n {
			if _, err := x.Record(t.Context(), storetest.Event(fmt.Sprint(i))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkpoint(t testing.TB, d *store.DB) store.Checkpoint {
	t.Helper()
	s, _ := signer(t)
	c, err := d.Checkpoint(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestProofsAndCheckpoints(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		ctx := t.Context()
		var seen []store.Checkpoint
		for _, n := range []int{1, 6, 1, 20, 300} {
			grow(t, d, n)
			seen = append(seen, checkpoint(t, d))
		}
		last := seen[len(seen)-1]
		if again := checkpoint(t, d); again.Note != last.Note {
			t.Error("a second checkpoint of the same log")
		}
		_, v := signer(t)
		opened, err := note.Open([]byte(last.Note), note.VerifierList(v))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(opened.Text, fmt.Sprintf("xx.cites.example/log\n%d\n", last.Size)) {
			t.Errorf("note %q", opened.Text)
		}
		err = d.View(ctx, func(x *store.Tx) error {
			for i := range last.Size {
				leaf, proof, err := x.ProveLeaf(ctx, last.Size, i)
				if err != nil {
					return err
				}
				if err := tlog.CheckRecord(proof, last.Size, last.Root, i, tlog.RecordHash(leaf)); err != nil {
					t.Errorf("leaf %d: %v", i, err)
				}
				e, err := x.EventAt(ctx, i)
				if err != nil {
					return err
				}
				if !e.Opens(leaf) {
					t.Errorf("event %d does not open its leaf", i)
				}
			}
			for _, old := range seen {
				proof, err := x.ProveConsistency(ctx, last.Size, old.Size)
				if err != nil {
					return err
				}
				if err := tlog.CheckTree(proof, last.Size, last.Root, old.Size, old.Root); err != nil {
					t.Errorf("from %d: %v", old.Size, err)
				}
			}
			if _, _, err := x.ProveLeaf(ctx, last.Size+1, 0); fault.KindOf(err) != fault.NotFound {
				t.Errorf("a proof for a larger log: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if wrong, err := d.CheckTree(ctx, last.Head); err != nil || len(wrong) != 0 {
			t.Errorf("check: %v %v", wrong, err)
		}
	})
}

// TestTilesRebuildTheLog reads the log as a stranger would: by its tiles only.
func TestTilesRebuildTheLog(t *testing.T) {
	d := storetest.Open(t)
	grow(t, d, 600)
	c := checkpoint(t, d)
	ctx := t.Context()
	err := d.View(ctx, func(x *store.Tx) error {
		read := tlog.TileHashReader(tlog.Tree{N: c.Size, Hash: c.Root}, tiles{t, x})
		for _, i := range []int64{0, 255, 256, 511, 512, 599} {
			leaf, _, err := x.ProveLeaf(ctx, c.Size, i)
			if err != nil {
				return err
			}
			h, err := read.ReadHashes([]int64{tlog.StoredHashIndex(0, i)})
			if err != nil || h[0] != tlog.RecordHash(leaf) {
				t.Errorf("leaf %d by tiles: %v", i, err)
			}
		}
		b, err := x.Tile(ctx, "entries/002.p/88")
		if err != nil || len(b) != 88*34 {
			t.Errorf("entries: %d bytes, %v", len(b), err)
		}
		for _, bad := range []string{"0/003", "0/002.p/89", "2/000", "x", "", "-1/000", "63/000", "entries/003", "0/x999/999", "../0/000", "7/x999/x999/x999/x999/999"} {
			if _, err := x.Tile(ctx, bad); fault.KindOf(err) != fault.NotFound {
				t.Errorf("tile %q: %v", bad, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// tiles is a tlog.TileReader over our tiles.
type tiles struct {
	t *testing.T
	x *store.Tx
}

func (r tiles) Height() int                     { return 8 }
func (r tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (r tiles) ReadTiles(ts []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(ts))
	for i, tile := range ts {
		b, err := r.x.Tile(r.t.Context(), strings.TrimPrefix(tile.Path(), "tile/8/"))
		if err != nil {
			return nil, err
		}
		out[i] = b
	}
	return out, nil
}

func TestEventsOfASubject(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		grow(t, d, 10)
		record(t, d, "7")
		ctx := t.Context()
		err := d.View(ctx, func(x *store.Tx) error {
			of, err := x.EventsOf(ctx, "test", "7")
			if err != nil {
				return err
			}
			if len(of) != 2 || of[0].Index != 7 || of[1].Index != 10 {
				t.Errorf("events of 7: %v", of)
			}
			if _, err := x.EventAt(ctx, 11); fault.KindOf(err) != fault.NotFound {
				t.Errorf("event 11: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
