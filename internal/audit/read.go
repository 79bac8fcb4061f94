package audit

import (
	"context"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/opencites/opencites/internal/actor"
)

// Logged is an event with its place in the log.
type Logged struct {
	Event
	Index int64
}

// Filter selects events. Zero fields do not filter.
type Filter struct {
	Person  string    // part of a name, or an account id
	Verb    string    // a verb, or "noun." for all verbs of a noun
	Subject string    // id of a subject, or part of the details: a number, a reference
	Since   time.Time // from
	Until   time.Time // before
	Limit   int
	Offset  int
	Before  int64 // only indexes below; 0 starts at the newest
}

// Proof shows that the log of Size leaves, with root Root, holds the event at
// Index. Note is the signed checkpoint of that size; empty while none covers
// the event.
type Proof struct {
	Size, Index int64
	Root        tlog.Hash
	Leaf        []byte // data of the leaf: SHA-256(salt || event)
	Path        []tlog.Hash
	Note        string
	At          time.Time // of the checkpoint
}

// Holds reports whether the path leads from the leaf to the root.
func (p Proof) Holds() bool {
	return tlog.CheckRecord(p.Path, p.Size, p.Root, p.Index, tlog.RecordHash(p.Leaf)) == nil
}

// Store reads the log.
type Store interface {
	// ListEvents gives one page of events, newest first, and how many match.
	ListEvents(ctx context.Context, f Filter) ([]Logged, int, error)
	// ReadEvent gives the event of a leaf; NotFound if there is none.
	ReadEvent(ctx context.Context, index int64) (Logged, error)
	// ProveEvent proves that the newest checkpoint that covers the event, or else
	// the log as it stands, holds it.
	ProveEvent(ctx context.Context, index int64) (Proof, error)
}

// Office is the desk at which the log is read by those who may.
type Office struct{ Store Store }

// List gives one page of events and how many match.
func (o *Office) List(ctx context.Context, who actor.Actor, f Filter) ([]Logged, int, error) {
	if err := who.Must(actor.ReadAudit); err != nil {
		return nil, 0, err
	}
	return o.Store.ListEvents(ctx, f)
}

// Find gives an event with the proof that the log holds it.
func (o *Office) Find(ctx context.Context, who actor.Actor, index int64) (Logged, Proof, error) {
	if err := who.Must(actor.ReadAudit); err != nil {
		return Logged{}, Proof{}, err
	}
	e, err := o.Store.ReadEvent(ctx, index)
	if err != nil {
		return e, Proof{}, err
	}
	p, err := o.Store.ProveEvent(ctx, index)
	return e, p, err
}

// exportStep is how many events are read at a time.
const exportStep = 500

// Each hands all events that match to fn, newest first, in small steps.
func (o *Office) Each(ctx context.Context, who actor.Actor, f Filter, fn func(Logged) error) error {
	if err := who.Must(actor.ReadAudit); err != nil {
		return err
	}
	f.Limit, f.Offset = exportStep, 0
	for {
		page, _, err := o.Store.ListEvents(ctx, f)
		if err != nil {
			return err
		}
		for _, e := range page {
			if err := fn(e); err != nil {
				return err
			}
			f.Before = e.Index
		}
		if len(page) < exportStep || f.Before == 0 {
			return nil
		}
	}
}
