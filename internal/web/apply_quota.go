package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

// applyQuotaRow is what is left of a quota for one line.
type applyQuotaRow struct {
	Line, Name, Share  string
	Limit, Asked, Left string
	Short              bool
}

// applyQuotas reads the quotas that concern an application, for its applicant.
func (s *Server) applyQuotas(r *http.Request, f *application.File) ([]application.QuotaLine, error) {
	return s.cfg.Applications.QuotaLines(r.Context(), ActorFrom(r.Context()), f.ID)
}

// quotaTask asks for shares only where a quota is divided.
func (s *Server) quotaTask(l *Locale, f *application.File, lines []application.QuotaLine) []Task {
	asked, open := false, false
	for _, x := range lines {
		asked, open = asked || x.Choice.Asked, open || len(x.Choice.Options) > 0
	}
	if !open {
		return nil
	}
	state := application.Complete
	if asked {
		state = application.NotStarted
	}
	return []Task{{ID: "task-quota", Title: l.T("quota.ask.title"), Hint: l.T("quota.ask.hint"), Href: l.Href(applicationPath(f.ID, "/quotas")), State: taskState(l, state)}}
}

func applyQuotaRows(l *Locale, lines []application.QuotaLine) []applyQuotaRow {
	out := make([]applyQuotaRow, len(lines))
	for i, x := range lines {
		share := x.Choice.Share.Name
		switch {
		case x.Choice.Asked:
			share = l.T("quota.ask.open")
		case share == "":
			share = l.T("quota.national.all")
		}
		out[i] = applyQuotaRow{Line: x.Letter, Name: x.Name, Share: share, Limit: withUnit(l, x.Limit, x.Quota.Unit), Asked: withUnit(l, x.Asked, x.Quota.Unit),
			Left: withUnit(l, x.Left, x.Quota.Unit), Short: x.Asked > x.Left}
	}
	return out
}

func (s *Server) askShares(w http.ResponseWriter, r *http.Request) error {
	return s.shareForm(w, r, nil, http.StatusOK)
}

func (s *Server) shareForm(w http.ResponseWriter, r *http.Request, wrong error, status int) error {
	f, err := s.openEditable(w, r)
	if err != nil || f == nil {
		return err
	}
	l := LocaleFrom(r.Context())
	lines, err := s.applyQuotas(r, f)
	if err != nil {
		return err
	}
	form := Form{Title: l.T("quota.ask.title"), Caption: applyCaption(l, f.Application), Intro: []string{l.T("quota.ask.intro")}, Button: l.T("apply.save"),
		Action: l.Href(applicationPath(f.ID, "/quotas")), Cancel: l.Href(applicationPath(f.ID, "/tasks")), Hidden: map[string]string{"version": strconv.FormatInt(f.Version, 10)}}
	for i, x := range lines {
		if len(x.Choice.Options) == 0 {
			continue
		}
		field := Field{Kind: "radios", ID: "share-" + strconv.Itoa(i+1), Name: x.Letter + " " + x.Quota.ID, Bold: true,
			Label: l.T("quota.ask.line", "letter", x.Letter, "name", x.Name), Value: x.Choice.Share.ID, Hint: l.T("quota.ask.asked", "asked", withUnit(l, x.Asked, x.Quota.Unit))}
		for _, o := range x.Choice.Options {
			field.Options = append(field.Options, Option{Value: o.ID, Label: o.Name, Hint: l.T("quota.ask.left", "left", withUnit(l, o.Left(), x.Quota.Unit))})
		}
		form.Fields = append(form.Fields, field)
	}
	if len(form.Fields) == 0 {
		return s.seeOther(w, r, applicationPath(f.ID, "/tasks"))
	}
	page := Page{Title: form.Title, Back: applicationPath(f.ID, "/tasks")}
	if wrong != nil {
		fields := make([]*Field, len(form.Fields))
		for i := range form.Fields {
			fields[i] = &form.Fields[i]
		}
		if page.Errors = formErrors(l, wrong, fields...); fault.KindOf(wrong) != fault.Invalid {
			page.Errors = []ErrorLink{{Text: s.faultText(l, wrong)}}
		}
	}
	page.Data = form
	return s.render(w, r, status, "form", page)
}

func (s *Server) saveShares(w http.ResponseWriter, r *http.Request) error {
	form, version, err := applyForm(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	_, err = s.cfg.Applications.ChooseShares(r.Context(), ActorFrom(r.Context()), id, version, form)
	if err == nil {
		return s.seeOther(w, r, applicationPath(id, "/tasks"))
	}
	if !slices.Contains([]fault.Kind{fault.Invalid, fault.Conflict}, fault.KindOf(err)) {
		return err
	}
	return s.shareForm(w, r, err, applyStatus(err))
}
