package app

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

// typing runs a command line with something on standard input.
func typing(t *testing.T, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	env := &Env{Ctx: t.Context(), In: strings.NewReader(in), Out: &o, Err: &e, Now: time.Now, Getenv: os.Getenv}
	code = run(env, args)
	return code, o.String(), e.String()
}

func TestAccountCommands(t *testing.T) {
	data := t.TempDir()
	add := []string{"account", "add", "--data", data, "--name", "Root", "--login"}
	if code, _, errs := typing(t, "short\n", append(add, "root@example.org", "--role", "administrator", "--password-stdin")...); code != exitFailure || !strings.Contains(errs, "at least 12") {
		t.Errorf("a short password: %d %s", code, errs)
	}
	if code, out, errs := typing(t, "seven grey parrots whistle\n", append(add, "root@example.org", "--role", "administrator", "--password-stdin")...); code != exitDone || strings.Contains(out, "/password/") {
		t.Fatalf("add: %d %s%s", code, out, errs)
	}
	if code, _, errs := typing(t, "", append(add, "both@example.org", "--role", "administrator", "--role", "signatory")...); code != exitFailure || !strings.Contains(errs, "approve permits and manage accounts") {
		t.Errorf("both duties: %d %s", code, errs)
	}
	if code, _, errs := typing(t, "", append(add, "root@example.org", "--role", "auditor")...); code != exitFailure || !strings.Contains(errs, "already") {
		t.Errorf("taken: %d %s", code, errs)
	}
	code, out, errs := typing(t, "", append(add, "c@example.org", "--role", "customs-officer", "--json")...)
	var made addedJSON
	if err := json.Unmarshal([]byte(out), &made); err != nil || code != exitDone || made.State != "unconfirmed" || !strings.HasPrefix(made.Link, "/password/") {
		t.Errorf("add without password: %d %s%s", code, out, errs)
	}
	code, out, _ = typing(t, "", "account", "list", "--data", data, "--json")
	var list []accountJSON
	if err := json.Unmarshal([]byte(out), &list); err != nil || code != exitDone || len(list) != 2 || strings.Contains(out, "argon2") {
		t.Errorf("list: %d %s", code, out)
	}
	if code, out, errs := typing(t, "", "account", "reset", "--data", data, "ROOT@example.org"); code != exitDone || !strings.Contains(out, "/password/") {
		t.Errorf("reset: %d %s%s", code, out, errs)
	}
	if code, _, errs := typing(t, "", "account", "reset", "--data", data, "nobody@example.org"); code != exitFailure || errs == "" {
		t.Errorf("reset of nobody: %d %s", code, errs)
	}
}
