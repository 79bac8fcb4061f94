package web

import (
	"net/http"
	"strconv"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/rulebook"
)

// askSwitch shows the form that switches a rule.
func (s *Server) askSwitch(w http.ResponseWriter, r *http.Request) error {
	e, err := ruleOf(r)
	if err != nil {
		return err
	}
	if !e.Switchable() {
		return fault.New(fault.Conflict, "rulebook.fixed", "rule", e.ID)
	}
	past, err := s.cfg.RuleBook.History(r.Context(), ActorFrom(r.Context()), e.ID)
	if err != nil {
		return err
	}
	version, now := int64(0), rule.On
	if len(past) > 0 {
		version, now = past[0].Version, past[0].Setting
	}
	return s.showSwitch(w, r, e, version, string(now), "", nil)
}

// showSwitch shows the form, with what was wrong after a failed attempt.
func (s *Server) showSwitch(w http.ResponseWriter, r *http.Request, e rule.Entry, version int64, setting, reason string, wrong error) error {
	l := LocaleFrom(r.Context())
	fields := []Field{
		{Kind: "radios", Name: "setting", Label: l.T("rulebook.switch.to"), Bold: true, Value: setting},
		{Kind: "area", Name: "reason", Label: l.T("rulebook.switch.reason"), Hint: l.T("rulebook.switch.reason.hint"), Bold: true, Value: reason, Dir: "auto", Rows: 4, Max: rulebook.MaxReason}}
	for _, x := range rule.Settings() {
		if x != rule.Warning || e.Severity == rule.Block {
			fields[0].Options = append(fields[0].Options, Option{Value: string(x), Label: l.T("rulebook.state." + string(x)), Hint: l.T("rulebook.switch." + string(x) + ".hint")})
		}
	}
	page, status := Page{Title: l.T("rulebook.switch"), Back: "/rules/" + e.ID}, http.StatusOK
	if wrong != nil {
		page.Errors, status = formErrors(l, wrong, &fields[0], &fields[1]), http.StatusUnprocessableEntity
	}
	page.Data = Form{Caption: l.T("rulebook.one", "id", e.ID), Title: l.T("rulebook.switch"), Intro: []string{l.T("book." + e.ID), l.T("rulebook.switch.intro")},
		Fields: fields, Hidden: map[string]string{"version": strconv.FormatInt(version, 10)}, Action: l.Href("/rules/" + e.ID + "/switch"),
		Button: l.T("rulebook.switch.continue"), Cancel: l.Href("/rules/" + e.ID)}
	return s.render(w, r, status, "form", page)
}

// confirmSwitch asks before the act: a switch works at once and everywhere.
func (s *Server) confirmSwitch(w http.ResponseWriter, r *http.Request) error {
	e, err := ruleOf(r)
	if err != nil {
		return err
	}
	l, version := LocaleFrom(r.Context()), versionOf(r)
	setting, reason := r.PostFormValue("setting"), r.PostFormValue("reason")
	if err := rulebook.Check(e, rule.Setting(setting), reason); err != nil {
		if fault.KindOf(err) == fault.Invalid {
			return s.showSwitch(w, r, e, version, setting, reason, err)
		}
		return err
	}
	here, state := "/rules/"+e.ID, l.T("rulebook.state."+setting)
	title := l.T("rulebook.confirm.title", "id", e.ID, "state", state)
	return s.render(w, r, http.StatusOK, "confirm", Page{Title: title, Back: here + "/switch", Data: Confirm{
		Title: title, Warning: l.T("rulebook.confirm.warning"), Action: l.Href(here + "/switch/confirm"), Button: l.T("rulebook.confirm.button"), Cancel: l.Href(here),
		Hidden: map[string]string{"version": strconv.FormatInt(version, 10), "setting": setting, "reason": reason},
		Facts: []SummaryRow{{Key: l.T("rulebook.rule"), Value: Bdi(e.ID + " – " + l.T("book."+e.ID))}, {Key: l.T("rulebook.source"), Value: Reference(e.Citation)},
			{Key: l.T("rulebook.state"), Value: Bdi(state)}, {Key: l.T("rulebook.switch.reason"), Value: Bdi(reason)}}}})
}

func (s *Server) switchRule(w http.ResponseWriter, r *http.Request) error {
	e, err := ruleOf(r)
	if err != nil {
		return err
	}
	l, version := LocaleFrom(r.Context()), versionOf(r)
	setting, reason := r.PostFormValue("setting"), r.PostFormValue("reason")
	err = s.cfg.RuleBook.Switch(r.Context(), ActorFrom(r.Context()), e.ID, version, rule.Setting(setting), reason)
	if fault.KindOf(err) == fault.Invalid {
		return s.showSwitch(w, r, e, version, setting, reason, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), l.T("rulebook.switched", "id", e.ID, "state", l.T("rulebook.state."+setting)))
	return s.seeOther(w, r, "/rules/"+e.ID)
}
