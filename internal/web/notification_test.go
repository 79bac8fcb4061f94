package web

import (
	"time"

	"github.com/opencites/opencites/internal/notification"
)

func notificationSamples() []sample {
	n := notification.Notification{ID: "n1", Cause: notification.Replaced, To: notification.Secretariat, PermitID: "p1", Number: "26QZ000871/MA",
		Address: "x@example.org", Language: "en", State: notification.ByHand, Version: 1, Created: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	row := notificationRow{n, "/notifications/n1", "x", "y", "z", Tag{"x", "red"}}
	list := notificationList{Search: Field{Name: "q", Label: "x", Type: "search"}, Filter: Filter{Action: "/notifications", Live: "results", Fields: []Field{{Name: "to", Label: "x"}}},
		Count: "1", List: List[notificationRow]{Rows: []notificationRow{row}, Total: 1}}
	empty := list
	empty.List = List[notificationRow]{Empty: Empty{Title: "x"}}
	show := notificationView{Notification: &n, Recipient: "x", State: Tag{"x", "red"}, Trouble: "x", Rows: []SummaryRow{{Key: "k", Value: Bdi("v")}},
		Texts: []notificationText{{"en", "English", "s", Bdi("b")}}, How: &Field{Kind: "area", Name: "how", Label: "x"}, Retry: true}
	return []sample{{"notification_list", Page{Title: "x", Data: list}}, {"notification_list", Page{Title: "x", Data: empty}}, {"notification_show", Page{Title: "x", Data: show}}}
}
