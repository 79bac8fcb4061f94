package web

import (
	"context"
	"net/http"
	"strconv"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/exchange"
)

// Partners is what the pages about partners need; the desk of package exchange
// is one.
type Partners interface {
	Partners(ctx context.Context, who actor.Actor, f exchange.PartnerFilter) ([]exchange.Partner, int, error)
	ReadPartner(ctx context.Context, who actor.Actor, id string) (*exchange.Partner, error)
	Add(ctx context.Context, who actor.Actor, f exchange.PartnerForm) (*exchange.Partner, string, error)
	Edit(ctx context.Context, who actor.Actor, id string, version int64, f exchange.PartnerForm) error
	Renew(ctx context.Context, who actor.Actor, id string, version int64) (string, error)
	Switch(ctx context.Context, who actor.Actor, id string, version int64, to exchange.PartnerState) error
	Fetch(ctx context.Context, who actor.Actor, partner string, q exchange.Ask) (*exchange.Fetched, error)
	Messages(ctx context.Context, who actor.Actor, f exchange.MessageFilter) ([]exchange.Message, int, error)
}

func (s *Server) partnerRoutes() []Route {
	if s.cfg.Partners == nil {
		return nil
	}
	may, ask := Can(actor.ManagePartners), Can(actor.QueryPartner)
	return []Route{
		{Pattern: "GET /partners/ask", Policy: ask, Handler: s.page(s.askForPermit)},
		{Pattern: "POST /partners/ask", Policy: ask, Handler: s.page(s.fetchPermit)},
		{Pattern: "GET /partners", Policy: may, Handler: s.page(s.listPartners)},
		{Pattern: "GET /partners/messages", Policy: may, Handler: s.page(s.listMessages)},
		{Pattern: "GET /partners/new", Policy: may, Handler: s.page(s.newPartner)},
		{Pattern: "POST /partners/new", Policy: may, Handler: s.page(s.addPartner)},
		{Pattern: "GET /partners/{id}", Policy: may, Handler: s.page(s.showPartner)},
		{Pattern: "GET /partners/{id}/edit", Policy: may, Handler: s.page(s.editPartner)},
		{Pattern: "POST /partners/{id}/edit", Policy: may, Handler: s.page(s.savePartner)},
		{Pattern: "GET /partners/{id}/renew", Policy: may, Handler: s.page(s.askRenew)},
		{Pattern: "POST /partners/{id}/renew", Policy: may, Handler: s.page(s.renewPartner)},
		{Pattern: "GET /partners/{id}/disable", Policy: may, Handler: s.page(s.askDisable)},
		{Pattern: "POST /partners/{id}/disable", Policy: may, Handler: s.page(s.switchPartner(exchange.Disabled, "partner.is_off"))},
		{Pattern: "POST /partners/{id}/enable", Policy: may, Handler: s.page(s.switchPartner(exchange.Active, "partner.is_on"))},
	}
}

// partnerList is the page with all partners.
type partnerList struct {
	Tabs   []Tab
	Search Field
	Count  string
	List   List[partnerRow]
}

type partnerRow struct {
	exchange.Partner
	Href  string
	State Tag
}

func partnerTabs(l *Locale, at int) []Tab {
	return []Tab{{l.T("partner.title"), l.Href("/partners"), at == 0}, {l.T("partner.messages"), l.Href("/partners/messages"), at == 1}}
}

func partnerState(l *Locale, p exchange.Partner) Tag {
	if p.State == exchange.Active {
		return Tag{l.T("partner.state.active"), "green"}
	}
	return Tag{l.T("partner.state.disabled"), "grey"}
}

func (s *Server) listPartners(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), readList(r, nil, nil)
	found, total, err := s.cfg.Partners.Partners(r.Context(), ActorFrom(r.Context()), exchange.PartnerFilter{Text: q.Q, Limit: q.Per, Offset: q.Offset()})
	if err != nil {
		return err
	}
	rows := make([]partnerRow, len(found))
	for i, p := range found {
		rows[i] = partnerRow{Partner: p, Href: l.Href("/partners/" + p.ID), State: partnerState(l, p)}
	}
	view := partnerList{Tabs: partnerTabs(l, 0), Count: l.Plural("partner.count", total), List: newList(l, q, rows, total),
		Search: Field{Name: "q", Label: l.T("partner.search"), Type: "search", Value: q.Q, Dir: "auto"}}
	view.List.Empty = Empty{l.T("partner.empty"), l.T("partner.empty.text"), l.Href("/partners/new"), l.T("partner.add")}
	if q.Q != "" {
		view.List.Empty = Empty{l.T("partner.nothing"), l.T("partner.nothing.text"), l.Href("/partners"), l.T("partner.all")}
	}
	return s.render(w, r, http.StatusOK, "partner_list", Page{Title: l.T("partner.title"), Data: view})
}

// partnerView is the page of one partner.
type partnerView struct {
	exchange.Partner
	State Tag
	Rows  []SummaryRow
	Own   string // address of our service, for the partner
}

func (s *Server) showPartner(w http.ResponseWriter, r *http.Request) error {
	p, err := s.partner(r)
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	endpoint := Bdi(l.T("partner.endpoint.none"))
	if p.Endpoint != "" {
		endpoint = Reference(p.Endpoint)
	}
	credential := l.T("partner.credential.none")
	if p.Credential != "" {
		credential = l.T("partner.credential.kept")
	}
	view := partnerView{Partner: *p, State: partnerState(l, *p), Rows: []SummaryRow{
		{Key: l.T("partner.party"), Value: Bdi(l.Country(p.Party) + " (" + string(p.Party) + ")")},
		{Key: l.T("partner.endpoint"), Value: endpoint},
		{Key: l.T("partner.credential"), Value: Bdi(credential)},
		{Key: l.T("partner.added"), Value: Bdi(l.DateTime(p.Created))},
		{Key: l.T("partner.changed"), Value: Bdi(l.DateTime(p.Changed))},
	}}
	return s.render(w, r, http.StatusOK, "partner_show", Page{Title: p.Name, Back: "/partners", Data: view})
}

// partner reads the partner of the address.
func (s *Server) partner(r *http.Request) (*exchange.Partner, error) {
	return s.cfg.Partners.ReadPartner(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
}

// versionOf reads the version that the reader of a form saw; a missing one is
// no version, and the verb says that the page is stale.
func versionOf(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}
