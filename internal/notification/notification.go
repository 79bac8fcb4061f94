package notification

import (
	"context"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/job"
)

// Cause is the act that a notification tells of.
type Cause string

// The causes.
const (
	Replaced      Cause = "replaced"      // lost, stolen, damaged or destroyed: 50 CFR 23.52
	Amended       Cause = "amended"       // corrected by replacement: permit-rules 4.2
	Withdrawn     Cause = "withdrawn"     // revoked or cancelled
	Retrospective Cause = "retrospective" // issued after the goods left: 50 CFR 23.53
)

// Secretariat stands for the CITES Secretariat among recipients; all others are
// the Management Authority of the country of that code.
const Secretariat cites.Country = "SEC"

// Causes lists all causes, for forms.
func Causes() []Cause { return []Cause{Replaced, Amended, Withdrawn, Retrospective} }

// State is where a notification stands.
type State string

// The states.
const (
	Queued  State = "queued"
	Sending State = "sending" // handed to the mail server, outcome not yet known
	Sent    State = "sent"
	ByHand  State = "by_hand" // no address, or mail failed: an officer sends it
	Marked  State = "marked"  // sent by an officer, who said how
)

// States lists all states in order.
func States() []State { return []State{Queued, Sending, ByHand, Sent, Marked} }

// Facts are what the text is made from, frozen with the act.
type Facts struct {
	Type       cites.DocumentType `json:"type"`
	Issued     cites.Date         `json:"issued"`
	ValidUntil cites.Date         `json:"valid_until"`
	Exporter   string             `json:"exporter"`
	Importer   string             `json:"importer"`
	Goods      []string           `json:"goods"` // one line for each kind of specimen
	Reason     string             `json:"reason"`
	Successor  string             `json:"successor,omitempty"`
	Day        cites.Date         `json:"day"` // of the act
	Authority  []string           `json:"authority"`
}

// Notification is one message to one recipient about one act.
type Notification struct {
	ID       string
	Cause    Cause
	To       cites.Country // Secretariat, or a country for its Management Authority
	PermitID string
	Number   cites.PermitNumber
	Facts    Facts
	Address  string // e-mail; empty: by hand
	Language cites.Lang
	State    State
	Trouble  string // why it could not be mailed: NoAddress, Refused or Unsure; empty while it can
	Tries    int64
	Version  int64
	Created  time.Time
	DoneAt   time.Time
	DoneBy   string
	DoneName string
	DoneHow  string
}

// The reasons why mail did not do.
const (
	NoAddress = "no_address"
	Refused   = "refused" // the mail server would not take it
	Unsure    = "unsure"  // broken off while sending: it may have arrived
)

// MailKind is the kind of the job that mails a notification.
const MailKind = "notification.mail"

// MailArgs are the arguments of the job.
type MailArgs struct {
	Notification string `json:"notification"`
}

// Register takes notifications in the transaction of an act.
type Register interface {
	Enqueue(ctx context.Context, j job.Job) error
	// InsertNotification leaves one that is there for the same permit, cause and
	// recipient as it is, and reports whether it wrote.
	InsertNotification(ctx context.Context, n *Notification) (bool, error)
}

// Enter puts a notification into the register, to be mailed when there is an
// address. Entering the same again has no effect.
func Enter(ctx context.Context, tx Register, n *Notification) error {
	n.State = ByHand
	if n.Address != "" {
		n.State = Queued
	}
	fresh, err := tx.InsertNotification(ctx, n)
	if err != nil || !fresh || n.State != Queued {
		return err
	}
	return tx.Enqueue(ctx, mailJob(n.ID))
}

func mailJob(id string) job.Job {
	return job.Job{Kind: MailKind, Args: MailArgs{Notification: id}, UniqueKey: id}
}

// Filter selects notifications. Zero fields do not filter.
type Filter struct {
	Text   string
	States []State
	Causes []Cause
	To     []cites.Country
	Permit string
	Limit  int
	Offset int
}

// Store runs transactions over notifications.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the verbs of this package need of a transaction.
type Tx interface {
	Register
	Record(ctx context.Context, e audit.Event) (int64, error)
	Notification(ctx context.Context, id string) (*Notification, error)
	// SaveNotification gives a Conflict fault when somebody else was faster.
	SaveNotification(ctx context.Context, n *Notification) error
	ListNotifications(ctx context.Context, f Filter) ([]Notification, int, error)
	// NotificationRecipients lists to whom any was entered.
	NotificationRecipients(ctx context.Context) ([]cites.Country, error)
}
