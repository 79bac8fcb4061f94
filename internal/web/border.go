package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
)

func (s *Server) borderRoutes() []Route {
	if s.cfg.Border == nil {
		return nil
	}
	find, endorse := Can(actor.FindPermit), Can(actor.EndorsePermit)
	return []Route{
		{Pattern: "GET /border", Policy: find, Handler: s.page(s.startBorder)},
		{Pattern: "POST /border", Policy: find, Handler: s.page(s.findAtBorder), MaxBody: 64 << 10},
		{Pattern: "GET /border/transit", Policy: Can(actor.RecordTransit), Handler: s.page(s.askTransit)},
		{Pattern: "POST /border/transit", Policy: Can(actor.RecordTransit), Handler: s.page(s.recordTransit), MaxBody: 64 << 10},
		{Pattern: "GET /border/permits/{id}", Policy: find, Handler: s.page(s.compareGoods)},
		{Pattern: "POST /border/permits/{id}", Policy: endorse, Handler: s.page(s.endorse)},
	}
}

// borderStart is the first page of a post: one field and what was done lately.
type borderStart struct {
	Scan  Field
	Count string
	// Transit is the address where goods in transit are recorded, "" for others.
	Transit string
	Late    bool // the list is of what is abroad and overdue
	List    List[borderRow]
}

type borderRow struct {
	control.Endorsement
	Href, Kind, Port string
}

func (s *Server) startBorder(w http.ResponseWriter, r *http.Request) error {
	return s.showBorder(w, r, http.StatusOK, "", nil)
}

func (s *Server) showBorder(w http.ResponseWriter, r *http.Request, status int, typed string, wrong error) error {
	l, q := LocaleFrom(r.Context()), readList(r, []string{"late"}, nil)
	view := borderStart{Scan: Field{Kind: "area", Name: "text", Label: l.T("border.scan"), Hint: l.T("border.scan.hint"), Rows: 3, Dir: "ltr", Value: typed, Complete: "off"}}
	links := formErrors(l, wrong, &view.Scan)
	filter := control.Filter{Text: q.Q, Limit: q.Per, Offset: q.Offset()}
	if view.Late = r.URL.Query().Get("late") != ""; view.Late {
		filter.Late = s.cfg.Profile.Today(s.cfg.Now())
	}
	found, total, err := s.cfg.Border.List(r.Context(), ActorFrom(r.Context()), filter)
	if err != nil {
		return err
	}
	if ActorFrom(r.Context()).Can(actor.RecordTransit) {
		view.Transit = l.Href("/border/transit")
	}
	rows := make([]borderRow, len(found))
	for i, e := range found {
		rows[i] = borderRow{e, l.Href("/border/permits/" + e.PermitID), l.T("permit.crossing." + string(e.Kind)), s.cfg.Profile.PortName(e.Port, l.Lang)}
	}
	view.Count, view.List = l.Plural("border.count", total), newList(l, q, rows, total)
	view.List.Empty = Empty{Title: l.T("border.none"), Text: l.T("border.none.text")}
	if view.Late {
		view.List.Empty = Empty{Title: l.T("border.late.none"), Text: l.T("border.late.text")}
	}
	return s.render(w, r, status, "border_start", Page{Title: l.T("border.title"), Errors: links, Data: view})
}

// findAtBorder goes to the permit that was scanned or typed.
func (s *Server) findAtBorder(w http.ResponseWriter, r *http.Request) error {
	text := r.PostFormValue("text")
	g, err := s.cfg.Border.Find(r.Context(), ActorFrom(r.Context()), text)
	switch fault.KindOf(err) {
	case fault.Invalid:
		return s.showBorder(w, r, http.StatusUnprocessableEntity, text, err)
	case fault.NotFound:
		return s.showBorder(w, r, http.StatusNotFound, text, fault.Invalidf("border.unknown").Add("text", "border.unknown"))
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/border/permits/"+g.Permit.ID)
}

// goodsView is what an officer compares with the goods.
type goodsView struct {
	*permit.Permit
	Verdict   Verdict
	Hits      []borderHit
	Rows      []SummaryRow
	Lines     []goodsLine
	Crossings []crossingView
	Form      bool
	Ports     Field
	Date      Field
	Transport Field
	Remarks   Field
	Key       string
	Arrived   bool  // an import permit: the goods arrive
	Seen      Field // of a permit that is reported lost
	Way       Field // which way they cross, of a document for many crossings
	Many      bool
	Abroad    bool // last stamped on leaving
}

// borderHit is what a rule of the border says of the document.
type borderHit struct {
	Text   string
	Result Tag
	Law    lawLink
}

func (s *Server) borderHits(l *Locale, g *control.Goods) []borderHit {
	var out []borderHit
	for _, x := range g.Findings {
		h := borderHit{Text: l.Fault(x.Key, x.Args), Law: s.lawLink(l, x), Result: Tag{l.T("rulebook.severity." + string(x.Severity)), "blue"}}
		switch x.Severity {
		case rule.Block:
			h.Result.Colour = "red"
		case rule.Warn:
			h.Result.Colour = "yellow"
		}
		out = append(out, h)
	}
	return out
}

type goodsLine struct {
	permit.Line
	Term, Source string
	Left         cites.Quantity
	Actual       Field
}

func (s *Server) compareGoods(w http.ResponseWriter, r *http.Request) error {
	return s.showGoods(w, r, http.StatusOK, nil, nil)
}

// showGoods draws the page; typed holds the form as sent, wrong what was wrong.
func (s *Server) showGoods(w http.ResponseWriter, r *http.Request, status int, typed *endorseForm, wrong error) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	g, err := s.cfg.Border.Read(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	p := g.Permit
	view := goodsView{Permit: p, Verdict: s.goodsVerdict(l, p), Hits: s.borderHits(l, g), Rows: s.permitDetails(l, p), Arrived: p.Type.Facts().Direction.In(), Abroad: g.Abroad, Many: p.Type.Facts().ManyCrossings,
		Form: who.Can(actor.EndorsePermit) && usable(p, s.cfg.Profile.Today(s.cfg.Now()))}
	if len(p.Record.Complete) > 0 {
		if g.Completion == nil && view.Form { // nobody certified what it carries
			view.Form, view.Verdict = false, Verdict{Title: l.T("permit.complete.blank"), Text: l.T("control.not_completed", "number", p.Number), Kind: "warn"}
		}
		view.Rows = append(view.Rows, s.completionRows(l, p, g.Completion)...)
	}
	view.Crossings = s.crossings(l, p, g.Endorsements)
	if r.URL.Query().Has("done") && !view.Form && s.justEndorsed(who, g) {
		view.Verdict = Verdict{Title: l.T("border.verdict.done"), Text: l.T("border.verdict.done.text"), Kind: "good"}
		view.Hits = slices.DeleteFunc(view.Hits, func(h borderHit) bool { return h.Law.ID == usedOnce })
	}
	form := typed
	if form == nil {
		form = s.freshEndorsing(g)
	}
	fields := s.endorseFields(l, who, &view, g, form)
	links := formErrors(l, wrong, fields...)
	return s.render(w, r, status, "border_goods", Page{Title: l.T("border.compare", "number", p.Number), Back: "/border", Errors: links, Data: view})
}

// justNow is how long the page after an endorsement says that, not that the
// permit was used before; usedOnce is the rule about it. Whoever looks the
// permit up again is told that it was used.
const (
	justNow  = 5 * time.Minute
	usedOnce = "F14"
)

// justEndorsed reports whether an officer recorded the crossing a moment ago.
func (s *Server) justEndorsed(who actor.Actor, g *control.Goods) bool {
	return slices.ContainsFunc(g.Endorsements, func(e control.Endorsement) bool { return e.By == who.ID && s.cfg.Now().Sub(e.At) < justNow })
}

// usable reports whether a crossing can be recorded today.
func usable(p *permit.Permit, today cites.Date) bool {
	return control.Endorsable(p) && p.Returned.IsZero() && (p.State == permit.Valid || p.State == permit.Endorsed && p.Record.Partial) && !today.After(p.Record.ValidUntil)
}

// goodsVerdict is the first thing an officer sees.
func (s *Server) goodsVerdict(l *Locale, p *permit.Permit) Verdict {
	today := s.cfg.Profile.Today(s.cfg.Now())
	switch {
	case p.State == permit.Valid && p.Lost != "":
		return Verdict{Title: l.T("border.verdict.lost"), Text: l.T("border.verdict.lost.text"), Kind: "warn"}
	case !p.Returned.IsZero():
		return Verdict{Title: l.T("border.verdict.returned"), Text: l.T("border.verdict.returned.text", "date", l.Date(p.Returned)), Kind: "bad"}
	case usable(p, today):
		return Verdict{Title: l.T("border.verdict.valid"), Text: l.T("border.verdict.valid.text", "date", l.Date(p.Record.ValidUntil)), Kind: "good"}
	case p.State == permit.Endorsed || p.State == permit.Used:
		return Verdict{Title: l.T("border.verdict.used"), Text: l.T("border.verdict.used.text"), Kind: "bad"}
	case p.State == permit.Valid || p.State == permit.Expired:
		return Verdict{Title: l.T("border.verdict.expired"), Text: l.T("border.verdict.expired.text", "date", l.Date(p.Record.ValidUntil)), Kind: "bad"}
	case p.State == permit.Replaced:
		return Verdict{Title: l.T("border.verdict.replaced"), Text: l.T("permit.replaced_by", "number", p.ReplacedBy), Kind: "bad"}
	case p.State == permit.Prepared:
		return Verdict{Title: l.T("border.verdict.prepared"), Text: l.T("permit.sealing"), Kind: "warn"}
	}
	return Verdict{Title: l.T("border.verdict.revoked"), Text: l.T("permit.withdrawn_because", "reason", reasonWords(l, p.Reason)), Kind: "bad"}
}

func quantityField(letter string) string { return "lines." + letter }
