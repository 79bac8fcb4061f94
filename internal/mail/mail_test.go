package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/mail/mailtest"
	"github.com/opencites/opencites/internal/profile"
)

func letter() Letter {
	return Letter{ID: "1", To: "amina@example.org", Language: cites.Arabic, Subject: "اختر كلمة مرور", Body: "https://cites.example/ar/password/abc\n"}
}

// opened reads a message as a mail program does.
func opened(t *testing.T, raw string) (subject, body string, h netmail.Header) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	return subject, strings.ReplaceAll(string(text), "\r\n", "\n"), m.Header
}

func TestSendOverSTARTTLS(t *testing.T) {
	cert, roots := mailtest.Certificate(t)
	s := mailtest.New(t, cert)
	out, err := NewSMTP(profile.Mail{Host: "127.0.0.1", Port: s.Port(), From: "cites@example.org"}, "سلطة", roots)
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
	got, secure := s.Messages()
	if len(got) != 1 || !secure[0] {
		t.Fatalf("%d messages, encrypted %v", len(got), secure)
	}
	subject, body, h := opened(t, got[0])
	if subject != letter().Subject || body != letter().Body || h.Get("Message-Id") != "<1@example.org>" || h.Get("Content-Language") != "ar" {
		t.Errorf("%q %q %v", subject, body, h)
	}
}

func TestNothingIsSentInClear(t *testing.T) {
	plain := mailtest.New(t, nil)
	out, err := NewSMTP(profile.Mail{Host: "127.0.0.1", Port: plain.Port(), From: "cites@example.org"}, "x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Send(t.Context(), letter()); err == nil || job.Cancelled(err) {
		t.Errorf("a server without STARTTLS: %v", err)
	}
	cert, _ := mailtest.Certificate(t)
	strange := mailtest.New(t, cert)
	out, err = NewSMTP(profile.Mail{Host: "127.0.0.1", Port: strange.Port(), From: "cites@example.org"}, "x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Send(t.Context(), letter()); err == nil {
		t.Error("a server whose certificate nobody trusts was used")
	}
	for _, s := range []*mailtest.Sink{plain, strange} {
		if got, _ := s.Messages(); len(got) != 0 {
			t.Error("a message went out")
		}
	}
	if _, err := NewSMTP(profile.Mail{Host: "mail.example.org", From: "a@example.org", Insecure: true}, "x", nil); err == nil {
		t.Error("an unencrypted connection to another machine is accepted")
	}
	// The control: on this machine, when the profile says so, it does go out.
	open, err := NewSMTP(profile.Mail{Host: "127.0.0.1", Port: plain.Port(), From: "a@example.org", Insecure: true}, "x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := open.Send(t.Context(), letter()); err != nil {
		t.Error(err)
	}
}

func TestRefusedForGood(t *testing.T) {
	s := mailtest.New(t, nil)
	out, err := NewSMTP(profile.Mail{Host: "127.0.0.1", Port: s.Port(), From: "a@example.org", Insecure: true}, "x", nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Refuse = "550 5.1.1 no such person amina@example.org"
	if err := out.Send(t.Context(), letter()); !job.Cancelled(err) || strings.Contains(err.Error(), "amina") {
		t.Errorf("550: %v", err)
	}
	s.Refuse = "451 4.3.0 later"
	if err := out.Send(t.Context(), letter()); err == nil || job.Cancelled(err) {
		t.Errorf("451: %v", err)
	}
	bad := letter()
	bad.To = "a@example.org\r\nBcc: everybody@example.org"
	if err := out.Send(t.Context(), bad); !job.Cancelled(err) {
		t.Errorf("a header in an address: %v", err)
	}
}

// desk answers for the accounts of the tests.
type desk map[string]*account.Account

func (d desk) Receiver(_ context.Context, id string) (*account.Account, error) {
	if a := d[id]; a != nil {
		return a, nil
	}
	return nil, fault.New(fault.NotFound, "fault.not_found")
}

func (d desk) MakeLink(context.Context, actor.Actor, string, account.Letter) (string, time.Time, error) {
	return "s3cr3t", time.Time{}, nil
}

// file answers for one application.
type file struct {
	application.Tx
	a *application.Application
}

func (f file) Update(ctx context.Context, fn func(application.Tx) error) error { return fn(f) }
func (f file) View(ctx context.Context, fn func(application.Tx) error) error   { return fn(f) }
func (f file) Application(_ context.Context, id string) (*application.Application, error) {
	if id != f.a.ID {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	return f.a, nil
}

type kept []Letter

func (k *kept) Send(_ context.Context, l Letter) error { *k = append(*k, l); return nil }

func newOffice(t *testing.T) (*Office, *kept) {
	t.Helper()
	out := &kept{}
	people := desk{"t": {ID: "t", Login: "trader@example.org", Language: cites.French, State: account.Active},
		"o": {ID: "o", Login: "officer@example.org", Language: cites.Arabic, State: account.Active},
		"x": {ID: "x", Login: "gone@example.org", Language: cites.English, State: account.Disabled}}
	p := profile.Example()
	p.BaseURL = "https://cites.example/"
	n := 0
	o, err := New(people, file{a: &application.Application{ID: "a1", Reference: "EX-2026-004517", Owner: "t"}}, p, out, func() string { n++; return fmt.Sprint(n) })
	if err != nil {
		t.Fatal(err)
	}
	return o, out
}

func work(t *testing.T, o *Office, kind string, args any) error {
	t.Helper()
	data, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range o.Handlers(nil) {
		if h.Kind() == kind {
			return h.Work(t.Context(), data)
		}
	}
	t.Fatalf("nobody does %s", kind)
	return nil
}

func TestLettersOfAccounts(t *testing.T) {
	o, out := newOffice(t)
	for _, what := range []account.Letter{account.LetterConfirm, account.LetterInvite, account.LetterReset, account.LetterExists, account.LetterChanged} {
		if err := work(t, o, account.MailKind, account.Mail{Account: "t", What: what}); err != nil {
			t.Fatal(err)
		}
		l := (*out)[len(*out)-1]
		want := "https://cites.example/fr/sign-in"
		if what.HasLink() {
			want = "https://cites.example/fr/password/s3cr3t"
		}
		if l.To != "trader@example.org" || l.Subject == "" || !strings.Contains(l.Body, want) || l.Secret != what.HasLink() || strings.Contains(l.Body+l.Subject, "{") {
			t.Errorf("%s: %+v", what, l)
		}
	}
	if err := work(t, o, account.MailKind, account.Mail{Account: "nobody", What: account.LetterReset}); !job.Cancelled(err) {
		t.Errorf("an account that is gone: %v", err)
	}
}

func TestNotices(t *testing.T) {
	o, out := newOffice(t)
	for _, c := range []struct {
		what       actor.Verb
		to, body   string
		login, url string
	}{
		{actor.AskApplicant, "t", "informations", "trader@example.org", "https://cites.example/fr/applications/a1"},
		{actor.Refuse, "t", "recours", "trader@example.org", "/fr/applications/a1"},
		{actor.SealPermit, "t", "délivré", "trader@example.org", "/fr/applications/a1"},
		{actor.AssignCase, "o", "أُسند", "officer@example.org", "https://cites.example/ar/cases/a1"},
		{actor.SubmitApplication, "", "submitted", profile.Example().Contact.Email, "https://cites.example/cases/a1"},
		{"unheard.of", "t", "nouveau", "trader@example.org", "/fr/applications/a1"},
	} {
		if err := work(t, o, application.NoticeKind, application.Notice{Application: "a1", What: string(c.what), To: c.to}); err != nil {
			t.Fatal(err)
		}
		l := (*out)[len(*out)-1]
		if l.To != c.login || !strings.Contains(l.Body, c.body) || !strings.Contains(l.Body, c.url) || !strings.Contains(l.Subject, "EX-2026-004517") || l.Secret {
			t.Errorf("%s to %q: %+v", c.what, c.to, l)
		}
	}
	before := len(*out)
	if err := work(t, o, application.NoticeKind, application.Notice{Application: "a1", What: string(actor.Refuse), To: "x"}); err != nil || len(*out) != before {
		t.Errorf("a disabled account is written to: %v", err)
	}
	if err := work(t, o, application.NoticeKind, application.Notice{Application: "a2", To: "t"}); !job.Cancelled(err) {
		t.Errorf("an application that is gone: %v", err)
	}
}

func TestOutboxHidesSecrets(t *testing.T) {
	var got Letter
	keep := func(_ context.Context, l Letter) error { got = l; return nil }
	for _, c := range []struct {
		open, secret bool
		want         string
	}{{false, true, ""}, {false, false, "x"}, {true, true, "x"}} {
		if err := (Outbox{Keep: keep, Open: c.open}).Send(t.Context(), Letter{Body: "x", Secret: c.secret}); err != nil || got.Body != c.want {
			t.Errorf("%+v keeps %q, %v", c, got.Body, err)
		}
	}
}

func TestWordsAreComplete(t *testing.T) {
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("locales/*.json")
	if err != nil || len(files) != len(languages()) {
		t.Fatalf("%v, %v", files, err)
	}
	names := regexp.MustCompile(`\{[a-z]+\}`)
	for key, english := range w[cites.English] {
		for _, lang := range languages() {
			text := w[lang][key]
			if text == "" || len(w[lang]) != len(w[cites.English]) {
				t.Errorf("%s: no text for %s, or texts that English lacks", lang, key)
			}
			if a, b := names.FindAllString(english, -1), names.FindAllString(text, -1); len(a) != len(b) {
				t.Errorf("%s: %s has %v, English has %v", lang, key, b, a)
			}
		}
		stem, isBody := strings.CutSuffix(key, ".body")
		if isBody && !w.has(stem+".subject") {
			t.Errorf("%s has no subject", stem)
		}
	}
	if _, err := os.Stat("locales/en.json"); err != nil {
		t.Error(err)
	}
}
