package web

import (
	"net/http"
	"strconv"

	"github.com/opencites/opencites/internal/exchange"
)

// askRenew asks before a token stops working.
func (s *Server) askRenew(w http.ResponseWriter, r *http.Request) error {
	return s.askPartner(w, r, "renew")
}

// askDisable asks before a partner is cut off.
func (s *Server) askDisable(w http.ResponseWriter, r *http.Request) error {
	return s.askPartner(w, r, "disable")
}

// askPartner shows the page before an act on a partner; its words are
// partner.ACT.title, .warning and .button.
func (s *Server) askPartner(w http.ResponseWriter, r *http.Request, act string) error {
	p, err := s.partner(r)
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	here := "/partners/" + p.ID
	title := l.T("partner."+act+".title", "name", p.Name)
	return s.render(w, r, http.StatusOK, "confirm", Page{Title: title, Back: here, Data: Confirm{
		Title: title, Warning: l.T("partner." + act + ".warning"), Action: l.Href(here + "/" + act), Button: l.T("partner." + act + ".button"),
		Cancel: l.Href(here), Hidden: map[string]string{"version": strconv.FormatInt(p.Version, 10)},
		Facts: []SummaryRow{{Key: l.T("partner.name"), Value: Bdi(p.Name)}, {Key: l.T("partner.party"), Value: Bdi(l.Country(p.Party))}}}})
}

func (s *Server) renewPartner(w http.ResponseWriter, r *http.Request) error {
	p, err := s.partner(r)
	if err != nil {
		return err
	}
	token, err := s.cfg.Partners.Renew(r.Context(), ActorFrom(r.Context()), p.ID, versionOf(r))
	if err != nil {
		return err
	}
	return s.showToken(w, r, p, token)
}

func (s *Server) switchPartner(to exchange.PartnerState, done string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		p, err := s.partner(r)
		if err != nil {
			return err
		}
		if err := s.cfg.Partners.Switch(r.Context(), ActorFrom(r.Context()), p.ID, versionOf(r), to); err != nil {
			return err
		}
		s.notice(r.Context(), LocaleFrom(r.Context()).T(done, "name", p.Name))
		return s.seeOther(w, r, "/partners/"+p.ID)
	}
}
