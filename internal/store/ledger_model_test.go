package store_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// holding is a quota or share as the model keeps it.
type holding struct {
	id, parent              string
	limit, reserved, used   cites.Quantity
	closed, region, gives   bool
	given                   cites.Quantity
	reservations, issuances map[string]cites.Quantity // by application
}

func (a *holding) left() cites.Quantity { return a.limit - a.given - a.reserved - a.used }

// model is a second, plain telling of what the ledger must do.
type model struct {
	t        *rapid.T
	l        *ledger
	ctx      context.Context
	quota    string
	accounts map[string]*holding // "" is the quota itself
	crossed  map[string]cites.Quantity
	apps     int
}

// counted is a transaction in which customs counted what the model says.
type counted struct {
	quota.Tx
	m *model
}

// CrossedOf tells what crossed of the one line of a permit.
func (c counted) CrossedOf(_ context.Context, permit string) ([]quota.Crossed, error) {
	return []quota.Crossed{{Letter: "A", Unit: cites.Number, Used: c.m.crossed[permit]}}, nil
}

func newModel(t *rapid.T, ctx context.Context, l *ledger, tb testing.TB, id string) *model {
	l.open(tb, id, 1_000_000)
	root := &holding{limit: 1_000_000, gives: true, reservations: map[string]cites.Quantity{}, issuances: map[string]cites.Quantity{}}
	return &model{t: t, l: l, ctx: ctx, quota: id, accounts: map[string]*holding{"": root}, crossed: map[string]cites.Quantity{}}
}

// must compares what the ledger said with what the model expects.
func (m *model) must(what string, err error, expected bool) bool {
	if (err == nil) != expected || (err != nil && fault.KindOf(err) != fault.Conflict) {
		m.t.Fatalf("%s: %v, the model expects success: %v", what, err, expected)
	}
	return expected
}

func (m *model) pick(label string) *holding {
	return m.accounts[rapid.SampledFrom(slices.Sorted(maps.Keys(m.accounts))).Draw(m.t, label)]
}

func (m *model) amount() cites.Quantity {
	return cites.Quantity(rapid.Int64Range(1, 400).Draw(m.t, "amount")) * 1000
}

func (m *model) act(fn func(tx quota.Tx, by quota.Poster) error) error {
	return m.l.update(m.ctx, func(tx quota.Tx) error { return fn(counted{tx, m}, quota.Poster{ID: "o", Name: "O", Reason: "model"}) })
}

func (m *model) approve(*rapid.T) {
	a, n := m.pick("share"), m.amount()
	m.apps++
	app := fmt.Sprintf("%s-%d", m.quota, m.apps)
	err := m.l.reserve(m.ctx, m.quota, a.id, app, n)
	if m.must("approve", err, !a.closed && n <= a.left()) {
		a.reserved += n
		a.reservations[app] = n
	}
}

// of picks an application among those that an holding keeps.
func (m *model) of(label string, of func(*holding) map[string]cites.Quantity) (*holding, string) {
	var apps []string
	for _, a := range m.accounts {
		apps = slices.AppendSeq(apps, maps.Keys(of(a)))
	}
	if len(apps) == 0 {
		m.t.Skip("nothing yet")
	}
	slices.Sort(apps)
	app := rapid.SampledFrom(apps).Draw(m.t, label)
	for _, a := range m.accounts {
		if _, ok := of(a)[app]; ok {
			return a, app
		}
	}
	return nil, ""
}

func reservations(a *holding) map[string]cites.Quantity { return a.reservations }
func issuances(a *holding) map[string]cites.Quantity    { return a.issuances }

func (m *model) issue(*rapid.T) {
	a, app := m.of("approved", reservations)
	n := a.reservations[app]
	var figures []quota.Figure
	err := m.act(func(tx quota.Tx, by quota.Poster) (err error) {
		figures, err = quota.Use(m.ctx, tx, by, app, "permit of "+app, []quota.Claim{{Letter: "A", Quota: species.Quota{ID: m.quota}, Share: a.id, Amount: n}})
		return err
	})
	m.must("issue", err, true)
	delete(a.reservations, app)
	a.reserved, a.used, a.issuances[app] = a.reserved-n, a.used+n, n
	if total := m.total(func(a *holding) cites.Quantity { return a.used }); figures[0].Used != total || figures[0].Total != m.accounts[""].limit {
		m.t.Fatalf("box 11a says %s/%s, the model %s/%s", figures[0].Used, figures[0].Total, total, m.accounts[""].limit)
	}
}

func (m *model) withdraw(*rapid.T) {
	a, app := m.of("approved", reservations)
	m.must("withdraw", m.act(func(tx quota.Tx, by quota.Poster) error { return quota.Release(m.ctx, tx, by, app) }), true)
	a.reserved -= a.reservations[app]
	delete(a.reservations, app)
}

func (m *model) replace(*rapid.T) {
	_, app := m.of("issued", issuances)
	m.must("replace", m.act(func(tx quota.Tx, by quota.Poster) error {
		if err := quota.Replace(m.ctx, tx, by, "permit of "+app, "other of "+app); err != nil {
			return err
		}
		return quota.Replace(m.ctx, tx, by, "other of "+app, "permit of "+app)
	}), true)
}

// settle ends a permit: part of it, all of it or nothing crossed.
func (m *model) settle(*rapid.T) {
	a, app := m.of("issued", issuances)
	n := a.issuances[app]
	m.crossed["permit of "+app] = cites.Quantity(rapid.Int64Range(0, int64(n)).Draw(m.t, "crossed"))
	act := rapid.SampledFrom([]quota.Act{quota.TrueUp, quota.Returned}).Draw(m.t, "act")
	m.must("settle", m.act(func(tx quota.Tx, by quota.Poster) error { return quota.Settle(m.ctx, tx, by, act, "permit of "+app) }), true)
	a.used -= n - m.crossed["permit of "+app]
	delete(a.issuances, app)
}

func (m *model) split(*rapid.T) {
	p, n := m.pick("parent"), m.amount()
	if !p.gives {
		m.t.Skip("a holder does not divide")
	}
	kind, name := quota.Region, fmt.Sprintf("share %d", len(m.accounts))
	if p.id != "" {
		kind = quota.Holder
	}
	if p.closed {
		m.t.Skip("closed")
	}
	id, err := m.l.Split(m.ctx, scientist(), m.quota, quota.Splitting{Parent: p.id, Kind: kind, Name: name, Holder: name, Amount: n.String()})
	if m.must("split", err, n <= p.left()) {
		p.given += n
		m.accounts[id] = &holding{id: id, parent: p.id, limit: n, gives: kind == quota.Region, reservations: map[string]cites.Quantity{}, issuances: map[string]cites.Quantity{}}
	}
}

func (m *model) move(*rapid.T) {
	from, to, n := m.pick("from"), m.pick("to"), m.amount()
	if from == to || to.closed || (to.parent != "" && m.accounts[to.parent].closed) {
		m.t.Skip("the same or closed")
	}
	err := m.l.Move(m.ctx, scientist(), m.quota, quota.Moving{From: from.id, To: to.id, Amount: n.String(), Reason: "model"})
	if m.must("move", err, n <= from.left()) {
		m.give(from, -n)
		m.give(to, n)
	}
}

// give changes the limits from a share up to the quota.
func (m *model) give(a *holding, n cites.Quantity) {
	for a.id != "" {
		a.limit += n
		a = m.accounts[a.parent]
		a.given += n
	}
}

func (m *model) close(*rapid.T) {
	a := m.pick("closed")
	if a.id == "" {
		m.t.Skip("the quota stays open")
	}
	children := slices.ContainsFunc(slices.Collect(maps.Values(m.accounts)), func(x *holding) bool { return x.parent == a.id && x.id != "" && !x.closed })
	if m.must("close", m.l.Close(m.ctx, scientist(), m.quota, a.id, "model"), !children) {
		n := a.left()
		a.limit, m.accounts[a.parent].given, a.closed = a.limit-n, m.accounts[a.parent].given-n, true
	}
}

func (m *model) set(*rapid.T) {
	a, n := m.accounts[""], m.amount()*3
	if m.must("set", m.l.Set(m.ctx, scientist(), m.quota, n.String(), "model"), n >= a.limit-a.left() && n >= m.total(func(a *holding) cites.Quantity { return a.used + a.reserved })) {
		a.limit = n
	}
}

func (m *model) total(of func(*holding) cites.Quantity) (sum cites.Quantity) {
	for _, a := range m.accounts {
		sum += of(a)
	}
	return sum
}

// same compares every balance.
func (m *model) same(tb testing.TB) {
	p := m.l.page(tb, m.quota)
	root := m.accounts[""]
	if q := p.Quota; q.Quantity != root.limit || q.Shared != root.given || q.Direct != root.used+root.reserved ||
		q.Used != m.total(func(a *holding) cites.Quantity { return a.used }) || q.Reserved != m.total(func(a *holding) cites.Quantity { return a.reserved }) {
		m.t.Fatalf("the quota is %+v, the model %+v", q, root)
	}
	for _, s := range p.Shares {
		if a := m.accounts[s.ID]; s.Limit != a.limit || s.Shared != a.given || s.Reserved != a.reserved || s.Used != a.used || s.Closed != a.closed {
			m.t.Fatalf("a share is %+v, the model %+v", s, a)
		}
	}
}

// TestLedgerAgreesWithModel does random acts on a quota and compares every
// balance with the model after each, and every promise at the end.
func TestLedgerAgreesWithModel(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		l, n := newLedger(d), 0
		rapid.Check(t, func(r *rapid.T) {
			n++
			m := newModel(r, t.Context(), l, t, fmt.Sprintf("model-%d", n))
			r.Repeat(map[string]func(*rapid.T){
				"approve": m.approve, "issue": m.issue, "withdraw": m.withdraw, "replace": m.replace, "settle": m.settle,
				"split": m.split, "move": m.move, "close": m.close, "set": m.set,
				"": func(*rapid.T) { m.same(t) },
			})
		})
		l.sound(t)
	})
}
