package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
)

// People are the verbs of package account that everybody uses; its Office has
// them all.
type People interface {
	Accounts
	SignIn(ctx context.Context, login, password string) (*account.Account, error)
	SignOut(ctx context.Context, who actor.Actor) error
	Register(ctx context.Context, in account.Registration) error
	AskReset(ctx context.Context, login string) error
	FindLink(ctx context.Context, secret string) (*account.Account, error)
	Reset(ctx context.Context, secret, password string) (*account.Account, error)
	Own(ctx context.Context, who actor.Actor) (*account.Account, error)
	EditOwn(ctx context.Context, who actor.Actor, version int64, name string, language cites.Lang) error
	ChangePassword(ctx context.Context, who actor.Actor, session, old, password string) (*account.Account, error)
	SignOutEverywhere(ctx context.Context, who actor.Actor, session string) (*account.Account, error)
	Sessions(ctx context.Context, who actor.Actor) ([]account.Session, error)

	// For administrators.
	List(ctx context.Context, who actor.Actor, f account.Filter) ([]account.Account, int, error)
	Find(ctx context.Context, who actor.Actor, id string) (*account.Account, error)
	FindByLogin(ctx context.Context, who actor.Actor, login string) (*account.Account, error)
	Add(ctx context.Context, who actor.Actor, in account.New) (*account.Account, error)
	Edit(ctx context.Context, who actor.Actor, id string, version int64, c account.Change) error
	Disable(ctx context.Context, who actor.Actor, id string, version int64, why string) error
	Enable(ctx context.Context, who actor.Actor, id string, version int64) error
	Invite(ctx context.Context, who actor.Actor, id string, version int64) error
}

func (s *Server) accountRoutes() []Route {
	if s.cfg.People == nil {
		return nil
	}
	own := Owner("account verbs take the id of the actor only")
	routes := []Route{
		{Pattern: "GET /sign-in", Policy: Public(), Handler: s.page(s.showSignIn)},
		{Pattern: "POST /sign-in", Policy: Public(), Handler: s.page(s.signIn)},
		{Pattern: "POST /sign-out", Policy: SignedIn(), Handler: s.page(s.signOut)},
		{Pattern: "GET /register", Policy: Public(), Handler: s.page(s.showRegister)},
		{Pattern: "POST /register", Policy: Public(), Handler: s.page(s.register)},
		{Pattern: "GET /forgot", Policy: Public(), Handler: s.page(s.showForgot)},
		{Pattern: "POST /forgot", Policy: Public(), Handler: s.page(s.forgot)},
		{Pattern: "GET /password/{secret}", Policy: Public(), Handler: s.page(s.showChoose)},
		{Pattern: "POST /password/{secret}", Policy: Public(), Handler: s.page(s.choose)},
		{Pattern: "GET /account", Policy: own, Handler: s.page(s.showOwn)},
		{Pattern: "GET /account/edit", Policy: own, Handler: s.page(s.showOwnEdit)},
		{Pattern: "POST /account/edit", Policy: own, Handler: s.page(s.editOwn)},
		{Pattern: "GET /account/password", Policy: own, Handler: s.page(s.showPassword)},
		{Pattern: "POST /account/password", Policy: own, Handler: s.page(s.changePassword)},
		{Pattern: "POST /account/sign-out-others", Policy: own, Handler: s.page(s.signOutOthers)},
	}
	if s.cfg.Demo != nil {
		routes = append(routes, Route{Pattern: "POST /demo/sign-in", Policy: Public(), Handler: s.page(s.demoSignIn)})
	}
	return routes
}

// formView is a page with one form.
type formView struct {
	Title  string
	Intro  string
	Action string
	Login  string // for password managers; shown to nobody
	Fields []Field
	Button string
	Note   string
	Links  []navLink
	Hidden map[string]string
}

// panelView says that something was done and what to do next.
type panelView struct {
	Title, Text, Next string
	Href, Link        string
}

// refill gives the value of a form field as it was typed.
func refill(r *http.Request, f *Field) {
	f.Value = strings.TrimSpace(r.PostFormValue(f.Name))
}

// slow reports whether a client may make another try at signing in, and
// otherwise answers that it must wait.
func (s *Server) slow(w http.ResponseWriter, r *http.Request) bool {
	if s.signIns.allow(s.clientIP(r)) {
		return false
	}
	w.Header().Set("Retry-After", "30")
	s.showError(w, r, http.StatusTooManyRequests, "error.too_many")
	return true
}

// languageOptions are the languages of the Party, each named in itself.
func (s *Server) languageOptions() []Option {
	var out []Option
	for _, lang := range s.cfg.Identity().Languages {
		out = append(out, Option{Value: string(lang), Label: s.locales[lang].Name})
	}
	return out
}

// startPath is where an actor begins: the first place of the navigation that is
// not for everybody.
func (s *Server) startPath(who actor.Actor) string {
	for _, item := range s.nav {
		if item.Policy.Allows(who) && !item.Policy.Allows(actor.Actor{}) {
			return item.Path
		}
	}
	return "/account"
}

// officeName names an office of the profile, or gives its code.
func (s *Server) officeName(l *Locale, code string) string {
	if s.cfg.Profile == nil {
		return code
	}
	for _, o := range s.cfg.Profile.Offices {
		if o.Code == code {
			return o.Name.In(l.Lang)
		}
	}
	return code
}
