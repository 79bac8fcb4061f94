package exchange

import (
	"context"
	"encoding/hex"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
)

// note puts a message and its event into the log.
func note(ctx context.Context, tx Tx, m *Message, who audit.Actor, verb actor.Verb) error {
	if err := tx.InsertExchangeMessage(ctx, m); err != nil {
		return err
	}
	_, err := tx.Record(ctx, audit.Event{Actor: who, Verb: string(verb), SubjectKind: "exchange_message", SubjectID: m.ID,
		Detail: map[string]any{"operation": string(m.Operation), "number": string(m.Number), "partner": m.PartnerID, "outcome": m.Outcome,
			"request": hex.EncodeToString(m.RequestDigest), "response": hex.EncodeToString(m.ResponseDigest)}})
	return err
}

func outcomeOf(err error) string {
	if err == nil {
		return OK
	}
	if f := fault.Of(err); f != nil {
		return f.Key
	}
	return "internal"
}

// Messages returns one page of the log and how many entries there are.
func (d *Desk) Messages(ctx context.Context, who actor.Actor, f MessageFilter) (list []Message, total int, err error) {
	if !who.Can(actor.ManagePartners) && !who.Can(actor.QueryPartner) {
		return nil, 0, who.Must(actor.ManagePartners)
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		list, total, err = tx.ListExchangeMessages(ctx, f)
		return err
	})
	return list, total, err
}
