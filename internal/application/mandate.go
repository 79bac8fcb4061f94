package application

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
)

// GiveMandate lets an agent act for the trader. Types none means all.
func (o *Office) GiveMandate(ctx context.Context, who actor.Actor, m Mandate) (*Mandate, error) {
	if err := who.Must(actor.GiveMandate); err != nil {
		return nil, err
	}
	f := fault.Invalidf("apply.invalid")
	if m.Agent == "" || m.Agent == who.ID {
		f.Add("agent", "apply.mandate.agent")
	}
	if m.From.IsZero() {
		m.From = o.today()
	}
	if !m.Until.IsZero() && m.Until.Before(m.From) {
		f.Add("until", "apply.mandate.until")
	}
	if err := f.OrNil(); err != nil {
		return nil, err
	}
	m.ID, m.Trader, m.TraderName, m.TraderOrg = o.NewID(), who.ID, who.Name, who.Org
	return &m, o.Store.Update(ctx, func(tx Tx) error { return o.saveMandate(ctx, tx, who, &m, "give") })
}

// RevokeMandate ends a mandate at once: from now on the agent does not see the
// trader's applications any more.
func (o *Office) RevokeMandate(ctx context.Context, who actor.Actor, id string) error {
	if err := who.Must(actor.GiveMandate); err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		ms, err := tx.Mandates(ctx, who.ID, "")
		if err != nil {
			return err
		}
		for _, m := range ms {
			if m.ID == id && m.Revoked.IsZero() {
				m.Revoked = o.Now()
				return o.saveMandate(ctx, tx, who, &m, "revoke")
			}
		}
		return fault.New(fault.NotFound, "apply.mandate.unknown")
	})
}

// saveMandate writes a mandate and its event.
func (o *Office) saveMandate(ctx context.Context, tx Tx, who actor.Actor, m *Mandate, what string) error {
	if err := tx.SaveMandate(ctx, m); err != nil {
		return err
	}
	_, err := tx.Record(ctx, audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(who.RoleFor(actor.GiveMandate))},
		Verb: string(actor.GiveMandate), SubjectKind: "mandate", SubjectID: m.ID,
		Detail: map[string]any{"act": what, "agent": m.Agent, "from": m.From.String(), "until": m.Until.String()}})
	return err
}

// Mandates lists the mandates the actor gave and those that were given to him.
func (o *Office) Mandates(ctx context.Context, who actor.Actor) (given, held []Mandate, err error) {
	if !who.Known() {
		return nil, nil, fault.New(fault.Denied, "fault.denied", "verb", string(actor.GiveMandate))
	}
	err = o.Store.View(ctx, func(tx Tx) error {
		if given, err = tx.Mandates(ctx, who.ID, ""); err != nil {
			return err
		}
		held, err = tx.Mandates(ctx, "", who.ID)
		return err
	})
	return given, held, err
}
