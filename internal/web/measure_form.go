package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/rule"
)

// measureForm is the form of a measure, new or a draft.
type measureForm struct {
	Title, Action, Cancel string
	Version               string
	Fields                []Field
	Words                 []measureWord
	Detail                []string // what the library of expressions says, in English
	Trial                 *trialView
}

// measureWord is a word of the language with what it means.
type measureWord struct{ Word, Type, Text string }

// measureLangs are the languages of a message.
var measureLangs = [...]cites.Lang{cites.English, cites.French, cites.Spanish, cites.Arabic}

// typedMeasure is the form as typed, days part by part.
type typedMeasure struct {
	measure.Form
	from, until DateParts
}

func (s *Server) measureFields(l *Locale, f typedMeasure) []Field {
	severities := make([]Option, 0, 3)
	for _, x := range measure.Severities() {
		severities = append(severities, Option{Value: string(x), Label: l.T("measure.severity." + string(x)), Hint: l.T("measure.severity." + string(x) + ".hint")})
	}
	fields := []Field{
		{Name: "name", Label: l.T("measure.name"), Hint: l.T("measure.name.hint"), Value: f.Name, Dir: "auto"},
		{Kind: "select", Name: "country", Label: l.T("measure.country"), Value: string(f.Country), Options: s.countryOptions(l, false)},
		{Name: "citation", Label: l.T("measure.citation"), Hint: l.T("measure.citation.hint"), Value: f.Citation, Dir: "auto"},
		{Kind: "area", Name: "expression", Label: l.T("measure.expression"), Hint: l.T("measure.expression.hint"), Value: f.Expression, Rows: 6, Max: measure.MaxExpression, Dir: "ltr"},
		{Kind: "date", Name: "from", Label: l.T("measure.from"), Date: f.from},
		{Kind: "date", Name: "until", Label: l.T("measure.until"), Hint: l.T("measure.until.hint"), Optional: true, Date: f.until},
		{Kind: "radios", Name: "severity", Label: l.T("measure.severity"), Value: string(f.Severity), Options: severities},
	}
	for _, lang := range measureLangs {
		field := Field{Kind: "area", Name: "text_" + string(lang), Label: l.T("measure.text." + string(lang)), Value: f.Text[lang], Rows: 2}
		if lang == cites.English {
			field.Hint = l.T("measure.text.hint")
		}
		fields = append(fields, field)
	}
	return fields
}

func measureWords(l *Locale) []measureWord {
	out := []measureWord{}
	for _, n := range measure.Inputs() {
		out = append(out, measureWord{n.Word, l.T("measure.type." + n.Type), l.T("measure.word." + n.Word)})
	}
	return out
}

// readMeasure reads what was typed. A day that cannot be read becomes one that
// the verb refuses.
func readMeasure(r *http.Request) typedMeasure {
	f := typedMeasure{Form: measure.Form{Name: r.PostFormValue("name"), Country: cites.Country(r.PostFormValue("country")), Expression: r.PostFormValue("expression"),
		Citation: r.PostFormValue("citation"), Severity: rule.Severity(r.PostFormValue("severity")), Text: map[cites.Lang]string{}}}
	for _, lang := range measureLangs {
		f.Text[lang] = r.PostFormValue("text_" + string(lang))
	}
	part := func(name string) (DateParts, string) {
		p := DateParts{Day: r.PostFormValue(name + ".day"), Month: r.PostFormValue(name + ".month"), Year: r.PostFormValue(name + ".year")}
		d, ok := p.Parse()
		if !ok {
			return p, "?"
		}
		return p, d.String()
	}
	f.from, f.Form.From = part("from")
	f.until, f.Form.Until = part("until")
	return f
}

func (s *Server) newMeasure(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	f := typedMeasure{from: dateParts(s.cfg.Profile.Today(s.cfg.Now())), Form: measure.Form{Country: s.cfg.Profile.Party, Severity: rule.Warn}}
	return s.showMeasureForm(w, r, measureForm{Title: l.T("measure.add"), Action: l.Href("/measures/new"), Cancel: l.Href("/measures")}, f, nil)
}

// showMeasureForm shows the form, with what was wrong after a failed attempt.
func (s *Server) showMeasureForm(w http.ResponseWriter, r *http.Request, form measureForm, f typedMeasure, wrong error) error {
	l := LocaleFrom(r.Context())
	form.Fields, form.Words = s.measureFields(l, f), measureWords(l)
	status, page := http.StatusOK, Page{Title: form.Title, Back: "/measures"}
	if wrong != nil {
		status = http.StatusUnprocessableEntity
		asked := make([]*Field, len(form.Fields))
		for i := range form.Fields {
			asked[i] = &form.Fields[i]
		}
		page.Errors = formErrors(l, wrong, asked...)
		form.Detail = libraryText(wrong)
	}
	page.Data = form
	return s.render(w, r, status, "measure_form", page)
}

// libraryText collects the English of the library beside our own words.
func libraryText(wrong error) []string {
	var out []string
	if f := fault.Of(wrong); f != nil {
		for _, x := range f.Fields {
			if text := x.Args["text"]; x.Name == "expression" && text != "" {
				out = append(out, text)
			}
		}
	}
	return out
}

// tryTyped shows the form again with what the expression would have done.
func (s *Server) tryTyped(w http.ResponseWriter, r *http.Request, form measureForm, f typedMeasure) error {
	who := ActorFrom(r.Context())
	t, err := s.cfg.Measures.Try(r.Context(), who, f.Expression)
	if fault.KindOf(err) == fault.Invalid {
		return s.showMeasureForm(w, r, form, f, err)
	}
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	form.Trial = newTrial(l, ListQuery{Page: 1, Per: trialOnForm}, t, who.Can(actor.ReadQueue))
	if form.Trial.List.Pages = (Pages{}); len(t.Hits) > trialOnForm {
		form.Trial.More = l.T("measure.trial.more", "n", l.Int(trialOnForm)) + " " + l.T("measure.trial.save")
	}
	return s.showMeasureForm(w, r, form, f, nil)
}

func (s *Server) draftMeasure(w http.ResponseWriter, r *http.Request) error {
	l, f := LocaleFrom(r.Context()), readMeasure(r)
	form := measureForm{Title: l.T("measure.add"), Action: l.Href("/measures/new"), Cancel: l.Href("/measures")}
	if r.PostFormValue("act") == "try" {
		return s.tryTyped(w, r, form, f)
	}
	m, err := s.cfg.Measures.Draft(r.Context(), ActorFrom(r.Context()), f.Form)
	if fault.KindOf(err) == fault.Invalid {
		return s.showMeasureForm(w, r, form, f, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), l.T("measure.drafted", "name", m.Name))
	return s.seeOther(w, r, "/measures/"+m.ID)
}

// knownMeasure is the form of a draft with the version that was seen.
func knownMeasure(l *Locale, m *measure.Measure, version int64) measureForm {
	return measureForm{Title: l.T("measure.edit", "name", m.Name), Version: strconv.FormatInt(version, 10),
		Action: l.Href("/measures/" + m.ID + "/edit"), Cancel: l.Href("/measures/" + m.ID)}
}

func (s *Server) editMeasure(w http.ResponseWriter, r *http.Request) error {
	m, err := s.cfg.Measures.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	f := typedMeasure{from: dateParts(m.From), until: dateParts(m.Until), Form: measure.Form{Name: m.Name, Country: m.Country, Expression: m.Expression,
		Citation: m.Citation, Severity: m.Severity, Text: m.Text}}
	return s.showMeasureForm(w, r, knownMeasure(LocaleFrom(r.Context()), m, m.Version), f, nil)
}

func (s *Server) saveMeasure(w http.ResponseWriter, r *http.Request) error {
	m, err := s.cfg.Measures.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	l, f, version := LocaleFrom(r.Context()), readMeasure(r), versionOf(r)
	if r.PostFormValue("act") == "try" {
		return s.tryTyped(w, r, knownMeasure(l, m, version), f)
	}
	_, err = s.cfg.Measures.Edit(r.Context(), ActorFrom(r.Context()), m.ID, version, f.Form)
	switch fault.KindOf(err) {
	case fault.Invalid:
		return s.showMeasureForm(w, r, knownMeasure(l, m, version), f, err)
	case fault.Conflict:
		return s.showMeasureForm(w, r, knownMeasure(l, m, m.Version), f, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), l.T("measure.saved", "name", f.Name))
	return s.seeOther(w, r, "/measures/"+m.ID)
}

// reasonField asks why.
func reasonField(l *Locale, value string) []Field {
	return []Field{{Kind: "area", Name: "reason", Label: l.T("measure.reason"), Hint: l.T("measure.reason.hint"), Value: value, Rows: 3}}
}

func (s *Server) askMeasure(w http.ResponseWriter, r *http.Request, act string, fields []Field, wrong error) error {
	m, err := s.cfg.Measures.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	here, title := "/measures/"+m.ID, l.T("measure."+act+".title", "name", m.Name)
	page, status := Page{Title: title, Back: here}, http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
		asked := make([]*Field, len(fields))
		for i := range fields {
			asked[i] = &fields[i]
		}
		page.Errors = formErrors(l, wrong, asked...)
	}
	page.Data = Confirm{Title: title, Warning: l.T("measure." + act + ".warning"), Action: l.Href(here + "/" + act), Button: l.T("measure." + act + ".button"),
		Cancel: l.Href(here), Hidden: map[string]string{"version": strconv.FormatInt(m.Version, 10)}, Fields: slices.Clone(fields),
		Facts: []SummaryRow{{Key: l.T("measure.rule"), Value: Reference(m.RuleID())}, {Key: l.T("measure.days.label"), Value: Bdi(measureDays(l, m))}}}
	return s.render(w, r, status, "confirm", page)
}

func (s *Server) askEnact(w http.ResponseWriter, r *http.Request) error {
	return s.askMeasure(w, r, "enact", nil, nil)
}

func (s *Server) askWithdrawMeasure(w http.ResponseWriter, r *http.Request) error {
	return s.askMeasure(w, r, "withdraw", reasonField(LocaleFrom(r.Context()), ""), nil)
}

func (s *Server) enactMeasure(w http.ResponseWriter, r *http.Request) error {
	m, err := s.cfg.Measures.Enact(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), versionOf(r))
	if fault.KindOf(err) == fault.Conflict {
		return s.askMeasure(w, r, "enact", nil, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("measure.enacted", "name", m.Name))
	return s.seeOther(w, r, "/measures/"+m.ID)
}

func (s *Server) withdrawMeasure(w http.ResponseWriter, r *http.Request) error {
	l, reason := LocaleFrom(r.Context()), r.PostFormValue("reason")
	m, err := s.cfg.Measures.Withdraw(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), versionOf(r), reason)
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return s.askMeasure(w, r, "withdraw", reasonField(l, reason), err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), l.T("measure.withdrawn", "name", m.Name))
	return s.seeOther(w, r, "/measures/"+m.ID)
}
