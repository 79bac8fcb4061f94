package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

// Where says which data a command works on: a folder with the embedded
// database, or a PostgreSQL server.
type Where struct {
	Data     string `help:"Folder with the embedded database, keys and profile." default:"data" type:"path" env:"OPENCITES_DATA"`
	Database string `help:"PostgreSQL address (postgres://...); keys and profile stay in --data." env:"OPENCITES_DATABASE"`
}

// Files below the data folder.
const (
	databaseFile = "opencites.db"
	keysFile     = "keys.json"
	profileFile  = "profile.json"
	demoFile     = "demo.json"
)

// path is a file below the data folder.
func (w Where) path(name string) string { return filepath.Join(w.Data, name) }

// dsn is what the store opens.
func (w Where) dsn() string {
	if w.Database != "" {
		return w.Database
	}
	return w.path(databaseFile)
}

// exists reports whether there is an embedded database or a server is named.
func (w Where) exists() error {
	if w.Database != "" {
		return nil
	}
	if _, err := os.Stat(w.path(databaseFile)); err != nil {
		return fmt.Errorf("no database in %s: start with `opencites serve` or `opencites demo`, or name the folder with --data", w.Data)
	}
	return nil
}

// logger writes to the terminal's error stream, without personal data.
func logger(_ context.Context, env *Env, level slog.Level) *slog.Logger {
	return slog.New(slog.NewTextHandler(env.Err, &slog.HandlerOptions{Level: level}))
}

// zone is where the days of the Party begin: that of the profile, else of the
// machine.
func (w Where) zone() *time.Location {
	if p, err := loadProfile(w); err == nil {
		return p.Zone()
	}
	return time.Local
}
