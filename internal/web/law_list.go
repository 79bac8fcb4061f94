package web

import (
	"net/http"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/rehearsal"
	"github.com/opencites/opencites/internal/species"
)

// lawPage is the page with what is loaded, and for who may the two forms.
type lawPage struct {
	Tabs          []Tab
	Search, State Field
	Count         string
	Sets          List[lawSetRow]
	May           bool // load and rehearse
	Rehearsals    []rehearsalRow
	More          string   // address of all rehearsals, when there are more
	File, Play    Field    // of the form that loads, of the one that rehearses
	On            Field    // of the latter
	Wrong         []string // rows of the file that are wrong
}

type lawSetRow struct {
	Name, Href, First, Rows string
	State                   Tag
}

type rehearsalRow struct {
	Name, Href, On, When, Who string
	State                     Tag
}

// lastRehearsals is how many rehearsals the page of amendments shows.
const lastRehearsals = 5

func lawPageOf(l *Locale) lawPage {
	const accept = ".json,.csv,application/json,text/csv"
	return lawPage{File: Field{Kind: "file", Name: "file", Label: l.T("law.load.file"), Hint: l.T("law.load.file.hint"), Accept: accept},
		Play: Field{Kind: "file", ID: "play", Name: "file", Label: l.T("law.load.file"), Hint: l.T("law.rehearse.file.hint"), Accept: accept},
		On:   Field{Kind: "date", Name: "on", Label: l.T("law.rehearse.on"), Hint: l.T("law.rehearse.on.hint")}}
}

func (s *Server) askLaw(w http.ResponseWriter, r *http.Request) error {
	return s.showLaw(w, r, http.StatusOK, lawPageOf(LocaleFrom(r.Context())), nil)
}

func (s *Server) showLaw(w http.ResponseWriter, r *http.Request, status int, view lawPage, wrong []ErrorLink) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	view.May = who.Can(actor.AmendLaw)
	if who.Can(actor.ManageAccounts) {
		view.Tabs = s.adminTabs(l, "/law")
	}
	sets, err := s.cfg.Reformer.List(r.Context(), who)
	if err != nil {
		return err
	}
	s.fillSets(l, r, &view, sets)
	last, total, err := s.cfg.Rehearsals.List(r.Context(), who, rehearsal.Filter{Limit: lastRehearsals})
	if err != nil {
		return err
	}
	view.Rehearsals = rehearsalRows(l, last)
	if total > 0 {
		view.More = l.Href("/rehearsals")
	}
	return s.render(w, r, status, "law_list", Page{Title: l.T("law.title"), Errors: wrong, Data: view})
}

// fillSets shows the sets that were asked for. There are a few in a year, so
// all of them are at hand.
func (s *Server) fillSets(l *Locale, r *http.Request, view *lawPage, sets []*species.Amendments) {
	q := readList(r, []string{"state"}, nil)
	want := q.Filters.Get("state")
	view.Search = Field{Name: "q", Label: l.T("law.sets.search"), Type: "search", Value: q.Q, Dir: "auto"}
	view.State = Field{Name: "state", Label: l.T("law.state"), Value: want, Options: []Option{{Label: l.T("law.state.any")}}}
	for _, x := range []species.AmendmentState{species.AmendmentsLoaded, species.AmendmentsInForce, species.AmendmentsWithdrawn} {
		view.State.Options = append(view.State.Options, Option{Value: string(x), Label: l.T("law.state." + string(x))})
	}
	var rows []lawSetRow
	for _, x := range sets {
		if want != "" && string(s.lawStateOf(x)) != want || q.Q != "" && !contains(q.Q, x.Name, x.Citation, x.First.String(), l.Date(x.First)) {
			continue
		}
		rows = append(rows, lawSetRow{Name: x.Name, Href: l.Href("/law/" + x.ID), First: l.Date(x.First), Rows: l.Plural("law.changes", len(x.Rows)), State: s.lawState(l, x)})
	}
	view.Count = l.Plural("law.sets.count", len(rows))
	view.Sets = newList(l, q, cutPage(rows, q), len(rows))
	view.Sets.Empty = Empty{Title: l.T("law.sets.none"), Text: l.T("law.sets.none.text")}
	if q.Q != "" || want != "" {
		view.Sets.Empty = Empty{l.T("law.nothing"), l.T("law.nothing.text"), l.Href("/law"), l.T("law.all")}
	}
}

// lawStateOf is the state as it is today: a loaded set whose first day has come
// is in force.
func (s *Server) lawStateOf(x *species.Amendments) species.AmendmentState {
	if x.State == species.AmendmentsLoaded && !x.First.After(cites.DateOf(s.cfg.Now(), s.cfg.Zone)) {
		return species.AmendmentsInForce
	}
	return x.State
}

func (s *Server) lawState(l *Locale, x *species.Amendments) Tag {
	state := s.lawStateOf(x)
	colour := map[species.AmendmentState]string{species.AmendmentsLoaded: "blue", species.AmendmentsInForce: "green", species.AmendmentsWithdrawn: "grey"}[state]
	return Tag{l.T("law.state." + string(state)), colour}
}

// rehearsalList is the page with all rehearsals.
type rehearsalList struct {
	Search, State Field
	Count         string
	List          List[rehearsalRow]
}

func (s *Server) listRehearsals(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), readList(r, []string{"state"}, nil)
	f := rehearsal.Filter{Text: q.Q, State: rehearsal.State(q.Filters.Get("state")), Limit: q.Per, Offset: q.Offset()}
	found, total, err := s.cfg.Rehearsals.List(r.Context(), ActorFrom(r.Context()), f)
	if err != nil {
		return err
	}
	view := rehearsalList{Count: l.Plural("law.rehearsals.count", total), List: newList(l, q, rehearsalRows(l, found), total),
		Search: Field{Name: "q", Label: l.T("law.rehearsals.search"), Type: "search", Value: q.Q, Dir: "auto"},
		State:  Field{Name: "state", Label: l.T("law.state"), Value: string(f.State), Options: []Option{{Label: l.T("law.state.any")}}}}
	for _, x := range rehearsal.States() {
		view.State.Options = append(view.State.Options, Option{Value: string(x), Label: l.T("law.rehearsal." + string(x))})
	}
	view.List.Empty = Empty{Title: l.T("law.rehearsals.none"), Text: l.T("law.rehearse.text")}
	if q.Q != "" || f.State != "" {
		view.List.Empty = Empty{l.T("law.nothing"), l.T("law.nothing.text"), l.Href("/rehearsals"), l.T("law.all")}
	}
	return s.render(w, r, http.StatusOK, "law_rehearsals", Page{Title: l.T("law.rehearsals"), Back: "/law", Data: view})
}

func rehearsalRows(l *Locale, all []rehearsal.Asked) []rehearsalRow {
	rows := make([]rehearsalRow, len(all))
	for i, x := range all {
		rows[i] = rehearsalRow{Name: x.Name, Href: l.Href("/rehearsals/" + x.ID), On: l.Date(x.On), When: l.DateTime(x.Created), Who: x.Actor, State: rehearsalState(l, x.State)}
	}
	return rows
}

func rehearsalState(l *Locale, x rehearsal.State) Tag {
	colour := map[rehearsal.State]string{rehearsal.Waiting: "grey", rehearsal.Running: "blue", rehearsal.Done: "green", rehearsal.Failed: "red"}[x]
	return Tag{l.T("law.rehearsal." + string(x)), colour}
}
