package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/sign"
	"github.com/opencites/opencites/seal"
)

func verifySamples() []sample {
	words, err := loadCatalogues(localeFS)
	if err != nil {
		panic(err) // other tests name the fault
	}
	l := newLocale(cites.English, words[cites.English], time.UTC, "")
	item := newVerdictItem(l, verdictLine{Name: "Cattleya trianae", Common: "Christmas orchid", Quantity: 240000, Unit: "NAR", Term: "LIV",
		Appendix: "I", Source: "A", Origin: "CO", Marks: "<b>"})
	form := verifyForm{Number: Field{Name: "number", Label: "x", Error: "x"}, Code: Field{Name: "code", Label: "x"}, Text: Field{Name: "seal", Label: "x"}}
	var samples []sample
	for _, kind := range []string{"good", "warn", "bad"} {
		samples = append(samples, sample{"verify_result", Page{Title: "x", Back: "/verify", Data: verdictView{Code: "valid",
			Box: Verdict{Title: "This permit is valid", Text: "x", Kind: kind}, Checked: "x", AsOf: "x", Notes: []string{"x"}, Contact: "a@example.org",
			Rows: []SummaryRow{{Key: "Permit number", Value: Reference("26XX000123/AB")}}, Items: []verdictItem{item}}}})
	}
	return append(samples,
		sample{"verify_ask", Page{Title: "x", Errors: []ErrorLink{{"x", "#number"}}, Data: form}},
		sample{"verify_scan", Page{Title: "x", Data: scanView{Boxes: []scanBox{{"valid", Verdict{Title: "x", Text: "x", Kind: "good"}}},
			Rows: blankRows(l), Item: blankItem(l), Contact: "a@example.org", Data: scanData{Lang: "en", Zone: "UTC", Party: "XX",
				Trust: &seal.TrustList{Party: "XX"}, Names: map[string]map[string]string{}, Words: map[string]string{}}}}})
}

// office is the permits, lists and keys of a small Party in memory.
type office struct {
	permits map[string]*permit.Permit
	status  map[int64]map[int64]byte
}

func (o office) ByCode(_ context.Context, n cites.PermitNumber, code string) (*permit.Permit, error) {
	p := o.permits[cites.NumberKey(n)]
	if p == nil || p.Code != code {
		return nil, fault.New(fault.NotFound, "permit.not_found", "number", n)
	}
	return p, nil
}

func (o office) StatusLists(context.Context) ([]int64, error) { return []int64{1}, nil }

func (o office) StatusOf(_ context.Context, list int64) (map[int64]byte, error) {
	return o.status[list], nil
}

// desk is a server with its office, its keys and its clock.
type desk struct {
	*Server
	office office
	keys   *sign.Keystore
	now    time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	cfg := testConfig(t)
	cfg.Now = func() time.Time { return d.now }
	cfg.Limit = Rate{PerSecond: 1000, Burst: 1000}
	err := d.open(&cfg, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if d.Server, err = New(cfg); err != nil {
		t.Fatal(err)
	}
	return d
}

// open makes keys in dir and puts the desk behind the pages.
func (d *desk) open(cfg *Config, dir string) (err error) {
	d.office = office{permits: map[string]*permit.Permit{}, status: map[int64]map[int64]byte{1: {}}}
	d.keys, err = sign.Create(filepath.Join(dir, "keys.json"), "pass", "XX", cfg.Now().AddDate(0, -1, 0), rand.Reader)
	cfg.Verify = Verification{Permits: d.office, Keys: d.keys, Statuses: &sign.Publisher{Keys: d.keys, Store: d.office, Now: cfg.Now}}
	return err
}

// seal makes a permit seal with the given status index.
func (d *desk) seal(t *testing.T, index uint64, change func(*seal.Permit)) []byte {
	t.Helper()
	b, err := d.makeSeal(index, change)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (d *desk) makeSeal(index uint64, change func(*seal.Permit)) ([]byte, error) {
	issued := d.now.UTC().Truncate(time.Second).AddDate(0, 0, -3)
	p := seal.Permit{Issuer: "XX", Issued: issued, Expires: issued.AddDate(0, 6, 0), Number: "26XX000123/AB", Type: 1,
		Consignee: seal.Party{Name: "Botanischer Garten Beispiel", Country: "DE"}, Consignor: seal.Party{Name: "Andes Orchid Nursery", Country: "XX"},
		Purpose: "T", Record: sha256.Sum256(nil), Status: seal.StatusRef{List: 1, Index: index},
		Items: []seal.Item{{Name: "Cattleya trianae", Term: "LIV", Quantity: 240000, Unit: "NAR", Appendix: "I", Source: "A", Origin: "XX"},
			{Name: "Loxodonta africana", Term: "IVC", Quantity: 1500, Unit: "KGM", Appendix: "I", Source: "O", Origin: "ZW", Marks: "ZW-1/92"}}}
	if change != nil {
		change(&p)
	}
	key, _, err := d.keys.PermitSigner(p.Issued, cites.ExportPermit)
	if err != nil {
		return nil, err
	}
	return seal.Encode(p, key)
}

// previewSeals fills the desk of the preview and gives seals by their verdict,
// for the browser tests.
func (d *desk) previewSeals() (map[string]string, error) {
	d.office.status[1] = map[int64]byte{1: 1, 2: 2, 3: 3}
	d.office.permits["26XX000123/AB"] = &permit.Permit{Number: "26XX000123/AB", State: permit.Valid, Code: "ABCD-EFGH", Type: cites.ExportPermit,
		Record: permit.Record{Party: "XX", Purpose: "T", ValidUntil: cites.DateOf(d.now, time.UTC).AddMonths(3),
			Lines: []permit.Line{{ScientificName: "Cattleya trianae", Appendix: "I", Source: "A", Quantity: 240000, Term: "LIV", Unit: "NAR"}}}}
	out := map[string]string{"malformed": "123"}
	for verdict, make := range map[string]struct {
		index  uint64
		change func(*seal.Permit)
	}{
		"valid": {9, nil}, "revoked": {1, nil}, "suspended": {2, nil}, "used": {3, ofOrigin},
		"expired":      {9, func(p *seal.Permit) { p.Expires = p.Issued.Add(time.Hour) }},
		"wrong_issuer": {9, func(p *seal.Permit) { p.Issuer = "ID" }},
		// The status list of the page knows only list 1.
		"status_unknown": {9, func(p *seal.Permit) {
			p.Status.List, p.Flags, p.Annex, p.Linked = 2, seal.Retrospective|seal.PartialAllowed, seal.Annex{Page: 1, Pages: 2}, "26XX000001/AA"
		}},
	} {
		b, err := d.makeSeal(make.index, make.change)
		if err != nil {
			return nil, err
		}
		out[verdict] = seal.Digits(b)
		if verdict == "valid" {
			b[bytes.Index(b, []byte("Botanischer"))]++
			out["tampered"] = seal.Digits(b)
		}
	}
	return out, nil
}

// ofOrigin makes a certificate of origin, which states no purpose.
func ofOrigin(p *seal.Permit) {
	p.Type, p.Purpose = seal.TypeOf(cites.CertificateOfOrigin), seal.NoPurpose
}

// TestVerifyNoPurpose wants a certificate of origin to say that no purpose is
// stated, in the answer of the server and in the words that the script has.
func TestVerifyNoPurpose(t *testing.T) {
	d := newDesk(t)
	for _, x := range []struct {
		change func(*seal.Permit)
		none   bool
	}{{ofOrigin, true}, {nil, false}} {
		w := d.post("/verify", url.Values{"seal": {seal.Digits(d.seal(t, 9, x.change))}})
		if got := strings.Contains(w.Body.String(), "Not stated"); got != x.none || strings.Contains(w.Body.String(), "(X)") {
			t.Errorf("without a purpose %v: %d, says not stated: %v", x.none, w.Code, got)
		}
	}
	if names := codeNames(d.locales[cites.English])["purpose"]; names["X"] != "Not stated" {
		t.Errorf("the script calls X %q", names["X"])
	}
}

func (d *desk) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w
}

// verdictOf reads the stable word of the answer.
func verdictOf(w *httptest.ResponseRecorder) string {
	_, rest, _ := strings.Cut(w.Body.String(), `data-verdict="`)
	code, _, _ := strings.Cut(rest, `"`)
	return code
}

func TestVerifySealText(t *testing.T) {
	d := newDesk(t)
	d.office.status[1] = map[int64]byte{1: 1, 2: 2, 3: 3}
	tampered := d.seal(t, 9, nil)
	tampered[bytes.Index(tampered, []byte("Botanischer"))]++
	texts := map[string]string{
		"valid": seal.URL("permits.example", d.seal(t, 9, nil)), "revoked": seal.Digits(d.seal(t, 1, nil)), "suspended": seal.Digits(d.seal(t, 2, nil)),
		"used": seal.Digits(d.seal(t, 3, nil)), "tampered": seal.Digits(tampered), "malformed": "hello",
		"expired":      seal.Digits(d.seal(t, 9, func(p *seal.Permit) { p.Expires = d.now.Add(-time.Hour) })),
		"wrong_issuer": seal.Digits(d.seal(t, 9, func(p *seal.Permit) { p.Issuer = "ID" })),
	}
	for want, text := range texts {
		w := d.post("/verify", url.Values{"seal": {text}})
		if got := verdictOf(w); got != want || w.Code != http.StatusOK {
			t.Errorf("%s: %q, %d", want, got, w.Code)
		}
		shown := strings.Contains(w.Body.String(), "Cattleya trianae") && strings.Contains(w.Body.String(), ">240<")
		if genuine := want != "tampered" && want != "malformed" && want != "wrong_issuer"; shown != genuine {
			t.Errorf("%s: content shown: %v", want, shown)
		}
	}
	sample := d.post("/verify", url.Values{"seal": {seal.Digits(d.seal(t, 9, func(p *seal.Permit) { p.Flags = seal.Sample }))}})
	if verdictOf(sample) != "valid" || !strings.Contains(sample.Body.String(), "sample for demonstration") {
		t.Errorf("a sample of a Party that cannot exist: %q", verdictOf(sample))
	}
	foreign := newDesk(t)
	if got := verdictOf(d.post("/verify", url.Values{"seal": {seal.Digits(foreign.seal(t, 9, nil))}})); got != "unknown_key" {
		t.Errorf("another authority's key: %q", got)
	}
	if w := d.post("/ar/verify", url.Values{"seal": {texts["valid"]}}); !strings.Contains(w.Body.String(), "هذا التصريح صالح") {
		t.Error("no Arabic answer")
	}
}

func TestVerifyByCode(t *testing.T) {
	d := newDesk(t)
	states := map[permit.State]string{permit.Valid: "valid", permit.Endorsed: "endorsed", permit.Used: "used", permit.Replaced: "replaced",
		permit.Revoked: "revoked", permit.Expired: "expired", permit.Cancelled: "revoked", permit.Prepared: "not_found"}
	for state, want := range states {
		number := cites.PermitNumber("26XX000123/" + strings.ToUpper(string(state[:2])) + string(state[len(state)-1:]))
		d.office.permits[cites.NumberKey(number)] = &permit.Permit{Number: number, State: state, Code: "ABCD-EFGH", Type: cites.ExportPermit, ReplacedBy: "26XX000999/AA",
			Record: permit.Record{Party: "XX", ValidUntil: cites.Date{Year: 2027, Month: 3, Day: 1}, Lines: []permit.Line{{ScientificName: "Cattleya trianae", Quantity: 5000, Term: "LIV", Unit: "NAR"}}}}
		w := d.post("/verify", url.Values{"number": {string(number)}, "code": {"ABCD-EFGH"}})
		if got := verdictOf(w); got != want {
			t.Errorf("%s: %q", state, got)
		}
		if want == "replaced" && !strings.Contains(w.Body.String(), "26XX000999/AA") {
			t.Error("does not name the replacement")
		}
		if got := verdictOf(d.post("/verify", url.Values{"number": {string(number)}, "code": {"WRONG"}})); got != "not_found" {
			t.Errorf("%s with a wrong code: %q", state, got)
		}
	}
	d.now = d.now.AddDate(1, 0, 0)
	if got := verdictOf(d.post("/verify", url.Values{"number": {"26xx000123/vad"}, "code": {"ABCD-EFGH"}})); got != "expired" {
		t.Errorf("a valid permit after its last day: %q", got)
	}
	w := d.post("/verify", url.Values{"number": {"26XX000123/AB"}})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "26XX000123/AB") {
		t.Errorf("without code: %d", w.Code)
	}
}

// TestGuessing: a code cannot be tried for long, and waiting opens the door again.
func TestGuessing(t *testing.T) {
	d := newDesk(t)
	tries := func() (n int) {
		for n = 0; n < 100; n++ {
			if d.post("/verify", url.Values{"number": {"26XX000001/AA"}, "code": {"GUESS"}}).Code == http.StatusTooManyRequests {
				return n
			}
		}
		return n
	}
	if n := tries(); n != guessesOfPermit.Burst {
		t.Errorf("%d guesses at one permit", n)
	}
	if w := d.post("/verify", url.Values{"number": {"26XX000002/AA"}, "code": {"GUESS"}}); w.Code != http.StatusNotFound {
		t.Errorf("another permit from the same client: %d", w.Code)
	}
	d.now = d.now.Add(time.Minute)
	if n := tries(); n != 1 {
		t.Errorf("%d guesses after a minute", n)
	}
}

func TestServeLists(t *testing.T) {
	d := newDesk(t)
	d.office.status[1][7] = 1
	w := get(t, d.Server, "/trust")
	var trust seal.TrustList
	if err := json.Unmarshal(w.Body.Bytes(), &trust); err != nil || trust.Party != "XX" {
		t.Fatalf("%v: %s", err, w.Body)
	}
	for _, field := range []string{"kid", "alg", "use", "public", "from", "sign_until", "verify_until", "state"} {
		if !strings.Contains(w.Body.String(), `"`+field+`"`) {
			t.Errorf("/trust has no %s", field)
		}
	}
	w = get(t, d.Server, "/status/1")
	if got := w.Header().Get("Content-Type"); got != "application/statuslist+cwt" || w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("content type %q", got)
	}
	list, err := seal.ParseStatus(w.Body.Bytes(), &trust, "XX", 1)
	if err != nil {
		t.Fatal(err)
	}
	if s, _ := list.At(7); s != seal.StatusInvalid {
		t.Errorf("entry 7 is %d", s)
	}
	for _, path := range []string{"/status/2", "/status/x", "/status/-1", "/status/99999999999999999999"} {
		if w := get(t, d.Server, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	_, root, err := d.keys.Signer(seal.UseRoot, d.now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.ParseTrust(get(t, d.Server, "/trust.cose").Body.Bytes(), []seal.Key{root}, 1, 0); err != nil {
		t.Error(err)
	}
}

func TestScanPage(t *testing.T) {
	d := newDesk(t)
	for _, path := range []string{"/v", "/fr/v", "/es/v", "/ar/v"} {
		w := get(t, d.Server, path)
		body := w.Body.String()
		if w.Code != http.StatusOK || !strings.Contains(body, `href="`+strings.TrimSuffix(path, "v")+`verify"`) {
			t.Errorf("%s: %d, or no way to the server", path, w.Code)
		}
		_, rest, _ := strings.Cut(body, `id="seal-data">`)
		text, _, _ := strings.Cut(rest, "</script>")
		var data scanData
		if err := json.Unmarshal([]byte(text), &data); err != nil || len(data.Trust.List) == 0 || data.Names["term"]["LIV"] == "" || data.Names["type"]["15"] == "" {
			t.Errorf("%s: %v: %.200s", path, err, text)
		}
		for _, code := range []seal.Code{seal.Valid, seal.Tampered, seal.StatusUnknown, seal.TestSeal} {
			if !strings.Contains(body, `<template data-code="`+string(code)+`">`) {
				t.Errorf("%s has no answer for %s", path, code)
			}
		}
	}
	if strings.Contains(get(t, newTestServer(t), "/verify").Body.String(), "seal-data") {
		t.Error("pages without keys behind them")
	}
}

// TestKeptPages: strangers share a page for half a minute, in their own language
// and coding; nobody with a session or a query gets a shared page.
func TestKeptPages(t *testing.T) {
	d := newDesk(t)
	keys := func(w *httptest.ResponseRecorder) int { return strings.Count(w.Body.String(), `"kid":`) }
	r := httptest.NewRequest(http.MethodHead, "/v", nil)
	head := httptest.NewRecorder()
	d.ServeHTTP(head, r)
	before := keys(get(t, d.Server, "/v"))
	if before == 0 || head.Body.Len() != 0 {
		t.Fatalf("%d keys in the page, %d bytes for HEAD", before, head.Body.Len())
	}
	if err := d.keys.Rotate(seal.UsePermit, d.now); err != nil {
		t.Fatal(err)
	}
	if got := keys(get(t, d.Server, "/v")); got != before {
		t.Errorf("%d keys at once, %d before: the page is not kept", got, before)
	}
	if got := keys(get(t, d.Server, "/fr/v")); got != before+1 {
		t.Errorf("%d keys in another language", got)
	}
	if got := keys(get(t, d.Server, "/v", "Cookie", "session=x")); got != before+1 {
		t.Errorf("%d keys for a browser with a session", got)
	}
	if w := get(t, d.Server, "/v", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "gzip" {
		t.Error("no gzip for who takes it")
	}
	if w := get(t, d.Server, "/v"); w.Header().Get("Content-Encoding") != "" || w.Header().Get("Content-Security-Policy") == "" || !strings.Contains(w.Header().Get("Content-Type"), "html") {
		t.Errorf("headers of a kept page: %v", w.Header())
	}
	if w := get(t, d.Server, "/verify?number=26XX1"); !strings.Contains(w.Body.String(), "26XX1") {
		t.Error("the number of the query is not in the form")
	}
	if w := get(t, d.Server, "/verify"); strings.Contains(w.Body.String(), "26XX1") {
		t.Error("somebody's query is in the kept page")
	}
	d.now = d.now.Add(keptFor + time.Second)
	if got := keys(get(t, d.Server, "/v")); got != before+1 {
		t.Errorf("%d keys after half a minute", got)
	}
}

// BenchmarkScanPage serves the page behind the QR code over a real socket; the
// peer is a bare net/http handler that sends as many bytes, measured in the same
// run: limit 0.5 times its rate.
func BenchmarkScanPage(b *testing.B) {
	d := &desk{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	cfg := Config{Identity: testIdentity, Now: func() time.Time { return d.now }, Random: func() string { return "r" }}
	if err := d.open(&cfg, b.TempDir()); err != nil {
		b.Fatal(err)
	}
	s, err := New(cfg)
	if err != nil {
		b.Fatal(err)
	}
	ours := httptest.NewServer(s)
	defer ours.Close()
	size := len(fetchOnce(b, ours.URL+"/v"))
	body := bytes.Repeat([]byte("x"), size)
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(body) }))
	defer bare.Close()
	var page, peer time.Duration
	for b.Loop() {
		start := time.Now()
		fetchOnce(b, ours.URL+"/v")
		middle := time.Now()
		fetchOnce(b, bare.URL)
		page, peer = page+middle.Sub(start), peer+time.Since(middle)
	}
	b.ReportMetric(float64(peer)/float64(page), "x-bare-handler")
}

func fetchOnce(b *testing.B, address string) []byte {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err != nil || w.StatusCode != http.StatusOK {
		b.Fatal(w.Status, err)
	}
	return body
}
