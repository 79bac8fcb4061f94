package api_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/species"
)

// decider asks the engine itself, without limits.
type decider struct{ law *species.Catalogue }

func (d decider) Decide(_ context.Context, c *need.Case) (need.Answer, error) {
	return need.Decide(need.Statute{Catalogue: d.law}, c), nil
}

const wanted = `{"date":"2026-06-01","purpose":"Z","export_country":"ZA","import_country":"FR","direction":"export",` +
	`"lines":[{"taxon":"Panthera onca","appendix":"I","source":"W","term":"LIV","unit":"NAR","quantity":1,"live":true,"origin_country":""}]}`

func TestNeed(t *testing.T) {
	s := serve(t)
	res, v := s.do(t, "POST", "/api/v1/need", wanted)
	if res.StatusCode != http.StatusOK || v["verdict"] != "ok" || len(v["documents"].([]any)) != 2 || len(v) != 4 {
		t.Fatalf("%d %v", res.StatusCode, v)
	}
	if r := v["reasons"].([]any)[0].(map[string]any); r["rule"] != "S1" || r["text"] != "rule.S1" || r["severity"] != "N" || len(r) != 4 {
		t.Errorf("%v", r)
	}
	res, v = s.do(t, "POST", "/api/v1/need", strings.Replace(wanted, "Panthera onca\",\"appendix\":\"I", "Panthera nobody", 1))
	if res.StatusCode != http.StatusOK || v["verdict"] != "unknown" || v["documents"] == nil {
		t.Errorf("%d %v", res.StatusCode, v)
	}
	for _, bad := range []string{`{`, `[]`, strings.Replace(wanted, `"FR"`, `"secretland"`, 1), strings.Replace(wanted, `"live":true`, `"live":true,"x":1`, 1)} {
		res, v := s.do(t, "POST", "/api/v1/need", bad)
		if res.StatusCode != http.StatusUnprocessableEntity || strings.Contains(strings.ToLower(toText(v)), "secretland") {
			t.Errorf("%s: %d %v", bad, res.StatusCode, v)
		}
	}
}

func toText(v any) string { return fmt.Sprint(v) }
