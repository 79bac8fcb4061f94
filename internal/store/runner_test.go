package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// doer is a handler that counts what it did.
type doer struct {
	kind string
	mu   sync.Mutex
	did  map[string]int
	work func(id string, times int) error
}

func (h *doer) Kind() string { return h.kind }

func (h *doer) Work(_ context.Context, args []byte) error {
	var id string
	if err := json.Unmarshal(args, &id); err != nil {
		return job.Cancel(err)
	}
	h.mu.Lock()
	h.did[id]++
	n := h.did[id]
	h.mu.Unlock()
	if h.work != nil {
		return h.work(id, n)
	}
	return nil
}

func (h *doer) times(id string) int { h.mu.Lock(); defer h.mu.Unlock(); return h.did[id] }

func runner(t *testing.T, d *store.DB, cfg store.RunnerConfig) {
	t.Helper()
	cfg.Poll = 20 * time.Millisecond
	if cfg.Backoff == nil {
		cfg.Backoff = func(int) time.Duration { return 10 * time.Millisecond }
	}
	r, err := d.StartRunner(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := r.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 3000 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

func enqueue(t *testing.T, d *store.DB, jobs ...job.Job) {
	t.Helper()
	err := d.Update(t.Context(), func(x *store.Tx) error {
		for _, j := range jobs {
			if err := x.Enqueue(t.Context(), j); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRunnerDoesEachJobOnceWithTwoInstances(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		h := &doer{kind: "test.count", did: map[string]int{}}
		runner(t, d, store.RunnerConfig{Handlers: []job.Handler{h}})
		if d.Engine() == "postgres" { // SQLite has one program, thus one runner
			runner(t, d, store.RunnerConfig{Handlers: []job.Handler{h}})
		}
		const n = 100
		for i := range n {
			enqueue(t, d, job.Job{Kind: h.kind, Args: fmt.Sprint(i)})
		}
		until(t, "all jobs done", func() bool {
			s, err := d.QueueState(t.Context())
			return err == nil && s.Done == n
		})
		for i := range n {
			if got := h.times(fmt.Sprint(i)); got != 1 {
				t.Errorf("job %d ran %d times", i, got)
			}
		}
	})
}

func TestRunnerRetriesAndGivesUp(t *testing.T) {
	eachConfig(t, func(c *store.Config) { c.Attempts = 4 }, func(t *testing.T, d *store.DB) {
		h := &doer{kind: "test.retry", did: map[string]int{}, work: func(id string, n int) error {
			switch {
			case id == "hopeless":
				return job.Cancel(errors.New("no such permit"))
			case id == "panics" && n == 1:
				panic("broken handler")
			case id == "third" && n < 3, id == "never":
				return errors.New("not yet")
			}
			return nil
		}}
		runner(t, d, store.RunnerConfig{Handlers: []job.Handler{h}})
		enqueue(t, d, job.Job{Kind: h.kind, Args: "third"}, job.Job{Kind: h.kind, Args: "never"},
			job.Job{Kind: h.kind, Args: "hopeless"}, job.Job{Kind: h.kind, Args: "panics"})
		var s store.QueueState
		until(t, "two done, two given up", func() bool {
			s, _ = d.QueueState(t.Context())
			return s.Done == 2 && s.Failed == 2
		})
		for id, want := range map[string]int{"third": 3, "never": 4, "hopeless": 1, "panics": 2} {
			if got := h.times(id); got != want {
				t.Errorf("%s ran %d times, want %d", id, got, want)
			}
		}
	})
}

func TestRunnerPeriodicAndPlanned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		h := &doer{kind: "test.time", did: map[string]int{}}
		runner(t, d, store.RunnerConfig{Handlers: []job.Handler{h}, Periodic: []job.Periodic{
			{Every: 50 * time.Millisecond, Job: job.Job{Kind: h.kind, Args: "tick"}, Start: true},
		}})
		enqueue(t, d, job.Job{Kind: h.kind, Args: "far", RunAt: time.Now().Add(time.Hour)},
			job.Job{Kind: h.kind, Args: "soon", RunAt: time.Now().Add(50 * time.Millisecond)})
		until(t, "periodic jobs run twice and the planned one", func() bool { return h.times("tick") >= 2 && h.times("soon") == 1 })
		if h.times("far") != 0 {
			t.Error("a job ran an hour early")
		}
	})
}

// eachConfig is storetest.Each with a changed configuration.
func eachConfig(t *testing.T, change func(*store.Config), run func(*testing.T, *store.DB)) {
	for _, engine := range storetest.Engines() {
		t.Run(engine, func(t *testing.T) {
			cfg := storetest.Config(t, engine)
			change(&cfg)
			run(t, storetest.OpenConfig(t, cfg))
		})
	}
}
