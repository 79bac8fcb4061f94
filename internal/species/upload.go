package species

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/job"
)

// ImportKind is the kind of the job that imports an uploaded file.
const ImportKind = "species.import"

// MaxUpload bounds what is kept of an upload, packed.
const MaxUpload = 64 << 20

// UploadState is where an upload stands.
type UploadState string

// The states: waiting → running → done | refused.
const (
	Waiting UploadState = "waiting"
	Running UploadState = "running"
	Done    UploadState = "done"
	Refused UploadState = "refused"
)

// Ended reports whether nothing more will happen.
func (s UploadState) Ended() bool { return s == Done || s == Refused }

// Upload is a file that someone gave to be imported by a job.
type Upload struct {
	ID      string
	Name    string
	AsOf    cites.Date
	State   UploadState
	Phase   Phase
	Rows    int // done in the phase
	Report  *Report
	Fault   *fault.Error // why it was refused
	Actor   actor.Actor
	Created time.Time
	Changed time.Time
}

// importArgs is what the job needs to know.
type importArgs struct {
	Upload string `json:"upload"`
}

// Upload keeps files and queues their import, in one transaction. Their headers
// are looked at first, so that a wrong file is refused at once. It returns the
// id under which the import can be watched.
func (i *Importer) Upload(ctx context.Context, a actor.Actor, files ...File) (string, error) {
	if err := a.Must(actor.ImportSpecies); err != nil {
		return "", err
	}
	if len(files) == 0 {
		return "", fault.New(fault.Invalid, "species.import.no_file")
	}
	packed, err := pack(files)
	if err != nil {
		return "", err
	}
	name, asOf := clean(files[0].Name), i.named(files[0])
	for _, f := range files[1:] {
		name += ", " + clean(f.Name)
	}
	inside, err := Unpack(name, files[0].AsOf, packed)
	if err != nil {
		return "", err
	}
	if _, err := i.open(inside); err != nil {
		return "", err
	}
	now := i.Now()
	u := Upload{ID: i.NewID(), Name: name, AsOf: asOf, State: Waiting, Actor: a, Created: now, Changed: now}
	return u.ID, i.Store.Update(ctx, func(tx Tx) error {
		if err := tx.InsertUpload(ctx, u, packed); err != nil {
			return err
		}
		e := importEvent(a, &Report{Source: u.Name, AsOf: u.AsOf})
		e.SubjectID, e.Detail = u.ID, map[string]any{"upload": u.Name, "bytes": len(packed), "as_of": u.AsOf.String()}
		if _, err := tx.Record(ctx, e); err != nil {
			return err
		}
		return tx.Enqueue(ctx, job.Job{Kind: ImportKind, Args: importArgs{u.ID}, UniqueKey: u.ID})
	})
}

// ImportJob does the imports that were queued.
type ImportJob struct{ Importer *Importer }

// Kind is ImportKind.
func (j ImportJob) Kind() string { return ImportKind }

// Work imports an uploaded file in the name of who uploaded it. A file that is
// refused ends the job; anything else that goes wrong brings it back.
func (j ImportJob) Work(ctx context.Context, args []byte) error {
	var in importArgs
	if err := json.Unmarshal(args, &in); err != nil {
		return job.Cancel(fmt.Errorf("arguments of %s: %w", ImportKind, err))
	}
	i := j.Importer
	u, content, err := i.claim(ctx, in.Upload)
	if err != nil || u.State.Ended() {
		return err
	}
	watch := func(p Phase, rows int) {
		if rows%(5*progressStep) == 0 || p != u.Phase {
			u.Phase, u.Rows = p, rows
			_ = i.save(ctx, u) // progress only; the next one or the end will say
		}
	}
	defer debug.FreeOSMemory() // an import works on two whole catalogues
	files, err := Unpack(u.Name, u.AsOf, content)
	var r *Report
	if err == nil {
		r, err = i.ImportAll(ctx, u.Actor, u.Name, files, watch)
	}
	f := fault.Of(err)
	if err != nil && (f == nil || f.Kind == fault.Unavailable || f.Kind == fault.Conflict) {
		return err
	}
	u.State, u.Report, u.Fault = Done, r, f
	if f != nil {
		u.State = Refused
	}
	return i.end(ctx, u)
}

// claim loads an upload and marks it as running.
func (i *Importer) claim(ctx context.Context, id string) (u Upload, content []byte, err error) {
	err = i.Store.View(ctx, func(tx Tx) error {
		if u, err = tx.Upload(ctx, id); err != nil || u.State.Ended() {
			return err
		}
		content, err = tx.UploadContent(ctx, id)
		return err
	})
	if err != nil || u.State.Ended() {
		return u, nil, err
	}
	u.State, u.Phase, u.Rows = Running, Reading, 0
	return u, content, i.save(ctx, u)
}

func (i *Importer) save(ctx context.Context, u Upload) error {
	u.Changed = i.Now()
	return i.Store.Update(ctx, func(tx Tx) error { return tx.SaveUpload(ctx, u) })
}

// end keeps the outcome and forgets the file.
func (i *Importer) end(ctx context.Context, u Upload) error {
	u.Changed = i.Now()
	return i.Store.Update(ctx, func(tx Tx) error {
		if err := tx.SaveUpload(ctx, u); err != nil {
			return err
		}
		return tx.DropUploadContent(ctx, u.ID)
	})
}

// Uploads returns the last imports, newest first.
func (i *Importer) Uploads(ctx context.Context, a actor.Actor, n int) (out []Upload, err error) {
	if err := a.Must(actor.ImportSpecies); err != nil {
		return nil, err
	}
	err = i.Store.View(ctx, func(tx Tx) error {
		out, err = tx.LastUploads(ctx, n)
		return err
	})
	return out, err
}

// Watch returns one upload by its id.
func (i *Importer) Watch(ctx context.Context, a actor.Actor, id string) (u Upload, err error) {
	if err := a.Must(actor.ImportSpecies); err != nil {
		return u, err
	}
	err = i.Store.View(ctx, func(tx Tx) error {
		u, err = tx.Upload(ctx, id)
		return err
	})
	return u, err
}
