package app

import (
	"fmt"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/notification"
)

// NotificationCmd reads what other Parties and the Secretariat are told.
type NotificationCmd struct {
	List NotificationListCmd `cmd:"" help:"List notifications with their state."`
}

// NotificationListCmd lists notifications.
type NotificationListCmd struct {
	Listed
	State string `default:"" enum:",queued,sending,sent,by_hand,marked" help:"Only in this state: queued, sending, sent, by_hand or marked."`
}

// notificationRow is a notification as the commands print it.
type notificationRow struct {
	Permit  cites.PermitNumber `json:"permit"`
	Cause   notification.Cause `json:"cause"`
	To      cites.Country      `json:"to"`
	State   notification.State `json:"state"`
	Trouble string             `json:"trouble"`
	Created time.Time          `json:"created"`
	Done    *time.Time         `json:"done"`
}

func (r notificationRow) String() string {
	return fmt.Sprintf("%s %s %s -> %s: %s %s", r.Created.Format(time.DateOnly), r.Permit, r.Cause, r.To, r.State, r.Trouble)
}

// Run prints the notifications that match.
func (c *NotificationListCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		f := notification.Filter{Text: c.Text, Limit: mostRows}
		if c.State != "" {
			f.States = []notification.State{notification.State(c.State)}
		}
		found, _, err := s.Notifications.List(env.Ctx, auditor(), f)
		if err != nil {
			return err
		}
		return printRows(env, c.JSON, found, func(n notification.Notification) notificationRow {
			r := notificationRow{Permit: n.Number, Cause: n.Cause, To: n.To, State: n.State, Trouble: n.Trouble, Created: n.Created}
			if !n.DoneAt.IsZero() {
				r.Done = &n.DoneAt
			}
			return r
		})
	})
}
