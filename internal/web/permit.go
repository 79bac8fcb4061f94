package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
)

// Permits is what the pages about permits need; the desk of package permit is
// one.
type Permits interface {
	List(ctx context.Context, who actor.Actor, f permit.Filter) ([]permit.Row, int, error)
	Read(ctx context.Context, who actor.Actor, id string) (*permit.Permit, error)
	Sheets(p *permit.Permit, as permit.Sheet) ([]byte, error)
	Replace(ctx context.Context, who actor.Actor, id string, version int64, why permit.ReplaceReason) (*permit.Permit, error)
	OfApplication(ctx context.Context, application string) ([]*permit.Permit, error)
	Complete(ctx context.Context, who actor.Actor, id string, in permit.Completion) (*permit.Completion, error)
	CompletionOf(ctx context.Context, p *permit.Permit) (*permit.Completion, error)
	TakeCopy(ctx context.Context, who actor.Actor, id string) error
	ReplaceByCopy(ctx context.Context, who actor.Actor, id string, version int64, why permit.ReplaceReason) (*permit.Permit, error)
	LifeOf(ctx context.Context, p *permit.Permit) (permit.Life, error)
	ReportLoss(ctx context.Context, who actor.Actor, id string, version int64, in permit.Loss) error
	WithdrawLoss(ctx context.Context, who actor.Actor, id string, version int64, note string) error
	OfferReturn(ctx context.Context, who actor.Actor, id string, version int64, in permit.Offer) error
	KeepPermit(ctx context.Context, who actor.Actor, id string, version int64) error
	TakeReturn(ctx context.Context, who actor.Actor, id string, version int64) error
	ProposeAmendment(ctx context.Context, who actor.Actor, id string, version int64, why string, c permit.Correction) (*permit.Amendment, error)
	ApproveAmendment(ctx context.Context, who actor.Actor, id string, version int64, amendment string) (*permit.Permit, error)
	RejectAmendment(ctx context.Context, who actor.Actor, id string, version int64, amendment, note string) error
	Revoke(ctx context.Context, who actor.Actor, id string, version int64, why string) error
	Cancel(ctx context.Context, who actor.Actor, id string, version int64, why string) error
}

// Border is what the pages of customs need; the desk of package control is one.
type Border interface {
	Find(ctx context.Context, who actor.Actor, text string) (*control.Goods, error)
	Read(ctx context.Context, who actor.Actor, id string) (*control.Goods, error)
	Endorse(ctx context.Context, who actor.Actor, in control.Endorsing) (*control.Endorsement, error)
	Transit(ctx context.Context, who actor.Actor, in control.Passing) ([]rule.Finding, error)
	Confirm(ctx context.Context, who actor.Actor, permitID string, version int64, from string) error
	List(ctx context.Context, who actor.Actor, f control.Filter) ([]control.Endorsement, int, error)
	Of(ctx context.Context, p *permit.Permit) ([]control.Endorsement, error)
}

func (s *Server) permitRoutes() []Route {
	if s.cfg.Permits == nil || s.cfg.Border == nil {
		return nil
	}
	own := Owner("List and Read limit traders and agents to their own permits in SQL")
	withdraw, replace := Can(actor.RevokePermit), Can(actor.ReplacePermit)
	return append(append(s.permitLifeRoutes(), s.permitOfferRoutes()...), []Route{
		{Pattern: "GET /permits", Policy: own, Handler: s.page(s.listPermits)},
		{Pattern: "GET /permits.csv", Policy: own, Handler: s.page(s.exportPermits)},
		{Pattern: "GET /permits/{id}", Policy: own, Handler: s.page(s.showPermit)},
		{Pattern: "GET /permits/{id}/permit.pdf", Policy: own, Handler: s.page(s.printPermit)},
		{Pattern: "GET /permits/{id}/complete", Policy: Can(actor.WriteApplication), Handler: s.page(s.askComplete)},
		{Pattern: "POST /permits/{id}/complete", Policy: Can(actor.WriteApplication), Handler: s.page(s.completePermit)},
		{Pattern: "POST /permits/{id}/copy", Policy: replace, Handler: s.page(s.takeCopy)},
		{Pattern: "GET /permits/{id}/replace", Policy: replace, Handler: s.page(s.askReplace)},
		{Pattern: "POST /permits/{id}/replace", Policy: replace, Handler: s.page(s.replacePermit)},
		{Pattern: "GET /permits/{id}/revoke", Policy: withdraw, Handler: s.page(s.askRevoke("revoke"))},
		{Pattern: "POST /permits/{id}/revoke", Policy: withdraw, Handler: s.page(s.revokePermit("revoke"))},
		{Pattern: "GET /permits/{id}/cancel", Policy: withdraw, Handler: s.page(s.askRevoke("cancel"))},
		{Pattern: "POST /permits/{id}/cancel", Policy: withdraw, Handler: s.page(s.revokePermit("cancel"))},
		{Pattern: "POST /permits/{id}/confirm", Policy: Can(actor.ConfirmImport), Handler: s.page(s.confirmImport)},
	}...)
}

// permitList is the register of permits.
type permitList struct {
	Search Field
	Filter Filter
	Count  string
	CSV    string
	List   List[permitRow]
}

type permitRow struct {
	permit.Row
	Href    string
	State   Tag
	Partner string
}

// permitState is a state as a coloured word.
func permitState(l *Locale, s permit.State) Tag {
	colours := map[permit.State]string{permit.Prepared: "yellow", permit.Valid: "green", permit.Endorsed: "blue", permit.Used: "teal",
		permit.Replaced: "orange", permit.Revoked: "red", permit.Expired: "grey", permit.Cancelled: "grey"}
	return Tag{l.T("permit.state." + string(s)), colours[s]}
}

// rowState is the state, or that the paper is reported lost or on its way back.
func rowState(l *Locale, p permit.Row) Tag {
	switch {
	case p.State == permit.Valid && p.Lost != "":
		return Tag{l.T("permit.lost.tag." + string(p.Lost)), "orange"}
	case !p.Offered.IsZero():
		return Tag{l.T("permit.offer.tag"), "yellow"}
	}
	return permitState(l, p.State)
}

// permitFilters are the filters of the register.
func permitFilters() []string { return []string{"type", "state", "waiting", "country"} }

// permitFilter turns what was asked into the filter of the register.
func permitFilter(q ListQuery) permit.Filter {
	f := permit.Filter{Text: q.Q, Limit: q.Per, Offset: q.Offset()}
	for _, t := range q.Filters["type"] {
		if d, err := cites.ParseDocumentType(t); err == nil {
			f.Types = append(f.Types, d)
		}
	}
	for _, t := range q.Filters["state"] {
		if slices.Contains(permit.States(), permit.State(t)) {
			f.States = append(f.States, permit.State(t))
		}
	}
	for _, t := range q.Filters["waiting"] {
		if t == permit.WaitsLost || t == permit.WaitsOffered {
			f.Waiting = append(f.Waiting, t)
		}
	}
	if c, err := cites.ParseCountry(q.Filters.Get("country")); err == nil {
		f.Country = c
	}
	return f
}

func (s *Server) readPermits(r *http.Request) (ListQuery, []permit.Row, int, error) {
	q := readList(r, permitFilters(), nil)
	rows, total, err := s.cfg.Permits.List(r.Context(), ActorFrom(r.Context()), permitFilter(q))
	return q, rows, total, err
}

func (s *Server) listPermits(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	q, found, total, err := s.readPermits(r)
	if err != nil {
		return err
	}
	rows := make([]permitRow, len(found))
	for i, p := range found {
		other := p.To
		if p.To == s.cfg.Profile.Party {
			other = p.From
		}
		rows[i] = permitRow{Row: p, Href: l.Href("/permits/" + p.ID), State: rowState(l, p), Partner: l.Country(other)}
	}
	view := permitList{Count: l.Plural("permit.count", total), List: newList(l, q, rows, total), Filter: permitFilterPanel(l, q),
		CSV:    l.Href("/permits.csv") + "?" + r.URL.RawQuery,
		Search: Field{Name: "q", Label: l.T("permit.search"), Type: "search", Value: q.Q, Dir: "auto"}}
	view.List.Empty = Empty{Title: l.T("permit.none"), Text: l.T("permit.none.text")}
	if q.Q != "" || len(q.Filters) > 0 {
		view.List.Empty = Empty{l.T("permit.nothing"), l.T("permit.nothing.text"), l.Href("/permits"), l.T("permit.all")}
	}
	return s.render(w, r, http.StatusOK, "permit_list", Page{Title: l.T("permit.title"), Data: view})
}

func permitFilterPanel(l *Locale, q ListQuery) Filter {
	f := Filter{Action: l.Href("/permits"), Live: "results"}
	if len(q.Filters) > 0 {
		f.Clear = l.Href("/permits")
	}
	states := Field{Kind: "checks", Name: "state", Label: l.T("permit.state"), Small: true, Bold: true, Values: q.Filters["state"]}
	for _, x := range permit.States() {
		states.Options = append(states.Options, Option{Value: string(x), Label: l.T("permit.state." + string(x))})
	}
	types := Field{Kind: "checks", Name: "type", Label: l.T("permit.type"), Small: true, Bold: true, Values: q.Filters["type"]}
	for _, x := range cites.DocumentTypes() {
		if x.Issued == cites.AsPermit {
			types.Options = append(types.Options, Option{Value: string(x.Code), Label: x.Code.Name(l.Lang)})
		}
	}
	waiting := Field{Kind: "checks", Name: "waiting", Label: l.T("permit.waiting"), Small: true, Bold: true, Values: q.Filters["waiting"], Options: []Option{
		{Value: permit.WaitsLost, Label: l.T("permit.waiting.lost")}, {Value: permit.WaitsOffered, Label: l.T("permit.offer.tag")}}}
	f.Fields = []Field{states, waiting, types, {Name: "country", Label: l.T("permit.country"), Hint: l.T("permit.country.hint"), Bold: true, Width: 3, Dir: "ltr", Value: q.Filters.Get("country")}}
	return f
}

// maxExport bounds one export of the register.
const maxExport = 50_000

func (s *Server) exportPermits(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	f := permitFilter(readList(r, permitFilters(), nil))
	f.Limit, f.Offset = maxExport, 0
	rows, _, err := s.cfg.Permits.List(r.Context(), ActorFrom(r.Context()), f)
	if err != nil {
		return err
	}
	table := [][]string{{l.T("permit.number"), l.T("permit.type"), l.T("permit.state"), l.T("permit.exporter"), l.T("permit.importer"),
		l.T("permit.from"), l.T("permit.to"), l.T("permit.taxa"), l.T("permit.issued"), l.T("permit.valid_until")}}
	for _, p := range rows {
		table = append(table, plainCells([]string{string(p.Number), string(p.Type), string(p.State), p.Exporter, p.Importer, string(p.From), string(p.To),
			p.Taxa, p.Issued.String(), p.ValidUntil.String()}))
	}
	return sendCSV(w, r, "permits", table)
}

// numberText is the number of a permit in a file name.
func numberText(n cites.PermitNumber) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r == '-' {
			return r
		}
		return '-'
	}, string(n))
}
