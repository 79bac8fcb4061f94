package store_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	v2 "github.com/opencites/opencites/epermit/v2"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func partner(i int, name string) *exchange.Partner {
	hash := sha256.Sum256([]byte(name))
	at := time.Date(2026, 4, 2, 10, 0, i, 0, time.UTC)
	return &exchange.Partner{ID: fmt.Sprintf("p%d", i), Name: name, Party: "CH", Endpoint: "https://cites.example/epix/v2",
		TokenHash: hash[:], Credential: "their-token", State: exchange.Active, Version: 1, Created: at, Changed: at}
}

// noting adds the event that every change needs.
func noting(t *testing.T, s store.Exchange, fn func(context.Context, exchange.Tx) error) error {
	t.Helper()
	return s.Update(t.Context(), func(tx exchange.Tx) error {
		if err := fn(t.Context(), tx); err != nil {
			return err
		}
		_, err := tx.Record(t.Context(), storetest.Event("partner"))
		return err
	})
}

func TestExchangePartners(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		s := store.Exchange{DB: d}
		want := partner(1, "Économie Suisse")
		add := func(p *exchange.Partner) error {
			return noting(t, s, func(ctx context.Context, tx exchange.Tx) error { return tx.InsertPartner(ctx, p) })
		}
		if err := add(want); err != nil {
			t.Fatal(err)
		}
		if err := add(partner(2, "economie  SUISSE")); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the same name twice: %v", err)
		}
		if err := add(partner(3, "France_Nord")); err != nil {
			t.Fatal(err)
		}
		got := map[string]*exchange.Partner{}
		err := s.View(t.Context(), func(tx exchange.Tx) (err error) {
			ctx := t.Context()
			if got["id"], err = tx.Partner(ctx, "p1"); err != nil {
				return err
			}
			if got["name"], err = tx.PartnerByName(ctx, "ECONOMIE suisse"); err != nil {
				return err
			}
			got["token"], err = tx.PartnerByToken(ctx, want.TokenHash)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for by, p := range got {
			if diff := cmp.Diff(want, p); diff != "" {
				t.Errorf("by %s: %s", by, diff)
			}
		}
		changePartner(t, s, want)
		listPartners(t, s)
	})
}

func changePartner(t *testing.T, s store.Exchange, p *exchange.Partner) {
	stale := *p
	p.State, p.Endpoint = exchange.Disabled, ""
	save := func(p *exchange.Partner) error {
		return noting(t, s, func(ctx context.Context, tx exchange.Tx) error { return tx.SavePartner(ctx, p) })
	}
	if err := save(p); err != nil || p.Version != 2 {
		t.Fatalf("version %d: %v", p.Version, err)
	}
	if err := save(&stale); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a stale version was saved: %v", err)
	}
	err := s.View(t.Context(), func(tx exchange.Tx) error {
		got, err := tx.Partner(t.Context(), p.ID)
		if err != nil || got.State != exchange.Disabled || got.Version != 2 {
			t.Errorf("%+v %v", got, err)
		}
		_, err = tx.Partner(t.Context(), "nobody")
		return err
	})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("a partner that does not exist: %v", err)
	}
}

func listPartners(t *testing.T, s store.Exchange) {
	for text, want := range map[string]int{"": 2, "écon": 1, "ch": 2, "_": 1, "%": 0, "nowhere": 0} {
		err := s.View(t.Context(), func(tx exchange.Tx) error {
			rows, total, err := tx.ListPartners(t.Context(), exchange.PartnerFilter{Text: text, Limit: 1})
			if total != want || len(rows) != min(want, 1) {
				t.Errorf("%q: %d rows of %d, want %d", text, len(rows), total, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestExchangeMessages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		s := store.Exchange{DB: d}
		p := partner(1, "Helvetia")
		sum := sha256.Sum256([]byte("request"))
		err := noting(t, s, func(ctx context.Context, tx exchange.Tx) error {
			if err := tx.InsertPartner(ctx, p); err != nil {
				return err
			}
			for i := range 3 {
				m := &exchange.Message{ID: fmt.Sprintf("m%d", i), Direction: exchange.In, Operation: exchange.GetFinal,
					Number: cites.PermitNumber(fmt.Sprintf("26QX%d", i)), Outcome: exchange.OK, RequestDigest: sum[:], At: p.Created.Add(time.Duration(i) * time.Second)}
				if i == 2 {
					m.PartnerID, m.Party, m.Direction, m.ResponseDigest = p.ID, p.Party, exchange.Out, sum[:]
				}
				if err := tx.InsertExchangeMessage(ctx, m); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			f    exchange.MessageFilter
			want int
		}{{exchange.MessageFilter{}, 3}, {exchange.MessageFilter{Text: "helv"}, 1}, {exchange.MessageFilter{Text: "qx1"}, 1},
			{exchange.MessageFilter{PartnerID: p.ID}, 1}, {exchange.MessageFilter{Direction: exchange.In}, 2}, {exchange.MessageFilter{Text: "zz"}, 0}} {
			c.f.Limit = 10
			err := s.View(t.Context(), func(tx exchange.Tx) error {
				rows, total, err := tx.ListExchangeMessages(t.Context(), c.f)
				if total != c.want || len(rows) != c.want {
					t.Errorf("%+v: %d rows of %d", c.f, len(rows), total)
				}
				if c.want == 3 && (rows[0].ID != "m2" || rows[0].PartnerName != "Helvetia" || rows[1].ResponseDigest != nil) {
					t.Errorf("order or content: %+v", rows)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestExchangeOfRealPermits takes a permit through issue and export and reads
// what a partner would get at each step.
func TestExchangeOfRealPermits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		source := exchange.Permits{Store: store.Controls{DB: db}, Profile: d.profile}
		prepared, err := d.permits.Prepare(t.Context(), signatory(), d.approved(t, 5000))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := source.PermitForExchange(t.Context(), prepared.Number); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a permit that is not sealed: %v", err)
		}
		p := d.issued(t, 5000)
		h := heldAs(t, source, p.Number)
		if h.State != "valid" || h.Token != p.Token || h.Token == "" || h.Document.Final() || !slices.Equal(h.Readers, []cites.Country{"CH"}) {
			t.Errorf("%+v", h)
		}
		if _, err := d.border.Endorse(t.Context(), customs(), d.endorsing(p, 3000)); err != nil {
			t.Fatal(err)
		}
		h = heldAs(t, source, cites.PermitNumber(strings.ToLower(string(p.Number))))
		l := h.Document.Lines[0]
		if h.State != "endorsed" || !h.Document.Final() || l.Exported != epermit.AmountOf(3000, "NAR") || l.Amount.Quantity != 5000 ||
			h.Document.Endorsement.Port.ID != d.profile.Ports[0].Code || h.Document.Transport.Number != "AWB 176-55430012" {
			t.Errorf("%+v", h.Document)
		}
		if _, err := source.PermitForExchange(t.Context(), "26QZ999999"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a number that nobody has: %v", err)
		}
	})
}

// heldAs reads a permit as the exchange does and makes sure that it can be
// written and read back whole.
func heldAs(t *testing.T, source exchange.Permits, n cites.PermitNumber) *exchange.Held {
	t.Helper()
	h, err := source.PermitForExchange(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	b, err := v2.File(h.Document, v2.Options{Zone: source.Profile.Zone()})
	if err != nil {
		t.Fatal(err)
	}
	again, problems, err := v2.Read(b)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	if diff := cmp.Diff(h.Document, again, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("what was written is not what is read:\n%s", diff)
	}
	return h
}
