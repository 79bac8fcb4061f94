package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

var filedAt = time.Date(2026, 11, 23, 9, 30, 0, 123000, time.UTC)

// full is an application that uses every field.
func full(id string) *application.Application {
	c := application.Content{Type: cites.ExportPermit, Purpose: "T",
		Exporter: application.Address{Name: "Société Élan", Lines: []string{"1 Quay", "Port Aurel"}, Country: "QZ"},
		Importer: application.Address{Name: "Importador Ñandú", Lines: []string{"Calle 2"}, Country: "ES"},
		Lines: []application.Line{{ID: "l1", TaxonID: "animalia.python-regius", ScientificName: "Python regius", Source: "W", Term: "LIV",
			Quantity: 12000, Unit: "NAR", Appendix: "II", Marks: []application.Mark{{Kind: "MC", Value: "900115001234567"}}}},
		Typed: map[string]application.Form{"shipment": {"date_day": "40"}}}
	return &application.Application{ID: id, State: application.Draft, Owner: "trader-1", OwnerName: "Tina Trader", Org: "org-1",
		Agent: "agent-1", AgentName: "Ann Agent", Content: c, Created: filedAt, Changed: filedAt, ChangedBy: "Ann Agent"}
}

// apps runs one durable transaction with an event.
func apps(t *testing.T, d *store.DB, fn func(application.Tx) error) error {
	t.Helper()
	return store.Applications{DB: d}.Update(t.Context(), func(tx application.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		_, err := tx.Record(t.Context(), storetest.Event("application"))
		return err
	})
}

func insert(t *testing.T, d *store.DB, as ...*application.Application) {
	t.Helper()
	err := apps(t, d, func(tx application.Tx) error {
		for _, a := range as {
			if err := tx.InsertApplication(t.Context(), a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, d *store.DB, id string) *application.Application {
	t.Helper()
	var a *application.Application
	err := store.Applications{DB: d}.View(t.Context(), func(tx application.Tx) (err error) {
		a, err = tx.Application(t.Context(), id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestApplicationComesBackAsSaved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		a := full("a1")
		insert(t, d, a)
		if diff := cmp.Diff(a, load(t, d, "a1")); diff != "" {
			t.Errorf("inserted and loaded differ:\n%s", diff)
		}
		a.State, a.Reference, a.SubmittedAt, a.Due = application.Submitted, "EX-2026-000001", filedAt, cites.Date{Year: 2026, Month: 12, Day: 23}
		a.Filed, a.Assigned, a.AssignedTo, a.WithSA = a.Content, "officer-1", "Olu Officer", true
		a.Fee = application.Fee{Amount: 5500, Currency: "USD", Receipt: "R-1", RecordedBy: "fin-1", RecordedAt: filedAt}
		a.ProposedBy, a.ProposedByName, a.ProposedAt, a.Proposal = "officer-1", "Olu Officer", filedAt, application.ProposeApproval
		a.DecidedBy, a.DecidedByName, a.DecidedAt, a.Conditions, a.Reasons = "sign-1", "Sam", filedAt, "c", "r"
		a.ValidUntil, a.PermitID = cites.Date{Year: 2027, Month: 5, Day: 23}, "p1"
		a.Lifted = []application.Lift{{Rule: "P12", Line: 0, Reason: "zoo", By: "sup-1", At: filedAt}}
		if err := apps(t, d, func(tx application.Tx) error { return tx.SaveApplication(t.Context(), a) }); err != nil {
			t.Fatal(err)
		}
		if a.Version != 2 {
			t.Errorf("version %d after one save", a.Version)
		}
		if diff := cmp.Diff(a, load(t, d, "a1")); diff != "" {
			t.Errorf("saved and loaded differ:\n%s", diff)
		}
	})
}

func TestApplicationOldVersionIsAConflict(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		insert(t, d, full("a1"))
		mine, yours := load(t, d, "a1"), load(t, d, "a1")
		if err := apps(t, d, func(tx application.Tx) error { return tx.SaveApplication(t.Context(), mine) }); err != nil {
			t.Fatal(err)
		}
		err := apps(t, d, func(tx application.Tx) error { return tx.SaveApplication(t.Context(), yours) })
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("old version: %v", err)
		}
		if v := load(t, d, "a1").Version; v != 2 {
			t.Errorf("version %d", v)
		}
	})
}

// Each case spoils one thing; the database itself must refuse it.
func TestApplicationSeparationOfDuties(t *testing.T) {
	cases := map[string]func(a *application.Application){
		"owner proposes":       func(a *application.Application) { a.ProposedBy = a.Owner },
		"agent proposes":       func(a *application.Application) { a.ProposedBy = a.Agent },
		"owner decides":        func(a *application.Application) { a.DecidedBy = a.Owner },
		"agent decides":        func(a *application.Application) { a.DecidedBy = a.Agent },
		"proposer decides":     func(a *application.Application) { a.DecidedBy = a.ProposedBy },
		"owner takes fee":      func(a *application.Application) { a.Fee.RecordedBy = a.Owner },
		"agent takes fee":      func(a *application.Application) { a.Fee.RecordedBy = a.Agent },
		"proposer takes fee":   func(a *application.Application) { a.Fee.RecordedBy = a.ProposedBy },
		"decider takes fee":    func(a *application.Application) { a.Fee.RecordedBy = a.DecidedBy },
		"nobody decides":       func(a *application.Application) { a.DecidedBy = "" },
		"nobody proposes":      func(a *application.Application) { a.ProposedBy = "" },
		"filed, no reference":  func(a *application.Application) { a.Reference = "" },
		"a state of no name":   func(a *application.Application) { a.State = "paid" },
		"the fee is negative":  func(a *application.Application) { a.Fee.Amount = -1 },
		"a proposal of no one": func(a *application.Application) { a.Proposal = "maybe" },
	}
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		insert(t, d, full("a1"))
		decided := func() *application.Application {
			a := load(t, d, "a1")
			a.State, a.Reference = application.Approved, "EX-2026-000001"
			a.ProposedBy, a.DecidedBy, a.Fee.RecordedBy = "officer-1", "sign-1", "fin-1"
			return a
		}
		for name, spoil := range cases {
			a := decided()
			spoil(a)
			err := apps(t, d, func(tx application.Tx) error { return tx.SaveApplication(t.Context(), a) })
			if k := fault.KindOf(err); k != fault.Denied && k != fault.Conflict {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := apps(t, d, func(tx application.Tx) error { return tx.SaveApplication(t.Context(), decided()) }); err != nil {
			t.Errorf("four different people: %v", err)
		}
		same := full("a2")
		same.Agent = same.Owner
		if err := apps(t, d, func(tx application.Tx) error { return tx.InsertApplication(t.Context(), same) }); fault.KindOf(err) != fault.Conflict {
			t.Errorf("agent of himself: %v", err)
		}
	})
}

func TestApplicationReferencesCountPerPrefixAndYear(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		var got []int64
		next := func(prefix string, year int) {
			err := apps(t, d, func(tx application.Tx) error {
				n, err := tx.NextReference(t.Context(), prefix, year)
				got = append(got, n)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		next("EX", 2026)
		next("EX", 2026)
		next("IM", 2026)
		next("EX", 2027)
		if diff := cmp.Diff([]int64{1, 2, 1, 1}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestApplicationReferenceIsUniqueAndFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		a, b := full("a1"), full("a2")
		a.State, a.Reference = application.Submitted, "EX-2026-000001"
		b.State, b.Reference = application.Submitted, "EX-2026-000001"
		insert(t, d, a)
		if err := apps(t, d, func(tx application.Tx) error { return tx.InsertApplication(t.Context(), b) }); fault.KindOf(err) != fault.Conflict {
			t.Errorf("same reference twice: %v", err)
		}
		err := store.Applications{DB: d}.View(t.Context(), func(tx application.Tx) error {
			got, err := tx.ApplicationByReference(t.Context(), "EX-2026-000001")
			if err == nil && got.ID != "a1" {
				t.Errorf("found %s", got.ID)
			}
			for _, none := range []string{"", "EX-2026-000002"} {
				if _, e := tx.ApplicationByReference(t.Context(), none); fault.KindOf(e) != fault.NotFound {
					t.Errorf("%q: %v", none, e)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestApplicationDraftIsDeletedWithAllOfIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		filed := full("a2")
		filed.State, filed.Reference = application.Submitted, "EX-2026-000001"
		insert(t, d, full("a1"), filed)
		ctx := context.Background()
		err := apps(t, d, func(tx application.Tx) error {
			return errors.Join(
				tx.InsertMessage(ctx, &application.Message{ID: "m1", Application: "a1", From: "x", Body: "b", At: filedAt}),
				tx.InsertDocument(ctx, &application.Document{ID: "d1", Application: "a1", Name: "a.pdf", Kind: "other", Media: "application/pdf",
					Size: 3, SHA256: strings.Repeat("a", 64), By: "x", At: filedAt}, []byte("pdf")))
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := apps(t, d, func(tx application.Tx) error { return tx.DeleteDraft(ctx, "a2") }); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a filed application was deleted: %v", err)
		}
		if err := apps(t, d, func(tx application.Tx) error { return tx.DeleteDraft(ctx, "a1") }); err != nil {
			t.Fatal(err)
		}
		err = store.Applications{DB: d}.View(ctx, func(tx application.Tx) error { _, err := tx.Application(ctx, "a1"); return err })
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("after deletion: %v", err)
		}
	})
}
