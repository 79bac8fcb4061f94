package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store/db"
)

// Controls is the store of package control.
type Controls struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s Controls) Update(ctx context.Context, fn func(control.Tx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(controlTx{permitTx{applicationTx{t}}}) })
}

// View runs fn on one snapshot.
func (s Controls) View(ctx context.Context, fn func(control.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(controlTx{permitTx{applicationTx{t}}}) })
}

type controlTx struct{ permitTx }

// UseLine adds to what was used of a line: one conditional update under the
// constraint never_more_than_permitted (promise P1).
func (t controlTx) UseLine(ctx context.Context, permitID, letter string, q cites.Quantity) error {
	n, err := t.Q.UsePermitLine(ctx, db.UsePermitLineParams{PermitID: permitID, Letter: letter, Amount: int64(q)})
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "control.more_than_permitted", "letter", letter)
	}
	return err
}

func (t controlTx) InsertEndorsement(ctx context.Context, e *control.Endorsement) error {
	single := e.ID
	if e.Once {
		single = e.PermitID
	}
	var key *string
	if e.Key != "" {
		key = &e.Key
	}
	err := t.Q.InsertEndorsement(ctx, db.InsertEndorsementParams{ID: e.ID, PermitID: e.PermitID, Number: string(e.Number),
		Kind: string(e.Kind), Single: single, Port: e.Port, Date: e.Date.String(), Transport: e.Transport, Remarks: e.Remarks,
		ByID: e.By, ByName: e.ByName, Office: e.Office, At: micros(e.At), LogIndex: e.LogIndex, SendKey: key,
		Search: folded(string(e.Number), cites.NumberKey(e.Number), e.Transport, e.ByName, e.Port)})
	if t.Broken(err) == "one_endorsement_per_permit" || strings.Contains(t.Broken(err), "single") {
		return fault.New(fault.Conflict, "control.endorsed_already", "number", e.Number)
	}
	if err != nil {
		return err
	}
	for _, c := range e.Lines {
		if err := t.Q.InsertEndorsementLine(ctx, db.InsertEndorsementLineParams{EndorsementID: e.ID, Letter: c.Letter, Quantity: int64(c.Quantity)}); err != nil {
			return err
		}
	}
	return nil
}

func (t controlTx) Endorsements(ctx context.Context, permitID string) ([]control.Endorsement, error) {
	rows, err := t.Q.EndorsementsOf(ctx, permitID)
	if err != nil {
		return nil, fmt.Errorf("read endorsements: %w", err)
	}
	return t.endorsements(ctx, rows)
}

func (t controlTx) EndorsementByKey(ctx context.Context, key string) (*control.Endorsement, error) {
	r, err := t.Q.EndorsementByKey(ctx, &key)
	if err != nil {
		return nil, Found(err, "endorsement", key)
	}
	out, err := t.endorsements(ctx, []db.EndorsementsOfRow{db.EndorsementsOfRow(r)})
	if err != nil {
		return nil, err
	}
	return &out[0], nil
}

func (t controlTx) ListEndorsements(ctx context.Context, f control.Filter) ([]control.Endorsement, int, error) {
	q := db.ListEndorsementsParams{Kind: string(f.Kind), Office: f.Office, ByID: f.By, Since: f.From.String(), Until: f.Until.String(), Late: f.Late.String(),
		Skip: int64(f.Offset), Most: int64(f.Limit)}
	if f.Text != "" {
		q.Pattern = like(f.Text)
	}
	total, err := t.Q.CountEndorsements(ctx, db.CountEndorsementsParams{Pattern: q.Pattern, Kind: q.Kind, Office: q.Office, ByID: q.ByID,
		Since: q.Since, Until: q.Until, Late: q.Late})
	if err != nil {
		return nil, 0, fmt.Errorf("count endorsements: %w", err)
	}
	rows, err := t.Q.ListEndorsements(ctx, q)
	if err != nil {
		return nil, 0, fmt.Errorf("list endorsements: %w", err)
	}
	same := make([]db.EndorsementsOfRow, len(rows))
	for i, r := range rows {
		same[i] = db.EndorsementsOfRow(r)
	}
	out, err := t.endorsements(ctx, same)
	return out, int(total), err
}

func (t controlTx) endorsements(ctx context.Context, rows []db.EndorsementsOfRow) ([]control.Endorsement, error) {
	out := make([]control.Endorsement, len(rows))
	for i, r := range rows {
		e := control.Endorsement{ID: r.ID, PermitID: r.PermitID, Number: cites.PermitNumber(r.Number), Kind: control.Kind(r.Kind),
			Port: r.Port, Transport: r.Transport, Remarks: r.Remarks, By: r.ByID, ByName: r.ByName, Office: r.Office,
			At: moment(r.At), LogIndex: r.LogIndex, Once: r.Single == r.PermitID}
		if r.SendKey != nil {
			e.Key = *r.SendKey
		}
		if err := days(&e.Date, r.Date); err != nil {
			return nil, fmt.Errorf("read endorsement %s: %w", r.ID, err)
		}
		lines, err := t.Q.EndorsementLines(ctx, r.ID)
		if err != nil {
			return nil, fmt.Errorf("read endorsement %s: %w", r.ID, err)
		}
		for _, l := range lines {
			e.Lines = append(e.Lines, control.Counted{Letter: l.Letter, Quantity: cites.Quantity(l.Quantity)})
		}
		out[i] = e
	}
	return out, nil
}
