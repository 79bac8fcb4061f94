package app

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const consignment = `{"date":"2026-06-01","purpose":"T","export_country":"GH","import_country":"FR","direction":"export",` +
	`"lines":[{"taxon":"Python regius","source":"W","term":"LIV","unit":"NAR","quantity":1,"live":true,"origin_country":""}]}`

// ask runs the command over a folder and gives exit code, output and complaint.
func ask(t *testing.T, folder, input string, args ...string) (int, string, string) {
	t.Helper()
	var out, bad bytes.Buffer
	env := &Env{Ctx: context.Background(), In: strings.NewReader(input), Out: &out, Err: &bad, Getenv: func(string) string { return "" },
		Now: func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) }}
	code := run(env, append([]string{"need", "--data", folder}, args...))
	return code, out.String(), bad.String()
}

func TestNeedPrintsTheShapeAndCreatesNothing(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "none")
	code, out, bad := ask(t, folder, consignment, "--json")
	var a map[string]any
	if code != exitDone || bad != "" || json.Unmarshal([]byte(out), &a) != nil {
		t.Fatalf("%d %s %s", code, out, bad)
	}
	if len(a) != 4 || a["verdict"] != "ok" || len(a["documents"].([]any)) != 1 || len(a["findings"].([]any)) != 3 {
		t.Errorf("%s", out)
	}
	r := a["reasons"].([]any)[0].(map[string]any)
	if len(r) != 4 || r["rule"] != "S5" || r["severity"] != "N" || r["citation"] == "" || !strings.HasPrefix(r["text"].(string), "Appendix II") {
		t.Errorf("%v", r)
	}
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Error("a folder was made")
	}
}

func TestNeedAnswersEveryVerdictWithZero(t *testing.T) {
	folder := t.TempDir()
	for verdict, change := range map[string][2]string{
		"unknown": {"Python regius", "Python nobody"}, "blocked": {`"source":"W"`, `"source":"A"`}, "none": {"Python regius", "Melopsittacus undulatus"},
		"officer": {`"source":"W"`, `"source":"U","justification":"found"`},
	} {
		code, out, bad := ask(t, folder, strings.Replace(consignment, change[0], change[1], 1), "--json")
		if code != exitDone || !strings.Contains(out, `"verdict": "`+verdict+`"`) || strings.Contains(out, "null") {
			t.Errorf("%s: %d %s %s", verdict, code, out, bad)
		}
	}
}

func TestNeedNamesWhatIsWrong(t *testing.T) {
	code, out, bad := ask(t, t.TempDir(), strings.Replace(consignment, `"source":"W"`, `"sauce":"W"`, 1), "--json")
	if code != exitFailure || out != "" || !strings.Contains(bad, "lines[0].source: Is missing.") || !strings.Contains(bad, "lines[0].sauce: Is not known.") {
		t.Errorf("%d %q %s", code, out, bad)
	}
}

func TestNeedSpeaksToPeople(t *testing.T) {
	for lang, word := range map[string]string{"en": "Export permit", "fr": "Permis d’exportation", "es": "Permiso de exportación", "ar": "تصريح تصدير"} {
		code, out, bad := ask(t, t.TempDir(), consignment, "--lang", lang)
		if code != exitDone || !strings.Contains(strings.ReplaceAll(out, "'", "’"), word) || strings.Contains(out, "need.") || strings.Contains(out, "{") {
			t.Errorf("%s: %d %s %s", lang, code, out, bad)
		}
	}
}
