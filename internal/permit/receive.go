package permit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
)

// Receive keeps a permit of another Party as it came, with its neutral form. The
// same message again changes nothing.
func (o *Office) Receive(ctx context.Context, who actor.Actor, doc epermit.Document, raw []byte, from string, final bool) (*Foreign, error) {
	if err := who.Must(actor.ReceivePermit); err != nil {
		return nil, err
	}
	data, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("keep foreign permit: %w", err)
	}
	f := &Foreign{Document: data, Raw: raw, From: from, Final: final}
	f.Country, f.Number, f.Key = doc.Authority.Address.Country.Code, doc.Number, cites.NumberKey(doc.Number)
	f.Type = doc.Type.DocumentType()
	err = o.Store.Update(ctx, func(tx Tx) error {
		f.ID, f.At = o.NewID(), o.Now()
		if err := tx.SaveForeign(ctx, f); err != nil {
			return err
		}
		sum := sha256.Sum256(raw)
		_, err := tx.Record(ctx, audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(who.RoleFor(actor.ReceivePermit))},
			Verb: string(actor.ReceivePermit), SubjectKind: "foreign_permit", SubjectID: f.ID,
			Detail: map[string]any{"country": string(f.Country), "number": string(f.Number), "from": from, "sha256": hex.EncodeToString(sum[:])}})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("keep foreign permit %s %s: %w", f.Country, f.Number, err)
	}
	return f, nil
}
