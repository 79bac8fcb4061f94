package store_test

import (
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// TestInstancesShareOneLog lets several instances of the program write at once:
// a service and its command line on SQLite, several machines on PostgreSQL.
func TestInstancesShareOneLog(t *testing.T) {
	for _, engine := range storetest.Engines() {
		t.Run(engine, func(t *testing.T) {
			cfg := storetest.Config(t, engine)
			const instances, writers, each = 3, 4, 25
			all := make([]*store.DB, instances)
			for i := range all {
				all[i] = storetest.OpenConfig(t, cfg)
			}
			widget(t, all[0])
			ctx := t.Context()
			var wg sync.WaitGroup
			for i, d := range all {
				for w := range writers {
					wg.Go(func() {
						for n := range each {
							id := fmt.Sprint(i, "-", w, "-", n)
							err := d.Update(ctx, func(x *store.Tx) error {
								if err := put(ctx, x, id, n); err != nil {
									return err
								}
								_, err := x.Record(ctx, storetest.Event(id))
								return err
							})
							if err != nil {
								t.Errorf("%s: %v", id, err)
							}
						}
					})
				}
			}
			wg.Wait()
			if n := count(t, all[1], `select count(*) from widget`); n != instances*writers*each {
				t.Errorf("%d rows", n)
			}
			if wrong, err := all[2].CheckTree(ctx); err != nil || len(wrong) != 0 {
				t.Errorf("the log: %v %v", wrong, err)
			}
		})
	}
}

func TestDatabaseFileIsPrivate(t *testing.T) {
	cfg := storetest.Config(t, "sqlite")
	d := storetest.OpenConfig(t, cfg)
	grow(t, d, 1)
	for _, tail := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(cfg.Path + tail)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", info.Name(), info.Mode())
		}
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	for name, cfg := range map[string]store.Config{
		"nothing": {}, "both": {DSN: "postgres://x", Path: "y"},
		"absent folder": {Path: t.TempDir() + "/a/b/c.db"}, "a folder": {Path: t.TempDir()},
		"no server": {DSN: "postgres://127.0.0.1:1/none?connect_timeout=2"}, "no address": {DSN: "postgres://%%%"},
	} {
		if d, err := store.Open(t.Context(), cfg); err == nil {
			d.Close()
			t.Errorf("%s: opened", name)
		}
	}
}
