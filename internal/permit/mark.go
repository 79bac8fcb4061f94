package permit

import (
	"context"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
)

// A mark is alive while a permit could still move, or has just moved, the
// specimen that carries it: the permit is prepared or valid, or it was endorsed
// on leaving and its last valid day is not over. A permit that was used frees the
// mark, because a microchip or a closed ring belongs to the animal and may stand
// on a later permit; one that expired unused, was revoked, replaced or cancelled
// frees it too (rule Q14).

// MarksOf reads the marks of a frozen line: "MC 250229600012345; CR GH21A".
func MarksOf(l Line) []application.Mark {
	var out []application.Mark
	for _, s := range strings.Split(l.Marks, "; ") {
		kind, value, ok := strings.Cut(strings.TrimSpace(s), " ")
		if !ok {
			kind, value = "", kind
		}
		if value = application.MarkValue(value); value != "" {
			out = append(out, application.Mark{Kind: kind, Value: value})
		}
	}
	return out
}

// MarkRow is one mark of an issued permit.
type MarkRow struct {
	application.Mark
	PermitID       string
	Letter         string
	Number         cites.PermitNumber
	State          State
	ScientificName string
	Exporter       string
	Importer       string
	Issued         cites.Date
	ValidUntil     cites.Date
}

// Alive reports whether the mark is alive on a day.
func (m MarkRow) Alive(on cites.Date) bool {
	return m.State == Prepared || m.State == Valid || m.State == Endorsed && !m.ValidUntil.Before(on)
}

// MarkFilter selects marks that contain a text.
type MarkFilter struct {
	Text   string
	Limit  int
	Offset int
}

// FindMarks searches the marks of all permits, newest permits first, and tells
// how many there are in all. An empty text finds nothing.
func (o *Office) FindMarks(ctx context.Context, who actor.Actor, f MarkFilter) (out []MarkRow, total int, err error) {
	if err := who.Must(actor.ReadPermits); err != nil {
		return nil, 0, err
	}
	if application.MarkValue(f.Text) == "" {
		return nil, 0, nil
	}
	err = o.Store.View(ctx, func(tx Tx) error {
		out, total, err = tx.FindMarks(ctx, f)
		return err
	})
	return out, total, err
}
