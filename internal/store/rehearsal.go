package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rehearsal"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store/db"
)

// Rehearsals is the store of package rehearsal.
type Rehearsals struct{ DB *DB }

// View runs fn on one snapshot.
func (s Rehearsals) View(ctx context.Context, fn func(rehearsal.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(rehearsalTx{applicationTx{t}}) })
}

type rehearsalTx struct{ applicationTx }

// rehearsalPage is how many rows are read at a time.
const rehearsalPage = 500

func (t rehearsalTx) OpenContents(ctx context.Context, fn func(string, *application.Content) error) error {
	last := ""
	for {
		rows, err := t.Q.OpenContents(ctx, db.OpenContentsParams{ID: last, Limit: rehearsalPage})
		if err != nil {
			return fmt.Errorf("open applications: %w", err)
		}
		for _, r := range rows {
			var c application.Content
			if err := json.Unmarshal([]byte(r.Content), &c); err != nil {
				return fmt.Errorf("application %s: %w", r.ID, err)
			}
			if err := fn(r.ID, &c); err != nil {
				return err
			}
			last = r.ID
		}
		if len(rows) < rehearsalPage {
			return nil
		}
	}
}

func (t rehearsalTx) StandingPermits(ctx context.Context, on cites.Date, fn func(string, *permit.Record) error) error {
	last := ""
	for {
		rows, err := t.Q.StandingPermits(ctx, db.StandingPermitsParams{ID: last, ValidUntil: on.String(), Limit: rehearsalPage})
		if err != nil {
			return fmt.Errorf("standing permits: %w", err)
		}
		for _, row := range rows {
			var r permit.Record
			if err := json.Unmarshal([]byte(row.Record), &r); err != nil {
				return fmt.Errorf("permit %s: %w", row.ID, err)
			}
			if err := fn(row.ID, &r); err != nil {
				return err
			}
			last = row.ID
		}
		if len(rows) < rehearsalPage {
			return nil
		}
	}
}

func (t rehearsalTx) ListFacilities(ctx context.Context, f facility.Filter) ([]facility.Facility, int, error) {
	return facilityTx{t.Tx}.ListFacilities(ctx, f)
}

func (t rehearsalTx) Quotas(ctx context.Context) ([]species.Quota, error) {
	return speciesTx{t.Tx}.Quotas(ctx)
}

// InsertRehearsal keeps what was asked for and queues the job.
func (s Rehearsals) InsertRehearsal(ctx context.Context, a rehearsal.Asked, j job.Job) error {
	set, err := json.Marshal(a.Set)
	if err != nil {
		return fmt.Errorf("rehearsal %s: %w", a.ID, err)
	}
	return s.DB.Update(ctx, func(t *Tx) error {
		if err := t.Q.InsertRehearsal(ctx, db.InsertRehearsalParams{ID: a.ID, Name: a.Name, OnDay: a.On.String(), Content: string(set), ActorName: a.Actor, Created: micros(a.Created), Search: folded(a.Name + " " + a.Actor)}); err != nil {
			return err
		}
		return t.Enqueue(ctx, j)
	})
}

// Rehearsal loads one rehearsal.
func (s Rehearsals) Rehearsal(ctx context.Context, id string) (a rehearsal.Asked, err error) {
	err = s.DB.View(ctx, func(t *Tx) error {
		r, err := t.Q.Rehearsal(ctx, id)
		if err != nil {
			return Found(err, "rehearsal", id)
		}
		a = rehearsal.Asked{ID: r.ID, Name: r.Name, State: rehearsal.State(r.State), Cases: int(r.Cases), Actor: r.ActorName, Created: moment(r.Created), Changed: moment(r.Changed)}
		columns := []column{{"on_day", quoted(r.OnDay), &a.On}, {"content", r.Content, &a.Set}}
		if r.Result != "" {
			columns = append(columns, column{"result", r.Result, &a.Result})
		}
		if err := readAll(columns...); err != nil {
			return fmt.Errorf("rehearsal %s: %w", id, err)
		}
		return nil
	})
	return a, err
}

// ListRehearsals gives one page of rehearsals, the newest first, and how many
// there are in all.
func (s Rehearsals) ListRehearsals(ctx context.Context, f rehearsal.Filter) (out []rehearsal.Asked, total int, err error) {
	err = s.DB.View(ctx, func(t *Tx) error {
		pattern := searchPattern(f.Text)
		rows, err := t.Q.ListRehearsals(ctx, db.ListRehearsalsParams{Pattern: pattern, State: string(f.State), N: int64(f.Limit), Skip: int64(f.Offset)})
		if err != nil {
			return fmt.Errorf("list rehearsals: %w", err)
		}
		n, err := t.Q.CountRehearsals(ctx, db.CountRehearsalsParams{Pattern: pattern, State: string(f.State)})
		if err != nil {
			return fmt.Errorf("count rehearsals: %w", err)
		}
		total = int(n)
		for _, r := range rows {
			on, err := day(r.OnDay)
			if err != nil {
				return fmt.Errorf("rehearsal %s: %w", r.ID, err)
			}
			out = append(out, rehearsal.Asked{ID: r.ID, Name: r.Name, On: on, State: rehearsal.State(r.State), Cases: int(r.Cases), Actor: r.ActorName,
				Created: moment(r.Created), Changed: moment(r.Changed)})
		}
		return nil
	})
	return out, total, err
}

// SaveRehearsal writes how far a rehearsal is and what it found.
func (s Rehearsals) SaveRehearsal(ctx context.Context, a rehearsal.Asked) error {
	result := ""
	if a.Result != nil {
		b, err := json.Marshal(a.Result)
		if err != nil {
			return fmt.Errorf("rehearsal %s: %w", a.ID, err)
		}
		result = string(b)
	}
	return s.DB.Update(ctx, func(t *Tx) error {
		n, err := t.Q.SetRehearsal(ctx, db.SetRehearsalParams{ID: a.ID, State: string(a.State), Cases: int64(a.Cases), Result: result, Changed: micros(a.Changed)})
		return Saved(n, err, "rehearsal", a.ID)
	})
}
