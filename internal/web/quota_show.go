package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/quota"
)

// quotaView is the page of one quota.
type quotaView struct {
	Name    template.HTML
	Caption string
	State   Tag
	Facts   []Fact
	KPIs    []KPI
	Figure  Figure
	Shares  []shareRow
	Drawn   []drawnRow
	Count   string // of them, where they are many
	CSV     string // of the postings
	Entries List[entryRow]
	Split   string // addresses of acts; empty for who may not
	Move    string
	Set     string
	Close   string
	Note    string
}

type shareRow struct {
	Name, Kind                         string
	Under                              string
	Limit, Given, Reserved, Used, Left string
	State                              Tag
	Close                              string
}

// drawnRow is what one line of an application or permit has taken.
type drawnRow struct {
	Reference string
	Case      string
	Number    string
	Permit    string
	Letter    string
	Share     string
	Taken     string
	State     Tag
	Transfer  string
}

type entryRow struct {
	Seq       string
	When, ISO string
	Act       string
	Share     string
	Limit     string
	Reserved  string
	Used      string
	After     string // box 11a
	Reference string
	Case      string
	Number    string
	Permit    string
	Letter    string
	By        string
	Reason    string
}

func (s *Server) showQuota(w http.ResponseWriter, r *http.Request) error {
	l, who, id := LocaleFrom(r.Context()), ActorFrom(r.Context()), quotaOf(r)
	p, err := s.cfg.Quotas.Read(r.Context(), who, id)
	if err != nil {
		return err
	}
	q := readList(r, nil, nil)
	entries, total, err := s.cfg.Quotas.Entries(r.Context(), who, quota.EntryFilter{Quota: id, Share: quota.AnyShare, Limit: q.Per, Offset: q.Offset()})
	if err != nil {
		return err
	}
	rows := make([]entryRow, len(entries))
	for i, e := range entries {
		rows[i] = s.entryRow(l, who, e)
	}
	view := s.quotaView(l, who, p)
	view.Entries = newList(l, q, rows, total)
	view.Entries.Empty = Empty{Title: l.T("quota.entries.none"), Text: l.T("quota.entries.none.text")}
	name, _ := s.quotaTaxon(l, p.Quota)
	title := string(p.Quota.Taxon)
	if t, ok := s.cfg.Species().Taxon(p.Quota.Taxon); ok {
		title = t.Name
	}
	view.Name = name
	return s.render(w, r, http.StatusOK, "quota_show", Page{Title: title + " " + quotaYear(l, p.Quota), Back: "/quotas", Data: view})
}

func (s *Server) quotaView(l *Locale, who actor.Actor, p quota.Page) *quotaView {
	q, here := p.Quota, quotaPath(p.Quota.ID)
	v := &quotaView{Caption: l.Country(q.Country) + " · " + quotaYear(l, q) + " · " + quotaWhat(l, q), State: quotaState(l, q), CSV: l.Href(here + "/entries.csv"), Note: q.Note}
	v.Facts = []Fact{{Key: l.T("quota.kind"), Value: Bdi(l.T("quota.kind." + string(q.Kind)))}, {Key: l.T("quota.unit"), Value: Bdi(quotaUnit(l, q.Unit))},
		{Key: l.T("quota.citation"), Value: Reference(q.Citation)}}
	if q.Quantity >= 0 {
		v.KPIs = []KPI{{l.Quantity(q.Quantity), l.T("quota.limit")}, {l.Quantity(q.Used), l.T("quota.used")}, {l.Quantity(q.Reserved), l.T("quota.reserved")}, {l.Quantity(q.Left()), l.T("quota.left")}}
		v.Figure = quotaFigure(l, quota.Page{Quota: q, Shares: underParents(p.Shares)})
	}
	p.Shares = underParents(p.Shares)
	names := map[string]string{"": l.T("quota.national")}
	for _, x := range p.Shares {
		names[x.ID] = x.Name
	}
	for _, x := range p.Shares {
		under := l.T("quota.national.all")
		if x.Parent != "" {
			under = names[x.Parent]
		}
		v.Shares = append(v.Shares, shareRowOf(l, who, here, x, under))
	}
	for _, d := range p.Drawn {
		v.Drawn = append(v.Drawn, s.drawnRow(l, who, here, d, names[d.Share], len(p.Shares) > 0))
	}
	if len(v.Drawn) > perPage {
		v.Count = l.Plural("quota.drawn.count", len(v.Drawn))
	}
	s.quotaActs(l, who, p, v)
	return v
}

// underParents orders shares so that holders come after their region.
func underParents(in []quota.Share) (out []quota.Share) {
	for _, top := range in {
		if top.Parent != "" {
			continue
		}
		out = append(out, top)
		for _, x := range in {
			if x.Parent == top.ID {
				out = append(out, x)
			}
		}
	}
	return out
}

// quotaActs offers what the reader may do.
func (s *Server) quotaActs(l *Locale, who actor.Actor, p quota.Page, v *quotaView) {
	here := quotaPath(p.Quota.ID)
	own := p.Quota.Country == cites.Country(s.cfg.Identity().Party)
	st := quota.StateOf(p.Quota)
	if who.Can(actor.DivideQuota) && own && (st == quota.Open || st == quota.Spent) {
		v.Split, v.Close = l.Href(here+"/split"), l.Href(here+"/close")
	}
	if who.Can(actor.MoveQuota) && len(p.Shares) > 0 {
		v.Move = l.Href(here + "/move")
	}
	if who.Can(actor.SetLimits) && own {
		v.Set = l.Href(here + "/set")
	}
}

func quotaUnit(l *Locale, u cites.Unit) string {
	if u == "" {
		u = cites.Number
	}
	return u.Name(l.Lang)
}

func shareRowOf(l *Locale, who actor.Actor, here string, x quota.Share, under string) shareRow {
	row := shareRow{Name: x.Name, Kind: l.T("quota.share." + string(x.Kind)), Under: under, Limit: l.Quantity(x.Limit), Given: l.Quantity(x.Shared),
		Reserved: l.Quantity(x.Reserved), Used: l.Quantity(x.Used), Left: l.Quantity(x.Left()), State: Tag{l.T("quota.state.open"), "green"}}
	switch {
	case x.Closed:
		row.State = Tag{l.T("quota.state.closed"), "grey"}
	case x.Left() == 0:
		row.State = Tag{l.T("quota.state.spent"), "red"}
	}
	if who.Can(actor.DivideQuota) && (!x.Closed || x.Left() > 0) {
		row.Close = l.Href(here + "/close?share=" + url.QueryEscape(x.ID))
	}
	return row
}

func (s *Server) drawnRow(l *Locale, who actor.Actor, here string, d quota.Drawn, share string, split bool) drawnRow {
	row := drawnRow{Reference: d.Reference, Number: string(d.Number), Letter: d.Letter, Share: share, Taken: l.Quantity(d.Reserved + d.Used),
		State: Tag{l.T("quota.used"), "blue"}}
	if d.Reserved > 0 {
		row.State = Tag{l.T("quota.reserved"), "yellow"}
	}
	if who.Can(actor.ReadQueue) {
		row.Case = l.Href("/cases/" + d.Application)
	}
	if who.Can(actor.ReadPermits) && d.Permit != "" {
		row.Permit = l.Href("/permits/" + d.Permit)
	}
	if who.Can(actor.MoveQuota) && split {
		row.Transfer = l.Href(here + "/transfer?application=" + url.QueryEscape(d.Application) + "&letter=" + url.QueryEscape(d.Letter))
	}
	return row
}

func (s *Server) entryRow(l *Locale, who actor.Actor, e quota.Posted) entryRow {
	row := entryRow{Seq: l.Int(e.Seq), Act: l.T("quota.act." + string(e.Act)), Share: e.ShareName, Limit: signed(l, e.Limit), Reserved: signed(l, e.Reserved),
		Used: signed(l, e.Used), Reference: e.Reference, Number: string(e.Number), Letter: e.Letter, By: e.ByName, Reason: reasonWords(l, e.Reason)}
	if !e.At.IsZero() && e.At.Unix() > 0 {
		row.When, row.ISO = l.DateTime(e.At), e.At.UTC().Format(time.RFC3339)
	}
	if e.LimitAfter >= 0 {
		row.After = l.Quantity(e.UsedAfter) + " / " + l.Quantity(e.LimitAfter)
	}
	if who.Can(actor.ReadQueue) && e.Application != "" {
		row.Case = l.Href("/cases/" + e.Application)
	}
	if who.Can(actor.ReadPermits) && e.Permit != "" {
		row.Permit = l.Href("/permits/" + e.Permit)
	}
	return row
}

// signed shows a change with its sign; nothing when nothing changed.
func signed(l *Locale, q cites.Quantity) string {
	switch {
	case q == 0:
		return ""
	case q > 0:
		return "+" + l.Quantity(q)
	}
	return "−" + l.Quantity(-q)
}

// quotaFigure draws a bar for the quota and one for each share: used, reserved,
// left. The table beside it has the figures.
func quotaFigure(l *Locale, p quota.Page) Figure {
	parts := []Series{{Name: l.T("quota.used")}, {Name: l.T("quota.reserved")}, {Name: l.T("quota.left")}}
	var names []string
	add := func(name string, values ...cites.Quantity) {
		names = append(names, name)
		for i, v := range values {
			parts[i].Values = append(parts[i].Values, int64(v))
		}
	}
	q := p.Quota
	add(l.T("quota.national.all"), q.Used, q.Reserved, q.Left())
	for _, x := range p.Shares {
		add(x.Name, x.Used, x.Reserved, x.Left())
	}
	f := Figure{ID: "balance", Title: l.T("quota.balance"), Legend: seriesLegend(parts), Table: Table{Head: []string{l.T("quota.share")}}}
	f.Legend[2].Class = "oc-quota-left"
	for _, x := range parts {
		f.Table.Head = append(f.Table.Head, x.Name)
	}
	for i, name := range names {
		row := TableRow{Name: name}
		for _, x := range parts {
			row.Values, row.Raw = append(row.Values, l.Quantity(cites.Quantity(x.Values[i]))), append(row.Raw, x.Values[i])
		}
		f.Table.Rows = append(f.Table.Rows, row)
	}
	height := float64(len(names))*44 + 4
	wide, narrow := newDrawing(l, 2*wideChart, height, 15), newDrawing(l, narrowChart, height, 13)
	drawBalances(wide, names, parts)
	drawBalances(narrow, names, parts)
	f.Wide, f.Narrow = wide.svg(f.Title, "oc-chart--wide"), narrow.svg(f.Title, "oc-chart--narrow")
	return f
}

// drawBalances draws stacked bars under their names, all on the scale of the
// longest.
func drawBalances(d *drawing, names []string, parts []Series) {
	var most int64 = 1
	for i := range names {
		var sum int64
		for _, p := range parts {
			sum += p.Values[i]
		}
		most = max(most, sum)
	}
	for i, name := range names {
		y, x := float64(i)*44+4, 0.0
		d.text(0, y+12, "start", "", shorten(name, int(d.w/(d.font*0.56))))
		for k, p := range parts {
			width := float64(p.Values[i]) / float64(most) * d.w
			style := class("oc-c", k)
			if k == len(parts)-1 {
				style = "oc-quota-left"
			}
			d.rect(x, y+18, width, 18, style)
			x += width
		}
	}
}

func (s *Server) sendQuotas(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), readList(r, []string{"year", "country", "state"}, nil)
	found, _, err := s.cfg.Quotas.List(r.Context(), ActorFrom(r.Context()), s.quotaFilter(l, q, maxQuotaRows, 0))
	if err != nil {
		return err
	}
	rows := [][]string{{"id", "taxon", "country", "year", "from", "until", "terms", "sources", "purposes", "unit", "quota", "used", "reserved", "shared", "state"}}
	for _, x := range found {
		name := string(x.Taxon)
		if t, ok := s.cfg.Species().Taxon(x.Taxon); ok {
			name = t.Name
		}
		rows = append(rows, []string{plainCell(x.ID), plainCell(name), string(x.Country), strconv.Itoa(x.Year), x.From.String(), x.Until.String(),
			joined(x.Terms), joined(x.Sources), joined(x.Purposes), string(x.Unit), x.Quantity.String(), x.Used.String(), x.Reserved.String(),
			x.Shared.String(), string(quota.StateOf(x))})
	}
	return sendCSV(w, r, "quotas", rows)
}

// maxQuotaRows bounds a file; no Party has that many quotas.
const maxQuotaRows = 50_000

func joined[T ~string](list []T) string {
	out := ""
	for i, x := range list {
		if i > 0 {
			out += " "
		}
		out += string(x)
	}
	return out
}

func (s *Server) sendEntries(w http.ResponseWriter, r *http.Request) error {
	entries, _, err := s.cfg.Quotas.Entries(r.Context(), ActorFrom(r.Context()), quota.EntryFilter{Quota: quotaOf(r), Share: quota.AnyShare, Limit: maxQuotaRows})
	if err != nil {
		return err
	}
	rows := [][]string{{"entry", "at", "act", "share", "limit_by", "reserved_by", "used_by", "used_after", "quota_after", "application", "permit", "line", "by", "reason"}}
	for _, e := range entries {
		at := ""
		if e.At.Unix() > 0 {
			at = e.At.UTC().Format(time.RFC3339)
		}
		rows = append(rows, []string{strconv.FormatInt(e.Seq, 10), at, string(e.Act), plainCell(e.ShareName), e.Limit.String(), e.Reserved.String(), e.Used.String(),
			e.UsedAfter.String(), e.LimitAfter.String(), plainCell(e.Reference), plainCell(string(e.Number)), e.Letter, plainCell(e.ByName), plainCell(e.Reason)})
	}
	return sendCSV(w, r, "quota-entries", rows)
}
