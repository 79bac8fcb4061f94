package exchange_test

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func newDesk(t *testing.T) *exchange.Desk {
	t.Helper()
	n := 0
	return &exchange.Desk{Store: store.Exchange{DB: storetest.Open(t)}, Rand: rand.Reader,
		Now: func() time.Time { return time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC) }, NewID: func() string { n++; return fmt.Sprint("id-", n) }}
}

func as(r actor.Role) actor.Actor { return actor.Actor{ID: string(r), Roles: []actor.Role{r}} }

func form(name string) exchange.PartnerForm {
	return exchange.PartnerForm{Name: name, Party: "CH", Endpoint: "https://cites.example/epix/v2"}
}

func TestWhatAPartnerMustHave(t *testing.T) {
	d := newDesk(t)
	for name, c := range map[string]struct {
		change func(*exchange.PartnerForm)
		field  string
	}{
		"control":            {func(*exchange.PartnerForm) {}, ""},
		"no name":            {func(f *exchange.PartnerForm) { f.Name = " \t" }, "name"},
		"long name":          {func(f *exchange.PartnerForm) { f.Name = strings.Repeat("x", 61) }, "name"},
		"name of two lines":  {func(f *exchange.PartnerForm) { f.Name = "a\nb" }, "name"},
		"no Party":           {func(f *exchange.PartnerForm) { f.Party = "" }, "party"},
		"long Party":         {func(f *exchange.PartnerForm) { f.Party = "CHE" }, "party"},
		"digit":              {func(f *exchange.PartnerForm) { f.Party = "C1" }, "party"},
		"plain http":         {func(f *exchange.PartnerForm) { f.Endpoint = "http://cites.example/" }, "endpoint"},
		"http on loopback":   {func(f *exchange.PartnerForm) { f.Endpoint = "http://127.0.0.1:9/epix/v2" }, ""},
		"file":               {func(f *exchange.PartnerForm) { f.Endpoint = "file:///etc/passwd" }, "endpoint"},
		"password in it":     {func(f *exchange.PartnerForm) { f.Endpoint = "https://a:b@cites.example/" }, "endpoint"},
		"no address":         {func(f *exchange.PartnerForm) { f.Endpoint = "" }, ""},
		"credential of two":  {func(f *exchange.PartnerForm) { f.Credential = "a\r\nX-Evil: 1" }, "credential"},
		"credential foreign": {func(f *exchange.PartnerForm) { f.Credential = "é" }, "credential"},
	} {
		f := form(name)
		c.change(&f)
		_, _, err := d.Add(t.Context(), as(actor.Administrator), f)
		bad := fault.Of(err)
		if (bad == nil) != (c.field == "") || bad != nil && (len(bad.Fields) != 1 || bad.Fields[0].Name != c.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhoManagesPartners(t *testing.T) {
	d := newDesk(t)
	p, _, err := d.Add(t.Context(), as(actor.Administrator), form("Helvetia"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range actor.Roles() {
		who := as(r)
		_, _, add := d.Add(t.Context(), who, form("Another "+string(r)))
		edit := d.Edit(t.Context(), who, p.ID, 0, form("Helvetia"))
		_, renew := d.Renew(t.Context(), who, p.ID, 0)
		off := d.Switch(t.Context(), who, p.ID, 0, exchange.Disabled)
		_, read := d.ReadPartner(t.Context(), who, p.ID)
		_, _, list := d.Partners(t.Context(), who, exchange.PartnerFilter{Limit: 1})
		_, _, messages := d.Messages(t.Context(), who, exchange.MessageFilter{Limit: 1})
		denied := func(err error) bool { return fault.KindOf(err) == fault.Denied }
		for act, err := range map[string]error{"add": add, "edit": edit, "renew": renew, "switch": off, "read": read} {
			if denied(err) == (r == actor.Administrator) {
				t.Errorf("%s, %s: %v", r, act, err)
			}
		}
		asks := r == actor.Administrator || r == actor.CaseOfficer || r == actor.Supervisor
		if denied(list) == asks || denied(messages) == asks {
			t.Errorf("%s, lists: %v %v", r, list, messages)
		}
	}
}

func TestPartnerChanges(t *testing.T) {
	d, admin := newDesk(t), as(actor.Administrator)
	p, first, err := d.Add(t.Context(), admin, exchange.PartnerForm{Name: "Helvetia", Party: "ch", Credential: "theirs"})
	if err != nil || p.Party != "CH" || len(first) != 26 {
		t.Fatalf("%+v %q %v", p, first, err)
	}
	if _, _, err := d.Add(t.Context(), admin, form("HELVETIA")); fault.KindOf(err) != fault.Invalid {
		t.Errorf("the same name: %v", err)
	}
	if err := d.Edit(t.Context(), admin, p.ID, p.Version, form("Helvetia")); err != nil {
		t.Fatal(err)
	}
	second, err := d.Renew(t.Context(), admin, p.ID, p.Version+1)
	if err != nil || second == first {
		t.Errorf("renew: %v", err)
	}
	if err := d.Edit(t.Context(), admin, p.ID, p.Version, form("Stale")); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a stale form: %v", err)
	}
	if err := d.Switch(t.Context(), admin, p.ID, p.Version+2, "deleted"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an unknown state: %v", err)
	}
	got, err := d.ReadPartner(t.Context(), admin, p.ID)
	if err != nil || got.Credential != "theirs" || got.Endpoint == "" || got.Version != 3 {
		t.Errorf("%+v %v", got, err)
	}
}

func TestMissesForgetStrangers(t *testing.T) {
	now := time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC)
	m := &exchange.Misses{Now: func() time.Time { return now }}
	for range 10 {
		m.Miss("guesser")
	}
	for i := range 25_000 { // more strangers than are remembered
		m.Miss(fmt.Sprint(i))
	}
	if !m.Locked("guesser") {
		t.Error("many strangers freed a guesser")
	}
	now = now.Add(16 * time.Minute)
	if m.Locked("guesser") {
		t.Error("the lock does not end")
	}
}
