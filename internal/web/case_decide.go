package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

// formPropose offers an approval only where nothing stands against it, and says
// what does.
func formPropose(s *Server, l *Locale, c *caseFile, in caseInput) actForm {
	form := actForm{Title: l.T("case.propose"), Button: l.T("case.propose.button")}
	what := Field{Kind: "radios", Name: "what", Label: l.T("case.propose.what"), Value: in.get("what")}
	against := hindrances(l, c)
	if len(against) == 0 {
		what.Options = append(what.Options, Option{Value: application.ProposeApproval, Label: l.T("case.propose.approve"), Hint: l.T("case.propose.approve.hint")})
	} else {
		form.Intro = append([]string{l.T("case.propose.not_yet")}, against...)
	}
	what.Options = append(what.Options, Option{Value: application.ProposeRefusal, Label: l.T("case.propose.refuse"), Hint: l.T("case.propose.refuse.hint")})
	reasons := area(l, in, "reasons", "case.reasons", "case.reasons.hint")
	form.Fields = []Field{what}
	if len(against) == 0 {
		form.Fields = append(form.Fields, s.permitFields(l, c, in)...)
	} else {
		form.Fields[0].Value = application.ProposeRefusal
	}
	form.Fields = append(form.Fields, reasons)
	return form
}

// permitFields ask for the conditions in box 5 and the last day.
func (s *Server) permitFields(l *Locale, c *caseFile, in caseInput) []Field {
	conditions, until := area(l, in, "conditions", "case.conditions", "case.conditions.hint"), in.date("valid_until")
	if !in.posted {
		conditions.Value = proposedConditions(c)
		until = dateParts(c.ValidUntil)
	}
	hint := l.T("case.valid_until.hint")
	if s.cfg.Profile != nil {
		hint = l.T("case.valid_until.most", "date", l.Date(c.today.AddMonths(s.cfg.Profile.Months(c.Content.Type))))
	}
	return []Field{conditions, {Kind: "date", Name: "valid_until", Label: l.T("case.valid_until"), Hint: hint, Optional: true, Date: until}}
}

// proposedConditions are those of the case, or else those of its findings.
func proposedConditions(c *caseFile) string {
	if c.Conditions != "" {
		return c.Conditions
	}
	var out []string
	for _, f := range currentFindings(c.Findings) {
		if f.Outcome == application.Conditional && f.Conditions != "" && !slices.Contains(out, f.Conditions) {
			out = append(out, f.Conditions)
		}
	}
	return strings.Join(out, "\n")
}

// lastDay reads the last day of validity.
func (in *caseInput) lastDay() cites.Date {
	d, ok := in.date("valid_until").Parse()
	if !ok {
		in.fail("valid_until", "case.date.unreal")
	}
	return d
}

func doPropose(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	p := application.Proposal{What: in.get("what"), Reasons: in.get("reasons"), Conditions: in.get("conditions"), ValidUntil: in.lastDay()}
	if in.wrong != nil {
		return in.wrong
	}
	_, err := s.cfg.Cases.Cases.Propose(r.Context(), c.who, c.ID, in.version, p)
	return err
}

func formApprove(s *Server, l *Locale, c *caseFile, in caseInput) actForm {
	form := actForm{Title: l.T("case.approve"), Warning: l.T("case.approve.warning"), Fields: s.permitFields(l, c, in), Button: l.T("case.approve.button"), Stern: true}
	if p := newProposal(l, c); p != nil {
		form.Facts = p.Rows
	}
	for _, x := range specimenRows(l, c.Content) {
		form.Facts = append(form.Facts, SummaryRow{Key: l.T("case.content.line", "letter", x.Letter), Value: Latin(x.Name) + " · " + Bdi(x.Facts)})
	}
	return form
}

// doApprove decides as the second person and prepares the permit at once. The
// approval holds when the preparation is stopped: its page says why.
func doApprove(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	d := application.Approval{Conditions: in.get("conditions"), ValidUntil: in.lastDay()}
	if in.wrong != nil {
		return in.wrong
	}
	if _, err := s.cfg.Cases.Cases.Approve(r.Context(), c.who, c.ID, in.version, d); err != nil {
		return err
	}
	if _, err := s.cfg.Cases.Permits.Prepare(r.Context(), c.who, c.ID); err != nil {
		return &notPrepared{err}
	}
	return nil
}

// notPrepared is an approval that holds although its permit was stopped.
type notPrepared struct{ cause error }

func (e *notPrepared) Error() string { return "approved, not prepared: " + e.cause.Error() }
func (e *notPrepared) Unwrap() error { return e.cause }

func doPrepare(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	if in.version != c.Version {
		return fault.New(fault.Conflict, "apply.stale", "by", c.ChangedBy, "at", "", "state", string(c.State))
	}
	if _, err := s.cfg.Cases.Permits.Prepare(r.Context(), c.who, c.ID); err != nil {
		return &notPrepared{err}
	}
	return nil
}

func formRefuse(s *Server, l *Locale, c *caseFile, in caseInput) actForm {
	reasons := area(l, in, "reasons", "case.reasons", "case.reasons.hint")
	if !in.posted {
		reasons.Value = c.Reasons
	}
	form := actForm{Title: l.T("case.refuse"), Warning: l.T("case.refuse.warning"), Fields: []Field{reasons}, Button: l.T("case.refuse.button"), Stern: true}
	if p := newProposal(l, c); p != nil {
		form.Facts = p.Rows
	}
	return form
}

func doRefuse(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	_, err := s.cfg.Cases.Cases.Refuse(r.Context(), c.who, c.ID, in.version, in.get("reasons"))
	return err
}
