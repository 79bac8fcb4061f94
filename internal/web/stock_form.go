package web

import (
	"net/http"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/stock"
)

// typedFields takes the fields of a form as typed.
func typedFields(r *http.Request) map[string]string {
	out := map[string]string{}
	for name := range r.PostForm {
		out[name] = strings.TrimSpace(r.PostFormValue(name))
	}
	return out
}

func datePartsOf(f map[string]string, name string) DateParts {
	return DateParts{Day: f[name+".day"], Month: f[name+".month"], Year: f[name+".year"]}
}

func (s *Server) showLotForm(w http.ResponseWriter, r *http.Request, f map[string]string, wrong error) error {
	l := LocaleFrom(r.Context())
	text := func(name string, optional bool) Field {
		return Field{Name: name, Label: l.T("stock." + name), Value: f[name], Dir: "ltr", Width: 20, Optional: optional}
	}
	day := func(name string) Field {
		return Field{Kind: "date", Name: name, Label: l.T("stock." + name), Date: datePartsOf(f, name), Optional: true}
	}
	places := s.placeOptions(l)
	sources := []Option{{Value: "", Label: l.T("apply.choose")}}
	for _, c := range sourceOrder() {
		sources = append(sources, Option{Value: string(c), Label: nameWithCode(c.Name(l.Lang), string(c))})
	}
	form := Form{Title: l.T("stock.open"), Intro: []string{l.T("stock.open.intro")}, Action: l.Href("/stock/new"), Cancel: l.Href("/stock"), Button: l.T("stock.open.button"), Fields: []Field{
		{Name: "login", Label: l.T("stock.login"), Hint: l.T("stock.login.hint"), Bold: true, Type: "email", Value: f["login"], Dir: "ltr", Complete: "off"},
		{Kind: "radios", Name: "kind", Label: l.T("stock.kind"), Bold: true, Small: true, Value: f["kind"], Options: []Option{
			{Value: string(stock.Existing), Label: l.T("stock.kind.existing")}, {Value: string(stock.FromForeign), Label: l.T("stock.kind.foreign")}}},
		{Name: "taxon", Label: l.T("stock.taxon"), Bold: true, Value: f["taxon"], Dir: "auto", Source: "/api/v1/species"},
		{Kind: "select", Name: "term", Label: l.T("stock.term"), Bold: true, Value: f["term"], Options: termOptions(l)},
		{Name: "quantity", Label: l.T("stock.amount"), Bold: true, Value: f["quantity"], Width: 10, Mode: "decimal", Dir: "ltr"},
		{Kind: "select", Name: "unit", Label: l.T("stock.unit"), Bold: true, Value: f["unit"], Options: unitOptions(l)},
		{Kind: "select", Name: "source", Label: l.T("stock.source"), Bold: true, Value: f["source"], Options: sources},
		{Kind: "select", Name: "origin_country", Label: l.T("stock.origin"), Bold: true, Value: f["origin_country"],
			Options: append(places, Option{Value: "XX", Label: cites.CountryUnknown.Name(l.Lang)})},
		text("origin_number", true), day("origin_date"),
		{Kind: "select", Name: "last_country", Label: l.T("stock.last_country"), Value: f["last_country"], Options: places, Optional: true},
		text("last_number", true), day("last_date"), text("proof_number", true), day("proof_date"),
		{Kind: "area", Name: "evidence", Label: l.T("stock.evidence"), Hint: l.T("stock.evidence.hint"), Bold: true, Value: f["evidence"], Rows: 4, Max: 2000},
	}}
	return s.showForm(w, r, form.Title, "/stock", form, wrong)
}

func (s *Server) openLot(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 1<<20); err != nil {
		return err
	}
	f := typedFields(r)
	form, err := s.lotForm(f)
	if err == nil {
		var lot *stock.Lot
		if lot, err = s.cfg.Stock.Open(r.Context(), ActorFrom(r.Context()), form); err == nil {
			s.notice(r.Context(), LocaleFrom(r.Context()).T("stock.open.done", "number", lot.Number))
			return s.seeOther(w, r, "/stock/lots/"+lot.ID)
		}
	}
	if fault.KindOf(err) == fault.Invalid {
		return s.showLotForm(w, r, f, err)
	}
	return err
}

// lotForm reads what was typed about a lot.
func (s *Server) lotForm(f map[string]string) (stock.LotForm, error) {
	bad := fault.Invalidf("stock.invalid")
	paper := func(prefix string, country cites.Country) stock.Paper {
		day, ok := datePartsOf(f, prefix+"_date").Parse()
		if !ok {
			bad.Add(prefix+"_date", "stock.date_wrong")
		}
		return stock.Paper{Country: country, Number: strings.ToUpper(f[prefix+"_number"]), Date: day}
	}
	out := stock.LotForm{Login: f["login"], Kind: stock.Kind(f["kind"]), ScientificName: f["taxon"], Term: cites.Term(f["term"]), Unit: cites.Unit(f["unit"]),
		Source: cites.Source(f["source"]), Quantity: typedQuantity(f["quantity"]), Evidence: f["evidence"],
		Origin: paper("origin", cites.Country(f["origin_country"])), LastReexport: paper("last", cites.Country(f["last_country"]))}
	if out.Proof = paper("proof", s.cfg.Profile.Party); out.Proof.Number == "" && out.Proof.Date.IsZero() {
		out.Proof = stock.Paper{}
	}
	return out, bad.OrNil()
}

// typedQuantity reads a quantity; what cannot be read is zero, which the verb
// refuses.
func typedQuantity(s string) cites.Quantity {
	q, err := cites.ParseQuantity(s)
	if err != nil {
		return 0
	}
	return q
}

// askConversion shows the form of a conversion; ?taxon= limits the lots.
func (s *Server) askConversion(w http.ResponseWriter, r *http.Request) error {
	return s.showConversionForm(w, r, map[string]string{"taxon": r.URL.Query().Get("taxon"), "unit": string(cites.Number)}, nil)
}

func (s *Server) showConversionForm(w http.ResponseWriter, r *http.Request, f map[string]string, wrong error) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	lots, err := s.cfg.Stock.Of(r.Context(), stock.Scope{Account: who.ID, Org: who.Org}, f["taxon"])
	if err != nil {
		return err
	}
	form := Form{Title: l.T("stock.convert"), Intro: []string{l.T("stock.convert.intro")}, Action: l.Href("/stock/convert"), Cancel: l.Href("/stock"),
		Button: l.T("stock.convert.button"), Hidden: map[string]string{"taxon": f["taxon"]}}
	if len(lots) == 0 {
		form.Intro = append(form.Intro, l.T("stock.convert.none"))
	}
	for i, x := range lots {
		name := "lot." + x.ID
		field := Field{Name: name, Label: l.T("stock.convert.lots") + ": " + x.Number, Hint: l.T("stock.convert.lot.hint", "name", x.ScientificName, "term", x.Term.Name(l.Lang),
			"left", amount(l, x.Balance(), x.Unit), "origin", l.Country(x.Origin.Country)), Value: f[name], Suffix: x.Unit.Symbol(), Mode: "decimal", Dir: "ltr", Width: 10, Optional: true}
		if i == 0 {
			field.ID = "lots"
		}
		form.Fields = append(form.Fields, field)
	}
	form.Fields = append(form.Fields,
		Field{Kind: "select", Name: "term", Label: l.T("stock.convert.into"), Bold: true, Value: f["term"], Options: termOptions(l)},
		Field{Name: "quantity", Label: l.T("stock.made"), Bold: true, Value: f["quantity"], Width: 10, Mode: "decimal", Dir: "ltr"},
		Field{Kind: "select", Name: "unit", Label: l.T("stock.unit"), Bold: true, Value: f["unit"], Options: unitOptions(l)},
		Field{Kind: "area", Name: "note", Label: l.T("stock.note"), Hint: l.T("stock.note.hint"), Bold: true, Value: f["note"], Rows: 4, Max: 2000, Optional: true})
	return s.showForm(w, r, form.Title, "/stock", form, wrong)
}

func (s *Server) declareConversion(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 1<<20); err != nil {
		return err
	}
	l, f := LocaleFrom(r.Context()), typedFields(r)
	form := stock.ConversionForm{Term: cites.Term(f["term"]), Unit: cites.Unit(f["unit"]), Quantity: typedQuantity(f["quantity"]), Note: f["note"]}
	for name, value := range f {
		if id, ok := strings.CutPrefix(name, "lot."); ok && value != "" {
			form.Inputs = append(form.Inputs, stock.Input{Lot: id, Quantity: typedQuantity(value)})
		}
	}
	c, err := s.cfg.Stock.Declare(r.Context(), ActorFrom(r.Context()), form)
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return s.showConversionForm(w, r, f, err)
	}
	if err != nil {
		return err
	}
	key := "stock.convert.pending"
	if c.State == stock.Done {
		key = "stock.convert.done"
	}
	s.notice(r.Context(), l.T(key, "number", c.Number))
	return s.seeOther(w, r, "/stock/conversions/"+c.ID)
}

// decideConversion takes an officer's word on a yield.
func (s *Server) decideConversion(w http.ResponseWriter, r *http.Request) error {
	id, accept := r.PathValue("id"), r.PostFormValue("decision") == "accept"
	err := s.cfg.Stock.Decide(r.Context(), ActorFrom(r.Context()), id, versionOf(r), accept, r.PostFormValue("reason"))
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return s.renderConversion(w, r, r.PostFormValue("reason"), err)
	}
	if err != nil {
		return err
	}
	key := "stock.conversion.refused"
	if accept {
		key = "stock.conversion.accepted"
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T(key))
	return s.seeOther(w, r, "/stock/conversions/"+id)
}

// mayDecide reports whether the reader can decide on a conversion.
func mayDecide(who actor.Actor, c *stock.Conversion) bool {
	return c.State == stock.Pending && who.Can(actor.KeepStock) && who.ID != c.DeclaredBy
}
