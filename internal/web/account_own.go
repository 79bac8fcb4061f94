package web

import (
	"net/http"
	"strconv"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// ownView is the page of the own account.
type ownView struct {
	Name     string
	Rows     []SummaryRow
	Sessions []sessionView
	Others   bool
	Mandates bool // traders and agents have them
}

type sessionView struct {
	Device, Since, Seen string
	This                bool
}

func (s *Server) showOwn(w http.ResponseWriter, r *http.Request) error {
	ctx, l, who := r.Context(), LocaleFrom(r.Context()), ActorFrom(r.Context())
	a, err := s.cfg.People.Own(ctx, who)
	if err != nil {
		return err
	}
	sessions, err := s.cfg.People.Sessions(ctx, who)
	if err != nil {
		return err
	}
	view := ownView{Name: a.Name, Rows: s.ownRows(l, a), Mandates: who.Has(actor.Trader, actor.Agent) && s.serves("GET /mandates")}
	current := s.sessionID(ctx)
	for _, x := range sessions {
		if x.Device == "" {
			x.Device = l.T("account.device.unknown")
		}
		view.Sessions = append(view.Sessions, sessionView{Device: x.Device, Since: l.DateTime(x.Created), Seen: l.DateTime(x.Seen), This: x.ID == current})
		view.Others = view.Others || x.ID != current
	}
	return s.render(w, r, http.StatusOK, "account_own", Page{Title: l.T("account.own.title"), Data: view})
}

func (s *Server) ownRows(l *Locale, a *account.Account) []SummaryRow {
	rows := []SummaryRow{
		{Key: l.T("account.name"), Value: Bdi(a.Name), Action: l.Href("/account/edit")},
		{Key: l.T("account.login"), Value: Reference(a.Login)},
		{Key: l.T("account.roles"), Value: Bdi(roleList(l, a.Roles))},
	}
	if a.OrgName != "" {
		rows = append(rows, SummaryRow{Key: l.T("account.org"), Value: Bdi(a.OrgName)})
	}
	if a.Office != "" {
		rows = append(rows, SummaryRow{Key: l.T("account.office"), Value: Bdi(s.officeName(l, a.Office))})
	}
	name := string(a.Language)
	if own := s.locales[a.Language]; own != nil {
		name = own.Name
	}
	return append(rows,
		SummaryRow{Key: l.T("account.language"), Value: Bdi(name), Action: l.Href("/account/edit")},
		SummaryRow{Key: l.T("account.password"), Value: Bdi("••••••••••••"), Action: l.Href("/account/password")})
}

func (s *Server) ownForm(l *Locale, a *account.Account) formView {
	return formView{Title: l.T("account.edit.title"), Action: l.Href("/account/edit"), Button: l.T("account.save"),
		Hidden: map[string]string{"version": strconv.FormatInt(a.Version, 10)},
		Fields: []Field{{Name: "name", Label: l.T("account.name"), Complete: "name", Dir: "auto", Value: a.Name},
			{Name: "language", Label: l.T("account.language"), Hint: l.T("account.language.hint"), Value: string(a.Language), Options: s.languageOptions()}}}
}

func (s *Server) showOwnEdit(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	a, err := s.cfg.People.Own(r.Context(), ActorFrom(r.Context()))
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "account_form", Page{Title: l.T("account.edit.title"), Back: "/account", Data: s.ownForm(l, a)})
}

func (s *Server) editOwn(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	ctx, l, who := r.Context(), LocaleFrom(r.Context()), ActorFrom(r.Context())
	a, err := s.cfg.People.Own(ctx, who)
	if err != nil {
		return err
	}
	view := s.ownForm(l, a)
	refill(r, &view.Fields[0])
	refill(r, &view.Fields[1])
	version := versionOf(r)
	view.Hidden["version"] = strconv.FormatInt(version, 10)
	err = s.cfg.People.EditOwn(ctx, who, version, view.Fields[0].Value, languageOf(view.Fields[1].Value))
	if fault.KindOf(err) == fault.Invalid {
		page := Page{Title: view.Title, Back: "/account", Errors: formErrors(l, err, &view.Fields[0], &view.Fields[1])}
		page.Data = view
		return s.render(w, r, http.StatusUnprocessableEntity, "account_form", page)
	}
	if err != nil {
		return err
	}
	s.notice(ctx, l.T("account.saved"))
	return s.seeOther(w, r, "/account")
}

func (s *Server) passwordForm(l *Locale, login string) formView {
	return formView{Title: l.T("account.change.title"), Action: l.Href("/account/password"), Button: l.T("account.change.button"), Login: login,
		Intro: l.T("account.change.text"),
		Fields: []Field{{Name: "old", Label: l.T("account.password.old"), Complete: "current-password"},
			{Name: "password", Label: l.T("account.password.new"), Hint: l.T("account.password.rules"), Complete: "new-password"}}}
}

func (s *Server) showPassword(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	a, err := s.cfg.People.Own(r.Context(), ActorFrom(r.Context()))
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "account_form", Page{Title: l.T("account.change.title"), Back: "/account", Data: s.passwordForm(l, a.Login)})
}

func (s *Server) changePassword(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	ctx, l, who := r.Context(), LocaleFrom(r.Context()), ActorFrom(r.Context())
	a, err := s.cfg.People.ChangePassword(ctx, who, s.sessionID(ctx), r.PostFormValue("old"), r.PostFormValue("password"))
	if kind := fault.KindOf(err); kind == fault.Invalid || kind == fault.Denied {
		view := s.passwordForm(l, "")
		page := Page{Title: view.Title, Back: "/account", Errors: formErrors(l, err, &view.Fields[0], &view.Fields[1])}
		page.Data = view
		return s.render(w, r, http.StatusUnprocessableEntity, "account_form", page)
	}
	if err != nil {
		return err
	}
	if err := s.goOn(r, a); err != nil {
		return err
	}
	s.notice(ctx, l.T("account.change.done"))
	return s.seeOther(w, r, "/account")
}

func (s *Server) signOutOthers(w http.ResponseWriter, r *http.Request) error {
	ctx, l := r.Context(), LocaleFrom(r.Context())
	a, err := s.cfg.People.SignOutEverywhere(ctx, ActorFrom(ctx), s.sessionID(ctx))
	if err != nil {
		return err
	}
	if err := s.goOn(r, a); err != nil {
		return err
	}
	s.notice(ctx, l.T("account.others.done"))
	return s.seeOther(w, r, "/account")
}

// goOn keeps this session alive where all others of the account were ended,
// under a new token.
func (s *Server) goOn(r *http.Request, a *account.Account) error {
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	s.sessions.Put(r.Context(), sessionEpoch, a.Epoch)
	return nil
}

// roleList names roles in the reader's language.
func roleList(l *Locale, roles []actor.Role) string {
	text := ""
	for i, r := range roles {
		if i > 0 {
			text += l.T("account.list_mark")
		}
		text += l.T("role." + string(r))
	}
	return text
}
