package application

import (
	"context"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Types lists the document types that can be applied for here.
func Types() []cites.DocumentType {
	var out []cites.DocumentType
	for _, i := range cites.DocumentTypes() {
		out = append(out, i.Code)
	}
	return out
}

// StartDraft begins an application for the actor himself, or, when forTrader is
// set, for the trader who gave the actor a mandate. The applicant's own address
// is taken over from the owner's latest application.
func (o *Office) StartDraft(ctx context.Context, who actor.Actor, t cites.DocumentType, forTrader string) (*Application, error) {
	return o.start(ctx, who, Start{Type: t, For: forTrader})
}

func (o *Office) start(ctx context.Context, who actor.Actor, s Start) (*Application, error) {
	t := s.Type
	if err := who.Must(actor.WriteApplication); err != nil {
		return nil, err
	}
	if !slices.Contains(Types(), t) {
		return nil, fault.Invalidf("apply.invalid").Add("type", "apply.type_needed")
	}
	now := o.Now()
	a := &Application{ID: o.NewID(), State: Draft, Owner: who.ID, OwnerName: who.Name, Org: who.Org,
		Content: Content{Type: t, Retrospective: s.Retrospective, Partial: s.Partial}, Created: now, Changed: now, ChangedBy: who.Name}
	err := o.Store.Update(ctx, func(tx Tx) error {
		if err := o.principal(ctx, tx, who, a, s.For); err != nil {
			return err
		}
		if err := o.prefill(ctx, tx, a); err != nil {
			return err
		}
		o.fill(&a.Content, s.Fill)
		if err := tx.InsertApplication(ctx, a); err != nil {
			return err
		}
		_, err := tx.Record(ctx, event(who, actor.WriteApplication, a, map[string]any{"act": "start", "type": string(t)}))
		return err
	})
	return a, err
}

// principal settles for whom the application is made.
func (o *Office) principal(ctx context.Context, tx Tx, who actor.Actor, a *Application, trader string) error {
	if trader == "" || trader == who.ID {
		if !who.Has(actor.Trader) {
			return fault.Invalidf("apply.invalid").Add("for", "apply.for_needed")
		}
		return nil
	}
	ms, err := tx.Mandates(ctx, trader, who.ID)
	if err != nil {
		return err
	}
	m, ok := covering(ms, a.Content.Type, o.today())
	if !ok {
		return fault.New(fault.Denied, "apply.no_mandate")
	}
	a.Owner, a.OwnerName, a.Org, a.Agent, a.AgentName = m.Trader, m.TraderName, m.TraderOrg, who.ID, who.Name
	return nil
}

// prefill writes the owner's own side of the form.
func (o *Office) prefill(ctx context.Context, tx Tx, a *Application) error {
	mine := Address{Name: a.OwnerName, Country: o.Profile.Party}
	last, err := tx.LatestApplicationOf(ctx, a.Owner)
	switch {
	case fault.KindOf(err) == fault.NotFound:
	case err != nil:
		return err
	default:
		if before := *last.Content.own(); before.Name != "" && before.Country == o.Profile.Party {
			mine = before
		}
	}
	*a.Content.own() = mine
	return nil
}

// own is the applicant's side of the form: the importer where goods come
// in, else the exporter.
func (c *Content) own() *Address {
	if c.Type.Facts().Direction.In() {
		return &c.Importer
	}
	return &c.Exporter
}
