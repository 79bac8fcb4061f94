package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rehearsal"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// opened files an export of one line.
func (d *desk) opened(t testing.TB, name string, change func(*application.Application)) string {
	t.Helper()
	n := d.ids.Add(1)
	a := &application.Application{ID: fmt.Sprintf("app-%06d", n), Reference: fmt.Sprintf("EX-2026-%06d", n), State: application.InReview,
		Owner: "trader-1", OwnerName: "T. Trader", Created: d.now, Changed: d.now, SubmittedAt: d.now,
		Content: application.Content{Type: cites.ExportPermit, Purpose: "T",
			Exporter: application.Address{Name: "Aurel", Lines: []string{"1 Harbour Road"}, Country: d.profile.Party},
			Importer: application.Address{Name: "Manufacture", Lines: []string{"Rue 1"}, Country: "CH"},
			Lines: []application.Line{{ID: "1", TaxonID: string(species.MakeID(cites.Animalia, name)), ScientificName: name, Kingdom: cites.Animalia,
				Appendix: cites.AppendixII, Source: "W", Term: "TEE", Quantity: 2000, Unit: cites.Number}}}}
	if change != nil {
		change(a)
	}
	err := store.Applications{DB: d.db}.Update(t.Context(), func(tx application.Tx) error {
		if err := tx.InsertApplication(t.Context(), a); err != nil {
			return err
		}
		_, err := tx.Record(t.Context(), storeEvent(a.ID))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a.ID
}

func newStage(t testing.TB, d *desk, l *species.Library) *rehearsal.Stage {
	t.Helper()
	return &rehearsal.Stage{Store: store.Rehearsals{DB: d.db}, Library: l, Checker: &application.Checker{Profile: d.profile, Law: l.Current}}
}

func itemOf(r *rehearsal.Result, k rehearsal.Kind, label string) *rehearsal.Item {
	for i := range r.Items {
		if r.Items[i].Kind == k && (r.Items[i].ID == label || strings.HasPrefix(r.Items[i].Label, label)) {
			return &r.Items[i]
		}
	}
	return nil
}

func hasRule(reasons []rehearsal.Reason, id string) bool {
	for _, r := range reasons {
		if r.Rule == id {
			return true
		}
	}
	return false
}

func TestRehearsalFindsWhatChanges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, r, d := t.Context(), newReform(t, db), newDesk(t, db)
		d.permits.Law = r.Library.Current
		hit, miss := d.opened(t, "Hippopotamus amphibius", nil), d.opened(t, "Python regius", nil)
		d.opened(t, "Hippopotamus amphibius", func(a *application.Application) { a.State, a.Reference = application.Draft, "" })
		p := d.permitFor(t, "Hippopotamus amphibius")
		q := species.Quota{ID: "q", Taxon: hippo, Country: d.profile.Party, Year: 2027, From: lawDay(t, "2027-01-01"), Until: lawDay(t, "2027-12-31"), Quantity: 100_000, Kind: species.NationalQuota}
		if err := r.keeper.SetQuota(ctx, speciesAdmin(), q); err != nil {
			t.Fatal(err)
		}
		d.registered(t, "animalia.crocodylus-niloticus", "Crocodylus niloticus")
		stage, set := newStage(t, d, r.Library), exampleAmendments(t)
		set.Rows = append(set.Rows, species.Amendment{Row: 9, Act: species.TransferListing, Taxon: "Crocodylus niloticus", Appendix: "I", To: "II", From: set.First, Populations: []cites.Country{d.profile.Party}})
		if err := r.Library.Understand(set); err != nil {
			t.Fatal(err)
		}
		check := func(when string) {
			got, err := stage.Run(ctx, set, lawDay(t, "2027-03-05"), nil)
			if err != nil {
				t.Fatal(err)
			}
			a := itemOf(got, rehearsal.Application, hit)
			if a == nil || a.After != rehearsal.Blocked || !hasRule(a.Appears, "P12") || len(a.Lines) != 1 || a.Lines[0].Before != "II" || a.Lines[0].After != "I" {
				t.Errorf("%s: application %+v", when, a)
			}
			if got.Checked[rehearsal.Application] != 2 || got.Run[rehearsal.Application] != 2 || itemOf(got, rehearsal.Application, miss) != nil {
				t.Errorf("%s: %v checked, %v run: drafts and what stays have no place", when, got.Checked, got.Run)
			}
			x := itemOf(got, rehearsal.Permit, string(p.Number))
			if x == nil || x.Before != rehearsal.OK || x.After != rehearsal.Blocked || !hasRule(x.Appears, "T03") || len(x.Needed) == 0 || x.Needed[0].Type != cites.ImportPermit {
				t.Errorf("%s: permit %+v", when, x)
			}
			if i := itemOf(got, rehearsal.Quota, "Hippopotamus"); i == nil || len(i.Lines) != 1 || i.Lines[0].After != "I" {
				t.Errorf("%s: quota %+v", when, i)
			}
			if i := itemOf(got, rehearsal.Facility, "A-XA-1"); i == nil || i.Before != rehearsal.OK || i.After != rehearsal.Blocked || !hasRule(i.Appears, "P04") {
				t.Errorf("%s: facility %+v", when, i)
			}
			early, err := stage.Run(ctx, set, lawDay(t, "2027-03-04"), nil)
			if err != nil || len(early.Items) != 1 || len(early.Items[0].Lines) != 0 || len(early.Items[0].Appears) != 1 || early.Items[0].Appears[0].Rule != "T11" {
				t.Errorf("%s: the day before, when only a note comes: %+v, %v", when, early.Items, err)
			}
		}
		check("not loaded")
		if len(r.Library.Loaded()) != 0 {
			t.Error("the rehearsal loaded the file")
		}
		if err := r.Load(ctx, speciesAdmin(), set); err != nil {
			t.Fatal(err)
		}
		check("loaded")
	})
}

// permitFor issues an export permit for teeth of a taxon, valid into the next year.
func (d *desk) permitFor(t testing.TB, name string) *permit.Permit {
	t.Helper()
	n := d.opened(t, name, func(a *application.Application) {
		a.State, a.ProposedBy, a.ProposedAt, a.Proposal, a.DecidedBy, a.DecidedAt = application.Approved, "officer-1", d.now, application.ProposeApproval, "signatory-1", d.now
	})
	p, err := d.permits.Prepare(t.Context(), signatory(), n)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.permits.Seal(t.Context(), actor.Machine(), p.ID); err != nil {
		t.Fatal(err)
	}
	return p
}

// registered enters a breeding operation of the Secretariat's register.
func (d *desk) registered(t testing.TB, id, name string) {
	t.Helper()
	f := facility.Facility{ID: "farm", Number: "A-XA-1", Name: "Farm", Kind: facility.Breeding, Country: d.profile.Party, State: facility.Registered, Version: 1, SEC: true,
		SECDate: lawDay(t, "2020-01-01"), From: lawDay(t, "2020-01-01"), Created: d.now, Changed: d.now,
		Species: []facility.Output{{TaxonID: id, ScientificName: name, Sources: []cites.Source{cites.BredCommercially}, Quantity: 1_000_000, Unit: cites.Number}}}
	err := store.Facilities{DB: d.db}.Update(t.Context(), func(tx facility.Tx) error {
		if err := tx.InsertFacility(t.Context(), &f); err != nil {
			return err
		}
		_, err := tx.Record(t.Context(), storeEvent(f.ID))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestRehearsalOfManyRunsOnlyWhatIsNamed loads a thousand applications of which
// three are named by the amendments.
func TestRehearsalOfManyRunsOnlyWhatIsNamed(t *testing.T) {
	db := storetest.Open(t)
	r, d := newReform(t, db), newDesk(t, db)
	for i := range 1000 {
		name := "Python regius"
		if i%400 == 0 {
			name = "Hippopotamus amphibius"
		}
		d.opened(t, name, nil)
	}
	set := exampleAmendments(t)
	set.Rows = set.Rows[:1] // the hippopotamus
	if err := r.Library.Understand(set); err != nil {
		t.Fatal(err)
	}
	steps := 0
	start := time.Now()
	got, err := newStage(t, d, r.Library).Run(t.Context(), set, lawDay(t, "2027-03-05"), func(rehearsal.Kind, int) { steps++ })
	if err != nil || got.Checked[rehearsal.Application] != 1000 || got.Run[rehearsal.Application] != 3 || len(got.Items) != 3 || steps != 2 {
		t.Errorf("%v checked, %v run, %d differ, %d steps, %v", got.Checked, got.Run, len(got.Items), steps, err)
	}
	t.Logf("1000 applications in %v", time.Since(start))
}
