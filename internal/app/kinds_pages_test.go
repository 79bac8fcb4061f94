package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/demo"
	"github.com/opencites/opencites/internal/permit"
)

// browsers visits the pages of a town, without script, as people of its cast.
type browsers struct {
	t       *testing.T
	pages   http.Handler
	cookies map[string]*http.Cookie
	calls   int
}

func visit(t *testing.T, s *System) *browsers {
	t.Helper()
	pages, err := s.pages(serving{})
	if err != nil {
		t.Fatal(err)
	}
	return &browsers{t: t, pages: pages, cookies: map[string]*http.Cookie{}}
}

// do asks for a page as the person with a login of the cast.
func (b *browsers) do(login, method, path string, form url.Values) *httptest.ResponseRecorder {
	b.t.Helper()
	if b.cookies[login] == nil && path != "/sign-in" {
		w := b.do(login, "POST", "/sign-in", url.Values{"login": {login + "@aurelia.example"}, "password": {demo.Password}})
		if w.Code != http.StatusSeeOther || len(w.Result().Cookies()) == 0 {
			b.t.Fatalf("sign in as %s: %d", login, w.Code)
		}
		b.cookies[login] = w.Result().Cookies()[0]
	}
	b.calls++
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.RemoteAddr = fmt.Sprintf("10.0.%d.%d:1000", b.calls>>8, b.calls&255)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c := b.cookies[login]; c != nil && path != "/sign-in" {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.pages.ServeHTTP(w, r)
	return w
}

func (b *browsers) want(what string, w *httptest.ResponseRecorder, code int, words ...string) {
	b.t.Helper()
	if w.Code != code {
		b.t.Errorf("%s: %d, want %d", what, w.Code, code)
	}
	for _, x := range words {
		no, hidden := strings.CutPrefix(x, "!")
		if strings.Contains(w.Body.String(), no) == hidden {
			b.t.Errorf("%s: the page has %q: %v", what, no, hidden)
		}
	}
}

// The holder fills a partially completed document in on its page: what was typed
// stays on an error, others do not find it, and the copy comes back once.
func TestPageToCompleteADocument(t *testing.T) {
	s, _, done := kindsTown(t)
	b := visit(t, s)
	i := slices.IndexFunc(done, func(x demo.Issued) bool { return x.Kind.Content.Partial })
	p := done[i].Permits[1] // the first is used
	at := "/permits/" + p.ID
	b.want("the holder's permit", b.do("zoo", "GET", at, nil), http.StatusOK, `href="`+at+`/complete"`, "To be completed by the holder")
	b.want("another trader", b.do("timber", "GET", at+"/complete", nil), http.StatusNotFound)
	b.want("an officer", b.do("officer", "GET", at+"/complete", nil), http.StatusForbidden)
	b.want("the form", b.do("zoo", "GET", at+"/complete", nil), http.StatusOK, "lines.A", "Quantity of line A, at most", "Macaca fascicularis")
	b.want("blank at the border", b.do("customs", "GET", "/border/permits/"+p.ID, nil), http.StatusOK, "has not completed document", "!lines.A")
	day := p.Record.Issued
	form := url.Values{"name": {"Institut Pasteur"}, "address": {"25 rue du Dr Roux\n75015 Paris"}, "country": {"FR"}, "day.day": {fmt.Sprint(day.Day)}, "day.month": {fmt.Sprint(int(day.Month))},
		"day.year": {fmt.Sprint(day.Year)}, "lines.A": {"50.001"}, "marks.A": {"tube 4"}}
	b.want("too much", b.do("zoo", "POST", at+"/complete", form), http.StatusUnprocessableEntity, `value="50.001"`, "Institut Pasteur", "tube 4", "up to 50")
	form.Set("lines.A", "many")
	b.want("no number", b.do("zoo", "POST", at+"/complete", form), http.StatusUnprocessableEntity, `value="many"`)
	form.Set("lines.A", "12")
	b.want("another trader fills it in", b.do("timber", "POST", at+"/complete", form), http.StatusNotFound)
	b.want("good", b.do("zoo", "POST", at+"/complete", form), http.StatusSeeOther)
	b.want("a second time", b.do("zoo", "POST", at+"/complete", form), http.StatusConflict)
	b.want("what was written", b.do("zoo", "GET", at, nil), http.StatusOK, "25 rue du Dr Roux", "12", "tube 4", "Not yet", "!"+at+"/complete")
	b.want("at the border", b.do("customs", "GET", "/border/permits/"+p.ID, nil), http.StatusOK, "Institut Pasteur", `value="12"`)
	b.want("the signatory takes the copy", b.do("signatory", "POST", at+"/copy", nil), http.StatusSeeOther)
	b.want("twice", b.do("signatory", "POST", at+"/copy", nil), http.StatusConflict)
	b.want("it is back", b.do("signatory", "GET", at, nil), http.StatusOK, "!Not yet", "!"+at+"/copy")
	b.want("one that is not partial", b.do("leather", "GET", "/permits/"+done[3].Permits[0].ID+"/complete", nil), http.StatusNotFound)
}

// The label of a registered exchange is for its sender and officers.
func TestPageOfALabel(t *testing.T) {
	s, _, done := kindsTown(t)
	b := visit(t, s)
	i := slices.IndexFunc(done, func(x demo.Issued) bool { return x.Kind.Content.Type == cites.ScientificExchangeLabel })
	id := done[i].Application.ID
	at := "/applications/" + id + "/label.pdf"
	b.want("the sender's application", b.do("zoo", "GET", "/applications/"+id, nil), http.StatusOK, `href="`+at+`"`, "no permit and no border stamp")
	b.want("the case", b.do("officer", "GET", "/cases/"+id, nil), http.StatusOK, `href="`+at+`"`)
	for _, who := range []string{"zoo", "officer"} {
		w := b.do(who, "GET", at, nil)
		b.want("the sheet for "+who, w, http.StatusOK, "%PDF-")
		if w.Header().Get("Content-Type") != "application/pdf" || !strings.Contains(w.Header().Get("Cache-Control"), "private") {
			t.Errorf("%s: %v", who, w.Header())
		}
	}
	b.want("another trader", b.do("timber", "GET", at, nil), http.StatusNotFound)
	b.want("customs", b.do("customs", "GET", at, nil), http.StatusForbidden)
	b.want("an application for a permit", b.do("trader", "GET", "/applications/"+done[0].Application.ID+"/label.pdf", nil), http.StatusNotFound)
}

// The holder returns a document for many crossings because the animal changed hands;
// an officer finds it among those that wait and settles it.
func TestPagesOfAReturn(t *testing.T) {
	s, _, done := kindsTown(t)
	b := visit(t, s)
	i := slices.IndexFunc(done, func(x demo.Issued) bool { return x.Kind.Content.Type == cites.PersonalOwnership })
	p := done[i].Permits[0]
	at, version := "/permits/"+p.ID, url.Values{"version": {fmt.Sprint(p.Version)}}
	b.want("the permit", b.do("trader", "GET", at, nil), http.StatusOK, `href="`+at+`/offer"`, "!"+at+"/return")
	b.want("the form", b.do("trader", "GET", at+"/offer", nil), http.StatusOK, "given_up", "unused")
	b.want("nothing said", b.do("trader", "POST", at+"/offer", version), http.StatusUnprocessableEntity, "Say why it goes back", "Say how and when", "Confirm that you will not use it")
	version.Set("note", "Registered letter, on Monday")
	b.want("not confirmed", b.do("trader", "POST", at+"/offer", version), http.StatusUnprocessableEntity, "Registered letter, on Monday")
	version.Set("why", string(permit.GivenUp))
	version.Set("sure", "yes")
	b.want("another trader", b.do("timber", "POST", at+"/offer", version), http.StatusNotFound)
	b.want("an officer", b.do("officer", "POST", at+"/offer", version), http.StatusForbidden)
	b.want("good", b.do("trader", "POST", at+"/offer", version), http.StatusSeeOther)
	b.want("again", b.do("trader", "GET", at+"/offer", nil), http.StatusConflict)
	b.want("announced", b.do("trader", "GET", at, nil), http.StatusOK, "Return announced", "changed hands", `href="`+at+`/keep"`)
	b.want("those that wait", b.do("officer", "GET", "/permits?waiting=offered", nil), http.StatusOK, string(p.Number), "Return announced")
	b.want("those that are lost", b.do("officer", "GET", "/permits?waiting=lost", nil), http.StatusOK, "!"+string(p.Number))
	now, err := s.Permits.Read(t.Context(), holderOf(p), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	version = url.Values{"version": {fmt.Sprint(now.Version)}}
	b.want("keep it?", b.do("trader", "GET", at+"/keep", nil), http.StatusOK, "no longer waits for it")
	b.want("the officer takes it", b.do("officer", "POST", at+"/return", version), http.StatusSeeOther)
	b.want("too late to keep it", b.do("trader", "POST", at+"/keep", version), http.StatusConflict)
	b.want("it is over", b.do("trader", "GET", at, nil), http.StatusOK, "It was returned unused", "The paper came back", "!"+at+"/offer")
}
