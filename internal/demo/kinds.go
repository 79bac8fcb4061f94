package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
)

//go:embed kinds.json
var kindsJSON string

// Kind is one application for a document that is not of every day.
type Kind struct {
	Login   string              `json:"login"`
	Content application.Content `json:"content"`
}

// readKinds reads the table; TODAY, LONGAGO and CARNET stand for days, THIRD for a taxon of
// Appendix III that this Party did not list.
func (t *Town) readKinds() ([]Kind, error) {
	today := t.Profile.Today(t.Clock.Now())
	text := strings.NewReplacer(`"TODAY"`, `"`+today.String()+`"`, `"CARNET"`, `"`+today.AddMonths(4).String()+`"`, `"LONGAGO"`, `"`+today.AddMonths(-4).String()+`"`, "THIRD", t.third(today)).Replace(kindsJSON)
	var out []Kind
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return nil, fmt.Errorf("kinds: %w", err)
	}
	return out, nil
}

// third is a taxon that another Party listed in Appendix III.
func (t *Town) third(on cites.Date) string {
	for _, name := range []string{"Daboia russelii", "Crotalus durissus", "Crax rubra"} {
		for _, x := range t.Law().Find(name) {
			if e := t.Law().Listings(x.ID, t.Profile.Party, on); e.Appendix == cites.AppendixIII && !slices.Contains(e.Parties(), t.Profile.Party) {
				return x.Name
			}
		}
	}
	return ""
}

// Issued is what came of a kind.
type Issued struct {
	Kind        Kind
	Application *application.Application
	Permits     []*permit.Permit
}

// Kinds takes one application for each document through its whole life, up to the
// border where it is endorsed there.
func (t *Town) Kinds(ctx context.Context) ([]Issued, error) {
	kinds, err := t.readKinds()
	if err != nil {
		return nil, err
	}
	var out []Issued
	for n, k := range kinds {
		x, err := t.kind(ctx, n, k)
		if err != nil {
			return nil, fmt.Errorf("kind %d, %s: %w", n, k.Content.Type, err)
		}
		out = append(out, *x)
	}
	return out, nil
}

func (t *Town) kind(ctx context.Context, n int, k Kind) (*Issued, error) {
	c := &consignment{t: t, n: 9000 + n, r: source(9000 + n), owner: t.firm(k.Login)}
	own := application.Address{Name: c.owner.Firm, Lines: c.owner.Address, Country: t.Profile.Party, Email: c.owner.Login}
	content := k.Content
	if content.Type.Facts().Direction.In() {
		content.Importer = own
	} else {
		content.Exporter = own
	}
	for i := range content.Lines {
		l := &content.Lines[i]
		if ts := t.Law().Find(l.ScientificName); len(ts) > 0 {
			l.TaxonID, l.ScientificName, l.Kingdom, l.CommonName = string(ts[0].ID), ts[0].Name, ts[0].Kingdom, ts[0].CommonName(cites.English)
		}
	}
	content.Transport = application.Transport{Port: t.Profile.Ports[0].Code, Mode: "air", Crates: "Crates after IATA container requirements."}
	a, err := t.Applications.StartWith(ctx, c.owner.Actor, application.Start{Type: content.Type, Retrospective: content.Retrospective, Partial: content.Partial})
	if err != nil {
		return nil, err
	}
	if a, err = t.Applications.FillDraft(ctx, c.owner.Actor, a.ID, a.Version, content); err != nil {
		return nil, err
	}
	if c.app, err = t.Applications.Submit(ctx, c.owner.Actor, a.ID, a.Version, application.Declaration{Accepted: true, NotRefused: true, Name: c.owner.Name}); err != nil {
		return nil, err
	}
	if err := c.decideKind(ctx); err != nil {
		return nil, err
	}
	out := &Issued{Kind: k, Application: c.app}
	if content.Type.Facts().Issued != cites.AsPermit {
		return out, nil
	}
	if err := c.issueKind(ctx, out); err != nil {
		return nil, err
	}
	return out, c.crossKind(ctx, out.Permits)
}

// decideKind makes the findings that the document needs and has it approved, by two
// signatories where the goods left already.
func (c *consignment) decideKind(ctx context.Context) error {
	o, officer := c.t.Applications, c.t.the(actor.CaseOfficer, 0).Actor
	var err error
	if c.app, err = o.Take(ctx, officer, c.app.ID, c.app.Version); err != nil {
		return err
	}
	for _, k := range application.FindingsOf(&c.app.Content) {
		if k.BySA() {
			c.app, err = o.RequestFinding(ctx, officer, c.app.ID, c.app.Version, application.Request{Kind: k, Line: rule.Whole, Question: "Please advise on this document."})
		} else {
			c.app, err = o.GiveLAF(ctx, officer, c.app.ID, c.app.Version, application.Made{Kind: k, Line: rule.Whole, Outcome: application.Positive, Grounds: "The documents were seen and agree."})
		}
		if err != nil {
			return err
		}
	}
	if err := c.answer(ctx); err != nil {
		return err
	}
	if c.app.Fee.Amount > 0 {
		if c.app, err = o.RecordFee(ctx, c.t.the(actor.Finance, 0).Actor, c.app.ID, c.app.Version, fmt.Sprintf("R-K-%05d", c.n)); err != nil {
			return err
		}
	}
	if c.app, err = o.Propose(ctx, officer, c.app.ID, c.app.Version, application.Proposal{What: application.ProposeApproval}); err != nil {
		return err
	}
	for n := 0; c.app.State == application.Proposed && n < 2; n++ {
		if c.app, err = o.Approve(ctx, c.t.the(actor.Signatory, n).Actor, c.app.ID, c.app.Version, application.Approval{}); err != nil {
			return err
		}
	}
	return nil
}

func (c *consignment) issueKind(ctx context.Context, out *Issued) error {
	first, err := c.t.Permits.Prepare(ctx, c.t.the(actor.Signatory, 0).Actor, c.app.ID)
	if err != nil {
		return err
	}
	c.t.Samples = append(c.t.Samples, Sample{PermitID: first.ID})
	all, err := c.t.Permits.OfApplication(ctx, c.app.ID)
	if err != nil {
		return err
	}
	for _, p := range all {
		if err := c.t.Permits.Seal(ctx, actor.Machine(), p.ID); err != nil {
			return err
		}
	}
	out.Permits, err = c.t.Permits.OfApplication(ctx, c.app.ID)
	return err
}

// crossKind stamps the first document where the border stamps it: a document for
// many crossings on leaving and on coming home, a partially completed one after its
// holder filled it in.
func (c *consignment) crossKind(ctx context.Context, all []*permit.Permit) error {
	p := all[0]
	counted := map[string]cites.Quantity{}
	for _, l := range p.Record.Lines {
		counted[l.Letter] = l.Quantity
	}
	if len(p.Record.Complete) > 0 {
		used := permit.Completion{Consignee: permit.Party{Name: "Institut Pasteur", Lines: []string{"25 rue du Dr Roux", "75015 Paris"}, Country: "FR"}, Day: p.Record.Issued}
		for _, l := range p.Record.Lines {
			counted[l.Letter] = l.Quantity / 2
			used.Lines = append(used.Lines, permit.CompletedLine{Letter: l.Letter, Quantity: counted[l.Letter], Marks: "box 17"})
		}
		if _, err := c.t.Permits.Complete(ctx, c.owner.Actor, p.ID, used); err != nil {
			return err
		}
	}
	if !control.Endorsable(p) {
		return nil
	}
	ways := []control.Kind{""}
	if p.Type.Facts().ManyCrossings {
		ways = []control.Kind{control.Export, control.Import}
	}
	for _, way := range ways {
		in := control.Endorsing{PermitID: p.ID, Port: c.t.Profile.Ports[0].Code, Date: c.t.Profile.Today(c.t.Clock.Now()), Kind: way}
		for _, l := range p.Record.Lines {
			in.Lines = append(in.Lines, control.Counted{Letter: l.Letter, Quantity: counted[l.Letter]})
		}
		if _, err := c.t.Border.Endorse(ctx, c.t.the(actor.Customs, 0).Actor, in); err != nil {
			return err
		}
	}
	return nil
}
