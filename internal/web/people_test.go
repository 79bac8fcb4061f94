package web_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
	"github.com/opencites/opencites/internal/web"
)

const goodPassword = "seven grey parrots whistle"

// site is a server on a real database with one account for each role.
type site struct {
	*httptest.Server
	db      *store.DB
	office  *account.Office
	people  map[actor.Role]*account.Account
	clock   atomic.Int64
	handler *web.Server
}

func newSite(t *testing.T, change ...func(*site, *web.Config)) *site {
	t.Helper()
	s := &site{people: map[actor.Role]*account.Account{}}
	s.clock.Store(time.Now().UnixNano()) // scs has a clock of its own
	now := func() time.Time { return time.Unix(0, s.clock.Load()).UTC() }
	cfg := storetest.Config(t, "sqlite")
	cfg.Now = now
	s.db = storetest.OpenConfig(t, cfg)
	hasher, err := account.NewHasher(rand.Reader, account.Cost{Memory: 64, Passes: 1, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	id := func() string { n++; return fmt.Sprintf("id-%d", n) }
	s.office = &account.Office{Store: store.Accounts{DB: s.db}, Hasher: hasher, Now: now, Rand: rand.Reader, NewID: id}
	for _, role := range actor.Roles() {
		a, err := s.office.Add(t.Context(), account.Console(), account.New{Login: string(role) + "@example.org", Name: "The " + string(role),
			Roles: []actor.Role{role}, Language: cites.English, Password: goodPassword})
		if err != nil {
			t.Fatal(err)
		}
		s.people[role] = a
	}
	wide := web.Rate{PerSecond: 1e6, Burst: 1e6}
	wcfg := web.Config{Identity: web.SampleIdentity, Now: now, Random: rand.Text, Log: slog.New(slog.DiscardHandler), Profile: profile.Example(),
		Sessions: store.Sessions{DB: s.db}, People: s.office, Limit: wide, SignIns: wide}
	for _, c := range change {
		c(s, &wcfg)
	}
	if s.handler, err = web.New(wcfg); err != nil {
		t.Fatal(err)
	}
	s.Server = httptest.NewServer(s.handler)
	t.Cleanup(s.Close)
	return s
}

func (s *site) wait(d time.Duration) { s.clock.Add(int64(d)) }

// visitor is a browser without script: it keeps cookies and does not follow
// redirects.
type visitor struct {
	t    *testing.T
	site *site
	http *http.Client
}

func (s *site) visitor(t *testing.T) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t, s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

type answer struct {
	status   int
	location string
	body     string
}

func (v *visitor) do(r *http.Request) answer {
	v.t.Helper()
	res, err := v.http.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header.Get("Location"), string(body)}
}

func (v *visitor) get(path string) answer {
	v.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, v.site.URL+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(r)
}

// post sends a form as a browser does from a page of the site.
func (v *visitor) post(path string, pairs ...string) answer {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, v.site.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
	return v.do(r)
}

// as signs in.
func (s *site) as(t *testing.T, role actor.Role) *visitor {
	t.Helper()
	v := s.visitor(t)
	if got := v.post("/sign-in", "login", string(role)+"@example.org", "password", goodPassword); got.status != http.StatusSeeOther {
		t.Fatalf("sign in as %s: %d", role, got.status)
	}
	return v
}

func (v *visitor) want(what string, got answer, status int, parts ...string) {
	v.t.Helper()
	if got.status != status {
		v.t.Errorf("%s: answered %d (to %q), want %d", what, got.status, got.location, status)
	}
	for _, part := range parts {
		if !strings.Contains(got.body+got.location, part) {
			v.t.Errorf("%s: the answer does not contain %q", what, part)
		}
	}
}

func (v *visitor) cookie() string {
	u, err := url.Parse(v.site.URL)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, c := range v.http.Jar.Cookies(u) {
		if c.Name == "session" {
			return c.Value
		}
	}
	return ""
}

func (s *site) count(t *testing.T, query string) (n int64) {
	t.Helper()
	err := s.db.View(t.Context(), func(x *store.Tx) error { return x.QueryRowContext(t.Context(), query).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}
