package app

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/sign"
	"github.com/opencites/opencites/internal/store"
)

// checkpointKind is the kind of the job that signs the log.
const checkpointKind = "log.checkpoint"

// checkpointEvery is how long an event may wait for a signed head (trust sheet 4.3).
const checkpointEvery = 10 * time.Minute

// checkpointer signs the log as it stands and keeps the note beside the
// database, where a restored backup does not bring an older one back.
type checkpointer struct {
	DB   *store.DB
	Keys *sign.Keystore
	Name string // origin of the log
	File string // where the newest note is kept
	Now  func() time.Time
}

// logName is the origin of the Party's log: the host of its address and "/log".
func logName(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "opencites.invalid/log"
	}
	return u.Host + "/log"
}

func (s *System) checkpointer() checkpointer {
	return checkpointer{DB: s.DB, Keys: s.Keys, Name: logName(s.Profile.BaseURL), File: s.Where.path(checkpointFile), Now: s.Now}
}

// Kind is job.Handler.
func (c checkpointer) Kind() string { return checkpointKind }

// Work signs and keeps a checkpoint; without new events nothing changes.
func (c checkpointer) Work(ctx context.Context, _ []byte) error {
	signer, err := c.signer()
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	made, err := c.DB.Checkpoint(ctx, signer)
	if err != nil {
		return err
	}
	return store.KeepNote(c.File, made)
}

func (c checkpointer) signer() (note.Signer, error) { return c.Keys.NoteSigner(c.Name, c.Now()) }

// checkpoints asks for a checkpoint now and every ten minutes.
func checkpoints() job.Periodic {
	return job.Periodic{Every: checkpointEvery, Job: job.Job{Kind: checkpointKind, UniqueKey: "log"}, Start: true}
}

// refuseFork refuses to start on a database that does not hold the newest
// checkpoint kept beside it: an old backup was put in its place, and going on
// would fork the log (promise P10).
func refuseFork(ctx context.Context, db *store.DB, w Where) error {
	file := w.path(checkpointFile)
	h, ok, err := store.ReadHead(file)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if !ok {
		return nil
	}
	if err := db.Contains(ctx, h); err != nil {
		return fmt.Errorf("the database does not fit %s and is not opened: %w", file, err)
	}
	return nil
}
