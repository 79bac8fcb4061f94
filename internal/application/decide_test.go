package application_test

import (
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/store"
)

type storeDB = store.DB

func approval(d *desk) *app { return d.proposed(application.ProposeApproval) }

// payable is a proposed case with its fee settled.
func payable(d *desk) *app {
	a := approval(d)
	return d.app(d.RecordFee(d.t.Context(), fin, a.ID, a.Version, "R-1"))
}

func TestPropose(t *testing.T) {
	d := newDesk(t)
	a := approval(d)
	if a.State != application.Proposed || a.ProposedBy != olu.ID || a.ValidUntil != lastDay {
		t.Errorf("%s by %s until %s", a.State, a.ProposedBy, a.ValidUntil)
	}
	b := d.reviewed()
	for name, c := range map[string]struct {
		p   application.Proposal
		key string
	}{
		"nothing":          {application.Proposal{}, "apply.propose.what"},
		"refusal, no why":  {application.Proposal{What: application.ProposeRefusal}, "apply.refuse.reasons"},
		"valid too long":   {application.Proposal{What: application.ProposeApproval, ValidUntil: lastDay.AddDays(1)}, "apply.validity.long"},
		"valid until past": {application.Proposal{What: application.ProposeApproval, ValidUntil: cites.Date{Year: 2026, Month: 11, Day: 23}}, "apply.validity.past"},
	} {
		_, err := d.Propose(t.Context(), olu, b.ID, b.Version, c.p)
		found := false
		for _, k := range keys(err) {
			found = found || k == c.key
		}
		if !found {
			t.Errorf("%s: %v", name, err)
		}
	}
	d.rules = []rule.Finding{{Rule: "G01", Severity: rule.Block, Line: 0, Key: "rule.G01"}}
	_, err := d.Propose(t.Context(), olu, b.ID, b.Version, application.Proposal{What: application.ProposeApproval})
	d.wants("against a rule", err, fault.Invalid)
	d.app(d.Propose(t.Context(), olu, b.ID, b.Version, application.Proposal{What: application.ProposeRefusal, Reasons: "no finding"}))
	onlyFor(t, (*desk).reviewed, func(d *desk, who actor.Actor, a *app) error {
		_, err := d.Propose(t.Context(), who, a.ID, a.Version, application.Proposal{What: application.ProposeRefusal, Reasons: "r"})
		return err
	}, olu, oto)
}

func TestReturnToReview(t *testing.T) {
	try := func(d *desk, who actor.Actor, a *app) error {
		_, err := d.ReturnToReview(t.Context(), who, a.ID, a.Version, "look again")
		return err
	}
	onlyFor(t, approval, try, sam, sue)
	d := newDesk(t)
	a := approval(d)
	a = d.app(d.ReturnToReview(t.Context(), sam, a.ID, a.Version, "look again"))
	if a.State != application.InReview || a.ProposedBy != "" || a.Proposal != "" {
		t.Errorf("%s %q", a.State, a.ProposedBy)
	}
	f := must[*application.File](t)(d.Read(t.Context(), tina, a.ID))
	if len(f.Messages) != 0 {
		t.Error("the applicant sees the note")
	}
}

func TestApprove(t *testing.T) {
	d := newDesk(t)
	a := approval(d)
	_, err := d.Approve(t.Context(), sam, a.ID, a.Version, application.Approval{})
	d.wants("before the fee", err, fault.Conflict)
	if fault.Of(err).Key != "apply.approve.fee" {
		t.Errorf("says %v", err)
	}
	a = d.app(d.RecordFee(t.Context(), fin, a.ID, a.Version, "R-1"))
	d.rules = []rule.Finding{{Rule: "R03", Severity: rule.Block, Line: 0, Key: "rule.R03"}}
	_, err = d.Approve(t.Context(), sam, a.ID, a.Version, application.Approval{})
	d.wants("a quota used up meanwhile", err, fault.Invalid)
	d.rules = nil
	day := cites.Date{Year: 2027, Month: 1, Day: 31}
	a = d.app(d.Approve(t.Context(), sam, a.ID, a.Version, application.Approval{Conditions: "ranched only", ValidUntil: day}))
	if a.State != application.Approved || a.DecidedBy != sam.ID || a.ValidUntil != day || a.Conditions != "ranched only" {
		t.Errorf("%+v", a)
	}
	onlyFor(t, payable, func(d *desk, who actor.Actor, a *app) error {
		_, err := d.Approve(t.Context(), who, a.ID, a.Version, application.Approval{})
		return err
	}, sam)
}

// One person with every role still cannot do two of the duties; a second one
// can. The same acts by different people are the control that it is the person
// who is refused, not the act.
func TestDutiesAreSeparate(t *testing.T) {
	all := []actor.Role{actor.CaseOfficer, actor.Signatory, actor.Supervisor, actor.Finance, actor.Scientist}
	solo := actor.Actor{ID: "solo", Name: "Solo", Roles: all}
	other := actor.Actor{ID: "other", Name: "Other", Roles: all}
	propose := func(d *desk, who actor.Actor) *app {
		a := d.reviewed()
		return d.app(d.Propose(t.Context(), who, a.ID, a.Version, application.Proposal{What: application.ProposeApproval}))
	}
	for name, c := range map[string]struct {
		setup func(d *desk) *app
		then  actFn
	}{
		"approve what he proposed": {func(d *desk) *app {
			a := propose(d, solo)
			return d.app(d.RecordFee(t.Context(), fin, a.ID, a.Version, "R"))
		},
			func(d *desk, who actor.Actor, a *app) error {
				_, err := d.Approve(t.Context(), who, a.ID, a.Version, application.Approval{})
				return err
			}},
		"refuse what he proposed": {func(d *desk) *app { return propose(d, solo) },
			func(d *desk, who actor.Actor, a *app) error {
				_, err := d.Refuse(t.Context(), who, a.ID, a.Version, "r")
				return err
			}},
		"take the fee of what he proposed": {func(d *desk) *app { return propose(d, solo) },
			func(d *desk, who actor.Actor, a *app) error {
				_, err := d.RecordFee(t.Context(), who, a.ID, a.Version, "R")
				return err
			}},
		"propose where he took the fee": {func(d *desk) *app {
			a := d.reviewed()
			return d.app(d.RecordFee(t.Context(), solo, a.ID, a.Version, "R"))
		},
			func(d *desk, who actor.Actor, a *app) error {
				_, err := d.Propose(t.Context(), who, a.ID, a.Version, application.Proposal{What: application.ProposeApproval})
				return err
			}},
		"approve where he took the fee": {func(d *desk) *app {
			a := approval(d)
			return d.app(d.RecordFee(t.Context(), solo, a.ID, a.Version, "R"))
		},
			func(d *desk, who actor.Actor, a *app) error {
				_, err := d.Approve(t.Context(), who, a.ID, a.Version, application.Approval{})
				return err
			}},
		"find what he asked for": {func(d *desk) *app {
			a := d.reviewed()
			return d.app(d.RequestFinding(t.Context(), solo, a.ID, a.Version, ask(application.NDF)))
		}, func(d *desk, who actor.Actor, a *app) error {
			f := must[*application.File](t)(d.Read(t.Context(), who, a.ID))
			_, err := d.GiveNDF(t.Context(), who, a.ID, a.Version, f.Findings[0].ID, application.Made{Outcome: application.Positive, Grounds: "g"})
			return err
		}},
	} {
		d := newDesk(t)
		d.wants(name, c.then(d, solo, c.setup(d)), fault.Denied)
		if err := c.then(d, other, c.setup(d)); err != nil {
			t.Errorf("%s, by another: %v", name, err)
		}
	}
}

func TestNobodyHandlesHisOwnCase(t *testing.T) {
	d := newDesk(t)
	both := tina
	both.Roles = append([]actor.Role{actor.CaseOfficer, actor.Signatory}, tina.Roles...)
	a := d.filed()
	_, err := d.Take(t.Context(), both, a.ID, a.Version)
	d.wants("the owner takes the case", err, fault.Denied)
	kin := olu
	kin.Org = tina.Org
	_, err = d.Take(t.Context(), kin, a.ID, a.Version)
	d.wants("somebody of the same firm", err, fault.Denied)
}

func TestRefuse(t *testing.T) {
	d := newDesk(t)
	a := d.proposed(application.ProposeRefusal)
	f := must[*application.File](t)(d.Read(t.Context(), tina, a.ID))
	if f.Reasons != "" || f.Proposal != "" || f.ProposedBy != "" {
		t.Errorf("the applicant sees a proposal: %+v", f.Application)
	}
	_, err := d.Approve(t.Context(), sam, a.ID, a.Version, application.Approval{})
	d.wants("approve a proposed refusal", err, fault.Conflict)
	a = d.app(d.Refuse(t.Context(), sam, a.ID, a.Version, ""))
	if a.State != application.Refused || a.Reasons != "not in order" {
		t.Errorf("%s %q", a.State, a.Reasons)
	}
	if f = must[*application.File](t)(d.Read(t.Context(), tina, a.ID)); f.Reasons != "not in order" {
		t.Error("the applicant does not see the reasons")
	}
	b := approval(d)
	_, err = d.Refuse(t.Context(), sam, b.ID, b.Version, "")
	d.wants("no reasons", err, fault.Invalid)
	d.Profile.Appeal = nil
	_, err = d.Refuse(t.Context(), sam, b.ID, b.Version, "r")
	d.wants("no note on appeal", err, fault.Invalid)
	onlyFor(t, func(d *desk) *app { return d.proposed(application.ProposeRefusal) }, func(d *desk, who actor.Actor, a *app) error {
		_, err := d.Refuse(t.Context(), who, a.ID, a.Version, "r")
		return err
	}, sam)
}

func TestLiftFinding(t *testing.T) {
	hit := rule.Finding{Rule: "P12", Severity: rule.Block, Discretion: true, Line: 0, Key: "rule.P12", Citation: "c"}
	hard := rule.Finding{Rule: "P04", Severity: rule.Block, Line: 0, Key: "rule.P04"}
	d := newDesk(t)
	a := d.reviewed()
	d.rules = []rule.Finding{hit, hard}
	lift := func(who actor.Actor, id string, line int, why string) (*app, error) {
		return d.LiftFinding(t.Context(), who, a.ID, a.Version, id, line, why)
	}
	_, err := lift(sue, "P12", 0, " ")
	d.wants("no reason", err, fault.Invalid)
	_, err = lift(sue, "P04", 0, "please")
	d.wants("a rule without discretion", err, fault.Conflict)
	_, err = lift(sue, "P12", 1, "please")
	d.wants("another line", err, fault.Conflict)
	a = d.app(lift(sue, "P12", 0, "zoo with a breeding programme"))
	if !a.IsLifted(hit) || a.IsLifted(hard) {
		t.Errorf("%+v", a.Lifted)
	}
	d.rules = []rule.Finding{hit}
	d.app(d.Propose(t.Context(), olu, a.ID, a.Version, application.Proposal{What: application.ProposeApproval}))
	onlyFor(t, (*desk).reviewed, func(d *desk, who actor.Actor, a *app) error {
		d.rules = []rule.Finding{hit}
		defer func() { d.rules = nil }()
		_, err := d.LiftFinding(t.Context(), who, a.ID, a.Version, "P12", 0, "why")
		return err
	}, sue)
}

func TestNegativeFindingStopsTheApproval(t *testing.T) {
	d := newDesk(t)
	a, id := asked(d)
	a = d.app(d.GiveNDF(t.Context(), sci, a.ID, a.Version, id, application.Made{Outcome: application.Negative, Grounds: "declining"}))
	_, err := d.Propose(t.Context(), olu, a.ID, a.Version, application.Proposal{What: application.ProposeApproval})
	d.wants("negative finding", err, fault.Invalid)
	a = d.app(d.RequestFinding(t.Context(), olu, a.ID, a.Version, ask(application.NDF)))
	f := must[*application.File](t)(d.Read(t.Context(), sci, a.ID))
	a = d.app(d.GiveNDF(t.Context(), sci, a.ID, a.Version, f.Findings[1].ID, application.Made{Outcome: application.Positive, Grounds: "new survey"}))
	d.app(d.Propose(t.Context(), olu, a.ID, a.Version, application.Proposal{What: application.ProposeApproval}))
}
