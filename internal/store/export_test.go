package store

import (
	"context"
	"database/sql"
	"errors"
)

// Raw is the writing pool, for tests that act behind the store.
func (d *DB) Raw() *sql.DB { return d.write }

// Before makes the tables of an empty database as they were after a migration,
// and lets a test fill them.
func Before(ctx context.Context, cfg Config, version int64, fill func(*sql.DB) error) error {
	d := &DB{cfg: cfg.withDefaults()}
	open := d.openSQLite
	if cfg.DSN != "" {
		open = d.openPostgres
	}
	if err := open(); err != nil {
		return err
	}
	if d.engine.name == "postgres" {
		if _, err := d.write.ExecContext(ctx, `drop schema public cascade; create schema public`); err != nil {
			return err
		}
	}
	p, err := d.migrator()
	if err == nil {
		_, err = p.UpTo(ctx, version)
	}
	if err == nil {
		err = fill(d.write)
	}
	return errors.Join(err, d.read.Close(), d.write.Close())
}
