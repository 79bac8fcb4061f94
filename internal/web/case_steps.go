package web

import (
	"net/http"
	"slices"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
)

// stepsView is the panel "Next step": what this person can do now, and what is
// missing for the rest. Choices that are not possible are left out.
type stepsView struct {
	Now     []stepButton // done at once
	Choice  Field        // leads to a page of its own
	Action  string
	Missing []string
	Waiting string // what the case waits for, when there is nothing to do here
}

// stepButton is an act that needs no page of its own.
type stepButton struct {
	Label, Action, Version string
	Hint                   string
}

// steps makes the panel of a case for its reader.
func (s *Server) steps(l *Locale, c *caseFile) stepsView {
	v := stepsView{Action: l.Href("/cases/" + c.ID + "/next"), Choice: Field{Kind: "radios", Name: "step", Label: l.T("case.step.choose"), Small: true}}
	for _, act := range caseActs() {
		if act.listed == "" || !c.who.Can(act.verb) {
			continue
		}
		ok, missing := act.can(c)
		switch {
		case missing != "":
			v.Missing = append(v.Missing, l.T(missing))
		case ok && act.form == nil:
			v.Now = append(v.Now, stepButton{Label: l.T(act.listed), Action: l.Href("/cases/" + c.ID + "/" + act.name), Version: versionText(c.Version)})
		case ok:
			v.Choice.Options = append(v.Choice.Options, Option{Value: act.name, Label: l.T(act.listed)})
		}
	}
	if len(v.Choice.Options) > 0 {
		v.Choice.Value = v.Choice.Options[0].Value
	}
	v.Missing = slices.Compact(v.Missing)
	if len(v.Now) == 0 && len(v.Choice.Options) == 0 {
		v.Waiting = l.T("case.waits." + string(c.State))
	}
	return v
}

// nextStep leads from the panel to the page of the chosen step.
func (s *Server) nextStep(w http.ResponseWriter, r *http.Request) error {
	id, step := r.PathValue("id"), r.URL.Query().Get("step")
	if act, ok := actNamed(step); ok && act.form != nil {
		return s.seeOther(w, r, "/cases/"+id+"/"+act.name)
	}
	return s.seeOther(w, r, "/cases/"+id)
}

func actNamed(name string) (caseAct, bool) {
	for _, a := range caseActs() {
		if a.name == name {
			return a, true
		}
	}
	return caseAct{}, false
}

// Whether a step is possible now; missing is the sentence that says why not,
// where the reader can do something about it or has to know.

func canTake(c *caseFile) (bool, string) {
	return c.State.Open() && c.State != application.Approved && c.Assigned != c.who.ID && c.who.Can(actor.Propose), ""
}

func canAssign(c *caseFile) (bool, string) {
	return c.State.Open() && c.State != application.Approved && c.who.Has(actor.Supervisor), ""
}

func inReview(c *caseFile) (bool, string) { return c.State == application.InReview, "" }

func canGiveNDF(c *caseFile) (bool, string) {
	if c.State != application.InReview && c.State != application.InfoRequested {
		return false, ""
	}
	return slices.ContainsFunc(c.Findings, func(f application.Finding) bool { return openSA(f) && f.AskedBy != c.who.ID }), ""
}

func openSA(f application.Finding) bool { return f.Kind.BySA() && f.Outcome == application.Open }

func canFee(c *caseFile) (bool, string) {
	closed := c.State == application.Refused || c.State == application.Withdrawn || c.State == application.Issued
	switch {
	case closed || c.Fee.Settled():
		return false, ""
	case c.who.ID == c.ProposedBy || c.who.ID == c.DecidedBy:
		return false, "case.missing.other_fee"
	}
	return true, ""
}

// canPropose is about any proposal; what stands against an approval is said on
// the page itself.
func canPropose(c *caseFile) (bool, string) {
	switch {
	case c.State != application.InReview:
		return false, ""
	case c.who.ID == c.Fee.RecordedBy:
		return false, "case.missing.other_propose"
	}
	return true, ""
}

func canReturn(c *caseFile) (bool, string) { return c.State == application.Proposed, "" }

// decides reports whether this person may decide a proposed case.
func decides(c *caseFile) (bool, string) {
	lifted := slices.ContainsFunc(c.Lifted, func(x application.Lift) bool { return x.By == c.who.ID })
	switch {
	case c.State != application.Proposed:
		return false, ""
	case c.who.ID == c.ProposedBy || c.who.ID == c.Fee.RecordedBy || lifted:
		return false, "case.missing.second"
	}
	return true, ""
}

func canApprove(c *caseFile) (bool, string) {
	ok, missing := decides(c)
	switch {
	case !ok || c.Proposal != application.ProposeApproval:
		return false, missing
	case c.feeNow && !c.Fee.Settled():
		return false, "case.missing.fee"
	case len(blocks(c)) > 0:
		return false, "case.missing.rules"
	}
	return true, ""
}

func canPrepare(c *caseFile) (bool, string) { return c.State == application.Approved, "" }

func canLift(c *caseFile) (bool, string) {
	switch c.State {
	case application.Submitted, application.InReview, application.InfoRequested, application.Proposed:
	default:
		return false, ""
	}
	if c.who.ID == c.ProposedBy || c.who.ID == c.Fee.RecordedBy {
		return false, "case.missing.second"
	}
	return true, ""
}

// hindrances say why an approval cannot be proposed yet.
func hindrances(l *Locale, c *caseFile) []string {
	var out []string
	if n := len(blocks(c)); n > 0 {
		out = append(out, l.Plural("case.check.stops", n))
	}
	for _, f := range currentFindings(c.Findings) {
		switch f.Outcome {
		case application.Open:
			out = append(out, l.T("case.missing.open_finding", "kind", l.T("case.finding."+string(f.Kind))))
		case application.Negative:
			out = append(out, l.T("case.missing.negative_finding", "kind", l.T("case.finding."+string(f.Kind))))
		}
	}
	return slices.Compact(out)
}

// currentFindings leaves out findings that a later one of the same kind about
// the same line replaced.
func currentFindings(all []application.Finding) []application.Finding {
	var out []application.Finding
	for i, f := range all {
		if !slices.ContainsFunc(all[i+1:], func(g application.Finding) bool { return g.Kind == f.Kind && g.Line == f.Line }) {
			out = append(out, f)
		}
	}
	return out
}
