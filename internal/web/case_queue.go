package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
)

// caseTab is one tab of the queue. Who may do none of its verbs does not see it.
type caseTab struct {
	name   string
	verbs  []actor.Verb
	states []application.State
	narrow func(f *application.Filter, who actor.Actor)
}

func openStates() []application.State {
	return []application.State{application.Submitted, application.InReview, application.InfoRequested, application.Proposed, application.Approved}
}

// caseTabs are the tabs in their order.
func caseTabs() []caseTab {
	working := []application.State{application.Submitted, application.InReview, application.InfoRequested}
	everybody := []actor.Verb{actor.ReadQueue}
	return []caseTab{
		{"mine", []actor.Verb{actor.AssignCase}, openStates(), func(f *application.Filter, who actor.Actor) { f.Assigned = who.ID }},
		{"unassigned", []actor.Verb{actor.AssignCase}, working, func(f *application.Filter, _ actor.Actor) { f.Unassigned = true }},
		{"sa", []actor.Verb{actor.RequestFinding, actor.GiveNDF}, working, func(f *application.Filter, _ actor.Actor) { f.WithSA = true }},
		{"decide", []actor.Verb{actor.Approve, actor.Propose, actor.ReturnCase}, []application.State{application.Proposed, application.Approved}, nil},
		{"fees", []actor.Verb{actor.RecordFee, actor.AssignCase}, openStates(), func(f *application.Filter, _ actor.Actor) { f.FeeOpen = true }},
		{"all", everybody, openStates(), nil},
		{"closed", everybody, []application.State{application.Issued, application.Refused, application.Withdrawn}, nil},
	}
}

// tabsOf gives the tabs of an actor and the one that opens first.
func tabsOf(who actor.Actor) (tabs []caseTab, first string) {
	for _, t := range caseTabs() {
		if slices.ContainsFunc(t.verbs, who.Can) {
			tabs = append(tabs, t)
		}
	}
	switch {
	case who.Can(actor.GiveNDF):
		return tabs, "sa"
	case who.Can(actor.Approve):
		return tabs, "decide"
	case who.Can(actor.RecordFee):
		return tabs, "fees"
	case who.Can(actor.AssignCase):
		return tabs, "mine"
	}
	return tabs, "all"
}

// queueView is the page of the queue.
type queueView struct {
	Tabs    []Tab
	Tab     string
	Filter  Filter
	Count   string
	Heads   []SortLink // reference, received, due
	List    List[caseRow]
	Saved   []savedView
	Query   string // of this view, to be saved
	Name    Field
	CanSave bool
}

func (s *Server) listCases(w http.ResponseWriter, r *http.Request) error {
	return s.showQueue(w, r, http.StatusOK, Field{}, nil)
}

// showQueue shows the queue; name is what was typed to save the view.
func (s *Server) showQueue(w http.ResponseWriter, r *http.Request, status int, name Field, wrong error) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	q := readList(r, []string{"tab", "type", "state", "due"}, []string{"due", "reference"})
	q.path = "/cases"
	tabs, first := tabsOf(who)
	tab := pickTab(tabs, q.Filters.Get("tab"), first)
	q.Filters.Set("tab", tab.name)
	f := s.queueFilter(q, tab, who)
	found, total, err := s.cfg.Cases.Cases.Queue(r.Context(), who, f)
	if err != nil {
		return err
	}
	view := queueView{Tab: tab.name, Filter: queuePanel(l, q, tab), Count: l.Plural("case.count", total), Query: queryOf(q), CanSave: len(f.Text)+len(q.Filters) > 1}
	rows := make([]caseRow, len(found))
	for i, a := range found {
		rows[i] = s.newCaseRow(l, who, a)
	}
	view.List = newList(l, q, rows, total)
	view.List.Empty = Empty{Title: l.T("case.empty." + tab.name), Text: l.T("case.empty.text")}
	if filtered(q) {
		view.List.Empty = Empty{l.T("case.nothing"), l.T("case.nothing.text"), l.Href("/cases?tab=" + tab.name), l.T("list.clear")}
	}
	heads := q
	if heads.Sort == "" && tab.name != "closed" {
		heads.Sort = "due"
	}
	view.Heads = []SortLink{heads.sortLink(l, "reference", l.T("case.reference")), heads.sortLink(l, "due", l.T("case.due"))}
	if view.Tabs, err = s.queueTabs(r.Context(), l, who, tabs, tab.name); err != nil {
		return err
	}
	if view.Saved, err = s.savedViews(r.Context(), l, who, view.Query); err != nil {
		return err
	}
	view.Name = Field{Name: "name", Label: l.T("case.view.name"), Value: name.Value, Width: 20, Dir: "auto", Complete: "off"}
	page := Page{Title: l.T("case.queue"), Data: &view}
	if wrong != nil {
		page.Errors = formErrors(l, wrong, &view.Name)
	}
	return s.render(w, r, status, "case_queue", page)
}

func pickTab(tabs []caseTab, want, first string) caseTab {
	for _, name := range []string{want, first} {
		if i := slices.IndexFunc(tabs, func(t caseTab) bool { return t.name == name }); i >= 0 {
			return tabs[i]
		}
	}
	return tabs[0]
}

// filtered reports whether the reader narrowed the tab.
func filtered(q ListQuery) bool {
	return q.Q != "" || q.Filters.Get("type") != "" || q.Filters.Get("state") != "" || q.Filters.Get("due") != ""
}

// queueFilter turns what was asked into the filter of the desk.
func (s *Server) queueFilter(q ListQuery, tab caseTab, who actor.Actor) application.Filter {
	f := application.Filter{Text: q.Q, Sort: q.Sort, Limit: q.Per, Offset: q.Offset(), Type: cites.DocumentType(q.Filters.Get("type"))}
	if f.Sort == "" {
		f.Sort = "due"
		if tab.name == "closed" {
			f.Sort = "changed"
		}
	}
	switch f.Sort { // the desk counts the newest reference first as the usual order
	case "reference":
		f.Sort = "-reference"
	case "-reference":
		f.Sort = "reference"
	}
	f.States = tab.states
	if want := q.Filters["state"]; len(want) > 0 {
		f.States = slices.DeleteFunc(slices.Clone(tab.states), func(x application.State) bool { return !slices.Contains(want, string(x)) })
		if len(f.States) == 0 {
			f.States = tab.states
		}
	}
	today := cites.DateOf(s.cfg.Now(), s.cfg.Zone)
	switch q.Filters.Get("due") {
	case "overdue":
		f.Overdue = today
	case "week":
		f.Overdue = today.AddDays(8)
	}
	if tab.narrow != nil {
		tab.narrow(&f, who)
	}
	return f
}

// queueTabs counts each tab.
func (s *Server) queueTabs(ctx context.Context, l *Locale, who actor.Actor, tabs []caseTab, current string) ([]Tab, error) {
	out := make([]Tab, len(tabs))
	for i, t := range tabs {
		f := application.Filter{States: t.states, Limit: 1}
		if t.narrow != nil {
			t.narrow(&f, who)
		}
		_, n, err := s.cfg.Cases.Cases.Queue(ctx, who, f)
		if err != nil {
			return nil, err
		}
		out[i] = Tab{Title: l.T("case.tab."+t.name, "n", l.Int(int64(n))), Href: l.Href("/cases?tab=" + t.name), Current: t.name == current}
	}
	return out, nil
}

// queuePanel is the filter beside the list.
func queuePanel(l *Locale, q ListQuery, tab caseTab) Filter {
	types := []Option{{Value: "", Label: l.T("case.type.any")}}
	for _, t := range []cites.DocumentType{cites.ExportPermit, cites.ReexportCertificate, cites.ImportPermit} {
		types = append(types, Option{Value: string(t), Label: t.Name(l.Lang)})
	}
	var states []Option
	for _, st := range tab.states {
		states = append(states, Option{Value: string(st), Label: l.T("case.state." + string(st))})
	}
	p := Filter{Action: l.Href("/cases"), Live: "results", Fields: []Field{
		{Name: "q", Label: l.T("case.search"), Type: "search", Value: q.Q, Dir: "auto", Complete: "off"},
		{Kind: "select", Name: "type", Label: l.T("case.type"), Value: q.Filters.Get("type"), Options: types},
		{Kind: "checks", Name: "state", Label: l.T("case.status"), Values: append([]string{""}, q.Filters["state"]...), Options: states, Small: true},
		{Kind: "select", Name: "due", Label: l.T("case.due"), Value: q.Filters.Get("due"), Options: []Option{
			{Value: "", Label: l.T("case.due.any")}, {Value: "week", Label: l.T("case.due.week")}, {Value: "overdue", Label: l.T("case.due.late")}}},
	}}
	if filtered(q) {
		p.Clear = l.Href("/cases?tab=" + tab.name)
	}
	return p
}

// caseRow is one row of the queue.
type caseRow struct {
	application.Row
	Href    string
	Type    string
	More    int // further lines
	Facts   string
	Route   string // in words
	State   Tag
	DueText string
	Late    bool
	Take    string // address of "assign to me"; empty when it is not offered
}

func (s *Server) newCaseRow(l *Locale, who actor.Actor, a application.Row) caseRow {
	row := caseRow{Row: a, Href: l.Href("/cases/" + a.ID), Type: a.Type.Name(l.Lang), State: caseState(l, a.State, a.WithSA, a.Proposal), DueText: l.Date(a.Due)}
	row.Late = a.State.Open() && !a.Due.IsZero() && a.Due.Before(cites.DateOf(s.cfg.Now(), s.cfg.Zone))
	row.Route = l.T("case.route.words", "from", s.countryName(l, a.From), "to", s.countryName(l, a.To))
	row.More = max(0, a.Lines-1)
	if a.Lines > 0 {
		row.Facts = specimenFacts(l, a.First)
	}
	if a.Assigned == "" && who.Can(actor.AssignCase) && a.State.Open() {
		row.Take = l.Href("/cases/" + a.ID + "/take")
	}
	return row
}

// specimenFacts is "II · W · 38 kg": appendix, source, quantity.
func specimenFacts(l *Locale, x application.Line) string {
	out := ""
	for _, part := range []string{string(x.Appendix), string(x.Source), amountText(l, x.Quantity, x.Unit)} {
		if part == "" {
			continue
		}
		if out != "" {
			out += " · "
		}
		out += part
	}
	return out
}

// amountText is a quantity with the symbol of its unit.
func amountText(l *Locale, q cites.Quantity, u cites.Unit) string {
	if q == 0 {
		return ""
	}
	text := l.Quantity(q)
	if i, ok := u.Info(); ok && i.Symbol != "" {
		text += " " + i.Symbol
	}
	return text
}

// caseState is the word of state as officers see it.
func caseState(l *Locale, st application.State, withSA bool, proposal string) Tag {
	switch {
	case withSA && st == application.InReview:
		return Tag{l.T("case.state.with_sa"), "yellow"}
	case st == application.Proposed && proposal == application.ProposeRefusal:
		return Tag{l.T("case.state.proposed_refusal"), "magenta"}
	}
	colour := map[application.State]string{application.Submitted: "blue", application.InReview: "purple", application.InfoRequested: "orange",
		application.Proposed: "teal", application.Approved: "green", application.Issued: "green", application.Refused: "red", application.Withdrawn: "grey"}[st]
	return Tag{l.T("case.state." + string(st)), colour}
}

func versionText(n int64) string { return strconv.FormatInt(n, 10) }
