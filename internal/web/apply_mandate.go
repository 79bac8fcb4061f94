package web

import (
	"context"
	"net/http"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

// Agents finds the agent whom a trader names by login; a NotFound fault when
// there is no such agent.
type Agents interface {
	Agent(ctx context.Context, login string) (actor.Actor, error)
}

// applyMandatesView lists who may act for whom.
type applyMandatesView struct {
	Given  []mandateRow
	Held   []mandateRow
	Give   bool // the reader may give mandates
	Action string
	Login  Field
	Types  Field
	Until  Field
}

type mandateRow struct {
	Name   string
	Types  string
	From   string
	Until  string
	State  Tag
	Revoke string // address of the POST; "" when it ended
}

func (s *Server) showMandates(w http.ResponseWriter, r *http.Request) error {
	return s.askMandate(w, r, application.Form{}, nil, nil, http.StatusOK)
}

func (s *Server) askMandate(w http.ResponseWriter, r *http.Request, f application.Form, types []string, wrong error, status int) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	given, held, err := s.cfg.Applications.Mandates(r.Context(), who)
	if err != nil {
		return err
	}
	view := applyMandatesView{Give: who.Can(actor.GiveMandate) && s.cfg.Agents != nil, Action: l.Href("/mandates"),
		Login: Field{Name: "login", Label: l.T("apply.mandate.login"), Hint: l.T("apply.mandate.login.hint"), Value: f["login"], Dir: "ltr", Width: 20},
		Types: Field{Name: "types", Label: l.T("apply.mandate.types"), Hint: l.T("apply.mandate.types.hint"), Small: true, Values: append([]string{"-"}, types...), Options: plainTypes(l)},
		Until: Field{Name: "until", Label: l.T("apply.mandate.until_label"), Hint: l.T("apply.date.hint.future"), Optional: true, Date: formDate(f, "until")}}
	for _, m := range given {
		row := s.mandateRow(l, m, m.AgentName)
		if m.Revoked.IsZero() {
			row.Revoke = l.Href("/mandates/" + m.ID + "/revoke")
		}
		view.Given = append(view.Given, row)
	}
	for _, m := range held {
		view.Held = append(view.Held, s.mandateRow(l, m, m.TraderName))
	}
	page := Page{Title: l.T("apply.mandates"), Back: "/applications", Data: &view, Errors: formErrors(l, wrong, &view.Login, &view.Types, &view.Until)}
	return s.render(w, r, status, "apply_mandates", page)
}

func plainTypes(l *Locale) []Option {
	out := typeOptions(l)
	for i := range out {
		out[i].Hint = ""
	}
	return out
}

func (s *Server) mandateRow(l *Locale, m application.Mandate, name string) mandateRow {
	row := mandateRow{Name: name, Types: l.T("apply.mandate.all"), From: l.Date(m.From), Until: l.Date(m.Until), State: Tag{l.T("apply.mandate.on"), "green"}}
	for i, t := range m.Types {
		if i == 0 {
			row.Types = t.Name(l.Lang)
		} else {
			row.Types += ", " + t.Name(l.Lang)
		}
	}
	today := s.cfg.Applications.Profile.Today(s.cfg.Now())
	switch {
	case !m.Revoked.IsZero():
		row.State = Tag{l.T("apply.mandate.revoked"), "red"}
	case !m.Until.IsZero() && today.After(m.Until):
		row.State = Tag{l.T("apply.mandate.over"), "grey"}
	}
	return row
}

func (s *Server) giveMandate(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 1<<20); err != nil {
		return err
	}
	f := application.Form{}
	for k := range r.PostForm {
		f[k] = r.PostForm.Get(k)
	}
	err := s.tryMandate(r, f, r.PostForm["types"])
	if err == nil {
		s.notice(r.Context(), LocaleFrom(r.Context()).T("apply.mandate.given"))
		return s.seeOther(w, r, "/mandates")
	}
	return s.againIfInvalid(err, func() error { return s.askMandate(w, r, f, r.PostForm["types"], err, applyStatus(err)) })
}

func (s *Server) tryMandate(r *http.Request, f application.Form, types []string) error {
	if s.cfg.Agents == nil {
		return fault.New(fault.Unavailable, "error.unavailable")
	}
	until, ok := formDate(f, "until").Parse()
	if !ok {
		return fault.Invalidf("apply.invalid").Add("until", "apply.date.unreal")
	}
	agent, err := s.cfg.Agents.Agent(r.Context(), f["login"])
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return fault.Invalidf("apply.invalid").Add("login", "apply.mandate.login.unknown")
	}
	if err != nil {
		return err
	}
	m := application.Mandate{Agent: agent.ID, AgentName: agent.Name, Until: until}
	for _, t := range types {
		m.Types = append(m.Types, cites.DocumentType(t))
	}
	_, err = s.cfg.Applications.GiveMandate(r.Context(), ActorFrom(r.Context()), m)
	return err
}

func (s *Server) revokeMandate(w http.ResponseWriter, r *http.Request) error {
	if err := s.cfg.Applications.RevokeMandate(r.Context(), ActorFrom(r.Context()), r.PathValue("mandate")); err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("apply.mandate.ended"))
	return s.seeOther(w, r, "/mandates")
}
