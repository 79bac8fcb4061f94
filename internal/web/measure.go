package web

import (
	"context"
	"html/template"
	"net/http"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/rule"
)

// Measures is what the pages about stricter national measures need; the desk of
// package measure is one.
type Measures interface {
	List(ctx context.Context, who actor.Actor, f measure.Filter) ([]measure.Measure, int, error)
	Read(ctx context.Context, who actor.Actor, id string) (*measure.Measure, error)
	Draft(ctx context.Context, who actor.Actor, f measure.Form) (*measure.Measure, error)
	Edit(ctx context.Context, who actor.Actor, id string, version int64, f measure.Form) (*measure.Measure, error)
	Try(ctx context.Context, who actor.Actor, expression string) (*measure.Trial, error)
	Enact(ctx context.Context, who actor.Actor, id string, version int64) (*measure.Measure, error)
	Withdraw(ctx context.Context, who actor.Actor, id string, version int64, reason string) (*measure.Measure, error)
}

func (s *Server) measureRoutes() []Route {
	if s.cfg.Measures == nil {
		return nil
	}
	read, may := Can(actor.ReadMeasures), Can(actor.ManageMeasures)
	return []Route{
		{Pattern: "GET /measures", Policy: read, Handler: s.page(s.listMeasures)},
		{Pattern: "GET /measures/new", Policy: may, Handler: s.page(s.newMeasure)},
		{Pattern: "POST /measures/new", Policy: may, Handler: s.page(s.draftMeasure)},
		{Pattern: "GET /measures/{id}", Policy: read, Handler: s.page(s.showMeasure)},
		{Pattern: "GET /measures/{id}/try", Policy: read, Handler: s.page(s.tryMeasure)},
		{Pattern: "GET /measures/{id}/edit", Policy: may, Handler: s.page(s.editMeasure)},
		{Pattern: "POST /measures/{id}/edit", Policy: may, Handler: s.page(s.saveMeasure)},
		{Pattern: "GET /measures/{id}/enact", Policy: may, Handler: s.page(s.askEnact)},
		{Pattern: "POST /measures/{id}/enact", Policy: may, Handler: s.page(s.enactMeasure)},
		{Pattern: "GET /measures/{id}/withdraw", Policy: may, Handler: s.page(s.askWithdrawMeasure)},
		{Pattern: "POST /measures/{id}/withdraw", Policy: may, Handler: s.page(s.withdrawMeasure)},
	}
}

// measureList is the page with all measures.
type measureList struct {
	Add    bool
	Search Field
	State  Field
	Count  string
	List   List[measureRow]
}

type measureRow struct {
	Rule, Name, Href, Citation string
	Severity, State            Tag
	From                       string
}

func measureState(l *Locale, m *measure.Measure) Tag {
	colour := map[measure.State]string{measure.Draft: "blue", measure.InForce: "green", measure.Withdrawn: "grey"}[m.State]
	return Tag{l.T("measure.state." + string(m.State)), colour}
}

func measureSeverity(l *Locale, s rule.Severity) Tag {
	colour := map[rule.Severity]string{rule.Block: "red", rule.Warn: "yellow", rule.Note: "blue"}[s]
	return Tag{l.T("measure.severity." + string(s)), colour}
}

func (s *Server) listMeasures(w http.ResponseWriter, r *http.Request) error {
	l, q, who := LocaleFrom(r.Context()), readList(r, []string{"state"}, nil), ActorFrom(r.Context())
	f := measure.Filter{Text: q.Q, State: measure.State(q.Filters.Get("state")), Limit: q.Per, Offset: q.Offset()}
	found, total, err := s.cfg.Measures.List(r.Context(), who, f)
	if err != nil {
		return err
	}
	rows := make([]measureRow, len(found))
	for i := range found {
		m := &found[i]
		rows[i] = measureRow{Rule: m.RuleID(), Name: m.Name, Href: l.Href("/measures/" + m.ID), Citation: m.Citation,
			Severity: measureSeverity(l, m.Severity), State: measureState(l, m), From: measureDays(l, m)}
	}
	view := measureList{Add: who.Can(actor.ManageMeasures), Count: l.Plural("measure.count", total), List: newList(l, q, rows, total),
		Search: Field{Name: "q", Label: l.T("measure.search"), Type: "search", Value: q.Q, Dir: "auto"},
		State:  Field{Name: "state", Label: l.T("measure.state"), Value: string(f.State), Options: []Option{{Value: "", Label: l.T("measure.state.any")}}}}
	for _, x := range measure.States() {
		view.State.Options = append(view.State.Options, Option{Value: string(x), Label: l.T("measure.state." + string(x))})
	}
	view.List.Empty = Empty{Title: l.T("measure.empty"), Text: l.T("measure.empty.text")}
	if q.Q != "" || f.State != "" {
		view.List.Empty = Empty{l.T("measure.nothing"), l.T("measure.nothing.text"), l.Href("/measures"), l.T("measure.all")}
	}
	return s.render(w, r, http.StatusOK, "measure_list", Page{Title: l.T("measure.title"), Data: view})
}

func measureDays(l *Locale, m *measure.Measure) string {
	switch {
	case m.Until.IsZero():
		return l.T("measure.days.from", "from", l.Date(m.From))
	case m.Until.Before(m.From): // withdrawn on its first day, or before it
		return l.T("measure.days.never", "from", l.Date(m.From))
	}
	return l.T("measure.days", "from", l.Date(m.From), "until", l.Date(m.Until))
}

// measureView is the page of one measure, and of its try-out.
type measureView struct {
	*measure.Measure
	Rule  string
	State Tag
	Rows  []SummaryRow
	// What the reader may do now.
	MayEdit, MayEnact, MayWithdraw bool
	Trial                          *trialView
}

func (s *Server) newMeasureView(r *http.Request) (*measureView, error) {
	who, l := ActorFrom(r.Context()), LocaleFrom(r.Context())
	m, err := s.cfg.Measures.Read(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	may := who.Can(actor.ManageMeasures)
	v := &measureView{Measure: m, Rule: m.RuleID(), State: measureState(l, m), MayEdit: may && m.State == measure.Draft,
		MayEnact: may && m.State == measure.Draft, MayWithdraw: may && m.State == measure.InForce}
	severity := measureSeverity(l, m.Severity)
	v.Rows = []SummaryRow{
		{Key: l.T("measure.country"), Value: Bdi(l.Country(m.Country))},
		{Key: l.T("measure.days.label"), Value: Bdi(measureDays(l, m))},
		{Key: l.T("measure.citation"), Value: Bdi(m.Citation)},
		{Key: l.T("measure.severity"), Value: Bdi(severity.Text + ". " + l.T("measure.severity."+string(m.Severity)+".hint"))},
	}
	for _, lang := range []cites.Lang{cites.English, cites.French, cites.Spanish, cites.Arabic} {
		v.Rows = append(v.Rows, SummaryRow{Key: l.T("measure.text." + string(lang)),
			Value: template.HTML(`<span lang="` + string(lang) + `" dir="auto">` + template.HTMLEscapeString(m.Text[lang]) + `</span>`)})
	}
	if m.Reason != "" {
		v.Rows = append(v.Rows, SummaryRow{Key: l.T("measure.reason"), Value: paragraphs(m.Reason)})
	}
	return v, nil
}

func (s *Server) showMeasure(w http.ResponseWriter, r *http.Request) error {
	v, err := s.newMeasureView(r)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "measure_show", Page{Title: v.Name, Back: "/measures", Data: v})
}

// tryMeasure shows what the measure would have done to past applications.
func (s *Server) tryMeasure(w http.ResponseWriter, r *http.Request) error {
	v, err := s.newMeasureView(r)
	if err != nil {
		return err
	}
	t, err := s.cfg.Measures.Try(r.Context(), ActorFrom(r.Context()), v.Expression)
	if err != nil {
		return err
	}
	v.Trial = newTrial(LocaleFrom(r.Context()), readList(r, nil, nil), t, ActorFrom(r.Context()).Can(actor.ReadQueue))
	return s.render(w, r, http.StatusOK, "measure_show", Page{Title: v.Name, Back: "/measures/" + v.ID, Data: v})
}
