package crashtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/opencites/opencites/internal/store"
)

// outcome is what one power cut did.
type outcome struct {
	cut   bool // the power failed while writing
	acked int
	lost  int
	bad   string // what was broken besides
}

// cut writes from three goroutines until the power fails at a random operation,
// and looks at what is there when it is back.
func cut(t *testing.T, image *disk, seed uint64, synchronous string) outcome {
	r := rand.New(rand.NewPCG(seed, 3))
	d := copyOf(image)
	db, err := store.Open(t.Context(), config(d, synchronous))
	if err != nil {
		return outcome{bad: err.Error()}
	}
	d.mu.Lock()
	d.left = r.IntN(600)
	d.mu.Unlock()
	var mu sync.Mutex
	var acked []string
	var writers sync.WaitGroup
	for w := range 3 {
		writers.Go(func() {
			for i := range 100 {
				id := fmt.Sprint(w, "-", i)
				if err := db.Update(context.Background(), func(x *store.Tx) error { return write(context.Background(), x, id) }); err != nil {
					return
				}
				mu.Lock()
				acked = append(acked, id)
				mu.Unlock()
			}
		})
	}
	writers.Wait()
	o := outcome{cut: d.dead, acked: len(acked)}
	db.Close()
	again, err := store.Open(t.Context(), config(d.afterCut(r), synchronous))
	if err != nil {
		o.bad = "open: " + err.Error()
		return o
	}
	defer again.Close()
	kept, bad := look(again)
	o.bad = bad
	for _, id := range acked {
		if !kept[id] {
			o.lost++
		}
	}
	return o
}

// cuts cuts the power n times and sums up.
func cuts(t *testing.T, n int, synchronous string) (total outcome, happened, losing int) {
	image := fresh(t)
	for i := range n {
		o := cut(t, image, uint64(i), synchronous)
		total.acked += o.acked
		total.lost += o.lost
		if o.cut {
			happened++
		}
		if o.lost > 0 {
			losing++
		}
		if o.bad != "" && total.bad == "" {
			total.bad = fmt.Sprintf("seed %d: %s", i, o.bad)
		}
	}
	t.Logf("synchronous=%s: %d power cuts in %d rounds, %d acknowledged writes, %d lost in %d rounds", synchronous, happened, n, total.acked, total.lost, losing)
	return total, happened, losing
}

// TestPowerCut: with the store's settings no acknowledged write is lost, no
// change is half there, and the log's tree holds, wherever the power fails.
func TestPowerCut(t *testing.T) {
	n := cycles(t, 1000)
	total, happened, _ := cuts(t, n, "FULL")
	if total.lost > 0 {
		t.Errorf("%d acknowledged writes were lost", total.lost)
	}
	if total.bad != "" {
		t.Error(total.bad)
	}
	if happened < n/2 || total.acked < n {
		t.Errorf("the test hardly worked: %d cuts, %d acknowledged", happened, total.acked)
	}
}

// TestPowerCutControl: synchronous=NORMAL must lose acknowledged writes, or the
// disk does not forget as a disk does.
func TestPowerCutControl(t *testing.T) {
	total, _, losing := cuts(t, min(cycles(t, 200), 1000), "NORMAL")
	if losing == 0 {
		t.Error("synchronous=NORMAL lost nothing: the test proves nothing")
	}
	if total.bad != "" {
		t.Errorf("NORMAL may lose the last commits but nothing else: %s", total.bad)
	}
}
