package web

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
)

// Cases is what the officers' pages need of the desk of applications.
type Cases interface {
	Queue(ctx context.Context, who actor.Actor, f application.Filter) ([]application.Row, int, error)
	Read(ctx context.Context, who actor.Actor, id string) (*application.File, error)
	Examine(ctx context.Context, who actor.Actor, id string, stage rule.Stage) ([]rule.Finding, error)
	QuotaLines(ctx context.Context, who actor.Actor, id string) ([]application.QuotaLine, error)
	Document(ctx context.Context, who actor.Actor, id, document string) (*application.Document, []byte, error)
	SendMessage(ctx context.Context, who actor.Actor, id, body string, internal bool) error
	Take(ctx context.Context, who actor.Actor, id string, version int64) (*application.Application, error)
	Assign(ctx context.Context, who actor.Actor, id string, version int64, to actor.Actor) (*application.Application, error)
	AskApplicant(ctx context.Context, who actor.Actor, id string, version int64, body string) (*application.Application, error)
	RequestFinding(ctx context.Context, who actor.Actor, id string, version int64, q application.Request) (*application.Application, error)
	GiveNDF(ctx context.Context, who actor.Actor, id string, version int64, finding string, m application.Made) (*application.Application, error)
	PointFinding(ctx context.Context, who actor.Actor, id string, version int64, ps []application.Pointing) (*application.Application, error)
	GiveLAF(ctx context.Context, who actor.Actor, id string, version int64, m application.Made) (*application.Application, error)
	RecordFee(ctx context.Context, who actor.Actor, id string, version int64, receipt string) (*application.Application, error)
	WaiveFee(ctx context.Context, who actor.Actor, id string, version int64, reason string) (*application.Application, error)
	Propose(ctx context.Context, who actor.Actor, id string, version int64, p application.Proposal) (*application.Application, error)
	ReturnToReview(ctx context.Context, who actor.Actor, id string, version int64, note string) (*application.Application, error)
	Approve(ctx context.Context, who actor.Actor, id string, version int64, d application.Approval) (*application.Application, error)
	Refuse(ctx context.Context, who actor.Actor, id string, version int64, reasons string) (*application.Application, error)
	LiftFinding(ctx context.Context, who actor.Actor, id string, version int64, rule string, line int, reason string) (*application.Application, error)
}

// CasePermits prepares the permit of an approved case and counts earlier ones.
type CasePermits interface {
	Prepare(ctx context.Context, who actor.Actor, application string) (*permit.Permit, error)
	List(ctx context.Context, who actor.Actor, f permit.Filter) ([]permit.Row, int, error)
	OfApplication(ctx context.Context, application string) ([]*permit.Permit, error)
}

// CaseViews keeps the views of the queue that officers named.
type CaseViews interface {
	List(ctx context.Context, who actor.Actor) ([]application.SavedView, error)
	Save(ctx context.Context, who actor.Actor, name, query string) error
	Delete(ctx context.Context, who actor.Actor, id string) error
}

// CaseDesk is all that the officers' pages need; they exist when it is whole.
type CaseDesk struct {
	Cases   Cases
	Permits CasePermits
	Views   CaseViews
	// Officers lists who can be given a case.
	Officers func(ctx context.Context) ([]actor.Actor, error)
	// History lists the events of a subject, oldest first.
	History func(ctx context.Context, kind, id string) ([]audit.Event, error)
}

func (d CaseDesk) whole() bool {
	return d.Cases != nil && d.Permits != nil && d.Views != nil && d.Officers != nil && d.History != nil
}

func (s *Server) caseRoutes() []Route {
	if !s.cfg.Cases.whole() {
		return nil
	}
	read := Can(actor.ReadQueue)
	routes := []Route{
		{Pattern: "GET /cases", Policy: read, Handler: s.page(s.listCases)},
		{Pattern: "POST /cases/views", Policy: read, Handler: s.page(s.saveView)},
		{Pattern: "POST /cases/views/{view}/delete", Policy: read, Handler: s.page(s.deleteView)},
		{Pattern: "GET /cases/{id}", Policy: read, Handler: s.page(s.showCase)},
		{Pattern: "GET /cases/{id}/next", Policy: read, Handler: s.page(s.nextStep)},
		{Pattern: "GET /cases/{id}/documents/{document}", Policy: read, Handler: s.page(s.caseDocument)},
		{Pattern: "POST /cases/{id}/messages", Policy: Can(actor.WriteMessage), Handler: s.page(s.writeMessage)},
	}
	for _, act := range caseActs() {
		routes = append(routes, Route{Pattern: "POST /cases/{id}/" + act.name, Policy: Can(act.verb), Handler: s.page(s.doAct(act))})
		if act.form != nil {
			routes = append(routes, Route{Pattern: "GET /cases/{id}/" + act.name, Policy: Can(act.verb), Handler: s.page(s.askAct(act))})
		}
	}
	return routes
}
