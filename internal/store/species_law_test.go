package store_test

import (
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func lawDay(t testing.TB, s string) cites.Date {
	t.Helper()
	d, err := cites.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestReservationIsPartOfTheLaw(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		ctx, i := t.Context(), newImporter(d)
		if err := i.Seed(ctx, actor.Machine()); err != nil {
			t.Fatal(err)
		}
		k := &species.Keeper{Store: store.Species{DB: d}, Now: i.Now}
		r := species.Reservation{Taxon: "animalia.cetacea", Party: "NO", Appendix: "I", From: lawDay(t, "1986-01-01"), Until: lawDay(t, "2030-12-31"),
			Populations: []cites.Country{"NO", "IS"}, Parts: "meat", Citation: "a notification", Source: "test", AsOf: lawDay(t, "2026-01-01")}
		if err := k.SetReservation(ctx, speciesAdmin(), r); err != nil {
			t.Fatal(err)
		}
		if err := i.Library.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		c := i.Library.Current()
		below := species.ID("animalia.tursiops-truncatus")
		for _, x := range []struct {
			party cites.Country
			on    string
			want  int
		}{{"NO", "2026-01-01", 1}, {"", "1986-01-01", 1}, {"JP", "2026-01-01", 0}, {"NO", "1985-12-31", 0}, {"NO", "2030-12-31", 1}, {"NO", "2031-01-01", 0}} {
			got := c.Reservations(below, x.party, lawDay(t, x.on))
			if len(got) != x.want {
				t.Errorf("%q on %s: %d reservations, want %d", x.party, x.on, len(got), x.want)
			}
		}
		got := c.AllReservations(below)
		if len(got) != 1 || got[0].Parts != "meat" || !got[0].Covers("IS") || got[0].Covers("JP") || !got[0].Covers("XX") || got[0].ID != "animalia.cetacea/I/1986-01-01/R-NO" {
			t.Errorf("read back %+v", got)
		}
		r.Until = lawDay(t, "1980-01-01")
		if err := k.SetReservation(ctx, speciesAdmin(), r); fault.KindOf(err) != fault.Invalid {
			t.Errorf("ends before it begins: %v", err)
		}
		if err := k.SetReservation(ctx, actor.Actor{ID: "t", Roles: []actor.Role{actor.Trader}}, r); fault.KindOf(err) != fault.Denied {
			t.Errorf("a trader reserves: %v", err)
		}
	})
}
