package web

import (
	"fmt"
	"net/http"

	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
)

// applyCheckView is "check your answers" with the declaration.
type applyCheckView struct {
	applyPost
	Caption string
	Title   string
	Answers applyAnswers
	Stops   []applyHit // rules in the way
	Notes   []applyHit // what an officer will look at
	Fee     string
	Agent   string // name of the trader when an agent declares
	Declare Field
	Refused Field
	Name    Field
}

// applyHit is one sentence of a rule with the law behind it.
type applyHit struct {
	Text string
	Line string
	Href string
	Law  lawLink
}

func (s *Server) showCheck(w http.ResponseWriter, r *http.Request) error {
	f, err := s.openEditable(w, r)
	if err != nil || f == nil {
		return err
	}
	if f.State != application.Draft { // it was sent: the answer to a question goes on its own page
		return s.seeOther(w, r, applicationPath(f.ID, ""))
	}
	return s.askCheck(w, r, f, nil, nil, http.StatusOK)
}

func (s *Server) askCheck(w http.ResponseWriter, r *http.Request, f *application.File, form application.Form, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	found, err := s.cfg.Applications.Review(r.Context(), ActorFrom(r.Context()), f.ID)
	if err != nil {
		return err
	}
	p := s.cfg.Applications.Profile
	view := applyCheckView{applyPost: applyPost{l.Href(applicationPath(f.ID, "/check")), f.Version}, Caption: applyCaption(l, f.Application), Title: l.T("apply.task.check"),
		Answers: s.answers(l, f, true), Fee: s.money(l, p.FeeFor(f.Content.Type, f.Content.Purpose, len(f.Content.Lines)), p.Currency),
		Declare: Field{Name: "accepted", Label: l.T("apply.declare"), Bold: true, Value: form["accepted"], Options: []Option{{Value: "1", Label: l.T("apply.declare.text")}}},
		Refused: Field{Name: "not_refused", Label: l.T("apply.declare.refused"), Value: form["not_refused"], Options: []Option{{Value: "1", Label: l.T("apply.declare.refused.text")}}},
		Name:    Field{Name: "name", Label: l.T("apply.declare.your_name"), Value: form["name"], Dir: "auto", Width: 20, Complete: "name"}}
	if f.Agent == ActorFrom(r.Context()).ID {
		view.Agent = f.OwnerName
		view.Declare.Options[0].Label = l.T("apply.declare.text.agent", "name", f.OwnerName)
	}
	for _, h := range found {
		if h.Rule == "F11" && f.Agent == "" {
			continue // the declaration is made on this very page
		}
		hit := s.ruleHit(l, f.Application, h)
		switch {
		case h.Severity == rule.Block && !h.Discretion:
			view.Stops = append(view.Stops, hit)
		case h.Severity != rule.Note || h.Line == rule.Whole:
			view.Notes = append(view.Notes, hit)
		}
	}
	page := Page{Title: view.Title, Back: applicationPath(f.ID, "/tasks"), Data: &view, Errors: s.checkErrors(l, f.Application, wrong, &view)}
	return s.render(w, r, status, "apply_check", page)
}

// ruleHit words a hit of a rule and says where to put it right.
func (s *Server) ruleHit(l *Locale, a *application.Application, h rule.Finding) applyHit {
	hit := applyHit{Text: l.Fault(h.Key, h.Args), Law: s.lawLink(l, h)}
	if h.Line >= 0 && h.Line < len(a.Content.Lines) {
		line := a.Content.Lines[h.Line]
		hit.Line = l.T("apply.line.letter", "n", l.Int(int64(h.Line+1))) + " · " + line.ScientificName
		hit.Href = l.Href(applicationPath(a.ID, "/lines/"+line.ID+"/what"))
		if h.Field == "share" {
			hit.Href = l.Href(applicationPath(a.ID, "/quotas"))
		}
	}
	return hit
}

// checkErrors leads from each gap to the page that closes it.
func (s *Server) checkErrors(l *Locale, a *application.Application, wrong error, v *applyCheckView) []ErrorLink {
	x := fault.Of(wrong)
	if x == nil {
		return nil
	}
	if x.Kind != fault.Invalid {
		return []ErrorLink{{Text: s.faultText(l, wrong)}}
	}
	var links []ErrorLink
	own := fault.Invalidf(x.Key)
	seen := map[application.Step]bool{}
	for _, w := range x.Fields {
		st, isStep := stepOfField(&a.Content, w.Name)
		switch {
		case isStep && !seen[st]:
			seen[st] = true
			links = append(links, ErrorLink{Text: l.T("apply.incomplete.step", "step", l.T(stepKey(a.Content.Type, st))), Href: l.Href(stepPath(a.ID, st))})
		case isStep:
		case len(w.Name) > 6 && w.Name[:6] == "rules.":
			links = append(links, ErrorLink{Text: l.Fault(w.Key, w.Args), Href: "#stops"})
		default:
			own.Fields = append(own.Fields, w)
		}
	}
	if len(own.Fields) > 0 || len(links) == 0 {
		links = append(links, formErrors(l, own, &v.Declare, &v.Refused, &v.Name)...)
	}
	return links
}

// stepOfField tells which step a field of the whole application belongs to.
func stepOfField(c *application.Content, name string) (application.Step, bool) {
	for _, st := range application.StepsOf(c) {
		if len(name) > len(st) && name[:len(st)] == string(st) && name[len(st)] == '.' {
			return st, true
		}
	}
	return "", false
}

func (s *Server) submitApplication(w http.ResponseWriter, r *http.Request) error {
	form, version, err := applyForm(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	d := application.Declaration{Accepted: form["accepted"] != "", NotRefused: form["not_refused"] != "", Name: form["name"]}
	_, err = s.cfg.Applications.Submit(r.Context(), ActorFrom(r.Context()), id, version, d)
	if err == nil {
		return s.seeOther(w, r, applicationPath(id, "/received"))
	}
	return s.againIfInvalid(err, func() error {
		f, e := s.openEditable(w, r)
		if e != nil || f == nil {
			return e
		}
		return s.askCheck(w, r, f, form, err, applyStatus(err))
	})
}

// applyReceivedView confirms a submission.
type applyReceivedView struct {
	Reference string
	Due       string
	Fee       string
	Show      string
	List      string
	New       string
}

func (s *Server) showReceived(w http.ResponseWriter, r *http.Request) error {
	f, err := s.openApplication(r)
	if err != nil {
		return err
	}
	if f.State == application.Draft {
		return s.seeOther(w, r, applicationPath(f.ID, "/tasks"))
	}
	l := LocaleFrom(r.Context())
	view := applyReceivedView{Reference: f.Reference, Due: l.Date(f.Due), Show: l.Href(applicationPath(f.ID, "")), List: l.Href("/applications"), New: l.Href("/applications/new")}
	if !f.Fee.Settled() {
		view.Fee = s.money(l, f.Fee.Amount, f.Fee.Currency)
	}
	return s.render(w, r, http.StatusOK, "apply_received", Page{Title: l.T("apply.received"), Data: view})
}

// money writes an amount of minor units, "55.00 USD".
func (s *Server) money(l *Locale, minor int64, currency string) string {
	if minor == 0 {
		return l.T("apply.fee.none")
	}
	return fmt.Sprintf("%s.%02d\u00a0%s", l.Int(minor/100), minor%100, currency)
}
