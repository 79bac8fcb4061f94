package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/rehearsal"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// dayOf reads a date question of a form; the fault is for the field.
func dayOf(r *http.Request, name string) (cites.Date, DateParts, error) {
	parts := DateParts{Day: r.FormValue(name + ".day"), Month: r.FormValue(name + ".month"), Year: r.FormValue(name + ".year")}
	day, ok := parts.Parse()
	if !ok || day.IsZero() {
		return day, parts, fault.Invalidf("law.rehearse.invalid").Add(name, "law.rehearse.day")
	}
	return day, parts, nil
}

// rehearseFile plays an uploaded file, which is not loaded.
func (s *Server) rehearseFile(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 8<<20); err != nil {
		return err
	}
	view := lawPageOf(LocaleFrom(r.Context()))
	on, parts, err := dayOf(r, "on")
	view.On.Date = parts
	var set *species.Amendments
	if err == nil {
		set, err = amendmentsOf(r)
	}
	id := ""
	if err == nil {
		id, err = s.cfg.Rehearsals.Ask(r.Context(), ActorFrom(r.Context()), set, on)
	}
	if err != nil {
		return s.lawRefused(w, r, view, &view.Play, err)
	}
	return s.seeOther(w, r, "/rehearsals/"+id)
}

// rehearseLoaded plays a set that is loaded.
func (s *Server) rehearseLoaded(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 64<<10); err != nil {
		return err
	}
	set, err := s.cfg.Reformer.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	on, _, err := dayOf(r, "on")
	if err != nil {
		on = set.First
	}
	id, err := s.cfg.Rehearsals.Ask(r.Context(), ActorFrom(r.Context()), set, on)
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/rehearsals/"+id)
}

// rehearsalView is the page of a rehearsal: its progress, then what it found.
type rehearsalView struct {
	ID, Name, On  string
	By            template.HTML
	State         Tag
	Ended, Failed bool
	Idle          string // said when some of the file, or nothing, is in force on that day
	Progress      string
	Counts        []Fact
	Search, Kind  Field
	Count         string
	List          List[rehearsedRow]
}

type rehearsedRow struct {
	Kind          string
	Label, Href   string
	Taxa          string
	Before, After Tag
	Lines         []rehearsedLine
	Appears       []rehearsedReason
	Vanishes      []rehearsedReason
	Documents     []string
}

type rehearsedLine struct{ Letter, Name, Change string }

type rehearsedReason struct{ Rule, Letter, Text string }

func (s *Server) watchRehearsal(w http.ResponseWriter, r *http.Request) error {
	a, err := s.cfg.Rehearsals.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	l, q := LocaleFrom(r.Context()), readList(r, []string{"kind"}, nil)
	view := rehearsalView{ID: a.ID, Name: a.Name, On: l.Date(a.On), By: byWhom(l, a.Actor, a.Created), State: rehearsalState(l, a.State),
		Ended: a.State.Ended(), Failed: a.State == rehearsal.Failed, Progress: l.Plural("law.rehearse.progress", a.Cases),
		Search: Field{Name: "q", Label: l.T("law.rehearse.search"), Type: "search", Value: q.Q, Dir: "auto"},
		Kind:   Field{Name: "kind", Label: l.T("law.kind"), Value: q.Filters.Get("kind"), Options: []Option{{Label: l.T("law.kind.any")}}}}
	for _, k := range rehearsal.Kinds() {
		view.Kind.Options = append(view.Kind.Options, Option{Value: string(k), Label: l.T("law.kind." + string(k))})
	}
	view.Idle = rehearsedPart(l, a)
	if !view.Ended {
		w.Header().Set("Refresh", "2") // works without script
	}
	if a.Result != nil {
		s.fillRehearsal(&view, l, ActorFrom(r.Context()), q, a.Result)
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, http.StatusOK, "law_rehearsal", Page{Title: l.T("law.rehearse.title"), Back: "/law", Data: view})
}

// rehearsedPart says which part of a file is in force on the day of a rehearsal;
// nothing when it is all of it.
func rehearsedPart(l *Locale, a rehearsal.Asked) string {
	hold, coming := a.Set.Hold(a.On)
	switch {
	case hold == 0 && coming == len(a.Set.Rows):
		return l.T("law.rehearse.early", "day", l.Date(a.On), "first", l.Date(a.Set.First))
	case hold == 0:
		return l.T("law.rehearse.none", "day", l.Date(a.On))
	case hold < len(a.Set.Rows):
		return l.Plural("law.rehearse.part", hold, "all", l.Int(int64(len(a.Set.Rows))), "day", l.Date(a.On))
	}
	return ""
}

func (s *Server) fillRehearsal(v *rehearsalView, l *Locale, who actor.Actor, q ListQuery, r *rehearsal.Result) {
	for _, k := range rehearsal.Kinds() {
		v.Counts = append(v.Counts, Fact{Key: l.T("law.kind." + string(k)), Value: Bdi(l.T("law.rehearse.checked", "run", l.Int(int64(r.Run[k])), "checked", l.Int(int64(r.Checked[k]))))})
	}
	var rows []rehearsedRow
	for _, i := range r.Items {
		if v.Kind.Value != "" && string(i.Kind) != v.Kind.Value {
			continue
		}
		if q.Q == "" || contains(q.Q, append(i.Taxa, i.Label, rulesOf(i))...) {
			rows = append(rows, s.rehearsed(l, who, i))
		}
	}
	v.Count = l.Plural("law.rehearse.differ", len(rows))
	v.List = newList(l, q, cutPage(rows, q), len(rows))
	v.List.Empty = Empty{Title: l.T("law.rehearse.same"), Text: l.T("law.rehearse.same.text")}
	if q.Q != "" || v.Kind.Value != "" {
		v.List.Empty = Empty{l.T("law.nothing"), l.T("law.nothing.text"), l.Href("/rehearsals/" + v.ID), l.T("law.all")}
	}
}

func rulesOf(i rehearsal.Item) string {
	var out []string
	for _, r := range append(i.Appears, i.Vanishes...) {
		out = append(out, r.Rule)
	}
	return strings.Join(out, " ")
}

// rehearsed shows one case, with a link for those who may open it.
func (s *Server) rehearsed(l *Locale, who actor.Actor, i rehearsal.Item) rehearsedRow {
	row := rehearsedRow{Kind: l.T("law.kind." + string(i.Kind) + ".one"), Label: i.Label, Taxa: strings.Join(i.Taxa, ", "), Before: verdictTag(l, i.Before), After: verdictTag(l, i.After),
		Appears: rehearsedReasons(l, i.Appears), Vanishes: rehearsedReasons(l, i.Vanishes)}
	switch i.Kind {
	case rehearsal.Application:
		row.Href = s.linkTo(l, who, "/cases/{id}", i.ID)
	case rehearsal.Permit:
		if who.Can(actor.ReadPermits) {
			row.Href = s.linkTo(l, who, "/permits/{id}", i.ID)
		}
	case rehearsal.Quota:
		if i.Country != "" {
			row.Label = l.Country(i.Country) + " " + strconv.Itoa(i.Year)
		}
		row.Href = s.linkTo(l, who, "/quotas/{id}", i.ID)
	case rehearsal.Facility:
		row.Href = s.linkTo(l, who, "/facilities/{id}", i.ID)
	}
	for _, x := range i.Lines {
		row.Lines = append(row.Lines, rehearsedLine{x.Letter, x.Name, l.T("law.to", "before", appendixOr(l, x.Before), "after", appendixOr(l, x.After))})
	}
	for _, d := range i.Needed {
		row.Documents = append(row.Documents, l.T("law.rehearse.needed", "document", documentName(l, d), "country", l.Country(d.Country)))
	}
	for _, d := range i.NoLonger {
		row.Documents = append(row.Documents, l.T("law.rehearse.no_longer", "document", documentName(l, d), "country", l.Country(d.Country)))
	}
	return row
}

// linkTo is the address of a case for those who may open it.
func (s *Server) linkTo(l *Locale, who actor.Actor, route, id string) string {
	if id == "" || !s.leads("GET "+route, who) {
		return ""
	}
	return l.Href(strings.Replace(route, "{id}", url.PathEscape(id), 1))
}

func documentName(l *Locale, d need.Document) string { return d.Type.Name(l.Lang) }

func appendixOr(l *Locale, label string) string {
	if label == "" {
		return l.T("species.app.n")
	}
	return appendixTag(l, cites.Appendix(label)).Text
}

func verdictTag(l *Locale, v rehearsal.Verdict) Tag {
	colour := map[rehearsal.Verdict]string{rehearsal.OK: "green", rehearsal.Officer: "yellow", rehearsal.Blocked: "red", rehearsal.NotNeeded: "grey"}[v]
	return Tag{strings.ReplaceAll(l.T("law.verdict."+string(v)), " ", "\u00a0"), colour}
}

func rehearsedReasons(l *Locale, all []rehearsal.Reason) []rehearsedReason {
	var out []rehearsedReason
	for _, x := range all {
		row := rehearsedReason{Rule: x.Rule, Text: l.Fault(x.Key, x.Args)}
		if x.Line != rule.Whole {
			row.Letter = application.Letter(x.Line)
		}
		out = append(out, row)
	}
	return out
}
