package api_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/api"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/seal"
)

var start = time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC)

// register is one permit, in the place of the permit office.
type register struct{ p permit.Permit }

func (r register) get(n cites.PermitNumber, ok bool) (*permit.Permit, error) {
	if !ok || cites.NumberKey(n) != cites.NumberKey(r.p.Number) {
		return nil, fault.New(fault.NotFound, "permit.not_found")
	}
	return &r.p, nil
}

func (r register) ByCode(_ context.Context, n cites.PermitNumber, code string) (*permit.Permit, error) {
	return r.get(n, code == r.p.Code)
}

func (r register) ByToken(_ context.Context, n cites.PermitNumber, token string) (*permit.Permit, error) {
	return r.get(n, token == r.p.Token)
}

func (r register) Document(_ context.Context, p *permit.Permit) (epermit.Document, error) {
	return epermit.Document{Type: epermit.Export, Number: p.Number, ValidUntil: cites.Date{Year: 2026, Month: 9, Day: 30}, Lines: []epermit.Line{{ID: "A", Amount: epermit.AmountOf(1500, "KGM")}}}, nil
}

// judge verifies with one key and a fresh status list.
type judge struct{ trust *seal.TrustList }

func (j judge) Judge(_ context.Context, b []byte) (seal.Verdict, error) {
	return seal.Judge(b, j.trust, seal.Statuses{seal.NewStatusList("QX", 1, 8, start)}, start), nil
}

type service struct {
	address string
	seal    string
	now     *atomic.Int64
}

func serve(t *testing.T) service {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := seal.PublicBytes(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	kid := seal.KIDOf(public)
	trust := &seal.TrustList{Party: "QX", Version: 1, Issued: start, NextUpdate: start.AddDate(0, 1, 0), List: []seal.Key{{Party: "QX", KID: kid, Alg: seal.ES256,
		Use: seal.UsePermit, Public: public, From: start.AddDate(0, -1, 0), SignUntil: start.AddDate(1, 0, 0), VerifyUntil: start.AddDate(2, 0, 0), State: seal.StateActive}}}
	b, err := seal.Encode(seal.Permit{Issuer: "QX", Issued: start, Expires: start.AddDate(0, 6, 0), Number: "26QX000017/01", Type: 1,
		Consignee: seal.Party{Name: "Zoo", Country: "CH"}, Consignor: seal.Party{Name: "Trader", Country: "QX"}, Purpose: "Z", Record: sha256.Sum256(nil),
		Status: seal.StatusRef{List: 1, Index: 5}, Items: []seal.Item{{Name: "Cattleya trianae", Term: "LIV", Quantity: 1500, Unit: "NAR", Appendix: "I", Source: "A", Origin: "QX"}}}, key)
	if err != nil {
		t.Fatal(err)
	}
	taxa := []species.Taxon{{ID: "1", Name: "Panthera leo", Rank: species.Species, Kingdom: cites.Animalia}, {ID: "2", Name: "Panthera onca", Rank: species.Species, Kingdom: cites.Animalia}}
	catalogue := species.NewCatalogue(taxa, nil, cites.DateOf(start, time.UTC))
	now := &atomic.Int64{}
	now.Store(start.UnixNano())
	r := register{permit.Permit{Number: "26QX000017/01", State: permit.Valid, Code: "ABCD-EFGH", Token: "secret-token"}}
	h := api.New(api.Config{Version: "test", Species: func() api.Species { return catalogue }, Verifier: judge{trust}, Permits: r, Documents: r, Decider: decider{catalogue}, Sentence: func(_ cites.Lang, key string, _ fault.Args) string { return key },
		Now: func() time.Time { return time.Unix(0, now.Load()) }})
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return service{server.URL, seal.URL("cites.example", b), now}
}

func (s service) do(t *testing.T, method, path, body string, headers ...string) (*http.Response, map[string]any) {
	t.Helper()
	s.now.Add(int64(time.Minute)) // the limits are tested on their own
	r, err := http.NewRequest(method, s.address+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if len(b) > 0 && json.Unmarshal(b, &v) != nil {
		t.Fatalf("%s %s: not JSON: %s", method, path, b)
	}
	return res, v
}

func TestSpecies(t *testing.T) {
	s := serve(t)
	res, v := s.do(t, "GET", "/api/v1/species?q=panth&n=1", "")
	list := v["results"].([]any)
	if res.StatusCode != http.StatusOK || len(list) != 1 || list[0].(map[string]any)["name"] != "Panthera leo" || v["$schema"] != nil {
		t.Errorf("%d %v", res.StatusCode, v)
	}
	if _, v := s.do(t, "GET", "/api/v1/species?q=nothing", ""); len(v["results"].([]any)) != 0 {
		t.Errorf("%v", v)
	}
}

func TestLookUp(t *testing.T) {
	s := serve(t)
	for name, c := range map[string]struct {
		path, bearer string
		want         int
	}{
		"code":            {"26QX000017%2F01?code=ABCD-EFGH", "", http.StatusOK},
		"slash as it is":  {"26QX000017/01?code=ABCD-EFGH", "", http.StatusOK},
		"token":           {"26QX000017%2F01", "Bearer secret-token", http.StatusOK},
		"wrong code":      {"26QX000017%2F01?code=ABCD-EFGX", "", http.StatusNotFound},
		"wrong token":     {"26QX000017%2F01", "Bearer other", http.StatusNotFound},
		"unknown number":  {"26QX000018%2F01?code=ABCD-EFGH", "", http.StatusNotFound},
		"neither":         {"26QX000017%2F01", "", http.StatusUnprocessableEntity},
		"number too long": {strings.Repeat("9", 71) + "?code=A", "", http.StatusUnprocessableEntity},
		"other scheme":    {"26QX000017%2F01", "Basic secret-token", http.StatusUnprocessableEntity},
		"code of nobody":  {"%27%20or%201=1?code=%27%20or%201=1", "", http.StatusNotFound},
	} {
		res, v := s.do(t, "GET", "/api/v1/permits/"+c.path, "", "Authorization", c.bearer)
		if res.StatusCode != c.want {
			t.Errorf("%s: %d %v", name, res.StatusCode, v)
			continue
		}
		if c.want == http.StatusOK && (v["state"] != "valid" || v["document"].(map[string]any)["validUntil"] != "2026-09-30") {
			t.Errorf("%s: %v", name, v)
		}
		if c.want != http.StatusOK && (res.Header.Get("Content-Type") != "application/problem+json" || !strings.HasPrefix(v["type"].(string), "urn:opencites:problem:")) {
			t.Errorf("%s: %s %v", name, res.Header.Get("Content-Type"), v)
		}
	}
}

func TestVerify(t *testing.T) {
	s := serve(t)
	ask := func(text string) map[string]any {
		b, err := json.Marshal(map[string]string{"seal": text})
		if err != nil {
			t.Fatal(err)
		}
		res, v := s.do(t, "POST", "/api/v1/verify", string(b))
		if res.StatusCode != http.StatusOK {
			t.Fatalf("%d %v", res.StatusCode, v)
		}
		return v
	}
	good := ask(s.seal)
	p, _ := good["permit"].(map[string]any)
	if good["verdict"] != "valid" || good["colour"] != "green" || p["number"] != "26QX000017/01" || p["items"].([]any)[0].(map[string]any)["quantity"] != "1.5" {
		t.Errorf("%v", good)
	}
	changed := s.seal[:len(s.seal)-3] + "000"
	for text, want := range map[string]string{changed: "tampered", "12345": "malformed", "hello": "malformed", "https://x.example/v#": "malformed"} {
		if v := ask(text); v["verdict"] != want || v["colour"] != "red" || v["permit"] != nil {
			t.Errorf("%.40s: %v", text, v)
		}
	}
}

func TestProblems(t *testing.T) {
	s := serve(t)
	for name, c := range map[string]struct {
		method, path, body string
		want               int
	}{
		"no address":      {"GET", "/api/v1/nothing", "", http.StatusNotFound},
		"root":            {"GET", "/api/", "", http.StatusNotFound},
		"docs":            {"GET", "/docs", "", http.StatusNotFound},
		"method":          {"DELETE", "/api/v1/species", "", http.StatusMethodNotAllowed},
		"get for post":    {"GET", "/api/v1/verify", "", http.StatusMethodNotAllowed},
		"no query":        {"GET", "/api/v1/species", "", http.StatusUnprocessableEntity},
		"wrong number":    {"GET", "/api/v1/species?q=a&n=SECRET", "", http.StatusUnprocessableEntity},
		"wrong language":  {"GET", "/api/v1/species?q=a&lang=SECRET", "", http.StatusUnprocessableEntity},
		"no body":         {"POST", "/api/v1/verify", "", http.StatusBadRequest},
		"broken body":     {"POST", "/api/v1/verify", `{"seal":"SECRET"`, http.StatusBadRequest},
		"wrong body":      {"POST", "/api/v1/verify", `{"seal":17,"SECRET":"SECRET"}`, http.StatusUnprocessableEntity},
		"large body":      {"POST", "/api/v1/verify", `{"seal":"` + strings.Repeat("9", 20_000) + `"}`, http.StatusRequestEntityTooLarge},
		"many characters": {"POST", "/api/v1/verify", `{"seal":"` + strings.Repeat("9", 8_001) + `"}`, http.StatusUnprocessableEntity},
	} {
		res, v := s.do(t, c.method, c.path, c.body)
		if res.StatusCode != c.want || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s %v", name, res.StatusCode, res.Header.Get("Content-Type"), v)
			continue
		}
		typ, _ := v["type"].(string)
		if !strings.HasPrefix(typ, "urn:opencites:problem:") || v["$schema"] != nil {
			t.Errorf("%s: %v", name, v)
		}
		if b, _ := json.Marshal(v["errors"]); strings.Contains(string(b), `"value"`) {
			t.Errorf("%s repeats what was sent: %s", name, b)
		}
		if c.want == http.StatusMethodNotAllowed && res.Header.Get("Allow") == "" {
			t.Errorf("%s: no Allow", name)
		}
	}
}

func TestLimits(t *testing.T) {
	s := serve(t)
	status := func(path string) int {
		res, err := http.Get(s.address + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if res.StatusCode == http.StatusTooManyRequests && res.Header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		return res.StatusCode
	}
	for range 10 {
		if got := status("/api/v1/permits/1?code=x"); got != http.StatusNotFound {
			t.Fatal(got)
		}
	}
	if got := status("/api/v1/permits/1?code=x"); got != http.StatusTooManyRequests {
		t.Errorf("eleventh guess: %d", got)
	}
	if got := status("/api/v1/species?q=pan"); got != http.StatusOK {
		t.Errorf("reading was limited with guessing: %d", got)
	}
	s.now.Add(int64(time.Minute))
	if got := status("/api/v1/permits/1?code=x"); got != http.StatusNotFound {
		t.Errorf("after a minute: %d", got)
	}
}

func TestDescription(t *testing.T) {
	s := serve(t)
	res, v := s.do(t, "GET", "/api/v1/openapi.json", "")
	paths, _ := v["paths"].(map[string]any)
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(v["openapi"].(string), "3.1") {
		t.Fatalf("%d %v", res.StatusCode, v["openapi"])
	}
	for _, p := range []string{"/api/v1/species", "/api/v1/permits/{number}", "/api/v1/verify"} {
		if paths[p] == nil {
			t.Errorf("%s is not described", p)
		}
	}
	if b, _ := json.Marshal(v); strings.Contains(string(b), "unpkg") || strings.Contains(string(b), "jsdelivr") {
		t.Error("something is loaded from elsewhere")
	}
}
