package store_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/seal"
)

// desk is an authority with a border post over a test database.
type desk struct {
	db      *store.DB
	permits *permit.Office
	border  *control.Office
	profile *profile.Profile
	ids     atomic.Int64
	now     time.Time
}

func signatory() actor.Actor {
	return actor.Actor{ID: "signatory-1", Name: "A. Signatory", Roles: []actor.Role{actor.Signatory}}
}

func customs() actor.Actor {
	return actor.Actor{ID: "customs-1", Name: "C. Customs", Roles: []actor.Role{actor.Customs}, Office: "CUS-A"}
}

// oneKey signs everything with one key.
type oneKey struct {
	signer *ecdsa.PrivateKey
	key    seal.Key
}

func (k oneKey) PermitSigner(time.Time, cites.DocumentType) (crypto.Signer, seal.Key, error) {
	return k.signer, k.key, nil
}

// everyGlyph prints nothing and can print everything.
type everyGlyph struct{}

func (everyGlyph) Check(*permit.Record) error                         { return nil }
func (everyGlyph) Print(*permit.Permit, permit.Sheet) ([]byte, error) { return []byte("%PDF-"), nil }

const python species.ID = "animalia.python-bivittatus"

func law() *species.Catalogue {
	taxa := []species.Taxon{{ID: python, Kingdom: cites.Animalia, Rank: species.Species, Name: "Python bivittatus"}}
	listings := []species.Listing{{ID: "l1", Taxon: python, Appendix: cites.AppendixII, From: cites.Date{Year: 1977, Month: 2, Day: 4}}}
	return species.NewCatalogue(taxa, listings, cites.Date{Year: 2026, Month: 11, Day: 23})
}

func newDesk(t testing.TB, db *store.DB) *desk {
	t.Helper()
	signer, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{db: db, profile: profile.Example(), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	key, err := seal.NewKey(d.profile.Party, seal.UsePermit, signer.Public(), d.now.AddDate(0, -1, 0), d.now.AddDate(0, 5, 0), d.now.AddDate(2, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return d.now }
	id := func() string { return fmt.Sprintf("id-%08d", d.ids.Add(1)) }
	noFindings := func(context.Context, application.Facts, *application.Application, rule.Stage, cites.Date) ([]rule.Finding, error) {
		return nil, nil
	}
	d.permits = &permit.Office{Store: store.Permits{DB: db}, Profile: d.profile, Law: law, Check: noFindings,
		Keys: oneKey{signer, key}, Printer: everyGlyph{}, Now: now, Rand: rand.Reader, NewID: id}
	d.border = &control.Office{Store: store.Controls{DB: db}, Profile: d.profile, Now: now, NewID: id}
	return d
}

// approved inserts an application that two people decided in favour of.
func (d *desk) approved(t testing.TB, quantity cites.Quantity) string {
	t.Helper()
	n := d.ids.Add(1)
	a := &application.Application{ID: fmt.Sprintf("app-%d", n), Reference: fmt.Sprintf("EX-2026-%06d", n), State: application.Approved,
		Owner: "trader-1", OwnerName: "T. Trader", ProposedBy: "officer-1", ProposedAt: d.now, Proposal: application.ProposeApproval,
		DecidedBy: "signatory-1", DecidedAt: d.now, Created: d.now, Changed: d.now, SubmittedAt: d.now,
		Content: application.Content{Type: cites.ExportPermit, Purpose: "T",
			Exporter: application.Address{Name: "Aurel Reptiles", Lines: []string{"1 Harbour Road"}, Country: d.profile.Party},
			Importer: application.Address{Name: "Manufacture Horlogère", Lines: []string{"Rue 1"}, Country: "CH"},
			Lines: []application.Line{{ID: "1", TaxonID: string(python), ScientificName: "Python bivittatus", Kingdom: cites.Animalia,
				Appendix: cites.AppendixII, Source: "C", Term: "SKI", Quantity: quantity, Unit: cites.Number}}}}
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

// issued prepares and seals a permit.
func (d *desk) issued(t testing.TB, quantity cites.Quantity) *permit.Permit {
	t.Helper()
	p, err := d.permits.Prepare(t.Context(), signatory(), d.approved(t, quantity))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.permits.Seal(t.Context(), actor.Machine(), p.ID); err != nil {
		t.Fatal(err)
	}
	return d.read(t, p.ID)
}

func (d *desk) read(t testing.TB, id string) *permit.Permit {
	t.Helper()
	var p *permit.Permit
	err := store.Permits{DB: d.db}.View(t.Context(), func(tx permit.Tx) (err error) {
		p, err = tx.Permit(t.Context(), id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// quota sets the year's quota of pythons.
func (d *desk) quota(t testing.TB, total cites.Quantity) string {
	t.Helper()
	q := species.Quota{ID: "quota-1", Taxon: python, Country: d.profile.Party, Year: 2026, From: cites.Date{Year: 2026, Month: 1, Day: 1},
		Until: cites.Date{Year: 2026, Month: 12, Day: 31}, Unit: cites.Number, Quantity: total, Kind: species.NationalQuota}
	err := d.db.Update(t.Context(), func(tx *store.Tx) error {
		if err := tx.SaveQuota(t.Context(), &q); err != nil {
			return err
		}
		_, err := tx.Record(t.Context(), storeEvent(q.ID))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return q.ID
}

func (d *desk) used(t testing.TB) cites.Quantity {
	t.Helper()
	var used cites.Quantity
	err := d.db.View(t.Context(), func(tx *store.Tx) error {
		qs, err := tx.QuotasOfTaxon(t.Context(), python)
		for _, q := range qs {
			used += q.Used
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return used
}

func (d *desk) endorsing(p *permit.Permit, q cites.Quantity) control.Endorsing {
	return control.Endorsing{PermitID: p.ID, Lines: []control.Counted{{Letter: "A", Quantity: q}}, Port: d.profile.Ports[0].Code,
		Date: p.Record.Issued, Transport: "AWB 176-55430012"}
}
