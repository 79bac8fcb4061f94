package store_test

import (
	"path/filepath"
	"testing"

	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func TestKeptNoteIsAHead(t *testing.T) {
	d := storetest.Open(t)
	file := filepath.Join(t.TempDir(), "checkpoint.txt")
	if _, ok, err := store.ReadHead(file); ok || err != nil {
		t.Errorf("absent: %v %v", ok, err)
	}
	for range 2 {
		grow(t, d, 3)
		c := checkpoint(t, d)
		if err := store.KeepNote(file, c); err != nil {
			t.Fatal(err)
		}
		if h, ok, err := store.ReadHead(file); !ok || err != nil || h != c.Head {
			t.Errorf("read %v %v %v, want %v", h, ok, err, c.Head)
		}
	}
	for _, bad := range []string{"", "x", "a\n1\nAAAA\n", "a\n-1\n" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", "\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"} {
		if h, err := store.ParseHead(bad); err == nil {
			t.Errorf("%q is read as %v", bad, h)
		}
	}
}
