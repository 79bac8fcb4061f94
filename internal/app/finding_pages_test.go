package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
)

// TestPagesOfFindings walks the register as a scientist does, without script:
// what was typed stays on an error, a draft is put in force, reviewed and
// withdrawn with a reason.
func TestPagesOfFindings(t *testing.T) {
	h := newHouse(t)
	form := url.Values{"taxon": {"Python regius"}, "population": {"GH"}, "terms": {"liv, SKI"}, "from.day": {"31"}, "from.month": {"2"}, "from.year": {"2026"}, "grounds": {"counted"}}
	w := h.do("POST", "/findings/new", form, actor.Scientist)
	if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "liv, SKI") || !strings.Contains(body, "Enter a day that exists") {
		t.Fatalf("31 February: %d", w.Code)
	}
	form.Set("from.day", "1")
	form.Set("review.day", "1")
	form.Set("review.month", "1")
	form.Set("review.year", "2090")
	w = h.do("POST", "/findings/new", form, actor.Scientist)
	at := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/findings/") {
		t.Fatalf("a good form: %d %s", w.Code, at)
	}
	version := url.Values{"version": {"1"}}
	if w := h.do("POST", at+"/force", version, actor.Scientist); w.Code != http.StatusSeeOther {
		t.Errorf("put in force: %d", w.Code)
	}
	if w := h.do("POST", at+"/force", version, actor.Scientist); w.Code != http.StatusConflict {
		t.Errorf("put in force twice: %d", w.Code)
	}
	if w := h.do("POST", at+"/withdraw", url.Values{"version": {"2"}}, actor.Scientist); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("withdraw without a reason: %d", w.Code)
	}
	w = h.do("GET", at, nil, actor.CaseOfficer)
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, "In force") || strings.Contains(body, at+"/withdraw") {
		t.Errorf("an officer reads it: %d", w.Code)
	}
	if w := h.do("POST", at+"/withdraw", url.Values{"version": {"2"}, "reason": {"new counts"}}, actor.Scientist); w.Code != http.StatusSeeOther {
		t.Errorf("withdraw: %d", w.Code)
	}
	if w := h.do("GET", "/findings?state=withdrawn", nil, actor.CaseOfficer); !strings.Contains(w.Body.String(), "NDF-") {
		t.Error("the register does not list it as withdrawn")
	}
	if w := h.do("GET", at, nil, actor.Trader); w.Code != http.StatusForbidden {
		t.Errorf("a trader reads the register: %d", w.Code)
	}
}

// TestPagesOfChains walks a chain as its owner does, and as somebody else.
func TestPagesOfChains(t *testing.T) {
	h := newHouse(t)
	w := h.do("POST", "/chains/new", url.Values{"taxon": {"Python regius"}, "source": {"W"}, "quantity": {"many"}, "unit": {"NAR"}, "holder": {"Aurel"}}, actor.Trader)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `value="many"`) {
		t.Fatalf("not a number: %d", w.Code)
	}
	w = h.do("POST", "/chains/new", url.Values{"taxon": {"Python regius"}, "source": {"W"}, "quantity": {"100"}, "unit": {"NAR"}, "holder": {"Aurel"}}, actor.Trader)
	at := strings.TrimSuffix(w.Header().Get("Location"), "/links/new")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/chains/") {
		t.Fatalf("a good stock: %d %s", w.Code, at)
	}
	link := url.Values{"version": {"1"}, "kind": {"purchase"}, "from": {"Dealer"}, "to": {"Aurel"}, "quantity": {"100"}, "document": {"INV 1"}}
	if w := h.do("POST", at+"/links/new", link, actor.Trader); w.Code != http.StatusSeeOther {
		t.Fatalf("a link: %d", w.Code)
	}
	if w := h.do("POST", at+"/links/new", link, actor.Trader); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "INV 1") {
		t.Errorf("the same page sent again: %d", w.Code)
	}
	w = h.do("GET", at, nil, actor.CaseOfficer)
	if body := w.Body.String(); !strings.Contains(body, "The first acquisition is missing") || !strings.Contains(body, "The date is missing") {
		t.Errorf("an officer sees the gaps: %d", w.Code)
	}
	if w := h.do("POST", at+"/ask", url.Values{"version": {"2"}, "missing": {"the licence"}}, actor.CaseOfficer); w.Code != http.StatusSeeOther {
		t.Errorf("ask: %d", w.Code)
	}
	if w := h.do("GET", at, nil, actor.Trader); !strings.Contains(w.Body.String(), "the licence") {
		t.Error("the owner does not see what is missing")
	}
	_, err := h.sys.Accounts.Add(t.Context(), account.Console(), account.New{Login: "other@example.org", Name: "Other", Roles: []actor.Role{actor.Trader}, Language: "en", Password: matrixPassword})
	if err != nil {
		t.Fatal(err)
	}
	in := h.do("POST", "/sign-in", url.Values{"login": {"other@example.org"}, "password": {matrixPassword}}, "")
	h.cookies["other"] = in.Result().Cookies()[0]
	for _, path := range []string{at, at + "/links/new", at + "/close"} {
		if w := h.do("GET", path, nil, "other"); w.Code != http.StatusNotFound {
			t.Errorf("another trader at %s: %d", path, w.Code)
		}
	}
	if w := h.do("GET", "/chains", nil, "other"); strings.Contains(w.Body.String(), "LAC-") {
		t.Error("another trader lists it")
	}
}
