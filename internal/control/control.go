package control

import (
	"context"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/stock"
)

// Kind says which crossing was endorsed.
type Kind string

// The crossings.
const (
	Export Kind = "export"
	Import Kind = "import"
)

// Counted is the actual quantity of one line.
type Counted struct {
	Letter   string
	Quantity cites.Quantity // in the unit of the line
}

// Endorsement is one crossing of the border, box 14. It is never changed.
type Endorsement struct {
	ID        string
	PermitID  string
	Number    cites.PermitNumber
	Kind      Kind
	Lines     []Counted
	Port      string
	Date      cites.Date
	Transport string // bill of lading, air waybill, flight: box 15
	Remarks   string
	By        string
	ByName    string
	Office    string
	At        time.Time
	LogIndex  int64
	Once      bool   // of a permit that may be used once
	warned    string // ids of the rules that warned, for the log
	// Key makes a repeated sending of the same endorsement one effect.
	Key string
}

// Store runs transactions over endorsements.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the verbs of this package need of a transaction.
type Tx interface {
	Record(ctx context.Context, e audit.Event) (int64, error)
	Enqueue(ctx context.Context, j job.Job) error
	stock.Ledger // lots that imports open and exports draw from

	quota.Ledger

	// Switches gives the rules that the administrator switched.
	Switches(ctx context.Context) (rule.Switches, error)
	// Paper is the document of another Party with a number, nil when none reached us.
	Paper(ctx context.Context, country cites.Country, n cites.PermitNumber) (*epermit.Document, error)

	Permit(ctx context.Context, id string) (*permit.Permit, error)
	PermitByNumber(ctx context.Context, n cites.PermitNumber) (*permit.Permit, error)
	SavePermit(ctx context.Context, p *permit.Permit) error
	SetStatus(ctx context.Context, list, index int64, status byte) error

	// UseLine adds q to what was used of a line: one conditional update that
	// gives a Conflict fault when more would be used than was permitted.
	UseLine(ctx context.Context, permitID, letter string, q cites.Quantity) error
	// Completion is what the holder wrote into a partially completed document.
	Completion(ctx context.Context, permitID string) (*permit.Completion, error)
	InsertEndorsement(ctx context.Context, e *Endorsement) error
	Endorsements(ctx context.Context, permitID string) ([]Endorsement, error)
	EndorsementByKey(ctx context.Context, key string) (*Endorsement, error)
	ListEndorsements(ctx context.Context, f Filter) ([]Endorsement, int, error)
	// SettleFindings brings what was drawn from findings and chains of evidence
	// down to what crossed.
	SettleFindings(ctx context.Context, permitID string) error
}

// Filter selects endorsements. Zero fields do not filter.
type Filter struct {
	Text   string
	Kind   Kind
	Office string
	By     string
	From   cites.Date
	Until  cites.Date
	// Late, when set, gives only what last left on a document for many crossings
	// whose last day was before it: abroad and overdue (rule D14).
	Late   cites.Date
	Limit  int
	Offset int
}
