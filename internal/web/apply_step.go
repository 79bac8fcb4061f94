package web

import (
	"net/http"
	"slices"

	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

// applyStepView is a page of questions.
type applyStepView struct {
	applyPost
	Caption string
	Title   string
	Intro   string
	Inset   string
	Asks    []applyAsk
	From    string // "check" when the check page asked for a change
	Cancel  string
}

// applyAsk is one question: the partial that shows it and the field.
type applyAsk struct {
	Kind  string // text, area, select, radios, checks, date
	Field *Field
}

func (s *Server) showStep(w http.ResponseWriter, r *http.Request) error {
	f, err := s.openEditable(w, r)
	if err != nil || f == nil {
		return err
	}
	st := application.Step(r.PathValue("step"))
	form := application.FormOf(&f.Content, st)
	var wrong error
	if len(f.Content.Typed[string(st)]) > 0 {
		if x := s.cfg.Applications.FaultsOf(&f.Content, st); x != nil {
			wrong = x
		}
	}
	return s.askStep(w, r, f.Application, st, form, wrong, http.StatusOK)
}

// askStep shows the page of a step with what stands in the form.
func (s *Server) askStep(w http.ResponseWriter, r *http.Request, a *application.Application, st application.Step, form application.Form, wrong error, status int) error {
	if !slices.Contains(application.StepsOf(&a.Content), st) {
		return fault.New(fault.NotFound, "apply.step_unknown", "step", string(st))
	}
	l := LocaleFrom(r.Context())
	asks := s.stepAsks(l, &a.Content, st, form)
	if asks == nil {
		return s.seeOther(w, r, stepPath(a.ID, st))
	}
	key := stepKey(a.Content.Type, st)
	view := applyStepView{applyPost: applyPost{l.Href(stepPath(a.ID, st)), a.Version}, Caption: applyCaption(l, a), Title: l.T(key),
		Asks: asks, From: r.FormValue("from"), Cancel: l.Href(applicationPath(a.ID, "/tasks"))}
	if l.Has("apply.intro." + string(st)) {
		view.Intro = l.T("apply.intro." + string(st))
	}
	page := Page{Title: view.Title, Back: applicationPath(a.ID, "/tasks"), Data: &view}
	page.Errors = s.applyErrors(l, wrong, asks)
	return s.render(w, r, status, "apply_step", page)
}

// applyErrors puts errors onto the questions; a stale page says what changed.
func (s *Server) applyErrors(l *Locale, wrong error, asks []applyAsk) []ErrorLink {
	if wrong == nil {
		return nil
	}
	if fault.KindOf(wrong) != fault.Invalid {
		return []ErrorLink{{Text: s.faultText(l, wrong)}}
	}
	fields := make([]*Field, len(asks))
	for i, a := range asks {
		fields[i] = a.Field
	}
	return formErrors(l, wrong, fields...)
}

func (s *Server) saveStep(w http.ResponseWriter, r *http.Request) error {
	form, version, err := applyForm(r)
	if err != nil {
		return err
	}
	st, who := application.Step(r.PathValue("step")), ActorFrom(r.Context())
	a, err := s.cfg.Applications.SaveDraft(r.Context(), who, r.PathValue("id"), version, st, form)
	switch {
	case form["later"] != "" && (err == nil || fault.KindOf(err) == fault.Invalid):
		s.notice(r.Context(), LocaleFrom(r.Context()).T("apply.saved"))
		return s.seeOther(w, r, applicationPath(r.PathValue("id"), "/tasks"))
	case err == nil:
		return s.seeOther(w, r, s.nextPath(a, st, form["from"]))
	}
	return s.againIfInvalid(err, func() error {
		f, e := s.openApplication(r)
		if e != nil {
			return e
		}
		return s.askStep(w, r, f.Application, st, form, err, applyStatus(err))
	})
}
