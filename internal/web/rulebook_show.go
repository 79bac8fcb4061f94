package web

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/rulebook"
)

// ruleView is the page of one rule.
type ruleView struct {
	ID, Text string
	Family   string
	State    Tag
	Facts    []SummaryRow
	Evidence string // the tag in plain words
	Here     []string
	Switch   string // address, for who may
	Fixed    string // why it cannot be switched
	Past     []Event
	History  bool // whether this reader may see who switched it
}

// ruleOf reads the rule of the address.
func ruleOf(r *http.Request) (rule.Entry, error) {
	id := r.PathValue("id")
	e, ok := rule.Law(id)
	if !ok {
		return e, fault.New(fault.NotFound, "fault.not_found", "noun", "rule", "id", id)
	}
	return e, nil
}

func (s *Server) showRule(w http.ResponseWriter, r *http.Request) error {
	e, err := ruleOf(r)
	if err != nil {
		return err
	}
	switches, err := s.cfg.RuleBook.Switches(r.Context())
	if err != nil {
		return err
	}
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	view := ruleView{ID: e.ID, Text: l.T("book." + e.ID), Family: l.T("rule.family." + string(e.Family)), State: ruleState(l, switches.Of(e.ID)),
		Facts: ruleFacts(l, e), Evidence: l.T("rulebook.evidence." + string(e.Evidence) + ".text"), Here: ruleHere(l, e), History: who.Can(actor.ReadRules)}
	if view.History {
		past, err := s.cfg.RuleBook.History(r.Context(), who, e.ID)
		if err != nil {
			return err
		}
		view.Past = switchEvents(l, past)
	}
	switch {
	case e.Switchable() && who.Can(actor.SwitchRule):
		view.Switch = l.Href("/rules/" + e.ID + "/switch")
		view.Evidence += " " + l.T("rulebook.evidence.advice")
	case e.Switchable():
	case e.Decision():
		view.Fixed = l.T("rulebook.fixed.table")
	default:
		view.Fixed = l.T("rulebook.fixed." + string(e.Evidence))
	}
	return s.render(w, r, http.StatusOK, "rulebook_show", Page{Title: l.T("rulebook.one", "id", e.ID), Back: "/rules", Data: view})
}

func ruleFacts(l *Locale, e rule.Entry) []SummaryRow {
	until := Bdi(l.T("rulebook.until.open"))
	if !e.Until.IsZero() {
		until = Bdi(l.Date(e.Until))
	}
	how := "rulebook.how.check"
	switch by, built := rule.Enforced(e.ID); {
	case e.Decision():
		how = "rulebook.how.table"
	case built && by.Test == "":
		how = "rulebook.how.officer"
	case built:
		how = "rulebook.how.built"
	}
	esc := func(text string) template.HTML { return template.HTML(template.HTMLEscapeString(text)) }
	return []SummaryRow{
		{Key: l.T("rulebook.source"), Value: Reference(e.Citation)},
		{Key: l.T("rulebook.evidence"), Value: esc(l.T("rulebook.evidence." + string(e.Evidence)))},
		{Key: l.T("rulebook.from"), Value: Bdi(l.Date(e.From))},
		{Key: l.T("rulebook.until"), Value: until},
		{Key: l.T("rulebook.stage"), Value: esc(stageNames(l, e.Run))},
		{Key: l.T("rulebook.severity"), Value: esc(l.T("rulebook.severity." + weightOf(e)))},
		{Key: l.T("rulebook.how"), Value: esc(l.T(how))},
	}
}

func stageNames(l *Locale, stages []rule.Stage) string {
	names := make([]string, len(stages))
	for i, x := range stages {
		names[i] = l.T("rulebook.stage." + string(x))
	}
	if l.Lang == cites.Arabic {
		return strings.Join(names, "، ")
	}
	return strings.Join(names, ", ")
}

// ruleHere says where this system differs from the source.
func ruleHere(l *Locale, e rule.Entry) []string {
	var out []string
	if e.As != "" {
		out = append(out, l.T("rulebook.here.severity", "mark", l.T("rulebook.severity."+rule.Weight(e.Mark)), "as", l.T("rulebook.severity."+rule.Weight(e.As))))
	}
	var more []rule.Stage
	for _, x := range e.Run {
		if !slices.Contains(e.Stages, x) {
			more = append(more, x)
		}
	}
	if len(more) > 0 {
		out = append(out, l.T("rulebook.here.stages", "stages", stageNames(l, more)))
	}
	return out
}

func switchEvents(l *Locale, past []rulebook.Switch) []Event {
	out := make([]Event, len(past))
	for i, x := range past {
		out[i] = Event{Title: l.T("rulebook.state." + string(x.Setting)), When: l.DateTime(x.At), ISO: x.At.UTC().Format("2006-01-02T15:04:05Z"), Who: x.ByName, Text: x.Reason}
	}
	return out
}
