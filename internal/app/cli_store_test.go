package app

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// command runs a command line and returns its exit code and what it wrote.
func command(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	env := &Env{Ctx: context.Background(), In: strings.NewReader(""), Out: &o, Err: &e, Now: time.Now, Getenv: os.Getenv}
	code = run(env, args)
	return code, o.String(), e.String()
}

func TestCheckBackupRestore(t *testing.T) {
	data, other := t.TempDir(), filepath.Join(t.TempDir(), "other")
	file := filepath.Join(t.TempDir(), "backup.db")
	if code, _, errs := command(t, "check", "--data", data); code != exitFailure || !strings.Contains(errs, "no database") {
		t.Errorf("check of nothing: %d %s", code, errs)
	}
	d := storetest.OpenConfig(t, store.Config{Path: filepath.Join(data, databaseFile)})
	for range 3 {
		err := d.Update(t.Context(), func(x *store.Tx) error {
			_, err := x.Record(t.Context(), storetest.Event("x"))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if code, out, errs := command(t, "check", "--data", data); code != exitDone || strings.Contains(out, "BROKEN") || !strings.Contains(out, "P5a") {
		t.Errorf("check: %d %s%s", code, out, errs)
	}
	for i, want := range []int{exitDone, exitFailure} { // the second would overwrite
		if code, out, errs := command(t, "backup", "--data", data, file); code != want {
			t.Errorf("backup %d: %d %s%s", i, code, out, errs)
		}
		if code, out, errs := command(t, "restore", "--data", other, file); code != want {
			t.Errorf("restore %d: %d %s%s", i, code, out, errs)
		}
	}
	if code, out, errs := command(t, "check", "--data", other, "--json"); code != exitDone || !strings.Contains(out, `"holds": true`) {
		t.Errorf("check of the restored: %d %s%s", code, out, errs)
	}
	lie := func(x *store.Tx) error {
		_, err := x.ExecContext(t.Context(), `update audit_event set actor_id = 'somebody else' where leaf_index = 1`)
		return err
	}
	if err := d.Update(t.Context(), lie); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := command(t, "check", "--data", data); code != exitNegative || !strings.Contains(out, "P5a   BROKEN") {
		t.Errorf("check of a lie: %d %s%s", code, out, errs)
	}
}
