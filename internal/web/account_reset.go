package web

import (
	"net/http"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/fault"
)

func languageOf(s string) cites.Lang { return cites.Lang(s) }

func (s *Server) forgotForm(l *Locale) formView {
	return formView{Title: l.T("account.forgot.title"), Intro: l.T("account.forgot.text"), Action: l.Href("/forgot"), Button: l.T("account.forgot.button"),
		Fields: []Field{{Name: "login", Label: l.T("account.login"), Type: "email", Complete: "username", Dir: "ltr"}}}
}

func (s *Server) showForgot(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	return s.render(w, r, http.StatusOK, "account_form", Page{Title: l.T("account.forgot.title"), Back: "/sign-in", Data: s.forgotForm(l)})
}

func (s *Server) forgot(w http.ResponseWriter, r *http.Request) error {
	if s.slow(w, r) {
		return nil
	}
	if err := readForm(r, 0); err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	view := s.forgotForm(l)
	refill(r, &view.Fields[0])
	err := s.cfg.People.AskReset(r.Context(), view.Fields[0].Value)
	if fault.KindOf(err) == fault.Invalid {
		page := Page{Title: view.Title, Back: "/sign-in", Errors: formErrors(l, err, &view.Fields[0])}
		page.Data = view
		return s.render(w, r, http.StatusUnprocessableEntity, "account_form", page)
	}
	if err != nil {
		return err
	}
	return s.showSent(w, r)
}

func (s *Server) chooseForm(l *Locale, r *http.Request, a *account.Account) formView {
	return formView{Title: l.T("account.choose.title"), Intro: l.T("account.choose.text", "login", a.Login), Button: l.T("account.choose.button"),
		Action: l.Href("/password/" + r.PathValue("secret")), Login: a.Login,
		Fields: []Field{{Name: "password", Label: l.T("account.password.new"), Hint: l.T("account.password.rules"), Complete: "new-password"}}}
}

// showChoose is the page of the link in a letter. Looking at it uses nothing up:
// mail programs open links by themselves.
func (s *Server) showChoose(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	a, err := s.cfg.People.FindLink(r.Context(), r.PathValue("secret"))
	if err != nil {
		return s.deadLink(w, r, err)
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is the secret
	return s.render(w, r, http.StatusOK, "account_form", Page{Title: l.T("account.choose.title"), Data: s.chooseForm(l, r, a)})
}

func (s *Server) choose(w http.ResponseWriter, r *http.Request) error {
	if s.slow(w, r) {
		return nil
	}
	if err := readForm(r, 0); err != nil {
		return err
	}
	l, secret := LocaleFrom(r.Context()), r.PathValue("secret")
	w.Header().Set("Referrer-Policy", "no-referrer")
	_, err := s.cfg.People.Reset(r.Context(), secret, r.PostFormValue("password"))
	switch fault.KindOf(err) {
	case fault.NotFound:
		return s.deadLink(w, r, err)
	case fault.Invalid:
		a, found := s.cfg.People.FindLink(r.Context(), secret)
		if found != nil {
			return s.deadLink(w, r, found)
		}
		view := s.chooseForm(l, r, a)
		page := Page{Title: view.Title, Errors: formErrors(l, err, &view.Fields[0])}
		page.Data = view
		return s.render(w, r, http.StatusUnprocessableEntity, "account_form", page)
	}
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "account_panel", Page{Title: l.T("account.chosen.title"), Data: panelView{
		Title: l.T("account.chosen.title"), Text: l.T("account.chosen.text"), Href: l.Href("/sign-in"), Link: l.T("account.to_sign_in")}})
}

// deadLink says that a link is wrong, used or too old, and how to get another.
func (s *Server) deadLink(w http.ResponseWriter, r *http.Request, err error) error {
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	l := LocaleFrom(r.Context())
	return s.render(w, r, http.StatusNotFound, "account_panel", Page{Title: l.T("account.link.gone.title"), Data: panelView{
		Title: l.T("account.link.gone.title"), Text: l.T("account.link.gone"), Next: l.T("account.link.gone.next"),
		Href: l.Href("/forgot"), Link: l.T("account.forgot.title")}})
}
