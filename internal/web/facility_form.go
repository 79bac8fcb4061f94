package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/collate"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/fault"
)

// placeOptions lists the places of the world by their names; the first is the
// choice of none.
func (s *Server) placeOptions(l *Locale) []Option {
	var out []Option
	for _, c := range cites.Countries() {
		if c.Code.Place() && c.Code != s.cfg.Profile.Party {
			out = append(out, Option{Value: string(c.Code), Label: c.Names.In(l.Lang)})
		}
	}
	out = append(out, Option{Value: string(s.cfg.Profile.Party), Label: s.cfg.Profile.Country.In(l.Lang)})
	order := collate.New(l.tag)
	slices.SortFunc(out, func(a, b Option) int { return order.CompareString(a.Label, b.Label) })
	return append([]Option{{Value: "", Label: l.T("apply.choose")}}, out...)
}

func facilityTyped(r *http.Request) facility.Form {
	return facility.Form{Number: r.PostFormValue("number"), Name: r.PostFormValue("name"), Kind: facility.Kind(r.PostFormValue("kind")),
		Country: cites.Country(r.PostFormValue("country")), Login: r.PostFormValue("login"), Address: r.PostFormValue("address"),
		SEC: r.PostFormValue("sec") != "", Founder: r.PostFormValue("founder")}
}

// showFacilityForm shows the form of a facility; id "" is a new one.
func (s *Server) showFacilityForm(w http.ResponseWriter, r *http.Request, id, title string, version int64, f facility.Form, wrong error) error {
	l := LocaleFrom(r.Context())
	sec := Field{Kind: "checks", Name: "sec", Label: l.T("facility.sec"), Hint: l.T("facility.sec.hint"), Small: true, Options: []Option{{Value: "1", Label: l.T("facility.sec.label")}}}
	if f.SEC {
		sec.Values = []string{"1"}
	}
	form := Form{Title: title, Action: l.Href("/facilities/new"), Cancel: l.Href("/facilities"), Button: l.T("facility.save"), Fields: []Field{
		{Kind: "radios", Name: "kind", Label: l.T("facility.kind"), Bold: true, Small: true, Value: string(f.Kind), Options: kindOptions(l)},
		{Name: "number", Label: l.T("facility.number"), Hint: l.T("facility.number.hint"), Bold: true, Value: f.Number, Dir: "ltr", Width: 20, Complete: "off"},
		{Name: "name", Label: l.T("facility.name"), Bold: true, Value: f.Name, Dir: "auto", Complete: "off"},
		{Kind: "select", Name: "country", Label: l.T("facility.country"), Bold: true, Value: string(f.Country), Options: s.placeOptions(l)},
		{Name: "login", Label: l.T("facility.login"), Hint: l.T("facility.login.hint"), Bold: true, Type: "email", Value: f.Login, Dir: "ltr", Optional: true, Complete: "off"},
		{Kind: "area", Name: "address", Label: l.T("facility.address"), Bold: true, Value: f.Address, Rows: 3, Optional: true},
		sec,
		{Kind: "area", Name: "founder", Label: l.T("facility.founder"), Hint: l.T("facility.founder.hint"), Bold: true, Value: f.Founder, Rows: 5, Max: 2000, Optional: true},
	}}
	if id != "" {
		form.Action, form.Cancel = l.Href("/facilities/"+id+"/edit"), l.Href("/facilities/"+id)
		form.Hidden = map[string]string{"version": strconv.FormatInt(version, 10)}
	}
	return s.showForm(w, r, title, "/facilities", form, wrong)
}

// showForm shows a question page, with what was wrong after a failed attempt.
func (s *Server) showForm(w http.ResponseWriter, r *http.Request, title, back string, form Form, wrong error) error {
	status, page := http.StatusOK, Page{Title: title, Back: back}
	if wrong != nil {
		status = http.StatusUnprocessableEntity
		fields := make([]*Field, len(form.Fields))
		for i := range form.Fields {
			fields[i] = &form.Fields[i]
		}
		page.Errors = formErrors(LocaleFrom(r.Context()), wrong, fields...)
	}
	page.Data = form
	return s.render(w, r, status, "form", page)
}

func (s *Server) newFacility(w http.ResponseWriter, r *http.Request) error {
	return s.showFacilityForm(w, r, "", LocaleFrom(r.Context()).T("facility.add"), 0, facility.Form{Country: s.cfg.Profile.Party}, nil)
}

func (s *Server) addFacility(w http.ResponseWriter, r *http.Request) error {
	l, typed := LocaleFrom(r.Context()), facilityTyped(r)
	f, err := s.cfg.Facilities.Add(r.Context(), ActorFrom(r.Context()), typed)
	if fault.KindOf(err) == fault.Invalid {
		return s.showFacilityForm(w, r, "", l.T("facility.add"), 0, typed, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), l.T("facility.added", "name", f.Name))
	return s.seeOther(w, r, "/facilities/"+f.ID)
}

// facility reads the facility of the address.
func (s *Server) facility(r *http.Request) (*facility.Sheet, error) {
	return s.cfg.Facilities.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
}

func (s *Server) editFacility(w http.ResponseWriter, r *http.Request) error {
	f, err := s.facility(r)
	if err != nil {
		return err
	}
	login, err := s.cfg.Facilities.LoginOf(r.Context(), ActorFrom(r.Context()), f.Holder)
	if err != nil {
		return err
	}
	form := facility.Form{Number: f.Number, Name: f.Name, Kind: f.Kind, Country: f.Country, Login: login, Address: f.Address, SEC: f.SEC, Founder: f.Founder}
	return s.showFacilityForm(w, r, f.ID, LocaleFrom(r.Context()).T("facility.edit", "name", f.Name), f.Version, form, nil)
}

func (s *Server) saveFacility(w http.ResponseWriter, r *http.Request) error {
	l, typed, id, version := LocaleFrom(r.Context()), facilityTyped(r), r.PathValue("id"), versionOf(r)
	err := s.cfg.Facilities.Edit(r.Context(), ActorFrom(r.Context()), id, version, typed)
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return s.showFacilityForm(w, r, id, l.T("facility.edit", "name", typed.Name), version, typed, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), l.T("facility.saved", "name", typed.Name))
	return s.seeOther(w, r, "/facilities/"+id)
}

// outputTyped is what was typed about a species and a year.
type outputTyped struct {
	taxon, taxonID, year, output, unit string
	sources                            []string
}

func (s *Server) showOutputForm(w http.ResponseWriter, r *http.Request, f *facility.Sheet, t outputTyped, wrong error) error {
	l := LocaleFrom(r.Context())
	sources := Field{Kind: "checks", Name: "sources", Label: l.T("facility.sources"), Bold: true, Small: true, Values: t.sources}
	for _, c := range facility.Sources() {
		sources.Options = append(sources.Options, Option{Value: string(c), Label: nameWithCode(c.Name(l.Lang), string(c))})
	}
	form := Form{Title: l.T("facility.output.add"), Caption: f.Name, Intro: []string{l.T("facility.output.text")}, Action: l.Href("/facilities/" + f.ID + "/output"),
		Cancel: l.Href("/facilities/" + f.ID), Button: l.T("facility.save"), Hidden: map[string]string{"version": strconv.FormatInt(f.Version, 10)}, Fields: []Field{
			{Name: "taxon", Label: l.T("facility.taxon"), Hint: l.T("facility.taxon.hint"), Bold: true, Value: t.taxon, Dir: "auto", Source: "/api/v1/species"},
			sources,
			{Name: "year", Label: l.T("facility.year"), Hint: l.T("facility.year.hint"), Bold: true, Value: t.year, Width: 4, Mode: "numeric", Dir: "ltr", Optional: true},
			{Name: "output", Label: l.T("facility.plausible"), Bold: true, Value: t.output, Width: 10, Mode: "decimal", Dir: "ltr", Optional: true},
			{Kind: "select", Name: "unit", Label: l.T("facility.unit"), Bold: true, Value: t.unit, Options: unitOptions(l)},
		}}
	return s.showForm(w, r, form.Title, "/facilities/"+f.ID, form, wrong)
}

func (s *Server) askOutput(w http.ResponseWriter, r *http.Request) error {
	f, err := s.facility(r)
	if err != nil {
		return err
	}
	return s.showOutputForm(w, r, f, outputTyped{unit: string(cites.Number)}, nil)
}

func (s *Server) saveOutput(w http.ResponseWriter, r *http.Request) error {
	f, err := s.facility(r)
	if err != nil {
		return err
	}
	t := outputTyped{taxon: r.PostFormValue("taxon"), year: strings.TrimSpace(r.PostFormValue("year")), output: strings.TrimSpace(r.PostFormValue("output")),
		unit: r.PostFormValue("unit"), sources: r.PostForm["sources"]}
	o, bad := facility.Output{ScientificName: strings.TrimSpace(t.taxon), Unit: cites.Unit(t.unit)}, fault.Invalidf("facility.invalid")
	for _, c := range t.sources {
		o.Sources = append(o.Sources, cites.Source(c))
	}
	if t.year != "" {
		if o.Year, err = strconv.Atoi(westernDigits(t.year)); err != nil || o.Year == 0 {
			bad.Add("year", "facility.year_wrong")
		}
	}
	if t.output != "" {
		if o.Quantity, err = cites.ParseQuantity(t.output); err != nil {
			bad.Add("output", "facility.output_wrong", "value", t.output)
		}
	}
	if err = bad.OrNil(); err == nil {
		err = s.cfg.Facilities.SetOutput(r.Context(), ActorFrom(r.Context()), f.ID, versionOf(r), o)
	}
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return s.showOutputForm(w, r, f, t, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("facility.output.saved", "taxon", o.ScientificName))
	return s.seeOther(w, r, "/facilities/"+f.ID)
}

func (s *Server) removeOutput(w http.ResponseWriter, r *http.Request) error {
	year, err := strconv.Atoi(r.PostFormValue("year"))
	if err != nil {
		return &malformedError{err}
	}
	id := r.PathValue("id")
	if err := s.cfg.Facilities.RemoveOutput(r.Context(), ActorFrom(r.Context()), id, versionOf(r), r.PostFormValue("taxon"), year); err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("facility.output.removed"))
	return s.seeOther(w, r, "/facilities/"+id)
}
