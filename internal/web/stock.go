package web

import (
	"context"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/stock"
)

// Stocks is what the pages about stock accounts need; the desk of package stock
// is one.
type Stocks interface {
	List(ctx context.Context, who actor.Actor, f stock.Filter) ([]stock.Lot, int, error)
	Mine(ctx context.Context, who actor.Actor, f stock.Filter) ([]stock.Lot, int, error)
	Of(ctx context.Context, s stock.Scope, taxon string) ([]stock.Lot, error)
	Read(ctx context.Context, who actor.Actor, id string) (*stock.Account, error)
	Open(ctx context.Context, who actor.Actor, f stock.LotForm) (*stock.Lot, error)
	Conversions(ctx context.Context, who actor.Actor, f stock.ConversionFilter) ([]stock.Conversion, int, error)
	MyConversions(ctx context.Context, who actor.Actor, f stock.ConversionFilter) ([]stock.Conversion, int, error)
	ReadConversion(ctx context.Context, who actor.Actor, id string) (*stock.Conversion, []stock.Lot, error)
	Declare(ctx context.Context, who actor.Actor, f stock.ConversionForm) (*stock.Conversion, error)
	Decide(ctx context.Context, who actor.Actor, id string, version int64, accept bool, why string) error
}

func (s *Server) stockRoutes() []Route {
	if s.cfg.Stock == nil {
		return nil
	}
	own := Owner("List is for officers, Mine and Read limit traders to their own lots in SQL")
	keep, convert := Can(actor.KeepStock), Can(actor.ConvertStock)
	return []Route{
		{Pattern: "GET /stock", Policy: own, Handler: s.page(s.listLots)},
		{Pattern: "GET /stock/new", Policy: keep, Handler: s.page(s.askLot)},
		{Pattern: "POST /stock/new", Policy: keep, Handler: s.page(s.openLot)},
		{Pattern: "GET /stock/convert", Policy: convert, Handler: s.page(s.askConversion)},
		{Pattern: "POST /stock/convert", Policy: convert, Handler: s.page(s.declareConversion)},
		{Pattern: "GET /stock/conversions", Policy: own, Handler: s.page(s.listConversions)},
		{Pattern: "GET /stock/conversions/{id}", Policy: own, Handler: s.page(s.showConversion)},
		{Pattern: "POST /stock/conversions/{id}", Policy: keep, Handler: s.page(s.decideConversion)},
		{Pattern: "GET /stock/lots/{id}", Policy: own, Handler: s.page(s.showLot)},
	}
}

// lotList is the page of lots.
type lotList struct {
	Tabs          []Tab
	Open, Convert string // addresses; empty for those who may not
	Search        Field
	Filter        Filter
	Count         string
	Owners        bool // shows whose the lots are
	List          List[lotRow]
}

type lotRow struct {
	stock.Lot
	Href           string
	Left, Of       string
	Origin, Opened string
}

func stockTabs(l *Locale, at int) []Tab {
	return []Tab{{l.T("stock.lots"), l.Href("/stock"), at == 0}, {l.T("stock.conversions"), l.Href("/stock/conversions"), at == 1}}
}

func lotRowOf(l *Locale, x stock.Lot) lotRow {
	return lotRow{Lot: x, Href: l.Href("/stock/lots/" + x.ID), Left: amount(l, x.Balance(), x.Unit), Of: l.T("stock.of", "n", amount(l, x.Quantity, x.Unit)),
		Origin: l.Country(x.Origin.Country), Opened: l.DayOf(x.Opened)}
}

func (s *Server) listLots(w http.ResponseWriter, r *http.Request) error {
	l, who, q := LocaleFrom(r.Context()), ActorFrom(r.Context()), readList(r, []string{"kind", "left"}, nil)
	f := stock.Filter{Text: q.Q, Limit: q.Per, Offset: q.Offset(), Open: q.Filters.Get("left") == "1"}
	if k := stock.Kind(q.Filters.Get("kind")); slices.Contains(stock.Kinds(), k) {
		f.Kind = k
	}
	officer := who.Can(actor.ReadStock)
	list := s.cfg.Stock.Mine
	if officer {
		list = s.cfg.Stock.List
	}
	found, total, err := list(r.Context(), who, f)
	if err != nil {
		return err
	}
	rows := make([]lotRow, len(found))
	for i, x := range found {
		rows[i] = lotRowOf(l, x)
	}
	view := lotList{Tabs: stockTabs(l, 0), Owners: officer, Count: l.Plural("stock.count", total), List: newList(l, q, rows, total),
		Search: Field{Name: "q", Label: l.T("stock.search"), Type: "search", Value: q.Q, Dir: "auto"}, Filter: lotPanel(l, q)}
	view.List.Empty = Empty{Title: l.T("stock.none"), Text: l.T("stock.none.text")}
	if q.Q != "" || len(q.Filters) > 0 {
		view.List.Empty = Empty{l.T("stock.nothing"), l.T("stock.nothing.text"), l.Href("/stock"), l.T("stock.all")}
	}
	if who.Can(actor.KeepStock) {
		view.Open = l.Href("/stock/new")
	}
	if who.Can(actor.ConvertStock) && total > 0 {
		view.Convert = l.Href("/stock/convert")
	}
	return s.render(w, r, http.StatusOK, "stock_list", Page{Title: l.T("stock.title"), Data: view})
}

func lotPanel(l *Locale, q ListQuery) Filter {
	f := Filter{Action: l.Href("/stock"), Live: "results"}
	if len(q.Filters) > 0 {
		f.Clear = l.Href("/stock")
	}
	kind := Field{Kind: "select", Name: "kind", Label: l.T("stock.kind"), Value: q.Filters.Get("kind"), Options: []Option{{Label: l.T("stock.kind.any")}}}
	for _, k := range stock.Kinds() {
		kind.Options = append(kind.Options, Option{Value: string(k), Label: l.T("stock.kind." + string(k))})
	}
	left := Field{Kind: "select", Name: "left", Label: l.T("stock.left"), Value: q.Filters.Get("left"),
		Options: []Option{{Label: l.T("stock.left.any")}, {Value: "1", Label: l.T("stock.open_only")}}}
	f.Fields = []Field{kind, left}
	return f
}

// lotView is the page of one lot.
type lotView struct {
	stock.Lot
	KPIs      []KPI
	Rows      []SummaryRow
	Movements []movementRow
	Convert   string
}

type movementRow struct {
	When, What, Quantity string
	Minus                bool // takes from what is left
	Name, Href           string
}

func (s *Server) showLot(w http.ResponseWriter, r *http.Request) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	a, err := s.cfg.Stock.Read(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	view := lotView{Lot: *a.Lot, Rows: lotRows(l, a.Lot), KPIs: []KPI{{amount(l, a.Balance(), a.Unit), l.T("stock.balance")}, {amount(l, a.Reserved, a.Unit), l.T("stock.reserved")},
		{amount(l, a.Drawn, a.Unit), l.T("stock.drawn")}, {amount(l, a.Quantity, a.Unit), l.T("stock.quantity")}}}
	for _, m := range a.Movements {
		row := movementRow{When: l.DateTime(m.Act.At), What: l.T("stock.movement." + string(m.Kind)), Quantity: amount(l, m.Quantity, a.Unit),
			Name: m.Act.Name, Href: movementHref(l, who, m)}
		if m.Act.Kind == "lot" {
			row.Name = l.T("stock.kind." + m.Act.Name)
		}
		view.Movements = append(view.Movements, row)
	}
	if who.Can(actor.ConvertStock) && a.Balance() > 0 {
		view.Convert = l.Href("/stock/convert") + "?taxon=" + template.URLQueryEscaper(a.TaxonID)
	}
	return s.render(w, r, http.StatusOK, "stock_show", Page{Title: a.Number, Back: "/stock", Data: view})
}

// movementHref leads to what moved the lot; permits and applications have other
// addresses for officers than for traders.
func movementHref(l *Locale, who actor.Actor, m stock.Movement) string {
	switch m.Act.Kind {
	case "permit":
		return l.Href("/permits/" + m.Act.ID)
	case "conversion":
		return l.Href("/stock/conversions/" + m.Act.ID)
	case "application":
		if who.Can(actor.ReadQueue) {
			return l.Href("/cases/" + m.Act.ID)
		}
		return l.Href("/applications/" + m.Act.ID)
	}
	return ""
}

func lotRows(l *Locale, x *stock.Lot) []SummaryRow {
	rows := []SummaryRow{
		{Key: l.T("stock.taxon"), Value: Latin(x.ScientificName)},
		{Key: l.T("stock.goods"), Value: Bdi(nameWithCode(x.Term.Name(l.Lang), string(x.Term)))},
		{Key: l.T("stock.source"), Value: Bdi(nameWithCode(x.Source.Name(l.Lang), string(x.Source)))},
		{Key: l.T("stock.owner"), Value: Bdi(x.OwnerName)},
		{Key: l.T("stock.kind"), Value: Bdi(l.T("stock.kind." + string(x.Kind)))},
		{Key: l.T("stock.origin"), Value: paperText(l, x.Origin)},
	}
	if x.LastReexport.Country != "" {
		rows = append(rows, SummaryRow{Key: l.T("stock.last"), Value: paperText(l, x.LastReexport)})
	}
	if x.Proof.Number != "" {
		rows = append(rows, SummaryRow{Key: l.T("stock.proof"), Value: paperText(l, x.Proof)})
	}
	if x.Evidence != "" {
		rows = append(rows, SummaryRow{Key: l.T("stock.evidence"), Value: multiline(strings.Split(x.Evidence, "\n"))})
	}
	return append(rows, SummaryRow{Key: l.T("stock.opened"), Value: Bdi(l.T("stock.opened.by", "date", l.DateTime(x.Opened), "name", x.OpenedBy))})
}

// paperText is an earlier document: country, number, date.
func paperText(l *Locale, p stock.Paper) template.HTML {
	out := Bdi(l.Country(p.Country))
	if p.Number != "" {
		out += template.HTML("<br>") + Reference(p.Number)
	}
	if !p.Date.IsZero() {
		out += template.HTML("<br>" + template.HTMLEscapeString(l.Date(p.Date)))
	}
	return out
}

func (s *Server) askLot(w http.ResponseWriter, r *http.Request) error {
	return s.showLotForm(w, r, map[string]string{"kind": string(stock.Existing), "unit": string(cites.Number)}, nil)
}
