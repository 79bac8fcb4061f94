package web

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/species"
)

// answers is a form as typed, one value for each name but for boxes.
type answers struct {
	values map[string][]string
	wrong  *fault.Error // what the page could not read
}

func typedAnswers(r *http.Request) *answers {
	return &answers{values: r.PostForm, wrong: fault.Invalidf("finding.invalid")}
}

func (a *answers) get(name string) string {
	if v := a.values[name]; len(v) > 0 {
		return strings.TrimSpace(v[0])
	}
	return ""
}

func (a *answers) parts(name string) DateParts {
	return DateParts{Day: a.get(name + ".day"), Month: a.get(name + ".month"), Year: a.get(name + ".year")}
}

func (a *answers) date(name string) cites.Date {
	d, ok := a.parts(name).Parse()
	if !ok {
		a.wrong.Add(name, "finding.date_unreal")
	}
	return d
}

// quantity reads a number; empty is 0.
func (a *answers) quantity(name, key string) cites.Quantity {
	text := a.get(name)
	if text == "" {
		return 0
	}
	q, err := cites.ParseQuantity(westernDigits(text))
	if err != nil {
		a.wrong.Add(name, key)
	}
	return q
}

// with adds what the page could not read to what the verb found wrong; fields
// that the page named already are not named twice.
func (a *answers) with(err error) error {
	if len(a.wrong.Fields) == 0 {
		return err
	}
	out := *a.wrong
	out.Fields = slices.Clone(a.wrong.Fields)
	if f := fault.Of(err); f != nil {
		for _, x := range f.Fields {
			if !slices.ContainsFunc(out.Fields, func(h fault.Field) bool { return h.Name == x.Name }) {
				out.Fields = append(out.Fields, x)
			}
		}
	}
	return &out
}

// taxon finds what a name means; several or none are said at the field.
func (s *Server) taxon(a *answers) species.ID {
	name := a.get("taxon")
	if name == "" {
		return ""
	}
	t, key := s.cfg.Applications.Resolve(name, "")
	if t == nil {
		a.wrong.Add("taxon", key, "name", name)
		return ""
	}
	return t.ID
}

func (s *Server) readFindingForm(a *answers) finding.Form {
	f := finding.Form{Taxon: s.taxon(a), Population: cites.Country(a.get("population")), From: a.date("from"), Until: a.date("until"), Review: a.date("review"),
		Quantity: a.quantity("quantity", "finding.quantity"), Unit: cites.Unit(a.get("unit")), Conditions: a.get("conditions"),
		Print: a.get("print") != "", Grounds: a.get("grounds")}
	for _, c := range a.values["sources"] {
		f.Sources = append(f.Sources, cites.Source(c))
	}
	for _, c := range a.values["purposes"] {
		f.Purposes = append(f.Purposes, cites.Purpose(c))
	}
	for _, c := range strings.FieldsFunc(strings.ToUpper(a.get("terms")), func(c rune) bool { return c == ',' || c == ' ' || c == ';' || c == '\n' || c == '،' }) {
		f.Terms = append(f.Terms, cites.Term(c))
	}
	return f
}

// answersOf writes a finding as its form shows it.
func (s *Server) answersOf(n *finding.NonDetriment) *answers {
	f := finding.FormOf(n)
	v := map[string][]string{"taxon": {n.TaxonName}, "population": {string(f.Population)}, "unit": {string(f.Unit)}, "conditions": {f.Conditions}, "grounds": {f.Grounds}}
	for _, c := range f.Sources {
		v["sources"] = append(v["sources"], string(c))
	}
	for _, c := range f.Purposes {
		v["purposes"] = append(v["purposes"], string(c))
	}
	var terms []string
	for _, c := range f.Terms {
		terms = append(terms, string(c))
	}
	v["terms"] = []string{strings.Join(terms, ", ")}
	if f.Quantity > 0 {
		v["quantity"] = []string{f.Quantity.String()}
	}
	if f.Print {
		v["print"] = []string{"1"}
	}
	for name, d := range map[string]cites.Date{"from": f.From, "until": f.Until, "review": f.Review} {
		p := dateParts(d)
		v[name+".day"], v[name+".month"], v[name+".year"] = []string{p.Day}, []string{p.Month}, []string{p.Year}
	}
	return &answers{values: v, wrong: fault.Invalidf("finding.invalid")}
}

func (s *Server) findingFields(l *Locale, a *answers) []Field {
	sources := Field{Kind: "checks", Name: "sources", Label: l.T("finding.sources"), Hint: l.T("finding.any.hint"), Small: true, Values: append([]string{"-"}, a.values["sources"]...)}
	for _, c := range sourceOrder() {
		sources.Options = append(sources.Options, Option{Value: string(c), Label: coded(string(c), c.Name(l.Lang))})
	}
	purposes := Field{Kind: "checks", Name: "purposes", Label: l.T("finding.purposes"), Hint: l.T("finding.any.hint"), Small: true, Values: append([]string{"-"}, a.values["purposes"]...)}
	for _, p := range cites.Purposes() {
		purposes.Options = append(purposes.Options, Option{Value: string(p.Code), Label: coded(string(p.Code), p.Code.Name(l.Lang))})
	}
	date := func(name string, optional bool) Field {
		return Field{Kind: "date", Name: name, Label: l.T("finding." + name), Hint: l.T("finding." + name + ".hint"), Optional: optional, Date: a.parts(name)}
	}
	return []Field{
		{Name: "taxon", Label: l.T("finding.taxon"), Hint: l.T("finding.taxon.hint"), Value: a.get("taxon"), Source: "/api/v1/species", Dir: "auto", Complete: "off"},
		{Kind: "select", Name: "population", Label: l.T("finding.population"), Hint: l.T("finding.population.hint"), Value: a.get("population"), Options: s.countryOptions(l, false)},
		sources,
		{Name: "terms", Label: l.T("finding.terms"), Hint: l.T("finding.terms.hint"), Value: a.get("terms"), Optional: true, Dir: "ltr", Complete: "off"},
		purposes, date("from", false), date("until", true), date("review", true),
		{Name: "quantity", Label: l.T("finding.limit"), Hint: l.T("finding.limit.hint"), Value: a.get("quantity"), Optional: true, Width: 10, Mode: "decimal", Dir: "ltr", Complete: "off"},
		{Kind: "select", Name: "unit", Label: l.T("finding.unit_label"), Value: a.get("unit"), Options: unitChoices(l)},
		{Kind: "area", Name: "grounds", Label: l.T("finding.grounds"), Hint: l.T("finding.grounds.hint"), Value: a.get("grounds"), Rows: 6, Max: 4000},
		{Kind: "area", Name: "conditions", Label: l.T("finding.conditions"), Hint: l.T("finding.conditions.hint"), Value: a.get("conditions"), Rows: 4, Max: 4000, Optional: true},
		{Kind: "checks", Name: "print", Label: l.T("finding.print"), Small: true, Values: append([]string{"-"}, a.values["print"]...), Options: []Option{{Value: "1", Label: l.T("finding.print.box5")}}},
	}
}

func (s *Server) askFinding(w http.ResponseWriter, r *http.Request, n *finding.NonDetriment, a *answers, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	f := Form{Title: l.T("finding.new"), Intro: []string{l.T("finding.new.intro")}, Action: l.Href("/findings/new"), Button: l.T("finding.save"), Cancel: l.Href("/findings"), Fields: s.findingFields(l, a)}
	back := "/findings"
	if n != nil {
		back = "/findings/" + n.ID
		f.Title, f.Caption, f.Action, f.Cancel = l.T("finding.edit"), n.Number, l.Href(back+"/edit"), l.Href(back)
		f.Hidden = map[string]string{"version": strconv.FormatInt(n.Version, 10)}
	}
	return s.renderForm(w, r, f, back, wrong, status)
}

// renderForm shows a question page with what was wrong.
func (s *Server) renderForm(w http.ResponseWriter, r *http.Request, f Form, back string, wrong error, status int) error {
	page := Page{Title: f.Title, Back: back}
	if wrong != nil {
		fields := make([]*Field, len(f.Fields))
		for i := range f.Fields {
			fields[i] = &f.Fields[i]
		}
		page.Errors = formErrors(LocaleFrom(r.Context()), wrong, fields...)
	}
	page.Data = f
	return s.render(w, r, status, "form", page)
}

// askAgain reports whether a fault is shown on the form with what was typed.
func askAgain(err error) bool {
	k := fault.KindOf(err)
	return k == fault.Invalid || k == fault.Conflict
}

func (s *Server) newFinding(w http.ResponseWriter, r *http.Request) error {
	a := &answers{values: map[string][]string{"population": {string(s.cfg.Profile.Party)}}, wrong: fault.Invalidf("finding.invalid")}
	return s.askFinding(w, r, nil, a, nil, http.StatusOK)
}

func (s *Server) addFinding(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	a := typedAnswers(r)
	f := s.readFindingForm(a)
	var n *finding.NonDetriment
	err := a.with(nil)
	if err == nil {
		n, err = s.cfg.Findings.Make(r.Context(), ActorFrom(r.Context()), f)
	}
	if askAgain(err) {
		return s.askFinding(w, r, nil, a, err, statusOf(fault.KindOf(err)))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("finding.saved", "number", n.Number))
	return s.seeOther(w, r, "/findings/"+n.ID)
}

func (s *Server) editFinding(w http.ResponseWriter, r *http.Request) error {
	n, err := s.readFinding(r)
	if err != nil {
		return err
	}
	return s.askFinding(w, r, n.NonDetriment, s.answersOf(n.NonDetriment), nil, http.StatusOK)
}

func (s *Server) saveFinding(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	n, err := s.readFinding(r)
	if err != nil {
		return err
	}
	a := typedAnswers(r)
	f := s.readFindingForm(a)
	if err = a.with(nil); err == nil {
		err = s.cfg.Findings.Edit(r.Context(), ActorFrom(r.Context()), n.ID, versionOf(r), f)
	}
	if askAgain(err) {
		return s.askFinding(w, r, n.NonDetriment, a, err, statusOf(fault.KindOf(err)))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("finding.saved", "number", n.Number))
	return s.seeOther(w, r, "/findings/"+n.ID)
}

// upload reads the file of a form; nil where none was chosen.
func (s *Server) upload(r *http.Request) (*finding.Upload, error) {
	file, head, err := r.FormFile("file")
	if err != nil {
		return nil, nil
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, s.cfg.Profile.Evidence.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	return &finding.Upload{Name: head.Filename, Data: data}, nil
}
