package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Demo is what a demonstration adds: sign-in by one click, as one of its cast.
type Demo struct {
	People []DemoPerson
	// SignIn signs in without a password.
	SignIn func(ctx context.Context, id string) (*account.Account, error)
}

// DemoPerson is one of the cast.
type DemoPerson struct {
	ID, Name string
	Role     actor.Role
}

// signInView is the page where people prove who they are.
type signInView struct {
	Login, Password Field
	Next            string
	Demo            []demoButton
}

type demoButton struct{ ID, Name, Role string }

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request) error {
	next := localPath(r.URL.Query().Get("next"))
	if who := ActorFrom(r.Context()); who.Known() {
		if next == "" {
			next = s.startPath(who)
		}
		return s.seeOther(w, r, next)
	}
	return s.renderSignIn(w, r, http.StatusOK, next, "", nil)
}

func (s *Server) renderSignIn(w http.ResponseWriter, r *http.Request, status int, next, login string, cause error) error {
	l := LocaleFrom(r.Context())
	view := signInView{Next: next,
		Login:    Field{Name: "login", Label: l.T("account.login"), Type: "email", Complete: "username", Dir: "ltr", Value: login},
		Password: Field{Name: "password", Label: l.T("account.password"), Complete: "current-password"}}
	page := Page{Title: l.T("account.sign_in.title")}
	if cause != nil {
		page.Errors = formErrors(l, cause, &view.Login, &view.Password)
		if len(page.Errors) == 1 && page.Errors[0].Href == "" {
			page.Errors[0].Href = "#login"
		}
	}
	if s.cfg.Demo != nil {
		for _, p := range s.cfg.Demo.People {
			view.Demo = append(view.Demo, demoButton{p.ID, p.Name, l.T("role." + string(p.Role))})
		}
	}
	page.Data = view
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, status, "account_sign_in", page)
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	if s.slow(w, r) {
		return nil
	}
	if err := readForm(r, 0); err != nil {
		return err
	}
	next, login := localPath(r.PostFormValue("next")), r.PostFormValue("login")
	a, err := s.cfg.People.SignIn(r.Context(), login, r.PostFormValue("password"))
	if fault.KindOf(err) == fault.Denied {
		return s.renderSignIn(w, r, http.StatusUnprocessableEntity, next, login, err)
	}
	if err != nil {
		return err
	}
	return s.enter(w, r, a, next)
}

// enter starts the session of an account that proved itself. The token is new,
// so one that was planted before is worth nothing.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, a *account.Account, next string) error {
	ctx := r.Context()
	if err := s.sessions.Clear(ctx); err != nil {
		return err
	}
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, sessionAccount, a.ID)
	s.sessions.Put(ctx, sessionDevice, deviceOf(r.UserAgent()))
	s.sessions.Put(ctx, sessionEpoch, a.Epoch)
	s.sessions.Put(ctx, sessionSeen, s.cfg.Now().Unix())
	if next == "" {
		next = s.startPath(a.Actor())
	}
	return s.seeOtherIn(w, r, a, next)
}

// seeOtherIn goes on in the language of the account, unless the reader has
// chosen another one.
func (s *Server) seeOtherIn(w http.ResponseWriter, r *http.Request, a *account.Account, next string) error {
	l, own := LocaleFrom(r.Context()), s.locales[a.Language]
	_, chosen := r.Cookie(languageCookie)
	if chosen != nil && l.prefix == "" && own != nil && s.speaks(own) {
		l = own
	}
	http.Redirect(w, r, l.Href(next), http.StatusSeeOther)
	return nil
}

// speaks reports whether the Party offers the language.
func (s *Server) speaks(l *Locale) bool {
	for _, lang := range s.cfg.Identity().Languages {
		if lang == l.Lang {
			return true
		}
	}
	return false
}

func (s *Server) demoSignIn(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	for _, p := range s.cfg.Demo.People {
		if p.ID != r.PostFormValue("account") {
			continue
		}
		a, err := s.cfg.Demo.SignIn(r.Context(), p.ID)
		if err != nil {
			return err
		}
		return s.enter(w, r, a, localPath(r.PostFormValue("next")))
	}
	return fault.New(fault.NotFound, "fault.not_found", "noun", "account", "id", "")
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := s.cfg.People.SignOut(r.Context(), ActorFrom(r.Context())); err != nil {
		return err
	}
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	return s.seeOther(w, r, "/")
}

// localPath gives the path and query of an address of this site, or "": what
// comes with a link may lead anywhere.
func localPath(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host != "" || u.Scheme != "" || u.User != nil || u.Opaque != "" || !strings.HasPrefix(u.Path, "/") {
		return ""
	}
	if strings.HasPrefix(u.Path, "//") || strings.ContainsAny(s, "\\\r\n\t") || strings.HasPrefix(u.Path, "/sign-") {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

// deviceOf names browser and system of a user agent, no more than its owner
// needs to know the device again.
func deviceOf(agent string) string {
	first := func(names [][2]string) string {
		for _, n := range names {
			if strings.Contains(agent, n[0]) {
				return n[1]
			}
		}
		return ""
	}
	browser := first([][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS", "Firefox"},
		{"CriOS", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}})
	system := first([][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}})
	switch {
	case browser == "":
		return system
	case system == "":
		return browser
	}
	return browser + ", " + system
}
