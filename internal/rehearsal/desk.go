package rehearsal

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/species"
)

// JobKind is the kind of the job that plays a rehearsal.
const JobKind = "law.rehearse"

// State is where a rehearsal stands: waiting → running → done | failed.
type State string

// The states. Failed is a set of amendments that no longer fits the law.
const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
)

// States lists all states in order.
func States() []State { return []State{Waiting, Running, Done, Failed} }

// Ended reports whether nothing more will happen.
func (s State) Ended() bool { return s == Done || s == Failed }

// Asked is a rehearsal that somebody asked for.
type Asked struct {
	ID      string
	Name    string
	On      cites.Date
	State   State
	Set     *species.Amendments
	Cases   int // looked at so far
	Result  *Result
	Actor   string
	Created time.Time
	Changed time.Time
}

// Shelf keeps rehearsals.
type Shelf interface {
	InsertRehearsal(ctx context.Context, a Asked, j job.Job) error
	Rehearsal(ctx context.Context, id string) (Asked, error)
	// ListRehearsals gives one page, the newest first and without sets and
	// results, and how many there are.
	ListRehearsals(ctx context.Context, f Filter) ([]Asked, int, error)
	SaveRehearsal(ctx context.Context, a Asked) error
}

// Filter selects rehearsals. Zero fields do not filter.
type Filter struct {
	Text   string // in the name of the amendments, or of who asked
	State  State
	Limit  int
	Offset int
}

// Desk takes rehearsals in, plays them as jobs and shows what they found.
type Desk struct {
	Stage *Stage
	Shelf Shelf
	Now   func() time.Time
	NewID func() string
}

type jobArgs struct {
	Rehearsal string `json:"rehearsal"`
}

// Ask queues a rehearsal of amendments on a day and returns its id. Names and
// rows are looked at first, so that a wrong file is refused at once.
func (d *Desk) Ask(ctx context.Context, who actor.Actor, set *species.Amendments, on cites.Date) (string, error) {
	if err := who.Must(actor.AmendLaw); err != nil {
		return "", err
	}
	if on.IsZero() {
		return "", fault.Invalidf("law.rehearse.invalid").Add("on", "law.rehearse.day")
	}
	if set.ID == "" {
		set.ID = d.Stage.LoadedAs(set.Name)
		if err := d.Stage.Library.Understand(set); err != nil {
			return "", err
		}
	}
	now := d.Now()
	a := Asked{ID: d.NewID(), Name: set.Name, On: on, State: Waiting, Set: set, Actor: who.Name, Created: now, Changed: now}
	return a.ID, d.Shelf.InsertRehearsal(ctx, a, job.Job{Kind: JobKind, Args: jobArgs{a.ID}, UniqueKey: a.ID})
}

// LoadedAs is the id under which amendments of that name are loaded: then they
// are compared with the law without them.
func (s *Stage) LoadedAs(name string) string {
	for _, x := range s.Library.Loaded() {
		if x.Name == name {
			return x.ID
		}
	}
	return ""
}

// Read returns one rehearsal.
func (d *Desk) Read(ctx context.Context, who actor.Actor, id string) (Asked, error) {
	if err := who.Must(actor.ReadLaw); err != nil {
		return Asked{}, err
	}
	return d.Shelf.Rehearsal(ctx, id)
}

// List returns one page of rehearsals, the newest first, and how many there are.
func (d *Desk) List(ctx context.Context, who actor.Actor, f Filter) ([]Asked, int, error) {
	if err := who.Must(actor.ReadLaw); err != nil {
		return nil, 0, err
	}
	return d.Shelf.ListRehearsals(ctx, f)
}

// Kind is JobKind.
func (d *Desk) Kind() string { return JobKind }

// Work plays a rehearsal; it may be repeated.
func (d *Desk) Work(ctx context.Context, args []byte) error {
	var in jobArgs
	if err := json.Unmarshal(args, &in); err != nil {
		return job.Cancel(fmt.Errorf("arguments of %s: %w", JobKind, err))
	}
	a, err := d.Shelf.Rehearsal(ctx, in.Rehearsal)
	if err != nil || a.State.Ended() {
		return err
	}
	a.State = Running
	if err := d.save(ctx, &a); err != nil {
		return err
	}
	if err := d.Stage.Library.Understand(a.Set); err != nil { // the law may have changed since
		if fault.Of(err) == nil {
			return err
		}
		a.State = Failed
		return d.save(ctx, &a)
	}
	a.Result, err = d.Stage.Run(ctx, a.Set, a.On, func(Kind, int) {
		a.Cases += progressStep
		_ = d.save(ctx, &a) // progress only; the end will say
	})
	if err != nil {
		return err
	}
	a.State, a.Cases = Done, 0
	for _, n := range a.Result.Checked {
		a.Cases += n
	}
	return d.save(ctx, &a)
}

func (d *Desk) save(ctx context.Context, a *Asked) error {
	a.Changed = d.Now()
	return d.Shelf.SaveRehearsal(ctx, *a)
}
