package web

import (
	"context"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/species"
)

// Quotas is the desk of package quota.
type Quotas interface {
	List(ctx context.Context, who actor.Actor, f quota.Filter) ([]species.Quota, int, error)
	Years(ctx context.Context, who actor.Actor) ([]int, error)
	Read(ctx context.Context, who actor.Actor, id string) (quota.Page, error)
	Entries(ctx context.Context, who actor.Actor, f quota.EntryFilter) ([]quota.Posted, int, error)
	Set(ctx context.Context, who actor.Actor, id, quantity, why string) error
	Split(ctx context.Context, who actor.Actor, id string, in quota.Splitting) (string, error)
	Move(ctx context.Context, who actor.Actor, id string, in quota.Moving) error
	Transfer(ctx context.Context, who actor.Actor, id string, in quota.Transferring) error
	Close(ctx context.Context, who actor.Actor, id, share, why string) error
}

func (s *Server) quotaRoutes() []Route {
	if s.cfg.Quotas == nil {
		return nil
	}
	read, divide, move, set := Can(actor.ReadQuotas), Can(actor.DivideQuota), Can(actor.MoveQuota), Can(actor.SetLimits)
	return []Route{
		{Pattern: "GET /quotas", Policy: read, Handler: s.page(s.listQuotas)},
		{Pattern: "GET /quotas.csv", Policy: read, Handler: s.page(s.sendQuotas)},
		{Pattern: "GET /quotas/{id}", Policy: read, Handler: s.page(s.showQuota)},
		{Pattern: "GET /quotas/{id}/entries.csv", Policy: read, Handler: s.page(s.sendEntries)},
		{Pattern: "GET /quotas/{id}/set", Policy: set, Handler: s.page(s.askQuota("set"))},
		{Pattern: "POST /quotas/{id}/set", Policy: set, Handler: s.page(s.actQuota("set"))},
		{Pattern: "GET /quotas/{id}/split", Policy: divide, Handler: s.page(s.askQuota("split"))},
		{Pattern: "POST /quotas/{id}/split", Policy: divide, Handler: s.page(s.actQuota("split"))},
		{Pattern: "GET /quotas/{id}/move", Policy: move, Handler: s.page(s.askQuota("move"))},
		{Pattern: "POST /quotas/{id}/move", Policy: move, Handler: s.page(s.actQuota("move"))},
		{Pattern: "GET /quotas/{id}/transfer", Policy: move, Handler: s.page(s.askQuota("transfer"))},
		{Pattern: "POST /quotas/{id}/transfer", Policy: move, Handler: s.page(s.actQuota("transfer"))},
		{Pattern: "GET /quotas/{id}/close", Policy: divide, Handler: s.page(s.askQuota("close"))},
		{Pattern: "POST /quotas/{id}/close", Policy: divide, Handler: s.page(s.actQuota("close"))},
	}
}

// quotaList is the ledger: all quotas that match.
type quotaList struct {
	Search Field
	Hidden map[string]string
	Filter Filter
	Count  string
	CSV    string
	List   List[quotaListRow]
}

type quotaListRow struct {
	Href     string
	Name     template.HTML
	Common   string
	What     string // terms, sources
	Country  cites.Country
	Year     string
	State    Tag
	Limit    string
	Used     string
	Reserved string
	Left     string
}

func (s *Server) listQuotas(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), readList(r, []string{"year", "country", "state"}, nil)
	who := ActorFrom(r.Context())
	found, total, err := s.cfg.Quotas.List(r.Context(), who, s.quotaFilter(l, q, q.Per, q.Offset()))
	if err != nil {
		return err
	}
	years, err := s.cfg.Quotas.Years(r.Context(), who)
	if err != nil {
		return err
	}
	rows := make([]quotaListRow, len(found))
	for i, x := range found {
		rows[i] = s.quotaListRow(l, x)
	}
	view := quotaList{Count: l.Plural("quota.count", total), List: newList(l, q, rows, total), Filter: s.quotaFilterFields(l, q, years), Hidden: map[string]string{},
		CSV:    l.Href("/quotas.csv" + strings.TrimPrefix(q.with(map[string]string{"page": "", "per": ""}), q.path)),
		Search: Field{ID: "quota-q", Name: "q", Label: l.T("quota.search"), Hint: l.T("quota.search.hint"), Type: "search", Value: q.Q, Dir: "auto", Source: l.Href("/species/suggest")}}
	for name := range q.Filters {
		view.Hidden[name] = q.Filters.Get(name)
	}
	view.List.Empty = Empty{l.T("quota.empty"), l.T("quota.empty.text"), l.Href("/quotas"), l.T("quota.empty.all")}
	return s.render(w, r, http.StatusOK, "quota_list", Page{Title: l.T("quota.title"), Data: view})
}

// quotaFilter is what a list query asks for. No country is our own.
func (s *Server) quotaFilter(l *Locale, q ListQuery, limit, offset int) quota.Filter {
	f := quota.Filter{Country: cites.Country(s.cfg.Identity().Party), State: quota.State(q.Filters.Get("state")), Limit: limit, Offset: offset}
	f.Year, _ = strconv.Atoi(q.Filters.Get("year"))
	switch c := strings.ToUpper(q.Filters.Get("country")); c {
	case "":
	case "ALL":
		f.Country = ""
	default:
		f.Country = cites.Country(c)
	}
	if q.Q == "" {
		return f
	}
	for _, x := range s.cfg.Species().Suggest(q.Q, l.Lang, 50) {
		f.Taxa = append(f.Taxa, x.ID)
	}
	f.NoTaxa = len(f.Taxa) == 0
	return f
}

func (s *Server) quotaFilterFields(l *Locale, q ListQuery, years []int) Filter {
	year := Field{Kind: "select", Name: "year", Label: l.T("quota.year"), Value: q.Filters.Get("year"), Options: []Option{{Label: l.T("quota.any")}}}
	for _, y := range years {
		year.Options = append(year.Options, Option{Value: strconv.Itoa(y), Label: l.digits(strconv.Itoa(y))})
	}
	country := Field{Name: "country", Label: l.T("quota.country"), Hint: l.T("quota.country.hint"), Value: q.Filters.Get("country"), Dir: "ltr", Width: 5}
	state := Field{Kind: "radios", Name: "state", Label: l.T("quota.state"), Bold: true, Small: true, Value: q.Filters.Get("state"), Options: []Option{{Label: l.T("quota.any")}}}
	for _, x := range quota.States() {
		state.Options = append(state.Options, Option{Value: string(x), Label: l.T("quota.state." + string(x))})
	}
	f := Filter{Action: l.Href("/quotas"), Live: "results", Fields: []Field{year, country, state}}
	if q.Filters.Get("year")+q.Filters.Get("country")+q.Filters.Get("state") != "" {
		f.Clear = l.Href(q.with(map[string]string{"year": "", "country": "", "state": "", "page": ""}))
	}
	return f
}

func (s *Server) quotaListRow(l *Locale, q species.Quota) quotaListRow {
	name, common := s.quotaTaxon(l, q)
	row := quotaListRow{Href: l.Href(quotaPath(q.ID)), Name: name, Common: common, What: quotaWhat(l, q), Country: q.Country,
		Year: quotaYear(l, q), State: quotaState(l, q), Limit: l.T("species.quota.preparing"), Used: l.Quantity(q.Used), Reserved: l.Quantity(q.Reserved)}
	if q.Quantity != species.Preparing {
		row.Limit, row.Left = withUnit(l, q.Quantity, q.Unit), l.Quantity(q.Left())
	}
	return row
}

// quotaTaxon is the name of a quota's taxon, marked up, and its common name.
func (s *Server) quotaTaxon(l *Locale, q species.Quota) (template.HTML, string) {
	t, ok := s.cfg.Species().Taxon(q.Taxon)
	if !ok {
		return Reference(string(q.Taxon)), ""
	}
	return scientific(t.Rank, t.Name), t.CommonName(l.Lang)
}

// quotaWhat says in words which specimens a quota counts.
func quotaWhat(l *Locale, q species.Quota) string {
	var what []string
	for _, x := range q.Terms {
		what = append(what, x.Name(l.Lang))
	}
	for _, x := range q.Sources {
		what = append(what, l.T("quota.source", "code", string(x)))
	}
	for _, x := range q.Purposes {
		what = append(what, l.T("quota.purpose", "code", string(x)))
	}
	if len(what) == 0 {
		return l.T("species.quota.any")
	}
	return strings.Join(what, ", ")
}

// quotaYear is the calendar year, or the period of the quota's own.
func quotaYear(l *Locale, q species.Quota) string {
	if q.From == (cites.Date{Year: q.Year, Month: 1, Day: 1}) && q.Until == (cites.Date{Year: q.Year, Month: 12, Day: 31}) {
		return l.digits(strconv.Itoa(q.Year))
	}
	return l.ShortDate(q.From) + " – " + l.ShortDate(q.Until)
}

func quotaState(l *Locale, q species.Quota) Tag {
	st := quota.StateOf(q)
	colour := map[quota.State]string{quota.Open: "green", quota.Spent: "red", quota.Zero: "red", quota.Preparing: "yellow", quota.IsClosed: "grey"}[st]
	return Tag{l.T("quota.state." + string(st)), colour}
}

// withUnit is a quantity with its unit; specimens are not named.
func withUnit(l *Locale, q cites.Quantity, u cites.Unit) string {
	return strings.TrimSpace(l.Quantity(q) + "\u00a0" + u.Symbol())
}

// quotaPath is the address of a quota. Ids of imported quotas have slashes, which
// would end a part of the path.
func quotaPath(id string) string { return "/quotas/" + strings.ReplaceAll(id, "/", "~") }

func quotaOf(r *http.Request) string { return strings.ReplaceAll(r.PathValue("id"), "~", "/") }
