package web

import (
	"net/http"
	"strconv"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/fault"
)

// partnerForm is the form of a partner, new or known.
type partnerForm struct {
	Title                             string
	Action, Cancel                    string
	Version                           string // empty for a new one
	Name, Party, Endpoint, Credential Field
}

func newPartnerForm(l *Locale, f exchange.PartnerForm) partnerForm {
	return partnerForm{Title: l.T("partner.add"), Action: l.Href("/partners/new"), Cancel: l.Href("/partners"),
		Name:       Field{Name: "name", Label: l.T("partner.name"), Hint: l.T("partner.name.hint"), Value: f.Name, Dir: "auto", Width: 20, Complete: "off"},
		Party:      Field{Name: "party", Label: l.T("partner.party"), Hint: l.T("partner.party.hint"), Value: string(f.Party), Dir: "ltr", Width: 2, Complete: "off"},
		Endpoint:   Field{Name: "endpoint", Label: l.T("partner.endpoint"), Hint: l.T("partner.endpoint.hint"), Value: f.Endpoint, Type: "url", Dir: "ltr", Optional: true, Complete: "off"},
		Credential: Field{Name: "credential", Label: l.T("partner.credential"), Hint: l.T("partner.credential.hint"), Optional: true, Complete: "off"},
	}
}

// typed reads what was typed. The credential is not shown again.
func typed(r *http.Request) exchange.PartnerForm {
	return exchange.PartnerForm{Name: r.PostFormValue("name"), Party: cites.Country(r.PostFormValue("party")),
		Endpoint: r.PostFormValue("endpoint"), Credential: r.PostFormValue("credential")}
}

func (s *Server) newPartner(w http.ResponseWriter, r *http.Request) error {
	return s.showPartnerForm(w, r, newPartnerForm(LocaleFrom(r.Context()), exchange.PartnerForm{}), nil)
}

// showPartnerForm shows the form, with what was wrong after a failed attempt.
func (s *Server) showPartnerForm(w http.ResponseWriter, r *http.Request, form partnerForm, wrong error) error {
	status, page := http.StatusOK, Page{Title: form.Title, Back: "/partners"}
	if wrong != nil {
		status = http.StatusUnprocessableEntity
		page.Errors = formErrors(LocaleFrom(r.Context()), wrong, &form.Name, &form.Party, &form.Endpoint, &form.Credential)
	}
	page.Data = form
	return s.render(w, r, status, "partner_form", page)
}

func (s *Server) addPartner(w http.ResponseWriter, r *http.Request) error {
	f := typed(r)
	p, token, err := s.cfg.Partners.Add(r.Context(), ActorFrom(r.Context()), f)
	if fault.KindOf(err) == fault.Invalid {
		return s.showPartnerForm(w, r, newPartnerForm(LocaleFrom(r.Context()), f), err)
	}
	if err != nil {
		return err
	}
	return s.showToken(w, r, p, token)
}

// tokenView shows a token, the only time it can be seen.
type tokenView struct {
	Partner exchange.Partner
	Token   string
	Href    string
}

func (s *Server) showToken(w http.ResponseWriter, r *http.Request, p *exchange.Partner, token string) error {
	l := LocaleFrom(r.Context())
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, http.StatusOK, "partner_token", Page{Title: l.T("partner.token.title"),
		Data: tokenView{Partner: *p, Token: token, Href: l.Href("/partners/" + p.ID)}})
}

// knownForm is the form of a partner that exists.
func knownForm(l *Locale, p *exchange.Partner, f exchange.PartnerForm, version int64) partnerForm {
	form := newPartnerForm(l, f)
	form.Title, form.Version = l.T("partner.edit", "name", p.Name), strconv.FormatInt(version, 10)
	form.Action, form.Cancel = l.Href("/partners/"+p.ID+"/edit"), l.Href("/partners/"+p.ID)
	if p.Credential != "" {
		form.Credential.Hint = l.T("partner.credential.keep")
	}
	return form
}

func (s *Server) editPartner(w http.ResponseWriter, r *http.Request) error {
	p, err := s.partner(r)
	if err != nil {
		return err
	}
	f := exchange.PartnerForm{Name: p.Name, Party: p.Party, Endpoint: p.Endpoint}
	return s.showPartnerForm(w, r, knownForm(LocaleFrom(r.Context()), p, f, p.Version), nil)
}

func (s *Server) savePartner(w http.ResponseWriter, r *http.Request) error {
	p, err := s.partner(r)
	if err != nil {
		return err
	}
	l, f, version := LocaleFrom(r.Context()), typed(r), versionOf(r)
	err = s.cfg.Partners.Edit(r.Context(), ActorFrom(r.Context()), p.ID, version, f)
	switch fault.KindOf(err) {
	case fault.Invalid:
		return s.showPartnerForm(w, r, knownForm(l, p, f, version), err)
	case fault.Conflict:
		// Keeps what was typed and shows the state of now beside it.
		return s.showPartnerForm(w, r, knownForm(l, p, f, p.Version), err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), l.T("partner.saved", "name", f.Name))
	return s.seeOther(w, r, "/partners/"+p.ID)
}
