package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the tables up to date. Migrations are numbered and
// append-only; both engines have the same numbers and the same tables.
func (d *DB) migrate(ctx context.Context) error {
	p, err := d.migrator()
	if err != nil {
		return err
	}
	done, err := p.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrate %s: %w", d.engine.name, err)
	}
	for _, m := range done {
		d.cfg.Log.Info("database migrated", "version", m.Source.Version)
	}
	return nil
}

func (d *DB) migrator() (*goose.Provider, error) {
	folder, err := fs.Sub(migrations, "migrations/"+d.engine.name)
	if err != nil {
		return nil, err
	}
	dialect := goose.DialectSQLite3
	opts := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	if d.engine.name == "postgres" {
		dialect = goose.DialectPostgres
		// A lock through a table: advisory locks are not everywhere.
		l, err := lock.NewPostgresTableLocker()
		if err != nil {
			return nil, err
		}
		opts = append(opts, goose.WithLocker(l))
	}
	return goose.NewProvider(dialect, d.write, folder, opts...)
}
