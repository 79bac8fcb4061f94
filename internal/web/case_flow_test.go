package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// caseSite is a server with the desks of officers over a real database.
type caseSite struct {
	*Server
	t     *testing.T
	apps  *application.Office
	extra []rule.Finding // what the rules find beside what they really find
	stop  []rule.Finding // what stops a permit after its approval
}

// anyGlyph can print everything.
type anyGlyph struct{}

func (anyGlyph) Check(*permit.Record) error                         { return nil }
func (anyGlyph) Print(*permit.Permit, permit.Sheet) ([]byte, error) { return []byte("%PDF-"), nil }

var caseLines = strings.NewReplacer("\n", "")

func role(id string, r actor.Role) actor.Actor {
	return actor.Actor{ID: id, Name: "Name of " + id, Roles: []actor.Role{r}}
}

func newCaseSite(t *testing.T) *caseSite {
	t.Helper()
	db, cfg, n := storetest.Open(t), testConfig(t), 0
	python := species.MakeID(cites.Animalia, "Python regius")
	law := species.NewCatalogue([]species.Taxon{{ID: python, Kingdom: cites.Animalia, Rank: species.Species, Name: "Python regius"}},
		[]species.Listing{{ID: "1", Taxon: python, Appendix: cites.AppendixII, From: cites.Date{Year: 1977, Month: 2, Day: 4}}}, cites.Date{Year: 2026, Month: 11, Day: 23})
	c := &caseSite{t: t}
	p := profile.Example()
	catalogue := func() *species.Catalogue { return law }
	checker := &application.Checker{Profile: p, Law: catalogue}
	id := func() string { n++; return fmt.Sprintf("id-%04d", n) }
	now := cfg.Now
	tick := 0
	cfg.Now = func() time.Time { tick++; return now().Add(time.Duration(tick) * time.Millisecond) }
	find := func(more *[]rule.Finding) application.Check {
		return func(ctx context.Context, tx application.Facts, a *application.Application, stage rule.Stage, on cites.Date) ([]rule.Finding, error) {
			found, err := checker.Check(ctx, tx, a, stage, on)
			if stage == rule.Issue {
				found = append(found, *more...)
			}
			return found, err
		}
	}
	c.apps = &application.Office{Store: store.Applications{DB: db}, Profile: p, Law: catalogue, Check: find(&c.extra), Now: cfg.Now, NewID: id}
	cfg.Profile, cfg.Limit = p, Rate{PerSecond: 1e6, Burst: 1e6}
	cfg.Cases = CaseDesk{Cases: c.apps,
		Permits: &permit.Office{Store: store.Permits{DB: db}, Profile: p, Law: catalogue, Check: permit.Check(find(&c.stop)), Printer: anyGlyph{}, Now: cfg.Now, Rand: rand.Reader, NewID: id},
		Views:   &application.Views{Store: store.Views{DB: db}, Now: cfg.Now, NewID: id},
		Officers: func(context.Context) ([]actor.Actor, error) {
			return []actor.Actor{role("officer", actor.CaseOfficer), role("officer2", actor.CaseOfficer)}, nil
		},
		History: func(ctx context.Context, kind, id string) (out []audit.Event, err error) {
			err = db.View(ctx, func(tx *store.Tx) error {
				found, err := tx.EventsOf(ctx, kind, id)
				for _, e := range found {
					out = append(out, e.Event)
				}
				return err
			})
			return out, err
		}}
	var err error
	if c.Server, err = New(cfg); err != nil {
		t.Fatal(err)
	}
	return c
}

var (
	officer    = role("officer", actor.CaseOfficer)
	signatory  = role("signatory", actor.Signatory)
	supervisor = role("supervisor", actor.Supervisor)
	scientist  = role("scientist", actor.Scientist)
	cashier    = role("cashier", actor.Finance)
	applicant1 = role("trader", actor.Trader)
)

// filed is the id of an export of two wild pythons, submitted.
func (c *caseSite) filed() string {
	c.t.Helper()
	ctx := c.t.Context()
	a, err := c.apps.StartDraft(ctx, applicant1, cites.ExportPermit, "")
	step := func(s application.Step, f application.Form) {
		if err == nil {
			a, err = c.apps.SaveDraft(ctx, applicant1, a.ID, a.Version, s, f)
		}
	}
	step(application.StepExporter, application.Form{"name": "Aurelia Exports <b>", "address": "1 Quay Street\nPort Aurel", "email": "t@example.org"})
	step(application.StepImporter, application.Form{"name": "Reptilienhaus GmbH", "address": "Hauptstr. 2\nBerlin", "country": "DE"})
	step(application.StepPurpose, application.Form{"purpose": "T"})
	step(application.StepShipment, application.Form{"port": c.cfg.Profile.Ports[0].Code, "mode": "air"})
	if err == nil {
		a, _, err = c.apps.AddLine(ctx, applicant1, a.ID, a.Version, application.Form{"taxon": "Python regius", "source": "W", "term": "SKI", "quantity": "2", "unit": "NAR"})
	}
	if err == nil {
		_, err = c.apps.Submit(ctx, applicant1, a.ID, a.Version, application.Declaration{Accepted: true, NotRefused: true, Name: "Tina"})
	}
	if err != nil {
		c.t.Fatal(err)
	}
	return a.ID
}

func (c *caseSite) do(who actor.Actor, method, path string, fields ...string) *httptest.ResponseRecorder {
	v := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Add(fields[i], fields[i+1])
	}
	r := httptest.NewRequest(method, path, strings.NewReader(v.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r.WithContext(WithActor(r.Context(), who)))
	return w
}

// post takes a step with the version of now.
func (c *caseSite) post(who actor.Actor, id, act string, fields ...string) *httptest.ResponseRecorder {
	c.t.Helper()
	return c.do(who, http.MethodPost, "/cases/"+id+"/"+act, append([]string{"version", versionText(c.read(id).Version)}, fields...)...)
}

func (c *caseSite) read(id string) *application.File {
	c.t.Helper()
	f, err := c.apps.Read(c.t.Context(), role("auditor", actor.Auditor), id)
	if err != nil {
		c.t.Fatal(err)
	}
	return f
}

// must takes a step and wants it to work.
func (c *caseSite) must(who actor.Actor, id, act string, fields ...string) {
	c.t.Helper()
	if w := c.post(who, id, act, fields...); w.Code != http.StatusSeeOther {
		c.t.Fatalf("%s by %s: %d %s", act, who.ID, w.Code, wordsOf(w))
	}
}

// wordsOf is the text of a page without its markup, for messages of tests.
func wordsOf(w *httptest.ResponseRecorder) string {
	_, main, _ := strings.Cut(w.Body.String(), "<main")
	return caseLines.Replace(main)
}

func (c *caseSite) shows(w *httptest.ResponseRecorder, status int, parts ...string) {
	c.t.Helper()
	if w.Code != status {
		c.t.Errorf("answered %d, want %d: %.900s", w.Code, status, wordsOf(w))
	}
	for _, p := range parts {
		if !strings.Contains(w.Body.String(), p) {
			c.t.Errorf("the page does not show %q: %.1500s", p, wordsOf(w))
		}
	}
}

func (c *caseSite) reviewed() string {
	id := c.filed()
	c.must(officer, id, "take")
	return id
}

func (c *caseSite) found() string {
	id := c.reviewed()
	c.must(officer, id, "request", "kind", "ndf", "line", "0", "question", "Is the harvest within the plan?")
	c.must(scientist, id, "ndf", "finding", c.read(id).Findings[0].ID, "outcome", "conditional", "grounds", "Harvest below a tenth", "conditions", "Only skins of the 2026 season",
		"limit", "5", "unit", "NAR", "valid_until.day", "1", "valid_until.month", "6", "valid_until.year", "2027")
	c.must(officer, id, "finding", "kind", "laf", "line", "-1", "outcome", "positive", "grounds", "Hunting licences seen")
	return id
}

func (c *caseSite) proposed() string {
	id := c.found()
	c.must(officer, id, "propose", "what", "approve", "conditions", "Only skins of the 2026 season")
	c.must(cashier, id, "fee", "how", "receipt", "receipt", "R-2026-17")
	return id
}

func TestCaseFromFilingToPermit(t *testing.T) {
	c := newCaseSite(t)
	id := c.filed()
	c.shows(c.do(officer, "GET", "/cases?tab=unassigned"), 200, "1 case", "Python regius", "QZ → DE", "II · W · 2", "Assign to me", "Unassigned (1)")
	c.shows(c.do(officer, "GET", "/cases/"+id), 200, "Take this case", "Export permit", "Name of trader", "stand against an approval")
	c.must(officer, id, "take")
	c.shows(c.do(officer, "GET", "/cases/"+id+"/propose"), 200, "An approval cannot be proposed yet", `value="refuse" checked`)
	c.must(officer, id, "request", "kind", "ndf", "line", "0", "question", "Is the harvest within the plan?")
	c.shows(c.do(scientist, "GET", "/cases"), 200, "With the Scientific Authority (1)", "/cases/"+id)
	c.shows(c.do(scientist, "GET", "/cases/"+id+"/ndf"), 200, "Is the harvest within the plan?", "Specimen A")
	finding := c.read(id).Findings[0].ID
	c.shows(c.post(scientist, id, "ndf", "finding", finding, "outcome", "conditional", "grounds", "kept text", "limit", "1,5,x"), 422, "kept text", "1,5,x", "number with at most three decimals")
	c.shows(c.post(scientist, id, "ndf", "finding", finding, "outcome", "positive", "grounds", "x", "valid_until.day", "30", "valid_until.month", "2", "valid_until.year", "2027"), 422, "real day", `value="30"`)
	c.must(scientist, id, "ndf", "finding", finding, "outcome", "conditional", "grounds", "Harvest below a tenth", "conditions", "Only skins of the 2026 season", "limit", "5", "unit", "NAR")
	c.must(officer, id, "finding", "kind", "laf", "line", "-1", "outcome", "positive", "grounds", "Hunting licences seen")
	c.shows(c.do(officer, "GET", "/cases/"+id), 200, "No check stands against an approval", "Harvest below a tenth", "Name of scientist")
	c.shows(c.do(officer, "GET", "/cases/"+id+"/propose"), 200, `value="approve"`, "Only skins of the 2026 season")
	c.must(officer, id, "propose", "what", "approve", "conditions", "Only skins of the 2026 season")
	c.shows(c.do(signatory, "GET", "/cases/"+id), 200, "the fee is not settled yet")
	c.shows(c.do(cashier, "GET", "/cases"), 200, "Fees open (1)")
	c.must(cashier, id, "fee", "how", "receipt", "receipt", "R-2026-17")
	c.shows(c.do(signatory, "GET", "/cases"), 200, "To decide (1)", "Approval proposed")
	c.shows(c.do(signatory, "GET", "/cases/"+id+"/approve"), 200, "Only skins of the 2026 season", "You decide as the second person")
	c.must(signatory, id, "approve", "conditions", "Only skins of the 2026 season")
	f := c.read(id)
	if f.State != application.Issued || f.PermitID == "" || f.DecidedBy != signatory.ID {
		t.Fatalf("state %s, permit %q, decided by %q", f.State, f.PermitID, f.DecidedBy)
	}
	c.shows(c.do(officer, "GET", "/cases/"+id), 200, "/permits/"+f.PermitID, "The case is closed", "1 permit")
	c.shows(c.do(officer, "GET", "/cases/"+id+"?tab=history"), 200, "Permit prepared", "Decision proposed", "R-2026-17", "Application submitted")
	c.shows(c.do(officer, "GET", "/cases/"+id+"?tab=content"), 200, "Aurelia Exports &lt;b&gt;", "Reptilienhaus GmbH")
	c.shows(c.do(officer, "GET", "/ar/cases/"+id), 200, "صدر التصريح")
}

// Every step, tried by each role: only those of the table get past the door, and
// the applicant's own people never do.
func TestWhoTakesSteps(t *testing.T) {
	c := newCaseSite(t)
	id := c.proposed()
	for _, act := range caseActs() {
		for _, r := range append(actor.Roles(), "") {
			who := role("x-"+string(r), r)
			if r == "" {
				who = actor.Actor{}
			}
			w := c.do(who, http.MethodPost, "/cases/"+id+"/"+act.name, "version", "0")
			shut := w.Code == http.StatusForbidden || w.Code == http.StatusNotFound
			if shut == who.Can(act.verb) {
				t.Errorf("%s by %q: %d", act.name, r, w.Code)
			}
		}
	}
	own := actor.Actor{ID: "trader", Name: "x", Roles: []actor.Role{actor.CaseOfficer, actor.Signatory, actor.Supervisor, actor.Finance, actor.Scientist}}
	for _, path := range []string{"/cases/" + id, "/cases/" + id + "/approve"} {
		if w := c.do(own, "GET", path); w.Code != http.StatusForbidden {
			t.Errorf("the applicant opens %s: %d", path, w.Code)
		}
	}
	if w := c.do(officer, "GET", "/cases/nobody"); w.Code != http.StatusNotFound {
		t.Errorf("a case that is not there: %d", w.Code)
	}
}

// A stale page: nothing is done, what was typed stays, and the page tells who
// did what meanwhile. The control sends the version of now, and it is done.
func TestStaleStepKeepsWhatWasTyped(t *testing.T) {
	for _, x := range []struct {
		act    string
		who    actor.Actor
		fields []string
		setup  func(c *caseSite) string
	}{
		{"ask", officer, []string{"body", "typed text"}, (*caseSite).reviewed},
		{"request", officer, []string{"kind", "ndf", "line", "-1", "question", "typed text"}, (*caseSite).reviewed},
		{"finding", officer, []string{"kind", "laf", "line", "0", "outcome", "positive", "grounds", "typed text"}, (*caseSite).reviewed},
		{"propose", officer, []string{"what", "refuse", "reasons", "typed text"}, (*caseSite).reviewed},
		{"fee", cashier, []string{"how", "waived", "waived", "typed text"}, (*caseSite).reviewed},
		{"assign", supervisor, []string{"to", "officer2"}, (*caseSite).reviewed},
		{"return", signatory, []string{"body", "typed text"}, (*caseSite).proposed},
		{"approve", signatory, []string{"conditions", "typed text"}, (*caseSite).proposed},
		{"refuse", signatory, []string{"reasons", "typed text"}, func(c *caseSite) string {
			id := c.reviewed()
			c.must(officer, id, "propose", "what", "refuse", "reasons", "not in order")
			return id
		}},
	} {
		t.Run(x.act, func(t *testing.T) {
			c := newCaseSite(t)
			id := x.setup(c)
			before := c.read(id)
			seen := fmt.Sprint(len(mustHistory(c, id)))
			c.must(supervisor, id, "assign", "to", "officer2") // somebody else was faster
			stale := append([]string{"version", versionText(before.Version), "seen", seen}, x.fields...)
			w := c.do(x.who, http.MethodPost, "/cases/"+id+"/"+x.act, stale...)
			c.shows(w, http.StatusConflict, "Name of supervisor changed this case", x.fields[len(x.fields)-1], "Assigned", `name="version" value="`+versionText(before.Version+1)+`"`)
			if now := c.read(id); now.State != before.State || now.Version != before.Version+1 {
				t.Errorf("a stale step changed the case: %s", now.State)
			}
			c.must(x.who, id, x.act, x.fields...)
		})
	}
}

func mustHistory(c *caseSite, id string) []audit.Event {
	c.t.Helper()
	out, err := c.cfg.Cases.History(c.t.Context(), "application", id)
	if err != nil {
		c.t.Fatal(err)
	}
	return out
}

// Two signatories at one case: the second is told, sees the text again, and
// gets no button.
func TestSecondDeciderIsTold(t *testing.T) {
	c := newCaseSite(t)
	id := c.proposed()
	version := versionText(c.read(id).Version)
	c.must(signatory, id, "return", "body", "Check the marks")
	w := c.do(role("other", actor.Signatory), http.MethodPost, "/cases/"+id+"/approve", "version", version, "conditions", "my words")
	c.shows(w, http.StatusConflict, "my words", "not possible any more", "Under review")
	if strings.Contains(w.Body.String(), "Approve and prepare</button>") {
		t.Error("the step is offered although it is not possible")
	}
	w = c.do(role("officer2", actor.CaseOfficer), http.MethodPost, "/cases/"+id+"/take", "version", version)
	c.shows(w, http.StatusConflict, "changed this case")
}

// The approval holds when the preparation is stopped; the page says why and
// what to do, and offers to prepare again.
func TestStoppedPermitSaysWhy(t *testing.T) {
	c := newCaseSite(t)
	id := c.proposed()
	c.stop = []rule.Finding{{Rule: "R01", Severity: rule.Block, Line: 0, Key: "rule.G02.laf"}}
	c.shows(c.post(signatory, id, "approve"), 422, "could not be prepared", "The legal acquisition finding is missing", "What to do", "Prepare the permit")
	if f := c.read(id); f.State != application.Approved {
		t.Fatalf("state %s", f.State)
	}
	c.shows(c.do(signatory, http.MethodPost, "/cases/"+id+"/prepare", "version", "1"), 409, "changed this case")
	c.stop = nil
	c.must(signatory, id, "prepare")
	if f := c.read(id); f.State != application.Issued {
		t.Fatalf("state %s", f.State)
	}
}

// A hit that leaves discretion is set aside by a supervisor with a reason, and
// whoever did it cannot decide.
func TestSetAside(t *testing.T) {
	c := newCaseSite(t)
	c.extra = []rule.Finding{{Rule: "G08", Citation: "Res. Conf. 16.7", Severity: rule.Block, Discretion: true, Line: 0, Key: "rule.G08"}}
	id := c.found()
	if w := c.do(officer, "GET", "/cases/"+id); strings.Contains(w.Body.String(), "/lift?") {
		t.Error("an officer is offered to set a check aside")
	}
	c.shows(c.do(supervisor, "GET", "/cases/"+id), 200, "/lift?rule=G08&amp;line=0", "Res. Conf. 16.7")
	c.shows(c.do(supervisor, "GET", "/cases/"+id+"/lift?rule=G08&line=0"), 200, `name="rule" value="G08"`, "Res. Conf. 16.7")
	c.shows(c.post(supervisor, id, "lift", "rule", "G08", "line", "0", "reason", ""), 422, "Enter the reason")
	c.must(supervisor, id, "lift", "rule", "G08", "line", "0", "reason", "Season was prolonged")
	c.shows(c.do(officer, "GET", "/cases/"+id), 200, "Set aside", "Season was prolonged", "No check stands against an approval")
	c.must(officer, id, "propose", "what", "approve")
}

func TestSeparationIsSaid(t *testing.T) {
	c := newCaseSite(t)
	id := c.found()
	both := actor.Actor{ID: "both", Name: "B", Roles: []actor.Role{actor.CaseOfficer, actor.Signatory, actor.Finance}}
	c.must(both, id, "propose", "what", "approve")
	c.must(cashier, id, "fee", "how", "waived", "waived", "Science")
	c.shows(c.do(both, "GET", "/cases/"+id), 200, "Another person must do this")
	c.shows(c.do(both, "GET", "/cases/"+id+"/approve"), 409, "Another person must do this")
	if w := c.post(both, id, "approve"); w.Code != http.StatusForbidden {
		t.Errorf("the proposer approves: %d", w.Code)
	}
}

func TestNotesAndMessages(t *testing.T) {
	c := newCaseSite(t)
	id := c.reviewed()
	c.shows(c.do(officer, http.MethodPost, "/cases/"+id+"/messages", "to", "applicant", "body", ""), 422, "Write a message", `value="applicant" checked`)
	c.do(officer, http.MethodPost, "/cases/"+id+"/messages", "to", "file", "body", "secret note")
	c.do(officer, http.MethodPost, "/cases/"+id+"/messages", "to", "applicant", "body", "dear trader")
	c.shows(c.do(officer, "GET", "/cases/"+id+"?tab=messages"), 200, "secret note", "dear trader", "Messages (2)")
	f, err := c.apps.Read(t.Context(), applicant1, id)
	if err != nil || len(f.Messages) != 1 || f.Messages[0].Body != "dear trader" {
		t.Errorf("the applicant reads %v, %v", f.Messages, err)
	}
	if w := c.do(cashier, http.MethodPost, "/cases/"+id+"/messages", "body", "x"); w.Code != http.StatusForbidden {
		t.Errorf("finance writes: %d", w.Code)
	}
}

func TestChangedAnswersAreShownBesideTheFiled(t *testing.T) {
	c := newCaseSite(t)
	id := c.reviewed()
	c.must(officer, id, "ask", "body", "Which importer?")
	a := c.read(id)
	if _, err := c.apps.SaveDraft(t.Context(), applicant1, id, a.Version, application.StepImporter, application.Form{"name": "Terrarium AG", "address": "Weg 1\nBern", "country": "CH"}); err != nil {
		t.Fatal(err)
	}
	c.shows(c.do(officer, "GET", "/cases/"+id+"?tab=content"), 200, "Terrarium AG", "<del><bdi>Reptilienhaus GmbH</bdi></del>", "changed answers after filing")
}

func TestSavedViews(t *testing.T) {
	c := newCaseSite(t)
	c.filed()
	w := c.do(officer, http.MethodPost, "/cases/views", "name", "Pythons <b>", "query", "tab=all&q=python&evil=1")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/cases?q=python&tab=all" {
		t.Fatalf("saved: %d %s", w.Code, w.Header().Get("Location"))
	}
	c.shows(c.do(officer, "GET", "/cases?q=python&tab=all"), 200, "Pythons &lt;b&gt;", "1 case")
	if w := c.do(signatory, "GET", "/cases"); strings.Contains(w.Body.String(), "Pythons") {
		t.Error("another account sees the view")
	}
	c.shows(c.do(officer, http.MethodPost, "/cases/views", "name", " ", "query", "tab=all&q=python"), 422, "Enter a name for the view")
	views, err := c.cfg.Cases.Views.List(t.Context(), officer)
	if err != nil || len(views) != 1 {
		t.Fatalf("%v %v", views, err)
	}
	if w := c.do(signatory, http.MethodPost, "/cases/views/"+views[0].ID+"/delete"); w.Code != http.StatusNotFound {
		t.Errorf("another account deletes the view: %d", w.Code)
	}
	if w := c.do(officer, http.MethodPost, "/cases/views/"+views[0].ID+"/delete"); w.Code != http.StatusSeeOther {
		t.Errorf("delete: %d", w.Code)
	}
	c.shows(c.do(officer, "GET", "/cases?tab=all&q=nothing"), 200, "No case matches")
	c.shows(c.do(officer, "GET", "/cases?tab=closed"), 200, "No case is closed yet")
	for sort, want := range map[string]string{"reference": "ascending", "-due": "descending", "": "ascending"} {
		c.shows(c.do(officer, "GET", "/cases?tab=all&sort="+sort), 200, `aria-sort="`+want+`"`)
	}
}
