package web_test

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	signed "golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/web"
)

// audited is a site with the log readable, and a way to sign checkpoints.
func audited(t *testing.T) (*site, func()) {
	t.Helper()
	s := newSite(t, func(s *site, c *web.Config) {
		c.Audit = &audit.Office{Store: store.AuditLog{DB: s.db}}
		c.PublicLog = store.AuditLog{DB: s.db}
	})
	key, _, err := signed.GenerateKey(rand.Reader, "test/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := signed.NewSigner(key)
	if err != nil {
		t.Fatal(err)
	}
	return s, func() {
		t.Helper()
		if _, err := s.db.Checkpoint(t.Context(), signer); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAuditTrail(t *testing.T) {
	s, checkpoint := audited(t)
	v := s.as(t, actor.Auditor)
	v.want("list", v.get("/audit"), 200, "Signed in", "The auditor", "11 events", "Managed an account")
	v.want("by verb", v.get("/audit?verb=account.sign_in"), 200, "1 event<")
	v.want("by noun", v.get("/audit?verb=account."), 200, "11 events")
	v.want("by an unknown verb", v.get("/audit?verb=account.sign%25"), 200, "No events")
	v.want("by person", v.get("/audit?q=AUDITOR"), 200, "1 event<")
	v.want("by subject", v.get("/audit?subject="+s.people[actor.Trader].ID), 200, "1 event<")
	v.want("by day", v.get("/audit?from=2020-01-01&until=2020-12-31"), 200, "No events")
	v.want("no day", v.get("/audit?from=yesterday"), 422, "Enter a date")
	v.want("second page", v.get("/audit?page=2"), 200, "11 to 11 of 11")
	v.want("event, before a checkpoint", v.get("/audit/events/3"), 200, "no checkpoint covers it yet")
	checkpoint()
	v.want("event, after a checkpoint", v.get("/audit/events/3"), 200, "holds this event unchanged", "test/log", "Managed an account")
	v.want("no such event", v.get("/audit/events/99"), 404)
	v.want("no number", v.get("/audit/events/x"), 404)
	lie := func(x *store.Tx) error {
		_, err := x.ExecContext(t.Context(), `update audit_event set actor_name = 'somebody else' where leaf_index = 3`)
		return err
	}
	if err := s.db.Update(t.Context(), lie); err != nil {
		t.Fatal(err)
	}
	v.want("a changed event", v.get("/audit/events/3"), 200, "does not fit the log")
}

func TestExports(t *testing.T) {
	s, _ := audited(t)
	for i := range 620 { // more than one step
		_, err := s.office.Add(t.Context(), account.Console(), account.New{Login: fmt.Sprintf("p%d@example.org", i), Name: "=HYPERLINK(1)", Roles: []actor.Role{actor.Trader}, Language: "en"})
		if err != nil {
			t.Fatal(err)
		}
	}
	evil, err := s.office.Add(t.Context(), account.Console(), account.New{Login: "evil@example.org", Name: "=1+1", Roles: []actor.Role{actor.Trader}, Language: "en", Password: goodPassword})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.office.SignIn(t.Context(), evil.Login, goodPassword); err != nil {
		t.Fatal(err)
	}
	v := s.as(t, actor.Auditor)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(v.get("/audit/export.csv").body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 1+10+620+3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a cell starts a formula: %q", cell)
			}
		}
	}
	var events []struct {
		Index int64
		Verb  string
		Actor struct{ Name string }
	}
	if err := json.Unmarshal([]byte(v.get("/audit/export.json?q=%3D1").body), &events); err != nil || len(events) != 1 || events[0].Actor.Name != "=1+1" {
		t.Errorf("%+v, %v", events, err)
	}
	if got := v.get("/audit/export.json?q=nobody").body; strings.Join(strings.Fields(got), "") != "[]" {
		t.Errorf("an empty export is %q", got)
	}
}

func TestPublicLogProves(t *testing.T) {
	s, checkpoint := audited(t)
	v := s.visitor(t)
	v.want("no checkpoint yet", v.get("/log/checkpoint"), 404)
	checkpoint()
	first := note(t, v.get("/log/checkpoint").body)
	s.as(t, actor.Trader)
	v.want("what no checkpoint covers", v.get(fmt.Sprintf("/log/proof/inclusion?index=%d", first.size)), 404)
	checkpoint()
	second := note(t, v.get("/log/checkpoint").body)
	var in struct {
		Index, Size int64
		Leaf, Root  []byte
		Proof       [][]byte
	}
	decode(t, v.get(fmt.Sprintf("/log/proof/inclusion?index=%d&size=%d", 3, second.size)), &in)
	if err := tlog.CheckRecord(hashes(in.Proof), second.size, second.root, 3, tlog.RecordHash(in.Leaf)); err != nil {
		t.Error(err)
	}
	in.Leaf[0] ^= 1
	if tlog.CheckRecord(hashes(in.Proof), second.size, second.root, 3, tlog.RecordHash(in.Leaf)) == nil {
		t.Error("another leaf is proved as well")
	}
	var grew struct{ Proof [][]byte }
	decode(t, v.get(fmt.Sprintf("/log/proof/consistency?old=%d&size=%d", first.size, second.size)), &grew)
	if err := tlog.CheckTree(hashes(grew.Proof), second.size, second.root, first.size, first.root); err != nil {
		t.Error(err)
	}
	tile := v.get(fmt.Sprintf("/log/tile/0/000.p/%d", second.size))
	if tile.status != 200 || int64(len(tile.body)) != second.size*tlog.HashSize {
		t.Errorf("tile: %d, %d bytes", tile.status, len(tile.body))
	}
	for _, path := range []string{"/log/tile/../x", "/log/tile/9/000", "/log/tile/0/000", "/log/proof/inclusion?index=x", "/log/proof/inclusion?index=-1", "/log/proof/consistency?old=0&size=5",
		fmt.Sprintf("/log/proof/inclusion?index=1&size=%d", second.size+1)} {
		if got := v.get(path); got.status != 404 && got.status != 301 && got.status != 307 {
			t.Errorf("%s answers %d", path, got.status)
		}
	}
}

type seen struct {
	size int64
	root tlog.Hash
}

func note(t *testing.T, text string) (n seen) {
	t.Helper()
	lines := strings.Split(text, "\n")
	if len(lines) < 5 || lines[0] != "test/log" {
		t.Fatalf("checkpoint %q", text)
	}
	if _, err := fmt.Sscan(lines[1], &n.size); err != nil {
		t.Fatal(err)
	}
	b, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || copy(n.root[:], b) != tlog.HashSize {
		t.Fatalf("root %q", lines[2])
	}
	return n
}

func decode(t *testing.T, a answer, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), v); err != nil || a.status != 200 {
		t.Fatalf("%d %v: %.200s", a.status, err, a.body)
	}
}

func hashes(in [][]byte) []tlog.Hash {
	out := make([]tlog.Hash, len(in))
	for i, b := range in {
		copy(out[i][:], b)
	}
	return out
}
