package application

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/job"
)

// Recaller tells the officers of open cases that a finding of the register on
// which a line relies has ended: with a note on the case and by mail.
type Recaller struct{ Office *Office }

// Kind is finding.EndedKind.
func (h Recaller) Kind() string { return finding.EndedKind }

// Work notes it on every open case in one transaction; a case that has the note
// gets no second one.
func (h Recaller) Work(ctx context.Context, args []byte) error {
	var e finding.Ended
	if err := json.Unmarshal(args, &e); err != nil {
		return job.Cancel(fmt.Errorf("arguments of %s: %w", finding.EndedKind, err))
	}
	return h.Office.Store.Update(ctx, func(tx Tx) error {
		cases, err := tx.OpenCasesOn(ctx, e.Finding)
		if err != nil {
			return err
		}
		for _, id := range cases {
			if err := h.Office.recall(ctx, tx, id, e); err != nil {
				return err
			}
		}
		return nil
	})
}

func (o *Office) recall(ctx context.Context, tx Tx, id string, e finding.Ended) error {
	m := &Message{ID: e.Finding + "/" + id, Application: id, From: e.By, FromName: e.ByName, FromStaff: true, Internal: true, Body: e.Number + ": " + e.Reason, At: o.Now()}
	have, err := tx.Messages(ctx, id)
	if err != nil || slices.ContainsFunc(have, func(h Message) bool { return h.ID == m.ID }) {
		return err
	}
	a, err := tx.Application(ctx, id)
	if err != nil {
		return err
	}
	if err := tx.InsertMessage(ctx, m); err != nil {
		return err
	}
	if err := o.notify(ctx, tx, a, actor.WithdrawFinding, a.Assigned); err != nil {
		return err
	}
	_, err = tx.Record(ctx, audit.Event{Actor: audit.Actor{ID: e.By, Name: e.ByName, Role: string(actor.Scientist)}, Verb: string(actor.WithdrawFinding),
		SubjectKind: "application", SubjectID: id, Detail: map[string]any{"number": e.Number, "message": m.ID}})
	return err
}
