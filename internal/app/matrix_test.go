package app

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/web"
)

// house is the whole program with one person for each role.
type house struct {
	t       *testing.T
	sys     *System
	pages   *web.Server
	cookies map[actor.Role]*http.Cookie
	calls   int
}

const matrixPassword = "seven grey parrots whistle"

func newHouse(t *testing.T) *house {
	t.Helper()
	s, err := openSystem(t.Context(), opening{Where: Where{Data: t.TempDir()}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Passphrase: "a passphrase of the tests", Profile: profile.Example()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	h := &house{t: t, sys: s, cookies: map[actor.Role]*http.Cookie{}}
	if h.pages, err = s.pages(serving{}); err != nil {
		t.Fatal(err)
	}
	for _, role := range actor.Roles() {
		_, err := s.Accounts.Add(t.Context(), account.Console(), account.New{Login: string(role) + "@example.org", Name: string(role),
			Roles: []actor.Role{role}, Language: cites.English, Password: matrixPassword})
		if err != nil {
			t.Fatal(err)
		}
		h.signIn(role)
	}
	return h
}

func (h *house) signIn(role actor.Role) {
	h.t.Helper()
	w := h.do("POST", "/sign-in", url.Values{"login": {string(role) + "@example.org"}, "password": {matrixPassword}}, "")
	if w.Code != http.StatusSeeOther || len(w.Result().Cookies()) == 0 {
		h.t.Fatalf("sign in as %s: %d", role, w.Code)
	}
	h.cookies[role] = w.Result().Cookies()[0]
}

// do makes a request from an address of its own, so that no limit is met.
func (h *house) do(method, path string, form url.Values, role actor.Role, headers ...string) *httptest.ResponseRecorder {
	h.calls++
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:1000", h.calls>>16, h.calls>>8&255, h.calls&255)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c := h.cookies[role]; c != nil {
		r.AddCookie(c)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.pages.ServeHTTP(w, r)
	return w
}

var wildcard = regexp.MustCompile(`\{[a-z]+(\.\.\.)?\}`)

// address splits a pattern into method and an address that fits it.
func address(pattern string) (method, path string) {
	method, path, _ = strings.Cut(pattern, " ")
	return method, wildcard.ReplaceAllString(strings.ReplaceAll(path, "{$}", ""), "none")
}

// ends tells the routes that would end or change the session under test.
func ends(pattern string) bool {
	return strings.HasPrefix(pattern, "POST /sign-") || pattern == "POST /account/sign-out-others"
}

// TestEveryRouteAndRole asks for every address as everybody: who may not pass
// the route's policy is sent to sign in or refused, whatever the handler does;
// who may is not.
func TestEveryRouteAndRole(t *testing.T) {
	h := newHouse(t)
	routes := h.pages.Routes()
	if len(routes) < 60 {
		t.Fatalf("only %d routes: an area is not wired", len(routes))
	}
	for path, role := range map[string]actor.Role{"/admin/users": actor.Administrator, "/audit": actor.Auditor, "/account": actor.Trader} {
		if w := h.do("GET", path, nil, role); w.Code != http.StatusOK { // else refusing everybody would pass
			t.Fatalf("%s for %s: %d", path, role, w.Code)
		}
	}
	for _, route := range routes {
		method, path := address(route.Pattern)
		if w := h.do(method, path, nil, ""); !route.Policy.Allows(actor.Actor{}) && (w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "/sign-in")) {
			t.Errorf("%s for the public: %d to %q", route.Pattern, w.Code, w.Header().Get("Location"))
		}
		for _, role := range actor.Roles() {
			allowed := route.Policy.Allows(actor.Actor{ID: "x", Roles: []actor.Role{role}})
			if allowed && ends(route.Pattern) {
				continue
			}
			w := h.do(method, path, nil, role)
			if !allowed && w.Code != http.StatusForbidden {
				t.Errorf("%s for %s: %d, want 403", route.Pattern, role, w.Code)
			}
			if allowed && (w.Code >= 500 || strings.Contains(w.Header().Get("Location"), "/sign-in")) {
				t.Errorf("%s for %s: %d to %q", route.Pattern, role, w.Code, w.Header().Get("Location"))
			}
		}
	}
}

// TestWhoMayWhere says in plain words what the table of policies must give: an
// oracle of its own, so that a policy typed wrong is found.
func TestWhoMayWhere(t *testing.T) {
	only := map[string][]actor.Role{
		"/admin": {actor.Administrator}, "/partners": {actor.Administrator}, "/audit": {actor.Auditor, actor.Supervisor},
	}
	h := newHouse(t)
	for _, route := range h.pages.Routes() {
		_, path := address(route.Pattern)
		for prefix, roles := range only {
			if !strings.HasPrefix(path, prefix) || path == "/partners/ask" { // officers ask partners for a permit
				continue
			}
			for _, role := range actor.Roles() {
				who := actor.Actor{ID: "x", Roles: []actor.Role{role}}
				if got, want := route.Policy.Allows(who), who.Has(roles...); got != want {
					t.Errorf("%s lets in %s: %v", route.Pattern, role, got)
				}
			}
			if route.Policy.Allows(actor.Actor{}) {
				t.Errorf("%s lets in everybody", route.Pattern)
			}
		}
	}
}

// TestEveryPostRefusesOtherSites sends every POST as a page of another site
// would make a browser send it; from the own site it is not refused for that.
func TestEveryPostRefusesOtherSites(t *testing.T) {
	h := newHouse(t)
	posts := 0
	for _, route := range h.pages.Routes() {
		method, path := address(route.Pattern)
		if method != http.MethodPost {
			continue
		}
		posts++
		role := actor.Administrator
		for _, r := range actor.Roles() {
			if route.Policy.Allows(actor.Actor{ID: "x", Roles: []actor.Role{r}}) {
				role = r
				break
			}
		}
		for _, site := range []string{"cross-site", "same-site"} {
			w := h.do(method, path, nil, role, "Sec-Fetch-Site", site, "Origin", "https://evil.example")
			if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "another website") {
				t.Errorf("%s from %s: %d", route.Pattern, site, w.Code)
			}
		}
		if ends(route.Pattern) {
			continue
		}
		if w := h.do(method, path, nil, role, "Sec-Fetch-Site", "same-origin"); strings.Contains(w.Body.String(), "another website") {
			t.Errorf("%s from the own site is refused", route.Pattern)
		}
	}
	if posts < 20 {
		t.Errorf("only %d POST routes", posts)
	}
}

// TestKeysAreRotatedOnRecord rotates on the page and looks for the event.
func TestKeysAreRotatedOnRecord(t *testing.T) {
	h := newHouse(t)
	before := h.sys.Keys.Keys()
	if w := h.do("POST", "/admin/keys/PS/rotate", nil, actor.Administrator); w.Code != http.StatusSeeOther {
		t.Fatalf("rotate: %d", w.Code)
	}
	if after := h.sys.Keys.Keys(); len(after) != len(before)+1 {
		t.Errorf("%d keys, then %d", len(before), len(after))
	}
	if w := h.do("GET", "/audit?verb=key.manage", nil, actor.Auditor); !strings.Contains(w.Body.String(), "1 event<") {
		t.Error("the rotation is not on record")
	}
	if err := (keyDesk{h.sys}).Rotate(t.Context(), actor.Actor{ID: "x", Roles: []actor.Role{actor.Signatory}}, 1); err == nil {
		t.Error("a signatory rotates keys")
	}
}
