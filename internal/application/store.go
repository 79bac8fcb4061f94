package application

import (
	"context"
	"time"

	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/stock"
)

// Store runs transactions over applications.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the verbs of this package need of a transaction. Loading something
// absent gives a NotFound fault; saving an old version gives a Conflict fault.
type Tx interface {
	Record(ctx context.Context, e audit.Event) (int64, error)
	Enqueue(ctx context.Context, j job.Job) error

	Facts        // findings, documents, quotas and suspensions, as the rules need them
	quota.Ledger // what an approval reserves
	stock.Ledger // lots of the applicant

	Application(ctx context.Context, id string) (*Application, error)
	// ApplicationByReference finds a submitted application by what people call it.
	ApplicationByReference(ctx context.Context, reference string) (*Application, error)
	// LatestApplicationOf gives the owner's application that was changed last.
	LatestApplicationOf(ctx context.Context, owner string) (*Application, error)
	InsertApplication(ctx context.Context, a *Application) error
	// SaveApplication writes a where the stored version equals a.Version, and
	// raises the version.
	SaveApplication(ctx context.Context, a *Application) error
	// DeleteDraft removes a draft with its messages and documents.
	DeleteDraft(ctx context.Context, id string) error
	// NextReference counts up within a prefix and a year, from 1.
	NextReference(ctx context.Context, prefix string, year int) (int64, error)
	// ListApplications gives one page of rows and how many there are in all.
	ListApplications(ctx context.Context, f Filter) ([]Row, int, error)
	// SubmittedLast gives id, reference, state, content and moment of the n
	// applications that were submitted last, newest first.
	SubmittedLast(ctx context.Context, n int) ([]Application, error)

	// SaveFinding inserts a finding or makes an open one; a made one stays.
	SaveFinding(ctx context.Context, f *Finding) error
	// DeletePointer takes back that a line relies on a finding of the register.
	DeletePointer(ctx context.Context, application string, line int) error

	// OpenCasesOn lists the cases that are not decided or not issued yet, and
	// rely on a finding of the register.
	OpenCasesOn(ctx context.Context, finding string) ([]string, error)

	Messages(ctx context.Context, application string) ([]Message, error)
	InsertMessage(ctx context.Context, m *Message) error
	// MarkRead notes that one side has read what the other wrote: fromStaff
	// tells whose messages are now read.
	MarkRead(ctx context.Context, application string, fromStaff bool, at time.Time) (int64, error)

	InsertDocument(ctx context.Context, d *Document, data []byte) error
	DocumentData(ctx context.Context, application, id string) (*Document, []byte, error)
	DeleteDocument(ctx context.Context, application, id string) error

	// Mandates lists mandates of a trader, of an agent, or both; "" is any.
	Mandates(ctx context.Context, trader, agent string) ([]Mandate, error)
	SaveMandate(ctx context.Context, m *Mandate) error
}
