package gateway_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	v2 "github.com/opencites/opencites/epermit/v2"
	"github.com/opencites/opencites/epermit/xmlin"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/gateway"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// permits is a source of prepared permits, in the place of the permit register.
type permits map[cites.PermitNumber]*exchange.Held

func (p permits) PermitForExchange(_ context.Context, n cites.PermitNumber) (*exchange.Held, error) {
	for number, h := range p {
		if cites.NumberKey(number) == cites.NumberKey(n) {
			return h, nil
		}
	}
	return nil, fault.New(fault.NotFound, exchange.NotFound)
}

// shelf keeps what was received.
type shelf struct{ kept []*permit.Foreign }

func (s *shelf) Receive(_ context.Context, who actor.Actor, d epermit.Document, raw []byte, from string, final bool) (*permit.Foreign, error) {
	b, err := json.Marshal(d)
	f := &permit.Foreign{Country: d.Authority.Address.Country.Code, Number: d.Number, Document: b, Raw: raw, From: from, Final: final}
	s.kept = append(s.kept, f)
	return f, err
}

// instance is one Party's program, with its own database and a real socket.
type instance struct {
	*exchange.Desk
	shelf   *shelf
	now     *atomic.Int64
	address string
	held    permits
}

var (
	administrator = actor.Actor{ID: "admin", Name: "Admin", Roles: []actor.Role{actor.Administrator}}
	officer       = actor.Actor{ID: "officer", Name: "Officer", Roles: []actor.Role{actor.CaseOfficer}}
)

func start(t *testing.T, party cites.Country) *instance {
	t.Helper()
	own := profile.Example()
	own.Party = party
	now := &atomic.Int64{}
	now.Store(time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC).UnixNano())
	clock := func() time.Time { return time.Unix(0, now.Load()).UTC() }
	in := &instance{shelf: &shelf{}, now: now, held: permits{}}
	var ids atomic.Int64
	in.Desk = &exchange.Desk{Store: store.Exchange{DB: storetest.Open(t)}, Profile: own, Source: in.held,
		Caller: gateway.Client{Try: 5 * time.Second, Pause: time.Millisecond}, Receiver: in.shelf, Misses: &exchange.Misses{Now: clock},
		Now: clock, Rand: rand.Reader, NewID: func() string { return fmt.Sprintf("%s-%d", party, ids.Add(1)) }}
	s := &gateway.Server{Desk: in.Desk, Log: slog.New(slog.DiscardHandler), Zone: own.Zone()}
	mux := http.NewServeMux()
	mux.Handle(gateway.Path, s)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	in.address = server.URL + gateway.Path
	s.Address = server.URL + "/"
	return in
}

// sample is a permit from QZ to CH with box 14 filled.
func sample(number cites.PermitNumber) epermit.Document {
	at := func(c cites.Country) epermit.Address {
		return epermit.Address{City: "Town", Country: epermit.Country{Code: c, Name: string(c)}}
	}
	return epermit.Document{
		Type: epermit.Export, Number: number, Language: "en", ValidFrom: cites.Date{Year: 2026, Month: 3, Day: 1}, ValidUntil: cites.Date{Year: 2026, Month: 8, Day: 31},
		Importer: epermit.Party{Name: "Zoo", Address: at("CH")}, Destination: epermit.Country{Code: "CH", Name: "CH"}, Exporter: epermit.Party{Name: "Trader & Sons", Address: at("QZ")},
		Purpose: "Z", Authority: epermit.Party{Name: "Management Authority", Address: at("QZ")}, Official: "C. Signatory", IssuedOn: cites.Date{Year: 2026, Month: 3, Day: 1},
		Lines: []epermit.Line{{ID: "A", ScientificName: "Psittacus erithacus", Term: "LIV", Appendix: "I", Source: "C", Amount: epermit.AmountOf(2500, "KGM"),
			Exported: epermit.AmountOf(1250, "KGM")}},
		Endorsement: epermit.Endorsement{On: cites.Date{Year: 2026, Month: 4, Day: 1}, Port: epermit.Place{ID: "QZPRT", Name: "Port Aurel"}},
	}
}

const token = "0123456789abcdef0123456789abcdef"

func (in *instance) hold(number cites.PermitNumber, s permit.State) {
	in.held[number] = &exchange.Held{Document: sample(number), State: s, Token: token, Readers: []cites.Country{"CH"}, ReplacedBy: "26QZ999/1"}
}

func call(op, number, tok, country string) string {
	return `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header/><e:Body><v:` + op + ` xmlns:v="urn:CitesDataExchange/v2/"><CertificateNumber>` + number +
		`</CertificateNumber><TokenId>` + tok + `</TokenId><IsoCountryCode>` + country + `</IsoCountryCode></v:` + op + `></e:Body></e:Envelope>`
}

func post(t *testing.T, address, body string, headers ...string) (int, http.Header, []byte) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "text/xml; charset=utf-8")
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
	return res.StatusCode, res.Header, b
}

// faultString reads the fault of either version; "" when there is none.
func faultString(t *testing.T, b []byte) string {
	t.Helper()
	n, err := xmlin.Parse(b)
	if err != nil {
		t.Fatalf("answer is not XML: %v\n%s", err, b)
	}
	f := n.First("Body").First("Fault")
	if s := f.First("faultstring").Value(); s != "" {
		return s
	}
	return f.First("Reason").First("Text").Value()
}

func TestThePermitsOwnTokenOpensIt(t *testing.T) {
	in := start(t, "QZ")
	in.hold("26QZ000017/01", permit.Endorsed)
	for _, op := range []string{"GetNonFinalCitesCertificate", "GetFinalCitesCertificate", "GetFinalCitesCertificateRequest", "get_final_cites_certificate"} {
		status, _, b := post(t, in.address, call(op, "26qz 000017/01", token, "QZ"))
		if status != http.StatusOK {
			t.Fatalf("%s: %d %s", op, status, b)
		}
		d, _, err := v2.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		if final := strings.Contains(strings.ToLower(op), "getfinal") || strings.HasPrefix(op, "get_final"); d.Final() != final || d.Number != "26QZ000017/01" {
			t.Errorf("%s: final %v, number %s", op, d.Final(), d.Number)
		}
		n, err := xmlin.Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		response := n.First("Body").Children[0]
		if response.Name.Space != "urn:CitesDataExchange/v2/" || response.First("CITESEPermit").Name.Space != "" ||
			response.First("Composite").Value() != "false" || response.First("Composite").Name.Space != "" {
			t.Errorf("%s: shape of the response is wrong:\n%s", op, b)
		}
	}
}

func TestWhoMayRead(t *testing.T) {
	in := start(t, "QZ")
	in.hold("26QZ000017/01", permit.Valid)
	add := func(name string, party cites.Country) string {
		_, token, err := in.Add(t.Context(), administrator, exchange.PartnerForm{Name: name, Party: party})
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	swiss, french := add("Helvetia", "CH"), add("France", "FR")
	off, offToken, err := in.Add(t.Context(), administrator, exchange.PartnerForm{Name: "Off", Party: "CH"})
	if err != nil {
		t.Fatal(err)
	}
	if err := in.Switch(t.Context(), administrator, off.ID, off.Version, exchange.Disabled); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ number, token, partner, want string }{
		"importer":                 {"26QZ000017/01", "", swiss, ""},
		"importer and token":       {"26QZ000017/01", token, swiss, ""},
		"stranger with the token":  {"26QZ000017/01", token, french, ""},
		"importer, wrong token":    {"26QZ000017/01", "f" + token[1:], swiss, "CertificateNotFound"},
		"other Party":              {"26QZ000017/01", "", french, "CertificateNotFound"},
		"nobody":                   {"26QZ000017/01", "", "", "CertificateNotFound"},
		"nobody, wrong token":      {"26QZ000017/01", "f" + token[1:], "", "CertificateNotFound"},
		"unknown number":           {"26QZ000018/01", token, swiss, "CertificateNotFound"},
		"wrong partner token":      {"26QZ000017/01", token, swiss + "x", "CallerNotAuthorised"},
		"disabled partner":         {"26QZ000017/01", token, offToken, "CallerNotAuthorised"},
		"token of the permit only": {"26QZ000017/01", "", token, "CallerNotAuthorised"},
	} {
		body := call("GetNonFinalCitesCertificate", c.number, c.token, "QZ")
		_, _, b := post(t, in.address, body, "Authorization", "Bearer "+c.partner)
		if got := faultString(t, b); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		in.Misses = &exchange.Misses{Now: in.Now}
	}
	header := strings.Replace(call("GetNonFinalCitesCertificate", "26QZ000017/01", "", ""), "<e:Header/>",
		"<e:Header><v1:AuthenticationSoapHeader xmlns:v1='urn:x'><Username>Helvetia</Username><Password>"+swiss+"</Password></v1:AuthenticationSoapHeader></e:Header>", 1)
	if status, _, b := post(t, in.address, header); status != http.StatusOK {
		t.Errorf("password in the header: %s", b)
	}
}

func TestStatesOfAPermit(t *testing.T) {
	in := start(t, "QZ")
	for state, want := range map[permit.State][2]string{
		permit.Prepared:  {"CertificateNotFound", "CertificateNotFound"},
		permit.Cancelled: {"CertificateNotFound", "CertificateNotFound"},
		permit.Valid:     {"", "CertificateNotFinal"},
		permit.Expired:   {"", "CertificateNotFinal"},
		permit.Endorsed:  {"", ""},
		permit.Used:      {"", ""},
		permit.Revoked:   {"CertificateCancelled", "CertificateCancelled"},
		permit.Replaced:  {"CertificateReplaced", "CertificateReplaced"},
	} {
		in.hold("26QZ000017/01", state)
		for i, op := range []string{"GetNonFinalCitesCertificate", "GetFinalCitesCertificate"} {
			_, _, b := post(t, in.address, call(op, "26QZ000017/01", token, "QZ"))
			if got := faultString(t, b); got != want[i] {
				t.Errorf("%s %s: %q, want %q", op, state, got, want[i])
			}
			if want[i] == "CertificateReplaced" && !bytes.Contains(b, []byte("<v2:ReplacedBy>26QZ999/1</v2:ReplacedBy>")) {
				t.Errorf("the new number is not given: %s", b)
			}
		}
	}
}

// TestClosedWithoutBox14 asks for a permit that was used without a count at the
// border: there is nothing final to give.
func TestClosedWithoutBox14(t *testing.T) {
	in := start(t, "QZ")
	in.hold("26QZ000017/01", permit.Used)
	in.held["26QZ000017/01"].Document = sample("26QZ000017/01").NonFinal()
	for op, want := range map[string]string{"GetNonFinalCitesCertificate": "", "GetFinalCitesCertificate": "CertificateNotFinal"} {
		if _, _, b := post(t, in.address, call(op, "26QZ000017/01", token, "QZ")); faultString(t, b) != want {
			t.Errorf("%s: %s", op, b)
		}
	}
}

func TestGuessingLocksTheCallerOut(t *testing.T) {
	in := start(t, "QZ")
	in.hold("26QZ000017/01", permit.Valid)
	try := func(tok string) string {
		_, _, b := post(t, in.address, call("GetNonFinalCitesCertificate", "26QZ000017/01", tok, "QZ"))
		return faultString(t, b)
	}
	for i := range 10 {
		if got := try(fmt.Sprintf("%032x", i)); got != "CertificateNotFound" {
			t.Fatalf("try %d: %s", i, got)
		}
	}
	if got := try(token); got != "CallerNotAuthorised" {
		t.Errorf("the right token after ten misses: %q", got)
	}
	in.now.Add(int64(16 * time.Minute))
	if got := try(token); got != "" {
		t.Errorf("after the lock: %q", got)
	}
	log, total, err := in.Messages(t.Context(), administrator, exchange.MessageFilter{Limit: 50})
	if err != nil || total != 11 || log[0].Outcome != exchange.OK || log[1].Outcome != exchange.NotFound {
		t.Errorf("the log has %d messages: %+v %v", total, log, err)
	}
}

// TestSlowGuessingIsNotLocked is the control of the test above: mistakes spread
// over time are people's, not machines'.
func TestSlowGuessingIsNotLocked(t *testing.T) {
	in := start(t, "QZ")
	in.hold("26QZ000017/01", permit.Valid)
	for range 30 {
		post(t, in.address, call("GetNonFinalCitesCertificate", "26QZ000017/01", "wrong", "QZ"))
		in.now.Add(int64(10 * time.Second))
	}
	if _, _, b := post(t, in.address, call("GetNonFinalCitesCertificate", "26QZ000017/01", token, "QZ")); faultString(t, b) != "" {
		t.Errorf("%s", b)
	}
}

// TestTwoParties lets one instance fetch a permit of another over a socket.
func TestTwoParties(t *testing.T) {
	exporter, importer := start(t, "QZ"), start(t, "CH")
	exporter.hold("26QZ000017/01", permit.Endorsed)
	exporter.hold("26QZ000018/01", permit.Valid)
	_, given, err := exporter.Add(t.Context(), administrator, exchange.PartnerForm{Name: "Helvetia", Party: "CH"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := importer.Add(t.Context(), administrator, exchange.PartnerForm{Name: "Aurelia", Party: "qz", Endpoint: exporter.address, Credential: given}); err != nil {
		t.Fatal(err)
	}
	got, err := importer.Fetch(t.Context(), officer, "aurelia", exchange.Ask{Operation: exchange.GetFinal, Number: "26QZ000017/01"})
	if err != nil {
		t.Fatal(err)
	}
	want, err := json.Marshal(sample("26QZ000017/01"))
	if err != nil {
		t.Fatal(err)
	}
	if len(importer.shelf.kept) != 1 || !bytes.Equal(importer.shelf.kept[0].Document, want) || !got.Foreign.Final || got.Foreign.Country != "QZ" {
		t.Errorf("kept %+v", importer.shelf.kept)
	}
	for number, key := range map[cites.PermitNumber]string{"26QZ000018/01": exchange.NotFinal, "26QZ000019/01": exchange.NotFound} {
		_, err := importer.Fetch(t.Context(), officer, "Aurelia", exchange.Ask{Operation: exchange.GetFinal, Number: number})
		if f := fault.Of(err); f == nil || f.Key != key {
			t.Errorf("%s: %v", number, err)
		}
	}
	if _, err := importer.Fetch(t.Context(), administrator, "Aurelia", exchange.Ask{}); fault.KindOf(err) != fault.Denied {
		t.Errorf("an administrator asked: %v", err)
	}
	sameDigests(t, exporter, importer)
}

// sameDigests compares the logs of both sides: each message is in both, with
// the digests of the same bytes.
func sameDigests(t *testing.T, a, b *instance) {
	t.Helper()
	in, n, err := a.Messages(t.Context(), administrator, exchange.MessageFilter{Direction: exchange.In, Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	out, m, err := b.Messages(t.Context(), administrator, exchange.MessageFilter{Direction: exchange.Out, Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	if n != 3 || m != 3 {
		t.Fatalf("%d received, %d sent", n, m)
	}
	for _, x := range in {
		found := false
		for _, y := range out {
			if bytes.Equal(x.RequestDigest, y.RequestDigest) {
				found = x.Number == y.Number && x.Outcome == y.Outcome && (x.Outcome != exchange.OK || bytes.Equal(x.ResponseDigest, y.ResponseDigest))
			}
		}
		if !found {
			t.Errorf("message about %s (%s) is not the same on both sides", x.Number, x.Outcome)
		}
	}
}
