package application

import (
	"context"

	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/job"
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

	Application(ctx context.Context, id string) (*Application, error)
	InsertApplication(ctx context.Context, a *Application) error
	// SaveApplication writes a where the stored version equals a.Version, and
	// raises the version.
	SaveApplication(ctx context.Context, a *Application) error
	DeleteDraft(ctx context.Context, id string) error
	NextReference(ctx context.Context, prefix string, year int) (int64, error)
	ListApplications(ctx context.Context, f Filter) ([]Row, int, error)

	Findings(ctx context.Context, application string) ([]Finding, error)
	SaveFinding(ctx context.Context, f *Finding) error

	Messages(ctx context.Context, application string) ([]Message, error)
	InsertMessage(ctx context.Context, m *Message) error
	MarkRead(ctx context.Context, application string, staff bool) error

	Documents(ctx context.Context, application string) ([]Document, error)
	InsertDocument(ctx context.Context, d *Document, data []byte) error
	DocumentData(ctx context.Context, application, id string) (*Document, []byte, error)
	DeleteDocument(ctx context.Context, application, id string) error

	Mandates(ctx context.Context, trader, agent string) ([]Mandate, error)
	SaveMandate(ctx context.Context, m *Mandate) error
}
