package web

import (
	"net/http"
	"strings"

	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

// lines cuts a text into its lines; none for nothing.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// applicationFacts say which application an act is about.
func applicationFacts(l *Locale, a *application.Application) []SummaryRow {
	rows := []SummaryRow{{Key: l.T("apply.list.type"), Value: codeHTML(string(a.Content.Type), a.Content.Type.Name(l.Lang))}}
	if a.Reference != "" {
		rows = append([]SummaryRow{{Key: l.T("apply.reference_label"), Value: Reference(a.Reference)}}, rows...)
	}
	if len(a.Content.Lines) > 0 {
		rows = append(rows, SummaryRow{Key: l.T("apply.line.species"), Value: Latin(a.Content.Lines[0].ScientificName)})
	}
	return append(rows, SummaryRow{Key: l.T("apply.fact.changed"), Value: Bdi(l.DateTime(a.Changed))})
}

func (s *Server) confirmWithdraw(w http.ResponseWriter, r *http.Request) error {
	f, err := s.openApplication(r)
	if err != nil {
		return err
	}
	if f.State == application.Draft || !f.State.Open() {
		return s.seeOther(w, r, applicationPath(f.ID, ""))
	}
	return s.askWithdraw(w, r, f.Application, "", nil, http.StatusOK)
}

func (s *Server) askWithdraw(w http.ResponseWriter, r *http.Request, a *application.Application, reason string, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	field := Field{Name: "reason", Label: l.T("apply.withdraw.reason"), Value: reason, Rows: 3, Max: 500, Optional: true}
	page := Page{Title: l.T("apply.withdraw"), Back: applicationPath(a.ID, "")}
	if wrong != nil {
		page.Errors = s.applyErrors(l, wrong, []applyAsk{{"area", &field}})
	}
	page.Data = Confirm{Title: l.T("apply.withdraw"), Warning: l.T("apply.withdraw.warning"), Facts: applicationFacts(l, a), Fields: []Field{field},
		Action: l.Href(applicationPath(a.ID, "/withdraw")), Button: l.T("apply.withdraw.button"), Cancel: l.Href(applicationPath(a.ID, "")), Hidden: seenVersion(a)}
	return s.render(w, r, status, "confirm", page)
}

func (s *Server) withdrawApplication(w http.ResponseWriter, r *http.Request) error {
	form, version, err := applyForm(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	_, err = s.cfg.Applications.Withdraw(r.Context(), ActorFrom(r.Context()), id, version, form["reason"])
	if err == nil {
		s.notice(r.Context(), LocaleFrom(r.Context()).T("apply.withdraw.done"))
		return s.seeOther(w, r, applicationPath(id, ""))
	}
	return s.againIfInvalid(err, func() error {
		f, e := s.openApplication(r)
		if e != nil {
			return e
		}
		return s.askWithdraw(w, r, f.Application, form["reason"], err, applyStatus(err))
	})
}

func (s *Server) copyApplication(w http.ResponseWriter, r *http.Request) error {
	a, err := s.cfg.Applications.CopyAsNew(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("apply.copied"))
	return s.seeOther(w, r, applicationPath(a.ID, "/tasks"))
}

func (s *Server) confirmDelete(w http.ResponseWriter, r *http.Request) error {
	f, err := s.openApplication(r)
	if err != nil {
		return err
	}
	if f.State != application.Draft {
		return fault.New(fault.Conflict, "apply.closed", "state", LocaleFrom(r.Context()).T("apply.state."+string(f.State)))
	}
	l := LocaleFrom(r.Context())
	return s.render(w, r, http.StatusOK, "confirm", Page{Title: l.T("apply.delete"), Back: applicationPath(f.ID, "/tasks"), Data: Confirm{
		Title: l.T("apply.delete"), Warning: l.T("apply.delete.warning"), Facts: applicationFacts(l, f.Application),
		Action: l.Href(applicationPath(f.ID, "/delete")), Button: l.T("apply.delete.button"), Cancel: l.Href(applicationPath(f.ID, "/tasks")), Hidden: seenVersion(f.Application)}})
}

func (s *Server) deleteDraft(w http.ResponseWriter, r *http.Request) error {
	if err := s.cfg.Applications.DeleteDraft(r.Context(), ActorFrom(r.Context()), r.PathValue("id")); err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("apply.delete.done"))
	return s.seeOther(w, r, "/applications")
}
