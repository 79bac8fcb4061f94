package application_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// The people of the tests: one for each duty.
var (
	tina     = actor.Actor{ID: "trader-1", Name: "Tina Trader", Roles: []actor.Role{actor.Trader}, Org: "org-1"}
	toni     = actor.Actor{ID: "trader-2", Name: "Toni Colleague", Roles: []actor.Role{actor.Trader}, Org: "org-1"}
	stranger = actor.Actor{ID: "trader-9", Name: "Sid Stranger", Roles: []actor.Role{actor.Trader}, Org: "org-9"}
	ann      = actor.Actor{ID: "agent-1", Name: "Ann Agent", Roles: []actor.Role{actor.Agent}}
	olu      = actor.Actor{ID: "officer-1", Name: "Olu Officer", Roles: []actor.Role{actor.CaseOfficer}, Office: "MA"}
	oto      = actor.Actor{ID: "officer-2", Name: "Oto Officer", Roles: []actor.Role{actor.CaseOfficer}, Office: "MA"}
	sam      = actor.Actor{ID: "sign-1", Name: "Sam Signatory", Roles: []actor.Role{actor.Signatory}, Office: "MA"}
	sue      = actor.Actor{ID: "super-1", Name: "Sue Supervisor", Roles: []actor.Role{actor.Supervisor}, Office: "MA"}
	sci      = actor.Actor{ID: "sci-1", Name: "Sci Scientist", Roles: []actor.Role{actor.Scientist}, Office: "SA"}
	fin      = actor.Actor{ID: "fin-1", Name: "Fin Finance", Roles: []actor.Role{actor.Finance}, Office: "FIN"}
	border   = actor.Actor{ID: "cus-1", Name: "Cus Customs", Roles: []actor.Role{actor.Customs}, Office: "CUS-A"}
	auditor  = actor.Actor{ID: "aud-1", Name: "Aud Auditor", Roles: []actor.Role{actor.Auditor}}
	admin    = actor.Actor{ID: "adm-1", Name: "Adm Admin", Roles: []actor.Role{actor.Administrator}}
	public   = actor.Actor{}
)

func everybody() []actor.Actor {
	return []actor.Actor{tina, toni, stranger, ann, olu, oto, sam, sue, sci, fin, border, auditor, admin, public}
}

// desk is an office over a fresh database with a clock that moves on by a
// minute for each look, and rules that the test sets.
type desk struct {
	*application.Office
	t     *testing.T
	db    *store.DB
	rules []rule.Finding
	now   time.Time
}

var (
	python   = species.MakeID(cites.Animalia, "Python regius")
	elephant = species.MakeID(cites.Animalia, "Loxodonta africana")
	orchid   = species.MakeID(cites.Plantae, "Phalaenopsis amabilis")
)

func newDesk(t *testing.T) *desk { return deskOn(t, storetest.Open(t)) }

func deskOn(t *testing.T, db *store.DB) *desk {
	t.Helper()
	d := &desk{t: t, db: db, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	since := cites.Date{Year: 1977, Month: 2, Day: 4}
	law := species.NewCatalogue([]species.Taxon{
		{ID: python, Kingdom: cites.Animalia, Rank: species.Species, Name: "Python regius",
			Names: []species.Name{{Kind: species.Common, Lang: cites.English, Text: "Ball Python"}, {Kind: species.Synonym, Text: "Boa regia"}}},
		{ID: elephant, Kingdom: cites.Animalia, Rank: species.Species, Name: "Loxodonta africana"},
		{ID: orchid, Kingdom: cites.Plantae, Rank: species.Species, Name: "Phalaenopsis amabilis"},
	}, []species.Listing{
		{ID: "1", Taxon: python, Appendix: cites.AppendixII, From: since},
		{ID: "2", Taxon: elephant, Appendix: cites.AppendixI, From: since},
		{ID: "3", Taxon: orchid, Appendix: cites.AppendixII, From: since, Hash: "#4"},
	}, cites.Date{Year: 2026, Month: 11, Day: 23})
	ids := 0
	d.Office = &application.Office{
		Store: store.Applications{DB: db}, Profile: profile.Example(), Law: func() *species.Catalogue { return law },
		Check: func(_ context.Context, _ application.Facts, _ *application.Application, stage rule.Stage, _ cites.Date) ([]rule.Finding, error) {
			return d.rules, nil
		},
		Now:   func() time.Time { d.now = d.now.Add(time.Second); return d.now },
		NewID: func() string { ids++; return fmt.Sprintf("id-%03d", ids) },
	}
	return d
}

// must fails the test on an error.
func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (d *desk) app(a *application.Application, err error) *application.Application {
	d.t.Helper()
	return must[*application.Application](d.t)(a, err)
}

func exporterForm() application.Form {
	return application.Form{"name": "Aurelia Exports Ltd", "address": "1 Quay Street\nPort Aurel", "email": "tina@exports.example"}
}

func importerForm() application.Form {
	return application.Form{"name": "Reptilienhaus GmbH", "address": "Hauptstr. 2\nBerlin", "country": "DE"}
}

func pythonForm() application.Form {
	return application.Form{"taxon": "ball python", "source": "R", "term": "LIV", "quantity": "12", "unit": "NAR"}
}

// draft is a complete draft of an export permit of Tina's.
func (d *desk) draft() *application.Application {
	d.t.Helper()
	ctx := d.t.Context()
	a := d.app(d.StartDraft(ctx, tina, cites.ExportPermit, ""))
	a = d.app(d.SaveDraft(ctx, tina, a.ID, a.Version, application.StepExporter, exporterForm()))
	a = d.app(d.SaveDraft(ctx, tina, a.ID, a.Version, application.StepImporter, importerForm()))
	a = d.app(d.SaveDraft(ctx, tina, a.ID, a.Version, application.StepPurpose, application.Form{"purpose": "T"}))
	a, line, err := d.AddLine(ctx, tina, a.ID, a.Version, pythonForm())
	if err != nil {
		d.t.Fatal(err)
	}
	a = d.app(d.EditLine(ctx, tina, a.ID, a.Version, line, application.LineDetails, application.Form{"mark_kind": "MC", "marks": "900 115 001 234 567"}))
	return d.app(d.SaveDraft(ctx, tina, a.ID, a.Version, application.StepShipment,
		application.Form{"port": "QZAUR", "mode": "air", "crates": "IATA container note 44"}))
}

func (d *desk) filed() *application.Application {
	d.t.Helper()
	a := d.draft()
	return d.app(d.Submit(d.t.Context(), tina, a.ID, a.Version, application.Declaration{Accepted: true, NotRefused: true, Name: "Tina Trader"}))
}

func (d *desk) reviewed() *application.Application {
	d.t.Helper()
	a := d.filed()
	return d.app(d.Take(d.t.Context(), olu, a.ID, a.Version))
}

func (d *desk) proposed(what string) *application.Application {
	d.t.Helper()
	a := d.reviewed()
	return d.app(d.Propose(d.t.Context(), olu, a.ID, a.Version, application.Proposal{What: what, Reasons: "not in order"}))
}

// kinds wants an error of a kind.
func (d *desk) wants(what string, err error, k fault.Kind) {
	d.t.Helper()
	if fault.KindOf(err) != k || err == nil {
		d.t.Errorf("%s: got %v, want %v", what, err, k)
	}
}

// onlyFor tries an act as everybody and wants exactly some to get past the
// door: a person who may not is Denied or, where the case is not his, told that
// there is none. Each try starts from a fresh case made by setup.
func onlyFor(t *testing.T, setup func(d *desk) *application.Application, try func(d *desk, who actor.Actor, a *application.Application) error, allowed ...actor.Actor) {
	t.Helper()
	may := map[string]bool{}
	for _, a := range allowed {
		may[a.ID] = true
	}
	d := newDesk(t)
	for _, who := range everybody() {
		a := setup(d)
		err := try(d, who, a)
		k := fault.KindOf(err)
		shut := err != nil && (k == fault.Denied || k == fault.NotFound)
		if shut == may[who.ID] {
			t.Errorf("%q: %v", who.Name, err)
		}
	}
}

// jobs counts the queued jobs of a kind.
func (d *desk) jobs() (n int) {
	d.t.Helper()
	err := d.db.View(d.t.Context(), func(tx *store.Tx) error {
		return tx.QueryRowContext(d.t.Context(), `select count(*) from river_job where kind = $1`, application.NoticeKind).Scan(&n)
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}

// events counts the audit events of a case with a verb.
func (d *desk) events(id string, v actor.Verb) (n int) {
	d.t.Helper()
	err := d.db.View(d.t.Context(), func(tx *store.Tx) error {
		return tx.QueryRowContext(d.t.Context(), `select count(*) from audit_event where subject_id = $1 and verb = $2`, id, string(v)).Scan(&n)
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}
