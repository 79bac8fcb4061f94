package application

import (
	"context"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// Office is the desk at which applications are written, examined and decided.
// Its fields are set once; it is safe for concurrent use.
type Office struct {
	Store   Store
	Profile *profile.Profile
	Law     func() *species.Catalogue // the current edition of taxa and listings
	Check   Check
	Now     func() time.Time
	NewID   func() string
}

// Check runs the rules of a stage over an application; Checker.Check is one.
type Check func(ctx context.Context, tx Facts, a *Application, stage rule.Stage, on cites.Date) ([]rule.Finding, error)

// NoticeKind names the job that tells somebody by mail that a case moved.
const NoticeKind = "mail.notice"

// Notice is the argument of such a job: ids only. To is an account, or empty
// for the officers who look after the queue.
type Notice struct {
	Application string `json:"application"`
	What        string `json:"what"` // the verb that caused it
	To          string `json:"to,omitempty"`
}

// today is the date in the Party's zone.
func (o *Office) today() cites.Date { return o.Profile.Today(o.Now()) }

// notify asks for a mail, in the transaction that causes it.
func (o *Office) notify(ctx context.Context, tx Tx, a *Application, what actor.Verb, to string) error {
	return tx.Enqueue(ctx, job.Job{Kind: NoticeKind, Args: Notice{Application: a.ID, What: string(what), To: to}})
}

// notifyApplicant tells the trader and, where one acts, the agent.
func (o *Office) notifyApplicant(ctx context.Context, tx Tx, a *Application, what actor.Verb) error {
	if err := o.notify(ctx, tx, a, what, a.Owner); err != nil || a.Agent == "" {
		return err
	}
	return o.notify(ctx, tx, a, what, a.Agent)
}

// event describes an act on an application for the log.
func event(who actor.Actor, verb actor.Verb, a *Application, detail map[string]any) audit.Event {
	e := audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(who.RoleFor(verb))}, Verb: string(verb),
		SubjectKind: "application", SubjectID: a.ID, Detail: detail}
	if who.ID == a.Agent {
		e.OnBehalf = a.Owner
	}
	return e
}

// act is one verb on one application: how it is loaded, which version the
// person saw, and what is done. do returns the details for the log.
type act struct {
	verb    actor.Verb
	id      string
	version int64
	load    func(ctx context.Context, tx Tx, who actor.Actor, id string) (*Application, error)
	do      func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error)
}

// run does an act: may they, one transaction, load, the version they saw,
// change, save, log. It returns the application as saved.
func (o *Office) run(ctx context.Context, who actor.Actor, x act) (*Application, error) {
	if err := who.Must(x.verb); err != nil {
		return nil, err
	}
	var out *Application
	err := o.Store.Update(ctx, func(tx Tx) error {
		a, err := x.load(ctx, tx, who, x.id)
		if err != nil {
			return err
		}
		if err := fresh(a, x.version); err != nil {
			return err
		}
		now := o.Now()
		detail, err := x.do(ctx, tx, a, now)
		if err != nil {
			return err
		}
		a.Changed, a.ChangedBy = now, who.Name
		if err := tx.SaveApplication(ctx, a); err != nil {
			return err
		}
		if _, err := tx.Record(ctx, event(who, x.verb, a, detail)); err != nil {
			return err
		}
		out = a
		return nil
	})
	return out, err
}

// fresh refuses an act on a version that is not the stored one, and tells who
// changed it and where it stands now.
func fresh(a *Application, seen int64) error {
	if a.Version == seen {
		return nil
	}
	return fault.New(fault.Conflict, "apply.stale", "by", a.ChangedBy, "at", stamp(a.Changed), "state", string(a.State))
}

// own loads an application for its owner, a colleague of the owner's firm, or
// an agent whose mandate is in force. To everybody else it does not exist.
func (o *Office) own(ctx context.Context, tx Tx, who actor.Actor, id string) (*Application, error) {
	a, err := tx.Application(ctx, id)
	if err != nil {
		return nil, err
	}
	ok, err := o.owns(ctx, tx, who, a)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, notFound(id)
	}
	return a, nil
}

func (o *Office) owns(ctx context.Context, tx Tx, who actor.Actor, a *Application) (bool, error) {
	switch {
	case !who.Known():
		return false, nil
	case a.Owner == who.ID, who.Org != "" && who.Org == a.Org && who.Has(actor.Trader):
		return true, nil
	case a.Agent != who.ID:
		return false, nil
	}
	ms, err := tx.Mandates(ctx, a.Owner, who.ID)
	if err != nil {
		return false, err
	}
	_, ok := covering(ms, a.Content.Type, o.today())
	return ok, nil
}

// covering finds a mandate in force for a document type.
func covering(ms []Mandate, t cites.DocumentType, on cites.Date) (Mandate, bool) {
	for _, m := range ms {
		if m.Covers(t, on) {
			return m, true
		}
	}
	return Mandate{}, false
}

// file loads an application for an officer. Drafts are nobody's business yet,
// and nobody handles a case of his own or of his own firm.
func (o *Office) file(ctx context.Context, tx Tx, who actor.Actor, id string) (*Application, error) {
	a, err := tx.Application(ctx, id)
	if err != nil {
		return nil, err
	}
	if a.State == Draft {
		return nil, notFound(id)
	}
	if who.ID == a.Owner || who.ID == a.Agent || (who.Org != "" && who.Org == a.Org) {
		return nil, fault.New(fault.Denied, "apply.own_case", "reference", a.Reference)
	}
	return a, nil
}

func notFound(id string) error { return fault.New(fault.NotFound, "apply.not_found", "id", id) }
