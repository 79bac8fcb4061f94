package web_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/web"
	"github.com/opencites/opencites/seal"
)

func TestRolesCountAtOnce(t *testing.T) {
	s := newSite(t)
	v := s.as(t, actor.Administrator)
	v.want("administrator", v.get("/admin/users"), 200)
	id := s.people[actor.Administrator].ID
	roles := func(r actor.Role) {
		a, err := s.office.Find(t.Context(), account.Console(), id)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.office.Edit(t.Context(), account.Console(), id, a.Version, account.Change{Name: a.Name, Roles: []actor.Role{r}, Language: a.Language}); err != nil {
			t.Fatal(err)
		}
	}
	roles(actor.Auditor)
	v.want("role taken away", v.get("/admin/users"), 403)
	roles(actor.Administrator)
	v.want("role given back", v.get("/admin/users"), 200)
	a, err := s.office.Find(t.Context(), account.Console(), id)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.office.Disable(t.Context(), account.Console(), id, a.Version, "left"); err != nil {
		t.Fatal(err)
	}
	v.want("disabled", v.get("/admin/users"), 303, "/sign-in")
}

func TestManageUsers(t *testing.T) {
	s := newSite(t)
	v := s.as(t, actor.Administrator)
	v.want("list", v.get("/admin/users"), 200, "10 accounts", "trader@example.org", "Administration")
	v.want("filter", v.get("/admin/users?role=trader&state=active"), 200, "1 account<")
	v.want("search", v.get("/admin/users?q=nobody"), 200, "No accounts")
	v.want("sorted", v.get("/admin/users?sort=-login&per=25"), 200, `aria-sort="descending"`)
	v.want("empty form", v.post("/admin/users/new"), 422, "Enter an email address", "Enter a name", "Choose at least one role")
	v.want("both duties", v.post("/admin/users/new", "login", "n@example.org", "name", "N", "roles", "signatory", "roles", "administrator", "language", "en"), 422, "both approve permits and manage accounts")
	v.want("taken", v.post("/admin/users/new", "login", "Trader@example.org", "name", "N", "roles", "auditor", "language", "en"), 422, "already")
	got := v.post("/admin/users/new", "login", "n@example.org", "name", "N <b>", "roles", "trader", "org", "Firm", "language", "ar")
	v.want("add", got, 303, "/admin/users/")
	v.want("new account", v.get(got.location), 200, "N &lt;b&gt;", "Firm", "invited to choose", "No password yet")
	same := v.post("/admin/users/new", "login", "m@example.org", "name", "M", "roles", "agent", "same_org", "n@example.org", "language", "fr")
	v.want("colleague", v.get(same.location), 200, "Firm")
	v.want("no such colleague", v.post("/admin/users/new", "login", "o@example.org", "name", "O", "roles", "agent", "same_org", "trader@example.org", "language", "fr"), 422, "no account of a business")
	n, err := s.office.FindByLogin(t.Context(), account.Console(), "n@example.org")
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.office.FindByLogin(t.Context(), account.Console(), "m@example.org")
	if err != nil || m.Org != n.Org || n.Org == "" {
		t.Errorf("colleagues are of %q and %q: %v", n.Org, m.Org, err)
	}
	at := "/admin/users/" + n.ID
	v.want("stale page", v.post(at+"/edit", "version", "77", "name", "N", "roles", "trader", "language", "en"), 409)
	v.want("edit", v.post(at+"/edit", "version", fmt.Sprint(n.Version), "name", "Nora", "roles", "agent", "org", "Firm", "language", "en"), 303)
	v.want("disable asks", v.get(at+"/disable"), 200, "Disable the account of Nora?")
	v.want("without a reason", v.post(at+"/disable", "version", fmt.Sprint(n.Version+1)), 422, "Enter a reason")
	v.want("disable", v.post(at+"/disable", "version", fmt.Sprint(n.Version+1), "reason", "Closed"), 303)
	v.want("disabled", v.get(at), 200, "Closed", "Enable account")
	v.want("enable", v.post(at+"/enable", "version", fmt.Sprint(n.Version+2)), 303)
	v.want("invite again", v.post(at+"/invite", "version", fmt.Sprint(n.Version+3)), 303)
	own := "/admin/users/" + s.people[actor.Administrator].ID
	v.want("own account", v.get(own), 200, "Another administrator must change")
	v.want("own account", v.post(own+"/edit", "version", "2", "name", "A", "roles", "auditor", "language", "en"), 403)
	v.want("no such account", v.get("/admin/users/none"), 404)
}

// keyBox stands for the keys of a Party.
type keyBox struct{ rotated []seal.Use }

func (k *keyBox) Keys(_ context.Context, who actor.Actor) ([]seal.Key, error) {
	return []seal.Key{{Use: seal.UsePermit, Alg: seal.ES256, State: seal.StateActive}, {Use: seal.UsePermit, Alg: seal.ES256, State: seal.StateNext}}, who.Must(actor.ManageKeys)
}

func (k *keyBox) Rotate(_ context.Context, who actor.Actor, use seal.Use) error {
	k.rotated = append(k.rotated, use)
	return who.Must(actor.ManageKeys)
}

type letterBox []web.Letter

func (b letterBox) Letters(_ context.Context, who actor.Actor) ([]web.Letter, error) {
	return b, who.Must(actor.ManageAccounts)
}

func TestKeysProfileAndLetters(t *testing.T) {
	keys := &keyBox{}
	s := newSite(t, func(_ *site, c *web.Config) {
		c.Keys, c.File = keys, "/etc/opencites/profile.json"
		c.Outbox = letterBox{{To: "a@example.org", Subject: "Choose", Body: "link"}, {To: "b@example.org", Subject: "Hidden"}}
	})
	v := s.as(t, actor.Administrator)
	v.want("keys", v.get("/admin/keys"), 200, "Permits", "Signing", "Next")
	v.want("rotating asks", v.get("/admin/keys/PS/rotate"), 200, "cannot be undone")
	if len(keys.rotated) != 0 {
		t.Error("asking rotated")
	}
	v.want("rotate", v.post("/admin/keys/PS/rotate"), 303)
	if len(keys.rotated) != 1 || keys.rotated[0] != seal.UsePermit {
		t.Errorf("rotated %v", keys.rotated)
	}
	v.want("no such usage", v.post("/admin/keys/XX/rotate"), 404)
	v.want("profile", v.get("/admin/profile"), 200, "/etc/opencites/profile.json", "WWxxYYYYYY/zz", "Aurel International Airport", "All settings are right", "number.pattern", "Africa/Nairobi")
	for _, path := range []string{"/admin/profile", "/fr/admin/profile", "/es/admin/keys", "/ar/admin/profile"} {
		if got := v.get(path); strings.Contains(got.body, "[setting.") || strings.Contains(got.body, "[admin.") || got.status != 200 {
			t.Errorf("%s has a key without words, or answers %d", path, got.status)
		}
	}
	v.want("letters", v.get("/admin/letters"), 200, "a@example.org", "link", "The text is not kept")
}
