package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
)

// consignment is one case on its way through the two years.
type consignment struct {
	t      *Town
	n      int
	r      *rand.Rand
	owner  Person
	agent  *Person
	app    *application.Application
	permit *permit.Permit
	ended  bool // refused, withdrawn or stopped by a quota
}

// plan spreads the consignments over the days, each day's acts together.
func (t *Town) plan(start, until time.Time) [][]act {
	days := int(until.Sub(start).Hours()/24) + 1
	plan := make([][]act, days)
	for n := range t.Consignments {
		c := &consignment{t: t, n: n, r: source(n)}
		first := c.r.IntN(days - 24) // leave room for today's cases
		review := first + 1 + c.r.IntN(5)
		decide := review + 2 + c.r.IntN(14)
		cross := decide + 2 + c.r.IntN(40)
		later := cross + 5 + c.r.IntN(40)
		for _, x := range []struct {
			day int
			do  act
		}{{first, c.apply}, {review, c.review}, {decide, c.decide}, {cross, c.cross}, {later, c.close}} {
			if x.day < days {
				plan[x.day] = append(plan[x.day], x.do)
			}
		}
	}
	return plan
}

// apply writes and submits the application.
func (c *consignment) apply(ctx context.Context) error {
	g := pick(c.r, c.t.goods, func(g good) int { return g.weight })
	content := c.content(g)
	c.owner = c.t.ownerOf(g)
	a, err := c.t.Applications.StartDraft(ctx, c.owner.Actor, g.kind, "")
	if err != nil {
		return c.failed("start", err)
	}
	if a, err = c.t.Applications.FillDraft(ctx, c.owner.Actor, a.ID, a.Version, content); err != nil {
		return c.failed("fill", err)
	}
	c.app, err = c.t.Applications.Submit(ctx, c.owner.Actor, a.ID, a.Version,
		application.Declaration{Accepted: true, NotRefused: true, Name: c.owner.Name})
	return c.failed("submit", err)
}

// review has an officer take the case and get the findings it needs.
func (c *consignment) review(ctx context.Context) error {
	if c.app == nil || c.ended {
		return nil
	}
	o := c.t.Applications
	officer := c.t.the(actor.CaseOfficer, c.n).Actor
	var err error
	if c.app, err = o.Take(ctx, officer, c.app.ID, c.app.Version); err != nil {
		return c.failed("take", err)
	}
	if c.r.IntN(60) == 0 {
		c.ended = true
		_, err = o.Withdraw(ctx, c.owner.Actor, c.app.ID, c.app.Version, "The buyer cancelled the order.")
		return c.failed("withdraw", err)
	}
	for _, m := range c.needed() {
		if !m.Kind.BySA() {
			if c.app, err = o.GiveLAF(ctx, officer, c.app.ID, c.app.Version, m); err != nil {
				return c.failed("finding", err)
			}
			continue
		}
		if c.app, err = o.RequestFinding(ctx, officer, c.app.ID, c.app.Version,
			application.Request{Kind: m.Kind, Line: rule.Whole, Question: "Please advise on this consignment."}); err != nil {
			return c.failed("request", err)
		}
	}
	if c.app.Fee.Amount > 0 {
		c.app, err = o.RecordFee(ctx, c.t.the(actor.Finance, 0).Actor, c.app.ID, c.app.Version, fmt.Sprintf("R-%d-%05d", c.t.Clock.Now().Year(), c.n))
	}
	return c.failed("fee", err)
}

// needed is which findings this document needs (permit-rules 1.3, 1.5).
func (c *consignment) needed() []application.Made {
	made := func(k application.FindingKind, grounds string) application.Made {
		return application.Made{Kind: k, Line: rule.Whole, Outcome: application.Positive, Grounds: grounds}
	}
	l := c.app.Content.Lines[0]
	wild := l.Source != "C" && l.Source != "A"
	var out []application.Made
	if c.app.Content.Type == cites.ImportPermit {
		if l.Appendix == cites.AppendixI {
			out = append(out, made(application.PurposeNotHarmful, "The purpose serves conservation and does not harm wild populations."),
				made(application.NotCommercial, "A public institution; no revenue from the specimens."))
			if l.Live() {
				out = append(out, made(application.Equipped, "Enclosures and staff were inspected."))
			}
		}
		return out
	}
	out = append(out, made(application.LAF, "Purchase and origin documents were seen and agree."))
	if l.Live() {
		out = append(out, made(application.TransportSafe, "Containers follow the IATA Live Animals Regulations."))
	}
	if c.app.Content.Type == cites.ExportPermit {
		if wild {
			out = append(out, made(application.NDF, "Within the quota and the management plan; population stable."))
		} else {
			out = append(out, made(application.BredOrPropagated, "Breeding records of the registered facility were seen."))
		}
	}
	return out
}

// decide has the scientist answer, the officer propose and the signatory decide
// and prepare; the permit is sealed at once.
func (c *consignment) decide(ctx context.Context) error {
	if c.app == nil || c.ended {
		return nil
	}
	if err := c.answer(ctx); err != nil {
		return err
	}
	o := c.t.Applications
	officer, signatory := c.t.the(actor.CaseOfficer, c.n).Actor, c.t.the(actor.Signatory, 0).Actor
	p := application.Proposal{What: application.ProposeApproval}
	refuse := c.r.IntN(40) == 0
	if refuse {
		p = application.Proposal{What: application.ProposeRefusal, Reasons: "The documents do not show lawful acquisition of the specimens."}
	}
	a, err := o.Propose(ctx, officer, c.app.ID, c.app.Version, p)
	if fault.KindOf(err) == fault.Invalid && !refuse { // a quota used up meanwhile, a suspension: the law decides
		p = application.Proposal{What: application.ProposeRefusal, Reasons: "The rules of issue do not allow this consignment: see the findings."}
		a, err = o.Propose(ctx, officer, c.app.ID, c.app.Version, p)
		refuse = true
	}
	if err != nil {
		return c.failed("propose", err)
	}
	if refuse {
		c.ended = true
		_, err = o.Refuse(ctx, signatory, a.ID, a.Version, p.Reasons)
		return c.failed("refuse", err)
	}
	if c.app, err = o.Approve(ctx, signatory, a.ID, a.Version, application.Approval{}); err != nil {
		return c.failed("approve", err)
	}
	if c.permit, err = c.t.Permits.Prepare(ctx, signatory, c.app.ID); err != nil {
		c.ended = fault.KindOf(err) == fault.Conflict // the quota went to somebody else
		if c.ended {
			return nil
		}
		return c.failed("prepare", err)
	}
	return c.failed("seal", c.t.Permits.Seal(ctx, actor.Machine(), c.permit.ID))
}

// answer has the scientist make the findings asked for.
func (c *consignment) answer(ctx context.Context) error {
	scientist := c.t.the(actor.Scientist, 0).Actor
	file, err := c.t.Applications.Read(ctx, scientist, c.app.ID)
	if err != nil {
		return c.failed("read", err)
	}
	version := c.app.Version
	for _, f := range file.Findings {
		if f.Outcome != application.Open {
			continue
		}
		a, err := c.t.Applications.GiveNDF(ctx, scientist, c.app.ID, version, f.ID, application.Made{Kind: f.Kind, Line: f.Line,
			Outcome: application.Positive, Grounds: "Within the quota and the management plan; population stable."})
		if err != nil {
			return c.failed("ndf", err)
		}
		c.app, version = a, a.Version
	}
	return nil
}

// cross has customs endorse what really left; some permits are never used, some
// are revoked or lost.
func (c *consignment) cross(ctx context.Context) error {
	if c.permit == nil || c.ended {
		return nil
	}
	p, err := c.t.Permits.Read(ctx, c.t.the(actor.Signatory, 0).Actor, c.permit.ID)
	if err != nil {
		return c.failed("read permit", err)
	}
	switch n := c.r.IntN(100); {
	case n < 8:
		return nil // not used: it will expire
	case n < 10:
		return c.failed("revoke", c.t.Permits.Revoke(ctx, c.t.the(actor.Signatory, 0).Actor, p.ID, p.Version, "The applicant's registration was withdrawn."))
	case n < 12:
		q, err := c.t.Permits.Replace(ctx, c.t.the(actor.Signatory, 0).Actor, p.ID, p.Version, permit.Lost)
		if err != nil {
			return c.failed("replace", err)
		}
		c.permit = q
		return c.failed("seal replacement", c.t.Permits.Seal(ctx, actor.Machine(), q.ID))
	}
	port := c.t.Profile.Ports[0]
	if c.app.Content.Transport.Port != "" {
		for _, x := range c.t.Profile.Ports {
			if x.Code == c.app.Content.Transport.Port {
				port = x
			}
		}
	}
	in := control.Endorsing{PermitID: p.ID, Port: port.Code, Date: c.t.Profile.Today(c.t.Clock.Now()), Transport: fmt.Sprintf("AWB 176-%08d", 55000000+c.n)}
	for _, l := range p.Record.Lines {
		in.Lines = append(in.Lines, control.Counted{Letter: l.Letter, Quantity: c.actual(l)})
	}
	officer := c.t.the(actor.Customs, 0)
	if port.Office == "CUS-P" {
		officer = c.t.the(actor.Customs, 1)
	}
	_, err = c.t.Border.Endorse(ctx, officer.Actor, in)
	return c.failed("endorse", err)
}

// actual is what really crossed: mostly all of it, sometimes less.
func (c *consignment) actual(l permit.Line) cites.Quantity {
	if c.r.IntN(3) > 0 {
		return l.Quantity
	}
	part := l.Quantity * cites.Quantity(70+c.r.IntN(30)) / 100
	if l.Unit == cites.Number {
		part -= part % 1000
	}
	return max(part, 1000)
}

// close confirms the import of most exports.
func (c *consignment) close(ctx context.Context) error {
	if c.permit == nil || c.ended || c.r.IntN(10) < 3 {
		return nil
	}
	officer := c.t.the(actor.CaseOfficer, c.n).Actor
	p, err := c.t.Permits.Read(ctx, officer, c.permit.ID)
	if err != nil {
		return c.failed("read permit", err)
	}
	if p.State != permit.Endorsed {
		return nil
	}
	return c.failed("confirm", c.t.Border.Confirm(ctx, officer, p.ID, p.Version, string(p.Record.Consignee.Country)))
}

// failed says which act of which consignment failed; nil stays nil.
func (c *consignment) failed(what string, err error) error {
	if err == nil {
		return nil
	}
	var f *fault.Error
	errors.As(err, &f)
	return fmt.Errorf("consignment %d: %s: %w", c.n, what, err)
}
