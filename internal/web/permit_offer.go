package web

import (
	"net/http"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
)

func (s *Server) permitOfferRoutes() []Route {
	holder := Can(actor.OfferReturn)
	return []Route{
		{Pattern: "GET /permits/{id}/offer", Policy: holder, Handler: s.page(s.askOffer)},
		{Pattern: "POST /permits/{id}/offer", Policy: holder, Handler: s.page(s.offerReturn)},
		{Pattern: "GET /permits/{id}/keep", Policy: holder, Handler: s.page(s.askKeep)},
		{Pattern: "POST /permits/{id}/keep", Policy: holder, Handler: s.page(s.keepPermit)},
	}
}

// offerRows tell of the returns that the holder announced.
func offerRows(l *Locale, all []permit.Offer) []SummaryRow {
	var rows []SummaryRow
	for _, o := range all {
		outcome := firstOf(string(o.Outcome), "open")
		rows = append(rows, SummaryRow{Key: l.T("permit.offer.row", "date", l.DayOf(o.At)),
			Value: htmlLines([]string{l.T("permit.offer.why." + string(o.Why)), o.Note, l.T("permit.offer.outcome." + outcome)})})
	}
	return rows
}

// askOffer asks the holder how the paper comes back.
func (s *Server) askOffer(w http.ResponseWriter, r *http.Request) error {
	return s.showOffer(w, r, http.StatusOK, nil)
}

func (s *Server) showOffer(w http.ResponseWriter, r *http.Request, status int, wrong error) error {
	p, err := s.permitOf(r)
	if err != nil {
		return err
	}
	if !p.Returnable() || !p.Offered.IsZero() {
		return fault.New(fault.Conflict, "permit.offer.not_now", "number", p.Number)
	}
	l := LocaleFrom(r.Context())
	var fields []Field
	reasons := p.OfferReasons()
	if len(reasons) > 1 {
		why := Field{Kind: "radios", Name: "why", Label: l.T("permit.offer.why"), Bold: true, Value: r.PostFormValue("why")}
		for _, x := range reasons {
			why.Options = append(why.Options, Option{Value: string(x), Label: l.T("permit.offer.why." + string(x))})
		}
		fields = append(fields, why)
	}
	fields = append(fields,
		Field{Kind: "area", Name: "note", Label: l.T("permit.offer.note"), Hint: l.T("permit.offer.note.hint"), Rows: 3, Max: 1000, Dir: "auto", Value: r.PostFormValue("note")},
		Field{Kind: "checks", Name: "sure", Label: l.T("permit.offer.sure"), Values: r.PostForm["sure"], Options: []Option{{Value: "yes", Label: l.T("permit.offer.confirm")}}})
	facts := []SummaryRow{{Key: l.T("permit.state"), Value: Bdi(l.T("permit.state." + string(p.State)))}, {Key: l.T("permit.valid_until"), Value: Bdi(l.Date(p.Record.ValidUntil))}}
	return s.lifeForm(w, r, status, p, "offer", []string{l.T("permit.offer.intro." + string(reasons[0]))}, fields, facts, wrong)
}

func (s *Server) offerReturn(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 1<<20); err != nil {
		return err
	}
	err := s.cfg.Permits.OfferReturn(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), versionOf(r),
		permit.Offer{Why: permit.OfferReason(r.PostFormValue("why")), Note: r.PostFormValue("note"), Confirmed: r.PostFormValue("sure") != ""})
	if fault.KindOf(err) == fault.Invalid {
		return s.showOffer(w, r, http.StatusUnprocessableEntity, err)
	}
	return s.lifeDone(w, r, "offer", err)
}

// askKeep asks before an announced return is taken back.
func (s *Server) askKeep(w http.ResponseWriter, r *http.Request) error {
	p, err := s.permitOf(r)
	if err != nil {
		return err
	}
	return s.showConfirm(w, r, p, "keep")
}

func (s *Server) keepPermit(w http.ResponseWriter, r *http.Request) error {
	return s.lifeDone(w, r, "keep", s.cfg.Permits.KeepPermit(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), versionOf(r)))
}

// showConfirm asks once more before an act on a permit.
func (s *Server) showConfirm(w http.ResponseWriter, r *http.Request, p *permit.Permit, act string) error {
	l := LocaleFrom(r.Context())
	title, here := l.T("permit."+act+".title", "number", p.Number), l.Href("/permits/"+p.ID)
	return s.render(w, r, http.StatusOK, "confirm", Page{Title: title, Back: "/permits/" + p.ID, Data: Confirm{Title: title, Warning: l.T("permit." + act + ".warning"),
		Action: here + "/" + act, Button: l.T("permit." + act + ".button"), Cancel: here, Hidden: permitVersion(p)}})
}
