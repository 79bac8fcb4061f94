package app

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/opencites/opencites/internal/sign"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func TestOldBackupIsNotOpened(t *testing.T) {
	ctx, w := t.Context(), Where{Data: t.TempDir()}
	keys, err := sign.Create(filepath.Join(w.Data, keysFile), "a passphrase for tests", "XX", time.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, w)
	c := checkpointer{DB: d, Keys: keys, Name: logName("https://permits.example/x"), File: w.path(checkpointFile), Now: time.Now}
	add(t, d)
	backup := filepath.Join(t.TempDir(), "backup.db")
	if _, err := d.Backup(ctx, backup); err != nil {
		t.Fatal(err)
	}
	add(t, d)
	for range 2 { // safe to repeat
		if err := c.Work(ctx, nil); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(c.File)
	if err != nil {
		t.Fatal(err)
	}
	vkey, err := keys.NoteVerifierKey(c.Name, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := note.Open(text, note.VerifierList(v)); err != nil || !strings.HasPrefix(n.Text, "permits.example/log\n2\n") {
		t.Errorf("note: %q %v", text, err)
	}
	if err := refuseFork(ctx, d, w); err != nil {
		t.Errorf("an honest database is refused: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tail := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(w.path(databaseFile) + tail); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	if code, _, errs := command(t, "restore", "--data", w.Data, backup); code != exitFailure || !strings.Contains(errs, "fork") {
		t.Errorf("an old backup is restored: %d %s", code, errs)
	}
	raw, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.path(databaseFile), raw, 0o600); err != nil { // as somebody would by hand
		t.Fatal(err)
	}
	d = open(t, w)
	defer d.Close()
	if err := refuseFork(ctx, d, w); err == nil {
		t.Error("an old backup in place of the database is opened")
	}
}

func open(t *testing.T, w Where) *store.DB {
	t.Helper()
	d, err := store.Open(t.Context(), store.Config{Path: w.path(databaseFile)})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func add(t *testing.T, d *store.DB) {
	t.Helper()
	err := d.Update(context.Background(), func(x *store.Tx) error {
		_, err := x.Record(context.Background(), storetest.Event("x"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
