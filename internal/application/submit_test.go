package application_test

import (
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
)

func TestSubmitGivesReferenceFeeAndDueDay(t *testing.T) {
	d := newDesk(t)
	a := d.filed()
	if a.Reference != "EX-2026-000001" || a.State != application.Submitted {
		t.Errorf("%s %s", a.Reference, a.State)
	}
	if a.Fee.Amount != 5500 || a.Fee.Currency != "USD" || a.Fee.Settled() {
		t.Errorf("fee %+v", a.Fee)
	}
	if want := (cites.Date{Year: 2026, Month: 12, Day: 23}); a.Due != want {
		t.Errorf("due %s", a.Due)
	}
	if len(a.Filed.Lines) != 1 || a.Filed.Declaration.Name != "Tina Trader" {
		t.Errorf("filed %+v", a.Filed)
	}
	if d.events(a.ID, actor.SubmitApplication) != 1 || d.jobs() != 1 {
		t.Errorf("%d events, %d notices", d.events(a.ID, actor.SubmitApplication), d.jobs())
	}
	if b := d.filed(); b.Reference != "EX-2026-000002" {
		t.Errorf("next is %s", b.Reference)
	}
}

func TestSubmitWantsEverything(t *testing.T) {
	d := newDesk(t)
	yes := application.Declaration{Accepted: true, Name: "T"}
	bare := d.app(d.StartDraft(t.Context(), tina, cites.ExportPermit, ""))
	_, err := d.Submit(t.Context(), tina, bare.ID, bare.Version, yes)
	got := keys(err)
	for _, f := range []string{"exporter.address", "importer.name", "purpose.purpose", "specimens.lines", "shipment.port"} {
		if got[f] == "" {
			t.Errorf("%s is not named: %v", f, got)
		}
	}
	a := d.draft()
	_, err = d.Submit(t.Context(), tina, a.ID, a.Version, application.Declaration{})
	if got := keys(err); got["accepted"] != "apply.declare.accepted" || got["name"] != "apply.declare.name" {
		t.Errorf("no declaration: %v", err)
	}
	d.rules = []rule.Finding{{Rule: "T05", Severity: rule.Warn}, {Rule: "P12", Severity: rule.Block, Discretion: true}, {Rule: "P04", Severity: rule.Block, Line: 0, Key: "rule.P04"}}
	_, err = d.Submit(t.Context(), tina, a.ID, a.Version, yes)
	if got := keys(err); len(got) != 1 || got["rules.0.P04"] != "rule.P04" {
		t.Errorf("rules: %v", err)
	}
	d.rules = d.rules[:2]
	d.app(d.Submit(t.Context(), tina, a.ID, a.Version, yes))
}

func TestSubmitAsksForTheImportPermitOfAppendixI(t *testing.T) {
	d := newDesk(t)
	a := d.draft()
	f := pythonForm()
	f["taxon"], f["source"] = "Loxodonta africana", "W"
	a, _, err := d.AddLine(t.Context(), tina, a.ID, a.Version, f)
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Submit(t.Context(), tina, a.ID, a.Version, application.Declaration{Accepted: true, Name: "T"})
	if got := keys(err); got["import-permit.permit_number"] == "" {
		t.Errorf("not asked: %v", err)
	}
	a = d.app(d.SaveDraft(t.Context(), tina, a.ID, a.Version, application.StepImportPermit, application.Form{"permit_unknown": "1", "permit_reason": "applied for on 1 November"}))
	d.app(d.Submit(t.Context(), tina, a.ID, a.Version, application.Declaration{Accepted: true, Name: "T"}))
}

func TestSubmitIsForTheOwnersSide(t *testing.T) {
	onlyFor(t, (*desk).draft, func(d *desk, who actor.Actor, a *application.Application) error {
		_, err := d.Submit(t.Context(), who, a.ID, a.Version, application.Declaration{Accepted: true, Name: "T"})
		return err
	}, tina, toni)
}

func TestReexportAsksForItsPast(t *testing.T) {
	d := newDesk(t)
	a := d.app(d.StartDraft(t.Context(), tina, cites.ReexportCertificate, ""))
	a, line, err := d.AddLine(t.Context(), tina, a.ID, a.Version, pythonForm())
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.EditLine(t.Context(), tina, a.ID, a.Version, line, application.LineOrigin, application.Form{"origin_country": "GH"})
	got := keys(err)
	for _, f := range []string{"origin_number", "origin_date", "proof_number", "proof_date"} {
		if got[f] == "" {
			t.Errorf("%s is not asked: %v", f, got)
		}
	}
}

func TestWithdraw(t *testing.T) {
	try := func(d *desk, who actor.Actor, a *application.Application) error {
		_, err := d.Withdraw(t.Context(), who, a.ID, a.Version, "sold at home")
		return err
	}
	onlyFor(t, (*desk).filed, try, tina, toni)
	d := newDesk(t)
	a := d.reviewed()
	a = d.app(d.Withdraw(t.Context(), tina, a.ID, a.Version, "sold at home"))
	if a.State != application.Withdrawn || a.Reasons != "sold at home" {
		t.Errorf("%s %q", a.State, a.Reasons)
	}
	_, err := d.Withdraw(t.Context(), tina, a.ID, a.Version, "again")
	d.wants("twice", err, fault.Conflict)
	draft := d.draft()
	_, err = d.Withdraw(t.Context(), tina, draft.ID, draft.Version, "")
	d.wants("a draft", err, fault.Conflict)
}

func TestCopyAsNewDropsWhatBelongsToOneConsignment(t *testing.T) {
	d := newDesk(t)
	a := d.filed()
	b := d.app(d.CopyAsNew(t.Context(), tina, a.ID))
	if b.State != application.Draft || b.Reference != "" || b.CopyOf != a.ID || b.ID == a.ID {
		t.Errorf("%+v", b)
	}
	l := b.Content.Lines[0]
	if len(l.Marks) != 0 || l.ID == a.Content.Lines[0].ID || l.Quantity != a.Content.Lines[0].Quantity {
		t.Errorf("line %+v", l)
	}
	if b.Content.Declaration.Accepted || b.Content.Importer.Name != a.Content.Importer.Name {
		t.Errorf("content %+v", b.Content)
	}
	if s := d.StatusOf(&b.Content, application.StepImporter); s != application.Complete {
		t.Errorf("importer %s", s)
	}
	onlyFor(t, (*desk).filed, func(d *desk, who actor.Actor, a *application.Application) error {
		_, err := d.CopyAsNew(t.Context(), who, a.ID)
		return err
	}, tina, toni)
}

func TestMandates(t *testing.T) {
	give := func(d *desk, who actor.Actor, _ *application.Application) error {
		_, err := d.GiveMandate(t.Context(), who, application.Mandate{Agent: ann.ID, AgentName: ann.Name})
		return err
	}
	onlyFor(t, func(*desk) *application.Application { return nil }, give, tina, toni, stranger)
	d := newDesk(t)
	m := must[*application.Mandate](t)(d.GiveMandate(t.Context(), tina, application.Mandate{Agent: ann.ID, AgentName: ann.Name}))
	a := d.app(d.StartDraft(t.Context(), ann, cites.ExportPermit, tina.ID))
	a = d.app(d.SaveDraft(t.Context(), ann, a.ID, a.Version, application.StepPurpose, application.Form{"purpose": "T"}))
	rows, n, err := d.Mine(t.Context(), ann, application.Filter{})
	if err != nil || n != 1 || rows[0].ID != a.ID {
		t.Errorf("agent sees %d: %v", n, err)
	}
	d.wants("another trader revokes", d.RevokeMandate(t.Context(), stranger, m.ID), fault.NotFound)
	if err := d.RevokeMandate(t.Context(), tina, m.ID); err != nil {
		t.Fatal(err)
	}
	_, err = d.SaveDraft(t.Context(), ann, a.ID, a.Version, application.StepPurpose, application.Form{"purpose": "S"})
	d.wants("agent after the mandate ended", err, fault.NotFound)
	if _, n, _ := d.Mine(t.Context(), ann, application.Filter{}); n != 0 {
		t.Errorf("agent still sees %d", n)
	}
	_, err = d.GiveMandate(t.Context(), tina, application.Mandate{Agent: tina.ID})
	d.wants("mandate for oneself", err, fault.Invalid)
}
