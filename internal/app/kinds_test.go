package app

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/demo"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/store"
)

// kindsTown lives one application for each kind of document over a real store,
// with the real rules, keys and paper.
func kindsTown(t *testing.T) (*System, *demo.Town, []demo.Issued) {
	t.Helper()
	return townWith(t, func(*profile.Profile) {})
}

// townWith is kindsTown of a Party with another profile.
func townWith(t *testing.T, change func(*profile.Profile)) (*System, *demo.Town, []demo.Issued) {
	t.Helper()
	p := demoProfile("127.0.0.1:1")
	change(p)
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	clock := &demo.Clock{}
	clock.Set(now)
	s, err := openSystem(t.Context(), opening{Where: Where{Data: t.TempDir()}, Now: clock.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Passphrase: "a long passphrase for the test", Profile: p, KeysFrom: now.AddDate(0, 0, -1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	town := &demo.Town{Profile: s.Profile, Law: s.Library.Current, Accounts: s.Accounts, Applications: s.Applications, Permits: s.Permits, Border: s.Border,
		Measures: s.Measures, Facilities: s.Facilities, Stock: s.Stock, Quotas: s.Quotas, Findings: s.Findings, Clock: clock, SaveLaw: s.saveLaw}
	if err := town.Found(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	done, err := town.Kinds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s, town, done
}

// Every document type that is issued lives from draft to issued, and is endorsed
// where the border endorses it (permit-rules 2.1, 4.12; golden 12, 14, 15, 16, 30).
func TestEveryDocumentLives(t *testing.T) {
	s, _, done := kindsTown(t)
	have := map[cites.DocumentType][]*permit.Permit{}
	for _, x := range done {
		d := x.Kind.Content.Type
		info := d.Facts()
		if info.Issued != cites.AsPermit {
			if x.Application.State != application.Approved || len(x.Permits) != 0 {
				t.Errorf("%s: %s with %d permits", d, x.Application.State, len(x.Permits))
			}
			continue
		}
		if !x.Kind.Content.Retrospective && !x.Kind.Content.Partial {
			have[d] = x.Permits
		}
		want := 1
		switch {
		case info.Single == cites.OneAnimal:
			want = int(x.Kind.Content.Lines[0].Quantity / 1000)
		case x.Kind.Content.Partial:
			want = 3
		}
		if len(x.Permits) != want {
			t.Errorf("%s: %d documents, want %d", d, len(x.Permits), want)
		}
		for _, p := range x.Permits {
			last := p.Record.Issued.AddMonths(s.Profile.Months(d))
			if d == cites.SampleCollection {
				last = p.Record.Issued.AddMonths(4) // its carnet
			}
			if p.Record.ValidUntil != last || p.State != permit.Valid || len(p.Seals) == 0 {
				t.Errorf("%s %s: valid until %s, want %s; %s", d, p.Number, p.Record.ValidUntil, last, p.State)
			}
			doc := exchange.Document(p, nil, s.Profile)
			if string(doc.Type) != info.Letter || (doc.TypeText == "") != (info.Letter != "O") {
				t.Errorf("%s: exchanged as %q %q", d, doc.Type, doc.TypeText)
			}
			if _, err := s.Permits.Sheets(p, permit.Sheet{}); err != nil {
				t.Errorf("%s: %v", d, err)
			}
		}
		after, err := s.Permits.OfApplication(t.Context(), x.Application.ID)
		if err != nil {
			t.Fatal(err)
		}
		want1 := permit.Endorsed
		switch {
		case info.ManyCrossings || x.Kind.Content.Retrospective:
			want1 = permit.Valid // like a passport, or never endorsed
		case info.Direction.In():
			want1 = permit.Used
		}
		if after[0].State != want1 {
			t.Errorf("%s after the border: %s, want %s", d, after[0].State, want1)
		}
	}
	for _, d := range application.Types() {
		if _, ok := have[d]; !ok && d.Facts().Issued == cites.AsPermit {
			t.Errorf("no %s was issued", d)
		}
	}
	if problems, err := store.Check(t.Context(), s.DB); err != nil || len(problems) > 0 {
		t.Errorf("check: %v %v", problems, err)
	}
}

// A document for many crossings is stamped again and again, uses nothing up, and
// must be home before its last day (D14); a label and a retrospective document are
// not stamped at all.
func TestPassportsAtTheBorder(t *testing.T) {
	s, town, done := kindsTown(t)
	customs := actor.Actor{ID: "c", Name: "C", Roles: []actor.Role{actor.Customs}, Office: "CUS-A"}
	for _, x := range done {
		if len(x.Permits) == 0 {
			continue
		}
		p := x.Permits[0]
		in := control.Endorsing{PermitID: p.ID, Port: s.Profile.Ports[0].Code, Date: p.Record.Issued, Kind: control.Export, Lines: []control.Counted{{Letter: "A", Quantity: p.Record.Lines[0].Quantity}}}
		_, err := s.Border.Endorse(t.Context(), customs, in)
		switch many := p.Type.Facts().ManyCrossings; {
		case many && err != nil:
			t.Errorf("%s a second time: %v", p.Type, err)
		case !many && err == nil:
			t.Errorf("%s was endorsed twice, or though it is not endorsed", p.Type)
		}
		if p.Type != cites.TravellingExhibition {
			continue
		}
		g, err := s.Border.Read(t.Context(), customs, p.ID)
		if err != nil || !g.Abroad || len(g.Endorsements) != 3 || g.Left["A"] != 1000 {
			t.Fatalf("%+v, %v", g, err)
		}
		in.Kind, in.Lines[0].Quantity = control.Import, 2000
		if _, err := s.Border.Endorse(t.Context(), customs, in); err == nil {
			t.Error("two animals came home on a certificate for one")
		}
		in.Lines[0].Quantity, in.Kind = 1000, ""
		if _, err := s.Border.Endorse(t.Context(), customs, in); err == nil {
			t.Error("stamped without saying which way")
		}
		town.Clock.Set(p.Record.ValidUntil.AddDays(2).End(s.Profile.Zone()))
		in.Kind, in.Date = control.Import, p.Record.ValidUntil.AddDays(1)
		if _, err := s.Border.Endorse(t.Context(), customs, in); err == nil {
			t.Error("came home after its last day")
		}
	}
}

// A block that the holder completes: once each, within what is printed, and the
// copy comes back (50 CFR 23.51).
func TestPartiallyCompletedDocuments(t *testing.T) {
	s, _, done := kindsTown(t)
	block := done[len(done)-1]
	holder, officer := actor.Actor{ID: block.Application.Owner, Roles: []actor.Role{actor.Trader}}, actor.Actor{ID: "s", Name: "S", Roles: []actor.Role{actor.Signatory, actor.CaseOfficer, actor.Supervisor}}
	used, blank := block.Permits[0], block.Permits[1]
	good := func() permit.Completion {
		return permit.Completion{Consignee: permit.Party{Name: "Lab", Lines: []string{"1 Road"}, Country: "CH"}, Day: blank.Record.Issued,
			Lines: []permit.CompletedLine{{Letter: "A", Quantity: blank.Record.Lines[0].Quantity}}}
	}
	if _, err := s.Permits.Complete(t.Context(), holder, used.ID, good()); err == nil {
		t.Error("completed twice")
	}
	for name, spoil := range map[string]func(*permit.Completion){
		"more than printed": func(c *permit.Completion) { c.Lines[0].Quantity++ },
		"another line":      func(c *permit.Completion) { c.Lines[0].Letter = "B" },
		"after its end":     func(c *permit.Completion) { c.Day = blank.Record.ValidUntil.AddDays(1) },
		"to nobody":         func(c *permit.Completion) { c.Consignee.Name = " " },
		"to our own Party":  func(c *permit.Completion) { c.Consignee.Country = s.Profile.Party },
		"nothing":           func(c *permit.Completion) { c.Lines = nil },
	} {
		c := good()
		spoil(&c)
		if _, err := s.Permits.Complete(t.Context(), holder, blank.ID, c); err == nil {
			t.Errorf("completed %s", name)
		}
	}
	customs := actor.Actor{ID: "c", Roles: []actor.Role{actor.Customs}, Office: "CUS-A"}
	in := control.Endorsing{PermitID: blank.ID, Port: s.Profile.Ports[0].Code, Date: blank.Record.Issued, Lines: []control.Counted{{Letter: "A", Quantity: 1000}}}
	if _, err := s.Border.Endorse(t.Context(), customs, in); err == nil {
		t.Error("a blank document was endorsed")
	}
	stranger := actor.Actor{ID: "stranger", Roles: []actor.Role{actor.Trader}}
	if _, err := s.Permits.Complete(t.Context(), stranger, blank.ID, good()); err == nil {
		t.Error("a stranger completed it")
	}
	if _, err := s.Permits.Complete(t.Context(), holder, blank.ID, good()); err != nil {
		t.Fatal(err)
	}
	if err := s.Permits.TakeCopy(t.Context(), officer, blank.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Permits.TakeCopy(t.Context(), officer, blank.ID); err == nil {
		t.Error("the copy came back twice")
	}
}

// Two signatories, by the database: one alone cannot, and the same one cannot twice.
func TestRetrospectiveTakesTwoSignatories(t *testing.T) {
	s, _, done := kindsTown(t)
	for _, x := range done {
		if !x.Kind.Content.Retrospective {
			continue
		}
		a := x.Application
		if a.CosignedBy == "" || a.CosignedBy == a.DecidedBy || a.CosignedBy == a.ProposedBy {
			t.Fatalf("cosigned by %q, decided by %q", a.CosignedBy, a.DecidedBy)
		}
		for name, spoil := range map[string]func(*application.Application){
			"one alone": func(a *application.Application) { a.CosignedBy = "" }, "one twice": func(a *application.Application) { a.CosignedBy = a.DecidedBy },
			"the case officer": func(a *application.Application) { a.CosignedBy = a.ProposedBy }, "the applicant": func(a *application.Application) { a.CosignedBy = a.Owner },
		} {
			err := store.Applications{DB: s.DB}.Update(t.Context(), func(tx application.Tx) error {
				b, err := tx.Application(t.Context(), a.ID)
				if err != nil {
					return err
				}
				spoil(b)
				return tx.SaveApplication(t.Context(), b)
			})
			if err == nil {
				t.Errorf("the database let %s approve", name)
			}
		}
		if r := x.Permits[0].Record.Retrospective; r == "" {
			t.Error("the face does not say why")
		}
	}
}

// holderOf is the account that a permit belongs to.
func holderOf(p *permit.Permit) actor.Actor {
	return actor.Actor{ID: p.Owner, Org: p.Org, Roles: []actor.Role{actor.Trader}}
}
