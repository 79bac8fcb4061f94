package crashtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func update(d *store.DB, id string) error {
	ctx := context.Background()
	return d.Update(ctx, func(x *store.Tx) error { return write(ctx, x, id) })
}

// TestEveryFailingOperation lets the n-th write, sync, truncation or deletion
// fail, for each n of a few transactions: every failure surfaces or does no
// harm, nothing is half-done, and after a new start work goes on.
func TestEveryFailingOperation(t *testing.T) {
	image := fresh(t)
	failures := 0
	for n := 0; ; n++ {
		d := copyOf(image)
		db, err := store.Open(t.Context(), config(d, "FULL"))
		if err != nil {
			t.Fatal(err)
		}
		d.mu.Lock()
		d.left, d.once = n, true
		d.mu.Unlock()
		acked := map[string]bool{}
		for i := range 8 {
			id := fmt.Sprint(i)
			if err := update(db, id); err == nil {
				acked[id] = true
			} else {
				failures++
				break // the program would end here: an I/O error is fatal
			}
		}
		d.mu.Lock()
		happened := d.left < 0
		d.left = -1
		d.mu.Unlock()
		db.Close()
		again, err := store.Open(t.Context(), config(copyOf(d), "FULL"))
		if err != nil {
			t.Fatalf("failure %d: %v", n, err)
		}
		if err := update(again, "after"); err != nil {
			t.Errorf("failure %d: work does not go on: %v", n, err)
		}
		kept, bad := look(again)
		for id := range acked {
			if !kept[id] {
				bad += " lost " + id
			}
		}
		if bad != "" {
			t.Errorf("failure %d: %s", n, bad)
		}
		again.Close()
		if !happened {
			t.Logf("%d operations, %d failures surfaced", n, failures)
			break
		}
	}
	if failures < 20 {
		t.Errorf("only %d failures surfaced: the disk hardly failed", failures)
	}
}

// TestIOErrorEndsTheProgram: a child whose file cannot grow any more (a real
// write error of the system) must end with exit code 2, not go on.
func TestIOErrorEndsTheProgram(t *testing.T) {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childPath+"="+filepath.Join(t.TempDir(), "small.db"), childLimit+"=1")
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 2 || !strings.Contains(string(out), "can no longer be trusted") {
		t.Errorf("child ended with %v: %s", err, out)
	}
}

// limited writes until the system refuses to let the file grow.
func limited(path string) {
	ctx := context.Background()
	d, err := store.Open(ctx, store.Config{Path: path, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))})
	if err != nil {
		fmt.Fprintln(os.Stderr, "child:", err)
		os.Exit(3)
	}
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: 2 << 20, Max: 2 << 20}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		fmt.Fprintln(os.Stderr, "child:", err)
		os.Exit(3)
	}
	for i := range 100_000 {
		err := d.Update(ctx, func(x *store.Tx) error {
			_, err := x.Record(ctx, storetest.Event(fmt.Sprint(i)))
			return err
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, "child went on:", err)
			os.Exit(4)
		}
	}
	os.Exit(5)
}

// TestFullDisk: an Unavailable fault, nothing half-done, and work goes on when
// there is room again.
func TestFullDisk(t *testing.T) {
	d := storetest.Open(t)
	widget(t, d)
	limit := func(pages string) {
		err := d.Update(t.Context(), func(x *store.Tx) error {
			_, err := x.ExecContext(t.Context(), `pragma max_page_count = `+pages)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // SQLite takes the present size when it is larger
	written, err := 0, error(nil)
	for ; err == nil && written < 10_000; written++ {
		err = update(d, fmt.Sprint(written))
	}
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("after %d writes: %v", written, err)
	}
	limit("1000000")
	if err := update(d, "after"); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if kept, bad := look(d); bad != "" || len(kept) != written {
		t.Errorf("%d rows, want %d %s", len(kept), written, bad)
	}
}

// TestVanishedDatabase: Unavailable faults, for writers and for readers where
// the engine notices.
func TestVanishedDatabase(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		cfg := storetest.Config(t, "sqlite")
		d := storetest.OpenConfig(t, cfg)
		widget(t, d)
		if err := os.Rename(cfg.Path, cfg.Path+".away"); err != nil {
			t.Fatal(err)
		}
		if err := update(d, "a"); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("moved away: %v", err)
		}
		if err := os.WriteFile(cfg.Path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := update(d, "a"); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("replaced: %v", err)
		}
		if err := os.Rename(cfg.Path+".away", cfg.Path); err != nil {
			t.Fatal(err)
		}
		if err := update(d, "a"); err != nil {
			t.Errorf("back again: %v", err)
		}
	})
	t.Run("postgres", func(t *testing.T) {
		cfg := storetest.Config(t, "postgres")
		d := storetest.OpenConfig(t, cfg)
		widget(t, d)
		admin, err := sql.Open("pgx", cfg.DSN)
		if err != nil {
			t.Fatal(err)
		}
		defer admin.Close()
		// Connections that break are made again without anybody noticing.
		if _, err := admin.Exec(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`); err != nil {
			t.Fatal(err)
		}
		if err := update(d, "a"); err != nil && fault.KindOf(err) != fault.Unavailable {
			t.Errorf("broken connections: %v", err)
		}
		if err := update(d, "b"); err != nil {
			t.Errorf("after broken connections: %v", err)
		}
		drop(t, cfg.DSN)
		if err := update(d, "c"); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("dropped database, update: %v", err)
		}
		if err := d.Ping(t.Context()); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("dropped database, ping: %v", err)
		}
	})
}

// drop drops the database of a DSN under its connections.
func drop(t *testing.T, dsn string) {
	t.Helper()
	at, name := strings.LastIndex(dsn, "/")+1, ""
	name, _, _ = strings.Cut(dsn[at:], "?")
	admin, err := sql.Open("pgx", dsn[:at]+"postgres?sslmode=disable")
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	if _, err := admin.Exec(`drop database "` + name + `" with (force)`); err != nil {
		t.Fatal(err)
	}
}
