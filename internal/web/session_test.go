package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// accountList is a fake of what the account package answers.
type accountList map[string]actor.Actor

func (a accountList) Present(_ context.Context, id string, _ int64) (actor.Actor, error) {
	who, ok := a[id]
	if !ok {
		return actor.Actor{}, fault.New(fault.NotFound, "fault.not_found")
	}
	return who, nil
}

func TestSessionsNoticesAndClosedAccounts(t *testing.T) {
	cfg := testConfig(t)
	cfg.Secure = true
	people := accountList{"7": {ID: "7", Name: "مؤسسة الصقور", Roles: []actor.Role{actor.Trader}}}
	cfg.Accounts = people
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s.mux.Handle("POST /enter", s.guard(Route{Policy: Public(), Handler: s.page(func(w http.ResponseWriter, r *http.Request) error {
		s.sessions.Put(r.Context(), sessionAccount, "7")
		s.notice(r.Context(), "Welcome <b>")
		return s.seeOther(w, r, "/help")
	})}))
	s.mux.Handle("GET /mine", s.guard(Route{Policy: SignedIn(), Handler: s.page(func(w http.ResponseWriter, r *http.Request) error {
		return s.render(w, r, 200, "text", Page{Title: ActorFrom(r.Context()).Name, Data: textView{}})
	})}))
	if w := get(t, s, "/fr/mine"); w.Code != http.StatusForbidden {
		t.Errorf("the public sees a private page: %d", w.Code)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/fr/enter", nil))
	cookie := w.Result().Cookies()[0]
	if w.Header().Get("Location") != "/fr/help" || cookie.Name != "__Host-session" || !cookie.HttpOnly || !cookie.Secure || cookie.SameSite != http.SameSiteLaxMode {
		t.Fatalf("%v %v", w.Header(), cookie)
	}
	session := cookie.Name + "=" + cookie.Value
	if w := get(t, s, "/fr/help", "Cookie", session); !strings.Contains(w.Body.String(), "Welcome &lt;b&gt;") {
		t.Error("the notice is not shown")
	}
	if w := get(t, s, "/fr/help", "Cookie", session); strings.Contains(w.Body.String(), "Welcome") {
		t.Error("the notice is shown twice")
	}
	if w := get(t, s, "/fr/mine", "Cookie", session); w.Code != 200 || !strings.Contains(w.Body.String(), "الصقور") || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("signed in: %d %v", w.Code, w.Header())
	}
	delete(people, "7")
	if w := get(t, s, "/fr/mine", "Cookie", session); w.Code != http.StatusForbidden {
		t.Errorf("a closed account still sees a private page: %d", w.Code)
	}
}

func TestPublicVisitorsGetNoSession(t *testing.T) {
	if got := get(t, newTestServer(t), "/help").Header().Get("Set-Cookie"); got != "" {
		t.Errorf("a visitor gets %q", got)
	}
}
