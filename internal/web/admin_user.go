package web

import (
	"net/http"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
)

// userList is the page with all accounts.
type userList struct {
	Tabs                 []Tab
	Search, Role, State  Field
	Count                string
	List                 List[userRow]
	ByName, ByLogin, Old SortLink
}

type userRow struct {
	Name, Login, Roles, Seen, Href string
	State                          Tag
}

func (s *Server) listUsers(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), readList(r, []string{"role", "state"}, []string{"name", "login", "seen"})
	role, state := q.Filters.Get("role"), q.Filters.Get("state")
	found, total, err := s.cfg.People.List(r.Context(), ActorFrom(r.Context()),
		account.Filter{Text: q.Q, Role: actor.Role(role), State: account.State(state), Sort: q.Sort, Limit: q.Per, Offset: q.Offset()})
	if err != nil {
		return err
	}
	rows := make([]userRow, len(found))
	for i, a := range found {
		seen := l.DayOf(a.LastSignIn)
		if seen == "" {
			seen = l.T("admin.never")
		}
		rows[i] = userRow{Name: a.Name, Login: a.Login, Roles: roleList(l, a.Roles), Seen: seen, Href: l.Href("/admin/users/" + a.ID), State: accountState(l, a.State)}
	}
	view := userList{Tabs: s.adminTabs(l, "/admin/users"), Count: l.Plural("admin.count", total), List: newList(l, q, rows, total),
		Search: Field{Name: "q", Label: l.T("admin.search"), Type: "search", Value: q.Q, Dir: "auto"},
		Role:   Field{Name: "role", Label: l.T("admin.role"), Value: role, Options: append([]Option{{Label: l.T("admin.all")}}, plainOptions(roleOptions(l, actor.Roles()))...)},
		State:  Field{Name: "state", Label: l.T("admin.state"), Value: state, Options: []Option{{Label: l.T("admin.all")}}},
		ByName: q.sortLink(l, "name", l.T("account.name")), ByLogin: q.sortLink(l, "login", l.T("account.login")), Old: q.sortLink(l, "seen", l.T("admin.seen"))}
	for _, x := range account.States() {
		view.State.Options = append(view.State.Options, Option{Value: string(x), Label: accountState(l, x).Text})
	}
	view.List.Empty = Empty{l.T("admin.nothing"), l.T("admin.nothing.text"), l.Href("/admin/users"), l.T("admin.clear")}
	return s.render(w, r, http.StatusOK, "admin_users", Page{Title: l.T("admin.users"), Data: view})
}

// plainOptions drops the hints, which a select cannot show.
func plainOptions(in []Option) []Option {
	out := make([]Option, len(in))
	for i, o := range in {
		out[i] = Option{Value: o.Value, Label: o.Label}
	}
	return out
}

// userView is the page of one account.
type userView struct {
	ID, Name string
	Version  int64
	State    Tag
	Rows     []SummaryRow
	Own      bool // nobody changes the own account here
	Active   bool
	Waiting  bool // no password yet
	Disabled bool
	Why      string
	Audit    string // address of what was done with it; may be empty
}

func (s *Server) showUser(w http.ResponseWriter, r *http.Request) error {
	a, err := s.cfg.People.Find(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	seen := l.DateTime(a.LastSignIn)
	if seen == "" {
		seen = l.T("admin.never")
	}
	rows := []SummaryRow{{Key: l.T("account.login"), Value: Reference(a.Login)}, {Key: l.T("account.roles"), Value: Bdi(roleList(l, a.Roles))}}
	if a.Office != "" {
		rows = append(rows, SummaryRow{Key: l.T("account.office"), Value: Bdi(s.officeName(l, a.Office))})
	}
	if a.OrgName != "" {
		rows = append(rows, SummaryRow{Key: l.T("account.org"), Value: Bdi(a.OrgName)})
	}
	name := string(a.Language)
	if own := s.locales[a.Language]; own != nil {
		name = own.Name
	}
	rows = append(rows, SummaryRow{Key: l.T("account.language"), Value: Bdi(name)},
		SummaryRow{Key: l.T("admin.created"), Value: Bdi(l.DateTime(a.Created))}, SummaryRow{Key: l.T("admin.seen"), Value: Bdi(seen)})
	view := userView{ID: a.ID, Name: a.Name, Version: a.Version, State: accountState(l, a.State), Rows: rows, Own: a.ID == ActorFrom(r.Context()).ID,
		Active: a.State == account.Active, Waiting: a.State == account.Unconfirmed, Disabled: a.State == account.Disabled, Why: a.Why}
	return s.render(w, r, http.StatusOK, "admin_user", Page{Title: a.Name, Back: "/admin/users", Data: view})
}

// userForm is the form of an account.
type userForm struct {
	Title, Action, Button, Version           string
	Login, Name, Roles, Office, Org, SameOrg Field
	Language                                 Field
	New                                      bool
}

func (s *Server) userForm(l *Locale, a *account.Account) userForm {
	f := userForm{New: a.ID == "",
		Login:    Field{Name: "login", Label: l.T("account.login"), Type: "email", Dir: "ltr", Value: a.Login, Complete: "off"},
		Name:     Field{Name: "name", Label: l.T("account.name"), Dir: "auto", Value: a.Name, Complete: "off"},
		Roles:    Field{Name: "roles", Label: l.T("account.roles"), Bold: true, Small: true, Options: roleOptions(l, actor.Roles())},
		Office:   Field{Name: "office", Label: l.T("account.office"), Hint: l.T("admin.office.hint"), Value: a.Office, Options: s.officeOptions(l, a.Office)},
		Org:      Field{Name: "org", Label: l.T("account.org"), Hint: l.T("admin.org.hint"), Dir: "auto", Value: a.OrgName, Optional: true, Complete: "off"},
		SameOrg:  Field{Name: "same_org", Label: l.T("admin.same_org"), Hint: l.T("admin.same_org.hint"), Type: "email", Dir: "ltr", Optional: true, Complete: "off"},
		Language: Field{Name: "language", Label: l.T("account.language"), Value: string(a.Language), Options: s.languageOptions()}}
	for _, r := range a.Roles {
		f.Roles.Values = append(f.Roles.Values, string(r))
	}
	return f
}

// read takes over what was typed.
func (f *userForm) read(r *http.Request) []actor.Role {
	for _, x := range []*Field{&f.Name, &f.Office, &f.Org, &f.SameOrg, &f.Language} {
		refill(r, x)
	}
	if f.New {
		refill(r, &f.Login)
	}
	f.Roles.Values = r.PostForm["roles"]
	var roles []actor.Role
	for _, name := range f.Roles.Values {
		roles = append(roles, actor.Role(name))
	}
	return roles
}

func (f *userForm) fields() []*Field {
	return []*Field{&f.Login, &f.Name, &f.Roles, &f.Office, &f.Org, &f.SameOrg, &f.Language}
}
