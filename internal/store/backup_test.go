package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// TestBackupAndRestore backs up a database that is being written, on each
// engine, and restores it into each engine.
func TestBackupAndRestore(t *testing.T) {
	for _, from := range storetest.Engines() {
		for _, to := range storetest.Engines() {
			t.Run(from+" to "+to, func(t *testing.T) { backupAndRestore(t, from, to) })
		}
	}
}

func backupAndRestore(t *testing.T, from, to string) {
	ctx := t.Context()
	d := storetest.OpenEngine(t, from)
	aLife(t, d)
	grow(t, d, 20)
	seen := checkpoint(t, d)
	enqueue(t, d, job.Job{Kind: "test.later", Args: map[string]string{"id": "p"}, UniqueKey: "p", RunAt: time.Now().Add(time.Hour)})
	stop := make(chan struct{})
	var writers sync.WaitGroup
	writers.Go(func() { // people go on working
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				record(t, d, fmt.Sprint("meanwhile ", i))
			}
		}
	})
	file := filepath.Join(t.TempDir(), "it's a backup.db")
	b, err := d.Backup(ctx, file)
	close(stop)
	writers.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if b.Size < seen.Size || b.Bytes == 0 {
		t.Errorf("backup %+v after %d events", b, seen.Size)
	}
	if _, err := d.Backup(ctx, file); err == nil {
		t.Error("a backup was overwritten")
	}
	cfg := storetest.Config(t, to)
	if _, err := store.Restore(ctx, file, cfg, seen.Head); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(ctx, file, cfg, seen.Head); err == nil {
		t.Error("a database was overwritten")
	}
	r := storetest.OpenConfig(t, cfg)
	if wrong, err := store.Check(ctx, r, seen.Head, store.Head{Size: b.Size, Root: b.Root}); err != nil || len(wrong) != 0 {
		t.Errorf("restored: %v %v", wrong, err)
	}
	if n := count(t, r, `select count(*) from audit_event`); n != b.Size+1 {
		t.Errorf("%d events restored, want %d and the restoration", n, b.Size)
	}
	if n := count(t, r, `select used from permit_line`); n != 4000 {
		t.Errorf("ledger says %d", n)
	}
	s, err := r.QueueState(ctx)
	if err != nil || s.Waiting != 1 {
		t.Errorf("waiting jobs: %+v %v", s, err)
	}
	grow(t, r, 5) // life goes on
	enqueue(t, r, job.Job{Kind: "test.later", Args: map[string]string{"id": "p"}, UniqueKey: "p"})
	if s, _ := r.QueueState(ctx); s.Waiting != 1 {
		t.Errorf("the restored job is not unique any more: %+v", s)
	}
}

func TestRestoreNeverForksTheLog(t *testing.T) {
	d := storetest.Open(t)
	ctx := t.Context()
	grow(t, d, 5)
	file := filepath.Join(t.TempDir(), "backup.db")
	if _, err := d.Backup(ctx, file); err != nil {
		t.Fatal(err)
	}
	grow(t, d, 1)
	witnessed := checkpoint(t, d).Head
	cfg := storetest.Config(t, "sqlite")
	if _, err := store.Restore(ctx, file, cfg, witnessed); err == nil || !strings.Contains(err.Error(), "fork") {
		t.Errorf("a witness has seen more, but: %v", err)
	}
	if _, err := os.Stat(cfg.Path); err == nil {
		t.Error("a refused restoration left a database")
	}
	if _, err := store.Restore(ctx, file, cfg); err != nil { // the control: without the witness it is accepted
		t.Error(err)
	}
}

func TestRestoreRefusesDamage(t *testing.T) {
	d := storetest.Open(t)
	ctx := t.Context()
	grow(t, d, 300)
	folder := t.TempDir()
	file := filepath.Join(folder, "backup.db")
	if _, err := d.Backup(ctx, file); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{
		"empty": {}, "text": []byte("hello"), "half": good[:len(good)/2], "holes": holes(good),
	} {
		damaged := filepath.Join(folder, name)
		if err := os.WriteFile(damaged, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Restore(ctx, damaged, storetest.Config(t, "sqlite")); err == nil {
			t.Errorf("%s: restored", name)
		}
	}
	if _, err := store.Restore(ctx, filepath.Join(folder, "absent"), storetest.Config(t, "sqlite")); err == nil {
		t.Error("absent: restored")
	}
}

// holes damages bytes all over a file but for its header.
func holes(b []byte) []byte {
	out := append([]byte(nil), b...)
	for i := 8192 + 100; i < len(out); i += 5000 {
		out[i] ^= 0xff
	}
	return out
}
