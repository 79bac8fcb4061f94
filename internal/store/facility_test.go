package store_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

const falcon species.ID = "animalia.falco-peregrinus"

// falcons is the law of these tests: a falcon of Appendix I beside the python.
func falcons() *species.Catalogue {
	taxa := []species.Taxon{{ID: python, Kingdom: cites.Animalia, Rank: species.Species, Name: "Python bivittatus"},
		{ID: falcon, Kingdom: cites.Animalia, Rank: species.Species, Name: "Falco peregrinus"}}
	from := cites.Date{Year: 1977, Month: 2, Day: 4}
	listings := []species.Listing{{ID: "l1", Taxon: python, Appendix: cites.AppendixII, From: from}, {ID: "l2", Taxon: falcon, Appendix: cites.AppendixI, From: from}}
	return species.NewCatalogue(taxa, listings, cites.Date{Year: 2026, Month: 11, Day: 23})
}

func (d *desk) facilityDesk() *facility.Desk {
	return &facility.Desk{Store: store.Facilities{DB: d.db}, Party: d.profile.Party, Law: falcons, Today: func() cites.Date { return d.profile.Today(d.now) }, Now: d.permits.Now, NewID: d.permits.NewID}
}

// breeder enters a registered breeding operation for 100 falcons a year.
func (d *desk) breeder(t testing.TB, login string) *facility.Facility {
	t.Helper()
	f := d.facilityDesk()
	x, err := f.Add(t.Context(), officer(), facility.Form{Number: "QZ-A-101", Name: "Falcons", Kind: facility.Breeding, Country: d.profile.Party, Login: login, SEC: true})
	if err != nil {
		t.Fatal(err)
	}
	today := d.profile.Today(d.now)
	for i, do := range []error{
		f.SetOutput(t.Context(), officer(), x.ID, 1, facility.Output{ScientificName: "Falco peregrinus", Sources: []cites.Source{"D", "C"}, Year: today.Year, Quantity: 100_000, Unit: "NAR"}),
		f.Announce(t.Context(), officer(), x.ID, 2, today.AddDays(-100)),
		f.Register(t.Context(), officer(), x.ID, 3, today),
	} {
		if do != nil {
			t.Fatalf("step %d: %v", i, do)
		}
	}
	return d.facility(t, x.ID)
}

func (d *desk) facility(t testing.TB, id string) *facility.Facility {
	t.Helper()
	s, err := d.facilityDesk().Read(t.Context(), officer(), id)
	if err != nil {
		t.Fatal(err)
	}
	return s.Facility
}

// falconLine changes an approved application into live falcons of source D.
func (d *desk) falconLine(t testing.TB, id, operation string, q cites.Quantity, marks ...application.Mark) *application.Application {
	t.Helper()
	var a *application.Application
	err := store.Applications{DB: d.db}.Update(t.Context(), func(tx application.Tx) (err error) {
		if a, err = tx.Application(t.Context(), id); err != nil {
			return err
		}
		l := &a.Content.Lines[0]
		l.TaxonID, l.ScientificName, l.Appendix, l.Source, l.Term, l.Quantity, l.Operation, l.Marks = string(falcon), "Falco peregrinus", cites.AppendixI, "D", "LIV", q, operation, marks
		if err := tx.SaveApplication(t.Context(), a); err != nil {
			return err
		}
		_, err = tx.Record(t.Context(), storeEvent(id))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// says are the sentences that the rules say of an application at issue, of some
// rules.
func (d *desk) says(t testing.TB, a *application.Application, rules ...string) []string {
	t.Helper()
	c := &application.Checker{Profile: d.profile, Law: falcons}
	var out []string
	err := store.Applications{DB: d.db}.View(t.Context(), func(tx application.Tx) error {
		found, err := c.Check(t.Context(), tx, a, rule.Issue, d.profile.Today(d.now))
		for _, f := range found {
			if slices.Contains(rules, f.Rule) {
				out = append(out, f.Key)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func chipped(n string) application.Mark { return application.Mark{Kind: "MC", Value: n} }

func TestSourceDNeedsARegistration(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		a := d.falconLine(t, d.approved(t, 1000), "qz a101", 1000, chipped("250229600012345"))
		want := func(keys ...string) {
			t.Helper()
			if got := d.says(t, a, "P05"); !slices.Equal(got, keys) {
				t.Errorf("got %v, want %v", got, keys)
			}
		}
		want("rule.P05.unknown")
		c := &application.Checker{Profile: d.profile, Law: falcons}
		d.permits.Check, d.permits.Law = c.Check, falcons
		_, err := d.permits.Prepare(t.Context(), signatory(), a.ID)
		if x := fault.Of(err); x == nil || x.Kind != fault.Invalid || !strings.Contains(x.Error(), "rule.P05.unknown") {
			t.Fatalf("issued without a registration: %v", err)
		}
		f := d.breeder(t, "")
		want()
		if err := d.facilityDesk().Suspend(t.Context(), officer(), f.ID, f.Version, "no stock book"); err != nil {
			t.Fatal(err)
		}
		want("rule.P05.inactive")
		f = d.facility(t, f.ID)
		if err := d.facilityDesk().Resume(t.Context(), officer(), f.ID, f.Version, "shown"); err != nil {
			t.Fatal(err)
		}
		d.now = d.now.AddDate(5, 0, 0)
		want("rule.P05.inactive") // five years are over
	})
}

func TestOutputBeyondPlausibleWarns(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.breeder(t, "")
		issue := func(q cites.Quantity) *permit.Permit {
			p, err := d.permits.Prepare(t.Context(), signatory(), d.falconLine(t, d.approved(t, q), "QZ-A-101", q).ID)
			if err == nil {
				err = d.permits.Seal(t.Context(), actor.Machine(), p.ID)
			}
			if err != nil {
				t.Fatal(err)
			}
			return d.read(t, p.ID)
		}
		first, second := issue(60_000), issue(30_000)
		next := d.falconLine(t, d.approved(t, 1000), "QZ-A-101", 10_000)
		if got := d.says(t, next, "P20"); len(got) != 0 {
			t.Errorf("100 of 100: %v", got)
		}
		next = d.falconLine(t, next.ID, "QZ-A-101", 11_000)
		if got := d.says(t, next, "P20"); !slices.Equal(got, []string{"rule.P20.output"}) {
			t.Errorf("101 of 100: %v", got)
		}
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(first, 59_000)); err != nil {
			t.Fatal(err)
		}
		if got := d.says(t, next, "P20"); len(got) != 0 {
			t.Errorf("59 really left: %v", got)
		}
		if err := d.permits.Revoke(t.Context(), signatory(), second.ID, second.Version, "false statement"); err != nil {
			t.Fatal(err)
		}
		sheet, err := d.facilityDesk().Read(t.Context(), officer(), d.facilityID(t))
		if err != nil || len(sheet.Figures) != 1 || sheet.Figures[0].Issued != 59_000 || sheet.Figures[0].Plausible != 100_000 {
			t.Errorf("figures %+v, %v", sheet.Figures, err)
		}
	})
}

func (d *desk) facilityID(t testing.TB) string {
	t.Helper()
	f, err := d.facilityDesk().ByNumber(t.Context(), officer(), "qz-a-101")
	if err != nil {
		t.Fatal(err)
	}
	return f.ID
}

func TestOtherHoldersFacilityIsOutOfReach(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		holder, other := d.trader(t, "falcons@example.org"), d.trader(t, "other@example.org")
		f := d.breeder(t, "falcons@example.org")
		if _, err := d.facilityDesk().Read(t.Context(), holder, f.ID); err != nil {
			t.Error(err)
		}
		if _, err := d.facilityDesk().Read(t.Context(), other, f.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("read: %v", err)
		}
		if _, n, err := d.facilityDesk().Mine(t.Context(), other, facility.Filter{Limit: 10}); n != 0 || err != nil {
			t.Errorf("lists %d, %v", n, err)
		}
		if err := d.facilityDesk().Suspend(t.Context(), holder, f.ID, f.Version, "x"); fault.KindOf(err) != fault.Denied {
			t.Errorf("a trader suspended a facility: %v", err)
		}
	})
}

func TestMarkAliveTwiceIsFlagged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.breeder(t, "")
		chip := chipped("250 2296 0001 2345")
		p, err := d.permits.Prepare(t.Context(), signatory(), d.falconLine(t, d.approved(t, 1000), "QZ-A-101", 1000, chip).ID)
		if err == nil {
			err = d.permits.Seal(t.Context(), actor.Machine(), p.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		next := d.falconLine(t, d.approved(t, 1000), "QZ-A-101", 1000, chipped("250229600012345"))
		flagged := func(want bool) {
			t.Helper()
			if got := slices.Contains(d.says(t, next, "Q14"), "rule.Q14.alive_in"); got != want {
				t.Errorf("flagged is %v, want %v", got, want)
			}
		}
		flagged(true)
		rows, n, err := d.permits.FindMarks(t.Context(), officer(), permit.MarkFilter{Text: "0001 2345", Limit: 10})
		if err != nil || n != 1 || rows[0].Number != p.Number || !rows[0].Alive(d.profile.Today(d.now)) {
			t.Errorf("search finds %d %+v, %v", n, rows, err)
		}
		trader := actor.Actor{ID: "trader-1", Roles: []actor.Role{actor.Trader}}
		if _, _, err := d.permits.FindMarks(t.Context(), trader, permit.MarkFilter{Text: "1"}); fault.KindOf(err) != fault.Denied {
			t.Errorf("a trader searched the marks of all: %v", err)
		}
		p = d.read(t, p.ID)
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(p, 1000)); err != nil {
			t.Fatal(err)
		}
		flagged(true) // it left, and has not been seen to arrive
		if err := d.border.Confirm(t.Context(), officer(), p.ID, d.read(t, p.ID).Version, "CH"); err != nil {
			t.Fatal(err)
		}
		flagged(false)
	})
}

func TestImportOfARegister(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		f := d.facilityDesk()
		head := strings.Join(facility.Columns(), ",") + "\n"
		good := head + "AE-A-7,Falcons of Al Ain,breeding,AE,\"PO 1, Al Ain\",2023-01-01,2028-01-01,yes,2022-06-01,Falco peregrinus,C D,2026,120,NAR\n" +
			"AE-A-7,Falcons of Al Ain,breeding,AE,\"PO 1, Al Ain\",2023-01-01,2028-01-01,yes,2022-06-01,Python bivittatus,C,,40,NAR\n" +
			"CH001,Musée,institution,CH,Genève,1990-01-01,,no,,,,,,\n"
		done, err := f.Import(t.Context(), officer(), strings.NewReader(good))
		if err != nil || done != (facility.Imported{Rows: 3, Added: 2}) {
			t.Fatalf("%+v, %v", done, err)
		}
		if done, err = f.Import(t.Context(), officer(), strings.NewReader("\ufeff"+good)); err != nil || done != (facility.Imported{Rows: 3}) {
			t.Errorf("again: %+v, %v", done, err)
		}
		for name, c := range map[string]struct{ text, field string }{
			"header":    {"number;name\n", "row.1.header"},
			"encoding":  {head + "\xff\xfe", "row.2.row"},
			"utf-16":    {"\xff\xfen\x00u\x00", "row.1.row"},
			"empty":     {head, "row.1.row"},
			"cells":     {head + "AE-A-8,x\n", "row.2.row"},
			"quote":     {head + "AE-A-8,\"x,breeding,AE,,2023-01-01,,no,,Falco peregrinus,C,,,\n", "row.2.row"},
			"date":      {head + "AE-A-8,x,breeding,AE,,01.01.2023,,no,,Falco peregrinus,C,,,\n", "row.2.registered_from"},
			"backwards": {head + "AE-A-8,x,breeding,AE,,2023-01-01,2022-01-01,no,,Falco peregrinus,C,,,\n", "row.2.registered_until"},
			"taxon":     {head + "AE-A-8,x,breeding,AE,,2023-01-01,,no,,Falco inventus,C,,,\n", "row.2.taxon"},
			"kingdom":   {head + "AE-A-8,x,breeding,AE,,2023-01-01,,no,,Falco peregrinus,A,,,\n", "row.2.sources"},
			"output":    {head + "AE-A-8,x,breeding,AE,,2023-01-01,,no,,Falco peregrinus,C,2026,many,NAR\n", "row.2.output"},
			"own":       {head + "QZ-A-8,x,breeding,QZ,,2023-01-01,,no,,Falco peregrinus,C,,,\n", "row.2.country"},
			"code":      {head + "CH1,x,institution,CH,,2023-01-01,,no,,,,,,\n", "row.2.number"},
			"twice":     {head + strings.Repeat("AE-A-8,x,breeding,AE,,2023-01-01,,no,,Falco peregrinus,C,,,\n", 2), "row.3.taxon"},
			"differs":   {head + "AE-A-8,x,breeding,AE,,2023-01-01,,no,,Falco peregrinus,C,,,\nAE-A-8,y,breeding,AE,,2023-01-01,,no,,Python bivittatus,C,,,\n", "row.3.number"},
			"half":      {head + "AE-A-9,x,breeding,AE,,2023-01-01,,no,,Falco peregrinus,C,,,\nAE-A-8,x,zoo,AE,,2023-01-01,,no,,Falco peregrinus,C,,,\n", "row.3.kind"},
		} {
			_, err := f.Import(t.Context(), officer(), strings.NewReader(c.text))
			x := fault.Of(err)
			if x == nil || x.Kind != fault.Invalid || !slices.ContainsFunc(x.Fields, func(f fault.Field) bool { return f.Name == c.field }) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, n, err := f.List(t.Context(), officer(), facility.Filter{Limit: 10}); n != 2 || err != nil {
			t.Errorf("%d facilities after bad files, %v", n, err)
		}
	})
}

// TestTrophiesOfAHunterAreCountedOverPermits issues trophies to one importer and
// asks what he had, in another country, in the year before, and beside the case itself.
func TestTrophiesOfAHunterAreCountedOverPermits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		id := d.approved(t, 1000)
		err := store.Applications{DB: db}.Update(t.Context(), func(tx application.Tx) error {
			a, err := tx.Application(t.Context(), id)
			if err != nil {
				return err
			}
			a.Content.Purpose, a.Content.Lines[0].Term, a.Content.Lines[0].ScientificName = "H", "TRO", "Panthera pardus"
			if err := tx.SaveApplication(t.Context(), a); err != nil {
				return err
			}
			_, err = tx.Record(t.Context(), storeEvent(id))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		p, err := d.permits.Prepare(t.Context(), signatory(), id)
		if err != nil {
			t.Fatal(err)
		}
		had := func(to cites.Country, year int, except string) (sum cites.Quantity) {
			t.Helper()
			err := db.View(t.Context(), func(tx *store.Tx) error {
				all, err := tx.TrophiesIssued(t.Context(), "Panthera pardus", to, year, except)
				for _, x := range all {
					if x.Hunter != "Manufacture Horlogère" {
						t.Errorf("hunter %q", x.Hunter)
					}
					sum += x.Taken
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return sum
		}
		if got := []cites.Quantity{had("CH", 2026, ""), had("DE", 2026, ""), had("CH", 2025, ""), had("CH", 2026, id)}; !slices.Equal(got, []cites.Quantity{1000, 0, 0, 0}) {
			t.Errorf("counted %v", got)
		}
		if err := d.permits.Seal(t.Context(), actor.Machine(), p.ID); err != nil {
			t.Fatal(err)
		}
		if err := d.permits.Revoke(t.Context(), signatory(), p.ID, d.read(t, p.ID).Version, "a false statement"); err != nil {
			t.Fatal(err)
		}
		if got := had("CH", 2026, ""); got != 0 {
			t.Errorf("after a revocation without a crossing: %s", got)
		}
	})
}
