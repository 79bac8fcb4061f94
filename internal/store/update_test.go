package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// widget makes a table that only tests know.
func widget(t testing.TB, d *store.DB) {
	t.Helper()
	err := d.Update(t.Context(), func(x *store.Tx) error {
		_, err := x.ExecContext(t.Context(), `create table widget (id text primary key, code text unique, n bigint not null constraint widget_n_small check (n <= 1000))`)
		if err != nil {
			return err
		}
		_, err = x.Record(t.Context(), storetest.Event("widget"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func put(ctx context.Context, x *store.Tx, id string, n int) error {
	_, err := x.ExecContext(ctx, "-- name: PutWidget :exec\ninsert into widget (id, code, n) values ($1, $1, $2)", id, n)
	return err
}

func count(t testing.TB, d *store.DB, query string) (n int64) {
	t.Helper()
	err := d.View(t.Context(), func(x *store.Tx) error { return x.QueryRowContext(t.Context(), query).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestUpdateNeedsAnAuditEvent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		widget(t, d)
		ctx := t.Context()
		err := d.Update(ctx, func(x *store.Tx) error { return put(ctx, x, "a", 1) })
		if err == nil || fault.KindOf(err) != fault.Internal {
			t.Errorf("changed rows without an event: %v", err)
		}
		if n := count(t, d, `select count(*) from widget`); n != 0 {
			t.Errorf("%d rows were kept", n)
		}
		err = d.Update(ctx, func(x *store.Tx) error {
			if err := put(ctx, x, "a", 1); err != nil {
				return err
			}
			_, err := x.Record(ctx, storetest.Event("a"))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := count(t, d, `select count(*) from widget`); n != 1 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestUpdateRollsBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		widget(t, d)
		ctx := t.Context()
		before := count(t, d, `select size from log_tree`)
		stop := errors.New("stop")
		for name, fn := range map[string]func(){
			"error": func() {},
			"panic": func() { panic("no") },
		} {
			func() {
				defer func() { recover() }()
				err := d.Update(ctx, func(x *store.Tx) error {
					if err := put(ctx, x, "a", 1); err != nil {
						return err
					}
					if _, err := x.Record(ctx, storetest.Event("a")); err != nil {
						return err
					}
					fn()
					return stop
				})
				if !errors.Is(err, stop) {
					t.Errorf("%s: %v", name, err)
				}
			}()
		}
		if n := count(t, d, `select count(*) from widget`); n != 0 {
			t.Errorf("%d rows were kept", n)
		}
		if n := count(t, d, `select size from log_tree`); n != before {
			t.Errorf("the log grew from %d to %d", before, n)
		}
		record(t, d, "after") // the writer still lives
	})
}

func record(t testing.TB, d *store.DB, subject string) int64 {
	t.Helper()
	var index int64
	err := d.Update(t.Context(), func(x *store.Tx) (err error) {
		index, err = x.Record(t.Context(), storetest.Event(subject))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return index
}

func TestUpdateManyAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		widget(t, d)
		ctx := t.Context()
		var wg sync.WaitGroup
		for i := range 300 {
			wg.Go(func() {
				err := d.Update(ctx, func(x *store.Tx) error {
					if err := put(ctx, x, fmt.Sprint(i), i); err != nil {
						return err
					}
					if _, err := x.Record(ctx, storetest.Event(fmt.Sprint(i))); err != nil {
						return err
					}
					if i%3 == 0 {
						return errors.New("no")
					}
					return nil
				})
				if (err != nil) != (i%3 == 0) {
					t.Errorf("%d: %v", i, err)
				}
			})
		}
		wg.Wait()
		if n := count(t, d, `select count(*) from widget`); n != 200 {
			t.Errorf("%d rows", n)
		}
		if n := count(t, d, `select size from log_tree`); n != 201 {
			t.Errorf("log of %d", n)
		}
	})
}

func TestViolationsAreConflicts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		widget(t, d)
		ctx := t.Context()
		insert := func(id, code string, n int) (name string, err error) {
			err = d.Update(ctx, func(x *store.Tx) error {
				_, err := x.ExecContext(ctx, `insert into widget (id, code, n) values ($1, $2, $3)`, id, code, n)
				if err != nil {
					name = x.Broken(err)
					return err
				}
				_, err = x.Record(ctx, storetest.Event(id))
				return err
			})
			return name, err
		}
		if _, err := insert("a", "a", 1); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			id, code string
			n        int
			want     string
		}{
			{"a", "b", 1, "widget_pkey"}, {"b", "a", 1, "widget_code_key"}, {"c", "c", 1001, "widget_n_small"},
		} {
			name, err := insert(c.id, c.code, c.n)
			if fault.KindOf(err) != fault.Conflict || name != c.want {
				t.Errorf("%s: got %q, %v", c.want, name, err)
			}
		}
	})
}

func TestViewCannotChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		widget(t, d)
		ctx := t.Context()
		err := d.View(ctx, func(x *store.Tx) error { return put(ctx, x, "a", 1) })
		if err == nil {
			t.Error("a view changed rows")
		}
		err = d.View(ctx, func(x *store.Tx) error {
			var id string
			return x.QueryRowContext(ctx, `insert into widget (id, code, n) values ('a','a',1) returning id`).Scan(&id)
		})
		if err == nil {
			t.Error("a view changed rows by a query")
		}
	})
}

func TestEnqueueIsPartOfTheTransaction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		ctx := t.Context()
		j := job.Job{Kind: "test.job", Args: map[string]string{"id": "1"}, UniqueKey: "1"}
		stop := errors.New("stop")
		if err := d.Update(ctx, func(x *store.Tx) error { return errors.Join(x.Enqueue(ctx, j), stop) }); !errors.Is(err, stop) {
			t.Fatal(err)
		}
		if n := count(t, d, `select count(*) from river_job`); n != 0 {
			t.Errorf("%d jobs after rollback", n)
		}
		for range 2 {
			if err := d.Update(ctx, func(x *store.Tx) error { return x.Enqueue(ctx, j) }); err != nil {
				t.Fatal(err)
			}
		}
		if n := count(t, d, `select count(*) from river_job`); n != 1 {
			t.Errorf("%d jobs, want one unique job", n)
		}
	})
}

func TestGoneCaller(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := d.Update(ctx, func(*store.Tx) error { t.Error("ran"); return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		// Cancelled in the middle: the answer is the truth, and others are not harmed.
		ctx, cancel = context.WithCancel(t.Context())
		err := d.Update(ctx, func(x *store.Tx) error {
			cancel()
			_, err := x.Record(ctx, storetest.Event("a"))
			return err
		})
		if err != nil || count(t, d, `select count(*) from audit_event`) != 1 {
			t.Errorf("cancelled in the middle: %v", err)
		}
	})
}

// counter gives numbers to many goroutines.
type counter struct{ n atomic.Int64 }

func (c *counter) next() int64 { return c.n.Add(1) }
