package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/finding"
)

func (s *Server) formChain(w http.ResponseWriter, r *http.Request, a *answers, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	source := Field{Kind: "select", Name: "source", Label: l.T("chain.source"), Hint: l.T("chain.source.hint"), Value: a.get("source"), Options: []Option{{Label: l.T("apply.choose")}}}
	for _, c := range sourceOrder() {
		source.Options = append(source.Options, Option{Value: string(c), Label: nameWithCode(c.Name(l.Lang), string(c))})
	}
	return s.renderForm(w, r, Form{Title: l.T("chain.new"), Intro: []string{l.T("chain.new.intro")}, Action: l.Href("/chains/new"), Button: l.T("chain.new.button"), Cancel: l.Href("/chains"), Fields: []Field{
		{Name: "taxon", Label: l.T("finding.taxon"), Value: a.get("taxon"), Source: "/api/v1/species", Dir: "auto", Complete: "off"}, source,
		{Name: "quantity", Label: l.T("chain.stock"), Hint: l.T("chain.stock.hint"), Value: a.get("quantity"), Width: 10, Mode: "decimal", Dir: "ltr", Complete: "off"},
		{Kind: "select", Name: "unit", Label: l.T("finding.unit_label"), Value: a.get("unit"), Options: unitOptions(l)},
		{Name: "holder", Label: l.T("chain.holder"), Hint: l.T("chain.holder.hint"), Value: a.get("holder"), Dir: "auto"}}}, "/chains", wrong, status)
}

func (s *Server) newChain(w http.ResponseWriter, r *http.Request) error {
	who := ActorFrom(r.Context())
	holder := who.Name
	if s.cfg.People != nil && who.Org != "" {
		a, err := s.cfg.People.Own(r.Context(), who)
		if err != nil {
			return err
		}
		holder = cmp.Or(a.OrgName, holder)
	}
	return s.formChain(w, r, &answers{values: map[string][]string{"holder": {holder}, "unit": {string(cites.Number)}}}, nil, http.StatusOK)
}

func (s *Server) addChain(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	a := typedAnswers(r)
	f := finding.ChainForm{Taxon: s.taxon(a), Source: cites.Source(a.get("source")), Holder: a.get("holder"),
		Quantity: a.quantity("quantity", "chain.quantity_needed"), Unit: cites.Unit(a.get("unit"))}
	var c *finding.Chain
	err := a.with(nil)
	if err == nil {
		c, err = s.cfg.Findings.StartChain(r.Context(), ActorFrom(r.Context()), f)
	}
	if askAgain(err) {
		return s.formChain(w, r, a, err, statusOf(fault.KindOf(err)))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("chain.started", "number", c.Number))
	return s.seeOther(w, r, "/chains/"+c.ID+"/links/new")
}

// formLink asks for the next link. The first is asked as what it must be for the
// source; later ones begin with the holder that the one before ended with.
func (s *Server) formLink(w http.ResponseWriter, r *http.Request, c *finding.ChainFile, a *answers, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	here := "/chains/" + c.ID
	kind := Field{Kind: "select", Name: "kind", Label: l.T("chain.kind"), Value: a.get("kind"), Options: []Option{{Label: l.T("apply.choose")}}}
	for _, k := range finding.Kinds() {
		kind.Options = append(kind.Options, Option{Value: string(k), Label: l.T("chain.kind." + string(k))})
	}
	intro := []string{l.T("chain.link.intro")}
	if kinds := finding.FirstKinds(c.Source); len(c.Links) == 0 && kinds != nil {
		intro = []string{l.T("chain.link.first", "source", c.Source.Name(l.Lang), "kind", l.T("chain.kind."+string(kinds[0])))}
	}
	countries := slices.Concat([]Option{{Label: l.T("apply.choose")}}, s.countryOptions(l, false))
	return s.renderForm(w, r, Form{Title: l.T("chain.link.new"), Caption: c.Number + " · " + c.TaxonName, Intro: intro, Files: true, Hidden: seenChain(c.Chain),
		Action: l.Href(here + "/links/new"), Button: l.T("chain.link.button"), Cancel: l.Href(here), Fields: []Field{kind,
			{Name: "from", Label: l.T("chain.from"), Hint: l.T("chain.from.hint"), Value: a.get("from"), Optional: len(c.Links) == 0, Dir: "auto"},
			{Name: "to", Label: l.T("chain.to"), Hint: l.T("chain.to.hint"), Value: a.get("to"), Dir: "auto"},
			{Kind: "date", Name: "date", Label: l.T("chain.date"), Date: a.parts("date")},
			{Kind: "select", Name: "country", Label: l.T("chain.country"), Value: a.get("country"), Options: countries},
			{Name: "place", Label: l.T("chain.place_only"), Value: a.get("place"), Optional: true, Dir: "auto"},
			{Name: "quantity", Label: l.T("chain.quantity"), Hint: l.T("chain.quantity.hint", "unit", c.Unit.Name(l.Lang)), Value: a.get("quantity"), Width: 10, Mode: "decimal", Dir: "ltr", Complete: "off"},
			{Name: "document", Label: l.T("chain.document"), Hint: l.T("chain.document.hint"), Value: a.get("document"), Optional: true, Dir: "ltr", Complete: "off"},
			s.fileField(l),
			{Kind: "area", Name: "note", Label: l.T("chain.note"), Value: a.get("note"), Rows: 3, Max: 4000, Optional: true}}}, here, wrong, status)
}

func (s *Server) newLink(w http.ResponseWriter, r *http.Request) error {
	c, err := s.readChain(r)
	if err != nil {
		return err
	}
	v := map[string][]string{"quantity": {c.Quantity.String()}, "to": {c.Holder}}
	if n := len(c.Links); n > 0 {
		last := c.Links[n-1]
		if last.To == c.Holder {
			delete(v, "to")
		}
		v["from"], v["quantity"], v["country"] = []string{last.To}, []string{last.Quantity.String()}, []string{string(last.Country)}
	} else if kinds := finding.FirstKinds(c.Source); kinds != nil {
		v["kind"] = []string{string(kinds[0])}
	}
	return s.formLink(w, r, c, &answers{values: v}, nil, http.StatusOK)
}

func (s *Server) addLink(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 1<<20); err != nil {
		return err
	}
	a := typedAnswers(r)
	f := finding.LinkForm{Kind: finding.Kind(a.get("kind")), From: a.get("from"), To: a.get("to"), Date: a.date("date"), Country: cites.Country(a.get("country")),
		Place: a.get("place"), Quantity: a.quantity("quantity", "chain.quantity_needed"), Document: a.get("document"), Note: a.get("note")}
	var err error
	if f.File, err = s.upload(r); err != nil {
		return err
	}
	if err = a.with(nil); err == nil {
		_, err = s.cfg.Findings.AddLink(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), versionOf(r), f)
	}
	if askAgain(err) {
		c, e := s.readChain(r)
		if e != nil {
			return e
		}
		return s.formLink(w, r, c, a, err, statusOf(fault.KindOf(err)))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("chain.link.added"))
	return s.seeOther(w, r, "/chains/"+r.PathValue("id"))
}
