package job

import (
	"context"
	"errors"
	"time"
)

// Job is work to be done after the transaction that enqueues it.
type Job struct {
	Kind      string    // names the Handler: "permit.seal"
	Args      any       // JSON-able, small: ids, not documents
	UniqueKey string    // while a job of this kind and key waits or runs, no second one is queued; empty allows many
	RunAt     time.Time // not before this moment; zero is at once
}

// Handler does the jobs of one kind. Work gets the JSON of Job.Args; it must be
// safe to repeat. A nil error ends the job; Cancel ends it without success; any
// other error brings it back later.
type Handler interface {
	Kind() string
	Work(ctx context.Context, args []byte) error
}

// Periodic asks for a job again and again, once for all running instances.
type Periodic struct {
	Every time.Duration // at least a minute in service
	Job   Job
	Start bool // also when the program starts
}

// cancelled marks an error that no repetition can cure.
type cancelled struct{ error }

func (c cancelled) Unwrap() error { return c.error }

// Cancel wraps an error that no repetition can cure: the job ends as failed.
func Cancel(err error) error {
	if err == nil {
		return nil
	}
	return cancelled{err}
}

// Cancelled reports whether err was wrapped by Cancel.
func Cancelled(err error) bool {
	var c cancelled
	return errors.As(err, &c)
}
