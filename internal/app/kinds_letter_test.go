package app

import (
	"encoding/json"
	"io"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/demo"
	"github.com/opencites/opencites/internal/mail/mailtest"
	"github.com/opencites/opencites/internal/notification"
	"github.com/opencites/opencites/internal/profile"
)

// posted is a Party whose mail goes to a server on this machine, and which knows
// where the Secretariat and Italy read theirs.
func posted(t *testing.T) (*System, *mailtest.Sink, []demo.Issued) {
	t.Helper()
	sink := mailtest.New(t, nil)
	s, _, done := townWith(t, func(p *profile.Profile) {
		p.Mail = profile.Mail{Host: "127.0.0.1", Port: sink.Port(), From: "cites@aurelia.example", Insecure: true}
		p.Notify = map[cites.Country]profile.Mailbox{"SEC": {Email: "info@secretariat.example", Language: cites.English}, "IT": {Email: "cites@italia.example", Language: cites.French}}
	})
	return s, sink, done
}

// does runs the job of a kind as the runner would.
func (s *System) does(t *testing.T, kind string, args any) error {
	t.Helper()
	data, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.letterJobs(false)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range all {
		if h.Kind() == kind {
			return h.Work(t.Context(), data)
		}
	}
	t.Fatalf("nobody does %s", kind)
	return nil
}

func bodyOf(t *testing.T, raw string) (*netmail.Message, string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	return m, string(body)
}

func told(t *testing.T, s *System, f notification.Filter) []notification.Notification {
	t.Helper()
	f.Limit = 50
	all, _, err := s.Notifications.List(t.Context(), actor.Actor{ID: "o", Roles: []actor.Role{actor.CaseOfficer}}, f)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// The Secretariat gets a copy of a document issued retrospectively (50 CFR 23.53):
// once, over a real mail server, whatever the runner repeats.
func TestRetrospectiveIssueIsToldToTheSecretariatOnce(t *testing.T) {
	s, sink, _ := posted(t)
	all := told(t, s, notification.Filter{Causes: []notification.Cause{notification.Retrospective}})
	if len(all) != 1 || all[0].To != notification.Secretariat || all[0].State != notification.Queued {
		t.Fatalf("told %+v", all)
	}
	n, args := all[0], notification.MailArgs{Notification: all[0].ID}
	sink.Refuse = "451 4.3.0 later"
	if err := s.does(t, notification.MailKind, args); err == nil {
		t.Error("a server that asks to come back later is no failure")
	}
	if n = told(t, s, notification.Filter{Permit: n.PermitID})[0]; n.State != notification.Queued {
		t.Errorf("after 451: %s", n.State)
	}
	sink.Refuse = ""
	for range 3 { // the runner may run a job again
		if err := s.does(t, notification.MailKind, args); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := sink.Messages()
	if n = told(t, s, notification.Filter{Permit: n.PermitID})[0]; len(got) != 1 || n.State != notification.Sent {
		t.Fatalf("%d messages, %s", len(got), n.State)
	}
	m, body := bodyOf(t, got[0])
	for _, want := range []string{string(n.Number), "retrospectively", "Python regius", "wrong information by officials"} {
		if !strings.Contains(body, want) {
			t.Errorf("the copy for the Secretariat lacks %q:\n%s", want, body)
		}
	}
	if to := m.Header.Get("To"); !strings.Contains(to, "info@secretariat.example") || !strings.Contains(m.Header.Get("Message-Id"), n.ID) {
		t.Errorf("to %q, %v", to, m.Header)
	}
}

// What a mail server refuses for good is put before an officer and not tried again.
func TestRefusedNotificationWaitsForAnOfficer(t *testing.T) {
	s, sink, _ := posted(t)
	n := told(t, s, notification.Filter{To: []cites.Country{notification.Secretariat}})[0]
	sink.Refuse = "550 5.1.1 nobody here"
	for range 2 {
		if err := s.does(t, notification.MailKind, notification.MailArgs{Notification: n.ID}); err != nil {
			t.Fatal(err)
		}
	}
	if n = told(t, s, notification.Filter{Permit: n.PermitID})[0]; n.State != notification.ByHand || n.Trouble != notification.Refused {
		t.Errorf("%s, %s", n.State, n.Trouble)
	}
}

// A refusal names its reasons with the rules that stand in the way, how to appeal
// and until when, in the letter itself (rule G10).
func TestRefusalLetterSaysWhyAndHowToAppeal(t *testing.T) {
	s, sink, done := posted(t)
	officer, signatory := actor.Actor{ID: "case-1", Name: "C", Roles: []actor.Role{actor.CaseOfficer}}, actor.Actor{ID: "sign-1", Name: "S", Roles: []actor.Role{actor.Signatory}}
	o, from := s.Applications, done[0].Application
	owner := actor.Actor{ID: from.Owner, Name: from.OwnerName, Org: from.Org, Roles: []actor.Role{actor.Trader}}
	must := func(a *application.Application, err error) *application.Application {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := must(o.StartWith(t.Context(), owner, application.Start{Type: from.Content.Type}))
	a = must(o.FillDraft(t.Context(), owner, a.ID, a.Version, from.Content))
	a = must(o.Submit(t.Context(), owner, a.ID, a.Version, application.Declaration{Accepted: true, NotRefused: true, Name: from.OwnerName}))
	a = must(o.Take(t.Context(), officer, a.ID, a.Version))
	a = must(o.Propose(t.Context(), officer, a.ID, a.Version, application.Proposal{What: application.ProposeRefusal, Reasons: "The origin could not be confirmed."}))
	a = must(o.Refuse(t.Context(), signatory, a.ID, a.Version, ""))
	cited := "G06: "
	if !strings.Contains(a.Reasons, "The origin could not be confirmed.") || !strings.Contains(a.Reasons, cited) {
		t.Fatalf("reasons %q", a.Reasons)
	}
	before, _ := sink.Messages()
	if err := s.does(t, application.NoticeKind, application.Notice{Application: a.ID, What: string(actor.Refuse), To: a.Owner}); err != nil {
		t.Fatal(err)
	}
	got, _ := sink.Messages()
	if len(got) != len(before)+1 {
		t.Fatalf("%d letters", len(got)-len(before))
	}
	_, body := bodyOf(t, got[len(got)-1])
	last := cites.DateOf(a.DecidedAt, s.Profile.Zone()).AddDays(s.Profile.AppealDays)
	for _, want := range []string{a.Reference, "The origin could not be confirmed.", cited, s.Profile.Appeal.In(cites.English), last.String()} {
		if !strings.Contains(strings.ReplaceAll(body, "\r\n", "\n"), want) {
			t.Errorf("the letter lacks %q:\n%s", want, body)
		}
	}
}
