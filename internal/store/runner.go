package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/opencites/opencites/internal/job"
)

// RunnerConfig says which jobs a runner does and how. Zero values are the
// defaults named at each field.
type RunnerConfig struct {
	Handlers []job.Handler
	Periodic []job.Periodic

	Workers int                             // jobs at once, default 4
	Poll    time.Duration                   // how often to look for jobs, default 1 s
	Backoff func(attempt int) time.Duration // wait after the n-th failure, default 1 s doubling up to an hour
	Timeout time.Duration                   // longest run of one job, default 10 min
}

// Runner works off the job queue. Several runners, also on other machines, may
// work on one PostgreSQL database: each job is claimed by one, periodic jobs are
// queued by one.
type Runner struct {
	client *river.Client[*sql.Tx]
}

// StartRunner starts working off the queue until Stop.
func (d *DB) StartRunner(ctx context.Context, cfg RunnerConfig) (*Runner, error) {
	cfg = cfg.withDefaults()
	workers := river.NewWorkers()
	for _, h := range cfg.Handlers {
		river.AddWorkerArgs(workers, envelope{kind: h.Kind()}, &worker{handler: h, log: d.cfg.Log})
	}
	periodic := make([]*river.PeriodicJob, 0, len(cfg.Periodic))
	for _, p := range cfg.Periodic {
		made, err := periodicJob(p, d.cfg.Attempts)
		if err != nil {
			return nil, err
		}
		periodic = append(periodic, made)
	}
	c, err := river.NewClient(d.queueDriver(d.write), &river.Config{
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: cfg.Workers}},
		Workers:           workers,
		PeriodicJobs:      periodic,
		PollOnly:          true, // no LISTEN/NOTIFY: it is not on every PostgreSQL-compatible engine
		FetchPollInterval: cfg.Poll,
		FetchCooldown:     min(cfg.Poll, 5*time.Millisecond), // the default of 100 ms would bound 4 workers to 40 jobs a second
		JobTimeout:        cfg.Timeout,
		MaxAttempts:       d.cfg.Attempts,
		RetryPolicy:       backoff(cfg.Backoff),
		Logger:            slog.New(quiet{d.cfg.Log.Handler()}),
		ErrorHandler:      panics{d.cfg.Log},
	})
	if err != nil {
		return nil, fmt.Errorf("start runner: %w", err)
	}
	// The runner outlives the caller's context: Stop ends it in order.
	if err := c.Start(context.WithoutCancel(ctx)); err != nil {
		return nil, fmt.Errorf("start runner: %w", d.fail(err))
	}
	return &Runner{c}, nil
}

// Stop takes no new jobs and waits for those at work; when ctx ends first, they
// are cancelled and come back later.
func (r *Runner) Stop(ctx context.Context) error {
	if err := r.client.Stop(ctx); err == nil {
		return nil
	}
	hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := r.client.StopAndCancel(hard); err != nil {
		return fmt.Errorf("stop runner: %w", err)
	}
	return nil
}

func (c RunnerConfig) withDefaults() RunnerConfig {
	if c.Workers <= 0 {
		c.Workers = 4
	}
	if c.Poll <= 0 {
		c.Poll = time.Second
	}
	if c.Backoff == nil {
		c.Backoff = doubling
	}
	if c.Timeout <= 0 {
		c.Timeout = 10 * time.Minute
	}
	return c
}

// doubling waits 1, 2, 4, ... seconds up to an hour, spread by a quarter so that
// what failed together does not come back together.
func doubling(attempt int) time.Duration {
	d := min(time.Second<<min(attempt-1, 12), time.Hour)
	return d - d/8 + time.Duration(rand.Int64N(int64(d/4)))
}

// backoff is river.ClientRetryPolicy.
type backoff func(attempt int) time.Duration

// NextRetry is when a failed job comes back.
func (b backoff) NextRetry(j *rivertype.JobRow) time.Time {
	return time.Now().Add(b(max(1, len(j.Errors)+1)))
}

// worker gives River's jobs of one kind to our handler.
type worker struct {
	river.WorkerDefaults[envelope]
	handler job.Handler
	log     *slog.Logger
}

// Work runs the handler.
func (w *worker) Work(ctx context.Context, j *river.Job[envelope]) error {
	err := w.handler.Work(ctx, j.Args.Args)
	if err == nil {
		return nil
	}
	w.log.Warn("job failed", "kind", j.Kind, "job", j.ID, "attempt", j.Attempt, "error", err)
	if job.Cancelled(err) {
		return river.JobCancel(err)
	}
	return err
}

func periodicJob(p job.Periodic, attempts int) (*river.PeriodicJob, error) {
	args, err := json.Marshal(p.Job.Args)
	if err != nil {
		return nil, fmt.Errorf("periodic job %s: %w", p.Job.Kind, err)
	}
	key := p.Job.UniqueKey
	if key == "" {
		key = "periodic"
	}
	e := envelope{p.Job.Kind, key, args}
	made := func() (river.JobArgs, *river.InsertOpts) {
		return e, &river.InsertOpts{MaxAttempts: attempts, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: waiting()}}
	}
	return river.NewPeriodicJob(river.PeriodicInterval(p.Every), made, &river.PeriodicJobOpts{RunOnStart: p.Start}), nil
}

// panics notes the stack of a handler that panicked; the job comes back later.
type panics struct{ log *slog.Logger }

// HandleError leaves errors to the worker, which has noted them.
func (p panics) HandleError(context.Context, *rivertype.JobRow, error) *river.ErrorHandlerResult {
	return nil
}

// HandlePanic notes the panic.
func (p panics) HandlePanic(_ context.Context, j *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	p.log.Error("job panicked", "kind", j.Kind, "job", j.ID, "panic", value, "trace", trace)
	return nil
}

// quiet passes on what needs a person: River tells much at lower levels.
type quiet struct{ slog.Handler }

// Enabled is slog.Handler.
func (q quiet) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && q.Handler.Enabled(ctx, l)
}

// WithAttrs is slog.Handler.
func (q quiet) WithAttrs(a []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(a)} }

// WithGroup is slog.Handler.
func (q quiet) WithGroup(n string) slog.Handler { return quiet{q.Handler.WithGroup(n)} }

// QueueState counts jobs by what they are doing.
type QueueState struct {
	Waiting  int64 // ready or planned
	Running  int64
	Retrying int64 // failed at least once, will run again
	Failed   int64 // given up: a person should look
	Done     int64 // finished in the last day
}

// QueueState tells how the queue stands.
func (d *DB) QueueState(ctx context.Context) (QueueState, error) {
	var s QueueState
	err := d.View(ctx, func(t *Tx) error {
		rows, err := t.QueryContext(ctx, `select cast(state as text), count(*) from river_job group by 1`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var state string
			var n int64
			if err := rows.Scan(&state, &n); err != nil {
				return err
			}
			switch rivertype.JobState(state) {
			case rivertype.JobStateAvailable, rivertype.JobStateScheduled, rivertype.JobStatePending:
				s.Waiting += n
			case rivertype.JobStateRunning:
				s.Running += n
			case rivertype.JobStateRetryable:
				s.Retrying += n
			case rivertype.JobStateDiscarded, rivertype.JobStateCancelled:
				s.Failed += n
			case rivertype.JobStateCompleted:
				s.Done += n
			}
		}
		return rows.Err()
	})
	return s, err
}
