package web

import (
	"context"
	"errors"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func partnerSamples() []sample {
	p := exchange.Partner{ID: "p1", Name: "Helvetia", Party: "CH", Endpoint: "https://epermits.cites.example/exchange/epix/v2", State: exchange.Active, Version: 1}
	off := exchange.Partner{ID: "p2", Name: "هيئة البيئة", Party: "AE", State: exchange.Disabled, Version: 3}
	text := func(name, value string) Field {
		return Field{Name: name, Label: "Address of its exchange service", Hint: "Begins with https://.", Value: value, Dir: "ltr"}
	}
	tabs := func(at int) []Tab {
		return []Tab{{"Partners", "/partners", at == 0}, {"Message log", "/partners/messages", at == 1}}
	}
	rows := []SummaryRow{{Key: "Party", Value: Bdi("Switzerland (CH)")}, {Key: "Address of its exchange service", Value: Reference(p.Endpoint)}}
	direction := Field{Name: "direction", Label: "Direction", Options: []Option{{Value: "", Label: "Both"}, {Value: "in", Label: "Asked of us"}}}
	messages := []messageRow{
		{"2 April 2026, 10:00", "2026-04-02T10:00:00Z", "Asked of us", "Helvetia", "Permit as endorsed", "26QZ000017/01", Tag{"Done", "green"}},
		{"2 April 2026, 09:58", "2026-04-02T09:58:00Z", "Asked of us", "Holder of the permit’s token", "Permit as issued", "26QZ000018/01", Tag{"Not found", "orange"}},
	}
	ask := askForm{Partner: direction, Number: text("number", "26QZ000017/01"), Token: text("token", ""),
		Final: Field{Name: "final", Label: "Request", Value: "no", Options: []Option{{Value: "no", Label: "Permit as issued"}, {Value: "yes", Label: "Permit as endorsed", Hint: "Box 14"}}}}
	fetched := fetchedView{Rows: rows, Lines: []epermit.Line{{ID: "A", ScientificName: "Psittacus erithacus", Term: "LIV", Appendix: "I", Source: "C",
		Amount: epermit.AmountOf(2500, "KGM"), Exported: epermit.AmountOf(1250, "KGM")}, {ID: "B", ScientificName: "Aquilaria malaccensis", Term: "QQQ", Amount: epermit.AmountOf(7000, "SKI")}},
		Fetched: exchange.Fetched{Reply: exchange.Reply{Problems: []epermit.Problem{{Path: "/CITESEPermit/HeaderExchangedDocument/PurposeCode", Line: 12, What: "stands 2 times, the first was taken"}}}}}
	return []sample{
		{"partner_ask", Page{Title: "Fetch a permit", Errors: []ErrorLink{{"There is no such permit.", ""}}, Data: ask}},
		{"partner_ask", Page{Title: "Fetch a permit", Data: askForm{None: Empty{Title: "There is no partner to ask"}}}},
		{"partner_permit", Page{Title: "Permit of another Party", Back: "/partners/ask", Data: fetched}},
		{"partner_list", Page{Title: "Partners", Data: partnerList{Tabs: tabs(0), Search: text("q", ""), Count: "2 partners", List: List[partnerRow]{Rows: []partnerRow{{p, "/partners/p1", Tag{"Active", "green"}}, {off, "/partners/p2", Tag{"Disabled", "grey"}}}}}}},
		{"partner_list", Page{Title: "Partners", Data: partnerList{Tabs: tabs(0), Search: text("q", ""), List: List[partnerRow]{Empty: Empty{"There are no partners yet", "Add one.", "/", "Add a partner"}}}}},
		{"partner_show", Page{Title: "Helvetia", Back: "/partners", Data: partnerView{Partner: p, State: Tag{"Active", "green"}, Rows: rows}}},
		{"partner_show", Page{Title: off.Name, Back: "/partners", Data: partnerView{Partner: off, State: Tag{"Disabled", "grey"}, Rows: rows}}},
		{"partner_form", Page{Title: "Add a partner", Back: "/partners", Errors: []ErrorLink{{"Enter an address", "#endpoint"}}, Data: partnerForm{Title: "Add a partner", Version: "1", Name: text("name", "Helvetia"), Party: text("party", "CH"), Endpoint: text("endpoint", "ftp://x"), Credential: text("credential", "")}}},
		{"partner_token", Page{Title: "Token for the partner", Data: tokenView{Partner: p, Token: "gaytemzugu3doobzmfrggzdfmy", Href: "/partners/p1"}}},
		{"partner_messages", Page{Title: "Message log", Data: messageList{Tabs: tabs(1), Search: text("q", ""), Direction: direction, Count: "2 messages", List: List[messageRow]{Rows: messages}}}},
	}
}

// people signs in whoever the test says.
type people map[string]actor.Actor

func (p people) Present(_ context.Context, id string, _ int64) (actor.Actor, error) {
	return p[id], nil
}

// partnerSite is a server with real partners and a way to sign in.
type partnerSite struct {
	*Server
	cookies map[string]*http.Cookie
}

func newPartnerSite(t *testing.T) partnerSite {
	t.Helper()
	cfg := testConfig(t)
	n := 0
	cfg.Partners = &exchange.Desk{Store: store.Exchange{DB: storetest.Open(t)}, Now: cfg.Now, Rand: strings.NewReader(strings.Repeat("0123456789abcdef", 64)),
		NewID: func() string { n++; return "p" + strconv.Itoa(n) }}
	cfg.Accounts = people{"admin": {ID: "admin", Name: "A", Roles: []actor.Role{actor.Administrator}}, "officer": {ID: "officer", Name: "B", Roles: []actor.Role{actor.CaseOfficer}}}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	site := partnerSite{s, map[string]*http.Cookie{}}
	for id := range cfg.Accounts.(people) {
		site.cookies[id] = signedIn(t, s.sessions, id)
	}
	return site
}

// signedIn makes a session of an account.
func signedIn(t *testing.T, m *scs.SessionManager, id string) *http.Cookie {
	t.Helper()
	ctx, err := m.Load(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	m.Put(ctx, sessionAccount, id)
	token, _, err := m.Commit(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Cookie{Name: m.Cookie.Name, Value: token, Expires: time.Now().Add(time.Hour)}
}

func (p partnerSite) do(t *testing.T, who, method, path string, form url.Values) (int, string, http.Header) {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c := p.cookies[who]; c != nil {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w.Code, html.UnescapeString(w.Body.String()), w.Header()
}

func TestPartnerPages(t *testing.T) {
	s := newPartnerSite(t)
	expect := func(status int, body string, want int, texts ...string) {
		t.Helper()
		if status != want {
			t.Fatalf("status %d, want %d", status, want)
		}
		for _, text := range texts {
			if !strings.Contains(body, text) {
				t.Errorf("the page does not show %q", text)
			}
		}
	}
	status, body, _ := s.do(t, "admin", "GET", "/partners", nil)
	expect(status, body, 200, "There are no partners yet")
	form := url.Values{"name": {"Helvetia <b>"}, "party": {"ch"}, "endpoint": {"ftp://x"}, "credential": {"their-token"}}
	status, body, _ = s.do(t, "admin", "POST", "/partners/new", form)
	expect(status, body, 422, "Enter an address that begins with https://", "Helvetia <b>", "ftp://x")
	if strings.Contains(body, "their-token") {
		t.Error("the page repeats the token")
	}
	form.Set("endpoint", "https://cites.example/epix/v2")
	status, body, header := s.do(t, "admin", "POST", "/partners/new", form)
	expect(status, body, 200, "It is shown only now", "gaytemzugu3doobzmfrggzdfmy")
	if header.Get("Cache-Control") != "no-store" {
		t.Errorf("the page with the token may be kept: %s", header.Get("Cache-Control"))
	}
	status, body, _ = s.do(t, "admin", "POST", "/fr/partners/new", form)
	expect(status, body, 422, "Un autre partenaire porte ce nom")
	status, body, _ = s.do(t, "admin", "GET", "/partners?q=helv", nil)
	expect(status, body, 200, "/partners/p1", "Switzerland", "1 partner")
	status, body, _ = s.do(t, "admin", "GET", "/partners/p1", nil)
	expect(status, body, 200, "Kept, not shown")
	if strings.Contains(body, "gaytemzugu3doobzmfrggzdfmy") {
		t.Error("the token is shown again")
	}
	status, body, _ = s.do(t, "admin", "GET", "/partners/p1/disable", nil)
	expect(status, body, 200, "Its token will open nothing", `name="version" value="1"`)
	status, _, _ = s.do(t, "admin", "POST", "/partners/p1/disable", url.Values{"version": {"1"}})
	expect(status, "", 303)
	status, body, _ = s.do(t, "admin", "GET", "/partners/p1", nil)
	expect(status, body, 200, "was disabled", "Enable")
	status, body, _ = s.do(t, "admin", "POST", "/partners/p1/edit", url.Values{"version": {"1"}, "name": {"Typed"}, "party": {"CH"}})
	expect(status, body, 422, "Somebody else has changed", "Typed", `name="version" value="2"`)
	status, _, _ = s.do(t, "admin", "POST", "/partners/p1/renew", url.Values{"version": {"1"}})
	expect(status, "", 409)
	status, body, _ = s.do(t, "admin", "GET", "/partners/messages?direction=in&q=x", nil)
	expect(status, body, 200, "No message matches")
	status, _, _ = s.do(t, "admin", "GET", "/partners/nobody", nil)
	expect(status, "", 404)
}

func TestWhoSeesPartners(t *testing.T) {
	s := newPartnerSite(t)
	for _, route := range s.Routes() {
		if !strings.Contains(route.Pattern, " /partners") {
			continue
		}
		method, path, _ := strings.Cut(route.Pattern, " ")
		path = strings.ReplaceAll(path, "{id}", "p1")
		officer, admin := http.StatusForbidden, 0 // 0: anything else
		if path == "/partners/ask" {
			officer, admin = 0, http.StatusForbidden
		}
		for who, want := range map[string]int{"officer": officer, "admin": admin} {
			if status, _, _ := s.do(t, who, method, path, nil); (status == http.StatusForbidden) != (want == http.StatusForbidden) {
				t.Errorf("%s, %s: %d", who, route.Pattern, status)
			}
		}
		if status, _, _ := s.do(t, "", method, path, nil); status != http.StatusForbidden && status != http.StatusSeeOther {
			t.Errorf("public, %s: %d", route.Pattern, status)
		}
	}
}

// answering is a partner that gives one answer.
type answering struct {
	reply exchange.Reply
	err   error
}

func (a answering) GetPermit(context.Context, exchange.Partner, exchange.Ask) (exchange.Reply, error) {
	return a.reply, a.err
}

// receiving keeps count of what was received.
type receiving struct{ kept *int }

func (s receiving) Receive(context.Context, actor.Actor, epermit.Document, []byte, string, bool) (*permit.Foreign, error) {
	*s.kept++
	return &permit.Foreign{ID: "f1"}, nil
}

func TestFetchPage(t *testing.T) {
	s := newPartnerSite(t)
	desk := s.cfg.Partners.(*exchange.Desk)
	kept := 0
	desk.Receiver = receiving{&kept}
	if status, body, _ := s.do(t, "officer", "GET", "/partners/ask", nil); status != 200 || !strings.Contains(body, "There is no partner to ask") {
		t.Errorf("nobody to ask: %d", status)
	}
	admin := actor.Actor{ID: "admin", Roles: []actor.Role{actor.Administrator}}
	if _, _, err := desk.Add(t.Context(), admin, exchange.PartnerForm{Name: "Helvetia", Party: "CH", Endpoint: "https://cites.example/epix/v2"}); err != nil {
		t.Fatal(err)
	}
	doc := epermit.Document{Number: "CH-1", Authority: epermit.Party{Name: "BLV"}, Importer: epermit.Party{Name: "حديقة"}, Purpose: "Z",
		Lines: []epermit.Line{{ID: "A", ScientificName: "Panthera leo", Term: "LIV", Amount: epermit.AmountOf(1500, "KGM")}}}
	for name, c := range map[string]struct {
		caller  answering
		number  string
		status  int
		texts   []string
		receive int
	}{
		"fetched":     {answering{reply: exchange.Reply{Document: doc, Raw: []byte("x")}}, " ch-1 ", 200, []string{"Panthera leo", "1.5", "حديقة", "Switzerland"}, 1},
		"no number":   {answering{}, " ", 422, []string{"Enter the number of the permit"}, 0},
		"not found":   {answering{err: fault.New(fault.NotFound, exchange.NotFound)}, "CH-1", 404, []string{"There is no such permit", "CH-1"}, 0},
		"no answer":   {answering{err: fault.New(fault.Unavailable, "exchange.unavailable", "partner", "Helvetia")}, "CH-1", 503, []string{"Helvetia does not answer"}, 0},
		"another":     {answering{reply: exchange.Reply{Document: doc}}, "CH-2", 422, []string{"another permit: CH-1"}, 0},
		"unforeseen":  {answering{err: errors.New("secret of the machine")}, "CH-1", 500, []string{"Something went wrong"}, 0},
		"wrong Party": {answering{reply: exchange.Reply{Document: epermit.Document{Number: "CH-1", Authority: epermit.Party{Address: epermit.Address{Country: epermit.Country{Code: "FR"}}}}}}, "CH-1", 422, []string{"The permit is of France"}, 0},
	} {
		desk.Caller, kept = c.caller, 0
		status, body, _ := s.do(t, "officer", "POST", "/partners/ask", url.Values{"partner": {"Helvetia"}, "number": {c.number}, "final": {"no"}})
		if status != c.status || kept != c.receive || strings.Contains(body, "secret of the machine") {
			t.Errorf("%s: %d, %d kept", name, status, kept)
		}
		for _, text := range c.texts {
			if !strings.Contains(body, text) {
				t.Errorf("%s does not show %q", name, text)
			}
		}
	}
}
