package storetest

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/store"
)

// Engines names the engines every contract test runs on.
func Engines() []string { return []string{"sqlite", "postgres"} }

// Each runs a test on a fresh database of every engine. PostgreSQL is skipped
// with a message where initdb is absent, unless CI=true.
func Each(t *testing.T, run func(t *testing.T, d *store.DB)) {
	t.Helper()
	for _, engine := range Engines() {
		t.Run(engine, func(t *testing.T) { run(t, OpenEngine(t, engine)) })
	}
}

// Open returns a fresh SQLite database, closed at the end of the test.
func Open(t testing.TB) *store.DB { return OpenEngine(t, "sqlite") }

// OpenEngine returns a fresh database of the engine.
func OpenEngine(t testing.TB, engine string) *store.DB {
	t.Helper()
	return OpenConfig(t, Config(t, engine))
}

// Config returns a configuration that points to a fresh database.
func Config(t testing.TB, engine string) store.Config {
	t.Helper()
	cfg := store.Config{Log: slog.New(slog.DiscardHandler), Fatal: func(err error) { t.Errorf("fatal: %v", err) }}
	if engine == "postgres" {
		cfg.DSN = postgresDatabase(t)
		return cfg
	}
	cfg.Path = filepath.Join(t.TempDir(), "opencites.db")
	return cfg
}

// OpenConfig opens a database, closed at the end of the test.
func OpenConfig(t testing.TB, cfg store.Config) *store.DB {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	d, err := store.Open(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	return d
}

// Event is an event for tests that need any.
func Event(subject string) audit.Event {
	return audit.Event{
		Actor: audit.Actor{ID: "tester", Name: "Tester", Role: "system"},
		Verb:  "test.change", SubjectKind: "test", SubjectID: subject,
	}
}
