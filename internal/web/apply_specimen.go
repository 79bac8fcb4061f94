package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/collate"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
)

// applySpecimenView is the first page about a line: species, source with what
// it asks for besides, term, quantity.
type applySpecimenView struct {
	applyPost
	Caption  string
	Title    string
	Taxon    Field
	TaxonID  string
	Found    *Field // taxa to choose from when the name fits several or none
	Sources  []sourceChoice
	Source   Field
	Term     Field
	Quantity Field
	Unit     Field
	Cancel   string
}

// sourceChoice is one source with the questions that belong to it.
type sourceChoice struct {
	Option
	ID   string
	Asks []applyAsk
}

// foundTaxa is how many taxa are offered for a name that was not clear.
const foundTaxa = 8

func taxonID(l application.Line) species.ID { return species.ID(l.TaxonID) }

// askLine shows a page about a line; line "" is a new one.
func (s *Server) askLine(w http.ResponseWriter, r *http.Request, a *application.Application, line string, p application.Part, form application.Form, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	rest := "/lines/new"
	if line != "" {
		rest = "/lines/" + line + "/" + string(p)
	}
	post := applyPost{l.Href(applicationPath(a.ID, rest)), a.Version}
	if p == application.LineWhat {
		view := s.specimenView(l, form, wrong)
		view.applyPost, view.Caption, view.Title = post, applyCaption(l, a), l.T("apply.line.what")
		view.Cancel = l.Href(applicationPath(a.ID, "/lines"))
		page := Page{Title: view.Title, Back: applicationPath(a.ID, "/lines"), Data: view, Errors: s.specimenErrors(l, wrong, view)}
		return s.render(w, r, status, "apply_specimen", page)
	}
	at, _ := a.Content.Line(line)
	view := applyStepView{applyPost: post, Caption: at.ScientificName, Title: l.T("apply.line." + string(p)), Cancel: l.Href(applicationPath(a.ID, "/lines")),
		Intro: l.T("apply.line." + string(p) + ".intro"), Asks: s.lineAsks(l, &a.Content, at, p, form)}
	if p == application.LineDetails && at.TaxonID != "" {
		chain, err := s.chainField(r, l, a, at, form["chain"])
		if err != nil {
			return err
		}
		if chain != nil {
			view.Asks = append(view.Asks, applyAsk{"select", chain})
		}
	}
	if p == application.LineOrigin {
		lots, err := s.lotAsks(r.Context(), l, a, at, form)
		if err != nil {
			return err
		}
		view.Asks = append(lots, view.Asks...)
	}
	page := Page{Title: view.Title, Back: applicationPath(a.ID, "/lines"), Data: &view}
	page.Errors = s.applyErrors(l, wrong, view.Asks)
	return s.render(w, r, status, "apply_step", page)
}

func (s *Server) specimenView(l *Locale, f application.Form, wrong error) *applySpecimenView {
	v := &applySpecimenView{TaxonID: f["taxon_id"],
		Taxon:    Field{Name: "taxon", Label: l.T("apply.line.taxon"), Hint: l.T("apply.line.taxon.hint"), Bold: true, Value: f["taxon"], Dir: "auto", Source: "/api/v1/species", IDField: "taxon_id"},
		Source:   Field{Name: "source", Label: l.T("apply.line.source"), Hint: l.T("apply.line.source.hint"), Bold: true, Value: f["source"]},
		Term:     Field{Name: "term", Label: l.T("apply.line.term"), Hint: l.T("apply.line.term.hint"), Bold: true, Value: f["term"], Options: termOptions(l)},
		Quantity: Field{Name: "quantity", Label: l.T("apply.line.quantity"), Hint: l.T("apply.line.quantity.hint"), Bold: true, Value: f["quantity"], Width: 10, Mode: "decimal", Dir: "ltr"},
		Unit:     Field{Name: "unit", Label: l.T("apply.line.unit"), Value: f["unit"], Options: unitOptions(l)}}
	for i, code := range sourceOrder() {
		info, _ := code.Info()
		c := sourceChoice{Option: Option{Value: string(code), Label: nameWithCode(info.Names.In(l.Lang), string(code))}, ID: "source", Asks: sourceAsks(l, code, f)}
		if i > 0 {
			c.ID = "source-" + strconv.Itoa(i+1)
		}
		if l.Has("apply.source." + string(code)) {
			c.Hint = l.T("apply.source." + string(code))
		}
		v.Sources = append(v.Sources, c)
	}
	if x := fault.Of(wrong); x != nil && slices.ContainsFunc(x.Fields, func(f fault.Field) bool { return f.Name == "taxon" }) && f["taxon"] != "" {
		v.Found = s.foundField(l, f["taxon"])
	}
	return v
}

// foundField offers taxa for a name, so that the page needs no script.
func (s *Server) foundField(l *Locale, name string) *Field {
	field := &Field{Name: "taxon_pick", Label: l.T("apply.line.found"), Small: true}
	for _, g := range s.cfg.Applications.Law().Suggest(name, l.Lang, foundTaxa) {
		field.Options = append(field.Options, Option{Value: string(g.ID), Label: g.Name, Latin: true, Hint: g.Common})
	}
	if len(field.Options) == 0 {
		return nil
	}
	return field
}

func (s *Server) specimenErrors(l *Locale, wrong error, v *applySpecimenView) []ErrorLink {
	if wrong == nil {
		return nil
	}
	if fault.KindOf(wrong) != fault.Invalid {
		return []ErrorLink{{Text: s.faultText(l, wrong)}}
	}
	fields := []*Field{&v.Taxon, &v.Source}
	for _, c := range v.Sources {
		for _, a := range c.Asks {
			fields = append(fields, a.Field)
		}
	}
	return formErrors(l, wrong, append(fields, &v.Term, &v.Quantity, &v.Unit)...)
}

// sourceOrder lists the sources with the commonest first.
func sourceOrder() []cites.Source {
	return []cites.Source{cites.Wild, cites.Bred, cites.Propagated, cites.Ranched, cites.BornInCaptivity, cites.AssistedProduction,
		cites.BredCommercially, cites.PreConventionStock, cites.Confiscated, cites.SourceUnknown, cites.Marine}
}

// sourceAsks are the questions that one source brings with it.
func sourceAsks(l *Locale, code cites.Source, f application.Form) []applyAsk {
	second := func(name string) applyAsk {
		options := []Option{{Value: "", Label: l.T("apply.choose")}}
		info, _ := code.Info()
		for _, x := range sourceOrder() {
			if slices.Contains(info.SecondAnimals, x) || slices.Contains(info.SecondPlants, x) {
				options = append(options, Option{Value: string(x), Label: nameWithCode(x.Name(l.Lang), string(x))})
			}
		}
		return applyAsk{"select", &Field{Name: name, Label: l.T("apply.line.second"), Hint: l.T("apply.line.second.hint"), Value: f[name], Options: options}}
	}
	switch code {
	case cites.PreConventionStock:
		return []applyAsk{second("second_o"), {"date", &Field{Name: "acquired", Label: l.T("apply.line.acquired"), Hint: l.T("apply.line.acquired.hint"), Date: formDate(f, "acquired")}}}
	case cites.Confiscated:
		return []applyAsk{second("second_i"), {"text", &Field{Name: "seizure_ref", Label: l.T("apply.line.seizure"), Value: f["seizure_ref"], Dir: "auto", Width: 20}}}
	case cites.BredCommercially:
		return []applyAsk{{"text", &Field{Name: "operation", Label: l.T("apply.line.operation"), Hint: l.T("apply.line.operation.hint"), Value: f["operation"], Dir: "ltr", Width: 20}}}
	case cites.Bred, cites.Propagated, cites.Ranched:
		name := "operation_" + strings.ToLower(string(code))
		return []applyAsk{{"text", &Field{Name: name, Label: l.T("apply.line.facility"), Hint: l.T("apply.line.facility.hint"), Value: f[name], Dir: "ltr", Width: 20, Optional: true}}}
	case cites.SourceUnknown:
		return []applyAsk{{"area", &Field{Name: "source_reason", Label: l.T("apply.line.unknown"), Value: f["source_reason"], Rows: 3, Max: 300}}}
	}
	return nil
}

func termOptions(l *Locale) []Option {
	var out []Option
	for _, t := range cites.Terms() {
		if t.Status != cites.Old {
			out = append(out, Option{Value: string(t.Code), Label: nameWithCode(t.Names.In(l.Lang), string(t.Code))})
		}
	}
	order := collate.New(l.tag)
	slices.SortFunc(out, func(a, b Option) int { return order.CompareString(a.Label, b.Label) })
	return append([]Option{{Value: "", Label: l.T("apply.choose")}}, out...)
}

func unitOptions(l *Locale) []Option {
	out := []Option{{Value: "", Label: l.T("apply.choose")}}
	for _, u := range cites.Units() {
		if u.Status != cites.Old {
			out = append(out, Option{Value: string(u.Code), Label: nameWithCode(u.Names.In(l.Lang), string(u.Code))})
		}
	}
	return out
}

// lineAsks are the questions of the second and third page about a line.
func (s *Server) lineAsks(l *Locale, c *application.Content, line application.Line, p application.Part, f application.Form) []applyAsk {
	if p == application.LineOrigin {
		return s.originAsks(l, c.Type, f)
	}
	kinds := []Option{{Value: "", Label: l.T("apply.choose")}}
	for _, k := range application.MarkKinds() {
		kinds = append(kinds, Option{Value: k, Label: nameWithCode(l.T("apply.mark."+k), k)})
	}
	asks := []applyAsk{
		{"area", &Field{Name: "description", Label: l.T("apply.line.description"), Hint: l.T("apply.line.description.hint"), Value: f["description"], Rows: 4, Max: 500, Optional: true}},
		{"select", &Field{Name: "mark_kind", Label: l.T("apply.line.mark_kind"), Hint: l.T("apply.line.mark_kind.hint"), Value: f["mark_kind"], Options: kinds}},
		{"area", &Field{Name: "marks", Label: l.T("apply.line.marks"), Hint: l.T("apply.line.marks.hint"), Value: f["marks"], Rows: 5, Dir: "ltr", Optional: true}},
		{"select", &Field{Name: "mark_kind2", Label: l.T("apply.line.mark_kind2"), Value: f["mark_kind2"], Options: kinds}},
		{"area", &Field{Name: "marks2", Label: l.T("apply.line.marks2"), Value: f["marks2"], Rows: 2, Dir: "ltr", Optional: true}},
	}
	if line.Live() {
		sex := []Option{{Value: "M", Label: l.T("apply.sex.M")}, {Value: "F", Label: l.T("apply.sex.F")}, {Value: "U", Label: l.T("apply.sex.U")}}
		asks = append(asks,
			applyAsk{"radios", &Field{Name: "sex", Label: l.T("apply.line.sex"), Value: f["sex"], Options: sex, Small: true, Inline: true}},
			applyAsk{"text", &Field{Name: "age", Label: l.T("apply.line.age"), Hint: l.T("apply.line.age.hint"), Value: f["age"], Dir: "auto", Width: 20, Optional: true}})
	}
	return append(s.questionAsks(l, application.AskedOf(c, line), f), asks...)
}

func (s *Server) originAsks(l *Locale, t cites.DocumentType, f application.Form) []applyAsk {
	special := Option{Value: "XX", Label: cites.Country("XX").Name(l.Lang)}
	asks := append([]applyAsk{
		{"select", &Field{Name: "origin_country", Label: l.T("apply.origin.country_label"), Hint: l.T("apply.origin.country_hint"), Bold: true, Value: f["origin_country"],
			Options: append(s.countryOptions(l, false), special)}},
	}, referenceAsks(l, f, "origin", "apply.origin")...)
	asks = append(asks, applyAsk{"select", &Field{Name: "last_country", Label: l.T("apply.last.country_label"), Hint: l.T("apply.last.country_hint"), Bold: true, Optional: true,
		Value: f["last_country"], Options: s.countryOptions(l, true)}})
	asks = append(asks, referenceAsks(l, f, "last", "apply.last")...)
	if t.Facts().Direction == cites.Reexporting {
		asks = append(asks, applyAsk{"heading", &Field{Label: l.T("apply.proof"), Hint: l.T("apply.proof.hint")}})
		asks = append(asks, referenceAsks(l, f, "proof", "apply.proof")...)
	}
	return asks
}

// seenVersion carries the version through a confirmation page.
func seenVersion(a *application.Application) map[string]string {
	return map[string]string{"version": strconv.FormatInt(a.Version, 10)}
}

// picked puts a taxon chosen from the list of a page without script into the form.
func (s *Server) picked(f application.Form) application.Form {
	if t, ok := s.cfg.Applications.Law().Taxon(species.ID(f["taxon_pick"])); ok {
		f["taxon"], f["taxon_id"] = t.Name, string(t.ID)
	}
	delete(f, "taxon_pick")
	return f
}
