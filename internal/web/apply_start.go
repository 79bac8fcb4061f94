package web

import (
	_ "embed"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/table"
)

// applyStartView asks what is applied for, in which procedure, and for whom.
type applyStartView struct {
	Type      Field
	Procedure Field
	For       *Field // nil when there is nobody to act for
	Known     []SummaryRow
	Hidden    []hiddenField // what the link that led here knew
	Action    string
	Choose    string
}

type hiddenField struct{ Name, Value string }

// fillKeys are the keys of the address that fill a draft. The public checker
// leads here with them.
func fillKeys() []string {
	return []string{"taxon", "from", "to", "purpose", "source", "term", "quantity", "unit", "date"}
}

// readFill reads what a link knows; what cannot be read is left out.
func readFill(in url.Values) application.Fill {
	code := func(k string) string { return strings.ToUpper(strings.TrimSpace(in.Get(k))) }
	f := application.Fill{Taxon: strings.TrimSpace(in.Get("taxon")), From: cites.Country(code("from")), To: cites.Country(code("to")),
		Purpose: cites.Purpose(code("purpose")), Source: cites.Source(code("source")), Term: cites.Term(code("term")),
		Quantity: strings.TrimSpace(in.Get("quantity")), Unit: cites.Unit(code("unit"))}
	if d, err := cites.ParseDate(in.Get("date")); err == nil {
		f.Date = d
	}
	return f
}

// procedures are the ways an application can go, the ordinary one first.
func procedures(l *Locale) []Option {
	var out []Option
	for _, p := range []string{"", "retrospective", "partial"} {
		key := "apply.procedure." + p
		if p == "" {
			key = "apply.procedure.ordinary"
		}
		out = append(out, Option{Value: p, Label: l.T(key), Hint: l.T(key + ".hint")})
	}
	return out
}

func (s *Server) startApplication(w http.ResponseWriter, r *http.Request) error {
	return s.askStart(w, r, r.URL.Query(), nil)
}

func (s *Server) askStart(w http.ResponseWriter, r *http.Request, in url.Values, wrong error) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	_, held, err := s.cfg.Applications.Mandates(r.Context(), who)
	if err != nil {
		return err
	}
	view := applyStartView{Action: l.Href("/applications/new"), Choose: l.Href("/applications/choose"),
		Type:      Field{Name: "type", Label: l.T("apply.start.type"), Bold: true, Value: in.Get("type"), Options: groupedTypes(l)},
		Procedure: Field{Name: "procedure", Label: l.T("apply.procedure"), Bold: true, Small: true, Value: in.Get("procedure"), Options: procedures(l)}}
	asked := []*Field{&view.Type, &view.Procedure}
	if people := principals(l, who, held, s.cfg.Applications.Profile.Today(s.cfg.Now())); len(people) > 0 && (len(people) > 1 || !who.Has(actor.Trader)) {
		view.For = &Field{Name: "for", Label: l.T("apply.start.for"), Bold: true, Value: in.Get("for"), Options: people}
		asked = append(asked, view.For)
	}
	known := url.Values{}
	for _, k := range fillKeys() {
		if v := in.Get(k); v != "" {
			view.Hidden = append(view.Hidden, hiddenField{k, v})
			known.Set(k, v)
		}
	}
	view.Known = s.knownRows(l, readFill(in))
	if len(known) > 0 {
		view.Choose += "?" + known.Encode()
	}
	page := Page{Title: l.T("apply.start"), Back: "/applications", Errors: formErrors(l, wrong, asked...), Data: &view}
	status := http.StatusOK
	if wrong != nil {
		status = applyStatus(wrong)
	}
	return s.render(w, r, status, "apply_start", page)
}

// knownRows shows what will be filled in, in words.
func (s *Server) knownRows(l *Locale, f application.Fill) []SummaryRow {
	var rows []SummaryRow
	law := s.cfg.Applications.Law()
	if t, ok := law.Taxon(taxonID(application.Line{TaxonID: f.Taxon})); ok {
		rows = append(rows, SummaryRow{Key: l.T("apply.line.taxon"), Value: Latin(t.Name)})
	} else if found := law.Find(f.Taxon); len(found) == 1 {
		rows = append(rows, SummaryRow{Key: l.T("apply.line.taxon"), Value: Latin(found[0].Name)})
	}
	add := func(key, text string) {
		if text != "" {
			rows = append(rows, SummaryRow{Key: l.T(key), Value: Bdi(text)})
		}
	}
	if f.From.Place() {
		add("apply.known.from", s.countryName(l, f.From))
	}
	if f.To.Place() {
		add("apply.known.to", s.countryName(l, f.To))
	}
	if _, ok := f.Purpose.Info(); ok {
		add("apply.purpose", f.Purpose.Name(l.Lang))
	}
	if _, ok := f.Source.Info(); ok {
		add("apply.line.source", f.Source.Name(l.Lang))
	}
	if _, ok := f.Term.Info(); ok {
		add("apply.line.term", f.Term.Name(l.Lang))
	}
	if q, err := cites.ParseQuantity(f.Quantity); err == nil && q > 0 {
		add("apply.line.quantity", strings.TrimSpace(amount(l, q, f.Unit)))
	}
	return rows
}

func (s *Server) createApplication(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 1<<20); err != nil {
		return err
	}
	in := r.PostForm
	a, err := s.cfg.Applications.StartWith(r.Context(), ActorFrom(r.Context()), application.Start{Type: cites.DocumentType(in.Get("type")), For: in.Get("for"),
		Retrospective: in.Get("procedure") == "retrospective", Partial: in.Get("procedure") == "partial", Fill: readFill(in)})
	if err != nil {
		return s.againIfInvalid(err, func() error { return s.askStart(w, r, in, err) })
	}
	return s.seeOther(w, r, applicationPath(a.ID, "/tasks"))
}

// groupedTypes are the documents under headings, the commonest first.
func groupedTypes(l *Locale) []Option {
	options := typeOptions(l)
	at := func(o Option) int { return slices.Index(typeGroups(), typeGroup(cites.DocumentType(o.Value))) }
	slices.SortStableFunc(options, func(a, b Option) int { return at(a) - at(b) })
	group := ""
	for i, o := range options {
		if g := typeGroup(cites.DocumentType(o.Value)); g != group {
			group = g
			options[i].Group = l.T("apply.types." + g)
		}
	}
	return options
}

func typeGroups() []string { return []string{"permits", "certificates", "crossings", "others"} }

// typeGroup puts a document under a heading by what the table says of it.
func typeGroup(t cites.DocumentType) string {
	i := t.Facts()
	switch {
	case i.Issued != cites.AsPermit:
		return "others"
	case i.ManyCrossings:
		return "crossings"
	case i.Letter != "O":
		return "permits"
	}
	return "certificates"
}

//go:embed data/choose.tsv
var chooseTable string

// choice is one path through the questions that find a document: what happens
// to the goods, what they are, and the document that fits.
type choice struct {
	move, kind string
	document   cites.DocumentType
}

func choices() []choice {
	var out []choice
	for _, r := range table.Read("choices", chooseTable, "move", "kind", "document") {
		out = append(out, choice{r["move"], r["kind"], cites.DocumentType(r["document"])})
	}
	return out
}

// applyChooseView asks one plain question.
type applyChooseView struct {
	Ask    Field
	Hidden []hiddenField
	Action string
	Direct string
}

// chooseDocument asks what happens to the goods and then what they are, and
// leads to the start page with the document chosen.
func (s *Server) chooseDocument(w http.ResponseWriter, r *http.Request) error {
	l, in := LocaleFrom(r.Context()), r.URL.Query()
	move, kind := in.Get("move"), in.Get("kind")
	var moves, kinds []Option
	for _, c := range choices() {
		if !slices.ContainsFunc(moves, func(o Option) bool { return o.Value == c.move }) {
			moves = append(moves, Option{Value: c.move, Label: l.T("apply.move." + c.move), Hint: l.T("apply.move." + c.move + ".hint")})
		}
		if c.move == move {
			kinds = append(kinds, Option{Value: c.kind, Label: l.T("apply.kind." + c.kind), Hint: l.T("apply.kind." + c.kind + ".hint")})
		}
	}
	if len(kinds) == 1 {
		kind = kinds[0].Value
	}
	known := url.Values{}
	view := applyChooseView{Action: l.Href("/applications/choose")}
	for _, k := range fillKeys() {
		if v := in.Get(k); v != "" {
			known.Set(k, v)
			view.Hidden = append(view.Hidden, hiddenField{k, v})
		}
	}
	for _, c := range choices() {
		if c.move == move && c.kind == kind {
			known.Set("type", string(c.document))
			return s.seeOther(w, r, "/applications/new?"+known.Encode())
		}
	}
	view.Direct = l.Href("/applications/new?" + known.Encode())
	view.Ask = Field{Name: "move", Label: l.T("apply.choose.move"), Heading: true, Value: move, Options: moves}
	back := "/applications/new"
	if len(kinds) > 0 {
		view.Hidden = append(view.Hidden, hiddenField{"move", move})
		view.Ask = Field{Name: "kind", Label: l.T("apply.choose.kind"), Heading: true, Value: kind, Options: kinds}
		back = "/applications/choose"
	}
	page := Page{Title: view.Ask.Label, Back: back, Data: &view}
	if in.Has("sent") {
		view.Ask.Error = l.T("apply.choose.needed")
		page.Errors = []ErrorLink{{Text: view.Ask.Error, Href: "#" + view.Ask.FieldID()}}
		if len(kinds) > 0 && !in.Has("kind") && !in.Has("asked") {
			page.Errors, view.Ask.Error = nil, ""
		}
	}
	if len(kinds) > 0 {
		view.Hidden = append(view.Hidden, hiddenField{"asked", "1"})
	}
	return s.render(w, r, http.StatusOK, "apply_choose", page)
}
