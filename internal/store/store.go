package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/riverqueue/river"
)

// Config says where the database is and what the store uses of the world. Either
// DSN or Path is set.
type Config struct {
	DSN  string // postgres://... : PostgreSQL
	Path string // file of the embedded SQLite database; made if absent

	Now   func() time.Time // default time.Now
	Rand  io.Reader        // default crypto/rand
	Log   *slog.Logger     // default slog.Default
	Fatal func(error)      // ends the program after an I/O error of the database file; default logs and exits with 2

	Attempts int // runs of a job before it is given up, default 60: about two days

	// SQLite opens the embedded database in another way than usual: for tests
	// that put a failing disk under it. Writes go to a pool of one connection.
	SQLite func(path string) (write, read *sql.DB, err error)

	Readers int // read connections, default 4 (SQLite) or 8 (PostgreSQL)
	Batch   int // most functions in one commit, default 128; 1 turns group commit off
}

// engine is what differs between SQLite and PostgreSQL.
type engine struct {
	name   string
	lock   string                     // first statement of a writing transaction: reads the log's size and locks its row
	view   *sql.TxOptions             // options of a reading transaction
	retry  func(error) bool           // the transaction may succeed if run again
	fatal  func(error) bool           // the program must not go on
	broken func(error) (string, bool) // name of a violated constraint
	lost   func(error) bool           // the database cannot be reached or written now
}

// DB is an open database. Its methods are safe for concurrent use.
type DB struct {
	cfg    Config
	engine engine
	write  *sql.DB // SQLite: one connection; PostgreSQL: one for the writer, some for jobs
	read   *sql.DB
	queue  *river.Client[*sql.Tx] // inserts jobs
	reads  *statements            // prepared once
	writer *writer
	opened os.FileInfo // the SQLite file as it was opened; nil otherwise
}

// Open opens the database, makes it if it is an absent file, and brings its
// tables up to date. Errors are internal, or Unavailable where the server does
// not answer.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	cfg = cfg.withDefaults()
	d := &DB{cfg: cfg}
	var err error
	switch {
	case cfg.DSN != "" && cfg.Path != "":
		return nil, errors.New("open store: both a DSN and a path are given")
	case cfg.DSN != "":
		err = d.openPostgres()
	case cfg.Path != "":
		err = d.openSQLite()
	default:
		return nil, errors.New("open store: neither a DSN nor a path is given")
	}
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if err := d.prepare(ctx); err != nil {
		d.write.Close()
		d.read.Close()
		return nil, fmt.Errorf("open store: %w", d.fail(err))
	}
	if cfg.DSN == "" && cfg.SQLite == nil {
		if d.opened, err = os.Stat(cfg.Path); err != nil {
			return nil, errors.Join(fmt.Errorf("open store: %w", err), d.read.Close(), d.write.Close())
		}
	}
	d.reads = newStatements(d.engine, d.read)
	d.writer = startWriter(d)
	return d, nil
}

func (c Config) withDefaults() Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Batch <= 0 {
		c.Batch = 128
	}
	if c.Attempts <= 0 {
		c.Attempts = 60
	}
	if c.Fatal == nil {
		log := c.Log
		c.Fatal = func(err error) {
			log.Error("the database file can no longer be trusted to keep what it is told", "error", err)
			os.Exit(2)
		}
	}
	return c
}

// prepare tests the connection, migrates and readies the job queue.
func (d *DB) prepare(ctx context.Context) error {
	if err := d.write.PingContext(ctx); err != nil {
		return err
	}
	if err := d.selfTest(ctx); err != nil {
		return err
	}
	if err := d.warnUnsafe(ctx); err != nil {
		return err
	}
	if err := d.migrate(ctx); err != nil {
		return err
	}
	return d.openQueue(ctx)
}

// selfTest proves that the driver binds $N by number: a driver that binds by
// order of appearance would store columns swapped without an error.
func (d *DB) selfTest(ctx context.Context) error {
	var a, b string
	err := d.write.QueryRowContext(ctx, `select cast($2 as text), cast($1 as text)`, "first", "second").Scan(&a, &b)
	if err != nil {
		return err
	}
	if a != "second" || b != "first" {
		return errors.New("driver does not bind numbered parameters by number")
	}
	return nil
}

// Engine is "sqlite" or "postgres".
func (d *DB) Engine() string { return d.engine.name }

// Ping reports whether the database answers; an Unavailable fault if not.
func (d *DB) Ping(ctx context.Context) error {
	var n int64
	return d.fail(d.read.QueryRowContext(ctx, `select size from log_tree where id = 1`).Scan(&n))
}

// Close waits for the commit under way and closes the database. Updates that
// still wait end with an Unavailable fault.
func (d *DB) Close() error {
	d.writer.stop()
	d.reads.close()
	return errors.Join(d.read.Close(), d.write.Close())
}
