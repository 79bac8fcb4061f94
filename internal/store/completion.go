package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/store/db"
)

// PermitsOfApplication lists the ids of the documents of an application.
func (t permitTx) PermitsOfApplication(ctx context.Context, application string) ([]string, error) {
	return t.Q.PermitsOfApplication(ctx, application)
}

// InsertCompletion writes what a holder filled in, once.
func (t permitTx) InsertCompletion(ctx context.Context, c *permit.Completion) error {
	if _, err := t.Completion(ctx, c.PermitID); fault.KindOf(err) != fault.NotFound {
		if err != nil {
			return err
		}
		return fault.New(fault.Conflict, "permit.completed_already", "number", c.Number)
	}
	lines, err := json.Marshal(c.Lines)
	if err != nil {
		return fmt.Errorf("completion of %s: %w", c.Number, err)
	}
	return t.Q.InsertCompletion(ctx, db.InsertCompletionParams{PermitID: c.PermitID, Consignee: c.Consignee.Name, Address: strings.Join(c.Consignee.Lines, "\n"),
		Country: string(c.Consignee.Country), Day: c.Day.String(), Lines: string(lines), ByID: c.By, ByName: c.ByName, At: micros(c.At), LogIndex: c.LogIndex})
}

// Completion reads what the holder filled in.
func (t permitTx) Completion(ctx context.Context, permitID string) (*permit.Completion, error) {
	r, err := t.Q.Completion(ctx, permitID)
	if err != nil {
		return nil, Found(err, "completion", permitID)
	}
	c := &permit.Completion{PermitID: r.PermitID, Consignee: permit.Party{Name: r.Consignee, Lines: strings.Split(r.Address, "\n"), Country: cites.Country(r.Country)},
		By: r.ByID, ByName: r.ByName, At: moment(r.At), LogIndex: r.LogIndex, ReturnedTo: r.ReturnedTo}
	if err := readAll(column{"lines", r.Lines, &c.Lines}, column{"day", quoted(r.Day), &c.Day}, column{"returned_on", quoted(r.ReturnedOn), &c.ReturnedOn}); err != nil {
		return nil, fmt.Errorf("completion of %s: %w", permitID, err)
	}
	return c, nil
}

// ReturnCompletion notes that the copy came back.
func (t permitTx) ReturnCompletion(ctx context.Context, permitID string, on cites.Date, to string) error {
	n, err := t.Q.ReturnCompletion(ctx, db.ReturnCompletionParams{PermitID: permitID, ReturnedOn: on.String(), ReturnedTo: to})
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "permit.copy_already", "id", permitID)
	}
	return err
}
