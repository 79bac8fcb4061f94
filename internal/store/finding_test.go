package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func trader(id, org string) actor.Actor {
	return actor.Actor{ID: id, Name: id, Org: org, Roles: []actor.Role{actor.Trader}}
}

// registers is the desk of findings beside the desk of permits.
func (d *desk) registers() *finding.Desk {
	return &finding.Desk{Store: store.Findings{DB: d.db}, Profile: d.profile, Law: law, Now: func() time.Time { return d.now },
		NewID: func() string { return fmt.Sprintf("reg-%08d", d.ids.Add(1)) }}
}

// found puts a finding about pythons in force.
func (d *desk) found(t testing.TB, limit cites.Quantity) *finding.NonDetriment {
	t.Helper()
	r := d.registers()
	today := r.Today()
	n, err := r.Make(t.Context(), scientist(), finding.Form{Taxon: python, Population: d.profile.Party, From: today.AddMonths(-1), Until: today.AddMonths(2),
		Review: today.AddMonths(1), Quantity: limit, Unit: cites.Number, Grounds: "survey of 2025"})
	if err == nil {
		err = r.PutInForce(t.Context(), scientist(), n.ID, n.Version, "")
	}
	if err != nil {
		t.Fatal(err)
	}
	return d.finding(t, n.ID)
}

func (d *desk) finding(t testing.TB, id string) *finding.NonDetriment {
	t.Helper()
	r, err := d.registers().Read(t.Context(), scientist(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r.NonDetriment
}

// stocked opens a chain of a trader for bred pythons, with one link.
func (d *desk) stocked(t testing.TB, who actor.Actor, quantity cites.Quantity) *finding.Chain {
	t.Helper()
	r := d.registers()
	c, err := r.StartChain(t.Context(), who, finding.ChainForm{Taxon: python, Source: "C", Holder: "Aurel Reptiles", Quantity: quantity, Unit: cites.Number})
	if err == nil {
		_, err = r.AddLink(t.Context(), who, c.ID, c.Version, finding.LinkForm{Kind: finding.BreedingRecord, To: "Aurel Reptiles", Date: r.Today().AddMonths(-6),
			Quantity: quantity, Document: "BR-2026-1"})
	}
	if err != nil {
		t.Fatal(err)
	}
	return d.chain(t, c.ID)
}

func (d *desk) chain(t testing.TB, id string) *finding.Chain {
	t.Helper()
	f, err := d.registers().ReadChain(t.Context(), actor.Actor{ID: "o", Roles: []actor.Role{actor.CaseOfficer}}, id)
	if err != nil {
		t.Fatal(err)
	}
	return f.Chain
}

// resting is an approved application whose line relies on a finding and names a
// chain; either may be "".
func (d *desk) resting(t testing.TB, quantity cites.Quantity, ndf *finding.NonDetriment, chain string) string {
	t.Helper()
	id := d.approved(t, quantity)
	err := store.Applications{DB: d.db}.Update(t.Context(), func(tx application.Tx) error {
		a, err := tx.Application(t.Context(), id)
		if err != nil {
			return err
		}
		a.Content.Lines[0].Chain = chain
		if err := tx.SaveApplication(t.Context(), a); err != nil {
			return err
		}
		if ndf != nil {
			err := tx.SaveFinding(t.Context(), &application.Finding{ID: "p-" + id, Application: id, Kind: application.NDF, Outcome: application.Positive,
				AskedBy: "officer-1", AskedAt: d.now, MadeBy: ndf.Author, MadeAt: d.now, Register: ndf.ID})
			if err != nil {
				return err
			}
		}
		_, err = tx.Record(t.Context(), storeEvent(id))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// reserved makes the reservation that an approval makes.
func (d *desk) reserved(ctx context.Context, id string) error {
	return store.Applications{DB: d.db}.Update(ctx, func(tx application.Tx) error {
		a, err := tx.Application(ctx, id)
		if err != nil {
			return err
		}
		draws, err := application.DrawsOn(ctx, tx, a, law(), d.profile.Today(d.now))
		if err != nil {
			return err
		}
		for _, x := range draws {
			if err := tx.ReserveFinding(ctx, x); err != nil {
				return err
			}
		}
		_, err = tx.Record(ctx, storeEvent(id))
		return err
	})
}

func (d *desk) sound(t testing.TB) {
	t.Helper()
	wrong, err := store.Check(t.Context(), d.db)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range wrong {
		if v.Invariant == "P2f" || v.Invariant == "P7c" || v.Invariant == "P8f" {
			t.Errorf("%s: %s", v.Invariant, v.Text)
		}
	}
}

// TestApplicationsRaceForAFinding lets 300 cases race for a limit and a stock
// that fit 60 of them: half reserve at the approval, all are issued.
func TestApplicationsRaceForAFinding(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d0 *store.DB) {
		d := newDesk(t, d0)
		n, c := d.found(t, 600_000), d.stocked(t, trader("trader-1", ""), 900_000)
		apps := make([]string, 300)
		for i := range apps {
			apps[i] = d.resting(t, 10_000, n, c.ID)
		}
		reserved, _, broken := contend(len(apps)/2, func(i int) error { return d.reserved(t.Context(), apps[2*i]) })
		if reserved != 60 || broken != 0 {
			t.Errorf("reserved %d of 60, %d failures", reserved, broken)
		}
		granted, refused, broken := contend(len(apps), func(i int) error {
			_, err := d.permits.Prepare(t.Context(), signatory(), apps[i])
			return err
		})
		if granted != 60 || refused != 240 || broken != 0 {
			t.Errorf("granted %d, refused %d, failures %d; want 60, 240, 0", granted, refused, broken)
		}
		n, c = d.finding(t, n.ID), d.chain(t, c.ID)
		if n.Used != 600_000 || n.Reserved != 0 || c.Used != 600_000 || c.Reserved != 0 {
			t.Errorf("finding used %s reserved %s; chain used %s reserved %s", n.Used, n.Reserved, c.Used, c.Reserved)
		}
		d.sound(t)
	})
}

// TestNaiveDrawsTakeTooMuch is the negative control: reading what is left in one
// transaction and writing the sum in the next grants more than there is.
func TestNaiveDrawsTakeTooMuch(t *testing.T) {
	d := newDesk(t, storetest.Open(t))
	n := d.found(t, 100_000)
	wait := together()
	granted, _, _ := contend(1000, func(int) error {
		now := d.finding(t, n.ID)
		wait()
		if now.Left() < 1000 {
			return fault.New(fault.Conflict, "finding.used_up.ndf", "letter", "A")
		}
		return d.db.Update(t.Context(), func(tx *store.Tx) error {
			if _, err := tx.ExecContext(t.Context(), `update non_detriment set used = $1 where id = $2`, int64(now.Used)+1000, n.ID); err != nil {
				return err
			}
			_, err := tx.Record(t.Context(), storeEvent(n.ID))
			return err
		})
	})
	if granted <= 100 {
		t.Errorf("the naive variant granted %d of 100: this test cannot tell it from the right one", granted)
	}
}

// TestFindingIsCheckedAgainAtIssue approves a case and then ends the finding in
// each way: nothing is issued, nothing drawn, and the rules say why.
func TestFindingIsCheckedAgainAtIssue(t *testing.T) {
	ends := map[string]func(t *testing.T, d *desk, n *finding.NonDetriment){
		"register_withdrawn": func(t *testing.T, d *desk, n *finding.NonDetriment) {
			if err := d.registers().Withdraw(t.Context(), scientist(), n.ID, n.Version, "the population fell"); err != nil {
				t.Fatal(err)
			}
		},
		"register_review":  func(_ *testing.T, d *desk, _ *finding.NonDetriment) { d.now = d.now.AddDate(0, 1, 3) },
		"register_expired": func(_ *testing.T, d *desk, _ *finding.NonDetriment) { d.now = d.now.AddDate(0, 2, 3) },
		"register_superseded": func(t *testing.T, d *desk, n *finding.NonDetriment) {
			r := d.registers()
			next, err := r.Make(t.Context(), scientist(), finding.FormOf(n))
			if err == nil {
				err = r.PutInForce(t.Context(), scientist(), next.ID, next.Version, n.ID)
			}
			if err != nil {
				t.Fatal(err)
			}
		},
	}
	for why, end := range ends {
		t.Run(why, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, d0 *store.DB) {
				d := newDesk(t, d0)
				n := d.found(t, 50_000)
				app := d.resting(t, 10_000, n, "")
				if err := d.reserved(t.Context(), app); err != nil {
					t.Fatal(err)
				}
				end(t, d, d.finding(t, n.ID))
				// Without any rule the ledger refuses ...
				if _, err := d.permits.Prepare(t.Context(), signatory(), app); fault.KindOf(err) != fault.Conflict {
					t.Errorf("issued without rules: %v", err)
				}
				// ... and the rules of issue name the reason.
				said := false
				err := store.Applications{DB: d.db}.View(t.Context(), func(tx application.Tx) error {
					a, err := tx.Application(t.Context(), app)
					if err != nil {
						return err
					}
					a.Content.Lines[0].Source = cites.Wild
					checker := application.Checker{Profile: d.profile, Law: law}
					hits, err := checker.Check(t.Context(), tx, a, rule.Issue, d.profile.Today(d.now))
					for _, h := range hits {
						said = said || h.Key == "rule.G01."+why && h.Args["number"] == n.Number
					}
					return err
				})
				if err != nil || !said {
					t.Errorf("no rule says %s: %v", why, err)
				}
				if now := d.finding(t, n.ID); now.Used != 0 || now.Reserved != 10_000 {
					t.Errorf("used %s, reserved %s", now.Used, now.Reserved)
				}
				d.sound(t)
			})
		})
	}
}

// TestRestOfAChainIsUsedLater follows a stock of 100 through two permits: what
// did not cross the border can be used by the next, and no more.
func TestRestOfAChainIsUsedLater(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d0 *store.DB) {
		d := newDesk(t, d0)
		n, c := d.found(t, 100_000), d.stocked(t, trader("trader-1", ""), 100_000)
		first := d.resting(t, 70_000, n, c.ID)
		if err := d.reserved(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		if got := d.chain(t, c.ID); got.Reserved != 70_000 || got.Left() != 30_000 {
			t.Fatalf("reserved %s, left %s", got.Reserved, got.Left())
		}
		p, err := d.permits.Prepare(t.Context(), signatory(), first)
		if err == nil {
			err = d.permits.Seal(t.Context(), actor.Machine(), p.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := d.reserved(t.Context(), d.resting(t, 40_000, nil, c.ID)); fault.KindOf(err) != fault.Conflict {
			t.Errorf("40 of the 30 left: %v", err)
		}
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(d.read(t, p.ID), 55_000)); err != nil {
			t.Fatal(err)
		}
		n, c = d.finding(t, n.ID), d.chain(t, c.ID)
		if c.Used != 55_000 || c.Left() != 45_000 || n.Used != 55_000 || n.Left() != 45_000 {
			t.Errorf("after the border: chain %s used, finding %s used", c.Used, n.Used)
		}
		if err := d.permits.Revoke(t.Context(), signatory(), p.ID, d.read(t, p.ID).Version, "test"); err != nil {
			t.Fatal(err)
		}
		if got := d.chain(t, c.ID); got.Used != 55_000 {
			t.Errorf("a revoked permit gave back what had crossed: %s used", got.Used)
		}
		second := d.resting(t, 45_000, n, c.ID)
		if _, err := d.permits.Prepare(t.Context(), signatory(), second); err != nil {
			t.Errorf("the rest: %v", err)
		}
		d.sound(t)
	})
}

// TestExpiryGivesBackAndWithdrawalReleases: an unused permit took nothing.
func TestExpiryGivesBackAndWithdrawalReleases(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d0 *store.DB) {
		d := newDesk(t, d0)
		n, c := d.found(t, 100_000), d.stocked(t, trader("trader-1", ""), 100_000)
		p, err := d.permits.Prepare(t.Context(), signatory(), d.resting(t, 60_000, n, c.ID))
		if err == nil {
			err = d.permits.Seal(t.Context(), actor.Machine(), p.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		waiting := d.resting(t, 40_000, n, c.ID)
		if err := d.reserved(t.Context(), waiting); err != nil {
			t.Fatal(err)
		}
		d.now = d.now.AddDate(0, 7, 0)
		if _, err := d.permits.Expire(t.Context(), actor.Machine()); err != nil {
			t.Fatal(err)
		}
		err = d.db.Update(t.Context(), func(tx *store.Tx) error {
			for range 2 { // the second time there is nothing to give back
				if err := tx.ReleaseFindings(t.Context(), waiting); err != nil {
					return err
				}
			}
			_, err := tx.Record(t.Context(), storeEvent(waiting))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		n, c = d.finding(t, n.ID), d.chain(t, c.ID)
		if n.Left() != 100_000 || c.Left() != 100_000 {
			t.Errorf("left %s of the finding, %s of the chain; want all", n.Left(), c.Left())
		}
		d.sound(t)
	})
}

// TestAuthorHasNoOtherPart: whoever made the finding neither proposes nor
// decides a case that rests on it; the database holds it.
func TestAuthorHasNoOtherPart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d0 *store.DB) {
		d := newDesk(t, d0)
		n := d.found(t, 100_000)
		for _, who := range []string{"officer", "decider"} {
			draw := finding.Draw{Register: finding.NDFs, Of: n.ID, Application: d.approved(t, 1000), Line: "1", Letter: "A", Amount: 1000, Unit: cites.Number,
				Author: n.Author, Officer: "officer-1", Decider: "signatory-1", On: d.profile.Today(d.now)}
			if who == "officer" {
				draw.Officer = n.Author
			} else {
				draw.Decider = n.Author
			}
			err := d.db.Update(t.Context(), func(tx *store.Tx) error {
				if err := tx.ReserveFinding(t.Context(), draw); err != nil {
					return err
				}
				_, err := tx.Record(t.Context(), storeEvent(n.ID))
				return err
			})
			if f := fault.Of(err); f == nil || f.Kind != fault.Denied || f.Key != "finding.separation" {
				t.Errorf("the author as %s: %v", who, err)
			}
		}
		if got := d.finding(t, n.ID); got.Reserved != 0 {
			t.Errorf("%s reserved", got.Reserved)
		}
	})
}

// TestChainIsItsOwners: to another trader a chain does not exist, whatever he
// tries; a colleague of the firm works on it.
func TestChainIsItsOwners(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d0 *store.DB) {
		d := newDesk(t, d0)
		r := d.registers()
		c := d.stocked(t, trader("trader-1", "firm"), 100_000)
		other, colleague := trader("trader-2", "another firm"), trader("trader-3", "firm")
		link := finding.LinkForm{Kind: finding.Purchase, From: "Aurel Reptiles", To: "Me", Quantity: 1000, Document: "1"}
		_, readErr := r.ReadChain(t.Context(), other, c.ID)
		_, addErr := r.AddLink(t.Context(), other, c.ID, c.Version, link)
		for what, err := range map[string]error{"read": readErr, "add": addErr,
			"remove": r.RemoveLink(t.Context(), other, c.ID, c.Version, c.Links[0].ID), "close": r.CloseChain(t.Context(), other, c.ID, c.Version)} {
			if fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s as another trader: %v", what, err)
			}
		}
		if list, _, err := r.ChainsOf(t.Context(), other, finding.ChainFilter{Every: true}); err != nil || len(list) != 0 {
			t.Errorf("another trader lists %d: %v", len(list), err)
		}
		if list, err := r.Offered(t.Context(), other.ID, other.Org, python); err != nil || len(list) != 0 {
			t.Errorf("another trader is offered %d: %v", len(list), err)
		}
		if list, err := r.Offered(t.Context(), colleague.ID, colleague.Org, species.ID(python)); err != nil || len(list) != 1 {
			t.Errorf("a colleague is offered %d: %v", len(list), err)
		}
		office := &application.Office{Store: store.Applications{DB: d.db}, Profile: d.profile, Law: law, Now: func() time.Time { return d.now },
			NewID: func() string { return fmt.Sprintf("own-%08d", d.ids.Add(1)) }}
		names := func(who actor.Actor) error {
			a, err := office.StartDraft(t.Context(), who, cites.ExportPermit, "")
			if err != nil {
				t.Fatal(err)
			}
			_, err = office.FillDraft(t.Context(), who, a.ID, a.Version, application.Content{Lines: []application.Line{{TaxonID: string(python), Chain: c.ID}}})
			return err
		}
		if f := fault.Of(names(other)); f == nil || len(f.Fields) != 1 || f.Fields[0].Key != "finding.chain_unknown" {
			t.Errorf("another trader names it: %v", f)
		}
		if f := fault.Of(names(colleague)); f != nil && len(f.Fields) > 0 && f.Fields[0].Key == "finding.chain_unknown" {
			t.Errorf("a colleague may not name it: %v", f)
		}
		// A forged draft: the issue draws nothing from somebody else's stock.
		forged := d.resting(t, 10_000, nil, d.stocked(t, other, 50_000).ID)
		if err := d.reserved(t.Context(), forged); err != nil {
			t.Fatal(err)
		}
		d.sound(t)
	})
}

// TestAnAgentAddsToTheChainOfWhomHeActsFor: with a mandate in force he reads and
// adds, without one the chain does not exist for him; he opens none.
func TestAnAgentAddsToTheChainOfWhomHeActsFor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d0 *store.DB) {
		d := newDesk(t, d0)
		r := d.registers()
		c := d.stocked(t, trader("trader-1", "firm"), 100_000)
		agent := actor.Actor{ID: "agent-1", Name: "Agent", Org: "agency", Roles: []actor.Role{actor.Agent}}
		adds := func() error {
			_, err := r.AddLink(t.Context(), agent, c.ID, d.chain(t, c.ID).Version, finding.LinkForm{Kind: finding.Purchase, From: "Aurel Reptiles", To: "Aurel Reptiles",
				Date: r.Today(), Quantity: 1000, Document: "1"})
			return err
		}
		mandate := func(until cites.Date, revoked time.Time) {
			t.Helper()
			err := store.Applications{DB: d.db}.Update(t.Context(), func(tx application.Tx) error {
				m := &application.Mandate{ID: "m-1", Trader: "trader-1", TraderName: "Aurel", Agent: agent.ID, AgentName: agent.Name, From: r.Today().AddMonths(-1), Until: until, Revoked: revoked}
				if err := tx.SaveMandate(t.Context(), m); err != nil {
					return err
				}
				_, err := tx.Record(t.Context(), storeEvent("m-1"))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := adds(); fault.KindOf(err) != fault.NotFound {
			t.Errorf("without a mandate: %v", err)
		}
		mandate(r.Today().AddDays(-1), time.Time{})
		if err := adds(); fault.KindOf(err) != fault.NotFound {
			t.Errorf("after the last day of the mandate: %v", err)
		}
		mandate(r.Today(), time.Time{})
		if err := adds(); err != nil {
			t.Errorf("on its last day: %v", err)
		}
		if list, n, err := r.ChainsOf(t.Context(), agent, finding.ChainFilter{}); err != nil || n != 1 || len(list) != 1 {
			t.Errorf("the agent lists %d: %v", n, err)
		}
		if _, err := r.StartChain(t.Context(), agent, finding.ChainForm{Taxon: python, Source: "C", Holder: "Agent", Quantity: 1000, Unit: cites.Number}); fault.KindOf(err) != fault.Denied {
			t.Errorf("an agent opens a chain: %v", err)
		}
		mandate(r.Today(), d.now)
		if err := adds(); fault.KindOf(err) != fault.NotFound {
			t.Errorf("after the mandate was revoked: %v", err)
		}
	})
}

// TestOpenCasesHearThatTheirFindingEnded: each open case gets one note and one
// mail, also when the job runs twice; a case on another finding gets none.
func TestOpenCasesHearThatTheirFindingEnded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d0 *store.DB) {
		d := newDesk(t, d0)
		n, other := d.found(t, 0), d.found(t, 0)
		on, beside := d.resting(t, 10_000, n, ""), d.resting(t, 10_000, other, "")
		if err := d.registers().Withdraw(t.Context(), scientist(), n.ID, n.Version, "the population fell"); err != nil {
			t.Fatal(err)
		}
		office := &application.Office{Store: store.Applications{DB: d.db}, Profile: d.profile, Law: law, Now: func() time.Time { return d.now }}
		args, err := json.Marshal(finding.Ended{Finding: n.ID, Number: n.Number, Reason: "the population fell", By: "scientist-1", ByName: "Sana"})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := (application.Recaller{Office: office}).Work(t.Context(), args); err != nil {
				t.Fatal(err)
			}
		}
		for id, want := range map[string]int{on: 1, beside: 0} {
			err := store.Applications{DB: d.db}.View(t.Context(), func(tx application.Tx) error {
				ms, err := tx.Messages(t.Context(), id)
				if err != nil || len(ms) != want || (want == 1 && (!ms[0].Internal || !strings.Contains(ms[0].Body, n.Number+": the population fell"))) {
					t.Errorf("case %s: %+v, %v", id, ms, err)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for kind, want := range map[string]int64{finding.EndedKind: 1, application.NoticeKind: 1} {
			if got := count(t, d.db, `select count(*) from river_job where kind = '`+kind+`'`); got < want {
				t.Errorf("%d jobs of kind %s, want %d", got, kind, want)
			}
		}
	})
}

// TestAWrongEvidenceFileIsWithdrawn: with a reason, once; the file stays and may
// be read, and the same one may be added anew.
func TestAWrongEvidenceFileIsWithdrawn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d0 *store.DB) {
		d := newDesk(t, d0)
		r, n := d.registers(), d.found(t, 0)
		survey := finding.Upload{Name: "survey.pdf", Data: []byte("%PDF-1.4\n% of the wrong year\n%%EOF\n")}
		f, err := r.Attach(t.Context(), scientist(), n.ID, survey)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.WithdrawFile(t.Context(), scientist(), n.ID, f.ID, " "); fault.KindOf(err) != fault.Invalid {
			t.Errorf("without a reason: %v", err)
		}
		if err := r.WithdrawFile(t.Context(), trader("trader-1", ""), n.ID, f.ID, "mine"); fault.KindOf(err) != fault.Denied {
			t.Errorf("by a trader: %v", err)
		}
		if err := r.WithdrawFile(t.Context(), scientist(), d.found(t, 0).ID, f.ID, "another finding"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("of another finding: %v", err)
		}
		if err := r.WithdrawFile(t.Context(), scientist(), n.ID, f.ID, "the survey of the wrong year"); err != nil {
			t.Fatal(err)
		}
		if err := r.WithdrawFile(t.Context(), scientist(), n.ID, f.ID, "again"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("twice: %v", err)
		}
		if _, err := r.Attach(t.Context(), scientist(), n.ID, survey); err != nil {
			t.Errorf("the same file again: %v", err)
		}
		got, err := r.Read(t.Context(), scientist(), n.ID)
		if err != nil || len(got.Files) != 2 || got.Files[0].Withdrawn != "the survey of the wrong year" || got.Files[0].WithdrawnBy == "" || got.Files[1].Withdrawn != "" {
			t.Errorf("files %+v, %v", got.Files, err)
		}
		if _, data, err := r.Open(t.Context(), scientist(), n.ID, f.ID); err != nil || len(data) == 0 {
			t.Errorf("a withdrawn file cannot be read: %v", err)
		}
	})
}
