package permit

import (
	"context"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/notification"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/stock"
)

// Store runs transactions over permits.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the verbs of this package need of a transaction.
type Tx interface {
	Record(ctx context.Context, e audit.Event) (int64, error)
	Enqueue(ctx context.Context, j job.Job) error

	application.Facts
	quota.Ledger
	stock.Ledger
	notification.Register
	Application(ctx context.Context, id string) (*application.Application, error)
	SaveApplication(ctx context.Context, a *application.Application) error

	NextSerial(ctx context.Context, year int) (int64, error)
	// TakeStatusIndex reserves an index of a status list; false when it is taken.
	TakeStatusIndex(ctx context.Context, list, index int64) (bool, error)
	// UnsettledPast lists permits that were used in part and whose last day is
	// over: what did not cross goes back to its quota.
	UnsettledPast(ctx context.Context, day cites.Date, limit int) ([]string, error)

	InsertPermit(ctx context.Context, p *Permit) error
	Permit(ctx context.Context, id string) (*Permit, error)
	// PermitOfOwner is Permit for a trader or agent: NotFound for others' permits,
	// by a condition in SQL.
	PermitOfOwner(ctx context.Context, id string, owner Scope) (*Permit, error)
	PermitByNumber(ctx context.Context, n cites.PermitNumber) (*Permit, error)
	SavePermit(ctx context.Context, p *Permit) error
	SetStatus(ctx context.Context, list, index int64, status byte) error
	ListPermits(ctx context.Context, f Filter) ([]Row, int, error)
	PermitsToSeal(ctx context.Context, limit int) ([]string, error)
	PermitsPast(ctx context.Context, day cites.Date, limit int) ([]string, error)

	// FindMarks gives one page of the marks that contain a text.
	FindMarks(ctx context.Context, f MarkFilter) ([]MarkRow, int, error)

	// PermitsOfApplication lists the ids of the documents of an application.
	PermitsOfApplication(ctx context.Context, application string) ([]string, error)
	// InsertCompletion gives a Conflict fault for a document that was completed.
	InsertCompletion(ctx context.Context, c *Completion) error
	// Completion gives a NotFound fault while the holder wrote nothing.
	Completion(ctx context.Context, permitID string) (*Completion, error)
	// ReturnCompletion notes the copy; a Conflict fault when it came back already.
	ReturnCompletion(ctx context.Context, permitID string, on cites.Date, to string) error

	InsertLoss(ctx context.Context, l *Loss) error
	// CloseLoss ends the open report of a permit.
	CloseLoss(ctx context.Context, permitID string, l Loss) error
	LossesOf(ctx context.Context, permitID string) ([]Loss, error)
	InsertOffer(ctx context.Context, o *Offer) error
	// CloseOffer ends the open offer of a permit.
	CloseOffer(ctx context.Context, permitID string, o Offer) error
	OffersOf(ctx context.Context, permitID string) ([]Offer, error)
	// InsertAmendment gives a Conflict fault when one waits already.
	InsertAmendment(ctx context.Context, a *Amendment) error
	DecideAmendment(ctx context.Context, a *Amendment) error
	// AmendmentsOf lists those of a permit and the one that made it, newest first.
	AmendmentsOf(ctx context.Context, permitID string) ([]Amendment, error)
	// LowerFindings brings what a line drew from findings and chains down in
	// proportion, from one quantity to a smaller.
	LowerFindings(ctx context.Context, permitID, letter string, to, from cites.Quantity) error

	SaveForeign(ctx context.Context, f *Foreign) error
	Foreign(ctx context.Context, country cites.Country, key string) (*Foreign, error)
}

// Scope is whose permits a trader or agent may see: their own, their
// organisation's, and those made under a mandate.
type Scope struct{ Account, Org string }

// Foreign is a permit issued by another Party that reached us.
type Foreign struct {
	ID       string
	Country  cites.Country
	Number   cites.PermitNumber
	Key      string // normalised number
	Type     cites.DocumentType
	Document []byte // our neutral JSON of the message
	Raw      []byte // the message as received
	From     string // partner record
	Final    bool
	At       time.Time
}
