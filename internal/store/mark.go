package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/store/db"
)

// insertMarks keeps the marks of a line for the search and for rule Q14.
func (t permitTx) insertMarks(ctx context.Context, id string, l permit.Line) error {
	for i, m := range permit.MarksOf(l) {
		err := t.Q.InsertPermitMark(ctx, db.InsertPermitMarkParams{PermitID: id, Letter: l.Letter, Position: int64(i), Kind: m.Kind, Value: m.Value})
		if err != nil {
			return err
		}
	}
	return nil
}

// MarkAlive lists the lines of permits in which a mark is alive on a day, but for
// those of one application.
func (t *Tx) MarkAlive(ctx context.Context, m application.Mark, on cites.Date, except string) ([]application.MarkUse, error) {
	rows, err := t.Q.MarksAlive(ctx, db.MarksAliveParams{Value: application.MarkValue(m.Value), Kind: m.Kind, Day: on.String(), ApplicationID: except})
	if err != nil {
		return nil, fmt.Errorf("look for mark %s: %w", m.Value, err)
	}
	out := make([]application.MarkUse, len(rows))
	for i, r := range rows {
		out[i] = application.MarkUse{Number: cites.PermitNumber(r.Number), Letter: r.Letter}
	}
	return out, nil
}

// TrophiesIssued lists the trophies of a species that went to hunters of a country
// with permits of one year, but for those of one application.
func (t *Tx) TrophiesIssued(ctx context.Context, name string, to cites.Country, year int, except string) ([]application.Trophies, error) {
	rows, err := t.Q.TrophiesIssued(ctx, db.TrophiesIssuedParams{ScientificName: name, Country: string(to), Reexport: string(cites.ReexportCertificate), ExceptApplication: except,
		FromDay: cites.Date{Year: year, Month: 1, Day: 1}.String(), UntilDay: cites.Date{Year: year, Month: 12, Day: 31}.String()})
	if err != nil {
		return nil, fmt.Errorf("trophies of %s in %d: %w", name, year, err)
	}
	out := make([]application.Trophies, len(rows))
	for i, r := range rows {
		out[i] = application.Trophies{Hunter: r.Importer, Taken: cites.Quantity(r.Taken)}
	}
	return out, nil
}

// FindMarks gives one page of the marks that contain a text and how many there
// are in all.
func (t permitTx) FindMarks(ctx context.Context, f permit.MarkFilter) ([]permit.MarkRow, int, error) {
	pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(application.MarkValue(f.Text)) + "%"
	total, err := t.Q.CountMarks(ctx, pattern)
	if err != nil {
		return nil, 0, err
	}
	rows, err := t.Q.FindMarks(ctx, db.FindMarksParams{Pattern: pattern, Most: int64(f.Limit), Skip: int64(f.Offset)})
	if err != nil {
		return nil, 0, err
	}
	out := make([]permit.MarkRow, len(rows))
	for i, r := range rows {
		out[i] = permit.MarkRow{Mark: application.Mark{Kind: r.Kind, Value: r.Value}, PermitID: r.PermitID, Letter: r.Letter,
			Number: cites.PermitNumber(r.Number), State: permit.State(r.State), ScientificName: r.ScientificName, Exporter: r.Exporter, Importer: r.Importer}
		if err := days(&out[i].Issued, r.Issued, &out[i].ValidUntil, r.ValidUntil); err != nil {
			return nil, 0, fmt.Errorf("find marks: %s: %w", r.Number, err)
		}
	}
	return out, int(total), nil
}
