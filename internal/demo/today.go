package demo

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
)

// today leaves cases in every state on the desks, and permits to show.
func (t *Town) today(ctx context.Context) error {
	n := t.Consignments
	for _, do := range []func(context.Context, int) error{t.drafts, t.submitted, t.reviewed, t.proposed, t.byAgent, t.withAnnex, t.findings, t.registers, t.quotas, t.visitor} {
		if err := do(ctx, n); err != nil {
			return fmt.Errorf("today's cases: %w", err)
		}
		n += 10
	}
	if _, err := t.Kinds(ctx); err != nil {
		return err
	}
	return t.samples(ctx)
}

// fresh makes a consignment of a good that is applied for today.
func (t *Town) fresh(ctx context.Context, n int, name string) (*consignment, error) {
	c := &consignment{t: t, n: n, r: source(n)}
	for _, g := range t.goods {
		if g.name != name {
			continue
		}
		c.owner = t.ownerOf(g)
		a, err := t.Applications.StartDraft(ctx, c.owner.Actor, g.kind, "")
		if err != nil {
			return nil, err
		}
		if a, err = t.Applications.FillDraft(ctx, c.owner.Actor, a.ID, a.Version, c.content(g)); err != nil {
			return nil, err
		}
		c.app, err = t.Applications.Submit(ctx, c.owner.Actor, a.ID, a.Version, application.Declaration{Accepted: true, NotRefused: true, Name: c.owner.Name})
		return c, err
	}
	return nil, fmt.Errorf("no good named %s", name)
}

// drafts are begun and not finished, one of them just opened.
func (t *Town) drafts(ctx context.Context, n int) error {
	trader := t.the(actor.Trader, 0)
	if _, err := t.Applications.StartDraft(ctx, trader.Actor, cites.ExportPermit, ""); err != nil {
		return err
	}
	a, err := t.Applications.StartDraft(ctx, trader.Actor, cites.ExportPermit, "")
	if err != nil {
		return err
	}
	c := &consignment{t: t, n: n, r: source(n), owner: trader}
	content := c.content(t.goods[0])
	_, err = t.Applications.FillDraft(ctx, trader.Actor, a.ID, a.Version, content)
	return err
}

// submitted wait for somebody to take them.
func (t *Town) submitted(ctx context.Context, n int) error {
	for i, name := range []string{"Python regius", "Pericopsis elata", "Dendrobium nobile", "Alligator mississippiensis"} {
		if _, err := t.fresh(ctx, n+i, name); err != nil {
			return err
		}
	}
	return nil
}

// reviewed are under review, one with the Scientific Authority, one waiting for
// the applicant.
func (t *Town) reviewed(ctx context.Context, n int) error {
	officer := t.the(actor.CaseOfficer, 0).Actor
	for i, name := range []string{"Crocodylus niloticus", "Prunus africana", "Strombus gigas"} {
		c, err := t.fresh(ctx, n+i, name)
		if err != nil {
			return err
		}
		if c.app, err = t.Applications.Take(ctx, officer, c.app.ID, c.app.Version); err != nil {
			return err
		}
		switch i {
		case 0:
			_, err = t.Applications.RequestFinding(ctx, officer, c.app.ID, c.app.Version,
				application.Request{Kind: application.NDF, Line: rule.Whole, Question: "Ranched skins for France: is the harvest of this season within the plan?"})
		case 1:
			_, err = t.Applications.AskApplicant(ctx, officer, c.app.ID, c.app.Version, "Please send the harvest licence for the bark and the map of the plots.")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// proposed wait for the second person: two to approve, one to refuse.
func (t *Town) proposed(ctx context.Context, n int) error {
	officer := t.the(actor.CaseOfficer, 0).Actor
	for i, name := range []string{"Python bivittatus", "Agapornis fischeri", "Cycas revoluta", "Panthera pardus"} {
		c, err := t.fresh(ctx, n+2*i, name)
		if err != nil {
			return err
		}
		if c.app, err = t.Applications.Take(ctx, officer, c.app.ID, c.app.Version); err != nil {
			return err
		}
		if err := c.findings(ctx, officer); err != nil {
			return err
		}
		p := application.Proposal{What: application.ProposeApproval}
		if i == 2 {
			p = application.Proposal{What: application.ProposeRefusal, Reasons: "The nursery register does not cover plants of this size."}
		}
		if c.app, err = t.Applications.Propose(ctx, officer, c.app.ID, c.app.Version, p); err != nil {
			return err
		}
		if i == 1 { // approved, waiting for its permit to be prepared
			if _, err = t.Applications.Approve(ctx, t.the(actor.Signatory, 0).Actor, c.app.ID, c.app.Version, application.Approval{}); err != nil {
				return err
			}
		}
	}
	return nil
}

// findings gets everything a case needs before it is proposed, the fee included.
func (c *consignment) findings(ctx context.Context, officer actor.Actor) error {
	var err error
	for _, m := range c.needed() {
		if m.Kind.BySA() {
			c.app, err = c.t.Applications.RequestFinding(ctx, officer, c.app.ID, c.app.Version, application.Request{Kind: m.Kind, Line: rule.Whole, Question: "Please advise."})
		} else {
			c.app, err = c.t.Applications.GiveLAF(ctx, officer, c.app.ID, c.app.Version, m)
		}
		if err != nil {
			return err
		}
	}
	if err := c.answer(ctx); err != nil {
		return err
	}
	if c.app.Fee.Amount > 0 {
		c.app, err = c.t.Applications.RecordFee(ctx, c.t.the(actor.Finance, 0).Actor, c.app.ID, c.app.Version, fmt.Sprintf("R-%05d", c.n))
	}
	return err
}

// byAgent lets the agent act for a trader who gave a mandate.
func (t *Town) byAgent(ctx context.Context, n int) error {
	trader, agent := t.the(actor.Trader, 0), t.the(actor.Agent, 0)
	today := t.Profile.Today(t.Clock.Now())
	_, err := t.Applications.GiveMandate(ctx, trader.Actor, application.Mandate{Trader: trader.Actor.ID, TraderName: trader.Name,
		Agent: agent.Actor.ID, AgentName: agent.Name, From: today, Until: today.AddMonths(12)})
	if err != nil {
		return err
	}
	a, err := t.Applications.StartDraft(ctx, agent.Actor, cites.ExportPermit, trader.Actor.ID)
	if err != nil {
		return err
	}
	c := &consignment{t: t, n: n, r: source(n), owner: trader}
	if a, err = t.Applications.FillDraft(ctx, agent.Actor, a.ID, a.Version, c.content(t.goods[0])); err != nil {
		return err
	}
	_, err = t.Applications.Submit(ctx, agent.Actor, a.ID, a.Version, application.Declaration{Accepted: true, NotRefused: true, Name: agent.Name})
	return err
}

// withAnnex issues a permit of six lines to an importer in Arabic script: it
// needs an annex page with its own seal.
func (t *Town) withAnnex(ctx context.Context, n int) error {
	trader := t.the(actor.Trader, 0)
	c := &consignment{t: t, n: n, r: source(n), owner: trader}
	var content application.Content
	for _, name := range []string{"Python regius", "Chamaeleo calyptratus", "Trioceros jacksonii", "Poicephalus senegalus", "Ara ararauna", "Dendrobates tinctorius"} {
		for _, g := range t.goods {
			if g.name != name {
				continue
			}
			if content.Type == "" {
				content = c.content(g)
				continue
			}
			content.Lines = append(content.Lines, c.line(g, ""))
		}
	}
	for _, p := range t.partners {
		if p.Country == "SA" {
			content.Importer = p.Address
		}
	}
	a, err := t.Applications.StartDraft(ctx, trader.Actor, content.Type, "")
	if err != nil {
		return err
	}
	if a, err = t.Applications.FillDraft(ctx, trader.Actor, a.ID, a.Version, content); err != nil {
		return err
	}
	if c.app, err = t.Applications.Submit(ctx, trader.Actor, a.ID, a.Version, application.Declaration{Accepted: true, NotRefused: true, Name: trader.Name}); err != nil {
		return err
	}
	return c.issue(ctx)
}

// issue takes a submitted case to a sealed permit in one go.
func (c *consignment) issue(ctx context.Context) error {
	officer, signatory := c.t.the(actor.CaseOfficer, 0).Actor, c.t.the(actor.Signatory, 0).Actor
	var err error
	if c.app, err = c.t.Applications.Take(ctx, officer, c.app.ID, c.app.Version); err != nil {
		return err
	}
	if err = c.allFindings(ctx, officer); err != nil {
		return err
	}
	if c.app, err = c.t.Applications.Propose(ctx, officer, c.app.ID, c.app.Version, application.Proposal{What: application.ProposeApproval}); err != nil {
		return err
	}
	if c.app, err = c.t.Applications.Approve(ctx, signatory, c.app.ID, c.app.Version, application.Approval{}); err != nil {
		return err
	}
	if c.permit, err = c.t.Permits.Prepare(ctx, signatory, c.app.ID); err != nil {
		return err
	}
	c.t.Samples = append(c.t.Samples, Sample{PermitID: c.permit.ID})
	return c.t.Permits.Seal(ctx, actor.Machine(), c.permit.ID)
}

// allFindings is findings for a case with wild and bred lines together.
func (c *consignment) allFindings(ctx context.Context, officer actor.Actor) error {
	bred := application.Made{Kind: application.BredOrPropagated, Line: rule.Whole, Outcome: application.Positive, Grounds: "Breeding records were seen."}
	var err error
	if c.app, err = c.t.Applications.GiveLAF(ctx, officer, c.app.ID, c.app.Version, bred); err != nil {
		return err
	}
	return c.findings(ctx, officer)
}

// samples picks the newest permit of each state, and some valid ones.
func (t *Town) samples(ctx context.Context) error {
	signatory := t.the(actor.Signatory, 0).Actor
	for _, s := range []permit.State{permit.Valid, permit.Endorsed, permit.Used, permit.Revoked, permit.Replaced, permit.Expired} {
		limit := 1
		if s == permit.Valid {
			limit = 3
		}
		rows, _, err := t.Permits.List(ctx, signatory, permit.Filter{States: []permit.State{s}, Limit: limit})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if len(t.Samples) == 0 || t.Samples[0].PermitID != r.ID {
				t.Samples = append(t.Samples, Sample{PermitID: r.ID})
			}
		}
	}
	return nil
}
