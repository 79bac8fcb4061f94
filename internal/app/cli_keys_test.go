package app

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/sign"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/seal"
)

// keysRun runs `opencites keys` on a folder with a database and keys.
func keysRun(t *testing.T, dir string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	env := &Env{Ctx: t.Context(), Out: &o, Err: &e, Now: func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) },
		Getenv: func(string) string { return "" }}
	code = run(env, append([]string{"keys"}, append(args, "--data", dir)...))
	return code, o.String(), e.String()
}

func keysDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	db, err := store.Open(t.Context(), store.Config{Path: filepath.Join(dir, databaseFile)})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	pass, err := sign.EnsurePassphraseFile(filepath.Join(dir, passphraseFile), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sign.Create(filepath.Join(dir, keysFile), pass, "QZ", time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), rand.Reader); err != nil {
		t.Fatal(err)
	}
	return dir
}

func listKeys(t *testing.T, dir string) *seal.TrustList {
	t.Helper()
	code, out, errs := keysRun(t, dir, "list", "--json")
	var list seal.TrustList
	if err := json.Unmarshal([]byte(out), &list); code != exitDone || err != nil {
		t.Fatalf("exit %d, %v, %s", code, err, errs)
	}
	return &list
}

func TestKeysCommand(t *testing.T) {
	dir := keysDir(t)
	before := listKeys(t, dir)
	if code, _, errs := keysRun(t, dir, "rotate", "PS"); code != exitDone {
		t.Fatalf("rotate: exit %d, %s", code, errs)
	}
	after := listKeys(t, dir)
	if len(after.List) != len(before.List)+1 {
		t.Errorf("%d keys after rotation, %d before", len(after.List), len(before.List))
	}
	var current seal.Key
	for _, k := range after.List {
		if k.Use == seal.UsePermit && k.State == seal.StateActive {
			current = k
		}
	}
	if code, _, _ := keysRun(t, dir, "revoke", current.KID.String()); code != exitFailure {
		t.Errorf("revoked without saying from where: exit %d", code)
	}
	if code, _, errs := keysRun(t, dir, "revoke", current.KID.String(), "--from-index", "17"); code != exitDone {
		t.Errorf("revoke: exit %d, %s", code, errs)
	}
	found := false
	for _, k := range listKeys(t, dir).List {
		found = found || k.KID == current.KID && k.State == seal.StateRevoked && k.RevokedFrom != nil && *k.RevokedFrom == 17
	}
	if !found {
		t.Error("the key is not revoked from 17")
	}
	if code, out, _ := keysRun(t, dir, "list"); code != exitDone || !strings.Contains(out, "revoked") {
		t.Errorf("list: exit %d, %s", code, out)
	}
	db, err := store.Open(t.Context(), store.Config{Path: filepath.Join(dir, databaseFile)})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var events []store.Logged
	err = db.View(t.Context(), func(tx *store.Tx) error {
		events, err = tx.EventsOf(t.Context(), "key", current.KID.String())
		return err
	})
	if err != nil || len(events) != 1 {
		t.Errorf("%d events of the key in the log, %v", len(events), err)
	}
}

func TestKeysMisuse(t *testing.T) {
	dir := keysDir(t)
	for _, args := range [][]string{{"rotate", "XX"}, {"revoke", "nothex", "--all"}, {"revoke", "0011223344556677", "--all"}, {"revoke", "0011223344556677", "--all", "--from-index", "3"}} {
		if code, _, errs := keysRun(t, dir, args...); code != exitFailure || errs == "" {
			t.Errorf("%v: exit %d, %q", args, code, errs)
		}
	}
	if code, _, _ := keysRun(t, t.TempDir(), "list"); code != exitFailure {
		t.Error("listed keys of an empty folder")
	}
}
