package store_test

import (
	"testing"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func TestSavedViewsBelongToOneAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		n := 0
		v := &application.Views{Store: store.Views{DB: d}, Now: func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) },
			NewID: func() string { n++; return "view-" + string(rune('0'+n)) }}
		anna := actor.Actor{ID: "anna", Roles: []actor.Role{actor.CaseOfficer}}
		bert := actor.Actor{ID: "bert", Roles: []actor.Role{actor.Signatory}}
		for _, query := range []string{"tab=mine", "tab=all&q=python"} { // the second takes the place of the first
			if err := v.Save(t.Context(), anna, "Mine", query); err != nil {
				t.Fatal(err)
			}
		}
		if err := v.Save(t.Context(), bert, "Mine", "tab=decide"); err != nil {
			t.Fatal(err)
		}
		got, err := v.List(t.Context(), anna)
		if err != nil || len(got) != 1 || got[0].Query != "tab=all&q=python" || got[0].Name != "Mine" {
			t.Fatalf("%+v %v", got, err)
		}
		if err := v.Delete(t.Context(), bert, got[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another account: %v", err)
		}
		if err := v.Delete(t.Context(), anna, got[0].ID); err != nil {
			t.Error(err)
		}
		if err := v.Save(t.Context(), actor.Actor{ID: "x", Roles: []actor.Role{actor.Trader}}, "Mine", ""); fault.KindOf(err) != fault.Denied {
			t.Errorf("a trader: %v", err)
		}
		events := 0
		err = d.View(t.Context(), func(tx *store.Tx) error {
			found, err := tx.EventsOf(t.Context(), "saved_view", got[0].ID)
			events = len(found)
			return err
		})
		if err != nil || events != 2 {
			t.Errorf("%d events, %v", events, err)
		}
	})
}
