package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Backup tells what a backup holds.
type Backup struct {
	File  string    `json:"file"`
	Bytes int64     `json:"bytes"`
	At    time.Time `json:"at"`
	Size  int64     `json:"log_size"` // events in the log
	Root  tlog.Hash `json:"log_root"`
}

// Backup writes a consistent copy of the whole database to a new file while the
// program runs, reads it back and checks it. For both engines the file is an
// SQLite database with our tables, so that either can be restored into either.
// It never overwrites. Take it from inside the program: another SQLite that
// touches the file may be too old to be safe with it (stack sheet 15.3).
func (d *DB) Backup(ctx context.Context, file string) (Backup, error) {
	b := Backup{File: file, At: d.cfg.Now().UTC()}
	if err := absent(file); err != nil {
		return b, fmt.Errorf("back up: %w", err)
	}
	part := file + ".part"
	if err := absent(part); err != nil {
		return b, fmt.Errorf("back up: %w", err)
	}
	defer os.Remove(part)
	var err error
	if d.engine.name == "postgres" {
		err = d.dump(ctx, part)
	} else {
		err = copySQLite(ctx, d.cfg.Path, part)
	}
	if err != nil {
		return b, fmt.Errorf("back up to %s: %w", file, err)
	}
	head, err := verifyFile(ctx, part)
	if err != nil {
		return b, fmt.Errorf("back up to %s: the copy is not good: %w", file, err)
	}
	b.Size, b.Root = head.Size, head.Root
	if b.Bytes, err = settle(part, file); err != nil {
		return b, fmt.Errorf("back up to %s: %w", file, err)
	}
	return b, nil
}

// absent refuses to overwrite.
func absent(file string) error {
	switch _, err := os.Lstat(file); {
	case err == nil:
		return fmt.Errorf("%s exists already and is not overwritten", file)
	case errors.Is(err, fs.ErrNotExist):
		return nil
	default:
		return err
	}
}

// settle syncs a finished file, gives it its name and syncs the folder.
func settle(part, file string) (int64, error) {
	f, err := os.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	if err := os.Link(part, file); err != nil { // unlike a rename, a link never overwrites
		return 0, err
	}
	folder, err := os.Open(filepath.Dir(file))
	if err != nil {
		return 0, err
	}
	defer folder.Close()
	return info.Size(), folder.Sync()
}

// copySQLite copies a database file as it stands; writers go on meanwhile.
func copySQLite(ctx context.Context, from, to string) error {
	if _, err := os.Stat(from); err != nil { // opening would make it
		return err
	}
	pool, err := sql.Open("sqlite", sqliteDSN(from, ""))
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err = pool.ExecContext(ctx, `vacuum into $1`, to); err != nil {
		return err
	}
	return os.Chmod(to, 0o600)
}

// readOnly opens a finished SQLite file without changing it.
func readOnly(file string) (*DB, error) {
	pool, err := sql.Open("sqlite", sqliteURI(file)+"?mode=ro&immutable=1&_dqs=0")
	return &DB{cfg: Config{Path: file}.withDefaults(), engine: sqliteEngine(), read: pool}, err
}

// verifyFile checks a backup: the engine's own check and the whole log.
func verifyFile(ctx context.Context, file string) (head Head, err error) {
	d, err := readOnly(file)
	if err != nil {
		return head, err
	}
	defer d.read.Close()
	err = d.View(ctx, func(t *Tx) error {
		wrong, err := intact(ctx, t, nil)
		if err != nil {
			return err
		}
		more, err := t.checkTree(ctx, nil)
		if err != nil {
			return err
		}
		if wrong = append(wrong, more...); len(wrong) > 0 {
			return fmt.Errorf("%d things are wrong, first: %s", len(wrong), wrong[0])
		}
		head, err = t.head(ctx)
		return err
	})
	return head, err
}

// head is the log as it stands.
func (t *Tx) head(ctx context.Context) (h Head, err error) {
	if h.Size, err = t.Q.LogSize(ctx); err != nil {
		return h, err
	}
	h.Root, err = tlog.TreeHash(h.Size, hashReader{ctx, t})
	return h, err
}
