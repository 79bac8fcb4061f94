package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/web"
)

func TestSignInAndOut(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t)
	v.want("account, not signed in", v.get("/account"), 303, "/sign-in?next=%2Faccount")
	v.want("sign-in page", v.get("/sign-in"), 200, "account.password"[:0], `autocomplete="current-password"`)
	v.want("wrong password", v.post("/sign-in", "login", "trader@example.org", "password", "no no no no no"), 422, "not right", "trader@example.org")
	v.want("sign in", v.post("/sign-in", "login", "trader@example.org", "password", goodPassword, "next", "/account?x=1"), 303, "/account?x=1")
	v.want("own account", v.get("/account"), 200, "The trader", "Firefox, Windows", "This device")
	v.want("sign-in page again", v.get("/sign-in"), 303)
	v.want("sign out", v.post("/sign-out"), 303)
	v.want("after signing out", v.get("/account"), 303, "/sign-in")
	if n := s.count(t, `select count(*) from session`); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
	away := s.visitor(t)
	away.want("next leads elsewhere", away.post("/sign-in", "login", "trader@example.org", "password", goodPassword, "next", "//evil.example/"), 303, "/")
	if got := away.post("/sign-in", "login", "trader@example.org", "password", goodPassword, "next", "//evil.example/"); strings.Contains(got.location, "evil") {
		t.Errorf("open redirect to %s", got.location)
	}
}

func TestSessionFixation(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t)
	u, _ := url.Parse(s.URL)
	v.http.Jar.SetCookies(u, []*http.Cookie{{Name: "session", Value: "planted-by-somebody-else-0123456789"}})
	v.post("/sign-in", "login", "trader@example.org", "password", goodPassword)
	if got := v.cookie(); got == "" || strings.HasPrefix(got, "planted") {
		t.Errorf("the planted token %q is signed in", got)
	}
	before := v.cookie()
	v.post("/account/sign-out-others")
	if v.cookie() == before {
		t.Error("ending the other sessions kept this token")
	}
	v.want("with the new token", v.get("/account"), 200)
	if n := s.count(t, `select count(*) from session where token = '`+v.cookie()+`'`); n != 0 {
		t.Error("tokens are kept in clear")
	}
}

func TestIdleStaff(t *testing.T) {
	s := newSite(t)
	officer, trader := s.as(t, actor.CaseOfficer), s.as(t, actor.Trader)
	for range 3 {
		s.wait(29 * time.Minute)
		officer.want("after 29 minutes", officer.get("/account"), 200)
	}
	trader.want("a trader after 87 minutes", trader.get("/account"), 200)
	s.wait(31 * time.Minute)
	officer.want("staff after 31 minutes", officer.get("/account"), 303, "/sign-in")
	trader.want("a trader after 31 minutes", trader.get("/account"), 200)
}

// TestReadingDoesNotWrite: a page of a signed-in person must not cost a durable
// write each.
func TestReadingDoesNotWrite(t *testing.T) {
	s := newSite(t)
	v := s.as(t, actor.Trader)
	v.get("/account")
	before := s.count(t, `select max(seen) from session`)
	for range 5 {
		s.wait(time.Second)
		v.get("/account")
	}
	if now := s.count(t, `select max(seen) from session`); now != before {
		t.Error("the session was written while only reading")
	}
	s.wait(2 * time.Minute)
	v.get("/account")
	if now := s.count(t, `select max(seen) from session`); now == before {
		t.Error("two minutes later the session was not written")
	}
}

func TestOtherDevices(t *testing.T) {
	s := newSite(t)
	here, there := s.as(t, actor.Trader), s.as(t, actor.Trader)
	here.want("two devices", here.get("/account"), 200, "Sign out all other devices")
	here.want("sign out others", here.post("/account/sign-out-others"), 303)
	there.want("the other device", there.get("/account"), 303, "/sign-in")
	here.want("this device", here.get("/account"), 200, "All other devices are signed out")
	third := s.as(t, actor.Trader)
	here.want("change password", here.post("/account/password", "old", goodPassword, "password", "nine blue parrots whistle"), 303)
	third.want("after the change", third.get("/account"), 303, "/sign-in")
	here.want("this device after the change", here.get("/account"), 200)
	here.want("wrong old password", here.post("/account/password", "old", "no", "password", "ten blue parrots whistle"), 422, "present password is not right")
}

func TestRegisterConfirmSignIn(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t)
	v.want("empty form", v.post("/register"), 422, "Choose how you will use the service", "Enter a name", "Enter an email address")
	v.want("a role of the staff", v.post("/register", "role", "signatory", "name", "X", "login", "x@example.org", "language", "en"), 422)
	fresh := v.post("/register", "role", "trader", "name", "Nora", "login", "nora@example.org", "language", "fr", "org", "Nora SARL")
	known := v.post("/register", "role", "trader", "name", "Nora", "login", "trader@example.org", "language", "fr")
	v.want("register", fresh, 200, "Check your email")
	if fresh.body != known.body {
		t.Error("the answer tells whether an address has an account")
	}
	a, err := s.office.FindByLogin(t.Context(), account.Console(), "nora@example.org")
	if err != nil {
		t.Fatal(err)
	}
	secret, _, err := s.office.MakeLink(t.Context(), actor.Machine(), a.ID, account.LetterConfirm)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // mail programs look at links first
		v.want("link", v.get("/password/"+secret), 200, "nora@example.org", `autocomplete="new-password"`)
	}
	v.want("weak password", v.post("/password/"+secret, "password", "password1234"), 422, "easy to guess")
	v.want("choose", v.post("/password/"+secret, "password", "nine blue parrots whistle"), 200, "Your password is set")
	v.want("the link again", v.post("/password/"+secret, "password", "ten blue parrots whistle"), 404, "no longer works")
	v.want("the link again", v.get("/password/"+secret), 404)
	v.want("sign in, language of the account", v.post("/sign-in", "login", "nora@example.org", "password", "nine blue parrots whistle"), 303, "/fr/")
}

func TestForgotTellsNothing(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t)
	known, unknown := v.post("/forgot", "login", "trader@example.org"), v.post("/forgot", "login", "nobody@example.org")
	v.want("forgot", known, 200, "Check your email")
	if known.body != unknown.body || known.status != unknown.status {
		t.Error("the answer tells whether an address has an account")
	}
	v.want("not an address", v.post("/forgot", "login", "x"), 422)
}

func TestLockOutOnThePage(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t)
	for range 5 {
		v.want("wrong", v.post("/sign-in", "login", "trader@example.org", "password", "wrong wrong wrong"), 422, "not right")
	}
	v.want("paused", v.post("/sign-in", "login", "trader@example.org", "password", goodPassword), 422, "Wait 1 min")
}

func TestSignInsPerAddressAreLimited(t *testing.T) {
	s := newSite(t, func(_ *site, c *web.Config) { c.SignIns = web.Rate{PerSecond: 0.01, Burst: 3} })
	v := s.visitor(t)
	for i := range 3 {
		v.want("within the limit", v.post("/sign-in", "login", "p"+string(rune('a'+i))+"@example.org", "password", "x"), 422)
	}
	for _, path := range []string{"/sign-in", "/register", "/forgot", "/password/x"} {
		v.want(path, v.post(path, "login", "q@example.org", "password", "x"), 429)
	}
}

func TestDemoSignInOnlyInTheDemo(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t)
	v.want("serving", v.post("/demo/sign-in", "account", s.people[actor.Trader].ID), 404)
	if got := v.get("/sign-in"); strings.Contains(got.body, "/demo/") {
		t.Error("the sign-in page offers the demo")
	}
	demo := newSite(t, func(s *site, c *web.Config) {
		c.Demo = &web.Demo{SignIn: s.office.Demo, People: []web.DemoPerson{{ID: s.people[actor.Trader].ID, Name: "Amina", Role: actor.Trader}}}
	})
	v = demo.visitor(t)
	v.want("sign-in page", v.get("/sign-in"), 200, "Amina", "/demo/sign-in")
	v.want("not one of the cast", v.post("/demo/sign-in", "account", demo.people[actor.Administrator].ID), 404)
	v.want("one click", v.post("/demo/sign-in", "account", demo.people[actor.Trader].ID), 303)
	v.want("signed in", v.get("/account"), 200, "The trader")
}

func TestCookieIsStrict(t *testing.T) {
	s := newSite(t, func(_ *site, c *web.Config) { c.Secure = true })
	r := httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader(url.Values{"login": {"trader@example.org"}, "password": {goodPassword}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	got := w.Header().Get("Set-Cookie")
	for _, part := range []string{"__Host-session=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(got, part) {
			t.Errorf("cookie %q lacks %s", got, part)
		}
	}
}
