package application

import (
	"context"
	"slices"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
)

// File is one case with all that belongs to it, as far as the reader may see.
type File struct {
	*Application
	Findings  []Finding // officers only
	Messages  []Message
	Documents []Document
	Mine      bool // the reader is the applicant's side
	// Registers is what the case rests on beyond itself; officers only.
	Registers Registers
}

// Read opens a case for its applicant or for an officer, and marks what the
// other side wrote as read. An applicant does not see notes for the file,
// findings, or a proposal that is not decided.
func (o *Office) Read(ctx context.Context, who actor.Actor, id string) (*File, error) {
	f := &File{}
	err := o.Store.View(ctx, func(tx Tx) error {
		a, staff, err := o.either(ctx, tx, who, id)
		if err != nil {
			return err
		}
		f.Application, f.Mine = a, !staff
		if f.Messages, err = tx.Messages(ctx, id); err != nil {
			return err
		}
		if f.Documents, err = tx.Documents(ctx, id); err != nil {
			return err
		}
		if !staff {
			return nil
		}
		if f.Findings, err = tx.Findings(ctx, id); err != nil {
			return err
		}
		f.Registers, err = readRegisters(ctx, tx, a, f.Findings)
		return err
	})
	if err != nil {
		return nil, err
	}
	unread := slices.ContainsFunc(f.Messages, func(m Message) bool { return m.FromStaff == f.Mine && !m.Internal && m.ReadAt.IsZero() })
	if f.Mine {
		f.hide()
	}
	if unread {
		return f, o.markRead(ctx, who, f)
	}
	return f, nil
}

// hide takes out what is the authority's own.
func (f *File) hide() {
	f.Messages = slices.DeleteFunc(f.Messages, func(m Message) bool { return m.Internal })
	f.Lifted = nil
	if !f.DecidedAt.IsZero() {
		return
	}
	f.Proposal, f.ProposedBy, f.ProposedByName, f.ProposedAt, f.Conditions = "", "", "", time.Time{}, ""
	if f.State != Withdrawn {
		f.Reasons = ""
	}
}

func (o *Office) markRead(ctx context.Context, who actor.Actor, f *File) error {
	if f.State == Draft || !who.Can(actor.WriteMessage) {
		return nil
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		n, err := tx.MarkRead(ctx, f.ID, f.Mine, o.Now())
		if err != nil || n == 0 {
			return err
		}
		_, err = tx.Record(ctx, event(who, actor.WriteMessage, f.Application, map[string]any{"act": "read", "messages": n}))
		return err
	})
}

// Mine lists the actor's own applications, those of the same firm, and those
// made as agent under a mandate in force.
func (o *Office) Mine(ctx context.Context, who actor.Actor, f Filter) ([]Row, int, error) {
	if err := who.Must(actor.WriteApplication); err != nil {
		return nil, 0, err
	}
	f.Owner, f.Org, f.Agent, f.On = who.ID, "", who.ID, o.today()
	if who.Has(actor.Trader) {
		f.Org = who.Org
	}
	return o.list(ctx, f)
}

// Queue lists the cases of the authority. Drafts are not among them.
func (o *Office) Queue(ctx context.Context, who actor.Actor, f Filter) ([]Row, int, error) {
	if err := who.Must(actor.ReadQueue); err != nil {
		return nil, 0, err
	}
	f.Owner, f.Org, f.Agent = "", "", ""
	if len(f.States) == 0 {
		f.States = States()
	}
	f.States = slices.DeleteFunc(slices.Clone(f.States), func(s State) bool { return s == Draft })
	if len(f.States) == 0 {
		return nil, 0, nil
	}
	return o.list(ctx, f)
}

func (o *Office) list(ctx context.Context, f Filter) (rows []Row, total int, err error) {
	err = o.Store.View(ctx, func(tx Tx) error {
		rows, total, err = tx.ListApplications(ctx, f)
		return err
	})
	return rows, total, err
}

// Document opens one piece of evidence for the applicant's side or an officer.
func (o *Office) Document(ctx context.Context, who actor.Actor, id, document string) (d *Document, data []byte, err error) {
	err = o.Store.View(ctx, func(tx Tx) error {
		if _, _, err := o.either(ctx, tx, who, id); err != nil {
			return err
		}
		d, data, err = tx.DocumentData(ctx, id, document)
		return err
	})
	return d, data, err
}

// Examine runs the rules of a stage over a case for the officer's page.
func (o *Office) Examine(ctx context.Context, who actor.Actor, id string, stage rule.Stage) ([]rule.Finding, error) {
	if err := who.Must(actor.ReadQueue); err != nil {
		return nil, err
	}
	var found []rule.Finding
	err := o.Store.View(ctx, func(tx Tx) error {
		a, err := tx.Application(ctx, id)
		if err != nil {
			return err
		}
		if a.State == Draft {
			return fault.New(fault.NotFound, "apply.not_found", "id", id)
		}
		found, err = o.Check(ctx, tx, a, stage, o.today())
		return err
	})
	return found, err
}
