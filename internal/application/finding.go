package application

import (
	"context"
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
)

// FindingKinds lists the findings in the order shown.
func FindingKinds() []FindingKind {
	return []FindingKind{NDF, PurposeNotHarmful, Equipped, LAF, NotCommercial, TransportSafe, BredOrPropagated,
		OriginConfirmed, PreConventionFound, ImportAgreed, TreatyMet, RetroOwn, RetroAgreed}
}

// FindingsOf lists the findings that a document can need, in the order shown: what
// its type asks for, and what a retrospective one asks for besides.
func FindingsOf(c *Content) []FindingKind {
	info := c.Type.Facts()
	var out []FindingKind
	for _, k := range FindingKinds() {
		if info.Finds(string(k)) || c.Retrospective && (k == RetroOwn || k == RetroAgreed) {
			out = append(out, k)
		}
	}
	return out
}

// Request asks the Scientific Authority for a finding about a line, or about
// all lines with rule.Whole.
type Request struct {
	Kind     FindingKind
	Line     int
	Question string
}

// Made is what an authority found. Limit caps the quantity of the line in Unit;
// zero is no cap.
type Made struct {
	Kind       FindingKind
	Line       int
	Outcome    Outcome
	Conditions string
	Grounds    string
	Evidence   []string // ids of documents relied on
	Limit      cites.Quantity
	Unit       cites.Unit
	ValidUntil cites.Date
}

// RequestFinding asks the Scientific Authority; the case shows that it waits.
func (o *Office) RequestFinding(ctx context.Context, who actor.Actor, id string, version int64, q Request) (*Application, error) {
	return o.run(ctx, who, act{actor.RequestFinding, id, version, o.file, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		if a.State != InReview {
			return nil, closed(a)
		}
		r := newReader(Form{"question": q.Question}, o.today())
		question := r.note("question", maxNote)
		if !q.Kind.BySA() {
			r.fail("kind", "apply.finding.kind")
		}
		if !a.Content.lineOrWhole(q.Line) {
			r.fail("line", "apply.finding.line")
		}
		have, err := tx.Findings(ctx, id)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(have, func(f Finding) bool { return f.Kind == q.Kind && f.Line == q.Line && f.Outcome == Open }) {
			r.fail("kind", "apply.finding.asked")
		}
		if f := orNil(r.wrong); f != nil {
			return nil, f
		}
		f := &Finding{ID: o.NewID(), Application: id, Kind: q.Kind, Line: q.Line, Outcome: Open, Question: question,
			AskedBy: who.ID, AskedAt: now, Due: o.Profile.Today(now).AddDays(o.Profile.FindingDays)}
		a.WithSA = true
		if err := tx.SaveFinding(ctx, f); err != nil {
			return nil, err
		}
		return map[string]any{"finding": f.ID, "kind": string(f.Kind), "line": f.Line}, o.notify(ctx, tx, a, actor.RequestFinding, "")
	}})
}

// GiveNDF answers a request as scientist: a non-detriment finding, or one of
// the two findings of the Scientific Authority of import.
func (o *Office) GiveNDF(ctx context.Context, who actor.Actor, id string, version int64, finding string, m Made) (*Application, error) {
	return o.run(ctx, who, act{actor.GiveNDF, id, version, o.file, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		have, err := tx.Findings(ctx, id)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(have, func(f Finding) bool { return f.ID == finding && f.Outcome == Open && f.Kind.BySA() })
		switch {
		case i < 0:
			return nil, fault.New(fault.Conflict, "apply.finding.made")
		case !a.State.underReview():
			return nil, closed(a)
		case have[i].AskedBy == who.ID:
			return nil, fault.New(fault.Denied, "apply.separation", "reference", a.Reference)
		}
		f := have[i]
		if err := o.make(&f, who, a, m, now); err != nil {
			return nil, err
		}
		if err := tx.SaveFinding(ctx, &f); err != nil {
			return nil, err
		}
		have[i] = f
		a.WithSA = slices.ContainsFunc(have, func(f Finding) bool { return f.Outcome == Open })
		return detailOf(f), o.notify(ctx, tx, a, actor.GiveNDF, a.Assigned)
	}})
}

// GiveLAF makes a finding of the Management Authority: legally acquired, not
// primarily commercial, safe transport, bred or propagated.
func (o *Office) GiveLAF(ctx context.Context, who actor.Actor, id string, version int64, m Made) (*Application, error) {
	return o.run(ctx, who, act{actor.GiveLAF, id, version, o.file, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		if a.State != InReview {
			return nil, closed(a)
		}
		f := Finding{ID: o.NewID(), Application: id, Kind: m.Kind, Line: m.Line, AskedBy: who.ID, AskedAt: now}
		if m.Kind.BySA() || !slices.Contains(FindingKinds(), m.Kind) {
			return nil, fault.Invalidf("apply.invalid").Add("kind", "apply.finding.kind")
		}
		if err := o.make(&f, who, a, m, now); err != nil {
			return nil, err
		}
		detail := detailOf(f)
		if f.Kind == LAF {
			on, rest, err := o.restOnChains(ctx, tx, a, f)
			if err != nil {
				return nil, err
			}
			if len(on) > 0 {
				detail["chains"] = on
			}
			if !rest {
				delete(detail, "finding") // one finding for each chain instead
				return detail, nil
			}
		}
		return detail, tx.SaveFinding(ctx, &f)
	}})
}

// make fills in what was found. A negative or conditional finding needs its
// grounds or conditions.
func (o *Office) make(f *Finding, who actor.Actor, a *Application, m Made, now time.Time) error {
	r := newReader(Form{"conditions": m.Conditions, "grounds": m.Grounds}, o.today())
	f.Conditions, f.Grounds = r.note("conditions", maxNote), r.note("grounds", maxNote)
	switch {
	case m.Outcome != Positive && m.Outcome != Conditional && m.Outcome != Negative:
		r.fail("outcome", "apply.finding.outcome")
	case m.Outcome == Conditional && f.Conditions == "" && m.Limit == 0:
		r.fail("conditions", "apply.finding.conditions")
	case f.Grounds == "":
		r.fail("grounds", "apply.finding.grounds")
	}
	if !a.Content.lineOrWhole(f.Line) {
		r.fail("line", "apply.finding.line")
	}
	if m.Limit < 0 || (m.Limit > 0 && m.Unit == "") {
		r.fail("limit", "apply.finding.limit")
	}
	if !m.ValidUntil.IsZero() && m.ValidUntil.Before(o.today()) {
		r.fail("valid_until", "apply.date.past")
	}
	f.Outcome, f.Evidence, f.Limit, f.Unit, f.ValidUntil = m.Outcome, m.Evidence, m.Limit, m.Unit, m.ValidUntil
	f.MadeBy, f.MadeByName, f.MadeAt = who.ID, who.Name, now
	return asError(orNil(r.wrong))
}

func detailOf(f Finding) map[string]any {
	return map[string]any{"finding": f.ID, "kind": string(f.Kind), "line": f.Line, "outcome": string(f.Outcome), "limit": int64(f.Limit), "unit": string(f.Unit)}
}

// lineOrWhole reports whether n is a line of the content or the whole.
func (c *Content) lineOrWhole(n int) bool { return n == rule.Whole || (n >= 0 && n < len(c.Lines)) }

// underReview reports whether the authority is working on the case.
func (s State) underReview() bool { return s == InReview || s == InfoRequested }
