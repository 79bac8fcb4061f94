package crashtest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

var errUsedUp = errors.New("used up")

// contend lets 10,000 takers reach at once for 1,000 things, 64 at a time.
func contend(t *testing.T, d *store.DB, take func(ctx context.Context, id string) error) (granted, refused int64) {
	t.Helper()
	widget(t, d)
	ctx := t.Context()
	err := d.Update(ctx, func(x *store.Tx) error {
		if _, err := x.ExecContext(ctx, `update ledger set total = 1000`); err != nil {
			return err
		}
		_, err := x.Record(ctx, storetest.Event("widget"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var yes, no atomic.Int64
	next := make(chan int)
	var takers sync.WaitGroup
	for range 64 {
		takers.Go(func() {
			for i := range next {
				switch err := take(ctx, fmt.Sprint(i)); {
				case err == nil:
					yes.Add(1)
				case errors.Is(err, errUsedUp):
					no.Add(1)
				default:
					t.Error(err)
				}
			}
		})
	}
	for i := range 10_000 {
		next <- i
	}
	close(next)
	takers.Wait()
	return yes.Load(), no.Load()
}

func stored(t *testing.T, d *store.DB) (rows, used int64) {
	t.Helper()
	err := d.View(t.Context(), func(x *store.Tx) error {
		return x.QueryRowContext(t.Context(), `select (select count(*) from widget), (select used from ledger)`).Scan(&rows, &used)
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows, used
}

// TestContention: a conditional update grants exactly what there is.
func TestContention(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		granted, refused := contend(t, d, func(ctx context.Context, id string) error {
			return d.Update(ctx, func(x *store.Tx) error {
				r, err := x.ExecContext(ctx, "-- name: Take :execrows\nupdate ledger set used = used + 1 where id = 1 and used < total")
				if err != nil {
					return err
				}
				if n, err := r.RowsAffected(); err != nil || n == 0 {
					return errors.Join(err, errUsedUp)
				}
				if _, err := x.ExecContext(ctx, "-- name: Keep :exec\ninsert into widget (id, pad) values ($1, '')", id); err != nil {
					return err
				}
				_, err = x.Record(ctx, storetest.Event(id))
				return err
			})
		})
		rows, used := stored(t, d)
		if granted != 1000 || refused != 9000 || rows != 1000 || used != 1000 {
			t.Errorf("granted %d, refused %d, %d rows, %d used; want 1000, 9000, 1000, 1000", granted, refused, rows, used)
		}
	})
}

// TestContentionControl is the negative control: reading first and writing then
// in another transaction must grant too much.
func TestContentionControl(t *testing.T) {
	d := storetest.Open(t)
	granted, _ := contend(t, d, func(ctx context.Context, id string) error {
		var used, total int64
		err := d.View(ctx, func(x *store.Tx) error {
			return x.QueryRowContext(ctx, `select used, total from ledger`).Scan(&used, &total)
		})
		if err != nil {
			return err
		}
		if used >= total {
			return errUsedUp
		}
		return d.Update(ctx, func(x *store.Tx) error {
			if _, err := x.ExecContext(ctx, `update ledger set used = $1`, used+1); err != nil {
				return err
			}
			if _, err := x.ExecContext(ctx, `insert into widget (id, pad) values ($1, '')`, id); err != nil {
				return err
			}
			_, err := x.Record(ctx, storetest.Event(id))
			return err
		})
	})
	if granted <= 1000 {
		t.Errorf("the naive way granted %d of 1000: the test proves nothing", granted)
	}
}
