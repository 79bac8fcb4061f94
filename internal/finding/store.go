package finding

import (
	"context"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/species"
)

// Store runs transactions over the registers.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the verbs of this package need of a transaction. Loading something
// absent gives a NotFound fault; saving an old version a Conflict fault.
type Tx interface {
	Record(ctx context.Context, e audit.Event) (int64, error)
	Enqueue(ctx context.Context, j job.Job) error
	// NextReference counts up within a prefix and a year, from 1.
	NextReference(ctx context.Context, prefix string, year int) (int64, error)

	NonDetriment(ctx context.Context, id string) (*NonDetriment, error)
	InsertNonDetriment(ctx context.Context, n *NonDetriment) error
	// SaveNonDetriment writes everything but what was drawn, where the stored
	// version equals n.Version, and raises the version.
	SaveNonDetriment(ctx context.Context, n *NonDetriment) error
	ListNonDetriments(ctx context.Context, f Filter) ([]NonDetriment, int, error)

	Chain(ctx context.Context, id string) (*Chain, error)
	ChainOf(ctx context.Context, id string, s Scope) (*Chain, error)
	InsertChain(ctx context.Context, c *Chain) error
	SaveChain(ctx context.Context, c *Chain) error
	ListChains(ctx context.Context, f ChainFilter) ([]Chain, int, error)
	InsertLink(ctx context.Context, chain string, l *Link) error
	// DeleteLink gives a Conflict fault for a link that a finding rests on.
	DeleteLink(ctx context.Context, chain, link string) error

	Files(ctx context.Context, of Register, id string) ([]File, error)
	InsertFile(ctx context.Context, f *File, data []byte) error
	// WithdrawFile marks a file by its reason, name and moment of withdrawal: a
	// Conflict fault when it was withdrawn before.
	WithdrawFile(ctx context.Context, f *File) error
	FileData(ctx context.Context, of Register, id, file string) (*File, []byte, error)
	DrawsFrom(ctx context.Context, of Register, id string) ([]Draw, error)
}

// Filter selects findings. Zero fields do not filter.
type Filter struct {
	Text     string       // number, taxon, author
	Taxa     []species.ID // about one of these
	Standing string       // a state, or "expired"; "in_force" leaves the expired out
	Today    cites.Date   // for Standing
	Due      cites.Date   // to be reviewed by this day, and in force
	Limit    int
	Offset   int
}

// Scope is whose chains somebody reaches, by conditions in SQL: his own, those
// of his firm, and as an agent those of traders whose mandate he holds on a day,
// for whatever documents.
type Scope struct {
	Owner, Org string
	Agent      string
	On         cites.Date
}

func (d *Desk) scope(who actor.Actor) Scope {
	s := Scope{Owner: who.ID, Org: who.Org}
	if who.Has(actor.Agent) {
		s.Agent, s.On = who.ID, d.Today()
	}
	return s
}

// ChainFilter selects chains. Every is for officers.
type ChainFilter struct {
	Every bool
	Scope
	Text   string
	Taxon  species.ID
	State  ChainState
	Limit  int
	Offset int
}

// Desk is where findings are registered and chains are built. Its fields are
// set once; it is safe for concurrent use.
type Desk struct {
	Store   Store
	Profile *profile.Profile
	Law     func() *species.Catalogue
	Now     func() time.Time
	NewID   func() string
}

// Today is the date in the Party's zone.
func (d *Desk) Today() cites.Date { return d.Profile.Today(d.Now()) }

// noted describes an act for the log.
func noted(ctx context.Context, tx Tx, who actor.Actor, verb actor.Verb, kind, id string, detail map[string]any) error {
	_, err := tx.Record(ctx, audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(who.RoleFor(verb))}, Verb: string(verb),
		SubjectKind: kind, SubjectID: id, Detail: detail})
	return err
}
