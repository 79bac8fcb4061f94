package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/print"
	"github.com/opencites/opencites/internal/sign"
	"github.com/opencites/opencites/seal"
)

// bureau is a Party's keys, lists and address for the command to verify against.
type bureau struct {
	dir    string
	keys   *sign.Keystore
	now    time.Time
	server *httptest.Server
	status map[int64]map[int64]byte
}

func (b *bureau) StatusLists(context.Context) ([]int64, error) { return []int64{1}, nil }

func (b *bureau) StatusOf(_ context.Context, l int64) (map[int64]byte, error) {
	return b.status[l], nil
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	b := &bureau{dir: t.TempDir(), now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), status: map[int64]map[int64]byte{1: {2: 1}}}
	var err error
	if b.keys, err = sign.Create(filepath.Join(b.dir, keysFile), "pass", "QZ", b.now.AddDate(0, -1, 0), rand.Reader); err != nil {
		t.Fatal(err)
	}
	p := &sign.Publisher{Keys: b.keys, Store: b, Now: func() time.Time { return b.now }}
	b.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/status/1" {
			http.NotFound(w, r)
			return
		}
		token, err := p.StatusToken(r.Context(), 1)
		if err != nil {
			t.Error(err)
		}
		_, _ = w.Write(token) // the command's error shows in the test
	}))
	t.Cleanup(b.server.Close)
	return b
}

// trust writes the list of keys as /trust gives it.
func (b *bureau) trust(t *testing.T, statuses string) string {
	t.Helper()
	list := b.keys.TrustList(b.now)
	list.StatusLists = statuses
	text, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, b.dir, "trust.json", text)
}

func write(t *testing.T, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (b *bureau) seals(t *testing.T, index uint64, lines int) [][]byte {
	t.Helper()
	p := seal.Permit{Issuer: "QZ", Issued: b.now.AddDate(0, 0, -3), Expires: b.now.AddDate(0, 5, 0), Number: "26QZ000123/AB", Type: 1,
		Consignee: seal.Party{Name: "Botanischer Garten", Country: "DE"}, Consignor: seal.Party{Name: "Andes Orchid Nursery", Country: "QZ"},
		Purpose: "T", Record: sha256.Sum256(nil), Status: seal.StatusRef{List: 1, Index: index}}
	for range lines {
		p.Items = append(p.Items, seal.Item{Name: "Cattleya trianae", Term: "LIV", Quantity: 240500, Unit: "KGM", Appendix: "I", Source: "A", Origin: "QZ"})
	}
	key, _, err := b.keys.PermitSigner(p.Issued, cites.ExportPermit)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for _, page := range seal.Pages(p) {
		s, err := seal.Encode(page, key)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// verify runs the command and reads its JSON answer.
func (b *bureau) verify(t *testing.T, in string, args ...string) (code int, answer verifyAnswer, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	env := &Env{Ctx: t.Context(), In: strings.NewReader(in), Out: &out, Err: &errs, Now: func() time.Time { return b.now }, Getenv: func(string) string { return "" }}
	code = run(env, append([]string{"verify", "--json"}, args...))
	if code != exitFailure {
		if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
			t.Fatalf("%v: %s", err, out.String())
		}
	}
	return code, answer, errs.String()
}

func TestVerifyCommand(t *testing.T) {
	b := newBureau(t)
	trust := b.trust(t, b.server.URL+"/status/")
	good := b.seals(t, 7, 1)[0]
	tampered := bytes.Clone(good)
	tampered[bytes.Index(tampered, []byte("Andes"))]++
	text := write(t, b.dir, "seal.txt", []byte(seal.URL("permits.example", good)+"\n"))
	for _, c := range []struct {
		name, in, arg string
		code          int
		want          seal.Code
	}{
		{"address", "", seal.URL("evil.example", good), exitDone, seal.Valid},
		{"digits", "", seal.Digits(good), exitDone, seal.Valid},
		{"file of text", "", text, exitDone, seal.Valid},
		{"standard input", seal.Digits(good), "-", exitDone, seal.Valid},
		{"bytes", string(good), "-", exitDone, seal.Valid},
		{"revoked", "", seal.Digits(b.seals(t, 2, 1)[0]), exitNegative, seal.Revoked},
		{"tampered", "", seal.Digits(tampered), exitNegative, seal.Tampered},
		{"nonsense", "", "hello", exitNegative, seal.Malformed},
		{"first page of several", "", seal.Digits(b.seals(t, 7, 5)[0]), exitDone, seal.Valid},
	} {
		code, a, stderr := b.verify(t, c.in, c.arg, "--trust", trust)
		if code != c.code || a.Verdict != c.want {
			t.Errorf("%s: exit %d, %q, %s", c.name, code, a.Verdict, stderr)
		}
		if c.want == seal.Valid && a.Pages[0].Permit.Items[0].Quantity != "240.5" {
			t.Errorf("%s: %+v", c.name, a.Pages[0].Permit)
		}
	}
}

func TestVerifyWithoutStatus(t *testing.T) {
	b := newBureau(t)
	digits := seal.Digits(b.seals(t, 7, 1)[0])
	if code, a, _ := b.verify(t, "", digits, "--trust", b.trust(t, "")); code != exitNegative || a.Verdict != seal.StatusUnknown || a.Colour != seal.Amber {
		t.Errorf("no list: exit %d, %s", code, a.Verdict)
	}
	if code, a, stderr := b.verify(t, "", digits, "--trust", b.trust(t, b.server.URL+"/elsewhere/")); code != exitNegative || a.Verdict != seal.StatusUnknown || stderr == "" {
		t.Errorf("list not found: exit %d, %s, %q", code, a.Verdict, stderr)
	}
	if code, a, _ := b.verify(t, "", digits, "--data", b.dir); code != exitNegative || a.Verdict != seal.StatusUnknown {
		t.Errorf("our keys without a database: exit %d, %s", code, a.Verdict)
	}
	answer, err := http.Get(b.server.URL + "/status/1")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	token, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if code, a, stderr := b.verify(t, "", digits, "--trust", b.trust(t, ""), "--status", write(t, b.dir, "list.cwt", token)); code != exitDone || a.Verdict != seal.Valid {
		t.Errorf("list from a file: exit %d, %s, %s", code, a.Verdict, stderr)
	}
}

func TestVerifyMisuse(t *testing.T) {
	b := newBureau(t)
	for name, args := range map[string][]string{
		"no keys":        {"123", "--data", t.TempDir()},
		"no such keys":   {"123", "--trust", filepath.Join(b.dir, "absent.json")},
		"no such PDF":    {filepath.Join(b.dir, "absent.pdf"), "--data", b.dir},
		"a folder":       {b.dir, "--data", b.dir},
		"no argument":    {"--data", b.dir},
		"signed, unread": {"123", "--trust", write(t, b.dir, "trust.cose", []byte{0xd8, 98})},
	} {
		if code, _, stderr := b.verify(t, "", args...); code != exitFailure || stderr == "" {
			t.Errorf("%s: exit %d, %q", name, code, stderr)
		}
	}
}

func TestVerifySignedTrust(t *testing.T) {
	b := newBureau(t)
	signed, err := b.keys.SignedTrustList(b.now)
	if err != nil {
		t.Fatal(err)
	}
	_, root, err := b.keys.Signer(seal.UseRoot, b.now)
	if err != nil {
		t.Fatal(err)
	}
	file, digits := write(t, b.dir, "trust.cose", signed), seal.Digits(b.seals(t, 7, 1)[0])
	if code, a, stderr := b.verify(t, "", digits, "--trust", file, "--root", hex.EncodeToString(root.Public)); code != exitNegative || a.Verdict != seal.StatusUnknown {
		t.Errorf("exit %d, %s, %s", code, a.Verdict, stderr)
	}
	other := newBureau(t)
	_, foreign, err := other.keys.Signer(seal.UseRoot, b.now)
	if err != nil {
		t.Fatal(err)
	}
	if code, _, _ := b.verify(t, "", digits, "--trust", file, "--root", hex.EncodeToString(foreign.Public)); code != exitFailure {
		t.Errorf("a list under another root: exit %d", code)
	}
}

// TestVerifyAnswerOfFiles: a document counts only with all its pages.
func TestVerifyAnswerOfFiles(t *testing.T) {
	b := newBureau(t)
	list := seal.NewStatusList("QZ", 1, 0, b.now)
	judge := func(seals [][]byte) (out []seal.Verdict) {
		for _, s := range seals {
			out = append(out, seal.Judge(s, b.keys.TrustList(b.now), seal.Statuses{list}, b.now))
		}
		return out
	}
	all := b.seals(t, 7, 9)
	for name, c := range map[string]struct {
		seals [][]byte
		want  seal.Code
	}{
		"whole":        {all, seal.Valid},
		"first alone":  {all[:1], annexMissing},
		"last missing": {all[:2], annexMissing},
		"annex alone":  {all[1:2], annexMissing},
		"page twice":   {[][]byte{all[0], all[1], all[1]}, annexMissing},
		"one page":     {b.seals(t, 7, 4), seal.Valid},
		"page changed": {[][]byte{all[0], all[1], all[2][1:]}, seal.Malformed},
		"other permit": {[][]byte{all[0], all[1], b.seals(t, 7, 4)[0]}, annexMissing},
	} {
		if got := newVerifyAnswer(judge(c.seals), true); got.Verdict != c.want {
			t.Errorf("%s: %s", name, got.Verdict)
		}
	}
}

func TestVerifyPDF(t *testing.T) {
	b := newBureau(t)
	printer, err := print.New(print.Config{})
	if err != nil {
		t.Fatal(err)
	}
	seals := b.seals(t, 7, 1)
	form := print.Form{Lang: cites.English, Type: "E", Number: "26QZ000123/AB", State: "Republic of Example", ValidUntil: cites.Date{Year: 2027, Month: 4, Day: 1},
		Importer: print.Party{Name: "A", Country: "DE"}, Exporter: print.Party{Name: "B", Country: "QZ"}, Authority: "Management Authority",
		Items: []print.Item{{ScientificName: "Cattleya trianae", Quantity: "240.5", Unit: "kg"}}, Verify: print.Verification{Address: "permits.example/v", Code: "ABCD-EFGH"},
		Seals: []print.Seal{{URL: seal.URL("permits.example", seals[0]), Data: seals[0]}}}
	pdf, err := printer.Print(form)
	if fault.KindOf(err) == fault.Unavailable && os.Getenv("CI") != "true" {
		t.Skipf("the typefaces are not built: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	path, trust := write(t, b.dir, "permit.pdf", pdf), b.trust(t, b.server.URL+"/status/")
	if code, a, stderr := b.verify(t, "", path, "--trust", trust); code != exitDone || a.Verdict != seal.Valid {
		t.Errorf("exit %d, %s, %s", code, a.Verdict, stderr)
	}
	plain := write(t, b.dir, "plain.pdf", []byte("%PDF-1.7\n%%EOF\n"))
	if code, a, _ := b.verify(t, "", plain, "--trust", trust); code != exitNegative || a.Verdict != seal.Malformed {
		t.Errorf("a file without seal: exit %d, %s", code, a.Verdict)
	}
}
