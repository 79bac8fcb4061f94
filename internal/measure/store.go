package measure

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/audit"
)

// Store runs transactions over measures.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the verbs of this package need of a transaction.
type Tx interface {
	Record(ctx context.Context, e audit.Event) (int64, error)

	Measure(ctx context.Context, id string) (*Measure, error)
	// NextMeasureNumber gives a number that no measure has had.
	NextMeasureNumber(ctx context.Context) (int64, error)
	InsertMeasure(ctx context.Context, m *Measure) error
	// SaveMeasure writes a measure where the stored version equals m.Version,
	// and raises the version.
	SaveMeasure(ctx context.Context, m *Measure) error
	ListMeasures(ctx context.Context, f Filter) ([]Measure, int, error)
	// MeasuresOn gives the measures that hold on a day, by number.
	MeasuresOn(ctx context.Context, on cites.Date) ([]Measure, error)
}

// Filter selects measures by a text in name, citation or expression and by
// state. Zero fields do not filter.
type Filter struct {
	Text   string
	State  State
	Limit  int
	Offset int
}

// Past gives the lines of applications that were submitted, newest first, as
// expressions see them; it stops after n applications or when fn says so.
type Past interface {
	PastLines(ctx context.Context, n int, fn func(PastCase) error) error
}

// PastCase is one application of the past with its lines.
type PastCase struct {
	ID        string
	Reference string
	State     string
	On        cites.Date // day of submission
	Lines     []Input
}
