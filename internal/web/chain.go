package web

import (
	"html/template"
	"net/http"
	"strconv"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/finding"
)

func (s *Server) chainRoutes() []Route {
	if s.cfg.Findings == nil {
		return nil
	}
	read, write, ask := Can(actor.WriteChain, actor.ReadChains), Can(actor.WriteChain), Can(actor.AskChain)
	return []Route{
		{Pattern: "GET /chains", Policy: read, Handler: s.page(s.listChains)},
		{Pattern: "GET /chains/new", Policy: Can(actor.StartChain), Handler: s.page(s.newChain)},
		{Pattern: "POST /chains/new", Policy: Can(actor.StartChain), Handler: s.page(s.addChain)},
		{Pattern: "GET /chains/{id}", Policy: read, Handler: s.page(s.showChain)},
		{Pattern: "GET /chains/{id}/links/new", Policy: write, Handler: s.page(s.newLink)},
		{Pattern: "POST /chains/{id}/links/new", Policy: write, Handler: s.page(s.addLink)},
		{Pattern: "GET /chains/{id}/links/{link}/remove", Policy: write, Handler: s.page(s.askRemoveLink)},
		{Pattern: "POST /chains/{id}/links/{link}/remove", Policy: write, Handler: s.page(s.removeLink)},
		{Pattern: "GET /chains/{id}/close", Policy: write, Handler: s.page(s.askCloseChain)},
		{Pattern: "POST /chains/{id}/close", Policy: write, Handler: s.page(s.closeChain)},
		{Pattern: "GET /chains/{id}/ask", Policy: ask, Handler: s.page(s.newChainQuestion)},
		{Pattern: "POST /chains/{id}/ask", Policy: ask, Handler: s.page(s.askChain)},
		{Pattern: "GET /chains/{id}/files/{file}", Policy: read, Handler: s.page(s.openLink)},
	}
}

// chainList is the page with the chains that the reader may see.
type chainList struct {
	New    string
	Intro  string
	Staff  bool
	Search Field
	Filter Filter
	Count  string
	List   List[chainRow]
}

// chainRow is one chain in the list.
type chainRow struct {
	Number, Href, Taxon, Owner string
	Stock, Left                string
	State                      Tag
}

func chainState(l *Locale, c *finding.Chain) Tag {
	switch {
	case c.State == finding.Closed:
		return Tag{l.T("chain.state.closed"), "grey"}
	case c.Missing != "":
		return Tag{l.T("chain.state.missing"), "orange"}
	case c.Left() == 0:
		return Tag{l.T("chain.state.used"), "grey"}
	}
	return Tag{l.T("chain.state.open"), "green"}
}

func (s *Server) listChains(w http.ResponseWriter, r *http.Request) error {
	l, q, who := LocaleFrom(r.Context()), readList(r, []string{"state"}, nil), ActorFrom(r.Context())
	found, total, err := s.cfg.Findings.ChainsOf(r.Context(), who, finding.ChainFilter{Text: q.Q, State: finding.ChainState(q.Filters.Get("state")), Limit: q.Per, Offset: q.Offset()})
	if err != nil {
		return err
	}
	rows := make([]chainRow, len(found))
	for i := range found {
		c := &found[i]
		rows[i] = chainRow{Number: c.Number, Href: l.Href("/chains/" + c.ID), Taxon: c.TaxonName, Owner: c.OwnerName, Stock: amountText(l, c.Quantity, c.Unit),
			Left: quantityOrZero(l, c.Left(), c.Unit), State: chainState(l, c)}
	}
	view := chainList{Staff: who.Can(actor.ReadChains), Intro: l.T("chain.intro"), Count: l.Plural("chain.count", total), List: newList(l, q, rows, total),
		Search: Field{Name: "q", Label: l.T("chain.search"), Type: "search", Value: q.Q, Dir: "auto"},
		Filter: Filter{Action: l.Href("/chains"), Live: "results", Fields: []Field{{Kind: "select", Name: "state", Label: l.T("finding.state"), Value: q.Filters.Get("state"),
			Options: []Option{{Label: l.T("finding.state.any")}, {Value: string(finding.Building), Label: l.T("chain.state.open")}, {Value: string(finding.Closed), Label: l.T("chain.state.closed")}}}}}}
	if view.Staff {
		view.Intro = l.T("chain.intro.officer")
	}
	if who.Can(actor.StartChain) {
		view.New = l.Href("/chains/new")
	}
	view.List.Empty = Empty{Title: l.T("chain.empty"), Text: l.T("chain.empty.text"), Action: view.New, Button: l.T("chain.new")}
	if q.Q != "" || len(q.Filters) > 0 {
		view.Filter.Clear = l.Href("/chains")
		view.List.Empty = Empty{l.T("finding.nothing"), l.T("finding.nothing.text"), l.Href("/chains"), l.T("finding.all")}
	}
	return s.render(w, r, http.StatusOK, "chain_list", Page{Title: l.T("chain.title"), Data: view})
}

// chainView is the page of one chain.
type chainView struct {
	Number  string
	Taxon   string
	State   Tag
	Missing *missingView
	Rows    []SummaryRow
	Meter   *meterView
	Gaps    string // how many, in words
	Whole   []string
	Steps   []stepView
	End     string // the applicant, at the end of the chain
	Draws   []drawRow
	History []Event
	Add     string
	Close   string
	Ask     string
}

// missingView is what an officer asked for.
type missingView struct {
	Text template.HTML
	By   string
}

// stepView is one link of the picture, from holder to holder.
type stepView struct {
	Number   string
	Kind     string
	From, To string
	Rows     []SummaryRow
	Files    []fileRow
	Gaps     []string
	Remove   string
}

func (s *Server) readChain(r *http.Request) (*finding.ChainFile, error) {
	return s.cfg.Findings.ReadChain(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
}

func (s *Server) showChain(w http.ResponseWriter, r *http.Request) error {
	c, err := s.readChain(r)
	if err != nil {
		return err
	}
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	here := "/chains/" + c.ID
	v := chainView{Number: c.Number, Taxon: c.TaxonName, State: chainState(l, c.Chain), Meter: newMeter(l, c.Quantity, c.Reserved, c.Used, c.Unit),
		Draws: drawRows(l, c.Draws, !c.Mine), End: c.Holder, Gaps: l.Plural("chain.gaps", len(c.Gaps)), Rows: []SummaryRow{
			{Key: l.T("chain.holder"), Value: Bdi(c.Holder)}, {Key: l.T("chain.source"), Value: Bdi(coded(string(c.Source), c.Source.Name(l.Lang)))}}}
	if len(c.Gaps) == 0 {
		v.Gaps = l.T("chain.gaps_none")
	}
	if !c.Mine {
		v.Rows = append([]SummaryRow{{Key: l.T("chain.owner"), Value: Bdi(c.OwnerName)}}, v.Rows...)
	}
	if c.Missing != "" {
		v.Missing = &missingView{Text: paragraphs(c.Missing), By: l.T("chain.missing.by", "name", c.MissingBy, "date", l.DayOf(c.MissingAt))}
		if c.Mine {
			v.Missing.By = l.T("chain.missing.on", "date", l.DayOf(c.MissingAt))
		}
	}
	for _, g := range c.Gaps {
		if g.Link < 0 {
			v.Whole = append(v.Whole, gapText(l, c.Chain, g))
		}
	}
	for i, x := range c.Links {
		v.Steps = append(v.Steps, s.chainStep(l, c, i, x))
	}
	if c.State == finding.Building {
		switch {
		case c.Mine:
			v.Add, v.Close = l.Href(here+"/links/new"), l.Href(here+"/close")
		case who.Can(actor.AskChain):
			v.Ask = l.Href(here + "/ask")
		}
	}
	if v.History, err = s.actsOn(r, "chain", c.ID, "chain.act.", !c.Mine); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "chain_show", Page{Title: c.Number, Back: "/chains", Data: &v})
}

func (s *Server) chainStep(l *Locale, c *finding.ChainFile, i int, x finding.Link) stepView {
	here := "/chains/" + c.ID
	v := stepView{Number: l.Int(int64(i + 1)), Kind: l.T("chain.kind." + string(x.Kind)), From: x.From, To: x.To, Files: fileRows(l, here, c.Files, x.ID)}
	add := func(key, text string) {
		if text != "" {
			v.Rows = append(v.Rows, SummaryRow{Key: l.T(key), Value: Bdi(text)})
		}
	}
	add("chain.date", l.Date(x.Date))
	place := x.Place
	if x.Country != "" {
		if place != "" {
			place += ", "
		}
		place += s.countryName(l, x.Country)
	}
	add("chain.place", place)
	add("chain.quantity", amountText(l, x.Quantity, c.Unit))
	if x.Document != "" {
		v.Rows = append(v.Rows, SummaryRow{Key: l.T("chain.document"), Value: Reference(x.Document)})
	}
	if x.Note != "" {
		v.Rows = append(v.Rows, SummaryRow{Key: l.T("chain.note"), Value: paragraphs(x.Note)})
	}
	for _, g := range c.Gaps {
		if g.Link == i {
			v.Gaps = append(v.Gaps, gapText(l, c.Chain, g))
		}
	}
	if c.Mine && c.State == finding.Building {
		v.Remove = l.Href(here + "/links/" + x.ID + "/remove")
	}
	return v
}

// gapText is a gap in words, with codes, dates and amounts as the reader has them.
func gapText(l *Locale, c *finding.Chain, g finding.Gap) string {
	var args []any
	for name, value := range g.Args {
		switch name {
		case "source":
			value = cites.Source(value).Name(l.Lang)
		case "kind":
			value = l.T("chain.kind." + value)
		case "quantity", "stock":
			value = gapAmount(l, c, value)
		case "before":
			if g.Kind == finding.Grows {
				value = gapAmount(l, c, value)
			} else {
				value = gapDate(l, value)
			}
		case "date", "first":
			value = gapDate(l, value)
		}
		args = append(args, name, value)
	}
	return l.T("chain.gap."+string(g.Kind), args...)
}

func gapAmount(l *Locale, c *finding.Chain, text string) string {
	q, err := cites.ParseQuantity(text)
	if err != nil {
		return text
	}
	return quantityOrZero(l, q, c.Unit)
}

func gapDate(l *Locale, text string) string {
	d, err := cites.ParseDate(text)
	if err != nil {
		return text
	}
	return l.Date(d)
}

func (s *Server) openLink(w http.ResponseWriter, r *http.Request) error {
	f, data, err := s.cfg.Findings.OpenLink(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	return sendUploaded(w, f.ID, f.Name, f.Media, data)
}

// seenChain carries the version through a page.
func seenChain(c *finding.Chain) map[string]string {
	return map[string]string{"version": strconv.FormatInt(c.Version, 10)}
}
