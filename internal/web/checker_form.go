package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/species"
)

// checkerForm is the questions of the checker. Extra are those that only some
// sources or ways bring with them; they are asked when they matter.
type checkerForm struct {
	Action                                           string
	Taxon, Term, From, To, Way, Origin, Source       Field
	Purpose, Special, Date                           Field
	Quantity, Acquired, Second, Registered, Commerce Field
	Extra                                            []*Field
	Found                                            *Field // taxa offered for a name that is not exact
}

func (s *Server) newCheckerForm(l *Locale, in url.Values) *checkerForm {
	get := func(k string) string { return strings.TrimSpace(in.Get(k)) }
	choose := Option{Value: "", Label: l.T("apply.choose")}
	f := &checkerForm{Action: l.Href("/need"),
		Taxon:   Field{Name: "taxon", Label: l.T("checker.taxon"), Hint: l.T("checker.taxon.hint"), Bold: true, Value: get("taxon"), Dir: "auto", Source: "/api/v1/species"},
		Term:    Field{Kind: "select", Name: "term", Label: l.T("checker.term"), Hint: l.T("checker.term.hint"), Bold: true, Value: get("term"), Options: termOptions(l)},
		From:    Field{Kind: "select", Name: "from", Label: l.T("checker.from"), Bold: true, Value: get("from"), Options: s.countryOptions(l, false)},
		To:      Field{Kind: "select", Name: "to", Label: l.T("checker.to"), Bold: true, Value: get("to"), Options: s.countryOptions(l, false)},
		Way:     Field{Kind: "radios", Name: "way", Label: l.T("checker.way"), Bold: true, Small: true, Value: get("way")},
		Origin:  Field{Kind: "select", Name: "origin", Label: l.T("checker.origin"), Hint: l.T("checker.origin.hint"), Bold: true, Value: get("origin"), Options: s.countryOptions(l, false)},
		Source:  Field{Kind: "radios", Name: "source", Label: l.T("checker.source"), Bold: true, Small: true, Value: get("source")},
		Purpose: Field{Kind: "select", Name: "purpose", Label: l.T("checker.purpose"), Hint: l.T("checker.purpose.hint"), Bold: true, Value: get("purpose"), Options: []Option{choose}},
		Special: Field{Kind: "radios", Name: "special", Label: l.T("checker.special"), Bold: true, Small: true, Value: get("special")},
		Date: Field{Kind: "date", Name: "date", Label: l.T("checker.date"), Hint: l.T("checker.date.hint"), Bold: true,
			Date: DateParts{get("date.day"), get("date.month"), get("date.year")}},
		Quantity:   Field{Name: "quantity", Label: l.T("checker.quantity"), Hint: l.T("checker.quantity.hint"), Bold: true, Value: get("quantity"), Width: 5, Mode: "decimal", Dir: "ltr"},
		Acquired:   Field{Kind: "date", Name: "acquired", Label: l.T("checker.acquired"), Hint: l.T("checker.acquired.hint"), Bold: true, Date: DateParts{get("acquired.day"), get("acquired.month"), get("acquired.year")}},
		Second:     Field{Kind: "select", Name: "second", Label: l.T("checker.second"), Bold: true, Value: get("second"), Options: []Option{choose}},
		Registered: yesNo(l, "registered", get("registered")),
		Commerce:   yesNo(l, "commerce", get("commerce")),
	}
	if f.Date.Date == (DateParts{}) {
		f.Date.Date = dateParts(s.cfg.Profile.Today(s.cfg.Now()))
	}
	f.fillOptions(l)
	return f
}

func yesNo(l *Locale, name, value string) Field {
	return Field{Kind: "radios", Name: name, Label: l.T("checker." + name), Hint: l.T("checker." + name + ".hint"), Bold: true, Small: true, Value: value,
		Options: []Option{{Value: "yes", Label: l.T("checker.yes")}, {Value: "no", Label: l.T("checker.no")}}}
}

func (f *checkerForm) fillOptions(l *Locale) {
	for _, way := range []need.Direction{need.Export, need.Reexport, need.Sea} {
		f.Way.Options = append(f.Way.Options, Option{Value: string(way), Label: l.T("checker.way." + string(way)), Hint: l.T("checker.way." + string(way) + ".hint")})
	}
	for _, code := range sourceOrder() {
		o := Option{Value: string(code), Label: nameWithCode(code.Name(l.Lang), string(code))}
		if l.Has("apply.source." + string(code)) {
			o.Hint = l.T("apply.source." + string(code))
		}
		f.Source.Options = append(f.Source.Options, o)
		if code != cites.PreConventionStock && code != cites.Confiscated {
			f.Second.Options = append(f.Second.Options, o)
		}
	}
	for _, p := range cites.Purposes() {
		f.Purpose.Options = append(f.Purpose.Options, Option{Value: string(p.Code), Label: nameWithCode(p.Names.In(l.Lang), string(p.Code))})
	}
	for _, way := range special() {
		key := "checker.special." + way
		if way == "" {
			key = "checker.special.none"
		}
		f.Special.Options = append(f.Special.Options, Option{Value: way, Label: l.T(key), Hint: l.T(key + ".hint")})
	}
}

// more reports whether a question that matters was not answered yet, and puts
// the questions of this source and way on the form.
func (f *checkerForm) more(in url.Values) bool {
	ask := func(field *Field, answered bool) bool {
		f.Extra = append(f.Extra, field)
		return !answered
	}
	missing := false
	switch cites.Source(f.Source.Value) {
	case cites.PreConventionStock:
		missing = ask(&f.Acquired, f.Acquired.Date != (DateParts{}))
		missing = ask(&f.Second, f.Second.Value != "") || missing
	case cites.Confiscated:
		missing = ask(&f.Second, f.Second.Value != "")
	case cites.BredCommercially:
		missing = ask(&f.Registered, f.Registered.Value != "")
	case cites.Bred, cites.Propagated:
		missing = ask(&f.Commerce, f.Commerce.Value != "")
	}
	if f.Special.Value == "personal" {
		missing = ask(&f.Quantity, f.Quantity.Value != "") || missing
	}
	if f.Way.Value == string(need.Reexport) {
		missing = ask(&f.Origin, f.Origin.Value != "") || missing
	}
	return missing
}

// readCase reads the answers into a case; what is missing comes back as lines of
// the error summary, and every answer stays on the form.
func (s *Server) readCase(l *Locale, in url.Values, f *checkerForm) (*need.Case, []ErrorLink) {
	var links []ErrorLink
	wrong := func(field *Field, key string) {
		field.Error = l.T(key)
		links = append(links, ErrorLink{Text: field.Error, Href: "#" + field.FieldID()})
	}
	name := s.checkedTaxon(l, in, f)
	if name == "" {
		wrong(&f.Taxon, "checker.taxon.needed")
	}
	term := cites.Term(f.Term.Value)
	if _, ok := term.Info(); !ok {
		wrong(&f.Term, "checker.term.needed")
	}
	sea := f.Way.Value == string(need.Sea)
	if f.From.Value == "" && !sea {
		wrong(&f.From, "checker.from.needed")
	}
	if f.To.Value == "" {
		wrong(&f.To, "checker.to.needed")
	}
	if f.From.Value != "" && f.From.Value == f.To.Value && !sea {
		wrong(&f.To, "checker.to.same")
	}
	if !slices.ContainsFunc(f.Way.Options, func(o Option) bool { return o.Value == f.Way.Value }) {
		wrong(&f.Way, "checker.way.needed")
	}
	if _, ok := cites.Source(f.Source.Value).Info(); !ok {
		wrong(&f.Source, "checker.source.needed")
	}
	if _, ok := cites.Purpose(f.Purpose.Value).Info(); !ok {
		wrong(&f.Purpose, "checker.purpose.needed")
	}
	on, ok := f.Date.Date.Parse()
	if !ok || on.IsZero() {
		wrong(&f.Date, "checker.date.wrong")
	}
	acquired, ok := f.Acquired.Date.Parse()
	if !ok {
		wrong(&f.Acquired, "checker.date.wrong")
		f.Extra = append(f.Extra, &f.Acquired)
	}
	quantity := cites.Quantity(1000)
	if f.Quantity.Value != "" {
		var err error
		if quantity, err = cites.ParseQuantity(f.Quantity.Value); err != nil || quantity <= 0 {
			wrong(&f.Quantity, "checker.quantity.wrong")
			f.Extra = append(f.Extra, &f.Quantity)
		}
	}
	return s.caseOf(f, name, term, on, acquired, quantity), links
}

// checkedTaxon resolves what was typed; a name that is not exact offers taxa.
func (s *Server) checkedTaxon(l *Locale, in url.Values, f *checkerForm) string {
	law := s.cfg.Species()
	if pick := in.Get("taxon_pick"); pick != "" {
		if t, ok := law.Taxon(species.ID(pick)); ok {
			f.Taxon.Value = t.Name
			return t.Name
		}
	}
	name := f.Taxon.Value
	if name == "" {
		return ""
	}
	if found := law.Find(name); len(found) == 1 {
		return found[0].Name
	}
	if t, ok := law.Taxon(species.ID(name)); ok {
		f.Taxon.Value = t.Name
		return t.Name
	}
	// A name that nobody knows is answered as unknown, never as not listed.
	if f.Found = s.foundField(l, name); f.Found == nil {
		return name
	}
	return ""
}

func (s *Server) caseOf(f *checkerForm, name string, term cites.Term, on, acquired cites.Date, q cites.Quantity) *need.Case {
	c := &need.Case{Date: on, Purpose: cites.Purpose(f.Purpose.Value), Direction: need.Direction(f.Way.Value),
		ExportCountry: cites.Country(f.From.Value), ImportCountry: cites.Country(f.To.Value),
		Lines: []need.Line{{Taxon: name, Source: cites.Source(f.Source.Value), SecondarySource: cites.Source(f.Second.Value), Term: term, Unit: unitOf(term),
			Quantity: q, Live: term.Live(), OriginCountry: cites.Country(f.Origin.Value), Acquired: acquired,
			BredCommercially: f.Commerce.Value == "yes", OperationRegistered: f.Registered.Value == "yes",
			// What a form or a register shows is supposed to be in order here.
			SeizureReference: "-", Justification: "-"}}}
	if c.Direction == need.Sea {
		c.VesselFlag, c.ExportCountry = c.ExportCountry, "HS"
		c.Lines[0].OriginCountry = ""
	}
	if f.Registered.Value == "yes" {
		c.Lines[0].Operation = "-"
	}
	applySpecial(c, f.Special.Value)
	return c
}
