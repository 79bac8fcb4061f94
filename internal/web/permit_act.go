package web

import (
	"net/http"
	"strconv"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
)

// askReplace asks why a permit is to be replaced.
func (s *Server) askReplace(w http.ResponseWriter, r *http.Request) error {
	return s.showReplace(w, r, http.StatusOK, "", nil)
}

func (s *Server) showReplace(w http.ResponseWriter, r *http.Request, status int, chosen string, wrong error) error {
	p, err := s.cfg.Permits.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	reason := Field{Kind: "radios", Name: "reason", Label: l.T("permit.replace.reason"), Bold: true, Value: chosen}
	for _, x := range permit.ReplaceReasons() {
		reason.Options = append(reason.Options, Option{Value: string(x), Label: l.T("permit.replace.reason." + string(x))})
	}
	if reason.Value == "" {
		reason.Value = string(p.Lost)
	}
	how := Field{Kind: "radios", Name: "how", Label: l.T("permit.replace.how"), Bold: true, Value: firstOf(r.PostFormValue("how"), "original"), Options: []Option{
		{Value: "original", Label: l.T("permit.replace.how.original")}, {Value: "copy", Label: l.T("permit.replace.how.copy")}}}
	links := formErrors(l, wrong, &reason, &how)
	intro := []string{l.T("permit.replace.warning")}
	if p.State == permit.Endorsed {
		intro = append(intro, l.T("permit.replace.shipped"))
	}
	here := l.Href("/permits/" + p.ID)
	return s.render(w, r, status, "form", Page{Title: l.T("permit.replace.title", "number", p.Number), Back: "/permits/" + p.ID, Errors: links, Data: Form{
		Title: l.T("permit.replace.title", "number", p.Number), Intro: intro, Fields: []Field{reason, how},
		Hidden: permitVersion(p), Action: here + "/replace", Button: l.T("permit.replace.button"), Cancel: here}})
}

// permitVersion is the hidden field that tells which version the reader saw.
func permitVersion(p *permit.Permit) map[string]string {
	return map[string]string{"version": strconv.FormatInt(p.Version, 10)}
}

func (s *Server) replacePermit(w http.ResponseWriter, r *http.Request) error {
	why := r.PostFormValue("reason")
	replace := s.cfg.Permits.Replace
	if r.PostFormValue("how") == "copy" {
		replace = s.cfg.Permits.ReplaceByCopy
	}
	q, err := replace(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), versionOf(r), permit.ReplaceReason(why))
	if fault.KindOf(err) == fault.Invalid {
		return s.showReplace(w, r, http.StatusUnprocessableEntity, why, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("permit.replace.done", "number", q.Number))
	return s.seeOther(w, r, "/permits/"+q.ID)
}

// askRevoke asks for the reason before a permit is withdrawn for good; act is
// "revoke" for a sealed permit and "cancel" for one that could not be sealed.
func (s *Server) askRevoke(act string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		return s.showRevoke(w, r, act, http.StatusOK, "", nil)
	}
}

func (s *Server) showRevoke(w http.ResponseWriter, r *http.Request, act string, status int, typed string, wrong error) error {
	p, err := s.cfg.Permits.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	reason := Field{Kind: "area", Name: "reason", Label: l.T("permit.revoke.reason"), Hint: l.T("permit.revoke.reason.hint"), Rows: 4, Max: 1000, Dir: "auto", Value: typed}
	links := formErrors(l, wrong, &reason)
	here := l.Href("/permits/" + p.ID)
	title := l.T("permit."+act+".title", "number", p.Number)
	return s.render(w, r, status, "confirm", Page{Title: title, Back: "/permits/" + p.ID, Errors: links, Data: Confirm{
		Title: title, Warning: l.T("permit." + act + ".warning"), Fields: []Field{reason}, Action: here + "/" + act,
		Button: l.T("permit." + act + ".button"), Cancel: here, Hidden: permitVersion(p),
		Facts: []SummaryRow{{Key: l.T("permit.exporter"), Value: Bdi(p.Record.Consignor.Name)}, {Key: l.T("permit.importer"), Value: Bdi(p.Record.Consignee.Name)}}}})
}

func (s *Server) revokePermit(act string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		do := s.cfg.Permits.Revoke
		if act == "cancel" {
			do = s.cfg.Permits.Cancel
		}
		why := r.PostFormValue("reason")
		err := do(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), versionOf(r), why)
		if fault.KindOf(err) == fault.Invalid {
			return s.showRevoke(w, r, act, http.StatusUnprocessableEntity, why, err)
		}
		if err != nil {
			return err
		}
		s.notice(r.Context(), LocaleFrom(r.Context()).T("permit."+act+".done"))
		return s.seeOther(w, r, "/permits/"+r.PathValue("id"))
	}
}

// confirmImport notes that the importing Party confirmed the arrival.
func (s *Server) confirmImport(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	p, err := s.cfg.Permits.Read(r.Context(), ActorFrom(r.Context()), id)
	if err != nil {
		return err
	}
	if err := s.cfg.Border.Confirm(r.Context(), ActorFrom(r.Context()), id, versionOf(r), string(p.Record.Consignee.Country)); err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("permit.confirm.done"))
	return s.seeOther(w, r, "/permits/"+id)
}
