package application_test

import (
	"sync"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/store/storetest"
)

type (
	app   = application.Application
	actFn = func(d *desk, who actor.Actor, a *app) error
)

func TestAssign(t *testing.T) {
	d := newDesk(t)
	a := d.reviewed()
	if a.State != application.InReview || a.Assigned != olu.ID || a.AssignedTo != olu.Name {
		t.Errorf("%s %s", a.State, a.Assigned)
	}
	_, err := d.Assign(t.Context(), olu, a.ID, a.Version, oto)
	d.wants("an officer assigns to another", err, fault.Denied)
	_, err = d.Assign(t.Context(), sue, a.ID, a.Version, sci)
	d.wants("to a scientist", err, fault.Invalid)
	a = d.app(d.Assign(t.Context(), sue, a.ID, a.Version, oto))
	if a.Assigned != oto.ID {
		t.Errorf("assigned to %s", a.Assigned)
	}
	onlyFor(t, (*desk).filed, func(d *desk, who actor.Actor, a *app) error {
		_, err := d.Assign(t.Context(), who, a.ID, a.Version, who)
		if who.ID == sue.ID && fault.KindOf(err) == fault.Invalid {
			return nil // past the door; a supervisor has no cases of her own
		}
		return err
	}, olu, oto, sue)
}

func TestAskAndAnswer(t *testing.T) {
	d := newDesk(t)
	a := d.reviewed()
	a = d.app(d.AskApplicant(t.Context(), olu, a.ID, a.Version, "Which port?\nAnd when?"))
	if a.State != application.InfoRequested {
		t.Fatal(a.State)
	}
	f := must[*application.File](t)(d.Read(t.Context(), tina, a.ID))
	if len(f.Messages) != 1 || f.Messages[0].Body != "Which port?\nAnd when?" {
		t.Errorf("%+v", f.Messages)
	}
	a = d.app(d.SaveDraft(t.Context(), tina, a.ID, a.Version, application.StepPurpose, application.Form{"purpose": "S"}))
	_, err := d.AnswerInfo(t.Context(), tina, a.ID, a.Version, "  ")
	d.wants("empty answer", err, fault.Invalid)
	a = d.app(d.AnswerInfo(t.Context(), tina, a.ID, a.Version, "The airport"))
	if a.State != application.InReview || a.Content.Purpose != "S" || a.Filed.Purpose != "T" {
		t.Errorf("%s %s %s", a.State, a.Content.Purpose, a.Filed.Purpose)
	}
	_, err = d.SaveDraft(t.Context(), tina, a.ID, a.Version, application.StepPurpose, application.Form{"purpose": "T"})
	d.wants("change under review", err, fault.Conflict)

	onlyFor(t, (*desk).reviewed, func(d *desk, who actor.Actor, a *app) error {
		_, err := d.AskApplicant(t.Context(), who, a.ID, a.Version, "q")
		return err
	}, olu, oto, sue)
	onlyFor(t, func(d *desk) *app {
		a := d.reviewed()
		return d.app(d.AskApplicant(t.Context(), olu, a.ID, a.Version, "q"))
	}, func(d *desk, who actor.Actor, a *app) error {
		_, err := d.AnswerInfo(t.Context(), who, a.ID, a.Version, "a")
		return err
	}, tina, toni)
}

func TestMessagesBothWaysAndNotes(t *testing.T) {
	d := newDesk(t)
	a := d.reviewed()
	for _, m := range []struct {
		who      actor.Actor
		body     string
		internal bool
	}{{tina, "hello", false}, {olu, "good day", false}, {olu, "looks odd", true}} {
		if err := d.SendMessage(t.Context(), m.who, a.ID, m.body, m.internal); err != nil {
			t.Fatal(err)
		}
	}
	if rows, _, _ := d.Mine(t.Context(), tina, application.Filter{}); rows[0].Unread != 1 {
		t.Errorf("%d unread", rows[0].Unread)
	}
	f := must[*application.File](t)(d.Read(t.Context(), tina, a.ID))
	if len(f.Messages) != 2 {
		t.Errorf("applicant sees %+v", f.Messages)
	}
	if rows, _, _ := d.Mine(t.Context(), tina, application.Filter{}); rows[0].Unread != 0 {
		t.Errorf("%d unread after reading", rows[0].Unread)
	}
	if f = must[*application.File](t)(d.Read(t.Context(), olu, a.ID)); len(f.Messages) != 3 {
		t.Errorf("officer sees %+v", f.Messages)
	}
	d.wants("applicant's note for the file", d.SendMessage(t.Context(), tina, a.ID, "x", true), fault.Denied)
	onlyFor(t, (*desk).filed, func(d *desk, who actor.Actor, a *app) error {
		return d.SendMessage(t.Context(), who, a.ID, "hello", false)
	}, tina, toni, olu, oto, sue, sci)
}

func ask(kind application.FindingKind) application.Request {
	return application.Request{Kind: kind, Line: rule.Whole, Question: "Is it sustainable?"}
}

func asked(d *desk) (*app, string) {
	d.t.Helper()
	a := d.reviewed()
	a = d.app(d.RequestFinding(d.t.Context(), olu, a.ID, a.Version, ask(application.NDF)))
	f := must[*application.File](d.t)(d.Read(d.t.Context(), olu, a.ID))
	return a, f.Findings[0].ID
}

func TestRequestAndGiveNDF(t *testing.T) {
	d := newDesk(t)
	a, id := asked(d)
	if !a.WithSA {
		t.Error("not with the Scientific Authority")
	}
	_, err := d.RequestFinding(t.Context(), olu, a.ID, a.Version, ask(application.NDF))
	d.wants("asked twice", err, fault.Invalid)
	_, err = d.RequestFinding(t.Context(), olu, a.ID, a.Version, ask(application.LAF))
	d.wants("a finding of the Management Authority", err, fault.Invalid)
	_, err = d.Propose(t.Context(), olu, a.ID, a.Version, application.Proposal{What: application.ProposeApproval})
	d.wants("proposed while open", err, fault.Invalid)
	_, err = d.GiveNDF(t.Context(), sci, a.ID, a.Version, id, application.Made{Outcome: application.Conditional, Grounds: "g"})
	d.wants("conditional without conditions", err, fault.Invalid)
	made := application.Made{Outcome: application.Conditional, Conditions: "ranched only", Grounds: "survey 2025", Limit: 10000, Unit: "NAR"}
	a = d.app(d.GiveNDF(t.Context(), sci, a.ID, a.Version, id, made))
	if a.WithSA {
		t.Error("still with the Scientific Authority")
	}
	_, err = d.GiveNDF(t.Context(), sci, a.ID, a.Version, id, made)
	d.wants("made twice", err, fault.Conflict)

	onlyFor(t, (*desk).reviewed, func(d *desk, who actor.Actor, a *app) error {
		_, err := d.RequestFinding(t.Context(), who, a.ID, a.Version, ask(application.NDF))
		return err
	}, olu, oto, sue)
	var finding string
	onlyFor(t, func(d *desk) *app { a, id := asked(d); finding = id; return a }, func(d *desk, who actor.Actor, a *app) error {
		_, err := d.GiveNDF(t.Context(), who, a.ID, a.Version, finding, application.Made{Outcome: application.Positive, Grounds: "g"})
		return err
	}, sci)
}

func TestGiveLAF(t *testing.T) {
	try := func(kind application.FindingKind) actFn {
		return func(d *desk, who actor.Actor, a *app) error {
			_, err := d.GiveLAF(t.Context(), who, a.ID, a.Version, application.Made{Kind: kind, Line: 0, Outcome: application.Positive, Grounds: "licence seen"})
			return err
		}
	}
	onlyFor(t, (*desk).reviewed, try(application.LAF), olu, oto, sue)
	d := newDesk(t)
	d.wants("an NDF by the Management Authority", try(application.NDF)(d, olu, d.reviewed()), fault.Invalid)
}

func TestFee(t *testing.T) {
	for name, try := range map[string]actFn{
		"record": func(d *desk, who actor.Actor, a *app) error {
			_, err := d.RecordFee(t.Context(), who, a.ID, a.Version, "R-2026-1")
			return err
		},
		"waive": func(d *desk, who actor.Actor, a *app) error {
			_, err := d.WaiveFee(t.Context(), who, a.ID, a.Version, "public museum")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			onlyFor(t, (*desk).filed, try, fin)
			d := newDesk(t)
			a := d.filed()
			if err := try(d, fin, a); err != nil {
				t.Fatal(err)
			}
			f := must[*application.File](t)(d.Read(t.Context(), fin, a.ID))
			if !f.Fee.Settled() || f.Fee.RecordedBy != fin.ID {
				t.Errorf("%+v", f.Fee)
			}
			d.wants("settled twice", try(d, fin, f.Application), fault.Conflict)
		})
	}
}

func TestTwoOfficersAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storeDB) {
		d := deskOn(t, db)
		a := d.filed()
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i, who := range []actor.Actor{olu, oto} {
			wg.Go(func() { _, errs[i] = d.Take(t.Context(), who, a.ID, a.Version) })
		}
		wg.Wait()
		won, lost := errs[0], errs[1]
		if won != nil {
			won, lost = lost, won
		}
		if won != nil || fault.KindOf(lost) != fault.Conflict {
			t.Fatalf("%v and %v", errs[0], errs[1])
		}
		if by := fault.Of(lost).Args["by"]; by != olu.Name && by != oto.Name {
			t.Errorf("the second is told %v", fault.Of(lost).Args)
		}
	})
}

func TestQueueHidesDrafts(t *testing.T) {
	d := newDesk(t)
	draft, filed := d.draft(), d.filed()
	for _, f := range []application.Filter{{}, {States: []application.State{application.Draft, application.Submitted}}} {
		rows, n, err := d.Queue(t.Context(), olu, f)
		if err != nil || n != 1 || rows[0].ID != filed.ID {
			t.Errorf("%+v: %d rows: %v", f, n, err)
		}
	}
	_, n, err := d.Queue(t.Context(), olu, application.Filter{States: []application.State{application.Draft}})
	if err != nil || n != 0 {
		t.Errorf("drafts: %d, %v", n, err)
	}
	_, err = d.Read(t.Context(), olu, draft.ID)
	d.wants("an officer reads a draft", err, fault.NotFound)
	onlyFor(t, (*desk).filed, func(d *desk, who actor.Actor, a *app) error {
		_, _, err := d.Queue(t.Context(), who, application.Filter{})
		return err
	}, olu, oto, sam, sue, sci, fin, auditor)
	onlyFor(t, (*desk).filed, func(d *desk, who actor.Actor, a *app) error {
		_, err := d.Read(t.Context(), who, a.ID)
		return err
	}, tina, toni, olu, oto, sam, sue, sci, fin, auditor)
	onlyFor(t, (*desk).filed, func(d *desk, who actor.Actor, a *app) error {
		_, err := d.Examine(t.Context(), who, a.ID, rule.Apply)
		return err
	}, olu, oto, sam, sue, sci, fin, auditor)
}

var lastDay = cites.Date{Year: 2027, Month: 5, Day: 23}
