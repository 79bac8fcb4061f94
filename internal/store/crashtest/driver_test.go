package crashtest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	sqlite "github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/vfs"

	"github.com/opencites/opencites/internal/store"
)

var numbered = regexp.MustCompile(`\$([0-9]+)`)

// numbers makes a driver bind by number that binds $N by order of appearance.
type numbers struct{ driver.Connector }

// Connect is driver.Connector.
func (n numbers) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := n.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return conn{c.(inner)}, nil
}

type inner interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.NamedValueChecker
}

type conn struct{ inner }

// PrepareContext is driver.ConnPrepareContext.
func (c conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	return c.inner.PrepareContext(ctx, numbered.ReplaceAllString(query, "?$1"))
}

// Prepare is driver.Conn.
func (c conn) Prepare(query string) (driver.Stmt, error) {
	return c.inner.Prepare(numbered.ReplaceAllString(query, "?$1"))
}

// ExecContext is driver.ExecerContext.
func (c conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return c.inner.ExecContext(ctx, numbered.ReplaceAllString(query, "?$1"), args)
}

// config opens the store on a disk with a setting of synchronous. The file has
// one connection: without shared memory the write-ahead log needs an exclusive lock.
func config(d *disk, synchronous string) store.Config {
	open := func(path string) (write, read *sql.DB, err error) {
		name := "disk-" + uuid.NewString()
		vfs.Register(name, d)
		pragmas := strings.Replace(store.SQLitePragmas, "synchronous(FULL)", "synchronous("+synchronous+")", 1)
		dsn := "file:" + path + "?vfs=" + name + "&_txlock=immediate&_pragma=locking_mode(exclusive)&" + pragmas + "&_pragma=wal_autocheckpoint(25)&_pragma=temp_store(memory)"
		c, err := (&sqlite.SQLite{}).OpenConnector(dsn)
		if err != nil {
			return nil, nil, err
		}
		pool := sql.OpenDB(numbers{c})
		pool.SetMaxOpenConns(1)
		return pool, pool, nil
	}
	return store.Config{Path: "/power.db", SQLite: open, Log: slog.New(slog.DiscardHandler), Fatal: func(error) {}}
}

// fresh is a disk with a migrated, empty database; made once, copied often.
func fresh(t *testing.T) *disk {
	t.Helper()
	d := &disk{files: map[string]*file{}, left: -1}
	db, err := store.Open(t.Context(), config(d, "FULL"))
	if err != nil {
		t.Fatal(err)
	}
	widget(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return d
}
