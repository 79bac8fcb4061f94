package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/rulebook"
)

// RuleBook is what the pages about rules need; the desk of package rulebook is
// one.
type RuleBook interface {
	Switches(ctx context.Context) (rule.Switches, error)
	History(ctx context.Context, who actor.Actor, id string) ([]rulebook.Switch, error)
	Switch(ctx context.Context, who actor.Actor, id string, version int64, to rule.Setting, reason string) error
}

func (s *Server) ruleRoutes() []Route {
	if s.cfg.RuleBook == nil {
		return nil
	}
	may := Can(actor.SwitchRule)
	return []Route{
		{Pattern: "GET /rules", Policy: Public(), Handler: s.page(s.listRules)},
		{Pattern: "GET /rules/{id}", Policy: Public(), Handler: s.page(s.showRule)},
		{Pattern: "GET /rules/{id}/switch", Policy: may, Handler: s.page(s.askSwitch)},
		{Pattern: "POST /rules/{id}/switch", Policy: may, Handler: s.page(s.confirmSwitch)},
		{Pattern: "POST /rules/{id}/switch/confirm", Policy: may, Handler: s.page(s.switchRule)},
	}
}

// lawLink names the rule behind a verdict, its source and the day from which it
// holds; partial "law".
type lawLink struct {
	ID, Href, Citation, Since string
	Switched                  bool // the administrator made it a warning
}

// lawLink is the law of a finding; Href is empty where the rule has no page.
func (s *Server) lawLink(l *Locale, x rule.Finding) lawLink {
	v := lawLink{ID: x.Rule, Citation: x.Citation, Switched: x.Switched}
	if !x.From.IsZero() {
		v.Since = l.Date(x.From)
	}
	if _, ok := rule.Law(x.Rule); ok && s.cfg.RuleBook != nil {
		v.Href = l.Href("/rules/" + x.Rule)
	}
	return v
}

// ruleList is the page with the whole book.
type ruleList struct {
	Tabs   []Tab // of the administration
	Search Field
	Filter Filter
	Hidden map[string][]string // filters that a search keeps
	Count  string
	List   List[ruleRow]
}

type ruleRow struct {
	ID, Href, Text, Family, Citation, From string
	Effect, State, Evidence                Tag
}

// ruleFilters are the names of the filters of the list.
func ruleFilters() []string { return []string{"family", "stage", "severity", "evidence", "state"} }

func (s *Server) listRules(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), readList(r, ruleFilters(), nil)
	switches, err := s.cfg.RuleBook.Switches(r.Context())
	if err != nil {
		return err
	}
	var rows []ruleRow
	total := 0
	for _, e := range rule.Book() {
		if !ruleFits(l, q, e, switches.Of(e.ID)) {
			continue
		}
		if total >= q.Offset() && len(rows) < q.Per {
			rows = append(rows, newRuleRow(l, e, switches.Of(e.ID)))
		}
		total++
	}
	view := ruleList{Count: l.Plural("rulebook.count", total), List: newList(l, q, rows, total), Filter: ruleFilterPanel(l, q), Hidden: q.Filters,
		Search: Field{Name: "q", Label: l.T("rulebook.search"), Hint: l.T("rulebook.search.hint"), Type: "search", Value: q.Q, Dir: "auto"}}
	view.List.Empty = Empty{l.T("rulebook.empty"), l.T("rulebook.empty.text"), l.Href("/rules"), l.T("rulebook.clear")}
	if ActorFrom(r.Context()).Can(actor.SwitchRule) {
		view.Tabs = s.adminTabs(l, "/rules")
	}
	return s.render(w, r, http.StatusOK, "rulebook_list", Page{Title: l.T("rulebook.title"), Data: view})
}

// ruleFits reports whether a rule is among those that a reader asked for.
func ruleFits(l *Locale, q ListQuery, e rule.Entry, set rule.Setting) bool {
	stages := make([]string, 0, len(e.Run))
	for _, x := range e.Run {
		stages = append(stages, string(x))
	}
	for name, has := range map[string][]string{"family": {string(e.Family)}, "stage": stages, "severity": {weightOf(e)},
		"evidence": {string(e.Evidence)}, "state": {string(set)}} {
		want := q.Filters[name]
		if len(want) > 0 && !slices.ContainsFunc(want, func(x string) bool { return slices.Contains(has, x) }) {
			return false
		}
	}
	text := strings.ToLower(e.ID + " " + l.T("book."+e.ID) + " " + e.Citation)
	for _, word := range strings.Fields(strings.ToLower(q.Q)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// weightOf names what a rule does here: "block", "lift", "warn" or "note".
func weightOf(e rule.Entry) string {
	if e.As != "" {
		return rule.Weight(e.As)
	}
	return rule.Weight(e.Mark)
}

func newRuleRow(l *Locale, e rule.Entry, set rule.Setting) ruleRow {
	return ruleRow{ID: e.ID, Href: l.Href("/rules/" + e.ID), Text: l.T("book." + e.ID), Family: l.T("rule.family." + string(e.Family)),
		Citation: e.Citation, From: l.Date(e.From), Effect: ruleEffect(l, e), State: ruleState(l, set), Evidence: ruleEvidence(l, e)}
}

func ruleEffect(l *Locale, e rule.Entry) Tag {
	weight := weightOf(e)
	colour := map[string]string{"block": "red", "lift": "orange", "warn": "yellow", "note": "blue"}[weight]
	return Tag{l.T("rulebook.severity." + weight), colour}
}

func ruleState(l *Locale, set rule.Setting) Tag {
	colour := map[rule.Setting]string{rule.On: "green", rule.Warning: "yellow", rule.Off: "grey"}[set]
	return Tag{l.T("rulebook.state." + string(set)), colour}
}

// ruleEvidence stands out only where the source was not read.
func ruleEvidence(l *Locale, e rule.Entry) Tag {
	t := Tag{Text: l.T("rulebook.evidence." + string(e.Evidence))}
	if e.Evidence == rule.Unchecked {
		t.Colour = "purple"
	}
	return t
}

func ruleFilterPanel(l *Locale, q ListQuery) Filter {
	f := Filter{Action: l.Href("/rules"), Live: "results"}
	if len(q.Filters) > 0 {
		f.Clear = l.Href("/rules")
	}
	families := Field{Kind: "select", Name: "family", Label: l.T("rulebook.family"), Bold: true, Value: q.Filters.Get("family"), Options: []Option{{Label: l.T("rulebook.filter.all")}}}
	for _, x := range rule.Families() {
		families.Options = append(families.Options, Option{Value: string(x), Label: l.T("rule.family." + string(x))})
	}
	stages := Field{Kind: "select", Name: "stage", Label: l.T("rulebook.stage"), Bold: true, Value: q.Filters.Get("stage"), Options: []Option{{Label: l.T("rulebook.filter.all")}}}
	for _, x := range []rule.Stage{rule.Apply, rule.Issue, rule.Endorse, rule.Import, rule.Report} {
		stages.Options = append(stages.Options, Option{Value: string(x), Label: l.T("rulebook.stage." + string(x))})
	}
	checks := func(name, label, key string, values ...string) Field {
		c := Field{Kind: "checks", Name: name, Label: l.T(label), Small: true, Bold: true, Values: q.Filters[name]}
		for _, v := range values {
			c.Options = append(c.Options, Option{Value: v, Label: l.T(key + v)})
		}
		return c
	}
	f.Fields = []Field{families, stages,
		checks("severity", "rulebook.severity", "rulebook.severity.", "block", "lift", "warn", "note"),
		checks("evidence", "rulebook.evidence", "rulebook.evidence.", string(rule.Verified), string(rule.Unchecked), string(rule.Inferred)),
		checks("state", "rulebook.state", "rulebook.state.", string(rule.On), string(rule.Warning), string(rule.Off))}
	return f
}
