package rehearsal

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/species"
)

// Store gives one snapshot of all open cases.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what a rehearsal reads.
type Tx interface {
	application.Facts
	// OpenContents calls fn with every filed application that is not decided or
	// issued yet: its id and what was asked for.
	OpenContents(ctx context.Context, fn func(id string, c *application.Content) error) error
	Application(ctx context.Context, id string) (*application.Application, error)
	// StandingPermits calls fn with every permit of ours that can still be used
	// on a day.
	StandingPermits(ctx context.Context, on cites.Date, fn func(id string, r *permit.Record) error) error
	Quotas(ctx context.Context) ([]species.Quota, error)
	ListFacilities(ctx context.Context, f facility.Filter) ([]facility.Facility, int, error)
}
