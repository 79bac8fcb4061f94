package web

import (
	"net/http"
	"slices"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
)

// adminRoutes are the pages of administrators.
func (s *Server) adminRoutes() []Route {
	if s.cfg.People == nil {
		return nil
	}
	may := Can(actor.ManageAccounts)
	routes := []Route{
		{Pattern: "GET /admin", Policy: may, Handler: s.page(func(w http.ResponseWriter, r *http.Request) error { return s.seeOther(w, r, "/admin/users") })},
		{Pattern: "GET /admin/users", Policy: may, Handler: s.page(s.listUsers)},
		{Pattern: "GET /admin/users/new", Policy: may, Handler: s.page(s.newUser)},
		{Pattern: "POST /admin/users/new", Policy: may, Handler: s.page(s.addUser)},
		{Pattern: "GET /admin/users/{id}", Policy: may, Handler: s.page(s.showUser)},
		{Pattern: "GET /admin/users/{id}/edit", Policy: may, Handler: s.page(s.editUser)},
		{Pattern: "POST /admin/users/{id}/edit", Policy: may, Handler: s.page(s.saveUser)},
		{Pattern: "GET /admin/users/{id}/disable", Policy: may, Handler: s.page(s.askDisableUser)},
		{Pattern: "POST /admin/users/{id}/disable", Policy: may, Handler: s.page(s.disableUser)},
		{Pattern: "POST /admin/users/{id}/enable", Policy: may, Handler: s.page(s.enableUser)},
		{Pattern: "POST /admin/users/{id}/invite", Policy: may, Handler: s.page(s.inviteUser)},
	}
	if s.cfg.Profile != nil {
		routes = append(routes, Route{Pattern: "GET /admin/profile", Policy: Can(actor.ManageProfile), Handler: s.page(s.showProfile)})
	}
	if s.cfg.Keys != nil {
		keys := Can(actor.ManageKeys)
		routes = append(routes, Route{Pattern: "GET /admin/keys", Policy: keys, Handler: s.page(s.listKeys)},
			Route{Pattern: "GET /admin/keys/{use}/rotate", Policy: keys, Handler: s.page(s.askRotate)},
			Route{Pattern: "POST /admin/keys/{use}/rotate", Policy: keys, Handler: s.page(s.rotateKey)})
	}
	if s.cfg.Outbox != nil {
		routes = append(routes, Route{Pattern: "GET /admin/letters", Policy: may, Handler: s.page(s.listLetters)})
	}
	return routes
}

// adminTabs are the pages of the administration that this server has.
func (s *Server) adminTabs(l *Locale, current string) []Tab {
	var out []Tab
	for _, t := range [][2]string{{"/admin/users", "admin.users"}, {"/admin/profile", "admin.profile"}, {"/admin/keys", "admin.keys"}, {"/law", "law.title"}, {"/admin/letters", "admin.letters"}, {"/rules", "rulebook.title"}} {
		if s.serves("GET " + t[0]) {
			out = append(out, Tab{l.T(t[1]), l.Href(t[0]), t[0] == current})
		}
	}
	return out
}

func accountState(l *Locale, state account.State) Tag {
	colour := map[account.State]string{account.Active: "green", account.Unconfirmed: "yellow", account.Disabled: "grey"}[state]
	return Tag{l.T("account.state." + string(state)), colour}
}

func roleOptions(l *Locale, roles []actor.Role) []Option {
	out := make([]Option, len(roles))
	for i, r := range roles {
		out[i] = Option{Value: string(r), Label: l.T("role." + string(r)), Hint: l.T("role." + string(r) + ".does")}
	}
	return out
}

// officeOptions are the offices of the profile, after "none".
func (s *Server) officeOptions(l *Locale, current string) []Option {
	out := []Option{{Label: l.T("admin.office.none")}}
	if s.cfg.Profile != nil {
		for _, o := range s.cfg.Profile.Offices {
			out = append(out, Option{Value: o.Code, Label: o.Name.In(l.Lang)})
		}
	}
	if !slices.ContainsFunc(out, func(o Option) bool { return o.Value == current }) {
		out = append(out, Option{Value: current, Label: current}) // an office that the profile no longer has
	}
	return out
}
