package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// withRoute serves one more route on a test server.
func withRoute(t *testing.T, cfg Config, route Route) *Server {
	t.Helper()
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s.mux.Handle(route.Pattern, s.guard(route))
	return s
}

func TestEveryRouteHasAPolicy(t *testing.T) {
	for _, route := range newTestServer(t).Routes() {
		if route.Policy.kind == noPolicy || route.Policy.String() == "none" {
			t.Errorf("%s has no policy", route.Pattern)
		}
		if route.Policy.kind == ownerPolicy && route.Policy.why == "" {
			t.Errorf("%s does not say what limits it to the owner", route.Pattern)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a route without a policy was accepted")
		}
	}()
	newTestServer(t).newMux([]Route{{Pattern: "GET /x", Handler: func(http.ResponseWriter, *http.Request) {}}})
}

func TestPolicies(t *testing.T) {
	officer := actor.Actor{ID: "a", Roles: []actor.Role{actor.CaseOfficer}}
	trader := actor.Actor{ID: "b", Roles: []actor.Role{actor.Trader}}
	for _, tc := range []struct {
		name   string
		policy Policy
		who    actor.Actor
		want   bool
	}{
		{"public, anybody", Public(), actor.Actor{}, true},
		{"signed in, anybody", SignedIn(), actor.Actor{}, false},
		{"signed in, trader", SignedIn(), trader, true},
		{"owner, anybody", Owner("x"), actor.Actor{}, false},
		{"owner, trader", Owner("x"), trader, true},
		{"queue, officer", Can(actor.ReadQueue), officer, true},
		{"queue, trader", Can(actor.ReadQueue), trader, false},
		{"queue, anybody", Can(actor.ReadQueue), actor.Actor{}, false},
		{"either, trader", Can(actor.ReadQueue, actor.WriteApplication), trader, true},
		{"none, officer", Policy{}, officer, false},
	} {
		if got := tc.policy.Allows(tc.who); got != tc.want {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}

func TestFaultsBecomeStatuses(t *testing.T) {
	for kind, want := range map[fault.Kind]int{fault.Invalid: 422, fault.Denied: 403, fault.NotFound: 404, fault.Conflict: 409, fault.Unavailable: 503, fault.Internal: 500} {
		s := withRoute(t, testConfig(t), Route{Pattern: "GET /x", Policy: Public()})
		s.mux.HandleFunc("GET /y", s.page(func(http.ResponseWriter, *http.Request) error {
			if kind == fault.Internal {
				return fmt.Errorf("secret of the database")
			}
			return fault.New(kind, "no.such.key")
		}))
		w := get(t, s, "/ar/y")
		if w.Code != want || !strings.Contains(w.Body.String(), `dir="rtl"`) {
			t.Errorf("%s answers %d, want %d in Arabic", kind, w.Code, want)
		}
		if strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s shows the inner error", kind)
		}
		if kind == fault.Internal && !strings.Contains(w.Body.String(), w.Header().Get("X-Request-Id")) {
			t.Error("the reference number is not on the page")
		}
	}
}

func TestErrorPagesInEachLanguage(t *testing.T) {
	s := newTestServer(t)
	s.mux.HandleFunc("GET /panic", func(http.ResponseWriter, *http.Request) { panic("secret") })
	for prefix, lang := range map[string]string{"": "en", "/fr": "fr", "/es": "es", "/ar": "ar"} {
		for path, want := range map[string]int{"/nowhere": 404, "/panic": 500} {
			w := get(t, s, prefix+path)
			if w.Code != want || !strings.Contains(w.Body.String(), `<html lang="`+lang+`"`) || strings.Contains(w.Body.String(), "secret") {
				t.Errorf("%s%s answers %d", prefix, path, w.Code)
			}
		}
	}
	r := httptest.NewRequest(http.MethodPost, "/help", nil)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusMethodNotAllowed || !strings.Contains(w.Header().Get("Allow"), "GET") {
		t.Errorf("POST /help answers %d, allow %q", w.Code, w.Header().Get("Allow"))
	}
}

func TestSecurityHeaders(t *testing.T) {
	cfg := testConfig(t)
	cfg.Secure = true
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/nowhere", "/healthz", "/theme.css"} {
		h := get(t, s, path).Header()
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy", "Strict-Transport-Security", "X-Request-Id"} {
			if h.Get(name) == "" {
				t.Errorf("%s has no %s", path, name)
			}
		}
		if strings.Contains(h.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("%s: unsafe content policy", path)
		}
	}
}

func TestCrossOriginPostIsRefused(t *testing.T) {
	s := withRoute(t, testConfig(t), Route{Pattern: "POST /x", Policy: Public(), Handler: func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }})
	post := func(site string) int {
		r := httptest.NewRequest(http.MethodPost, "/fr/x", nil)
		r.Header.Set("Sec-Fetch-Site", site)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Code
	}
	if got := post("cross-site"); got != 403 {
		t.Errorf("cross-site POST answers %d", got)
	}
	if got := post("same-origin"); got != 204 {
		t.Errorf("same-origin POST answers %d", got)
	}
}

func TestUnreadableBodiesAreRefused(t *testing.T) {
	s, err := New(testConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	read := s.page(func(w http.ResponseWriter, r *http.Request) error {
		if err := readForm(r, 1000); err != nil {
			return err
		}
		w.WriteHeader(http.StatusNoContent)
		return nil
	})
	s.mux.Handle("POST /x", s.guard(Route{Pattern: "POST /x", Policy: Public(), Handler: read, MaxBody: 100}))
	for _, tc := range []struct {
		name, kind, body string
		want             int
	}{
		{"form", "application/x-www-form-urlencoded", "a=" + strings.Repeat("x", 98), 204},
		{"too large", "application/x-www-form-urlencoded", "a=" + strings.Repeat("x", 99), 413},
		{"bad escape", "application/x-www-form-urlencoded", "a=%zz", 400},
		{"cut off files", "multipart/form-data; boundary=b", "--b\r\nno header\r\n\r\nx", 400},
		{"too large files", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n" + strings.Repeat("x", 200), 413},
		{"no form", "", "", 204},
	} {
		r := httptest.NewRequest(http.MethodPost, "/x", strings.NewReader(tc.body))
		r.Header.Set("Content-Type", tc.kind)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != tc.want {
			t.Errorf("%s answers %d, want %d", tc.name, w.Code, tc.want)
		}
	}
}

func TestTooManyPostsAreSlowedDown(t *testing.T) {
	cfg := testConfig(t)
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	cfg.Now = func() time.Time { return now }
	cfg.Limit = Rate{PerSecond: 1, Burst: 3}
	cfg.Proxies = []netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}
	s := withRoute(t, cfg, Route{Pattern: "POST /x", Policy: Public(), Handler: func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }})
	post := func(forwarded string) int {
		r := httptest.NewRequest(http.MethodPost, "/x", nil) // httptest's peer is 192.0.2.1
		r.Header.Set("X-Forwarded-For", forwarded)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Code
	}
	for i, want := range []int{204, 204, 204, 429} {
		if got := post("198.51.100.7"); got != want {
			t.Errorf("request %d answers %d, want %d", i, got, want)
		}
	}
	if got := post("198.51.100.8"); got != 204 {
		t.Errorf("another client answers %d", got)
	}
	now = now.Add(time.Minute)
	if got := post("198.51.100.7"); got != 204 || len(s.posts.keys) != 1 {
		t.Errorf("a minute later: %d, %d keys kept", got, len(s.posts.keys))
	}
}

func TestLanguageSwitch(t *testing.T) {
	s := newTestServer(t)
	w := get(t, s, "/help?x=1&lang=fr")
	if w.Code != 303 || w.Header().Get("Location") != "/fr/help?x=1" || !strings.Contains(w.Header().Get("Set-Cookie"), "language=fr") {
		t.Errorf("switch: %d %s %s", w.Code, w.Header().Get("Location"), w.Header().Get("Set-Cookie"))
	}
	if w := get(t, s, "/", "Cookie", "language=fr"); w.Header().Get("Location") != "/fr/" {
		t.Errorf("home with memory goes to %q", w.Header().Get("Location"))
	}
	if w := get(t, s, "/fr/", "Cookie", "language=en"); w.Code != 200 {
		t.Errorf("a prefixed page follows the memory: %d", w.Code)
	}
	if w := get(t, s, "/", "Accept-Language", "es-MX,en;q=0.5"); w.Code != 200 || !strings.Contains(w.Body.String(), "Leer esta página en español") {
		t.Errorf("no suggestion for Spanish (%d)", w.Code)
	}
	if w := get(t, s, "/?lang=en", "Accept-Language", "es"); w.Header().Get("Location") != "/" || !strings.Contains(w.Header().Get("Set-Cookie"), "language=en") {
		t.Errorf("staying is not remembered: %v", w.Header())
	}
	if w := get(t, s, "/", "Accept-Language", "es", "Cookie", "language=en"); strings.Contains(w.Body.String(), "Leer esta") {
		t.Error("suggested again after a choice")
	}
	if w := get(t, s, "//evil.example/?lang=fr"); strings.HasPrefix(w.Header().Get("Location"), "//") {
		t.Errorf("open redirect to %q", w.Header().Get("Location"))
	}
	if got := s.address("en", "//evil.example", url.Values{}); got != "/" {
		t.Errorf("address with another host: %q", got)
	}
}

func TestAssetsAreCompressedAndKept(t *testing.T) {
	s := newTestServer(t)
	if !s.assets.built() {
		t.Fatal("assets are not built: run make assets")
	}
	for enc, want := range map[string]string{"gzip, br": "br", "gzip": "gzip", "identity": ""} {
		w := get(t, s, s.assets.url("app.css"), "Accept-Encoding", enc)
		if w.Code != 200 || w.Header().Get("Content-Encoding") != want || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", enc, w.Code, w.Header())
		}
	}
	for _, path := range []string{"/assets/", "/assets/..%2fserver.go", "/assets/.gitkeep", "/assets/nothing.css"} {
		if w := get(t, s, path); w.Code == 200 {
			t.Errorf("%s answers 200", path)
		}
	}
}

func TestOperatorPages(t *testing.T) {
	cfg := testConfig(t)
	cfg.Metrics = prometheus.NewRegistry()
	cfg.MetricsKey = "token"
	cfg.Ready = func() error { return fmt.Errorf("database is away") }
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		path, auth string
		want       int
	}{{"/healthz", "", 200}, {"/readyz", "", 503}, {"/metrics", "", 404}, {"/metrics", "Bearer wrong", 404}, {"/metrics", "Bearer token", 200}} {
		if w := get(t, s, tc.path, "Authorization", tc.auth); w.Code != tc.want {
			t.Errorf("%s %q answers %d, want %d", tc.path, tc.auth, w.Code, tc.want)
		}
	}
	if w := get(t, s, "/metrics", "Authorization", "Bearer token"); !strings.Contains(w.Body.String(), `opencites_http_requests_total{method="GET",status="503"} 1`) {
		t.Errorf("requests are not counted: %.300s", w.Body.String())
	}
}
