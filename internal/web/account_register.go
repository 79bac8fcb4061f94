package web

import (
	"net/http"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// registerView is the form of a new trader or agent.
type registerView struct {
	Role, Name, Org, Login, Language Field
}

func (s *Server) registerForm(l *Locale) registerView {
	return registerView{
		Role: Field{Name: "role", Label: l.T("account.role.ask"), Options: []Option{
			{Value: string(actor.Trader), Label: l.T("role.trader"), Hint: l.T("account.role.trader.hint")},
			{Value: string(actor.Agent), Label: l.T("role.agent"), Hint: l.T("account.role.agent.hint")}}},
		Name:     Field{Name: "name", Label: l.T("account.name"), Hint: l.T("account.name.hint"), Complete: "name", Dir: "auto"},
		Org:      Field{Name: "org", Label: l.T("account.org"), Hint: l.T("account.org.hint"), Complete: "organization", Dir: "auto", Optional: true},
		Login:    Field{Name: "login", Label: l.T("account.login"), Hint: l.T("account.login.hint"), Type: "email", Complete: "email", Dir: "ltr"},
		Language: Field{Name: "language", Label: l.T("account.language"), Value: string(l.Lang), Options: s.languageOptions()},
	}
}

func (s *Server) showRegister(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	return s.render(w, r, http.StatusOK, "account_register", Page{Title: l.T("account.register.title"), Back: "/sign-in", Data: s.registerForm(l)})
}

func (s *Server) register(w http.ResponseWriter, r *http.Request) error {
	if s.slow(w, r) {
		return nil
	}
	if err := readForm(r, 0); err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	view := s.registerForm(l)
	for _, f := range []*Field{&view.Role, &view.Name, &view.Org, &view.Login, &view.Language} {
		refill(r, f)
	}
	err := s.cfg.People.Register(r.Context(), account.Registration{Login: view.Login.Value, Name: view.Name.Value,
		Role: actor.Role(view.Role.Value), OrgName: view.Org.Value, Language: languageOf(view.Language.Value)})
	if fault.KindOf(err) == fault.Invalid {
		page := Page{Title: l.T("account.register.title"), Back: "/sign-in"}
		page.Errors = formErrors(l, err, &view.Role, &view.Name, &view.Org, &view.Login, &view.Language)
		page.Data = view
		return s.render(w, r, http.StatusUnprocessableEntity, "account_register", page)
	}
	if err != nil {
		return err
	}
	return s.showSent(w, r)
}

// showSent says that a letter is on its way, whether or not there is somebody
// to write to.
func (s *Server) showSent(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	return s.render(w, r, http.StatusOK, "account_panel", Page{Title: l.T("account.sent.title"), Data: panelView{
		Title: l.T("account.sent.title"), Text: l.T("account.sent.text"), Next: l.T("account.sent.next"),
		Href: l.Href("/sign-in"), Link: l.T("account.to_sign_in")}})
}
