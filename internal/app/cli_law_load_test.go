package app

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

const amendmentsFile = "../species/testdata/amendments.json"

func TestLawIsLoadedAheadAndWithdrawn(t *testing.T) {
	data := t.TempDir()
	d := storetest.OpenConfig(t, store.Config{Path: filepath.Join(data, databaseFile)})
	seedStarter(t, d)
	code, out, errs := command(t, "law", "load", "--data", data, amendmentsFile)
	if code != exitDone || !strings.Contains(out, "8 changes, the first from 2027-03-05") {
		t.Fatalf("load: %d %s%s", code, out, errs)
	}
	id := regexp.MustCompile(`loaded as ([0-9a-f-]+):`).FindStringSubmatch(out)[1]
	on := func(day string) string {
		code, out, errs := command(t, "law", "on", "--data", data, "--taxon", "Hippopotamus amphibius", "--population", "ZW", "--date", day)
		if code != exitDone {
			t.Fatalf("law on %s: %d %s", day, code, errs)
		}
		return out
	}
	if before, after := on("2027-03-04"), on("2027-03-05"); !strings.Contains(before, "Appendix II\n") || !strings.Contains(after, "Appendix I\n") || !strings.Contains(after, "reservation of ZW") {
		t.Errorf("before: %s after: %s", before, after)
	}
	if code, _, errs := command(t, "law", "load", "--data", data, amendmentsFile); code != exitFailure || !strings.Contains(errs, "loaded already") {
		t.Errorf("again: %d %s", code, errs)
	}
	if strings.Contains(out, "is in force on") {
		t.Errorf("some of it is in force: %s", out)
	}
	if code, out, errs := command(t, "law", "rehearse", "--data", data, amendmentsFile, "--on", "2026-12-31"); code != exitDone || !strings.Contains(out, "is in force on 2026-12-31: its first day is 2027-") {
		t.Errorf("before its first day: %d %s%s", code, out, errs)
	}
	if code, out, _ := command(t, "law", "list", "--data", data); code != exitDone || !strings.Contains(out, "CoP21 (example)") || !strings.Contains(out, "loaded") {
		t.Errorf("list: %d %s", code, out)
	}
	if code, _, _ := command(t, "law", "withdraw", "--data", data, "--reason", "The wrong file.", id); code != exitNegative {
		t.Errorf("withdrawn without an answer: %d", code)
	}
	if code, _, errs := command(t, "law", "withdraw", "--data", data, "--reason", "The wrong file.", "--yes", id); code != exitDone {
		t.Errorf("withdraw: %d %s", code, errs)
	}
	if out := on("2027-03-05"); !strings.Contains(out, "Appendix II\n") {
		t.Errorf("after the withdrawal: %s", out)
	}
	if code, out, _ := command(t, "law", "list", "--data", data, "--json"); code != exitDone || !strings.Contains(out, `"withdrawn"`) {
		t.Errorf("list: %d %s", code, out)
	}
}

func seedStarter(t *testing.T, d *store.DB) {
	t.Helper()
	env := &Env{Ctx: t.Context(), Now: func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) }}
	if err := speciesImporter(env, d).Seed(t.Context(), actor.Machine()); err != nil {
		t.Fatal(err)
	}
}

func TestLawIsRehearsed(t *testing.T) {
	data := t.TempDir()
	seedStarter(t, storetest.OpenConfig(t, store.Config{Path: filepath.Join(data, databaseFile)}))
	code, out, errs := command(t, "law", "rehearse", "--data", data, "--json", amendmentsFile, "--on", "2027-04-01")
	if code != exitDone || !strings.Contains(out, `"on": "2027-04-01"`) || !strings.Contains(out, `"kind": "quota"`) || !strings.Contains(out, "The amendments open this quota") {
		t.Errorf("as JSON: %d %s%s", code, out, errs)
	}
	code, out, errs = command(t, "law", "rehearse", "--data", data, amendmentsFile, "--on", "2027-04-01")
	if code != exitDone || !strings.Contains(out, "quota Python regius GH 2027") {
		t.Errorf("for people: %d %s%s", code, out, errs)
	}
	if code, out, _ := command(t, "law", "list", "--data", data); code != exitDone || strings.TrimSpace(out) != "" {
		t.Errorf("the rehearsal loaded something: %d %s", code, out)
	}
	if code, _, errs := command(t, "law", "rehearse", "--data", data, amendmentsFile, "--on", "soon"); code != exitFailure || !strings.Contains(errs, "not a day") {
		t.Errorf("no day: %d %s", code, errs)
	}
	if code, _, _ := command(t, "law", "rehearse", "--data", filepath.Join(data, "none"), amendmentsFile, "--on", "2027-04-01"); code != exitFailure {
		t.Errorf("no store: %d", code)
	}
}
