package web

import (
	"net/http"
	"strings"

	"github.com/opencites/opencites/internal/exchange"
)

// messageList is the log of what was asked and answered.
type messageList struct {
	Tabs      []Tab
	Search    Field
	Direction Field
	Count     string
	List      List[messageRow]
}

type messageRow struct {
	When, ISO string
	Direction string
	Who       string
	Operation string
	Number    string
	Outcome   Tag
}

func (s *Server) listMessages(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), readList(r, []string{"direction", "partner"}, nil)
	f := exchange.MessageFilter{Text: q.Q, PartnerID: q.Filters.Get("partner"), Limit: q.Per, Offset: q.Offset()}
	if d := exchange.Direction(q.Filters.Get("direction")); d == exchange.In || d == exchange.Out {
		f.Direction = d
	}
	found, total, err := s.cfg.Partners.Messages(r.Context(), ActorFrom(r.Context()), f)
	if err != nil {
		return err
	}
	rows := make([]messageRow, len(found))
	for i, m := range found {
		rows[i] = newMessageRow(l, m)
	}
	view := messageList{Tabs: partnerTabs(l, 1), Count: l.Plural("partner.messages.count", total), List: newList(l, q, rows, total),
		Search: Field{Name: "q", Label: l.T("partner.messages.search"), Type: "search", Value: q.Q, Dir: "auto"},
		Direction: Field{Name: "direction", Label: l.T("partner.direction"), Value: string(f.Direction), Options: []Option{
			{Value: "", Label: l.T("partner.direction.any")}, {Value: "in", Label: l.T("partner.direction.in")}, {Value: "out", Label: l.T("partner.direction.out")}}}}
	view.List.Empty = Empty{Title: l.T("partner.messages.empty"), Text: l.T("partner.messages.empty.text")}
	if q.Q != "" || len(q.Filters) > 0 {
		view.List.Empty = Empty{l.T("partner.messages.nothing"), l.T("partner.nothing.text"), l.Href("/partners/messages"), l.T("partner.messages.all")}
	}
	return s.render(w, r, http.StatusOK, "partner_messages", Page{Title: l.T("partner.messages"), Data: view})
}

func newMessageRow(l *Locale, m exchange.Message) messageRow {
	row := messageRow{When: l.DateTime(m.At), ISO: m.At.UTC().Format("2006-01-02T15:04:05Z"), Direction: l.T("partner.direction." + string(m.Direction)),
		Who: m.PartnerName, Operation: l.T("partner.operation." + string(m.Operation)), Number: string(m.Number)}
	if row.Who == "" {
		row.Who = l.T("partner.by_token")
	}
	key := "partner.outcome." + strings.TrimPrefix(m.Outcome, "exchange.")
	switch {
	case m.Outcome == exchange.OK:
		row.Outcome = Tag{l.T(key), "green"}
	case l.Has(key):
		row.Outcome = Tag{l.T(key), "orange"}
	default:
		row.Outcome = Tag{l.T("partner.outcome.failed"), "red"}
	}
	return row
}
