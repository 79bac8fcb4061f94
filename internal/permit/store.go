package permit

import (
	"context"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/job"
)

// Store runs transactions over permits.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// QuotaDraw asks the store to use a quota: one conditional update that fails
// with a Conflict fault when it would go over (promise P2).
type QuotaDraw struct {
	QuotaID string
	Amount  cites.Quantity
}

// Tx is what the verbs of this package need of a transaction.
type Tx interface {
	Record(ctx context.Context, e audit.Event) (int64, error)
	Enqueue(ctx context.Context, j job.Job) error

	Application(ctx context.Context, id string) (*application.Application, error)
	SaveApplication(ctx context.Context, a *application.Application) error

	NextSerial(ctx context.Context, year int) (int64, error)
	// TakeStatusIndex reserves a random unused index of the current status list.
	TakeStatusIndex(ctx context.Context, list, index int64) error
	DrawQuota(ctx context.Context, d QuotaDraw) (used, total cites.Quantity, err error)
	ReturnQuota(ctx context.Context, d QuotaDraw) error

	InsertPermit(ctx context.Context, p *Permit) error
	Permit(ctx context.Context, id string) (*Permit, error)
	PermitByNumber(ctx context.Context, n cites.PermitNumber) (*Permit, error)
	SavePermit(ctx context.Context, p *Permit) error
	SetStatus(ctx context.Context, list, index int64, status byte) error
	ListPermits(ctx context.Context, f Filter) ([]Row, int, error)
	PermitsToSeal(ctx context.Context, limit int) ([]string, error)
	PermitsPast(ctx context.Context, day cites.Date, limit int) ([]string, error)

	SaveBlob(ctx context.Context, sha256 string, media string, data []byte, at time.Time) error
	Blob(ctx context.Context, sha256 string) ([]byte, error)

	SaveForeign(ctx context.Context, f *Foreign) error
	Foreign(ctx context.Context, country cites.Country, key string) (*Foreign, error)
}

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
