package account

import (
	"crypto/rand"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

func TestPasswords(t *testing.T) {
	a := &Account{Login: "amina.diallo@example.org", Name: "Amina Diallo"}
	for password, want := range map[string]string{
		"eleven char":                 "account.password.short",
		"aaaaaaaaaaaaaaaa":            "account.password.common",
		"123456789012":                "account.password.common",
		"Password1234":                "account.password.common",
		"password password":           "account.password.common",
		"OpenCITES 2026!":             "account.password.common",
		"amina.diallo@example.org":    "account.password.own",
		"AminaDiallo99":               "account.password.own",
		"bad \xff bytes in it":        "account.password.form",
		strings.Repeat("ab1!x", 60):   "account.password.long",
		"كلمة سر طويلة جدا":           "",
		"correct staple battery horn": "",
		"🦜🦎🐢🐘🦈🐍🦋🦏🐒🐊🦢🐟":               "",
		"ñandú-cóndor-vicuña":        "",
		"amina likes long passwords": "",
	} {
		f := fault.Invalidf("x")
		checkPassword(f, "password", password, a)
		got := ""
		if len(f.Fields) > 0 {
			got = f.Fields[0].Key
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", password, got, want)
		}
	}
}

func TestHasherTreatsUnknownLoginsAlike(t *testing.T) {
	h, err := NewHasher(rand.Reader, Cost{Memory: 64, Passes: 1, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	// The decoy is a real hash of the same cost: the work is the same, the answer no.
	cost, _, _, err := parsePHC(h.decoy)
	if err != nil || cost != h.cost {
		t.Errorf("decoy of cost %+v, %v", cost, err)
	}
	if fits, _, err := h.Verify(t.Context(), "no account has this password", ""); fits || err != nil {
		t.Errorf("the decoy's password opens accounts without one: %v", err)
	}
	hash, err := h.Hash(t.Context(), "é precomposed or not")
	if err != nil {
		t.Fatal(err)
	}
	if fits, _, _ := h.Verify(t.Context(), "e\u0301 precomposed or not", hash); !fits {
		t.Error("the same text from another keyboard does not fit")
	}
	for _, bad := range []string{"x", "$argon2i$v=19$m=64,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$m=64,t=0,p=1$AAAA$AAAA", hash + "A", strings.Replace(hash, "v=19", "v=18", 1)} {
		if _, _, err := h.Verify(t.Context(), "x", bad); err == nil {
			t.Errorf("%q is taken for a hash", bad)
		}
	}
}

func TestDutiesOfRoles(t *testing.T) {
	for _, a := range actor.Roles() {
		for _, b := range actor.Roles() {
			who := actor.Actor{Roles: []actor.Role{a, b}}
			if rolesApart(who.Roles) == "" && who.Can(actor.Approve) && (who.Can(actor.ManageAccounts) || who.Can(actor.WriteApplication) || who.Can(actor.RecordFee)) {
				t.Errorf("%s and %s may be one person", a, b)
			}
		}
		if key := rolesApart([]actor.Role{a}); key != "" {
			t.Errorf("%s alone is refused: %s", a, key)
		}
	}
}
