package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

// caseActs are the steps in the order of the panel.
func caseActs() []caseAct {
	return []caseAct{
		{"take", actor.AssignCase, "case.take", "case.take.done", canTake, nil, doTake},
		{"prepare", actor.PreparePermit, "case.prepare", "case.prepare.done", canPrepare, nil, doPrepare},
		{"approve", actor.Approve, "case.approve", "case.approve.done", canApprove, formApprove, doApprove},
		{"refuse", actor.Refuse, "case.refuse", "case.refuse.done", decides, formRefuse, doRefuse},
		{"return", actor.ReturnCase, "case.return", "case.return.done", canReturn, formReturn, doReturn},
		{"ndf", actor.GiveNDF, "case.ndf", "case.finding.done", canGiveNDF, formNDF, doNDF},
		{"ask", actor.AskApplicant, "case.ask", "case.ask.done", inReview, formAsk, doAsk},
		{"point", actor.PointFinding, "case.point", "case.point.done", canPoint, formPoint, doPoint},
		{"request", actor.RequestFinding, "case.request", "case.request.done", inReview, formRequest, doRequest},
		{"finding", actor.GiveLAF, "case.make", "case.finding.done", inReview, formLAF, doLAF},
		{"propose", actor.Propose, "case.propose", "case.propose.done", canPropose, formPropose, doPropose},
		{"assign", actor.AssignCase, "case.assign", "case.assign.done", canAssign, formAssign, doAssign},
		{"fee", actor.RecordFee, "case.fee.record", "case.fee.done", canFee, formFee, doFee},
		{"lift", actor.LiftFinding, "", "case.lift.done", canLift, formLift, doLift},
	}
}

func doTake(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	_, err := s.cfg.Cases.Cases.Take(r.Context(), c.who, c.ID, in.version)
	return err
}

func formAssign(s *Server, l *Locale, c *caseFile, in caseInput) actForm {
	f := Field{Kind: "select", Name: "to", Label: l.T("case.assign.to"), Value: cmp.Or(in.get("to"), c.Assigned), Options: []Option{{Label: l.T("case.choose")}}}
	for _, o := range c.officers {
		f.Options = append(f.Options, Option{Value: o.ID, Label: o.Name})
	}
	return actForm{Title: l.T("case.assign"), Fields: []Field{f}, Button: l.T("case.assign.button")}
}

func doAssign(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	i := slices.IndexFunc(c.officers, func(o actor.Actor) bool { return o.ID == in.get("to") })
	if i < 0 {
		return fault.Invalidf("apply.invalid").Add("to", "apply.assign.officer")
	}
	_, err := s.cfg.Cases.Cases.Assign(r.Context(), c.who, c.ID, in.version, c.officers[i])
	return err
}

// area is a text question that keeps what was typed.
func area(l *Locale, in caseInput, name, label, hint string) Field {
	f := Field{Kind: "area", Name: name, Label: l.T(label), Value: in.get(name), Rows: 5, Max: 4000}
	if hint != "" {
		f.Hint = l.T(hint)
	}
	return f
}

func formAsk(s *Server, l *Locale, c *caseFile, in caseInput) actForm {
	return actForm{Title: l.T("case.ask"), Intro: []string{l.T("case.ask.intro")}, Fields: []Field{area(l, in, "body", "case.ask.body", "case.ask.hint")}, Button: l.T("case.ask.button")}
}

func doAsk(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	_, err := s.cfg.Cases.Cases.AskApplicant(r.Context(), c.who, c.ID, in.version, in.get("body"))
	return err
}

func formReturn(s *Server, l *Locale, c *caseFile, in caseInput) actForm {
	return actForm{Title: l.T("case.return"), Intro: []string{l.T("case.return.intro", "name", c.ProposedByName)},
		Fields: []Field{area(l, in, "body", "case.return.body", "")}, Button: l.T("case.return.button")}
}

func doReturn(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	_, err := s.cfg.Cases.Cases.ReturnToReview(r.Context(), c.who, c.ID, in.version, in.get("body"))
	return err
}

func formFee(s *Server, l *Locale, c *caseFile, in caseInput) actForm {
	return actForm{Title: l.T("case.fee.record"), Facts: []SummaryRow{{Key: l.T("case.fee"), Value: feeText(l, c.Fee)}, {Key: l.T("case.applicant"), Value: Bdi(c.OwnerName)}},
		Fields: []Field{
			{Kind: "radios", Name: "how", Label: l.T("case.fee.how"), Value: cmp.Or(in.get("how"), "receipt"), Options: []Option{
				{Value: "receipt", Label: l.T("case.fee.how.receipt")}, {Value: "waived", Label: l.T("case.fee.how.waived")}}},
			{Name: "receipt", Label: l.T("case.fee.receipt"), Hint: l.T("case.fee.receipt.hint"), Value: in.get("receipt"), Width: 20, Dir: "auto", Complete: "off"},
			{Name: "waived", Label: l.T("case.fee.reason"), Hint: l.T("case.fee.reason.hint"), Value: in.get("waived"), Dir: "auto", Complete: "off"},
		}, Button: l.T("case.fee.button")}
}

func doFee(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	var err error
	if in.get("how") == "waived" {
		_, err = s.cfg.Cases.Cases.WaiveFee(r.Context(), c.who, c.ID, in.version, in.get("waived"))
	} else {
		_, err = s.cfg.Cases.Cases.RecordFee(r.Context(), c.who, c.ID, in.version, in.get("receipt"))
	}
	return err
}

func formLift(s *Server, l *Locale, c *caseFile, in caseInput) actForm {
	f := actForm{Title: l.T("case.lift"), Warning: l.T("case.lift.warning"), Hidden: []string{"rule", "line"},
		Fields: []Field{area(l, in, "body", "case.lift.reason", "case.lift.hint")}, Button: l.T("case.lift.button")}
	for _, x := range c.hits {
		if x.Rule == in.get("rule") && versionText(int64(x.Line)) == in.get("line") {
			f.Facts = append(f.Facts, SummaryRow{Key: strings.TrimSpace(x.Rule + " " + where(l, []int{x.Line})), Value: Bdi(l.Fault(x.Key, x.Args) + " (" + x.Citation + ")")})
		}
	}
	f.Fields[0].Name = "reason"
	f.Fields[0].Value = in.get("reason")
	return f
}

func doLift(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	line := in.line()
	if in.wrong != nil {
		return in.wrong
	}
	_, err := s.cfg.Cases.Cases.LiftFinding(r.Context(), c.who, c.ID, in.version, in.get("rule"), line, in.get("reason"))
	return err
}

func formRequest(s *Server, l *Locale, c *caseFile, in caseInput) actForm {
	kinds := Field{Kind: "radios", Name: "kind", Label: l.T("case.request.kind"), Value: cmp.Or(in.get("kind"), string(application.NDF))}
	for _, k := range application.FindingKinds() {
		if k.BySA() {
			kinds.Options = append(kinds.Options, Option{Value: string(k), Label: l.T("case.finding." + string(k)), Hint: l.T("case.finding." + string(k) + ".hint")})
		}
	}
	return actForm{Title: l.T("case.request"), Fields: []Field{kinds, lineField(l, c, in),
		area(l, in, "question", "case.request.question", "case.request.question.hint")}, Button: l.T("case.request.button")}
}

func lineField(l *Locale, c *caseFile, in caseInput) Field {
	return Field{Kind: "select", Name: "line", Label: l.T("case.finding.line"), Value: cmp.Or(in.get("line"), "-1"), Options: lineChoices(l, c.Content)}
}

func doRequest(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	line := in.line()
	if in.wrong != nil {
		return in.wrong
	}
	_, err := s.cfg.Cases.Cases.RequestFinding(r.Context(), c.who, c.ID, in.version,
		application.Request{Kind: application.FindingKind(in.get("kind")), Line: line, Question: in.get("question")})
	return err
}
