package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
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

func (t rehearsalTx) Quotas(ctx context.Context) ([]species.Quota, error) {
	return speciesTx{t.Tx}.Quotas(ctx)
}
