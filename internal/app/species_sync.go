package app

import (
	"context"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/speciesplus"
)

// speciesSyncKind is the kind of the job that asks Species+ for what changed.
const speciesSyncKind = "speciessync"

// speciesSync brings the catalogue up to date every night where a token is
// configured. A night on which the service does not answer is made up for by the
// next: nothing is lost and nobody is called.
type speciesSync struct {
	sys   *System
	token string
}

// Kind is job.Handler.
func (s speciesSync) Kind() string { return speciesSyncKind }

// Work asks and imports; doing it again changes nothing.
func (s speciesSync) Work(ctx context.Context, _ []byte) error {
	run := &speciesplus.Sync{Client: &speciesplus.Client{Token: s.token, Wait: time.Second, Pause: 2 * time.Second}, Importer: s.sys.Species,
		Dir: s.sys.Where.path(syncDir), Details: speciesplus.Listed, Today: s.sys.Species.Today, Now: s.sys.Now}
	r, err := run.Run(ctx, actor.Machine(), func(string, int, int) {})
	if k := fault.KindOf(err); k == fault.Unavailable || k == fault.Denied {
		s.sys.Log.Warn("Species+ not asked to the end", "error", err)
		return nil
	}
	if err != nil {
		return err
	}
	s.sys.Log.Info("Species+ asked", "edition", r.Edition, "added", r.Added, "changed", r.Changed)
	return nil
}

// speciesSyncs asks for it once a day.
func speciesSyncs() job.Periodic {
	return job.Periodic{Every: 24 * time.Hour, Job: job.Job{Kind: speciesSyncKind, UniqueKey: "all"}}
}
