package application_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

func TestStartDraftTakesOverTheOwnAddress(t *testing.T) {
	d := newDesk(t)
	first := d.draft()
	again := d.app(d.StartDraft(t.Context(), tina, cites.ImportPermit, ""))
	if diff := cmp.Diff(first.Content.Exporter, again.Content.Importer); diff != "" {
		t.Errorf("own address of the next application:\n%s", diff)
	}
	if d.events(again.ID, actor.WriteApplication) != 1 {
		t.Error("no event")
	}
	_, err := d.StartDraft(t.Context(), tina, "XYZ", "")
	d.wants("unknown type", err, fault.Invalid)
}

func TestStartDraftIsForTradersAndAgentsWithMandate(t *testing.T) {
	onlyFor(t, func(*desk) *application.Application { return nil }, func(d *desk, who actor.Actor, _ *application.Application) error {
		_, err := d.StartDraft(t.Context(), who, cites.ExportPermit, "")
		return err
	}, tina, toni, stranger, ann)
	d := newDesk(t)
	_, err := d.StartDraft(t.Context(), ann, cites.ExportPermit, "")
	d.wants("agent for herself", err, fault.Invalid)
	_, err = d.StartDraft(t.Context(), ann, cites.ExportPermit, tina.ID)
	d.wants("agent without mandate", err, fault.Denied)
	must[*application.Mandate](t)(d.GiveMandate(t.Context(), tina, application.Mandate{Agent: ann.ID, AgentName: ann.Name, Types: []cites.DocumentType{cites.ExportPermit}}))
	a := d.app(d.StartDraft(t.Context(), ann, cites.ExportPermit, tina.ID))
	if a.Owner != tina.ID || a.Agent != ann.ID || a.Org != tina.Org {
		t.Errorf("owner %s, agent %s, org %s", a.Owner, a.Agent, a.Org)
	}
	_, err = d.StartDraft(t.Context(), ann, cites.ImportPermit, tina.ID)
	d.wants("type outside the mandate", err, fault.Denied)
}

func TestSaveDraftKeepsWhatWasTyped(t *testing.T) {
	d := newDesk(t)
	a := d.app(d.StartDraft(t.Context(), tina, cites.ExportPermit, ""))
	typed := application.Form{"name": "", "address": "PO Box 12", "country": "QZ", "email": "nobody"}
	a, err := d.SaveDraft(t.Context(), tina, a.ID, a.Version, application.StepImporter, typed)
	d.wants("wrong page", err, fault.Invalid)
	got := map[string]string{}
	for _, f := range fault.Of(err).Fields {
		got[f.Name] = f.Key
	}
	want := map[string]string{"name": "apply.name.needed", "address": "apply.address.box", "country": "apply.country.same", "email": "apply.email.form"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields:\n%s", diff)
	}
	back := application.FormOf(&a.Content, application.StepImporter)
	for _, k := range []string{"address", "country", "email"} {
		if back[k] != typed[k] {
			t.Errorf("%s came back as %q", k, back[k])
		}
	}
	if s := d.StatusOf(&a.Content, application.StepImporter); s != application.Incomplete {
		t.Errorf("status %s", s)
	}
	a = d.app(d.SaveDraft(t.Context(), tina, a.ID, a.Version, application.StepImporter, importerForm()))
	if s := d.StatusOf(&a.Content, application.StepImporter); s != application.Complete {
		t.Errorf("status after correction: %s", s)
	}
}

func TestSaveDraftIsForTheOwnersSide(t *testing.T) {
	onlyFor(t, (*desk).draft, func(d *desk, who actor.Actor, a *application.Application) error {
		_, err := d.SaveDraft(t.Context(), who, a.ID, a.Version, application.StepPurpose, application.Form{"purpose": "S"})
		return err
	}, tina, toni)
}

func TestStalePageIsToldWhatChanged(t *testing.T) {
	d := newDesk(t)
	a := d.draft()
	d.app(d.SaveDraft(t.Context(), toni, a.ID, a.Version, application.StepPurpose, application.Form{"purpose": "S"}))
	_, err := d.SaveDraft(t.Context(), tina, a.ID, a.Version, application.StepPurpose, application.Form{"purpose": "T"})
	d.wants("second writer", err, fault.Conflict)
	if f := fault.Of(err); f.Args["by"] != toni.Name || f.Args["state"] != string(application.Draft) {
		t.Errorf("told %v", f.Args)
	}
}

// hostile are texts that people paste or that attack; none may break a page,
// be cut silently or turn the reading direction of what follows.
func TestFieldsTakeHostileText(t *testing.T) {
	d := newDesk(t)
	a := d.draft()
	for in, want := range map[string]string{
		"<script>alert(1)</script>": "<script>alert(1)</script>",
		"Ab\u202Egnp.exe":           "Abgnp.exe",
		"\x00\x07Ab\x1b[31m":        "Ab[31m",
		"  two\t\twords \r\n":       "two words",
		"🐘 & Söhne":                 "🐘 & Söhne",
		"مؤسسة \u2067النمر\u2069":   "مؤسسة النمر",
		"bro\xffken":                "bro\uFFFDken",
	} {
		f := importerForm()
		f["name"] = in
		a = d.app(d.SaveDraft(t.Context(), tina, a.ID, a.Version, application.StepImporter, f))
		if a.Content.Importer.Name != want {
			t.Errorf("%q became %q", in, a.Content.Importer.Name)
		}
	}
	f := importerForm()
	f["name"] = strings.Repeat("x", 151)
	a, err := d.SaveDraft(t.Context(), tina, a.ID, a.Version, application.StepImporter, f)
	d.wants("too long", err, fault.Invalid)
	f["name"] = strings.Repeat("é", 1_000_000)
	a, err = d.SaveDraft(t.Context(), tina, a.ID, a.Version, application.StepImporter, f)
	d.wants("very long", err, fault.Invalid)
	if n := len(a.Content.Typed["importer"]["name"]); n > 20_000 {
		t.Errorf("%d bytes kept of a field", n)
	}
}

func TestDatesNameTheWrongPart(t *testing.T) {
	d := newDesk(t)
	a := d.app(d.StartDraft(t.Context(), tina, cites.ImportPermit, ""))
	for _, c := range []struct{ day, month, year, field, key string }{
		{"", "2", "2026", "permit_date", "apply.date.day"},
		{"1", "", "2026", "permit_date", "apply.date.month"},
		{"1", "2", "", "permit_date", "apply.date.year"},
		{"x", "2", "2026", "permit_date", "apply.date.number"},
		{"30", "2", "2026", "permit_date", "apply.date.unreal"},
		{"1", "1", "1700", "permit_date", "apply.date.unreal"},
		{"24", "11", "2026", "permit_date", "apply.date.future"},
		{"٢٣", "١١", "٢٠٢٦", "", ""},
	} {
		f := application.Form{"permit_number": "X1", "permit_date.day": c.day, "permit_date.month": c.month, "permit_date.year": c.year}
		var err error
		a, err = d.SaveDraft(t.Context(), tina, a.ID, a.Version, application.StepExportPermit, f)
		if c.field == "" {
			if err != nil {
				t.Errorf("%v: %v", c, err)
			}
			continue
		}
		found := false
		for _, x := range fault.Of(err).Fields {
			found = found || (x.Name == c.field && x.Key == c.key)
		}
		if !found {
			t.Errorf("%v: %v", c, err)
		}
	}
}

func TestDeleteDraft(t *testing.T) {
	onlyFor(t, (*desk).draft, func(d *desk, who actor.Actor, a *application.Application) error {
		return d.DeleteDraft(t.Context(), who, a.ID)
	}, tina, toni)
	d := newDesk(t)
	d.wants("a filed one", d.DeleteDraft(t.Context(), tina, d.filed().ID), fault.Conflict)
}

func TestFillDraft(t *testing.T) {
	d := newDesk(t)
	whole := d.draft().Content
	a := d.app(d.StartDraft(t.Context(), tina, cites.ExportPermit, ""))
	whole.Lines[0].ID, whole.Lines[0].Appendix = "", "III"
	a = d.app(d.FillDraft(t.Context(), tina, a.ID, a.Version, whole))
	if l := a.Content.Lines[0]; l.Appendix != cites.AppendixII || l.ID == "" {
		t.Errorf("appendix %s, id %q", l.Appendix, l.ID)
	}
	d.app(d.Submit(t.Context(), tina, a.ID, a.Version, application.Declaration{Accepted: true, Name: "T"}))
	onlyFor(t, (*desk).draft, func(d *desk, who actor.Actor, a *application.Application) error {
		_, err := d.FillDraft(t.Context(), who, a.ID, a.Version, a.Content)
		return err
	}, tina, toni)
}
