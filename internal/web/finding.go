package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/species"
)

// Findings is what the pages about non-detriment findings and chains of evidence
// need; the desk of package finding is one.
type Findings interface {
	Today() cites.Date
	Register(ctx context.Context, who actor.Actor, f finding.Filter) ([]finding.NonDetriment, int, error)
	Read(ctx context.Context, who actor.Actor, id string) (*finding.Record, error)
	Fitting(ctx context.Context, who actor.Actor, t finding.Trade, on cites.Date) ([]finding.NonDetriment, error)
	Make(ctx context.Context, who actor.Actor, f finding.Form) (*finding.NonDetriment, error)
	Edit(ctx context.Context, who actor.Actor, id string, version int64, f finding.Form) error
	PutInForce(ctx context.Context, who actor.Actor, id string, version int64, replaces string) error
	Withdraw(ctx context.Context, who actor.Actor, id string, version int64, reason string) error
	Review(ctx context.Context, who actor.Actor, id string, version int64, next cites.Date) error
	Attach(ctx context.Context, who actor.Actor, id string, u finding.Upload) (*finding.File, error)
	WithdrawFile(ctx context.Context, who actor.Actor, id, file, reason string) error
	Open(ctx context.Context, who actor.Actor, id, file string) (*finding.File, []byte, error)

	ChainsOf(ctx context.Context, who actor.Actor, f finding.ChainFilter) ([]finding.Chain, int, error)
	ReadChain(ctx context.Context, who actor.Actor, id string) (*finding.ChainFile, error)
	Offered(ctx context.Context, owner, org string, taxon species.ID) ([]finding.Chain, error)
	StartChain(ctx context.Context, who actor.Actor, f finding.ChainForm) (*finding.Chain, error)
	AddLink(ctx context.Context, who actor.Actor, id string, version int64, f finding.LinkForm) (*finding.Link, error)
	RemoveLink(ctx context.Context, who actor.Actor, id string, version int64, link string) error
	CloseChain(ctx context.Context, who actor.Actor, id string, version int64) error
	AskChain(ctx context.Context, who actor.Actor, id string, version int64, missing string) error
	OpenLink(ctx context.Context, who actor.Actor, id, file string) (*finding.File, []byte, error)
}

func (s *Server) findingRoutes() []Route {
	if s.cfg.Findings == nil {
		return nil
	}
	read, make, withdraw := Can(actor.ReadFindings), Can(actor.MakeFinding), Can(actor.WithdrawFinding)
	return []Route{
		{Pattern: "GET /findings", Policy: read, Handler: s.page(s.listFindings)},
		{Pattern: "GET /findings/new", Policy: make, Handler: s.page(s.newFinding)},
		{Pattern: "POST /findings/new", Policy: make, Handler: s.page(s.addFinding)},
		{Pattern: "GET /findings/{id}", Policy: read, Handler: s.page(s.showFinding)},
		{Pattern: "GET /findings/{id}/edit", Policy: make, Handler: s.page(s.editFinding)},
		{Pattern: "POST /findings/{id}/edit", Policy: make, Handler: s.page(s.saveFinding)},
		{Pattern: "GET /findings/{id}/force", Policy: make, Handler: s.page(s.askForce)},
		{Pattern: "POST /findings/{id}/force", Policy: make, Handler: s.page(s.putInForce)},
		{Pattern: "GET /findings/{id}/review", Policy: make, Handler: s.page(s.askReview)},
		{Pattern: "POST /findings/{id}/review", Policy: make, Handler: s.page(s.reviewFinding)},
		{Pattern: "GET /findings/{id}/withdraw", Policy: withdraw, Handler: s.page(s.askEnd)},
		{Pattern: "POST /findings/{id}/withdraw", Policy: withdraw, Handler: s.page(s.endFinding)},
		{Pattern: "POST /findings/{id}/files", Policy: make, Handler: s.page(s.attachFinding)},
		{Pattern: "GET /findings/{id}/files/{file}", Policy: read, Handler: s.page(s.openFinding)},
		{Pattern: "GET /findings/{id}/files/{file}/withdraw", Policy: make, Handler: s.page(s.askWithdrawFile)},
		{Pattern: "POST /findings/{id}/files/{file}/withdraw", Policy: make, Handler: s.page(s.withdrawFile)},
	}
}

// findingList is the page with the register.
type findingList struct {
	New    string
	Search Field
	Filter Filter
	Count  string
	List   List[findingRow]
}

// findingRow is one finding in the register.
type findingRow struct {
	Number, Href, Taxon string
	Population, Period  string
	Limit, Left         string
	State               Tag
}

// dueWithin is how many days ahead "due for review" looks.
const dueWithin = 60

func (s *Server) listFindings(w http.ResponseWriter, r *http.Request) error {
	l, q, who := LocaleFrom(r.Context()), readList(r, []string{"state", "taxon", "due"}, nil), ActorFrom(r.Context())
	f := finding.Filter{Text: q.Q, Standing: q.Filters.Get("state"), Limit: q.Per, Offset: q.Offset()}
	if q.Filters.Get("due") != "" {
		f.Due = s.cfg.Findings.Today().AddDays(dueWithin)
	}
	if name := strings.TrimSpace(q.Filters.Get("taxon")); name != "" {
		f.Taxa = s.withAbove(name)
	}
	found, total, err := s.cfg.Findings.Register(r.Context(), who, f)
	if err != nil {
		return err
	}
	rows := make([]findingRow, len(found))
	for i := range found {
		rows[i] = s.findingRow(l, &found[i])
	}
	view := findingList{Count: l.Plural("finding.count", total), List: newList(l, q, rows, total), Filter: findingFilter(l, q),
		Search: Field{Name: "q", Label: l.T("finding.search"), Type: "search", Value: q.Q, Dir: "auto"}}
	if who.Can(actor.MakeFinding) {
		view.New = l.Href("/findings/new")
	}
	view.List.Empty = Empty{Title: l.T("finding.empty"), Text: l.T("finding.empty.text"), Action: view.New, Button: l.T("finding.new")}
	if q.Q != "" || len(q.Filters) > 0 {
		view.List.Empty = Empty{l.T("finding.nothing"), l.T("finding.nothing.text"), l.Href("/findings"), l.T("finding.all")}
	}
	return s.render(w, r, http.StatusOK, "finding_list", Page{Title: l.T("finding.title"), Data: view})
}

// withAbove lists the taxa with a name and all above them: findings about any of
// these hold for it.
func (s *Server) withAbove(name string) []species.ID {
	law := s.cfg.Species()
	out := []species.ID{"none"}
	for _, t := range law.Find(name) {
		out = append(out, law.Chain(t.ID)...)
	}
	return out
}

func findingFilter(l *Locale, q ListQuery) Filter {
	state := Field{Kind: "select", Name: "state", Label: l.T("finding.state"), Value: q.Filters.Get("state"), Options: []Option{{Label: l.T("finding.state.any")}}}
	for _, x := range []string{"draft", "in_force", "expired", "withdrawn", "superseded"} {
		state.Options = append(state.Options, Option{Value: x, Label: l.T("finding.state." + x)})
	}
	f := Filter{Action: l.Href("/findings"), Live: "results", Fields: []Field{state,
		{Name: "taxon", Label: l.T("finding.taxon"), Hint: l.T("finding.filter.taxon.hint"), Value: q.Filters.Get("taxon"), Source: "/api/v1/species", Dir: "auto"},
		{Kind: "checks", Name: "due", Label: l.T("finding.review"), Small: true, Values: append([]string{"-"}, q.Filters["due"]...),
			Options: []Option{{Value: "1", Label: l.Plural("finding.due", dueWithin)}}}}}
	if len(q.Filters) > 0 {
		f.Clear = l.Href("/findings")
	}
	return f
}

func (s *Server) findingRow(l *Locale, n *finding.NonDetriment) findingRow {
	row := findingRow{Number: n.Number, Href: l.Href("/findings/" + n.ID), Taxon: n.TaxonName, Population: s.countryName(l, n.Population),
		Period: periodText(l, n), Limit: l.T("finding.limit.none"), State: standingTag(l, n, s.cfg.Findings.Today())}
	if n.Limited() {
		row.Limit, row.Left = amountText(l, n.Quantity, n.Unit), l.T("finding.left", "left", quantityOrZero(l, n.Left(), n.Unit))
	}
	return row
}

// quantityOrZero is an amount that says 0 where there is nothing.
func quantityOrZero(l *Locale, q cites.Quantity, u cites.Unit) string {
	if q == 0 {
		return l.Quantity(0)
	}
	return amountText(l, q, u)
}

func periodText(l *Locale, n *finding.NonDetriment) string {
	if n.Until.IsZero() {
		return l.T("finding.period.open", "from", l.Date(n.From))
	}
	return l.T("finding.period", "from", l.Date(n.From), "until", l.Date(n.Until))
}

// standingTag is how a finding stands today, in a word; the colour repeats it.
func standingTag(l *Locale, n *finding.NonDetriment, today cites.Date) Tag {
	on := n.On(today)
	if on == finding.Stands && n.Limited() && n.Left() == 0 {
		on = finding.LimitExceeded
	}
	switch on {
	case finding.Stands:
		return Tag{l.T("finding.state.in_force"), "green"}
	case finding.IsDraft:
		return Tag{l.T("finding.state.draft"), "yellow"}
	case finding.IsEarly:
		return Tag{l.T("finding.state.early"), "blue"}
	case finding.NeedsReview:
		return Tag{l.T("finding.state.review"), "orange"}
	case finding.LimitExceeded:
		return Tag{l.T("finding.state.exceeded"), "orange"}
	case finding.IsSuperseded:
		return Tag{l.T("finding.state.superseded"), "grey"}
	}
	return Tag{l.T("finding.state." + string(on)), "red"}
}
