package store

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"database/sql"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"github.com/opencites/opencites/internal/job"
)

// envelope is a Job as River keeps it. The key is what makes a job unique.
type envelope struct {
	kind string
	Key  string          `json:"key" river:"unique"`
	Args json.RawMessage `json:"args"`
}

// Kind is river.JobArgs.
func (e envelope) Kind() string { return e.kind }

// openQueue brings the queue's own tables up to date and readies insertion.
func (d *DB) openQueue(ctx context.Context) error {
	driver := d.queueDriver(d.write)
	log := slog.New(slog.DiscardHandler)
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: log})
	if err != nil {
		return fmt.Errorf("job queue: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate job queue: %w", err)
	}
	d.queue, err = river.NewClient(driver, &river.Config{Logger: log, MaxAttempts: d.cfg.Attempts})
	if err != nil {
		return fmt.Errorf("job queue: %w", err)
	}
	return nil
}

func (d *DB) queueDriver(pool *sql.DB) riverdriver.Driver[*sql.Tx] {
	if d.engine.name == "postgres" {
		return riverdatabasesql.New(pool)
	}
	return riversqlite.New(pool)
}

// Enqueue adds a job in this transaction: it runs if and only if the transaction
// commits. A job whose unique key waits or runs already is not added again.
func (t *Tx) Enqueue(ctx context.Context, j job.Job) error {
	if t.tree == nil {
		return errReadOnly
	}
	args, err := json.Marshal(j.Args)
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", j.Kind, err)
	}
	opts := &river.InsertOpts{ScheduledAt: j.RunAt}
	if j.UniqueKey != "" {
		opts.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: waiting()}
	}
	if _, err := t.db.queue.InsertTx(t.calm(ctx), t.sql, envelope{j.Kind, j.UniqueKey, args}, opts); err != nil {
		return fmt.Errorf("enqueue %s: %w", j.Kind, err)
	}
	return nil
}

func waiting() []rivertype.JobState {
	return []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
		rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}
}
