package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/stock"
)

// conversionList is the page of conversions.
type conversionList struct {
	Tabs    []Tab
	Convert string
	Search  Field
	Filter  Filter
	Count   string
	Owners  bool
	List    List[conversionRow]
}

type conversionRow struct {
	stock.Conversion
	Href, Made, When string
	State            Tag
}

func conversionState(l *Locale, s stock.ConversionState) Tag {
	colours := map[stock.ConversionState]string{stock.Pending: "yellow", stock.Done: "green", stock.Refused: "red"}
	return Tag{l.T("stock.conversion.state." + string(s)), colours[s]}
}

func (s *Server) listConversions(w http.ResponseWriter, r *http.Request) error {
	l, who, q := LocaleFrom(r.Context()), ActorFrom(r.Context()), readList(r, []string{"state"}, nil)
	f := stock.ConversionFilter{Text: q.Q, Limit: q.Per, Offset: q.Offset()}
	if x := stock.ConversionState(q.Filters.Get("state")); slices.Contains(stock.ConversionStates(), x) {
		f.State = x
	}
	officer := who.Can(actor.ReadStock)
	list := s.cfg.Stock.MyConversions
	if officer {
		list = s.cfg.Stock.Conversions
	}
	found, total, err := list(r.Context(), who, f)
	if err != nil {
		return err
	}
	rows := make([]conversionRow, len(found))
	for i, c := range found {
		rows[i] = conversionRow{Conversion: c, Href: l.Href("/stock/conversions/" + c.ID), Made: amount(l, c.Quantity, c.Unit), When: l.DayOf(c.Declared), State: conversionState(l, c.State)}
	}
	view := conversionList{Tabs: stockTabs(l, 1), Owners: officer, Count: l.Plural("stock.conversion.count", total), List: newList(l, q, rows, total),
		Search: Field{Name: "q", Label: l.T("stock.search"), Type: "search", Value: q.Q, Dir: "auto"}, Filter: Filter{Action: l.Href("/stock/conversions"), Live: "results"}}
	state := Field{Kind: "select", Name: "state", Label: l.T("stock.conversion.state"), Value: q.Filters.Get("state"), Options: []Option{{Label: l.T("stock.conversion.state.any")}}}
	for _, x := range stock.ConversionStates() {
		state.Options = append(state.Options, Option{Value: string(x), Label: l.T("stock.conversion.state." + string(x))})
	}
	view.Filter.Fields = []Field{state}
	view.List.Empty = Empty{Title: l.T("stock.conversion.none"), Text: l.T("stock.conversion.none.text")}
	if q.Q != "" || len(q.Filters) > 0 {
		view.Filter.Clear = l.Href("/stock/conversions")
		view.List.Empty = Empty{l.T("stock.conversion.none"), l.T("stock.nothing.text"), l.Href("/stock/conversions"), l.T("stock.conversion.all")}
	}
	if who.Can(actor.ConvertStock) {
		view.Convert = l.Href("/stock/convert")
	}
	return s.render(w, r, http.StatusOK, "stock_conversions", Page{Title: l.T("stock.conversions"), Data: view})
}

// conversionView is the page of one conversion.
type conversionView struct {
	stock.Conversion
	State   Tag
	Rows    []SummaryRow
	Inputs  []lotRow
	Decide  bool
	Version string
	Reason  Field
}

func (s *Server) showConversion(w http.ResponseWriter, r *http.Request) error {
	return s.renderConversion(w, r, "", nil)
}

func (s *Server) renderConversion(w http.ResponseWriter, r *http.Request, why string, wrong error) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	c, lots, err := s.cfg.Stock.ReadConversion(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	view := conversionView{Conversion: *c, State: conversionState(l, c.State), Rows: conversionRows(l, c), Decide: mayDecide(who, c), Version: strconv.FormatInt(c.Version, 10),
		Reason: Field{Name: "reason", Label: l.T("stock.reason"), Value: why, Rows: 4, Max: 2000}}
	for i, x := range lots {
		row := lotRowOf(l, x)
		row.Of = amount(l, c.Inputs[i].Quantity, x.Unit)
		view.Inputs = append(view.Inputs, row)
	}
	status, page := http.StatusOK, Page{Title: c.Number, Back: "/stock/conversions"}
	if wrong != nil {
		status, page.Errors = http.StatusUnprocessableEntity, formErrors(l, wrong, &view.Reason)
	}
	page.Data = view
	return s.render(w, r, status, "stock_conversion", page)
}

func conversionRows(l *Locale, c *stock.Conversion) []SummaryRow {
	plausible := l.T("stock.conversion.plausible.none")
	if c.Plausible >= 0 {
		plausible = amount(l, c.Plausible, c.Unit)
	}
	rows := []SummaryRow{
		{Key: l.T("stock.owner"), Value: Bdi(c.OwnerName)},
		{Key: l.T("stock.taxon"), Value: Latin(c.ScientificName)},
		{Key: l.T("stock.convert.into"), Value: Bdi(nameWithCode(c.Term.Name(l.Lang), string(c.Term)))},
		{Key: l.T("stock.made"), Value: Bdi(amount(l, c.Quantity, c.Unit))},
		{Key: l.T("stock.conversion.plausible"), Value: Bdi(plausible)},
		{Key: l.T("stock.conversion.declared"), Value: Bdi(l.DateTime(c.Declared))},
	}
	if c.Note != "" {
		rows = append(rows, SummaryRow{Key: l.T("stock.note"), Value: multiline(strings.Split(c.Note, "\n"))})
	}
	if c.Reason != "" {
		rows = append(rows, SummaryRow{Key: l.T("stock.reason"), Value: multiline(strings.Split(c.Reason, "\n"))})
	}
	return rows
}
