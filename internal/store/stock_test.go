package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/stock"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func officer() actor.Actor {
	return actor.Actor{ID: "officer-1", Name: "O. Officer", Roles: []actor.Role{actor.CaseOfficer}}
}

// stockDesk is a desk of stock accounts over the same database as a desk.
func (d *desk) stockDesk() *stock.Desk {
	return &stock.Desk{Store: store.Stocks{DB: d.db}, Party: d.profile.Party, Law: law, Yields: stock.Yields{{Taxon: "*", From: "SKI", FromUnit: "NAR", To: "LPS", ToUnit: "NAR", Num: 2, Den: 1}},
		Today: func() cites.Date { return d.profile.Today(d.now) }, Now: d.permits.Now, NewID: d.permits.NewID}
}

// trader opens an account of a trader and gives its actor.
func (d *desk) trader(t testing.TB, login string) actor.Actor {
	t.Helper()
	hasher, err := account.NewHasher(zeroes{}, account.Cost{Memory: 8, Passes: 1, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	o := &account.Office{Store: store.Accounts{DB: d.db}, Hasher: hasher, Now: d.permits.Now, Rand: zeroes{}, NewID: d.permits.NewID}
	a, err := o.Add(t.Context(), account.Console(), account.New{Login: login, Name: login, Roles: []actor.Role{actor.Trader}, Language: cites.English, Password: "nine quiet otters swim"})
	if err != nil {
		t.Fatal(err)
	}
	return a.Actor()
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// lot opens a lot of skins for a trader.
func (d *desk) lot(t testing.TB, login string, q cites.Quantity, origin string) *stock.Lot {
	t.Helper()
	l, err := d.stockDesk().Open(t.Context(), officer(), stock.LotForm{Login: login, Kind: stock.Existing, ScientificName: "Python bivittatus", Term: "SKI", Unit: "NAR",
		Source: "C", Quantity: q, Origin: stock.Paper{Country: "VN", Number: origin, Date: cites.Date{Year: 2025, Month: 3, Day: 1}},
		Proof: stock.Paper{Country: d.profile.Party, Number: "IMP-" + origin, Date: cites.Date{Year: 2025, Month: 4, Day: 1}}, Evidence: "counted at the post"})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// account is a lot as it stands now.
func (d *desk) account(t testing.TB, id string) *stock.Account {
	t.Helper()
	a, err := d.stockDesk().Read(t.Context(), officer(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// reexport inserts an approved re-export of lots and reserves them.
func (d *desk) reexport(t testing.TB, owner string, uses ...application.LotUse) (*application.Application, error) {
	t.Helper()
	n := d.ids.Add(1)
	l := application.Line{ID: "1", TaxonID: string(python), ScientificName: "Python bivittatus", Kingdom: cites.Animalia, Appendix: cites.AppendixII, Source: "C", Term: "SKI", Unit: "NAR", Lots: uses}
	for _, u := range uses {
		l.Quantity += u.Quantity
	}
	a := &application.Application{ID: fmt.Sprintf("app-%d", n), Reference: fmt.Sprintf("RE-2026-%06d", n), State: application.Approved, Owner: owner,
		ProposedBy: "officer-1", ProposedAt: d.now, Proposal: application.ProposeApproval, DecidedBy: "signatory-1", DecidedAt: d.now, Created: d.now, Changed: d.now, SubmittedAt: d.now,
		Content: application.Content{Type: cites.ReexportCertificate, Purpose: "T", Exporter: application.Address{Name: "Aurel Leather", Country: d.profile.Party},
			Importer: application.Address{Name: "Maison", Country: "FR"}, Lines: []application.Line{l}}}
	err := store.Applications{DB: d.db}.Update(t.Context(), func(tx application.Tx) error {
		if err := tx.InsertApplication(t.Context(), a); err != nil {
			return err
		}
		if err := stock.Reserve(t.Context(), tx, stock.Act{Kind: "application", ID: a.ID, Name: a.Reference, At: d.now, NewID: d.permits.NewID, Account: owner}, a.Wants()); err != nil {
			return err
		}
		_, err := tx.Record(t.Context(), storeEvent(a.ID))
		return err
	})
	return a, err
}

func TestLotIsReservedUsedAndComesBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		who := d.trader(t, "leather@example.org")
		a, b := d.lot(t, "leather@example.org", 100_000, "25VN1"), d.lot(t, "leather@example.org", 50_000, "25VN1")
		want := func(id string, balance, reserved, drawn cites.Quantity) {
			t.Helper()
			if x := d.account(t, id); x.Balance() != balance || x.Reserved != reserved || x.Drawn != drawn {
				t.Fatalf("lot %s: left %s, reserved %s, drawn %s", x.Number, x.Balance(), x.Reserved, x.Drawn)
			}
		}
		app, err := d.reexport(t, who.ID, application.LotUse{Lot: a.ID, Quantity: 60_000}, application.LotUse{Lot: b.ID, Quantity: 40_000})
		if err != nil {
			t.Fatal(err)
		}
		want(a.ID, 40_000, 60_000, 0)
		p, err := d.permits.Prepare(t.Context(), signatory(), app.ID)
		if err != nil {
			t.Fatal(err)
		}
		want(a.ID, 40_000, 0, 60_000)
		want(b.ID, 10_000, 0, 40_000)
		if err := d.permits.Seal(t.Context(), actor.Machine(), p.ID); err != nil {
			t.Fatal(err)
		}
		q, err := d.permits.Replace(t.Context(), signatory(), p.ID, d.read(t, p.ID).Version, permit.Lost)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.permits.Seal(t.Context(), actor.Machine(), q.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(d.read(t, q.ID), 70_000)); err != nil {
			t.Fatal(err)
		}
		if back := d.account(t, a.ID).Drawn + d.account(t, b.ID).Drawn; back != 70_000 {
			t.Errorf("70 of 100 left the country, the account says %s", back)
		}
		want(a.ID, 40_000, 0, 60_000) // the last lot named comes back first
		want(b.ID, 40_000, 0, 10_000)
		clean(t, db)
	})
}

func TestLotComesBackWhenThePermitEnds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		who := d.trader(t, "leather@example.org")
		l := d.lot(t, "leather@example.org", 100_000, "25VN1")
		issue := func() *permit.Permit {
			app, err := d.reexport(t, who.ID, application.LotUse{Lot: l.ID, Quantity: 30_000})
			if err != nil {
				t.Fatal(err)
			}
			p, err := d.permits.Prepare(t.Context(), signatory(), app.ID)
			if err == nil {
				err = d.permits.Seal(t.Context(), actor.Machine(), p.ID)
			}
			if err != nil {
				t.Fatal(err)
			}
			return d.read(t, p.ID)
		}
		p, _ := issue(), issue()
		if err := d.permits.Revoke(t.Context(), signatory(), p.ID, p.Version, "false statement"); err != nil {
			t.Fatal(err)
		}
		if got := d.account(t, l.ID).Balance(); got != 70_000 {
			t.Errorf("after revocation %s is left", got)
		}
		d.now = d.now.AddDate(0, 7, 0)
		if _, err := d.permits.Expire(t.Context(), actor.Machine()); err != nil {
			t.Fatal(err)
		}
		if got := d.account(t, l.ID).Balance(); got != 100_000 {
			t.Errorf("after expiry %s is left", got)
		}
		clean(t, db)
	})
}

// TestImportOpensALot endorses an import permit with less than was permitted.
func TestImportOpensALot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		id := d.approved(t, 100_000)
		err := store.Applications{DB: db}.Update(t.Context(), func(tx application.Tx) error {
			a, err := tx.Application(t.Context(), id)
			if err != nil {
				return err
			}
			a.Content.Type, a.Content.Exporter.Country, a.Content.Importer.Country = cites.ImportPermit, "SG", d.profile.Party
			a.Content.ExportPermit = application.Reference{Country: "SG", Number: "26SG777", Date: cites.Date{Year: 2026, Month: 11, Day: 1}}
			a.Content.Lines[0].Origin = application.Reference{Country: "VN", Number: "25VN9", Date: cites.Date{Year: 2025, Month: 9, Day: 1}}
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
		if err == nil {
			err = d.permits.Seal(t.Context(), actor.Machine(), p.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(d.read(t, p.ID), 80_000)); err != nil {
			t.Fatal(err)
		}
		own := actor.Actor{ID: "trader-1", Roles: []actor.Role{actor.Trader}}
		lots, n, err := d.stockDesk().Mine(t.Context(), own, stock.Filter{Limit: 10})
		if err != nil || n != 1 {
			t.Fatalf("%d lots, %v", n, err)
		}
		l := lots[0]
		if l.Quantity != 80_000 || l.Origin.Number != "25VN9" || l.LastReexport.Country != "SG" || l.LastReexport.Number != "26SG777" || l.Proof.Number != string(p.Number) || l.Kind != stock.FromImport {
			t.Errorf("lot %+v", l)
		}
		clean(t, db)
	})
}

func TestOtherTradersLotIsOutOfReach(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.trader(t, "leather@example.org")
		other := d.trader(t, "other@example.org")
		l := d.lot(t, "leather@example.org", 100_000, "25VN1")
		s := d.stockDesk()
		if _, err := s.Read(t.Context(), other, l.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("read: %v", err)
		}
		if _, n, err := s.Mine(t.Context(), other, stock.Filter{Limit: 10}); n != 0 || err != nil {
			t.Errorf("lists %d, %v", n, err)
		}
		if _, err := d.reexport(t, other.ID, application.LotUse{Lot: l.ID, Quantity: 1000}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("reserved: %v", err)
		}
		if _, err := s.Declare(t.Context(), other, stock.ConversionForm{Inputs: []stock.Input{{Lot: l.ID, Quantity: 1000}}, Term: "LPS", Unit: "NAR", Quantity: 1000}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("converted: %v", err)
		}
		if got := d.account(t, l.ID).Balance(); got != 100_000 {
			t.Errorf("%s is left", got)
		}
		if _, _, err := s.List(t.Context(), other, stock.Filter{}); fault.KindOf(err) != fault.Denied {
			t.Errorf("listed all lots: %v", err)
		}
	})
}

// TestRacingDrawsAreExact lets many applications race for a lot that holds a
// quarter of what they want.
func TestRacingDrawsAreExact(t *testing.T) {
	const racers = 80
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		who := d.trader(t, "leather@example.org")
		l := d.lot(t, "leather@example.org", racers/4*1000, "25VN1")
		won := race(racers, func() error {
			_, err := d.reexport(t, who.ID, application.LotUse{Lot: l.ID, Quantity: 1000})
			if err != nil && fault.KindOf(err) != fault.Conflict {
				t.Error(err)
			}
			return err
		})
		if x := d.account(t, l.ID); won != racers/4 || x.Balance() != 0 || x.Reserved != racers/4*1000 {
			t.Errorf("%d won, %s reserved, %s left", won, x.Reserved, x.Balance())
		}
		clean(t, db)
	})
}

// TestNaiveDrawsGoOver is the negative control: reading the account first and
// writing what was computed in another transaction loses draws, so that more win
// than there is for.
func TestNaiveDrawsGoOver(t *testing.T) {
	const racers = 40
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.trader(t, "leather@example.org")
		l := d.lot(t, "leather@example.org", 10_000, "25VN1")
		var ready sync.WaitGroup
		ready.Add(racers)
		won := race(racers, func() error {
			a := d.account(t, l.ID)
			ready.Done()
			ready.Wait() // everybody has read before anybody writes
			if a.Balance() < 1000 {
				return errors.New("nothing left")
			}
			return db.Update(t.Context(), func(tx *store.Tx) error {
				if _, err := tx.ExecContext(t.Context(), "update stock_lot set reserved = $1 where id = $2", int64(a.Reserved+1000), l.ID); err != nil {
					return err
				}
				_, err := tx.Record(t.Context(), storeEvent(l.ID))
				return err
			})
		})
		if x := d.account(t, l.ID); won <= 10 || x.Reserved == cites.Quantity(won)*1000 {
			t.Errorf("%d of the naive draws won and %s is reserved: this race shows nothing", won, x.Reserved)
		}
		broken, err := store.Check(t.Context(), db)
		if err != nil || len(broken) == 0 {
			t.Errorf("the check finds nothing wrong with it (%v)", err)
		}
	})
}

func race(n int, do func() error) int {
	var won atomic.Int64
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			if do() == nil {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	return int(won.Load())
}

// TestConversionsConserveQuantity mixes, splits and converts at random: whatever
// happens, each lot's free, reserved and drawn add up to what it was opened with,
// and all that was consumed stands in conversions.
func TestConversionsConserveQuantity(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		who := d.trader(t, "leather@example.org")
		s := d.stockDesk()
		rapid.Check(t, func(r *rapid.T) {
			origin := fmt.Sprintf("25VN%d", d.ids.Add(1))
			var lots []*stock.Lot
			for range rapid.IntRange(1, 3).Draw(r, "lots") {
				lots = append(lots, d.lot(t, "leather@example.org", cites.Quantity(rapid.IntRange(1, 200).Draw(r, "quantity"))*1000, origin))
			}
			taken := map[string]cites.Quantity{}
			for range rapid.IntRange(1, 4).Draw(r, "conversions") {
				f := stock.ConversionForm{Term: "LPS", Unit: "NAR", Quantity: cites.Quantity(rapid.IntRange(1, 500).Draw(r, "made")) * 1000}
				var sum cites.Quantity
				fits := true
				for _, l := range lots {
					q := cites.Quantity(rapid.IntRange(0, 120).Draw(r, "take")) * 1000
					if q == 0 {
						continue
					}
					f.Inputs = append(f.Inputs, stock.Input{Lot: l.ID, Quantity: q})
					sum += q
					fits = fits && q <= l.Quantity-taken[l.ID]
				}
				c, err := s.Declare(context.Background(), who, f)
				switch {
				case len(f.Inputs) == 0 || !fits:
					if fault.KindOf(err) != fault.Invalid {
						r.Fatalf("took more than there is: %v", err)
					}
					continue
				case err != nil:
					r.Fatal(err)
				}
				if done := f.Quantity <= 2*sum; done != (c.State == stock.Done) {
					r.Fatalf("%s from %s is %s", f.Quantity, sum, c.State)
				}
				accept := true
				if c.State == stock.Pending {
					accept = rapid.Bool().Draw(r, "accept")
					if err := s.Decide(context.Background(), officer(), c.ID, c.Version, accept, "looked at the workshop"); err != nil {
						r.Fatal(err)
					}
				}
				if accept {
					for _, in := range f.Inputs {
						taken[in.Lot] += in.Quantity
					}
				}
			}
			for _, l := range lots {
				if x := d.account(t, l.ID); x.Drawn != taken[l.ID] || x.Reserved != 0 || x.Balance()+x.Drawn != l.Quantity {
					r.Fatalf("lot of %s: drawn %s, want %s", l.Quantity, x.Drawn, taken[l.ID])
				}
			}
		})
		clean(t, db)
	})
}

func TestLotsOfTwoOriginsDoNotMix(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		who := d.trader(t, "leather@example.org")
		a, b := d.lot(t, "leather@example.org", 10_000, "25VN1"), d.lot(t, "leather@example.org", 10_000, "25VN2")
		_, err := d.stockDesk().Declare(t.Context(), who, stock.ConversionForm{Inputs: []stock.Input{{Lot: a.ID, Quantity: 1000}, {Lot: b.ID, Quantity: 1000}}, Term: "LPS", Unit: "NAR", Quantity: 2000})
		if x := fault.Of(err); x == nil || len(x.Fields) != 1 || x.Fields[0].Key != "stock.mixed" {
			t.Errorf("mixed two origins: %v", err)
		}
	})
}

// clean wants no broken promise about registers in the data. The other promises
// also compare with the clock of the store, which is not the desk's here.
func clean(t *testing.T, db *store.DB) {
	t.Helper()
	broken, err := store.Check(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range broken {
		if !strings.HasPrefix(v.Invariant, "S") {
			continue
		}
		t.Errorf("%s: %s", v.Invariant, v.Text)
	}
}
