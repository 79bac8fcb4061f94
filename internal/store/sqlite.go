package store

import (
	"database/sql"
	"errors"
	"net/url"
	"os"
	"regexp"
	"runtime"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// SQLitePragmas are the settings every connection gets; see trust sheet 8.2.
// synchronous=FULL: NORMAL loses acknowledged commits at a power cut.
const SQLitePragmas = "_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"

// sqliteURI names a file; its path may hold any character.
func sqliteURI(path string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}
	return u.String()
}

func sqliteDSN(path, more string) string {
	return sqliteURI(path) + "?" + SQLitePragmas + "&_dqs=0&_defensive=1&" + more
}

func sqliteEngine() engine {
	return engine{name: "sqlite", lock: ownStatement + `select size from log_tree where id = 1`, view: &sql.TxOptions{ReadOnly: true}, retry: sqliteRetry, fatal: sqliteFatal, broken: sqliteBroken, lost: sqliteLost}
}

func (d *DB) openSQLite() error {
	d.engine = sqliteEngine()
	var err error
	if d.cfg.SQLite != nil {
		d.write, d.read, err = d.cfg.SQLite(d.cfg.Path)
		return err
	}
	// Nobody but the program's user reads personal data; the log files beside it get the same mode.
	f, err := os.OpenFile(d.cfg.Path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if d.write, err = sql.Open("sqlite", sqliteDSN(d.cfg.Path, "_txlock=immediate&_pragma=temp_store(MEMORY)")); err != nil {
		return err
	}
	d.write.SetMaxOpenConns(1)
	// Readers never write: a handler that forgets Update gets an error.
	if d.read, err = sql.Open("sqlite", sqliteDSN(d.cfg.Path, "_txlock=deferred&_pragma=query_only(1)")); err != nil {
		return err
	}
	n := d.cfg.Readers
	if n <= 0 {
		n = max(4, runtime.GOMAXPROCS(0))
	}
	d.read.SetMaxOpenConns(n)
	d.read.SetMaxIdleConns(n)
	return nil
}

func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

func sqliteRetry(err error) bool {
	c := sqliteCode(err) & 0xff
	return c == sqlite3.SQLITE_BUSY || c == sqlite3.SQLITE_LOCKED
}

// errMoved: in WAL mode SQLite goes on writing to a deleted file.
var errMoved = errors.New("the database file was moved, replaced or deleted while open")

// moved notices that; identity is the file as it was opened.
func moved(path string, identity os.FileInfo) error {
	now, err := os.Stat(path)
	if err != nil || !os.SameFile(now, identity) {
		return errMoved
	}
	return nil
}

// sqliteFatal: after a failed fsync the kernel may have dropped what it was
// told to keep; going on would acknowledge writes that do not exist.
func sqliteFatal(err error) bool {
	c := sqliteCode(err) & 0xff
	return c == sqlite3.SQLITE_IOERR || c == sqlite3.SQLITE_CORRUPT || c == sqlite3.SQLITE_NOTADB
}

func sqliteLost(err error) bool {
	switch sqliteCode(err) & 0xff {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return true
	}
	return errors.Is(err, sql.ErrConnDone) || errors.Is(err, errMoved)
}

var sqliteConstraint = regexp.MustCompile(`(UNIQUE|CHECK|FOREIGN KEY|NOT NULL) constraint failed(?:: ([^()]*))?`)

// sqliteBroken gives PostgreSQL's default name for a violated constraint.
func sqliteBroken(err error) (string, bool) {
	code := sqliteCode(err)
	if code&0xff != sqlite3.SQLITE_CONSTRAINT {
		return "", false
	}
	m := sqliteConstraint.FindStringSubmatch(err.Error())
	if m == nil {
		return "", true
	}
	what := strings.TrimSpace(m[2])
	if m[1] != "UNIQUE" {
		return what, true
	}
	var table string
	var columns []string
	for _, c := range strings.Split(what, ", ") {
		t, column, _ := strings.Cut(c, ".")
		table, columns = t, append(columns, column)
	}
	if code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY {
		return table + "_pkey", true
	}
	return table + "_" + strings.Join(columns, "_") + "_key", true
}
