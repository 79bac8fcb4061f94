package web

import (
	"net/http"
	"strconv"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

func (s *Server) newUser(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	return s.renderUserForm(w, r, http.StatusOK, s.newUserForm(l), nil)
}

func (s *Server) newUserForm(l *Locale) userForm {
	form := s.userForm(l, &account.Account{Language: l.Lang})
	form.Title, form.Action, form.Button = l.T("admin.add"), l.Href("/admin/users/new"), l.T("admin.add.button")
	return form
}

func (s *Server) renderUserForm(w http.ResponseWriter, r *http.Request, status int, form userForm, cause error) error {
	page := Page{Title: form.Title, Back: "/admin/users"}
	if cause != nil {
		page.Errors = formErrors(LocaleFrom(r.Context()), cause, form.fields()...)
	}
	page.Data = form
	return s.render(w, r, status, "admin_user_form", page)
}

func (s *Server) addUser(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	ctx, l, who := r.Context(), LocaleFrom(r.Context()), ActorFrom(r.Context())
	form := s.newUserForm(l)
	roles := form.read(r)
	org, orgName, err := s.sameOrg(r, &form, "")
	if err == nil {
		var a *account.Account
		a, err = s.cfg.People.Add(ctx, who, account.New{Login: form.Login.Value, Name: form.Name.Value, Roles: roles, Office: form.Office.Value,
			Org: org, OrgName: orgName, Language: languageOf(form.Language.Value)})
		if err == nil {
			s.notice(ctx, l.T("admin.added", "login", a.Login))
			return s.seeOther(w, r, "/admin/users/"+a.ID)
		}
	}
	if fault.KindOf(err) == fault.Invalid {
		return s.renderUserForm(w, r, http.StatusUnprocessableEntity, form, err)
	}
	return err
}

// sameOrg gives the organisation of the form: that of another account, when one
// is named, else the one before with the name as typed.
func (s *Server) sameOrg(r *http.Request, form *userForm, org string) (id, name string, err error) {
	if form.SameOrg.Value == "" {
		if form.Org.Value == "" {
			org = "" // no name, no organisation
		}
		return org, form.Org.Value, nil
	}
	other, err := s.cfg.People.FindByLogin(r.Context(), ActorFrom(r.Context()), form.SameOrg.Value)
	if fault.KindOf(err) == fault.NotFound || (err == nil && other.Org == "") {
		return "", "", fault.Invalidf("account.invalid").Add("same_org", "admin.same_org.unknown")
	}
	if err != nil {
		return "", "", err
	}
	return other.Org, other.OrgName, nil
}

func (s *Server) editUserForm(l *Locale, a *account.Account) userForm {
	form := s.userForm(l, a)
	form.Title, form.Action, form.Button = l.T("admin.edit"), l.Href("/admin/users/"+a.ID+"/edit"), l.T("account.save")
	form.Version = strconv.FormatInt(a.Version, 10)
	return form
}

func (s *Server) editUser(w http.ResponseWriter, r *http.Request) error {
	a, err := s.cfg.People.Find(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.renderUserForm(w, r, http.StatusOK, s.editUserForm(LocaleFrom(r.Context()), a), nil)
}

func (s *Server) saveUser(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	ctx, l, who := r.Context(), LocaleFrom(r.Context()), ActorFrom(r.Context())
	a, err := s.cfg.People.Find(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	form := s.editUserForm(l, a)
	roles := form.read(r)
	form.Version = r.PostFormValue("version")
	org, orgName, err := s.sameOrg(r, &form, a.Org)
	if err == nil {
		err = s.cfg.People.Edit(ctx, who, a.ID, versionOf(r), account.Change{Name: form.Name.Value, Roles: roles, Office: form.Office.Value,
			Org: org, OrgName: orgName, Language: languageOf(form.Language.Value)})
	}
	if fault.KindOf(err) == fault.Invalid {
		return s.renderUserForm(w, r, http.StatusUnprocessableEntity, form, err)
	}
	if err != nil {
		return err
	}
	s.notice(ctx, l.T("admin.saved"))
	return s.seeOther(w, r, "/admin/users/"+a.ID)
}

func (s *Server) renderDisable(w http.ResponseWriter, r *http.Request, status int, a *account.Account, reason string, cause error) error {
	l := LocaleFrom(r.Context())
	field := Field{Name: "reason", Label: l.T("admin.disable.reason"), Value: reason, Max: 120, Rows: 3, Dir: "auto"}
	page := Page{Title: l.T("admin.disable"), Back: "/admin/users/" + a.ID}
	if cause != nil {
		page.Errors = formErrors(l, cause, &field)
	}
	page.Data = Confirm{Title: l.T("admin.disable.title", "name", a.Name), Warning: l.T("admin.disable.warning"), Fields: []Field{field},
		Facts:  []SummaryRow{{Key: l.T("account.login"), Value: Reference(a.Login)}, {Key: l.T("account.roles"), Value: Bdi(roleList(l, a.Roles))}},
		Action: l.Href("/admin/users/" + a.ID + "/disable"), Button: l.T("admin.disable"), Cancel: l.Href("/admin/users/" + a.ID),
		Hidden: map[string]string{"version": strconv.FormatInt(a.Version, 10)}}
	return s.render(w, r, status, "confirm", page)
}

func (s *Server) askDisableUser(w http.ResponseWriter, r *http.Request) error {
	a, err := s.cfg.People.Find(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.renderDisable(w, r, http.StatusOK, a, "", nil)
}

func (s *Server) disableUser(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	ctx, l, who, id := r.Context(), LocaleFrom(r.Context()), ActorFrom(r.Context()), r.PathValue("id")
	err := s.cfg.People.Disable(ctx, who, id, versionOf(r), r.PostFormValue("reason"))
	if fault.KindOf(err) == fault.Invalid {
		a, found := s.cfg.People.Find(ctx, who, id)
		if found != nil {
			return found
		}
		return s.renderDisable(w, r, http.StatusUnprocessableEntity, a, r.PostFormValue("reason"), err)
	}
	if err != nil {
		return err
	}
	s.notice(ctx, l.T("admin.disabled"))
	return s.seeOther(w, r, "/admin/users/"+id)
}

func (s *Server) enableUser(w http.ResponseWriter, r *http.Request) error {
	return s.manageUser(w, r, "admin.enabled", func(who actor.Actor, id string, version int64) error {
		return s.cfg.People.Enable(r.Context(), who, id, version)
	})
}

func (s *Server) inviteUser(w http.ResponseWriter, r *http.Request) error {
	return s.manageUser(w, r, "admin.invited", func(who actor.Actor, id string, version int64) error {
		return s.cfg.People.Invite(r.Context(), who, id, version)
	})
}

// manageUser does one act on an account and shows its page again.
func (s *Server) manageUser(w http.ResponseWriter, r *http.Request, done string, act func(who actor.Actor, id string, version int64) error) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	if err := act(ActorFrom(ctx), id, versionOf(r)); err != nil {
		return err
	}
	s.notice(ctx, LocaleFrom(ctx).T(done))
	return s.seeOther(w, r, "/admin/users/"+id)
}
