package web

import (
	"net/http"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
)

// applyListView is the page "my applications".
type applyListView struct {
	List   List[applyRow]
	Search Field
	Type   Field
	States Field
	Action string
	Start  string
	Clear  string
	Found  int
	Agents bool // the mandates page is of use
}

// applyRow is one application in the list.
type applyRow struct {
	Href      string
	Reference string // "" for a draft
	Type      string
	Taxa      string
	More      int // lines beyond the taxa shown
	Other     string
	For       string
	State     Tag
	Changed   string
	Unread    int
}

func (s *Server) listApplications(w http.ResponseWriter, r *http.Request) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	q := readList(r, []string{"state", "type"}, nil)
	f := application.Filter{Text: q.Q, Sort: "changed", Limit: q.Per, Offset: q.Offset(), Type: cites.DocumentType(q.Filters.Get("type"))}
	for _, st := range q.Filters["state"] {
		f.States = append(f.States, shownStates(st)...)
	}
	rows, total, err := s.cfg.Applications.Mine(r.Context(), who, f)
	if err != nil {
		return err
	}
	view := applyListView{Action: l.Href("/applications"), Start: l.Href("/applications/new"), Clear: l.Href("/applications"), Found: total, Agents: true,
		Search: Field{ID: "q", Name: "q", Label: l.T("apply.list.search"), Hint: l.T("apply.list.search.hint"), Value: q.Q, Type: "search", Dir: "auto"},
		Type:   Field{Name: "type", Label: l.T("apply.list.type"), Value: q.Filters.Get("type"), Options: append([]Option{{Value: "", Label: l.T("apply.list.all")}}, typeOptions(l)...)},
		States: Field{Name: "state", Label: l.T("apply.list.state"), Small: true, Values: append([]string{"-"}, q.Filters["state"]...), Options: stateOptions(l)}}
	shown := make([]applyRow, len(rows))
	for i, row := range rows {
		shown[i] = applyListRow(l, who, row)
	}
	view.List = newList(l, q, shown, total)
	view.List.Empty = Empty{Title: l.T("apply.list.empty"), Text: l.T("apply.list.empty.text"), Action: view.Start, Button: l.T("apply.start")}
	if q.Q != "" || len(q.Filters) > 0 {
		view.List.Empty = Empty{Title: l.T("apply.list.none"), Text: l.T("apply.list.none.text"), Action: view.Clear, Button: l.T("apply.list.clear")}
	}
	return s.render(w, r, http.StatusOK, "apply_list", Page{Title: l.T("apply.list.title"), Data: view})
}

func applyListRow(l *Locale, who actor.Actor, row application.Row) applyRow {
	out := applyRow{Href: l.Href(applicationPath(row.ID, "")), Reference: row.Reference, Type: row.Type.Name(l.Lang), Taxa: row.Taxa,
		Other: row.Importer, State: applyState(l, row.State), Changed: l.DayOf(row.Changed), Unread: row.Unread}
	if row.Type.Facts().Direction.In() {
		out.Other = row.Exporter
	}
	if row.OwnerName != who.Name {
		out.For = row.OwnerName
	}
	return out
}

// applyState names a state for the applicant: what the officers do among
// themselves is one state to him.
func applyState(l *Locale, st application.State) Tag {
	if st == application.Proposed {
		st = application.InReview
	}
	colours := map[application.State]string{application.Draft: "grey", application.Submitted: "blue", application.InReview: "blue",
		application.InfoRequested: "orange", application.Approved: "teal", application.Issued: "green", application.Refused: "red", application.Withdrawn: "grey"}
	return Tag{Text: l.T("apply.state." + string(st)), Colour: colours[st]}
}

// shownStates are the states behind one the applicant can choose.
func shownStates(chosen string) []application.State {
	st := application.State(chosen)
	switch {
	case st == application.InReview:
		return []application.State{application.InReview, application.Proposed}
	case slices.Contains(application.States(), st):
		return []application.State{st}
	}
	return nil
}

func stateOptions(l *Locale) []Option {
	var out []Option
	for _, st := range application.States() {
		if st != application.Proposed {
			out = append(out, Option{Value: string(st), Label: l.T("apply.state." + string(st))})
		}
	}
	return out
}

func typeOptions(l *Locale) []Option {
	var out []Option
	for _, t := range application.Types() {
		out = append(out, Option{Value: string(t), Label: t.Name(l.Lang), Hint: l.T("apply.type." + string(t))})
	}
	return out
}

// principals are those for whom the actor can apply today.
func principals(l *Locale, who actor.Actor, held []application.Mandate, on cites.Date) []Option {
	var out []Option
	if who.Has(actor.Trader) {
		out = append(out, Option{Value: who.ID, Label: l.T("apply.start.self", "name", who.Name)})
	}
	for _, m := range held {
		valid := m.Revoked.IsZero() && !on.Before(m.From) && (m.Until.IsZero() || !on.After(m.Until))
		if valid && !slices.ContainsFunc(out, func(o Option) bool { return o.Value == m.Trader }) {
			out = append(out, Option{Value: m.Trader, Label: m.TraderName})
		}
	}
	return out
}
