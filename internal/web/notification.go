package web

import (
	"context"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/collate"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/notification"
)

// Notifications is what the pages about notifications need; the desk of package
// notification is one.
type Notifications interface {
	List(ctx context.Context, who actor.Actor, f notification.Filter) ([]notification.Notification, int, error)
	Recipients(ctx context.Context, who actor.Actor) ([]cites.Country, error)
	Read(ctx context.Context, who actor.Actor, id string) (*notification.Notification, error)
	Mark(ctx context.Context, who actor.Actor, id string, version int64, how string) error
	Retry(ctx context.Context, who actor.Actor, id string, version int64) error
}

func (s *Server) notificationRoutes() []Route {
	if s.cfg.Notifications == nil {
		return nil
	}
	read, send := Can(actor.ReadNotifications), Can(actor.SendNotification)
	return []Route{
		{Pattern: "GET /notifications", Policy: read, Handler: s.page(s.listNotifications)},
		{Pattern: "GET /notifications/{id}", Policy: read, Handler: s.page(s.readNotification)},
		{Pattern: "POST /notifications/{id}/mark", Policy: send, Handler: s.page(s.markNotification)},
		{Pattern: "POST /notifications/{id}/retry", Policy: send, Handler: s.page(s.retryNotification)},
	}
}

// notificationList is the register.
type notificationList struct {
	Search Field
	Filter Filter
	Count  string
	List   List[notificationRow]
}

type notificationRow struct {
	notification.Notification
	Href, To, About, Made string
	State                 Tag
}

// recipientName is the Secretariat, or the Management Authority of a country.
func recipientName(l *Locale, c cites.Country) string {
	if c == notification.Secretariat {
		return l.T("notification.to.sec")
	}
	return l.T("notification.to.ma", "country", c.Name(l.Lang))
}

func notificationState(l *Locale, x notification.State) Tag {
	colours := map[notification.State]string{notification.Queued: "yellow", notification.Sending: "yellow", notification.ByHand: "red",
		notification.Sent: "green", notification.Marked: "green"}
	return Tag{l.T("notification.state." + string(x)), colours[x]}
}

func (s *Server) listNotifications(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), readList(r, []string{"state", "cause", "to"}, nil)
	f := notification.Filter{Text: q.Q, Limit: q.Per, Offset: q.Offset()}
	for _, x := range q.Filters["state"] {
		if slices.Contains(notification.States(), notification.State(x)) {
			f.States = append(f.States, notification.State(x))
		}
	}
	for _, x := range q.Filters["cause"] {
		if slices.Contains(notification.Causes(), notification.Cause(x)) {
			f.Causes = append(f.Causes, notification.Cause(x))
		}
	}
	if c := cites.Country(q.Filters.Get("to")); c == notification.Secretariat || c.Place() {
		f.To = []cites.Country{c}
	}
	found, total, err := s.cfg.Notifications.List(r.Context(), ActorFrom(r.Context()), f)
	if err != nil {
		return err
	}
	rows := make([]notificationRow, len(found))
	for i, n := range found {
		rows[i] = notificationRow{Notification: n, Href: l.Href("/notifications/" + n.ID), To: recipientName(l, n.To), About: l.T("notification.cause." + string(n.Cause)),
			Made: l.DayOf(n.Created), State: notificationState(l, n.State)}
	}
	filter, err := s.notificationFilter(r, l, q)
	if err != nil {
		return err
	}
	view := notificationList{Count: l.Plural("notification.count", total), List: newList(l, q, rows, total), Filter: filter,
		Search: Field{Name: "q", Label: l.T("notification.search"), Type: "search", Value: q.Q, Dir: "auto"}}
	view.List.Empty = Empty{Title: l.T("notification.none"), Text: l.T("notification.none.text")}
	if q.Q != "" || len(q.Filters) > 0 {
		view.List.Empty = Empty{l.T("notification.nothing"), l.T("notification.nothing.text"), l.Href("/notifications"), l.T("notification.all")}
	}
	return s.render(w, r, http.StatusOK, "notification_list", Page{Title: l.T("notification.title"), Back: "/registers", Data: view})
}

// notificationFilter offers the states, the causes and everybody to whom one was
// entered, the Secretariat first.
func (s *Server) notificationFilter(r *http.Request, l *Locale, q ListQuery) (Filter, error) {
	out := Filter{Action: l.Href("/notifications"), Live: "results"}
	if len(q.Filters) > 0 {
		out.Clear = l.Href("/notifications")
	}
	states := Field{Kind: "checks", Name: "state", Label: l.T("notification.state"), Small: true, Bold: true, Values: q.Filters["state"]}
	for _, x := range notification.States() {
		states.Options = append(states.Options, Option{Value: string(x), Label: l.T("notification.state." + string(x))})
	}
	causes := Field{Kind: "checks", Name: "cause", Label: l.T("notification.about"), Small: true, Bold: true, Values: q.Filters["cause"]}
	for _, x := range notification.Causes() {
		causes.Options = append(causes.Options, Option{Value: string(x), Label: l.T("notification.cause." + string(x))})
	}
	known, err := s.cfg.Notifications.Recipients(r.Context(), ActorFrom(r.Context()))
	if err != nil {
		return out, err
	}
	order := collate.New(l.tag)
	slices.SortFunc(known, func(a, b cites.Country) int { return order.CompareString(recipientName(l, a), recipientName(l, b)) })
	if i := slices.Index(known, notification.Secretariat); i > 0 {
		known = slices.Insert(slices.Delete(known, i, i+1), 0, notification.Secretariat)
	}
	to := Field{Kind: "select", Name: "to", Label: l.T("notification.to"), Bold: true, Value: q.Filters.Get("to"), Options: []Option{{Value: "", Label: l.T("notification.all")}}}
	for _, x := range known {
		to.Options = append(to.Options, Option{Value: string(x), Label: recipientName(l, x)})
	}
	out.Fields = []Field{states, to, causes}
	return out, nil
}

// notificationView is one notification with its text in all working languages.
type notificationView struct {
	*notification.Notification
	Recipient string
	State     Tag
	Trouble   string
	Rows      []SummaryRow
	Texts     []notificationText
	How       *Field
	Retry     bool
}

type notificationText struct {
	Lang, Name, Subject string
	Body                template.HTML
}

func (s *Server) readNotification(w http.ResponseWriter, r *http.Request) error {
	return s.showNotification(w, r, http.StatusOK, nil)
}

func (s *Server) showNotification(w http.ResponseWriter, r *http.Request, status int, wrong error) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	n, err := s.cfg.Notifications.Read(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := notificationView{Notification: n, Recipient: recipientName(l, n.To), State: notificationState(l, n.State), Rows: []SummaryRow{
		{Key: l.T("notification.number"), Value: Reference(string(n.Number)), Action: l.Href("/permits/" + n.PermitID), Change: l.T("permit.open")},
		{Key: l.T("notification.about"), Value: Bdi(l.T("notification.cause." + string(n.Cause)))},
		{Key: l.T("notification.made"), Value: Bdi(l.DateTime(n.Created))}}}
	address := Bdi(l.T("notification.address.none"))
	if n.Address != "" {
		address = Reference(n.Address)
	}
	v.Rows = append(v.Rows, SummaryRow{Key: l.T("notification.address"), Value: address})
	if !n.DoneAt.IsZero() {
		done := []string{l.DateTime(n.DoneAt)}
		if n.DoneBy != "" {
			done = append(done, n.DoneName, n.DoneHow)
		}
		v.Rows = append(v.Rows, SummaryRow{Key: l.T("notification.done"), Value: htmlLines(done)})
	}
	for _, lang := range notification.Languages() {
		t, err := n.In(lang)
		if err != nil {
			return err
		}
		v.Texts = append(v.Texts, notificationText{string(lang), l.T("notification.lang." + string(lang)), t.Subject, htmlLines(strings.Split(t.Body, "\n"))})
	}
	var links []ErrorLink
	if n.State == notification.ByHand {
		if n.Trouble != "" || n.Address == "" {
			v.Trouble = l.T("notification.trouble." + firstOf(n.Trouble, notification.NoAddress))
		}
		if who.Can(actor.SendNotification) {
			v.How = &Field{Kind: "area", Name: "how", Label: l.T("notification.how"), Hint: l.T("notification.how.hint"), Rows: 2, Max: 500, Dir: "auto", Value: r.PostFormValue("how")}
			links = formErrors(l, wrong, v.How)
			v.Retry = n.Address != ""
		}
	}
	return s.render(w, r, status, "notification_show", Page{Title: v.Recipient, Back: "/notifications", Errors: links, Data: v})
}

func firstOf(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func (s *Server) markNotification(w http.ResponseWriter, r *http.Request) error {
	err := s.cfg.Notifications.Mark(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), versionOf(r), r.PostFormValue("how"))
	if fault.KindOf(err) == fault.Invalid {
		return s.showNotification(w, r, http.StatusUnprocessableEntity, err)
	}
	return s.notificationDone(w, r, "notification.marked", err)
}

func (s *Server) retryNotification(w http.ResponseWriter, r *http.Request) error {
	return s.notificationDone(w, r, "notification.retried", s.cfg.Notifications.Retry(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), versionOf(r)))
}

func (s *Server) notificationDone(w http.ResponseWriter, r *http.Request, key string, err error) error {
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T(key))
	return s.seeOther(w, r, "/notifications/"+r.PathValue("id"))
}
