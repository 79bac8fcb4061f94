package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/opencites/opencites/internal/audit"
)

// Restore makes the database that cfg names from a backup file. The target must
// be empty: an absent file, or a PostgreSQL database without events. heads are
// what witnesses (or this program's own note beside the database) have seen of
// the log: a backup that does not hold them would fork the log, and is refused
// (promise P10). The restoration itself is an event.
func Restore(ctx context.Context, file string, cfg Config, heads ...Head) (Head, error) {
	before, err := verifyFile(ctx, file)
	if err != nil {
		return before, fmt.Errorf("restore %s: the backup is not good: %w", file, err)
	}
	source, err := readOnly(file)
	if err != nil {
		return before, fmt.Errorf("restore %s: %w", file, err)
	}
	err = source.Contains(ctx, heads...)
	source.read.Close()
	if err != nil {
		return before, fmt.Errorf("restore %s: the log would fork: %w", file, err)
	}
	if cfg.DSN != "" {
		err = restorePostgres(ctx, file, cfg)
	} else {
		err = restoreSQLite(ctx, file, cfg)
	}
	if err != nil {
		return before, fmt.Errorf("restore %s: %w", file, err)
	}
	return before, nil
}

func restoreSQLite(ctx context.Context, file string, cfg Config) error {
	for _, tail := range []string{"", "-wal", "-shm", "-journal"} {
		if err := absent(cfg.Path + tail); err != nil {
			return err
		}
	}
	part := cfg.Path + ".part"
	defer os.Remove(part)
	if err := copyFile(ctx, file, part); err != nil {
		return err
	}
	if _, err := settle(part, cfg.Path); err != nil {
		return err
	}
	d, err := Open(ctx, cfg)
	if err != nil {
		return err
	}
	return errors.Join(d.recordRestore(ctx, file), d.Close())
}

// copyFile copies a backup by the engine, which reads every page of it.
func copyFile(ctx context.Context, from, to string) error {
	d, err := readOnly(from)
	if err != nil {
		return err
	}
	defer d.read.Close()
	if _, err := d.read.ExecContext(ctx, `vacuum into $1`, to); err != nil {
		return err
	}
	return os.Chmod(to, 0o600)
}

// restorePostgres brings a copy of the backup up to today's tables and copies
// its rows in one transaction.
func restorePostgres(ctx context.Context, file string, cfg Config) error {
	target, err := Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer target.Close()
	folder, err := os.MkdirTemp("", "opencites-restore-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	step := filepath.Join(folder, "backup.db")
	if err := copyFile(ctx, file, step); err != nil {
		return err
	}
	source, err := Open(ctx, Config{Path: step, Log: cfg.Log})
	if err != nil {
		return err
	}
	defer source.Close()
	err = source.View(ctx, func(t *Tx) error { return target.fill(ctx, t) })
	if err != nil {
		return err
	}
	return target.recordRestore(ctx, file)
}

func (d *DB) recordRestore(ctx context.Context, file string) error {
	return d.Update(ctx, func(t *Tx) error {
		_, err := t.Record(ctx, audit.Event{Actor: audit.Actor{ID: "system", Name: "OpenCITES", Role: "system"},
			Verb: "store.restore", SubjectKind: "store", SubjectID: filepath.Base(file)})
		return err
	})
}
