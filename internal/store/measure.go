package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/store/db"
)

// Measures is the store of package measure.
type Measures struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s Measures) Update(ctx context.Context, fn func(measure.Tx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(measureTx{t}) })
}

// View runs fn on one snapshot.
func (s Measures) View(ctx context.Context, fn func(measure.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(measureTx{t}) })
}

type measureTx struct{ *Tx }

func measureOf(r db.Measure) (*measure.Measure, error) {
	m := &measure.Measure{ID: r.ID, Number: r.Number, Name: r.Name, Country: cites.Country(r.Country), Expression: r.Expression, Citation: r.Citation,
		Severity: rule.Severity(r.Severity), State: measure.State(r.State), Reason: r.Reason, Version: r.Version, Created: moment(r.Created), Changed: moment(r.Changed)}
	if err := readAll(column{"texts", r.Texts, &m.Text}, column{"from_day", quoted(r.FromDay), &m.From}, column{"until_day", quoted(r.UntilDay), &m.Until}); err != nil {
		return nil, fmt.Errorf("measure %s: %w", r.ID, err)
	}
	return m, nil
}

func measuresOf(rows []db.Measure) ([]measure.Measure, error) {
	out := make([]measure.Measure, len(rows))
	for i, r := range rows {
		m, err := measureOf(r)
		if err != nil {
			return nil, err
		}
		out[i] = *m
	}
	return out, nil
}

func measureSearch(m *measure.Measure) string {
	return folded(m.RuleID(), m.Name, m.Citation, m.Expression, string(m.Country))
}

// Measure reads one measure.
func (t measureTx) Measure(ctx context.Context, id string) (*measure.Measure, error) {
	r, err := t.Q.Measure(ctx, id)
	if err != nil {
		return nil, Found(err, "measure", id)
	}
	return measureOf(r)
}

// NextMeasureNumber gives a number that no measure has had.
func (t measureTx) NextMeasureNumber(ctx context.Context) (int64, error) {
	return t.Q.NextMeasureNumber(ctx)
}

// InsertMeasure adds a measure.
func (t measureTx) InsertMeasure(ctx context.Context, m *measure.Measure) error {
	texts, err := json.Marshal(m.Text)
	if err != nil {
		return err
	}
	return t.Q.InsertMeasure(ctx, db.InsertMeasureParams{ID: m.ID, Number: m.Number, Name: m.Name, Country: string(m.Country), Expression: m.Expression,
		Citation: m.Citation, FromDay: m.From.String(), UntilDay: m.Until.String(), Severity: string(m.Severity), Texts: string(texts), State: string(m.State),
		Reason: m.Reason, Version: m.Version, Created: micros(m.Created), Changed: micros(m.Changed), Search: measureSearch(m)})
}

// SaveMeasure writes a measure where the stored version equals m.Version, and
// raises the version.
func (t measureTx) SaveMeasure(ctx context.Context, m *measure.Measure) error {
	texts, err := json.Marshal(m.Text)
	if err != nil {
		return err
	}
	n, err := t.Q.SaveMeasure(ctx, db.SaveMeasureParams{ID: m.ID, OldVersion: m.Version, Name: m.Name, Country: string(m.Country), Expression: m.Expression,
		Citation: m.Citation, FromDay: m.From.String(), UntilDay: m.Until.String(), Severity: string(m.Severity), Texts: string(texts), State: string(m.State),
		Reason: m.Reason, Changed: micros(m.Changed), Search: measureSearch(m)})
	if err := Saved(n, err, "measure", m.ID); err != nil {
		return err
	}
	m.Version++
	return nil
}

// ListMeasures gives one page of measures, the newest number first, and how
// many there are in all.
func (t measureTx) ListMeasures(ctx context.Context, f measure.Filter) ([]measure.Measure, int, error) {
	pattern := searchPattern(f.Text)
	rows, err := t.Q.ListMeasures(ctx, db.ListMeasuresParams{Pattern: pattern, State: string(f.State), N: int64(f.Limit), Skip: int64(f.Offset)})
	if err != nil {
		return nil, 0, err
	}
	total, err := t.Q.CountMeasures(ctx, db.CountMeasuresParams{Pattern: pattern, State: string(f.State)})
	if err != nil {
		return nil, 0, err
	}
	out, err := measuresOf(rows)
	return out, int(total), err
}

// MeasuresOn gives the measures that hold on a day, by number.
func (t *Tx) MeasuresOn(ctx context.Context, on cites.Date) ([]measure.Measure, error) {
	rows, err := t.Q.MeasuresOn(ctx, on.String())
	if err != nil {
		return nil, err
	}
	return measuresOf(rows)
}
