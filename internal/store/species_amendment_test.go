package store_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// reform is a house on 1 June 2026 whose calendar can be turned.
type reform struct {
	*species.Reformer
	keeper *species.Keeper
	today  *cites.Date
}

func newReform(t testing.TB, d *store.DB) reform {
	t.Helper()
	i, n := newImporter(d), 0
	today := i.Today()
	clock := func() cites.Date { return today }
	i.Today = clock
	i.Library.Today = clock
	if err := i.Seed(t.Context(), actor.Machine()); err != nil {
		t.Fatal(err)
	}
	r := &species.Reformer{Store: i.Store, Library: i.Library, Now: i.Now, Today: clock, NewID: func() string { n++; return fmt.Sprintf("set-%d", n) }}
	return reform{r, &species.Keeper{Store: i.Store, Now: i.Now}, &today}
}

func (r reform) turn(t *testing.T, to string) {
	t.Helper()
	*r.today = lawDay(t, to)
	if err := r.Library.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (r reform) label(t *testing.T, id species.ID, from cites.Country, on string) string {
	t.Helper()
	return r.Library.Current().Listings(id, from, lawDay(t, on)).Label()
}

func exampleAmendments(t testing.TB) *species.Amendments {
	t.Helper()
	f, err := os.Open("../species/testdata/amendments.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := species.ReadAmendments("amendments.json", f)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const hippo, ginseng, royalPython species.ID = "animalia.hippopotamus-amphibius", "plantae.panax-ginseng", "animalia.python-regius"

func TestAmendmentsTakeEffectOnTheirDay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		ctx, r := t.Context(), newReform(t, d)
		if err := r.Load(ctx, speciesAdmin(), exampleAmendments(t)); err != nil {
			t.Fatal(err)
		}
		type question struct {
			id   species.ID
			from cites.Country
			on   string
		}
		want := map[question]string{
			{hippo, "KE", "2027-03-04"}: "II", {hippo, "KE", "2027-03-05"}: "I",
			{ginseng, "RU", "2027-03-04"}: "II", {ginseng, "RU", "2027-03-05"}: "",
			{"animalia.crocodylus-niloticus", "CG", "2027-03-04"}: "I", {"animalia.crocodylus-niloticus", "CG", "2027-03-05"}: "II",
			{"plantae.aloe-vera", "OM", "2027-04-30"}: "", {"plantae.aloe-vera", "OM", "2027-05-01"}: "III",
		}
		check := func(when string) {
			for q, label := range want {
				if got := r.label(t, q.id, q.from, q.on); got != label {
					t.Errorf("%s: %s from %s on %s: %q, want %q", when, q.id, q.from, q.on, got, label)
				}
			}
			if rs := r.Library.Current().Reservations(hippo, "ZW", lawDay(t, "2027-03-05")); len(rs) != 1 {
				t.Errorf("%s: %d reservations", when, len(rs))
			}
			limits, err := r.keeper.LimitsOf(ctx, []species.ID{royalPython})
			if err != nil || len(limits.Quotas) != 1 || limits.Quotas[0].Quantity != 60_000_000 || limits.Quotas[0].Open(lawDay(t, "2027-03-31")) {
				t.Errorf("%s: quotas %+v, %v", when, limits.Quotas, err)
			}
		}
		check("loaded")
		if err := r.Settle(ctx, actor.Machine()); err != nil || len(r.Library.Loaded()) != 1 {
			t.Fatalf("settled before its day: %v", err)
		}
		r.turn(t, "2027-03-05")
		check("on the first day")
		r.turn(t, "2027-05-01")
		check("on the last day")
		if err := r.Withdraw(ctx, speciesAdmin(), "set-1", "too late"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("withdrawn after its day: %v", err)
		}
		if err := r.Settle(ctx, actor.Machine()); err != nil || len(r.Library.Loaded()) != 0 {
			t.Fatalf("not settled: %v, %d loaded", err, len(r.Library.Loaded()))
		}
		check("settled")
		if err := r.Settle(ctx, actor.Machine()); err != nil {
			t.Fatal(err)
		}
		if s, err := r.Read(ctx, speciesAdmin(), "set-1"); err != nil || s.State != species.AmendmentsInForce {
			t.Errorf("%+v, %v", s, err)
		}
	})
}

func TestAmendmentsAreWithdrawn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		ctx, r := t.Context(), newReform(t, d)
		standing := species.Suspension{ID: "s", Taxon: "plantae.dalbergia", Country: "LA", From: lawDay(t, "2020-01-01"), Kind: species.Compliance}
		if err := r.keeper.SetSuspension(ctx, speciesAdmin(), standing); err != nil {
			t.Fatal(err)
		}
		s := exampleAmendments(t)
		s.Rows = append(s.Rows, species.Amendment{Row: 9, Act: species.EndSuspension, Taxon: "Dalbergia", Country: "LA", From: s.First})
		if err := r.Load(ctx, speciesAdmin(), s); err != nil {
			t.Fatal(err)
		}
		limits := func() (quotas, suspensions int, ended bool) {
			l, err := r.keeper.LimitsOf(ctx, []species.ID{royalPython, "plantae.dalbergia"})
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range l.Suspensions {
				ended = ended || x.ID == "s" && !x.Until.IsZero()
			}
			return len(l.Quotas), len(l.Suspensions), ended
		}
		if q, n, ended := limits(); q != 1 || n != 2 || !ended {
			t.Fatalf("loaded: %d quotas, %d suspensions, ended %v", q, n, ended)
		}
		if err := r.Withdraw(ctx, speciesAdmin(), "set-1", " "); fault.KindOf(err) != fault.Invalid {
			t.Errorf("withdrawn without a reason: %v", err)
		}
		if err := r.Withdraw(ctx, speciesAdmin(), "set-1", "The wrong file."); err != nil {
			t.Fatal(err)
		}
		if q, n, ended := limits(); q != 0 || n != 1 || ended {
			t.Errorf("withdrawn: %d quotas, %d suspensions, ended %v", q, n, ended)
		}
		if got := r.label(t, hippo, "KE", "2027-03-05"); got != "II" || len(r.Library.Current().AllReservations(hippo)) != 0 {
			t.Errorf("withdrawn: %s, %d reservations", got, len(r.Library.Current().AllReservations(hippo)))
		}
		broken := func() (n int) {
			found, err := store.Check(ctx, d)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range found {
				if v.Invariant == "law" {
					n++
				}
			}
			return n
		}
		if n := broken(); n != 0 {
			t.Errorf("the check finds %d remains", n)
		}
		left := species.Quota{ID: "set-1.7", Taxon: royalPython, Country: "GH", Year: 2027, From: s.First, Until: s.Last, Kind: species.NationalQuota}
		if err := r.keeper.SetQuota(ctx, speciesAdmin(), left); err != nil {
			t.Fatal(err)
		}
		if n := broken(); n != 1 {
			t.Errorf("a quota left behind is found %d times", n)
		}
		all, err := r.List(ctx, speciesAdmin())
		if err != nil || len(all) != 1 || all[0].State != species.AmendmentsWithdrawn || all[0].Reason != "The wrong file." {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

func TestAmendmentsAreRefusedWhole(t *testing.T) {
	ctx, r := t.Context(), newReform(t, storetest.Open(t))
	for name, x := range map[string]struct {
		change func(*species.Amendments)
		who    actor.Actor
		kind   fault.Kind
		key    string
	}{
		"a trader":       {func(*species.Amendments) {}, actor.Actor{ID: "t", Roles: []actor.Role{actor.Trader}}, fault.Denied, ""},
		"too late":       {func(s *species.Amendments) { s.First = *r.today }, speciesAdmin(), fault.Invalid, "law.file.late"},
		"unknown taxon":  {func(s *species.Amendments) { s.Rows[0].Taxon = "Nomen nescio" }, speciesAdmin(), fault.Invalid, "law.row.unknown"},
		"does not fit":   {func(s *species.Amendments) { s.Rows[0].Appendix, s.Rows[0].To = "I", "II" }, speciesAdmin(), fault.Invalid, "law.row.none"},
		"nothing to end": {func(s *species.Amendments) { s.Rows[7].Act = species.EndSuspension }, speciesAdmin(), fault.Invalid, "law.row.none"},
	} {
		s := exampleAmendments(t)
		x.change(s)
		err := r.Load(ctx, x.who, s)
		f := fault.Of(err)
		if f == nil || f.Kind != x.kind || (x.key != "" && f.Key != x.key && (len(f.Fields) == 0 || f.Fields[0].Key != x.key)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	all, err := r.List(ctx, speciesAdmin())
	limits, err2 := r.keeper.LimitsOf(ctx, []species.ID{royalPython})
	if err != nil || err2 != nil || len(all) != 0 || len(limits.Quotas) != 0 || r.label(t, hippo, "KE", "2027-03-05") != "II" {
		t.Errorf("something was loaded: %v %v %+v", err, err2, limits)
	}
	if err := r.Load(ctx, speciesAdmin(), exampleAmendments(t)); err != nil {
		t.Fatal(err)
	}
	if err := r.Load(ctx, speciesAdmin(), exampleAmendments(t)); fault.KindOf(err) != fault.Conflict {
		t.Errorf("loaded twice: %v", err)
	}
}
