package application

import (
	"context"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// SendMessage writes to the other side, or, when internal, a note for the file
// that the applicant never sees. It changes no answer and no state, so two
// people can write at the same time.
func (o *Office) SendMessage(ctx context.Context, who actor.Actor, id, body string, internal bool) error {
	if err := who.Must(actor.WriteMessage); err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		a, staff, err := o.either(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if a.State == Draft {
			return closed(a)
		}
		if internal && !staff {
			return fault.New(fault.Denied, "fault.denied", "verb", string(actor.WriteMessage))
		}
		m, err := o.say(ctx, tx, who, a, body, internal)
		if err != nil {
			return err
		}
		if err := o.tellOther(ctx, tx, a, staff, internal); err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(who, actor.WriteMessage, a, map[string]any{"message": m.ID, "internal": internal}))
		return err
	})
}

func (o *Office) tellOther(ctx context.Context, tx Tx, a *Application, staff, internal bool) error {
	switch {
	case internal:
		return nil
	case staff:
		return o.notifyApplicant(ctx, tx, a, actor.WriteMessage)
	}
	return o.notify(ctx, tx, a, actor.WriteMessage, a.Assigned)
}

// either loads an application for its applicant or for an officer.
func (o *Office) either(ctx context.Context, tx Tx, who actor.Actor, id string) (a *Application, staff bool, err error) {
	if who.Can(actor.ReadQueue) {
		a, err = o.file(ctx, tx, who, id)
		return a, true, err
	}
	a, err = o.own(ctx, tx, who, id)
	return a, false, err
}

// say adds a message within a transaction.
func (o *Office) say(ctx context.Context, tx Tx, who actor.Actor, a *Application, body string, internal bool) (*Message, error) {
	r := newReader(Form{"body": body}, o.today())
	text := r.note("body", maxNote)
	if text == "" {
		r.fail("body", "apply.message.needed")
	}
	if f := orNil(r.wrong); f != nil {
		return nil, f
	}
	staff := who.Can(actor.ReadQueue)
	m := &Message{ID: o.NewID(), Application: a.ID, From: who.ID, FromName: who.Name, FromStaff: staff, Internal: internal, Body: text, At: o.Now()}
	return m, tx.InsertMessage(ctx, m)
}

// AskApplicant asks for information and waits for the answer; the applicant can
// change the content meanwhile.
func (o *Office) AskApplicant(ctx context.Context, who actor.Actor, id string, version int64, body string) (*Application, error) {
	return o.run(ctx, who, act{actor.AskApplicant, id, version, o.file, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		if err := a.To(InfoRequested, now); err != nil {
			return nil, err
		}
		m, err := o.say(ctx, tx, who, a, body, false)
		if err != nil {
			return nil, err
		}
		return map[string]any{"message": m.ID}, o.notifyApplicant(ctx, tx, a, actor.AskApplicant)
	}})
}

// AnswerInfo answers such a request; the case is under review again. The
// content has to be as complete as at submission.
func (o *Office) AnswerInfo(ctx context.Context, who actor.Actor, id string, version int64, body string) (*Application, error) {
	return o.run(ctx, who, act{actor.AnswerRequest, id, version, o.own, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		if a.State != InfoRequested {
			return nil, closed(a)
		}
		if err := o.admissible(ctx, tx, a); err != nil {
			return nil, err
		}
		if err := a.To(InReview, now); err != nil {
			return nil, err
		}
		m, err := o.say(ctx, tx, who, a, body, false)
		if err != nil {
			return nil, err
		}
		return map[string]any{"message": m.ID}, o.notify(ctx, tx, a, actor.AnswerRequest, a.Assigned)
	}})
}
