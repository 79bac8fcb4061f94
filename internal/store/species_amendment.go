package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store/db"
)

func (t speciesTx) Amendments(ctx context.Context) ([]*species.Amendments, error) {
	rows, err := t.Q.Amendments(ctx)
	if err != nil {
		return nil, fmt.Errorf("amendments: %w", err)
	}
	out := make([]*species.Amendments, len(rows))
	for i, r := range rows {
		if out[i], err = amendments(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (t speciesTx) AmendmentsByID(ctx context.Context, id string) (*species.Amendments, error) {
	r, err := t.Q.AmendmentsByID(ctx, id)
	if err != nil {
		return nil, Found(err, "amendments", id)
	}
	return amendments(r)
}

func amendments(r db.SpeciesAmendment) (*species.Amendments, error) {
	s := &species.Amendments{ID: r.ID, Name: r.Name, Citation: r.Citation, State: species.AmendmentState(r.State), Loaded: moment(r.Loaded),
		Reason: r.Reason, Ended: moment(r.Ended), EndedBy: r.EndedBy}
	err := readAll(column{"content", r.Content, &s.Rows}, column{"entered", r.Entered, &s.Entered}, column{"loaded_by", r.LoadedBy, &s.LoadedBy},
		column{"first_day", quoted(r.FirstDay), &s.First}, column{"last_day", quoted(r.LastDay), &s.Last})
	if err != nil {
		return nil, fmt.Errorf("amendments %s: %w", r.ID, err)
	}
	return s, nil
}

func (t speciesTx) InsertAmendments(ctx context.Context, s *species.Amendments) error {
	var texts [3]string
	for i, v := range []any{s.Rows, s.Entered, s.LoadedBy} {
		b, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("amendments %s: %w", s.ID, err)
		}
		texts[i] = string(b)
	}
	return t.Q.InsertAmendments(ctx, db.InsertAmendmentsParams{ID: s.ID, Name: s.Name, Citation: s.Citation, State: string(s.State),
		FirstDay: s.First.String(), LastDay: s.Last.String(), Content: texts[0], Entered: texts[1], Loaded: micros(s.Loaded), LoadedBy: texts[2],
		Reason: s.Reason, Ended: micros(s.Ended), EndedBy: s.EndedBy})
}

func (t speciesTx) SaveAmendments(ctx context.Context, s *species.Amendments) error {
	n, err := t.Q.SaveAmendments(ctx, db.SaveAmendmentsParams{ID: s.ID, State: string(s.State), Reason: s.Reason, Ended: micros(s.Ended), EndedBy: s.EndedBy})
	return Saved(n, err, "amendments", s.ID)
}

func (t speciesTx) DeleteQuota(ctx context.Context, id string) error {
	n, err := t.Q.DeleteQuota(ctx, id)
	return Saved(n, err, "quota", id)
}

func (t speciesTx) DeleteSuspension(ctx context.Context, id string) error {
	n, err := t.Q.DeleteSuspension(ctx, id)
	return Saved(n, err, "suspension", id)
}

func (t speciesTx) SetSuspensionEnd(ctx context.Context, id string, until cites.Date) error {
	n, err := t.Q.SetSuspensionEnd(ctx, db.SetSuspensionEndParams{ID: id, UntilDay: until.String()})
	return Saved(n, err, "suspension", id)
}

func (t speciesTx) SetReservationEnd(ctx context.Context, id string, until cites.Date) error {
	n, err := t.Q.SetReservationEnd(ctx, db.SetReservationEndParams{ID: id, UntilDay: until.String()})
	return Saved(n, err, "reservation", id)
}
